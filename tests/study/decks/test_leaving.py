"""Leaving a deck stops its questions and loses nothing: who joins again goes on where they were."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import FactFactory, QuestionFactory, QuizFactory
from studyapp.kinds import Surroundings
from studyapp.library.models import State
from studyapp.study.decks.changes import follow_library
from studyapp.study.decks.membership import join, leave
from studyapp.study.models import Card, Queue, Stale
from studyapp.study.models.days import COUNTS
from studyapp.study.new_day import begin_day
from studyapp.study.sitting.scopes import Scope
from studyapp.study.sitting.sitting import Sitting
from studyapp.study.spacing.backlog import Backlog
from tests.answering import answer, card_of, form_for, learn, next_question, queue_of, response_to, said
from tests.people import DAY, MINUTE, NOON, TUESDAY
from tests.quizzing import give
from tests.shelf import Shelf
from tests.study.differences import wrongs

LATER = NOON + 60 * MINUTE


def stored(learner: User) -> list[Any]:
    days: list[dict[str, Any]] = [{**day} for day in learner.days.order_by("study_day", "deck").values()]
    return [*learner.cards.order_by("question").values(), *(day for day in days if any(day[name] for name in COUNTS))]


@pytest.fixture
def studied(lan: User, lans: Shelf) -> Shelf:
    """In the harbour one question in review, one in a step, one suspended, one buried, one locked."""
    learn(lan, lans.choice, at=NOON)
    answer(lan, lans.flashcard, at=NOON)
    card_of(lan, lans.disputed).suspend(at=NOON)
    card_of(lan, lans.typed).bury(at=NOON)
    return lans


def test_nothing_of_it_is_asked_or_counted_any_more(lan: User, studied: Shelf) -> None:
    answers = lan.reviews.count()
    assert leave(lan, studied.harbour, at=LATER)
    assert {card.queue for card in lan.cards.filter(deck=studied.harbour)} == {Queue.OFF}
    assert next_question(lan, at=LATER) == studied.true_false
    sitting = Sitting.of(lan, LATER, Scope(deck=studied.harbour.slug, cram=True))
    assert (sitting.next_question, sitting.left, sitting.deck_joined) == (None, 0, False)
    assert Backlog.of(lan, TUESDAY + 90 * DAY) is None
    assert not lan.cards.suspended().exists()
    assert not lan.cards.buried_on(TUESDAY).exists()
    assert (lan.reviews.count(), lan.days.get(deck=studied.harbour, study_day=TUESDAY).answers) == (answers, 3)
    assert wrongs(lan) == []


def test_who_joins_again_goes_on_where_they_were(lan: User, studied: Shelf) -> None:
    before = stored(lan)
    leave(lan, studied.harbour, at=LATER)
    assert stored(lan) != before
    assert join(lan, studied.harbour, at=LATER + MINUTE)
    assert stored(lan) == before
    assert wrongs(lan) == []


def test_twice_is_once(lan: User, studied: Shelf) -> None:
    assert leave(lan, studied.harbour, at=LATER)
    assert not leave(lan, studied.harbour, at=LATER + MINUTE)
    assert lan.enrolments.get(deck=studied.harbour).left_at == LATER
    assert join(lan, studied.harbour, at=LATER)
    assert not join(lan, studied.harbour, at=LATER)


def test_a_deck_that_was_never_joined_cannot_be_left(lan: User, shelf: Shelf) -> None:
    assert not leave(lan, shelf.harbour, at=NOON)
    assert not lan.enrolments.exists()


def test_another_learners_cards_stay(lan: User, boris: User, studied: Shelf) -> None:
    join(boris, studied.harbour, at=NOON)
    before = stored(boris)
    leave(lan, studied.harbour, at=LATER)
    assert stored(boris) == before


def test_what_changed_meanwhile_is_followed_on_coming_back(lan: User, studied: Shelf) -> None:
    leave(lan, studied.harbour, at=LATER)
    studied.flashcard.move(State.RETIRED, at=LATER)
    fact = FactFactory(deck=studied.harbour, position=9)
    added = QuestionFactory(fact=fact, kind="typed", surroundings=Surroundings())
    begin_day(lan, at=NOON + DAY)
    follow_library(lan, at=NOON + DAY)
    assert not lan.cards.filter(question=added).exists()
    assert not card_of(lan, studied.flashcard).withdrawn
    join(lan, studied.harbour, at=NOON + DAY)
    assert queue_of(lan, added) == Queue.NEW
    assert card_of(lan, studied.flashcard).withdrawn
    assert wrongs(lan) == []


def test_an_answer_that_was_on_its_way_is_kept_and_asks_nothing_more(lan: User, studied: Shelf) -> None:
    leave(lan, studied.harbour, at=LATER)
    answer(lan, studied.choice, at=LATER)
    assert queue_of(lan, studied.choice) == Queue.OFF
    assert wrongs(lan) == []
    join(lan, studied.harbour, at=LATER)
    assert wrongs(lan) == []


def test_a_card_that_was_read_before_its_deck_was_left_moves_no_more(lan: User, studied: Shelf) -> None:
    card = card_of(lan, studied.choice)
    assert card.question.revision is not None
    leave(lan, studied.harbour, at=LATER)
    with pytest.raises(Stale):
        card.answer(response_to(studied.choice), card.ask(at=NOON), card.question.revision, at=LATER)
    with pytest.raises(Stale):
        card.suspend(at=LATER)
    assert wrongs(lan) == []


def test_an_undo_in_a_deck_that_was_left_asks_nothing(lan: User, studied: Shelf) -> None:
    leave(lan, studied.harbour, at=LATER)
    card_of(lan, studied.flashcard).undo(0, at=LATER)
    card_of(lan, studied.disputed).unsuspend(at=LATER)
    assert {queue_of(lan, question) for question in (studied.flashcard, studied.disputed)} == {Queue.OFF}
    assert wrongs(lan) == []


def test_the_database_refuses_a_card_of_a_left_deck_in_a_queue(lan: User, lans: Shelf) -> None:
    with pytest.raises(IntegrityError, match="card_off_is_in_no_queue"), transaction.atomic():
        lan.cards.filter(question=lans.choice).update(left=True)


def test_what_was_answered_in_a_quiz_meanwhile_counts_on_coming_back(lan: User, studied: Shelf) -> None:
    leave(lan, studied.harbour, at=LATER)
    quiz = QuizFactory(owner=lan, questions=[studied.flashcard, studied.number], made_at=LATER)
    give(lan, quiz, 2, at=LATER)
    assert queue_of(lan, studied.number) == Queue.OFF
    assert wrongs(lan) == []
    join(lan, studied.harbour, at=LATER)
    assert card_of(lan, studied.number).is_met
    assert wrongs(lan) == []


# The pages


def test_a_learner_is_asked_before_leaving_and_finds_the_way_back(
    lans_browser: Client, lan: User, studied: Shelf
) -> None:
    address = f"/decks/{studied.harbour.slug}/leave/"
    page = lans_browser.get(address)
    assert (page.status_code, lan.enrolments.current().count()) == (200, 2)
    page = lans_browser.post(address, follow=True)
    assert page.redirect_chain == [("/decks/", 302)]
    assert len(page.context["messages"]) == 1
    assert [(deck, mine is None) for deck, mine in page.context["decks"]] == [
        (studied.harbour, True),
        (studied.lighthouse, False),
    ]
    assert not lans_browser.post(address, follow=True).context["messages"]
    assert lans_browser.get(address)["Location"] == f"/decks/{studied.harbour.slug}/"
    deck = lans_browser.get(f"/decks/{studied.harbour.slug}/")
    assert (deck.context["progress"], deck.context["left_at"].date()) == (None, TUESDAY)
    assert b"/join/" in deck.content
    back = lans_browser.post(f"/decks/{studied.harbour.slug}/join/", follow=True)
    assert [one.deck for one in back.context["decks"]] == [studied.harbour, studied.lighthouse]


def test_home_without_any_deck_left_offers_them_again(lans_browser: Client, lan: User, studied: Shelf) -> None:
    for deck in (studied.harbour, studied.lighthouse):
        leave(lan, deck, at=NOON)
    page = lans_browser.get("/")
    assert list(page.context["offered"]) == [studied.harbour, studied.lighthouse]
    assert not lans_browser.get("/study/").context["enrolled"]


def test_an_open_question_of_a_deck_that_was_left_is_answered_without_a_fault(
    lans_browser: Client, lan: User, studied: Shelf
) -> None:
    form = form_for(lan, studied.choice)
    leave(lan, studied.harbour, at=NOON)
    page = lans_browser.post(form.url, {"ask": form.ask, **said(studied.choice)})
    assert page.status_code == 200
    assert Card.objects.get(learner=lan, question=studied.choice).queue == Queue.OFF


def test_no_exam_is_set_for_a_deck_that_was_left(lans_browser: Client, lan: User, studied: Shelf) -> None:
    leave(lan, studied.harbour, at=NOON)
    page = lans_browser.post(f"/decks/{studied.harbour.slug}/exam/", {"exam_on": "2026-05-01"})
    assert page.status_code == 404


@pytest.mark.parametrize("path", ["/decks/nowhere/leave/"])
def test_what_is_not_there_cannot_be_left(lans_browser: Client, path: str) -> None:
    assert (lans_browser.get(path).status_code, lans_browser.post(path).status_code) == (404, 404)


def test_a_visitor_is_sent_to_sign_in(client: Client, shelf: Shelf) -> None:
    page = client.post(f"/decks/{shelf.harbour.slug}/leave/")
    assert page["Location"].split("?")[0] == "/accounts/login/"
