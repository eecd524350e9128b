"""Which questions a quiz comes to ask."""

import random
from collections import Counter

import pytest

from studyapp.accounts.models import User
from studyapp.demo.factories import DeckFactory, FactFactory, QuestionFactory, QuizFactory
from studyapp.library.models import Question, State
from studyapp.study.models import Quiz
from studyapp.study.quizzes.drawing import Candidate, NothingToAsk, candidates, draw
from studyapp.study.quizzes.making import again, make
from studyapp.study.quizzes.options import QuizOptions
from tests.answering import answer
from tests.people import DAY, MINUTE, NOON, TUESDAY
from tests.quizzing import attempt_at, give
from tests.shelf import Shelf, stock
from tests.study.differences import wrongs

CHANCE = random.Random(7)


def asked(quiz: Quiz) -> list[Question]:
    return [item.asked.question for item in quiz.items.select_related("question", "revision")]


def test_one_question_a_fact_as_far_as_facts_go(db: None) -> None:
    few = [Candidate(question, fact, 1, "typed") for question, fact in enumerate([1, 1, 1, 2, 2, 3])]
    for _ in range(20):
        assert {few[question].fact for question in draw(few, 3, CHANCE)} == {1, 2, 3}
        assert len(set(draw(few, 5, CHANCE))) == 5
        assert len(draw(few, 20, CHANCE)) == 6


def test_kinds_are_mixed_and_decks_have_their_share() -> None:
    kinds = ["choice", "typed", "number"]
    many = [Candidate(3 * fact + n, fact, int(fact > 4), kind) for fact in range(40) for n, kind in enumerate(kinds)]
    for _ in range(20):
        drawn = [many[question] for question in draw(many, 9, CHANCE)]
        assert Counter(each.kind for each in drawn) == dict.fromkeys(kinds, 3)
        assert Counter(each.deck for each in drawn)[0] in (4, 5)


def test_every_order_can_come(db: None) -> None:
    few = [Candidate(question, question, 1, "typed") for question in range(3)]
    assert len({tuple(draw(few, 3, CHANCE)) for _ in range(200)}) == 6


def test_only_what_is_live_and_can_be_scored_is_asked(lan: User, shelf: Shelf) -> None:
    Question.objects.get(pk=shelf.number.pk).move(State.RETIRED, at=NOON)
    FactFactory(published=False)
    found = {each.question for each in candidates(lan, QuizOptions(), TUESDAY)}
    assert found == {question.pk for question in shelf.questions} - {shelf.number.pk, shelf.flashcard.pk}


def test_a_scope_narrows_it(lan: User, lans: Shelf) -> None:
    def found(**scope: object) -> set[int]:
        return {each.question for each in candidates(lan, QuizOptions(**scope), TUESDAY)}  # type: ignore[arg-type]

    light = {lans.true_false.pk, lans.lamp.pk}
    article = lans.lamp.fact.citations.get().article
    assert found(decks=(lans.lighthouse.slug,)) == light
    assert found(article=article.slug) == light
    assert found(decks=(lans.harbour.slug,), article=article.slug) == set()
    assert found(decks=(lans.harbour.slug, lans.lighthouse.slug)) == found()
    answer(lan, lans.choice, at=NOON, right=False)
    assert found(mistakes=1) == {lans.choice.pk}
    assert {each.question for each in candidates(None, QuizOptions(mistakes=1), TUESDAY)} == set()


def test_mistakes_of_a_quiz_that_does_not_count_are_mistakes_too_once_it_is_finished(lan: User, shelf: Shelf) -> None:
    quiz = QuizFactory(owner=lan, questions=[shelf.choice, shelf.lamp], made_at=NOON)
    give(lan, quiz, right=False)
    give(
        lan, QuizFactory(owner=lan, questions=[shelf.disputed], made_at=NOON - 9 * DAY), at=NOON - 8 * DAY, right=False
    )
    assert candidates(lan, QuizOptions(mistakes=7), TUESDAY) == []
    attempt_at(quiz).finish(at=NOON)
    assert [each.question for each in candidates(lan, QuizOptions(mistakes=7), TUESDAY)] == [shelf.choice.pk]


def test_making_one_begins_it_and_a_double_click_makes_no_second(lan: User, shelf: Shelf) -> None:
    options = QuizOptions(decks=(shelf.harbour.slug,), length=5, minutes=10)
    first = make(lan, options, at=NOON, chance=CHANCE)
    assert first.quiz.length == 4  # a flashcard cannot be scored
    assert (first.deadline, first.quiz.scope) == (NOON + 10 * MINUTE, {"decks": [shelf.harbour.slug]})
    assert make(lan, options, at=NOON + MINUTE / 2, chance=CHANCE) == first
    give(lan, first.quiz, at=NOON + MINUTE / 2)
    assert make(lan, options, at=NOON + MINUTE / 2, chance=CHANCE) != first
    assert make(lan, QuizOptions(length=5, minutes=10), at=NOON, chance=CHANCE).quiz.scope == {}


def test_where_nothing_can_be_asked_nothing_is_made(lan: User, shelf: Shelf) -> None:
    deck = DeckFactory()
    QuestionFactory(fact=FactFactory(deck=deck), kind="flashcard")
    with pytest.raises(NothingToAsk):
        make(lan, QuizOptions(decks=(deck.slug,)), at=NOON, chance=CHANCE)
    assert not lan.quizzes.exists()


def test_again_asks_the_same_questions_as_they_are_now(lan: User, shelf: Shelf) -> None:
    quiz = QuizFactory(owner=lan, questions=[shelf.choice, shelf.disputed, shelf.lamp], one_page=True, made_at=NOON)
    attempt_at(quiz).finish(at=NOON)
    Question.objects.with_content().get(pk=shelf.lamp.pk).move(State.RETIRED, at=NOON)
    anew = again(lan, quiz, at=NOON + MINUTE, chance=CHANCE).quiz
    assert (set(asked(anew)), anew.one_page, anew.length) == ({shelf.choice, shelf.disputed}, True, 2)


def test_options_go_through_an_address_and_a_quiz_unchanged(lan: User, shelf: Shelf) -> None:
    options = QuizOptions(decks=(shelf.harbour.slug,), length=5, minutes=10, one_page=True)
    assert options.query == f"?deck={shelf.harbour.slug}&length=5&minutes=10&one_page=1"
    assert QuizOptions().query == ""
    stock(10, deck=shelf.harbour)
    quiz = make(lan, options, at=NOON, chance=CHANCE).quiz
    quiz.refresh_from_db()
    assert QuizOptions.of(quiz) == options
    assert wrongs(lan) == []
