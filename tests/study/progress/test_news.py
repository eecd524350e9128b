"""What is new to a learner: only what came after they joined, and lately."""

import time_machine

from studyapp.accounts.models import User
from studyapp.demo.factories import DeckFactory, FactFactory, QuestionFactory
from studyapp.library.models import Article, Deck, Fact, Question, State
from studyapp.study.decks.changes import follow_library
from studyapp.study.decks.membership import join, leave
from studyapp.study.progress.news import MOST, Novelties
from tests.answering import answer
from tests.people import DAY, MINUTE, NOON
from tests.shelf import Shelf

NEXT_WEEK = NOON + 5 * DAY


def new(learner: User, *, days: int = 7) -> Novelties:
    return Novelties.of(learner, since=NEXT_WEEK - days * DAY)


def publish(deck: Deck, *, day: int = 1) -> Question:
    at = NOON + day * DAY
    return QuestionFactory(fact=FactFactory(deck=deck, at=at), kind="typed", at=at)


def mark(article: Article, status: str, clock: time_machine.Traveller, *, day: int = 1) -> None:
    with time_machine.travel(NOON + day * DAY, tick=False):
        article.status = status
        article.save()


def test_what_was_there_when_they_joined_is_not_new(lan: User, lans: Shelf) -> None:
    assert not new(lan, days=99)


def test_a_fact_published_since_is_new_until_it_is_met_or_a_week_has_gone(lan: User, lans: Shelf) -> None:
    question = publish(lans.harbour)
    assert new(lan).facts == [question.fact]
    assert new(lan, days=3).facts == []
    follow_library(lan, at=NOON + DAY)
    answer(lan, question, at=NOON + DAY)
    assert new(lan).facts == []


def test_another_question_on_an_old_fact_is_no_new_fact(lan: User, lans: Shelf) -> None:
    QuestionFactory(fact=lans.tide, kind="typed", at=NOON + DAY)
    lans.lamp.fact.pause(at=NOON + DAY)
    lans.lamp.fact.publish(at=NOON + 2 * DAY)
    assert not new(lan)


def test_a_fact_that_is_gone_again_is_not_new(lan: User, lans: Shelf) -> None:
    publish(lans.harbour).fact.move(State.RETIRED, at=NOON + 2 * DAY)
    assert not new(lan)


def test_facts_of_a_deck_that_was_left_or_never_joined_are_not_listed(lan: User, boris: User, lans: Shelf) -> None:
    join(boris, lans.lighthouse, at=NOON)
    publish(lans.harbour)
    leave(lan, lans.harbour, at=NOON)
    assert (new(lan).facts, new(boris).facts) == ([], [])


def test_the_lists_are_short_and_begin_with_the_newest(lan: User, lans: Shelf) -> None:
    facts = [publish(lans.harbour, day=n % 3 + 1).fact for n in range(MOST + 2)]
    assert new(lan).facts == facts[: -MOST - 1 : -1]


def test_a_deck_that_came_since_they_signed_up_is_new_until_they_join(lan: User, lans: Shelf) -> None:
    User.objects.filter(pk=lan.pk).update(date_joined=NOON)
    lan.refresh_from_db()
    older = DeckFactory()
    publish(older, day=-2)
    newer = DeckFactory()
    publish(newer)
    DeckFactory()  # with nothing in it
    assert new(lan, days=30).decks == [newer]
    join(lan, newer, at=NOON + 2 * DAY)
    assert new(lan).decks == []


def learned(learner: User, lans: Shelf, *, day: int = 0) -> Article:
    """The article of a fact that they have met."""
    answer(learner, lans.choice, at=NOON + day * DAY)
    return lans.choice.fact.citations.get().article


def test_a_corrected_article_is_news_to_those_who_learned_from_it(
    lan: User, boris: User, lans: Shelf, clock: time_machine.Traveller
) -> None:
    join(boris, lans.harbour, at=NOON)
    article = learned(lan, lans)
    mark(article, Article.Status.CORRECTED, clock)
    assert (new(lan).articles, new(boris).articles) == ([article], [])
    assert new(lan, days=3).articles == []
    mark(article, Article.Status.ACTIVE, clock, day=2)
    assert new(lan).articles == []


def test_an_article_that_was_corrected_before_is_no_news_when_something_else_of_it_changes(
    lan: User, lans: Shelf, clock: time_machine.Traveller
) -> None:
    article = learned(lan, lans, day=-25)
    mark(article, Article.Status.CORRECTED, clock, day=-20)
    mark(article, Article.Status.CORRECTED, clock)
    assert new(lan).articles == []
    assert new(lan, days=40).articles == [article]


def test_each_is_listed_once(lan: User, lans: Shelf, clock: time_machine.Traveller) -> None:
    article = learned(lan, lans)
    for fact in Fact.objects.filter(deck=lans.harbour).exclude(pk=lans.choice.fact_id):
        fact.citations.create(article=article, says="so too", position=9)
    mark(article, Article.Status.RETRACTED, clock)
    question = publish(lans.harbour)
    QuestionFactory(fact=question.fact, at=NOON + DAY + MINUTE)
    found = new(lan)
    assert (found.articles, found.facts) == ([article], [question.fact])
