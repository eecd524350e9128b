"""What is known is computed from the cards once a study day, by the formula of the schedule, and kept."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from studyapp.accounts.models import User
from studyapp.scheduling import Preset
from studyapp.scheduling.formulas import formulas_of
from studyapp.study.models import Snapshot
from studyapp.study.progress.snapshots import STABILITY_EDGES, CardRow, KnowledgeFigures, snapshot_of
from tests.answering import answer, card_of, learn
from tests.people import DAY, MINUTE, NOON, TUESDAY
from tests.shelf import Shelf

FORMULAS = formulas_of(Preset())
WHOLE: dict[str, Any] = {"withdrawn": False, "left": False, "answers": 4, "right": 3, "elapsed_ms": 9000}


def row(fact: int = 1, kind: str = "typed", **changes: Any) -> CardRow:
    known = {"stability": 10.0, "difficulty": 5.0, "last_day": TUESDAY}
    return CardRow(fact=fact, kind=kind, **{**WHOLE, **known, **changes})


def compute(*rows: CardRow, day: date = TUESDAY) -> KnowledgeFigures:
    return KnowledgeFigures.compute(rows, FORMULAS, day)


@given(st.lists(st.tuples(st.floats(0.001, 36500), st.floats(1, 10), st.integers(0, 4000))))
def test_every_card_is_in_one_column_of_each_histogram(cards: list[tuple[float, float, int]]) -> None:
    rows = [
        row(stability=stability, difficulty=difficulty, last_day=TUESDAY - timedelta(days=days))
        for stability, difficulty, days in cards
    ]
    found = compute(*rows)
    for histogram in (found.stability, found.difficulty, found.retrievability):
        assert sum(histogram) == found.met == len(cards)


def test_a_column_begins_at_its_edge() -> None:
    for place, edge in enumerate(STABILITY_EDGES):
        assert compute(row(stability=edge - 0.01)).stability[place] == 1
        assert compute(row(stability=edge)).stability[place + 1] == 1
    assert compute(row(difficulty=10.0)).difficulty[9] == 1
    assert compute(row()).retrievability[9] == 1, "what was answered today is known for certain"


def test_what_is_no_longer_asked_or_was_started_again_is_not_known_but_its_answers_count() -> None:
    forgotten: dict[str, Any] = {"stability": None, "difficulty": None, "last_day": None}
    found = compute(row(), row(fact=2, withdrawn=True), row(fact=4, left=True), row(fact=3, **forgotten))
    assert (found.met, found.kinds) == (1, {"typed": [16, 12, 36_000]})
    assert [fact for fact, *_ in found.hardest] == [1, 3]


def test_kinds_are_kept_apart() -> None:
    found = compute(row(), row(kind="choice"), row())
    assert {kind: answers for kind, (answers, *_) in found.kinds.items()} == {"choice": 4, "typed": 8}


def test_the_hardest_facts_are_those_answered_wrong_most_often() -> None:
    rows = [
        row(fact=1, answers=9, right=7),
        row(fact=2, answers=3, right=2),
        row(fact=2, answers=3, right=1),  # another question on it
        row(fact=3, answers=5, right=3),
        row(fact=4, answers=9, right=9),
    ]
    assert compute(*rows).hardest == [[2, 3, 6], [3, 2, 5], [1, 2, 9]]


# The snapshot


def statements(learner: User, at: datetime) -> int:
    with CaptureQueriesContext(connection) as captured:
        snapshot_of(learner, at=at)
    return len(captured)


def test_it_is_taken_once_a_study_day(lan: User, lans: Shelf) -> None:
    at = learn(lan, lans.lamp, at=NOON)
    assert statements(lan, at) > 1
    learn(lan, lans.choice, at=at)
    assert statements(lan, at + MINUTE) == 1
    assert snapshot_of(lan, at=at + MINUTE).figures["met"] == 1
    assert snapshot_of(lan, at=at + DAY).figures["met"] == 2
    assert Snapshot.objects.count() == 1


def test_one_that_an_earlier_release_kept_is_taken_anew(lan: User, lans: Shelf) -> None:
    at = learn(lan, lans.lamp, at=NOON)
    snapshot_of(lan, at=at)
    Snapshot.objects.update(figures={"known": 9, "recalled": 8.5})
    assert snapshot_of(lan, at=at).figures["met"] == 1


def test_nothing_known_is_not_kept_so_that_the_first_day_shows(lan: User, lans: Shelf) -> None:
    assert snapshot_of(lan, at=NOON).figures["met"] == 0
    at = learn(lan, lans.lamp, at=NOON)
    assert snapshot_of(lan, at=at).figures["met"] == 1


def test_it_is_the_same_when_it_is_read_again(lan: User, lans: Shelf) -> None:
    at = learn(lan, lans.lamp, at=NOON)
    answer(lan, lans.disputed, at=at, right=False)
    taken, read = snapshot_of(lan, at=at), snapshot_of(lan, at=at)
    assert KnowledgeFigures(**read.figures) == KnowledgeFigures(**taken.figures)
    assert read.taken_at == at


def test_it_is_of_the_learners_own_cards(lan: User, boris: User, lans: Shelf) -> None:
    at = learn(lan, lans.lamp, at=NOON)
    assert snapshot_of(boris, at=at).figures["met"] == 0


def test_suspended_cards_are_still_known(lan: User, lans: Shelf) -> None:
    at = learn(lan, lans.lamp, at=NOON)
    card_of(lan, lans.lamp).suspend(at=at)
    assert snapshot_of(lan, at=at).figures["met"] == 1


def test_it_goes_with_its_learner(lan: User, lans: Shelf) -> None:
    snapshot_of(lan, at=learn(lan, lans.lamp, at=NOON))
    lan.delete()
    assert not Snapshot.objects.exists()
