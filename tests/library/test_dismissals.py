"""Composed questions that were dismissed: they are not proposed again, anywhere."""

import pytest
from django.core.management import call_command

from studyapp.demo.factories import DeckFactory, FactFactory
from studyapp.library.models import Dismissal, Fact, Question, State
from studyapp.library.suggesting import suggest

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilots() -> Fact:
    deck = DeckFactory(slug="quay", title="Ships and quays")
    return FactFactory(deck=deck, statement="In a good year the 14 pilots of the port guide in 250 ships.")


def test_what_is_dismissed_is_proposed_no_more_and_the_others_are(pilots: Fact) -> None:
    first, *others = suggest([pilots]).proposals
    for _ in range(2):
        Dismissal.objects.dismiss(pilots, first.kind, first.expected)
    assert [proposal.key for proposal in suggest([pilots]).proposals] == [other.key for other in others]
    assert Dismissal.objects.count() == 1


def test_nor_in_other_words_once_the_statement_has_changed(pilots: Fact) -> None:
    for proposal in suggest([pilots]).proposals:
        Dismissal.objects.dismiss(pilots, proposal.kind, proposal.expected)
    pilots.statement = "In every good year the 14 pilots of the port guide 250 ships in."
    pilots.save()
    assert suggest([pilots]).proposals == []


def test_it_stays_so_for_the_command(pilots: Fact) -> None:
    for proposal in suggest([pilots]).proposals:
        Dismissal.objects.dismiss(pilots, proposal.kind, proposal.expected)
    call_command("suggest_questions", "--deck", "quay", "--save", verbosity=0)
    assert not Question.objects.exists()


def test_on_another_fact_the_same_is_proposed(pilots: Fact) -> None:
    first = suggest([pilots]).proposals[0]
    Dismissal.objects.dismiss(pilots, first.kind, first.expected)
    other = FactFactory(statement=pilots.statement)
    assert (first.kind, first.expected) in {(it.kind, it.expected) for it in suggest([other]).proposals}


def test_it_can_be_taken_back(pilots: Fact) -> None:
    first = suggest([pilots]).proposals[0]
    Dismissal.objects.dismiss(pilots, first.kind, first.expected)
    Dismissal.objects.take_back(pilots, first.kind, first.expected)
    assert suggest([pilots]).proposals[0].key == first.key


def test_drafts_of_facts_are_composed_from_and_what_is_retired_is_not(pilots: Fact) -> None:
    for state, composed in ((State.DRAFT, True), (State.RETIRED, False), (State.PAUSED, False)):
        Fact.objects.filter(pk=pilots.pk).update(state=state)
        pilots.refresh_from_db()
        assert bool(suggest([pilots]).proposals) is composed
