"""A fact goes to another deck: learners' cards go along with all that they count, and wait where they must."""

from studyapp.accounts.models import User
from studyapp.library.models import Change, Fact, Question, State
from studyapp.study.decks.changes import follow_library
from studyapp.study.decks.membership import join, leave
from studyapp.study.models import Card, Day
from studyapp.study.new_day import begin_day
from studyapp.study.rebuilding import differences
from tests.answering import answer, card_of, due_day_of, learn, next_question, queue_of
from tests.people import DAY, NOON
from tests.shelf import Shelf


def _move(shelf: Shelf) -> None:
    Fact.objects.get(pk=shelf.tide.pk).move_to(shelf.lighthouse, at=NOON)


def test_cards_go_along_to_a_deck_that_their_learner_is_in(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    due = due_day_of(lan, lans.choice)
    _move(lans)
    begin_day(lan, at=NOON + DAY)
    card = card_of(lan, lans.choice)
    assert (card.deck, card.left, card.due_day) == (lans.lighthouse, False, due)
    assert queue_of(lan, lans.choice) == Card.Queue.REVIEW
    assert Day.objects.filter(learner=lan, deck=lans.harbour, answers__gt=0).exists() is False
    assert Day.objects.filter(learner=lan, deck=lans.lighthouse, answers__gt=0).exists()
    assert list(differences(lan)) == []


def test_they_wait_in_a_deck_that_their_learner_is_not_in_and_come_back_when_it_is_joined(
    lan: User, shelf: Shelf
) -> None:
    join(lan, shelf.harbour, at=NOON)
    learn(lan, shelf.choice, at=NOON)
    stability = card_of(lan, shelf.choice).stability
    _move(shelf)
    begin_day(lan, at=NOON + DAY)
    assert queue_of(lan, shelf.choice) == queue_of(lan, shelf.typed) == Card.Queue.OFF
    assert list(differences(lan)) == []
    assert next_question(lan, at=NOON + DAY) not in (shelf.choice, shelf.typed)
    join(lan, shelf.lighthouse, at=NOON + DAY)
    assert queue_of(lan, shelf.choice) == Card.Queue.REVIEW
    assert card_of(lan, shelf.choice).stability == stability
    assert queue_of(lan, shelf.typed) == Card.Queue.NEW
    assert list(differences(lan)) == []


def test_whoever_is_in_the_new_deck_alone_meets_it_as_new(lan: User, shelf: Shelf) -> None:
    join(lan, shelf.lighthouse, at=NOON)
    _move(shelf)
    begin_day(lan, at=NOON + DAY)
    assert (queue_of(lan, shelf.choice), queue_of(lan, shelf.typed)) == (Card.Queue.NEW, Card.Queue.LOCKED)


def test_whoever_left_the_old_deck_has_them_again_in_the_new_one(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    leave(lan, lans.harbour, at=NOON)
    _move(lans)
    begin_day(lan, at=NOON + DAY)
    assert card_of(lan, lans.choice).deck == lans.lighthouse
    assert queue_of(lan, lans.choice) == Card.Queue.LEARNING
    assert list(differences(lan)) == []


def test_what_moved_and_was_retired_is_asked_nowhere(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    fact = Fact.objects.get(pk=lans.tide.pk)
    fact.move(State.RETIRED, at=NOON)
    fact.move_to(lans.lighthouse, at=NOON)
    begin_day(lan, at=NOON + DAY)
    card = card_of(lan, lans.choice)
    assert (card.deck, card.withdrawn) == (lans.lighthouse, True)
    assert list(differences(lan)) == []


def test_what_went_and_then_moved_is_off_though_its_deck_only_knows_of_the_move(lan: User, lans: Shelf) -> None:
    Question.objects.filter(pk=lans.choice.pk).update(state=State.RETIRED)
    Change.objects.create(deck=lans.harbour, question=lans.choice, what=Change.What.MOVED, at=NOON)
    follow_library(lan, at=NOON)
    assert queue_of(lan, lans.choice) == Card.Queue.OFF
