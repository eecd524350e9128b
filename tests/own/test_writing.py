"""Decks and cards of one's own: made, worded anew, moved, deleted and taken back."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from studyapp.accounts.models import User
from studyapp.demo.factories import DeckFactory, FactFactory, GuestFactory, QuestionFactory
from studyapp.library.models import (
    AcceptedAnswer,
    Act,
    Change,
    Deck,
    Fact,
    KeptWarning,
    NameWord,
    Question,
    Revision,
    Sought,
)
from studyapp.own import writing
from studyapp.own.limits import GuestsHaveNone, TooMuch
from studyapp.study.decks.membership import join
from studyapp.study.models import Card
from studyapp.study.rebuilding import differences
from studyapp.study.sitting.scopes import Scope
from studyapp.study.sitting.sitting import Sitting
from tests.own.decks import card_of, draft, own_deck, own_note, written
from tests.people import DAY, NOON, TOOK


def answer(card: Card, response: dict[str, object], *, at=NOON) -> None:
    card.answer(response, card.ask(at=at - TOOK), card.question.asked, at=at)


def test_own_cards_are_asked_beside_the_librarys(lan: User) -> None:
    question = QuestionFactory()
    join(lan, question.fact.deck, at=NOON)
    deck = own_deck(lan)
    own_note(deck)
    sitting = Sitting.of(lan, NOON)
    assert sitting.new_left == 2
    alone = Sitting.of(lan, NOON, Scope.of_deck(deck))
    assert (alone.new_left, alone.deck_title, alone.missing) == (1, "Knots", "")
    assert Scope.of_deck(deck).query == "?own=1"


def test_another_learner_finds_no_own_deck_by_its_number(lan: User, boris: User) -> None:
    own_note(own_deck(lan))
    assert Sitting.of(boris, NOON, Scope(own=1)).missing == "own"


def test_own_cards_are_numbered_by_their_owner(lan: User, boris: User) -> None:
    for learner in (lan, boris):
        notes = [own_note(own_deck(learner)), own_note(own_deck(learner))]
        assert [note.number for note in notes] == [1, 2]
        assert [note.deck.number for note in notes] == [1, 2]


def test_who_forgets_to_say_which_rows_they_mean_sees_no_own_ones(lan: User) -> None:
    note = own_note(own_deck(lan))
    for model in (Deck, Fact, Question, Revision):
        assert not model.objects.exists()
        assert model.objects.of(lan).count() == 1
    assert not note.questions.exists()
    assert not Question.objects.of(lan).get().revisions.exists()
    with pytest.raises(TypeError):
        note.questions.of(lan)


def test_nothing_of_an_own_card_goes_where_editors_or_judges_look(lan: User) -> None:
    deck = own_deck(lan)
    note = own_note(deck, "Who made the first sextant?", "Hadley", "typed")
    writing.rewrite(card_of(note), draft("Who made it?", "John Hadley", "typed"), answer_changed=True, at=NOON)
    writing.remove(lan, [note], at=NOON)
    for model in (AcceptedAnswer, NameWord, Sought, KeptWarning, Act, Change, Fact.history.model):
        assert not model.objects.exists(), model


def test_a_card_whose_answer_changed_is_learned_again(lan: User) -> None:
    note = own_note(own_deck(lan), "A knot for two ropes", "Reef knot", "typed")
    for day in range(2):
        answer(card_of(note), {"text": "Reef knot"}, at=NOON + day * DAY)
    before = card_of(note)
    wording = draft("A knot that joins two ropes", "Reef knot", "typed")
    writing.rewrite(before, wording, answer_changed=False, at=NOON + DAY)
    assert card_of(note).standing == before.standing
    writing.rewrite(
        card_of(note), draft("A knot for two ropes", "Sheet bend", "typed"), answer_changed=True, at=NOON + DAY
    )
    after = card_of(note)
    assert after.lapses > before.lapses or after.due_at is not None
    assert after.question.asked.body.expected == "Sheet bend"
    assert Fact.objects.of(lan).get().statement == "A knot for two ropes – Sheet bend"


def test_the_same_wording_again_changes_nothing(lan: User) -> None:
    note = own_note(own_deck(lan))
    same = draft("Bowline", "A loop that does not slip")
    assert writing.rewrite(card_of(note), same, answer_changed=True, at=NOON) is None
    assert Revision.objects.of(lan).count() == 1


def test_a_deleted_card_is_asked_no_more_until_it_is_taken_back(lan: User) -> None:
    deck = own_deck(lan)
    note = own_note(deck)
    assert writing.remove(lan, [note], at=NOON) == 1
    assert writing.remove(lan, [note], at=NOON) == 0
    assert Sitting.of(lan, NOON).next_question is None
    assert writing.take_back(lan, [note], at=NOON) == 1
    assert Sitting.of(lan, NOON).next_question == card_of(note).question_id
    assert not list(differences(lan))


def test_a_deleted_deck_is_asked_no_more_until_it_is_taken_back(lan: User) -> None:
    deck = own_deck(lan)
    note = own_note(deck)
    assert writing.remove_deck(lan, deck, at=NOON)
    assert not writing.remove_deck(lan, deck, at=NOON)
    assert Sitting.of(lan, NOON).next_question is None
    assert Sitting.of(lan, NOON, Scope.of_deck(deck)).missing == "own"
    assert writing.take_deck_back(lan, deck, at=NOON)
    assert Sitting.of(lan, NOON).next_question == card_of(note).question_id


def test_nothing_comes_into_a_deck_that_another_tab_has_deleted(lan: User) -> None:
    deck, note = own_deck(lan), own_note(own_deck(lan, "Sails"))
    writing.remove_deck(lan, deck, at=NOON)
    with pytest.raises(Deck.DoesNotExist):
        own_note(deck)
    with pytest.raises(Deck.DoesNotExist):
        writing.move(lan, [note], deck)
    assert card_of(note).deck_id == note.deck_id


def test_cards_move_with_all_that_they_count(lan: User) -> None:
    note, other = own_note(own_deck(lan)), own_deck(lan, "Sails")
    answer(card_of(note), {"rating": 3})
    assert writing.move(lan, [note], other) == 1
    assert writing.move(lan, [note], other) == 0
    assert card_of(note).deck_id == other.pk
    assert not list(differences(lan))


def test_one_may_not_have_more_than_the_site_allows(lan: User, settings) -> None:
    settings.OWN_CARDS_MOST = 2
    deck = own_deck(lan)
    notes = writing.add(lan, deck, [written("Reef", "Two ropes"), written("Bend", "Two more")], at=NOON)
    with pytest.raises(TooMuch, match="have 2"):
        own_note(deck)
    writing.remove(lan, notes[:1], at=NOON)
    own_note(deck)
    with pytest.raises(TooMuch):
        writing.take_back(lan, notes[:1], at=NOON)
    assert Fact.objects.of(lan).filter(removed_at=None).count() == 2


def test_guests_have_none(db: None) -> None:
    with pytest.raises(GuestsHaveNone):
        own_deck(GuestFactory())


def test_what_cannot_be_asked_is_not_kept(lan: User) -> None:
    deck = own_deck(lan)
    too_long = writing.Written("flashcard", draft("x" * 2001, "y"))
    with pytest.raises(ValidationError):
        writing.add(lan, deck, [written("Reef", "Two ropes"), too_long], at=NOON)
    assert not Fact.objects.of(lan).exists()


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Deck, {"slug": "knots"}),
        (Deck, {"number": None}),
        (Fact, {"slug": "bowline"}),
        (Fact, {"number": None}),
        (Fact, {"fate_unknown": True}),
        (Question, {"slug": "bowline-flashcard"}),
    ],
)
def test_the_database_knows_what_an_own_row_is(lan: User, model: type[Deck], change: dict[str, object]) -> None:
    own_note(own_deck(lan))
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.of(lan).update(**change)


@pytest.mark.parametrize(
    ("factory", "change"),
    [(DeckFactory, {"slug": None}), (DeckFactory, {"removed_at": NOON}), (FactFactory, {"number": 1})],
)
def test_and_what_a_shared_one_is(lan: User, factory, change: dict[str, object]) -> None:
    row = factory()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**change)
