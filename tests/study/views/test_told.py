"""What a verdict tells of its fact is that of this moment, though pieces of it are kept for the next."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import FactFactory
from studyapp.library.models import Article, Citation, Fact, State
from studyapp.site.page_tags import rendered
from studyapp.study.decks.membership import join
from tests.answering import HTMX, form_for, said
from tests.people import NOON
from tests.shelf import Shelf


def rename_the_article(shelf: Shelf) -> None:
    Article.objects.filter(citations__fact=shelf.disputed.fact).update(publisher="The Tide", agency="")


def say_otherwise(shelf: Shelf) -> None:
    Citation.objects.filter(fact=shelf.disputed.fact).update(says="It says The Tide")


def state_it_otherwise(shelf: Shelf) -> None:
    fact = shelf.disputed.fact
    fact.statement = "Of The Tide."
    fact.save()


def let_another_follow(shelf: Shelf) -> None:
    fact = shelf.disputed.fact
    fact.superseded_by = FactFactory(deck=fact.deck, statement="Since then The Tide.")
    fact.save()


def restate_what_follows(shelf: Shelf) -> None:
    let_another_follow(shelf)
    follower = shelf.disputed.fact.superseded_by
    assert follower
    follower.statement = "By now The Tide."
    follower.save()


EDITS = [rename_the_article, say_otherwise, state_it_otherwise, let_another_follow, restate_what_follows]


def verdict_of(learner: User, shelf: Shelf) -> str:
    join(learner, shelf.harbour, at=NOON)
    browser = Client()
    browser.force_login(learner)
    form = form_for(learner, shelf.disputed)
    return browser.post(form.url, {"ask": form.ask, **said(shelf.disputed)}, headers=HTMX).content.decode()


def test_a_verdict_tells_nothing_of_a_draft_that_is_to_follow(
    lan: User, shelf: Shelf, clock: time_machine.Traveller
) -> None:
    let_another_follow(shelf)
    follower = shelf.disputed.fact.superseded_by
    assert follower
    Fact.objects.filter(pk=follower.pk).update(state=State.DRAFT)
    verdict = verdict_of(lan, shelf)
    assert shelf.disputed.fact.statement in verdict
    assert follower.statement not in verdict


def test_a_verdict_says_where_nobody_knows_what_came_of_it(
    lan: User, shelf: Shelf, clock: time_machine.Traveller
) -> None:
    Fact.objects.filter(pk=shelf.disputed.fact.pk).update(fate_unknown=True)
    assert "No source says what happened after that." in verdict_of(lan, shelf)


@pytest.mark.parametrize("edit", EDITS)
def test_the_very_next_verdict_shows_what_was_edited_meanwhile(
    lan: User, boris: User, shelf: Shelf, clock: time_machine.Traveller, edit: Callable[[Shelf], None]
) -> None:
    assert "The Tide" not in verdict_of(lan, shelf)
    edit(shelf)
    assert "The Tide" in verdict_of(boris, shelf)


def test_what_two_learners_are_told_alike_is_made_once(
    lan: User, boris: User, shelf: Shelf, clock: time_machine.Traveller
) -> None:
    assert "Sources" in verdict_of(lan, shelf)
    assert "Sources" in verdict_of(boris, shelf)
    found = rendered.cache_info()
    assert found.hits == found.misses > 3, "not one piece of it was made again"
