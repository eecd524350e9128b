"""Studying a part of the work, ahead of time, mistakes and leeches, or for practice."""

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from studyapp.accounts.models import User
from studyapp.demo.factories import ArticleFactory, CitationFactory, DeckFactory
from studyapp.library.models import Question
from studyapp.scheduling import Rating
from studyapp.study.decks.membership import join
from studyapp.study.models import Outcome, Queue
from studyapp.study.new_day import begin_day
from studyapp.study.sitting.scopes import EVERYTHING, MOST_DAYS, BadScope, Scope
from studyapp.study.sitting.sitting import Sitting
from studyapp.study.sitting.wording import about
from tests.answering import answer, card_of, learn, put_in_review, response_to
from tests.people import DAY, MINUTE, NOON, TOOK, TUESDAY
from tests.shelf import Shelf, stock
from tests.study.differences import wrongs

SECOND = timedelta(seconds=1)
slugs = st.just("") | st.from_regex(r"[-a-zA-Z0-9_]{1,80}", fullmatch=True)
days = st.integers(0, MOST_DAYS)
scopes = st.builds(
    Scope,
    deck=slugs,
    own=st.integers(0, 10**9),
    article=slugs,
    ahead=days,
    mistakes=days,
    leeches=st.booleans(),
    cram=st.booleans(),
)


@pytest.fixture
def questions(lan: User) -> list[Question]:
    """Ten questions on as many facts, in review: due four days ago, three, and so on, the fifth today."""
    made = stock(10)
    join(lan, made[0].fact.deck, at=NOON)
    lan.new_per_day = 0
    for n, question in enumerate(made):
        put_in_review(lan, question, due=TUESDAY + (n - 4) * DAY)
    begin_day(lan, at=NOON)
    return made


def sitting(learner: User, scope: Scope = EVERYTHING, *, at: datetime = NOON) -> Sitting:
    return Sitting.of(learner, at, scope)


def rounds(learner: User, scope: Scope, *, right: bool = True, most: int = 99, at: datetime = NOON) -> list[Question]:
    """Answer what the scope asks until it asks no more: which questions, in order."""
    asked: list[Question] = []
    while (pk := sitting(learner, scope, at=at).next_question) and len(asked) < most:
        asked.append(Question.objects.get(pk=pk))
        (practise if scope.cram else answer)(learner, asked[-1], at=at + learner.reviews.count() * SECOND, right=right)
    return asked


def practise(learner: User, question: Question, *, at: datetime = NOON, right: bool = True) -> Outcome:
    card = card_of(learner, question)
    assert card.question.revision is not None
    return card.cram(response_to(question, right=right), card.ask(at=at - TOOK), card.question.revision, at=at)


# The address


def sent_by(scope: Scope) -> dict[str, str]:
    """What a browser sends that follows the address."""
    return QueryDict(scope.query.removeprefix("?")).dict()


@given(scopes)
def test_an_address_says_the_scope_it_was_made_of(scope: Scope) -> None:
    if scope == Scope(cram=True):
        return
    assert Scope.read(sent_by(scope)) == scope
    assert scope.is_everything == (scope.query == "")


@given(st.dictionaries(st.sampled_from(["deck", "article", "ahead", "mistakes", "leeches", "cram"]), st.text()))
def test_whatever_an_address_says_is_a_scope_or_is_refused_in_a_sentence(sent: dict[str, str]) -> None:
    with suppress(BadScope):
        scope = Scope.read(sent)
        assert 0 <= min(scope.ahead, scope.mistakes) <= max(scope.ahead, scope.mistakes) <= MOST_DAYS
        assert Scope.read(sent_by(scope)) == scope


@pytest.mark.parametrize("name", ["ahead", "mistakes"])
def test_days_go_from_one_to_thirty(name: str) -> None:
    assert getattr(Scope.read({name: "30"}), name) == 30
    for text in ("0", "31", "-1", "1.5", "²", "٣", " 3", "9" * 5000):
        with pytest.raises(BadScope):
            Scope.read({name: text})


def test_to_practise_everything_there_is_would_say_nothing() -> None:
    with pytest.raises(BadScope):
        Scope.read({"cram": "1"})


# One deck, one article


def test_of_one_deck_nothing_else_is_asked(lan: User, lans: Shelf) -> None:
    begin_day(lan, at=NOON)
    scope = Scope(deck=lans.lighthouse.slug)
    assert (sitting(lan, scope).new_left, sitting(lan).new_left) == (1, 4)
    assert {question.fact.deck for question in rounds(lan, scope, most=6)} == {lans.lighthouse}


def test_of_one_article_only_its_facts_are_asked(lan: User, lans: Shelf) -> None:
    article = ArticleFactory()
    CitationFactory(fact=lans.disputed.fact, article=article)
    begin_day(lan, at=NOON)
    found = sitting(lan, Scope(article=article.slug))
    assert (found.new_left, found.next_question, found.article_title) == (1, lans.disputed.pk, article.title)
    assert sitting(lan, Scope(article=article.slug, deck=lans.lighthouse.slug)).next_question is None


def test_the_limits_of_the_day_hold_for_all_decks_together(lan: User) -> None:
    one, other = stock(3), stock(3, deck=DeckFactory())
    for made in (one, other):
        join(lan, made[0].fact.deck, at=NOON)
    lan.new_per_day = 4
    for question in one:
        answer(lan, question, at=NOON)
    assert sitting(lan, Scope(deck=other[0].fact.deck.slug)).new_left == 1


def test_what_is_named_but_not_there_is_said_to_be_missing(lan: User, lans: Shelf) -> None:
    assert sitting(lan, Scope(deck="nowhere")).missing == "deck"
    assert sitting(lan, Scope(article="nowhere")).missing == "article"
    found = sitting(lan, Scope(deck=lans.harbour.slug))
    assert (found.missing, found.deck_joined) == ("", True)


def test_a_deck_one_has_not_joined_asks_nothing(lan: User, boris: User, lans: Shelf) -> None:
    found = Sitting.of(boris, NOON, Scope(deck=lans.harbour.slug))
    assert (found.missing, found.deck_joined, found.next_question) == ("", False, None)


# Ahead


def test_ahead_comes_after_what_is_due_and_once(lan: User, questions: list[Question]) -> None:
    found = sitting(lan, Scope(ahead=3))
    assert (found.reviews_left, found.more_left) == (5, 3)
    assert rounds(lan, Scope(ahead=3)) == questions[:8]


def test_a_review_ahead_of_its_day_is_a_review_to_the_memory(lan: User, questions: list[Question]) -> None:
    row = answer(lan, questions[6], at=NOON).review
    card = card_of(lan, questions[6])
    assert (row.kind, card.last_day, card.reps) == ("study", TUESDAY, 4)
    assert card.due_day is not None
    assert card.due_day > TUESDAY + 2 * DAY


def test_ahead_goes_on_beyond_the_days_limit(lan: User, questions: list[Question]) -> None:
    lan.reviews_per_day = 2
    assert rounds(lan, EVERYTHING) == questions[:2]
    assert rounds(lan, Scope(ahead=1)) == questions[2:6]


def test_what_was_wrong_ahead_of_its_day_comes_again_in_its_step(lan: User, questions: list[Question]) -> None:
    answer(lan, questions[6], at=NOON, right=False)
    assert sitting(lan, Scope(ahead=3), at=NOON + 10 * MINUTE).next_question == questions[6].pk


# Mistakes and leeches


def test_mistakes_of_so_many_days_are_asked_once_whenever_they_are_due(lan: User, questions: list[Question]) -> None:
    week = NOON + 7 * DAY
    for question, at in ((questions[8], NOON), (questions[7], NOON + DAY), (questions[9], week)):
        answer(lan, question, at=at, right=False)
        put_in_review(lan, question, due=TUESDAY + 20 * DAY)
    found = sitting(lan, Scope(mistakes=7), at=week)
    # What was met today waits for tomorrow, and a mistake of a week and a day ago is too old.
    assert (found.next_question, found.more_left, found.reviews_left, found.new_left) == (questions[7].pk, 1, 0, 0)
    assert rounds(lan, Scope(mistakes=7), at=week) == [questions[7]]
    assert sitting(lan, Scope(mistakes=8), at=week).next_question == questions[8].pk


def test_a_mistake_is_none_by_the_learners_own_word_and_the_other_way_round(lan: User, lans: Shelf) -> None:
    for question, right, rating in (
        (lans.choice, False, Rating.GOOD),
        (lans.disputed, True, Rating.AGAIN),
    ):
        answer(lan, question, at=NOON - DAY, right=right)
        card_of(lan, question).override(rating, 0, at=NOON - DAY)
        put_in_review(lan, question, due=TUESDAY + 9 * DAY)
    begin_day(lan, at=NOON)
    assert rounds(lan, Scope(mistakes=7)) == [lans.disputed]


def test_a_mistake_that_was_undone_is_none(lan: User, questions: list[Question]) -> None:
    answer(lan, questions[9], at=NOON - DAY, right=False)
    card_of(lan, questions[9]).undo(0, at=NOON - DAY)
    put_in_review(lan, questions[9], due=TUESDAY + 9 * DAY)
    assert sitting(lan, Scope(mistakes=7)).next_question is None


def test_leeches_are_asked_whenever_they_are_due(lan: User, questions: list[Question]) -> None:
    for question, lapses in ((questions[0], 7), (questions[8], 8), (questions[9], 12)):
        lan.cards.filter(question=question).update(lapses=lapses, reps=20)
    assert rounds(lan, Scope(leeches=True)) == [questions[9], questions[8]]


def test_picks_and_days_ahead_narrow_each_other(lan: User, questions: list[Question]) -> None:
    lan.cards.filter(question__in=[questions[6].pk, questions[9].pk]).update(lapses=9, reps=20)
    assert rounds(lan, Scope(leeches=True, ahead=2)) == [questions[6]]


# Practice


def test_practice_moves_nothing_but_the_count_of_answers(lan: User, questions: list[Question]) -> None:
    before = list(lan.cards.order_by("question").values())
    assert practise(lan, questions[0]).verdict.right
    assert not practise(lan, questions[1], right=False).verdict.right
    after = list(lan.cards.order_by("question").values())
    for card in (before[0], before[1]):
        card["version"] += 1
    assert after == before
    found = sitting(lan)
    assert (found.answers_done, found.right_done, found.reviews_done, found.reviews_left) == (2, 1, 0, 5)
    assert found.ms_done == 2 * TOOK.total_seconds() * 1000
    assert found.next_question == questions[0].pk


def test_practice_goes_round_until_all_were_right_once(lan: User, questions: list[Question]) -> None:
    scope = Scope(deck=questions[0].fact.deck.slug, cram=True)
    first = rounds(lan, scope, right=False, most=10)
    assert sorted(first, key=lambda question: question.pk) == questions
    assert sitting(lan, scope).more_left == 10
    assert rounds(lan, scope, right=False, most=3) == first[:3]
    assert rounds(lan, scope) == [*first[3:], *first[:3]]
    assert sitting(lan, scope).left == 0
    assert sitting(lan, scope, at=NOON + DAY).more_left == 10


def test_only_what_was_met_is_practised(lan: User, lans: Shelf) -> None:
    begin_day(lan, at=NOON)
    learn(lan, lans.choice, at=NOON - DAY)
    answer(lan, lans.flashcard, at=NOON)
    card_of(lan, lans.disputed).suspend(at=NOON)
    assert set(rounds(lan, Scope(deck=lans.harbour.slug, cram=True))) == {lans.choice, lans.flashcard}
    assert wrongs(lan) == []


def test_todays_mistakes_can_be_practised_today(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON, right=False)
    learn(lan, lans.disputed, at=NOON)
    assert rounds(lan, Scope(mistakes=1, cram=True)) == [lans.choice]


def test_practice_ahead_takes_what_falls_due(lan: User, questions: list[Question]) -> None:
    assert rounds(lan, Scope(ahead=1, cram=True)) == questions[:6]


def test_practice_can_be_undone_and_sent_twice(lan: User, questions: list[Question]) -> None:
    card = card_of(lan, questions[0])
    ask, revision = card.ask(at=NOON - TOOK), card.question.revision
    assert revision is not None
    response = response_to(questions[0])
    assert not card.cram(response, ask, revision, at=NOON).replayed
    assert card_of(lan, questions[0]).cram(response, ask, revision, at=NOON + MINUTE).replayed
    assert lan.reviews.count() == 1
    card_of(lan, questions[0]).undo(0, at=NOON)
    assert sitting(lan).answers_done == 0
    assert practise(lan, questions[0]).review.version == 2


def test_an_answer_is_due_on_the_same_day_after_practice(lan: User, lans: Shelf) -> None:
    learn(lan, lans.flashcard, at=NOON - 40 * DAY)
    begin_day(lan, at=NOON)
    practise(lan, lans.flashcard)
    assert lans.flashcard.pk in lan.cards.due_on(TUESDAY).values_list("question", flat=True)
    answer(lan, lans.flashcard, at=NOON)
    assert wrongs(lan) == []
    assert lan.cards.get(question=lans.flashcard).queue == Queue.REVIEW


# Words


def test_a_sitting_says_what_it_is_about(lan: User, lans: Shelf) -> None:
    assert about(sitting(lan)) == []
    found = about(sitting(lan, Scope(deck=lans.harbour.slug, mistakes=1, ahead=3, cram=True)))
    assert found == [
        f"Only “{lans.harbour.title}”",
        "What you got wrong today, only what is due within 3 days",
        "Practice: your schedule does not change",
    ]
