"""What may never be in the tables of quizzes and reports is refused by the database itself."""

from typing import Any

import pytest
from django.apps import apps
from django.db.models import F, Model

from studyapp.accounts.models import User
from studyapp.demo.factories import QuizFactory
from studyapp.study.models import (
    Attempt,
    Card,
    LateAnswer,
    Notice,
    Quiz,
    QuizAnswer,
    QuizItem,
    Regrade,
    Report,
    Review,
)
from tests.people import DAY, NOON
from tests.quizzing import give
from tests.refusals import refused_by
from tests.shelf import Shelf

REFUSED: list[tuple[str, type[Model], dict[str, Any]]] = [
    ("quiz_asks_something", Quiz, {"length": 0}),
    ("quiz_minutes_in_range", Quiz, {"minutes": 0}),
    ("quiz_minutes_in_range", Quiz, {"minutes": 181}),
    ("quiz_title_is_short", Quiz, {"title": "x" * 81}),
    ("quiz_is_closed_only_if_shared", Quiz, {"closed_at": NOON}),
    ("quiz_of_nobody_is_open_to_nobody", Quiz, {"owner": None, "code": "B0CD1K7"}),
    ("quiz_of_nobody_is_open_to_nobody", Quiz, {"owner": None, "follows": F("pk")}),
    ("quiz_item_counts_from_one", QuizItem, {"position": 0}),
    ("quiz_item_names_a_question_or_is_a_copy", QuizItem, {"pinned": {"kind": "typed"}}),
    ("quiz_item_names_a_question_or_is_a_copy", QuizItem, {"question": None}),
    ("attempt_is_counted_when_finished", Attempt, {"right": None}),
    ("attempt_is_counted_when_finished", Attempt, {"finished_at": None}),
    ("attempt_scores_at_least_what_is_right", Attempt, {"score": 0.5}),
    ("attempt_ends_after_it_began", Attempt, {"finished_at": NOON - DAY}),
    ("attempt_clock_off_has_no_end", Attempt, {"clock_off": True, "deadline": NOON}),
    ("attempt_more_time_in_range", Attempt, {"more_time": 101}),
    ("attempt_name_is_short", Attempt, {"name": "x" * 41}),
    ("quiz_answer_score_in_range", QuizAnswer, {"score": 1.5}),
    ("quiz_answer_score_in_range", QuizAnswer, {"score": -0.5}),
    ("quiz_answer_counts_from_one", QuizAnswer, {"position": 0}),
    ("late_answer_counts_from_one", LateAnswer, {"position": 0}),
    ("report_reason_is_known", Report, {"reason": "dull"}),
    ("report_outcome_is_of_what_is_settled", Report, {"outcome": "changed"}),
    ("notice_is_of_a_known_sort", Notice, {"what": "gossip"}),
    ("regrade_passed_before_it_is_finished", Regrade, {"finished_at": NOON}),
    ("regrade_learners_at_most_answers", Regrade, {"learners": 1}),
]
TWICE = {
    *("report_is_open_once_a_question", "quiz_asks_a_question_once"),
    *("notice_waits_once", "regrade_once_a_revision_and_way"),
}
"""Tried by tests of their own below."""


@pytest.fixture
def report(lan: User, shelf: Shelf) -> Report:
    return Report.objects.send(lan, shelf.choice.asked, "wrong", at=NOON)


@pytest.fixture
def quiz(lan: User, shelf: Shelf) -> Quiz:
    """One question, answered rightly, so that it is finished."""
    quiz: Quiz = QuizFactory(owner=lan, questions=[shelf.choice], made_at=NOON)
    give(lan, quiz)
    LateAnswer.objects.create(learner=lan, quiz=quiz, position=1, response={}, came_at=NOON)
    return quiz


@pytest.fixture
def judged_again(lan: User, shelf: Shelf) -> None:
    Notice.objects.create(learner=lan, question=shelf.choice, what="raised")
    Regrade.objects.create(revision=shelf.choice.asked, asked_at=NOON)


@pytest.mark.usefixtures("quiz", "report", "judged_again")
@pytest.mark.parametrize(("name", "model", "columns"), REFUSED)
def test_the_database_refuses_what_cannot_be(name: str, model: type[Model], columns: dict[str, Any]) -> None:
    with refused_by(name):
        assert model._default_manager.update(**columns)


def test_the_database_refuses_a_second_open_report_of_a_learner_on_a_question(lan: User, report: Report) -> None:
    said = {"learner": lan, "question": report.question, "revision": report.revision, "reason": "unclear"}
    with refused_by("report_is_open_once_a_question"):
        Report.objects.create(**said, reported_at=NOON + DAY)


def test_the_database_takes_another_learners_report_and_one_more_once_it_is_resolved(
    lan: User, boris: User, report: Report
) -> None:
    said = {"question": report.question, "revision": report.revision, "reason": "unclear", "reported_at": NOON + DAY}
    Report.objects.create(learner=boris, **said)
    Report.objects.filter(pk=report.pk).update(resolved_at=NOON)
    Report.objects.create(learner=lan, **said, resolved_at=NOON + DAY)
    Report.objects.create(learner=lan, **said)
    assert Report.objects.open().count() == 2


def test_the_database_refuses_a_question_that_a_quiz_asks_already(lan: User, shelf: Shelf) -> None:
    with refused_by("quiz_asks_a_question_once"):
        QuizFactory(owner=lan, questions=[shelf.choice, shelf.choice])


@pytest.mark.usefixtures("judged_again")
def test_the_database_refuses_to_tell_or_to_judge_again_twice(lan: User, shelf: Shelf) -> None:
    with refused_by("notice_waits_once"):
        Notice.objects.bulk_create([Notice(learner=lan, question=shelf.choice, what="raised")])
    with refused_by("regrade_once_a_revision_and_way"):
        Regrade.objects.bulk_create([Regrade(revision=shelf.choice.asked, asked_at=NOON)])


def test_no_named_constraint_of_what_a_learner_does_goes_untested() -> None:
    """Those of cards and of their log are all tried in `test_cards`."""
    models = set(apps.get_app_config("study").get_models()) - {Card, Review}
    named = {constraint.name for model in models for constraint in model._meta.constraints}
    assert named == {name for name, *_ in REFUSED} | TWICE
