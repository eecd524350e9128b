"""Cards and days are what the log says; where one is not, the rebuild says so and mends it."""

import tracemalloc
from dataclasses import fields
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studyapp.accounts.models import User
from studyapp.library.models import Question, State
from studyapp.scheduling import Rating
from studyapp.study import rebuilding
from studyapp.study.cards.events import TOLD_BY_RESPONSE
from studyapp.study.cards.log import Entry
from studyapp.study.decks.membership import join
from studyapp.study.models import Card, Day, Review
from studyapp.study.models.cards import FOLDED
from studyapp.study.models.days import COUNTS
from studyapp.study.new_day import begin_day
from studyapp.study.rebuilding import differences
from tests.answering import answer, card_of, learn
from tests.people import DAY, MINUTE, NOON, TUESDAY
from tests.shelf import Shelf, rewrite, stock
from tests.study.differences import wrongs

SPOILED_CARD: dict[str, Any] = {
    "queue": Card.Queue.NEW,
    "due_day": TUESDAY + 99 * DAY,
    "due_at": NOON,
    "mix": 1,
    "reps": 77,
    "lapses": 1,
    "answers": 77,
    "right": 0,
    "elapsed_ms": 77,
    "suspended": True,
    "withdrawn": True,
    "rapid_day": TUESDAY,
    "stability": 77.0,
    "difficulty": 7.7,
    "state": "learning",
    "step": 3,
    "last_day": TUESDAY - DAY,
    "model": "fsrs-0",
    "buried_on": TUESDAY - 9 * DAY,
    "marked": True,
    "note": "So they say.",
    "left": True,
    "version": 9,
}


@pytest.fixture
def studied(lan: User, lans: Shelf) -> Shelf:
    """The shelf after Lan has done a bit of everything."""
    at = learn(lan, lans.choice, at=NOON)
    answer(lan, lans.disputed, at=at, right=False)
    card_of(lan, lans.disputed).override(Rating.GOOD, 0, at=at)
    answer(lan, lans.true_false, at=at)
    card_of(lan, lans.true_false).undo(0, at=at + MINUTE)
    answer(lan, lans.true_false, at=at + MINUTE, took=MINUTE / 600)
    card_of(lan, lans.flashcard).suspend(at=at)
    card_of(lan, lans.disputed).bury(at=at)
    card_of(lan, lans.choice).set_due(TUESDAY + 9 * DAY, at=at)
    answer(lan, lans.lamp, at=at)
    card_of(lan, lans.lamp).write_note("A lens.", at=at)
    card_of(lan, lans.lamp).mark(at=at)
    card_of(lan, lans.lamp).forget(at=at)
    lans.number.move(State.RETIRED, at=at)
    rewrite(lans.choice, at=at, answer="The Sun", distractors=["The Moon"])
    begin_day(lan, at=NOON + DAY)
    answer(lan, lans.choice, at=NOON + DAY + 10 * MINUTE, right=False)
    return lans


@pytest.fixture
def long_ago(lan: User, boris: User, monkeypatch: pytest.MonkeyPatch) -> list[Question]:
    """Questions that Boris has answered many times, and Lan a quarter of them; they are proven ten at a time."""
    monkeypatch.setattr(rebuilding, "FACTS_AT_ONCE", 10)
    questions = stock(80)
    for learner, met in ((lan, questions[:20]), (boris, questions)):
        Card.objects.create_for(learner, met)
        Review.objects.bulk_create(
            Review(
                learner=learner,
                question=question,
                fact_id=question.fact_id,
                revision=question.revision,
                version=version,
                kind=Review.Event.STUDY,
                study_day=TUESDAY - (100 - version) * DAY,
                answered_at=NOON - (100 - version) * DAY,
                score=1.0,
                rating=Rating.GOOD,
                due_day=TUESDAY,
            )
            for question in met
            for version in range(20)
        )
        list(differences(learner, fix=True))
    return questions


def most_held(learner: User) -> int:
    """The bytes that proving a learner's cards takes at most."""
    tracemalloc.start()
    try:
        assert wrongs(learner) == []
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("rebuild_cards", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_after_a_bit_of_everything_nothing_differs(lan: User, studied: Shelf) -> None:
    assert wrongs(lan) == []


def test_every_folded_column_has_a_case() -> None:
    assert SPOILED_CARD.keys() == {*FOLDED, "left", "version"}


@pytest.mark.any_database
@pytest.mark.parametrize("column", SPOILED_CARD)
def test_a_spoiled_column_of_a_card_is_found_and_mended(lan: User, studied: Shelf, column: str) -> None:
    before = {**lan.cards.filter(question=studied.choice).values().get()}
    spoiled = {column: SPOILED_CARD[column]}
    if column in ("suspended", "withdrawn", "left"):
        spoiled["queue"] = Card.Queue.OFF  # or the database would refuse it
    lan.cards.filter(question=studied.choice).update(**spoiled)
    found = wrongs(lan)
    assert {(each.column, each.stored) for each in found if each.what.startswith("card")} == set(spoiled.items())
    assert [each.rebuilt for each in found if each.column == column] == [before[column]]
    assert list(differences(lan, fix=True)) == found
    assert lan.cards.filter(question=studied.choice).values().get() == before
    assert wrongs(lan) == []


def test_a_card_on_the_wrong_rung_is_found_and_mended(lan: User, studied: Shelf) -> None:
    lan.cards.filter(question=studied.lamp).update(queue=Card.Queue.NEW)
    lan.cards.filter(question=studied.typed).update(queue=Card.Queue.LOCKED)
    assert [(each.stored, each.rebuilt) for each in wrongs(lan)] == [(0, 1), (1, 0)]
    list(differences(lan, fix=True))
    assert wrongs(lan) == []


@pytest.mark.any_database
@pytest.mark.parametrize("column", COUNTS)
def test_a_spoiled_count_of_a_day_is_found_and_mended(lan: User, studied: Shelf, column: str) -> None:
    days = lan.days.filter(study_day=TUESDAY, deck=studied.harbour)
    before = {**days.values().get()}
    days.update(**{column: 77})
    assert [(each.column, each.stored, each.rebuilt) for each in wrongs(lan)] == [(column, 77, before[column])]
    list(differences(lan, fix=True))
    assert days.values().get() == before


def test_a_lost_day_and_an_invented_one_are_mended(lan: User, studied: Shelf) -> None:
    days = sorted(day for day in lan.days.values_list(*COUNTS) if any(day))
    lan.days.filter(study_day=TUESDAY).delete()
    Day.objects.create(learner=lan, deck=studied.harbour, study_day=TUESDAY - 9 * DAY, answers=3)
    assert wrongs(lan) != []
    list(differences(lan, fix=True))
    assert wrongs(lan) == []
    assert sorted(day for day in lan.days.values_list(*COUNTS) if any(day)) == days


def test_a_row_is_read_for_the_fold_as_it_stands(lan: User, studied: Shelf) -> None:
    means = ("due", "is_answer", "is_planned", "is_counted", "was_right")
    names = [name for name in (*(field.name for field in fields(Entry)), *means) if name != "response"]
    kinds = set()
    for row, entry in zip(lan.reviews.order_by("pk"), lan.reviews.order_by("pk").entries(), strict=True):
        assert {name: getattr(entry, name) for name in names} == {name: getattr(row, name) for name in names}
        assert entry.response == (row.response if row.kind in TOLD_BY_RESPONSE else None)
        kinds.add(row.kind)
    assert kinds > {Review.Event.STUDY, Review.Event.NOTE, Review.Event.CHANGED}


def test_proving_holds_no_more_of_a_long_log_than_of_a_short_one(
    lan: User, boris: User, long_ago: list[Question]
) -> None:
    most_held(lan)  # the first time it also keeps what is made once
    assert most_held(boris) < 1.5 * most_held(lan)


def test_proving_asks_for_many_cards_at_once_and_for_each_of_them(boris: User, long_ago: list[Question]) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert wrongs(boris) == []
    assert len(captured) < len(long_ago) / 2
    boris.cards.update(reps=77)
    assert len(wrongs(boris)) == len(long_ago)


def test_looking_mends_nothing(lan: User, studied: Shelf) -> None:
    lan.cards.filter(question=studied.choice).update(reps=77)
    assert wrongs(lan) == wrongs(lan) != []


def test_the_command_is_content_when_nothing_differs(lan: User, studied: Shelf) -> None:
    assert run() == "0 differences found.\n"


def test_the_command_names_every_difference_and_fails(lan: User, boris: User, studied: Shelf) -> None:
    join(boris, studied.harbour, at=NOON)
    lan.cards.filter(question=studied.choice).update(reps=77)
    boris.cards.filter(question=studied.choice).update(reps=77)
    out = StringIO()
    with pytest.raises(CommandError, match=r"2 differences found.*--fix"):
        call_command("rebuild_cards", stdout=out, stderr=StringIO())
    assert {line.split(",")[0] for line in out.getvalue().splitlines()} == {f"learner {lan.pk}", f"learner {boris.pk}"}
    assert f"card of question {studied.choice.pk}, reps: stored 77" in out.getvalue()


def test_the_command_mends_when_told_to(lan: User, studied: Shelf) -> None:
    lan.cards.filter(question=studied.choice).update(reps=77)
    assert run("--fix").endswith("1 difference found, and mended.\n")
    assert run() == "0 differences found.\n"
