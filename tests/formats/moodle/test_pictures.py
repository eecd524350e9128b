"""Pictures within Moodle XML: beside the text that shows them, out and in again."""

from pathlib import Path

import pytest

from studyapp.formats.classroom.going import Shown, each
from studyapp.formats.moodle.files import Files
from studyapp.formats.moodle.reading import read
from studyapp.formats.moodle.writing import write
from studyapp.formats.notes import Asked, Lost, Note
from tests.formats.classroom.banks import says

SHOWN = {"ebb one.webp": b"ebb" * 1000, "flood.webp": b"flood"}


def note(kind: str, pictures: dict[str, str], guid: str = "n1", **sent: object) -> Note:
    words = {"prompt": "1 < 2?", "explanation": "Said.", "alts": {"prompt": 'A "low" tide'}, **sent}
    return Note(guid, ("Sea",), (Asked("0", kind, words, pictures),))


NOTES = [
    note("typed", {"prompt": "ebb one.webp"}, answer="ebb"),
    note("flashcard", {"answer": "flood.webp", "explanation": "ebb one.webp"}, answer="Back", explanation=""),
    note("cloze", {"prompt": "flood.webp"}, prompt="1 < {2} [blank].", blanks=[["<x>"]]),
    note("true_false", {"explanation": "flood.webp"}, answer=False, correction="No."),
]


@pytest.mark.parametrize("sent", NOTES, ids=lambda note: note.cards[0].kind)
def test_pictures_come_back_where_they_were(tmp_path: Path, sent: Note) -> None:
    path = tmp_path / "bank.xml"
    written = write([sent], SHOWN.__getitem__)
    path.write_bytes(written.data)
    [back] = read(path)
    assert isinstance(back, Note)
    assert (written.lost, back.lost) == ((), ())
    assert says(back) == says(sent)
    files = Files(path)
    pictures = {place: files(name) for place, name in back.cards[0].pictures.items()}
    assert pictures == {place: SHOWN[name] for place, name in sent.cards[0].pictures.items()}


def test_what_would_make_the_file_too_large_is_left_out_and_named() -> None:
    [card] = each(NOTES[1:2])
    pictures, lost = Shown(SHOWN.__getitem__, room=100)(card)
    assert (pictures, lost) == ({"answer": b"flood"}, [Lost("picture-no-place", "ebb one.webp")])
    assert [one.what for one in write(NOTES).lost] == ["picture-left"] * 5


def test_a_picture_that_is_not_there_or_stands_elsewhere_is_named(tmp_path: Path) -> None:
    image = "&lt;img src='@@PLUGINFILE@@/{}.png'&gt;"
    file = "<file name='b.png' encoding='base64'>{}</file>"
    (tmp_path / "bank.xml").write_text(
        "<quiz><question type='shortanswer'>"
        f"<questiontext format='html'><text>Which?{image.format('a')}{image.format('b')}</text>{file.format('AAA=')}"
        f"</questiontext><answer fraction='100'><text>x</text><feedback format='html'><text>{image.format('b')}</text>"
        f"{file.format('AAAA')}</feedback></answer></question></quiz>"
    )
    [back] = read(tmp_path / "bank.xml")
    assert isinstance(back, Note)
    assert {one.what for one in back.lost} == {"picture-missing", "picture-left"}
    files = Files(tmp_path / "bank.xml")
    assert files(back.cards[0].pictures["prompt"]) == b"\0\0"
    with pytest.raises(KeyError):
        files("none such")
