"""What we write, we read as what it was: notes, cards, tags, reviews and where each card stands."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from studyapp.formats.anki.meaning import understood
from studyapp.formats.anki.package import open_package
from studyapp.formats.notes import Answered, Asked, Note, Progress, Refused, Remembered, Sort, Stage
from studyapp.scheduling import StudyClock
from tests.formats.anki.written import NOW, TODAY, card, note, packed

DAY = timedelta(days=1)
LEARNED = Progress(
    stage=Stage.REVIEW,
    due=TODAY + 3 * DAY,
    interval=7,
    memory=Remembered(12.5, 4.25, NOW - 4 * DAY, 0.1542, 0.9),
    reps=3,
    lapses=1,
    log=(
        Answered(NOW - 9 * DAY, Sort.LEARNING, 3, 8000, 0.25),
        Answered(NOW - 8 * DAY, Sort.MOVED, None, 0, 4),
        Answered(NOW - 7 * DAY, Sort.REVIEW, 1, 700, 0.25),
        Answered(NOW - 6 * DAY, Sort.PRACTICE, 3, 4000, 0),
        Answered(NOW - 4 * DAY, Sort.RELEARNING, 4, 4000, 7),
    ),
)
SOON = replace(LEARNED, stage=Stage.LEARNING, due=None, due_at=NOW + DAY / 96, steps_left=1, interval=0)
STATES = [
    *(Progress(), Progress(suspended=True), LEARNED, SOON),
    *(replace(LEARNED, suspended=True), replace(LEARNED, buried=True, marked=True)),
    replace(SOON, stage=Stage.RELEARNING, interval=7),
    replace(SOON, due=TODAY + DAY, due_at=None),
]


def later(row: Answered, milliseconds: int) -> Answered:
    return replace(row, at=row.at + timedelta(milliseconds=milliseconds))


def back(folder: Path, zone: str, notes: list[Note]) -> Iterator[Note]:
    packed(folder, notes, zone=ZoneInfo(zone))
    with open_package(folder / "cards.apkg") as package:
        for bundle in package.bundles():
            assert not isinstance(bundle, Refused), bundle
            clock = StudyClock(ZoneInfo(zone), 4)
            read = understood(bundle, package.notetypes, package.decks, package.calendar, clock=clock)
            assert not isinstance(read, Refused), read
            yield read


@pytest.mark.parametrize("zone", ["Asia/Ho_Chi_Minh", "America/New_York", "Pacific/Kiritimati"])
def test_cards_come_back_where_they_stood(tmp_path: Path, zone: str) -> None:
    states = [replace(each, log=tuple(later(row, place) for row in each.log)) for place, each in enumerate(STATES)]
    sent = [note(card(progress=each), guid=str(place), tags=("sea", "knots")) for place, each in enumerate(states)]
    for before, after in zip(sent, back(tmp_path, zone, sent), strict=True):
        assert (after.guid, after.tags, after.deck) == (before.guid, ("sea", "knots"), ("Studyapp", "Knots"))
        [asked] = after.cards
        assert asked.progress == before.cards[0].progress


def test_kinds_that_both_have_come_back_as_they_were(tmp_path: Path) -> None:
    cloze = {"prompt": "[blank] and {[blank]}", "blanks": [["a::b"], ["c}}"]]}
    cards = [
        card(prompt="1. <b> & [sound:a.mp3]", answer="2 * 3 * 4\\(x\\)"),
        card("typed", answer="Neap tides", aliases=[]),
        Asked("0", "cloze", cloze),
    ]
    found = [each.cards[0] for each in back(tmp_path, "UTC", [note(each) for each in cards])]
    assert [each.kind for each in found] == ["flashcard", "typed", "cloze"]
    for before, after in zip(cards, found, strict=True):
        assert after.sent["prompt"] == before.sent["prompt"]
    assert [each.sent["answer"] for each in found[:2]] == ["2 * 3 * 4\\(x\\)", "Neap tides"]
    assert found[2].sent["blanks"] == cloze["blanks"]


def test_cards_of_one_note_come_back_together(tmp_path: Path) -> None:
    one = [card(), card("typed", "1", prompt="A loop", answer="Bowline")]
    sea = [
        Asked("0", "cloze", {"prompt": "[blank] and flood", "blanks": [["Ebb"]]}),
        Asked("3", "cloze", {"prompt": "Ebb and [blank]", "blanks": [["flood"]]}),
    ]
    found = list(back(tmp_path, "UTC", [note(*one), note(*sea)]))
    assert [[(each.name, each.kind) for each in read.cards] for read in found] == [
        [("0", "flashcard"), ("1", "typed")],
        [("0", "cloze"), ("3", "cloze")],
    ]
    assert found[0].changed_at == NOW.astimezone(UTC)
