"""However a log grew, and whenever it was read meanwhile, what is kept of it is what a rebuild comes to."""

from collections.abc import Sequence
from datetime import datetime
from io import StringIO
from typing import Any, override

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given
from hypothesis import strategies as st

from studyapp.accounts.models import User
from studyapp.demo.factories import LearnerFactory, QuizFactory
from studyapp.insights import collecting
from studyapp.insights.collecting import CardLog, Collector, Progress, collect, forget, waiting
from studyapp.insights.collectors import COLLECTORS
from studyapp.insights.models import Collection, Cursor, Encounter
from studyapp.scheduling import Rating
from studyapp.study.decks.membership import join
from studyapp.study.models import Attempt
from tests.answering import answer, card_of
from tests.examples import one_in
from tests.people import MINUTE, NOON
from tests.quizzing import give
from tests.shelf import Shelf
from tests.study.histories import GAPS, STARTS, Act, History, histories


class Keeper(Collector):
    """Remembers what it was given."""

    name = "keeper"

    def __init__(self, rules: int = 1) -> None:
        self.rules = rules  # type: ignore[misc]  # of this one
        self.kept: dict[tuple[int, int], CardLog] = {}
        self.given: list[int] = []
        self.finished = 0

    @override
    def keep(self, learner: int, logs: Sequence[CardLog]) -> None:
        self.given.append(len(logs))
        self.kept |= {(learner, log.question_id): log for log in logs}

    @override
    def clear(self) -> None:
        self.kept.clear()

    @override
    def finish(self) -> None:
        self.finished += 1


@pytest.fixture
def keeper() -> Keeper:
    return Keeper()


def test_what_was_answered_is_read_once(lan: User, lans: Shelf, keeper: Keeper) -> None:
    answer(lan, lans.choice, at=NOON)
    answer(lan, lans.lamp, at=NOON)
    assert collect([keeper], at=NOON) == Progress(cards=2, rows=2, whole=True)
    assert collect([keeper], at=NOON) == Progress(cards=0, rows=0, whole=True)
    assert {key for _, key in keeper.kept} == {lans.choice.pk, lans.lamp.pk}
    assert Collection.objects.as_of("keeper") == NOON
    assert keeper.finished == 2


def test_only_a_card_that_has_grown_is_read_again_and_whole(lan: User, lans: Shelf, keeper: Keeper) -> None:
    answer(lan, lans.choice, at=NOON)
    answer(lan, lans.lamp, at=NOON)
    collect([keeper], at=NOON)
    answer(lan, lans.choice, at=NOON + 10 * MINUTE)
    assert collect([keeper], at=NOON) == Progress(cards=1, rows=2, whole=True)
    assert [row.version for row in keeper.kept[lan.pk, lans.choice.pk].rows] == [0, 1]


def test_an_answer_taken_back_counts_no_more(lan: User, lans: Shelf, keeper: Keeper) -> None:
    answer(lan, lans.choice, at=NOON, right=False)
    collect([keeper], at=NOON)
    card_of(lan, lans.choice).undo(0, at=NOON)
    answer(lan, lans.choice, at=NOON + MINUTE)
    collect([keeper], at=NOON)
    [only] = keeper.kept[lan.pk, lans.choice.pk].answers
    assert (only.row.version, only.was_right) == (2, True)


@pytest.mark.parametrize(("rating", "is_overridden"), [(Rating.GOOD, True), (Rating.AGAIN, False)])
def test_what_the_learner_says_is_kept_beside_what_the_app_said(
    lan: User, lans: Shelf, keeper: Keeper, rating: Rating, is_overridden: bool
) -> None:
    answer(lan, lans.typed, at=NOON, right=False)
    card_of(lan, lans.typed).override(rating, 0, at=NOON)
    collect([keeper], at=NOON)
    [only] = keeper.kept[lan.pk, lans.typed.pk].answers
    assert (only.row.kind, only.was_right, only.was_overridden) == ("study", False, is_overridden)


def same_anew() -> list[dict[str, Any]]:
    """What is kept once all is read, which a rebuild comes to as well."""
    collect(COLLECTORS, at=NOON)
    before = kept()
    forget(COLLECTORS)
    collect(COLLECTORS, at=NOON)
    assert kept() == before
    return before


def test_what_is_in_no_log_is_read_once_and_once_when_it_has_come_into_one(
    lan: User, boris: User, shelf: Shelf, keeper: Keeper
) -> None:
    quizzes = [QuizFactory(owner=boris, questions=[shelf.choice], begun=False, made_at=NOON) for _ in range(2)]
    for quiz in quizzes:
        Attempt.objects.begin(quiz, lan, at=NOON)
        give(lan, quiz, right=False)
    assert [collect([keeper], at=NOON) for _ in range(2)] == [Progress(1, 2, whole=True), Progress(0, 0, whole=True)]
    assert [row["answers"] for row in same_anew()] == [2]
    quizzes[1].delete()
    assert [row["answers"] for row in same_anew()] == [1]
    join(lan, shelf.harbour, at=NOON)
    assert lan.quiz_answers.get().logged_as == 0
    assert [(row["answers"], row["quiz"], row["first_right"]) for row in same_anew()] == [(1, 1, False)]
    boris.erase()
    assert len(same_anew()) == 1


def test_no_more_cards_are_read_than_asked_for_and_figures_wait_for_the_rest(
    lan: User, boris: User, lans: Shelf, keeper: Keeper
) -> None:
    join(boris, lans.harbour, at=NOON)
    for learner, question in ((lan, lans.choice), (lan, lans.lamp), (boris, lans.choice)):
        answer(learner, question, at=NOON)
    assert collect([keeper], at=NOON, most=2) == Progress(cards=2, rows=2, whole=False)
    assert (keeper.finished, Collection.objects.as_of("keeper")) == (0, None)
    assert collect([keeper], at=NOON, most=2) == Progress(cards=1, rows=1, whole=True)
    assert keeper.finished == 1


def test_one_who_has_much_is_read_in_portions(
    lan: User, lans: Shelf, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "CARDS_AT_ONCE", 2)
    for question in (lans.choice, lans.flashcard, lans.disputed):
        answer(lan, question, at=NOON)
    assert collect([keeper], at=NOON).cards == 3
    assert keeper.given == [2, 1]


def test_new_rules_have_everything_read_again(lan: User, lans: Shelf, keeper: Keeper) -> None:
    answer(lan, lans.choice, at=NOON)
    collect([keeper], at=NOON)
    assert collect([keeper, *COLLECTORS], at=NOON).cards == 1
    assert collect([Keeper(rules=2), *COLLECTORS], at=NOON).cards == 1
    assert Encounter.objects.count() == 1


def test_what_was_kept_of_a_learner_goes_with_the_account(lan: User, boris: User, lans: Shelf) -> None:
    join(boris, lans.harbour, at=NOON)
    answer(lan, lans.choice, at=NOON)
    answer(boris, lans.choice, at=NOON)
    collect(COLLECTORS, at=NOON)
    lan.erase()
    assert [encounter.learner_id for encounter in Encounter.objects.all()] == [boris.pk]
    assert [cursor.learner_id for cursor in Cursor.objects.all()] == [boris.pk]
    assert collect(COLLECTORS, at=NOON) == Progress(cards=0, rows=0, whole=True)


def test_one_who_leaves_while_others_are_read_is_passed_over(lan: User, boris: User, lans: Shelf) -> None:
    class Eraser(Keeper):
        @override
        def keep(self, learner: int, logs: Sequence[CardLog]) -> None:
            super().keep(learner, logs)
            User.objects.exclude(pk=learner).get().erase()

    join(boris, lans.harbour, at=NOON)
    answer(lan, lans.choice, at=NOON)
    answer(boris, lans.choice, at=NOON)
    eraser = Eraser()
    assert collect([eraser], at=NOON) == Progress(cards=1, rows=1, whole=True)
    assert {learner for learner, _ in eraser.kept} == {min(lan.pk, boris.pk)}


def test_a_run_with_nothing_new_asks_little(lan: User, lans: Shelf, keeper: Keeper) -> None:
    answer(lan, lans.choice, at=NOON)
    collect([keeper], at=NOON)
    with CaptureQueriesContext(connection) as captured:
        collect([keeper], at=NOON)
    assert len(captured) <= 4


def test_the_command_says_what_it_read(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    assert [run(), run(), run("--rebuild")] == [
        "Read 1 row of 1 card.\n",
        "Read 0 rows of 0 cards.\n",
        "Read 1 row of 1 card.\n",
    ]


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("collect_answers", *arguments, stdout=out)
    return out.getvalue()


def kept() -> list[dict[str, Any]]:
    return [{**row} for row in Encounter.objects.order_by("pk").values()]


OTHERWISE = {"answer": "The Sun", "distractors": ["The Moon", "Venus"]}
LATE_AND_TAKEN_BACK: list[list[Act]] = [
    [("answer", "phone", "wrong", 8000), ("override", "phone", Rating.GOOD), ("quiz", [0, 2], "wrong")],
    [
        ("undo",),
        ("undo",),
        ("answer", "laptop", "right", 500),
        ("rewrite", OTHERWISE),
    ],
    [("wait", GAPS[5]), ("answer", "phone", "wrong", 8000), ("practise", 3, False), ("beside", 0, "forget", 0, False)],
    [("answer", "phone", "give up", 8000), ("undo",), ("hand_in", 1, "right")],
]


@one_in(10)  # each lives through several histories
@example(LATE_AND_TAKEN_BACK, [None, 1, None, 2], STARTS[0])
@given(
    st.lists(histories, min_size=2, max_size=3),
    st.lists(st.none() | st.integers(1, 3), min_size=4, max_size=4),
    st.sampled_from(STARTS),
)
def test_what_is_kept_bit_by_bit_is_what_a_rebuild_comes_to(
    lans: Shelf, lives: list[list[Act]], portions: list[int | None], start: datetime
) -> None:
    with transaction.atomic():
        learners = [LearnerFactory() for _ in range(2)]
        for learner in learners:
            for deck in (lans.harbour, lans.lighthouse):
                join(learner, deck, at=start)
        living = [History(learner.pk, lans.questions, start) for learner in learners]
        for number, (acts, most) in enumerate(zip(lives, portions, strict=False)):
            for act in acts:
                living[number % 2].live(act)
            collect(COLLECTORS, at=start, most=most)
        learners[0].erase()
        collect(COLLECTORS, at=start)
        assert not waiting()
        before = kept()
        forget(COLLECTORS)
        collect(COLLECTORS, at=start)
        assert kept() == before
        transaction.set_rollback(True)
