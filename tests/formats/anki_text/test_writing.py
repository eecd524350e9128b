"""Anki's text files as we write them: seen in the real Anki (`tests/outside/into_anki_text.py`)."""

import csv
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from studyapp.formats.anki.writing import Origin
from studyapp.formats.anki_text.reading import read
from studyapp.formats.anki_text.writing import HEADERS, write
from studyapp.formats.notes import Asked, Note
from studyapp.scheduling import StudyClock
from tests.formats.classroom.banks import banks

SITE = Origin("Studyapp", "http://localhost:8000")
CLOCK = StudyClock(ZoneInfo("Asia/Ho_Chi_Minh"), 4)


def note(*cards: Asked, guid: str = "n1", tags: tuple[str, ...] = ()) -> Note:
    return Note(guid, ("Sea",), cards, tags)


def card(kind: str = "flashcard", name: str = "0", **sent: object) -> Asked:
    return Asked(name, kind, {"prompt": "Which?", "answer": "ebb", "explanation": "", **sent})


def rows(*notes: Note) -> list[list[str]]:
    text = write(notes, SITE).data.decode()
    assert text.startswith(HEADERS)
    return [*csv.reader(text.removeprefix(HEADERS).splitlines(), delimiter="\t")]


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (card(prompt="a < b"), ["Basic", "a &lt; b", "ebb"]),
        (card(explanation="It falls."), ["Basic", "Which?", "ebb<br>It falls."]),
        (card("typed"), ["Basic (type in the answer)", "Which?", "ebb"]),
        (card("choice", distractors=["flood"]), ["Basic", "Which?<ul><li>ebb</li><li>flood</li></ul>", "ebb"]),
        (card("cloze", prompt="[blank].", blanks=[["a::b"]]), ["Cloze", "{{c1::a&#58;&#58;b}}.", ""]),
        (card(prompt="=1+1", answer="-"), ["Basic", "&#61;1+1", "-"]),
    ],
)
def test_each_kind_becomes_a_note_type_that_every_anki_has(card: Asked, expected: list[str]) -> None:
    [[guid, notetype, deck, tags, *fields]] = rows(note(card, tags=("two words", "x")))
    assert (guid, deck, tags) == ("n1", "Studyapp::Sea", "two_words x")
    assert [notetype, *fields] == expected


def test_cards_of_one_note_stay_together_where_a_note_type_has_them() -> None:
    both = note(card(prompt="a", answer="b"), card(name="1", prompt="b", answer="a"))
    blanks = [
        card("cloze", str(n), prompt=text, blanks=[[a]])
        for n, text, a in [(0, "[blank] y", "x"), (1, "x [blank]", "y")]
    ]
    others = note(card(prompt="a", answer="b"), card("typed", "1", prompt="c", answer="d"))
    assert [row[:2] for row in rows(both, note(*blanks, guid="n2"), others)] == [
        ["n1", "Basic (and reversed card)"],
        ["n2", "Cloze"],
        ["n1 card 0", "Basic"],
        ["n1 card 1", "Basic (type in the answer)"],
    ]


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (card("typed", explanation="x", aliases=["y"]), ["explanation-left", "further-answers"]),
        (card("order", items=["a", "b"]), ["became-basic"]),
        (card(note="mine"), ["private-note"]),
        (Asked("0", "flashcard", {"prompt": "a", "answer": "b"}, {"prompt": "a.webp"}), ["picture-left"]),
    ],
)
def test_what_has_no_place_is_named(card: Asked, expected: list[str]) -> None:
    assert [one.what for one in write([note(card)], SITE).lost] == expected


@given(banks)
def test_every_card_comes_back_under_its_name(bank: list[Note]) -> None:
    """Kinds that Anki lacks come back as flashcards, which is named."""
    written = write(bank, SITE)
    again = list(read(written.data.decode(), clock=CLOCK))
    assert written.cards == sum(len(one.cards) for one in again if isinstance(one, Note))
    for one, back in zip(bank, again, strict=True):
        assert isinstance(back, Note), back
        assert (back.guid, back.deck, back.tags) == (one.guid, ("Studyapp", *one.deck), one.tags)
        [asked], [read_again] = one.cards, back.cards
        assert read_again.name == asked.name
        if asked.kind == "cloze" and read_again.kind == "cloze":
            assert read_again.sent["blanks"] == [spellings[:1] for spellings in asked.sent["blanks"]]
        elif asked.kind in {"flashcard", "typed"} and read_again.kind == asked.kind:
            assert read_again.plain.sent["prompt"] == asked.sent["prompt"]
