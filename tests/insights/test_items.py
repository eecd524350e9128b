"""What a learner's answers to a question add up to, read from their log."""

from datetime import timedelta
from typing import Any

import pytest

from studyapp.accounts.models import User
from studyapp.demo.factories import GuestFactory, QuizFactory
from studyapp.insights.collecting import collect
from studyapp.insights.collectors import COLLECTORS
from studyapp.insights.models import Encounter
from studyapp.insights.options import options_of, picks_of
from studyapp.kinds import KINDS
from studyapp.library.models import Question
from studyapp.scheduling import Rating
from studyapp.study.cards.grading import GAVE_UP
from tests.answering import answer, card_of, learn
from tests.people import DAY, MINUTE, NOON
from tests.quizzing import give
from tests.shelf import Shelf, rewrite


def encounters(question: Question) -> list[Encounter]:
    collect(COLLECTORS, at=NOON)
    return list(Encounter.objects.filter(question=question).order_by("revision"))


def only(question: Question) -> Encounter:
    [one] = encounters(question)
    return one


def test_the_first_answer_is_kept_apart_and_all_are_counted(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON, right=False, took=timedelta(seconds=7))
    answer(lan, lans.choice, at=NOON + 2 * MINUTE)
    one = only(lans.choice)
    assert (one.answers, one.first_right, one.first_ms) == (2, False, 7000)


def test_quizzes_and_practice_are_told_from_study(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    give(lan, QuizFactory(owner=lan, questions=[lans.choice], made_at=NOON), at=NOON + DAY)
    card = card_of(lan, lans.choice)
    assert card.question.revision is not None
    ask = card.ask(at=NOON + 2 * DAY)
    card.cram({"option": "The Moon"}, ask, card.question.revision, at=NOON + 2 * DAY)
    one = only(lans.choice)
    assert (one.answers, one.quiz, one.practice) == (4, 1, 1)


def test_a_hint_and_the_learners_own_word_are_counted(lan: User, lans: Shelf) -> None:
    answer(lan, lans.typed, at=NOON, right=False)
    card_of(lan, lans.typed).override(Rating.GOOD, 0, at=NOON)
    lan.reviews.filter(version=0).update(hinted=True)
    one = only(lans.typed)
    assert (one.answers, one.hinted, one.overridden, one.first_right) == (1, 1, 1, False)


def test_too_easy_is_no_judgement_otherwise(lan: User, lans: Shelf) -> None:
    answer(lan, lans.typed, at=NOON)
    card_of(lan, lans.typed).override(Rating.EASY, 0, at=NOON)
    assert only(lans.typed).overridden == 0


def test_lapses_are_those_that_the_card_counts(lan: User, lans: Shelf) -> None:
    at = learn(lan, lans.choice, at=NOON)
    for days in (30, 90):
        answer(lan, lans.choice, at=at + days * DAY, right=False)
        learn(lan, lans.choice, at=at + days * DAY + 10 * MINUTE)
    assert only(lans.choice).lapses == card_of(lan, lans.choice).lapses == 2


def test_what_was_met_before_another_wording_is_not_met_anew(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    rewrite(lans.choice, at=NOON, prompt="What chiefly raises the tides?")
    answer(lan, lans.choice, at=NOON + 10 * MINUTE, right=False)
    before, after = encounters(lans.choice)
    assert (before.answers, before.first_right) == (1, True)
    assert (after.answers, after.first_right, after.first_ms, after.first_picks) == (1, None, None, None)


def test_what_is_undone_was_never_met(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    assert len(encounters(lans.choice)) == 1
    card_of(lan, lans.choice).undo(0, at=NOON)
    assert encounters(lans.choice) == []


def test_a_quiz_counts_once_for_who_has_the_card_and_for_a_guest(lan: User, lans: Shelf) -> None:
    people = [lan, GuestFactory()]
    for learner in people:
        give(learner, QuizFactory(owner=learner, questions=[lans.choice], made_at=NOON), right=learner == lan, at=NOON)
    told = {(one.learner_id, one.answers, one.quiz, one.first_right) for one in encounters(lans.choice)}
    assert told == {(learner.pk, 1, 1, learner == lan) for learner in people}


def test_what_was_answered_before_the_first_card_is_the_first_answer(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON + DAY)
    User.objects.filter(pk=lan.pk).update(quizzes_count=False)
    for right, at in ((False, NOON), (True, NOON + 2 * DAY)):
        give(lan, QuizFactory(owner=lan, questions=[lans.choice], made_at=at), right=right, at=at)
    one = only(lans.choice)
    assert (one.answers, one.quiz, one.first_right) == (3, 2, False)


@pytest.mark.parametrize(
    ("kind", "response", "labels"),
    [
        ("choice", {"option": "Jupiter"}, ["Jupiter"]),
        ("choice", GAVE_UP, []),
        ("several", {"options": ["First quarter", "New moon"]}, ["First quarter", "New moon"]),
        ("true_false", {"answer": False}, ["False"]),
        ("typed", {"answer": "Neap tides"}, None),
    ],
)
def test_each_option_that_was_picked_is_a_bit(kind: str, response: dict[str, Any], labels: list[str] | None) -> None:
    form = KINDS[kind].author_form({**KINDS[kind].example})
    assert form.is_valid()
    body = KINDS[kind]({**form.cleaned_data, "drawn": []})
    picks, options = picks_of(body, response), options_of(body)
    assert options == sorted(options, key=lambda option: option.label)
    if labels is None:
        assert (picks, options) == (None, [])
    else:
        assert picks is not None
        assert [option.label for place, option in enumerate(options) if picks >> place & 1] == labels
