"""What is composed from the first library: much, and nothing that an editor would throw away unread."""

import re
from collections import Counter
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoDbBlocker

from studyapp.demo.factories import NOW
from studyapp.kinds import KINDS, options, text
from studyapp.library.models import Fact
from studyapp.library.seeds import load
from studyapp.library.suggesting import Proposal, suggest

# Without the mark pytest-django would set up no database to read the library into.
pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.xdist_group("content")]

FLOOR = {"cloze": 34, "choice": 18, "match": 1}
"""No order: every deck of it with enough dated events has one that was written by hand."""


@dataclass(repr=False)
class Composed:
    proposals: list[Proposal]
    faults: list[str]
    second_time: list[Proposal]
    silent: set[str]
    facts: set[str]


@pytest.fixture(scope="module")
def composed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Composed:
    """Loaded and composed from once for the module, and rolled back before the first test runs."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(settings.BASE_DIR / "seeds", at=NOW)
        facts = list(Fact.objects.all())
        found = suggest(facts)
        faults = [fault for proposal in found.proposals for fault in proposal.faults()]
        for proposal in found.proposals:
            proposal.save(at=NOW)
        composed = Composed(
            proposals=found.proposals,
            faults=faults,
            second_time=suggest(facts).proposals,
            silent={silence.about.slug for silence in found.silences if isinstance(silence.about, Fact)},
            facts={fact.slug for fact in facts},
        )
        transaction.set_rollback(True)
    return composed


def test_there_is_enough_of_every_sort_that_is_not_written_by_hand_everywhere(composed: Composed) -> None:
    counted = Counter(proposal.kind for proposal in composed.proposals)
    assert [kind for kind in FLOOR if counted[kind] < FLOOR[kind]] == []
    assert len(composed.proposals) >= 50


def test_every_proposal_passes_what_every_question_passes(composed: Composed) -> None:
    assert composed.faults == []


def test_no_two_are_alike(composed: Composed) -> None:
    assert [like for like, times in Counter(it.likeness for it in composed.proposals).items() if times > 1] == []
    assert [key for key, times in Counter(it.key for it in composed.proposals).items() if times > 1] == []


def test_once_they_are_saved_nothing_is_proposed_again(composed: Composed) -> None:
    assert composed.second_time == []


def test_a_disputed_fact_is_asked_about_only_by_a_named_source(composed: Composed) -> None:
    assert [it.prompt for it in composed.proposals if it.fact.is_disputed and it.according_to is None] == []


def test_a_superseded_fact_is_asked_about_only_as_history(composed: Composed) -> None:
    assert [it.prompt for it in composed.proposals if it.fact.superseded_by_id and not it.historical] == []


def test_a_fact_gives_something_or_says_why_not(composed: Composed) -> None:
    spoken = {proposal.fact.slug for proposal in composed.proposals}
    assert composed.facts - spoken - composed.silent == set()
    assert composed.facts & spoken & composed.silent == set()


def test_none_gives_its_answer_away(composed: Composed) -> None:
    given_away = [
        f"{proposal.prompt}: {answer}"
        for proposal in composed.proposals
        for answer in proposal.body.answers
        for shown in (proposal.prompt, proposal.fact.deck.title)
        if text.stands_in(answer, shown)
    ]
    assert given_away == []


def test_no_event_to_be_put_in_order_or_matched_tells_its_year(composed: Composed) -> None:
    items = [item for it in composed.proposals if it.kind == "order" for item in it.spec["items"]]
    items += [left for it in composed.proposals if it.kind == "match" for left, _ in it.spec["pairs"]]
    assert items
    assert [item for item in items if re.search(r"\d{4}", item)] == []


def test_every_pair_fits_one_only(composed: Composed) -> None:
    for proposal in composed.proposals:
        if proposal.kind == "match":
            lefts, rights = zip(*proposal.spec["pairs"], strict=True)
            assert options.twin(lefts) is options.twin(rights) is None


def test_whoever_knows_is_judged_right_and_whoever_does_not_is_not(composed: Composed) -> None:
    for proposal in composed.proposals:
        for right in (True, False):
            form = proposal.body.answer_form(proposal.body.sample_answer(right=right))
            assert form.is_valid(), proposal.prompt
            assert proposal.body.grade(form.cleaned_data).right is right, proposal.prompt


def test_every_one_says_why_in_one_sentence(composed: Composed) -> None:
    assert all(it.why.endswith(".") and it.kind in KINDS for it in composed.proposals)
