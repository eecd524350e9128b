"""An account goes with all that its owner made."""

import pytest
from django.db.models import ForeignObject, ForeignObjectRel, Model

from studyapp.accounts.models import User
from studyapp.demo.factories import QuizFactory
from studyapp.library.models import Deck, Fact, Picture, Question, Revision
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


OWNED = [Deck, Fact, Question, Revision, Picture]


@pytest.mark.any_database
@pytest.mark.parametrize("model", OWNED, ids=lambda model: model.__name__)
def test_what_refers_to_an_own_row_is_found_by_an_index(model: type[Model]) -> None:
    """As each row goes, databases look for it in every table that may refer to it."""
    relations = [one for one in model._meta.get_fields(include_hidden=True) if isinstance(one, ForeignObjectRel)]
    assert relations
    assert [one.field for one in relations if one.field.concrete and not leads_an_index(one.field)] == []


def leads_an_index(field: ForeignObject[object, object]) -> bool:
    """By itself, as a key, or as the first column of an index; one of rows that have a value at all will do."""
    meta = field.model._meta
    declared = [one.fields for one in (*meta.indexes, *meta.constraints) if getattr(one, "fields", None)]
    first = {columns[0] for columns in [*declared, *meta.unique_together]}
    key = getattr(meta.pk, "field_names", (meta.pk.attname,))[0]
    return (
        getattr(field, "db_index", False) or field.unique or field.name in first or key in (field.name, field.attname)
    )
