"""How well a fact is known, in a word, by its questions together."""

import pytest

from studyapp.accounts.models import User
from studyapp.study.decks.membership import leave
from studyapp.study.progress.decks import deck_progress
from studyapp.study.progress.knowledge import Knowledge, knowledge_of
from tests.answering import answer, card_of, learn, put_in_review
from tests.people import DAY, NOON, TUESDAY
from tests.shelf import Shelf


def known(learner: User, lans: Shelf) -> Knowledge | None:
    return knowledge_of(learner, [lans.tide.pk], TUESDAY).get(lans.tide.pk)


def test_it_begins_as_not_met(lan: User, lans: Shelf) -> None:
    assert known(lan, lans) is Knowledge.NOT_MET


def test_one_question_in_a_step_has_it_being_learned(lan: User, lans: Shelf) -> None:
    put_in_review(lan, lans.typed, due=TUESDAY)
    answer(lan, lans.choice, at=NOON)
    assert known(lan, lans) is Knowledge.LEARNING


def test_with_questions_still_to_come_it_is_known_but_not_well(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    lan.cards.filter(question=lans.choice).update(stability=50)
    assert known(lan, lans) is Knowledge.KNOWN
    for question in (lans.typed, lans.number):
        put_in_review(lan, question, due=TUESDAY)
    assert known(lan, lans) is Knowledge.KNOWN
    lan.cards.filter(fact=lans.tide).update(stability=21)
    assert known(lan, lans) is Knowledge.KNOWN_WELL


@pytest.mark.parametrize(("late", "word"), [(7, Knowledge.KNOWN), (8, Knowledge.AT_RISK)])
def test_what_waited_for_more_than_a_week_is_at_risk_here_and_in_the_decks_progress(
    lan: User, lans: Shelf, late: int, word: Knowledge
) -> None:
    put_in_review(lan, lans.choice, due=TUESDAY - late * DAY)
    assert known(lan, lans) is word
    progress = deck_progress(lan, TUESDAY)[0]
    assert (progress.young, progress.at_risk) == ((1, 0) if word is Knowledge.KNOWN else (0, 1))
    assert (progress.total, progress.due) == (5, 1)


def test_what_is_suspended_says_nothing_and_a_left_deck_neither(lan: User, lans: Shelf) -> None:
    card_of(lan, lans.flashcard).suspend(at=NOON)
    assert knowledge_of(lan, [lans.flashcard.fact_id], TUESDAY) == {}
    leave(lan, lans.harbour, at=NOON)
    assert known(lan, lans) is None


def test_any_number_of_facts_costs_one_statement(
    lan: User, lans: Shelf, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = knowledge_of(lan, [question.fact_id for question in lans.questions], TUESDAY)
    assert len(found) == 4
