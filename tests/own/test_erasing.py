"""An account goes with all that its owner made."""

import pytest

from studyapp.accounts.models import User
from studyapp.demo.factories import QuizFactory
from studyapp.library.models import Deck, Fact, Question, Revision
from studyapp.own.models import Sharing
from studyapp.own.sharing import copy, open_to_others
from studyapp.study.models import Card, Quiz, Review
from tests.own.decks import card_of, own_deck, own_note
from tests.people import NOON, TOOK


@pytest.mark.parametrize("whole", [True, False])
def test_an_account_goes_with_its_own_decks(lan: User, boris: User, whole: bool) -> None:
    for learner in (lan, boris):
        note = own_note(own_deck(learner))
        card = card_of(note)
        card.answer({"rating": 3}, card.ask(at=NOON - TOOK), card.question.asked, at=NOON)
        QuizFactory(owner=learner, questions=[card.question])
        open_to_others(learner, note.deck, at=NOON)
    copy(lan, Sharing.objects.get(deck__owner=boris), having=0, at=NOON)
    if whole:
        lan.erase()
    else:
        User.objects.filter(pk=lan.pk).delete()
    for model in (Deck, Fact, Question, Revision):
        assert [row.owner_id for row in model._base_manager.all()] == [boris.pk]
    assert [card.learner_id for card in Card.objects.all()] == [boris.pk]
    assert [row.learner_id for row in Review.objects.all()] == [boris.pk]
    assert Quiz.objects.get().owner == boris
