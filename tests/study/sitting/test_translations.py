"""A fact and its translation are one fact to whoever learns both: never asked on one day, and known together."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from studyapp.accounts.models import User
from studyapp.demo.factories import DeckFactory, FactFactory, QuestionFactory
from studyapp.library.models import Deck, Question
from studyapp.study.decks.membership import join, leave
from studyapp.study.models import Card
from studyapp.study.progress.news import Novelties
from studyapp.study.quizzes.drawing import candidates
from studyapp.study.quizzes.options import QuizOptions
from studyapp.study.rebuilding import differences
from tests.answering import answer, card_of, form_for, learn, next_question, queue_of, said
from tests.people import DAY, NOON, TUESDAY
from tests.shelf import Shelf


@pytest.fixture
def translated(lan: User, lans: Shelf) -> Question:
    """A choice in a Vietnamese deck that Lan has joined too, on a translation of the tide."""
    deck = DeckFactory(language="vi", position=2)
    fact = FactFactory(deck=deck, translates=lans.tide, citations=[], published=True, statement="Triều lên cao.")
    question = QuestionFactory(fact=fact)
    join(lan, deck, at=NOON)
    return question


def test_they_are_siblings(lan: User, lans: Shelf, translated: Question) -> None:
    assert card_of(lan, translated).fact == lans.tide
    answer(lan, lans.choice, at=NOON)
    for _ in range(len(lans.questions)):
        question = next_question(lan, at=NOON)
        if question is None:
            break
        assert question != translated
        answer(lan, question, at=NOON)
    assert queue_of(lan, translated) != Card.Queue.OFF
    assert list(differences(lan)) == []


def test_a_translation_opens_with_what_its_original_taught(lan: User, lans: Shelf, translated: Question) -> None:
    assert queue_of(lan, translated) == Card.Queue.LOCKED
    learn(lan, lans.choice, at=NOON)
    assert queue_of(lan, translated) == Card.Queue.NEW
    answer(lan, translated, at=NOON + 2 * DAY)
    assert list(differences(lan)) == []


def test_its_page_shows_its_own_questions_and_the_other_language(
    lans_browser: Client, lan: User, lans: Shelf, translated: Question
) -> None:
    answer(lan, translated, at=NOON)
    page = lans_browser.get(translated.fact.get_absolute_url())
    assert [one.card.question_id for one in _own(page)] == [translated.pk]
    assert lans.tide.statement in page.content.decode()
    assert translated.fact.statement in lans_browser.get(lans.tide.get_absolute_url()).content.decode()


def _own(page: Any) -> list[Any]:
    for context in page.context:
        if "questions" in context:
            return list(context["questions"])
    raise AssertionError("no questions")


def test_a_verdict_of_it_tells_the_sources_of_the_original(
    lans_browser: Client, lan: User, lans: Shelf, translated: Question
) -> None:
    card_of(lan, lans.choice).suspend(at=NOON)
    form = form_for(lan, translated)
    page = lans_browser.post(form.url, {"ask": form.ask, **said(translated)})
    assert [citation.fact_id for citation in page.context["citations"]] == [lans.tide.pk]


# Which decks are asked of who has chosen none


def _decks(learner: User | None) -> set[Deck]:
    found = candidates(learner, QuizOptions(), TUESDAY)
    return set(Deck.objects.filter(pk__in={candidate.deck for candidate in found}))


@pytest.mark.django_db
def test_a_trial_asks_what_is_in_the_language_of_the_pages_and_not_optional(shelf: Shelf) -> None:
    deck = DeckFactory(language="vi")
    QuestionFactory(fact=FactFactory(deck=deck, translates=shelf.tide, citations=[], published=True))
    Deck.objects.filter(pk=shelf.lighthouse.pk).update(optional=True)
    with translation.override("en"):
        assert _decks(None) == {shelf.harbour}
    with translation.override("vi"):
        assert _decks(None) == {deck}
    with translation.override("ru"):
        assert _decks(None) == {shelf.harbour, deck}


def test_a_learner_is_asked_of_what_they_have_joined_as_well(lan: User, lans: Shelf) -> None:
    other = QuestionFactory(fact=FactFactory(deck=DeckFactory(language="fr")))
    Deck.objects.filter(pk=lans.lighthouse.pk).update(optional=True)
    assert _decks(lan) == {lans.harbour, lans.lighthouse}
    join(lan, other.fact.deck, at=NOON)
    assert _decks(lan) == {lans.harbour, lans.lighthouse, other.fact.deck}


def test_a_quiz_asks_a_fact_and_its_translation_as_one(lan: User, lans: Shelf, translated: Question) -> None:
    found = {candidate.question: candidate.fact for candidate in candidates(lan, QuizOptions(), TUESDAY)}
    assert found[translated.pk] == found[lans.choice.pk] == lans.tide.pk


def test_mistakes_are_asked_again_wherever_they_were_made(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, right=False, at=NOON)
    leave(lan, lans.harbour, at=NOON)
    Deck.objects.filter(pk=lans.harbour.pk).update(optional=True)
    found = candidates(lan, QuizOptions(mistakes=1), TUESDAY)
    assert [candidate.question for candidate in found] == [lans.choice.pk]


def test_a_corrected_article_is_news_to_those_who_learned_from_it_in_another_language(lan: User, shelf: Shelf) -> None:
    fact = FactFactory(deck=DeckFactory(language="vi"), translates=shelf.tide, citations=[], published=True)
    question = QuestionFactory(fact=fact, kind="typed")
    join(lan, fact.deck, at=NOON)
    answer(lan, question, at=NOON)
    article = shelf.tide.citations.get().article
    with time_machine.travel(NOON + DAY, tick=False):
        article.status = "corrected"
        article.save()
    assert Novelties.of(lan, since=NOON).articles == [article]
