"""What we write for Anki, read again: formatted and long texts come back as they went, to the letter."""

from zoneinfo import ZoneInfo

import pytest

from studyapp.formats.anki.returning import returned
from studyapp.formats.anki.writing import Origin
from studyapp.formats.notes import Asked, Note
from studyapp.scheduling import StudyClock

CLOCK = StudyClock(ZoneInfo("UTC"))
ORIGIN = Origin("Studyapp", "https://study.example")


def back(kind: str, **sent: object) -> dict[str, object]:
    asked = Asked("0", kind, sent)
    [note] = returned(Note("a", ("Sea",), (asked,)), ORIGIN, clock=CLOCK)
    assert isinstance(note, Note)
    [came] = note.cards
    assert (came.kind, note.lost) == (kind, ())
    return dict(came.sent)


@pytest.mark.parametrize(
    ("prompt", "answer", "explanation"),
    [
        (r"**2\*3** is *what*?", "six\n\n- `2 + 4`\n- three twice", "> Said\n> so\n\nby all"),
        ("x" * 2000, "y " * 2497 + "**y**", "- " + "z " * 2000 + "z"),
        (r"\\(x_1) <b> &amp; [sound:a.mp3]", "1\\. one\n# two", "a\nb\n\nc"),
    ],
)
def test_a_formatted_flashcard_comes_back_to_the_letter(prompt: str, answer: str, explanation: str) -> None:
    sent = {"prompt": prompt, "answer": answer, "explanation": explanation, "formatted": True}
    assert back("flashcard", **sent) == sent


def test_blanks_stay_within_what_is_formatted() -> None:
    sent = {"prompt": "**Tides**\n- [blank] *tides*\n- [blank]", "blanks": [["Spring"], ["neap"]], "explanation": ""}
    came = back("cloze", **sent, formatted=True)
    assert came == sent | {"prompt": "**Tides**\n\n- [blank] *tides*\n- [blank]", "formatted": True}


def test_what_is_plain_stays_plain() -> None:
    sent = {"prompt": "2*3*4 _x_", "answer": "1. <b>24</b>", "explanation": ""}
    assert back("flashcard", **sent) == sent
