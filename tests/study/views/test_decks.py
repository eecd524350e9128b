"""Which decks there are, what one holds, and joining it."""

from dataclasses import replace

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import DeckFactory, FactFactory
from studyapp.study.decks.membership import join
from studyapp.study.models import Queue
from tests.answering import HTMX, answer, card_of, learn, queue_of
from tests.people import DAY, NOON
from tests.shelf import Shelf


def test_a_visitor_sees_every_deck_and_what_is_in_it(client: Client, shelf: Shelf) -> None:
    FactFactory(deck=shelf.harbour, published=False)
    decks = client.get("/decks/").context["decks"]
    assert [(deck, deck.fact_count, deck.question_count, mine) for deck, mine in decks] == [
        (shelf.harbour, 3, 5, None),
        (shelf.lighthouse, 1, 2, None),
    ]
    page = client.get(f"/decks/{shelf.harbour.slug}/")
    assert list(page.context["page"]) == [shelf.tide, shelf.flashcard.fact, shelf.disputed.fact]
    assert [fact.differing_count for fact in page.context["page"]] == [0, 0, 1]
    assert page.context["progress"] is None
    assert b"/join/" not in page.content


def test_a_learner_sees_how_far_they_are(lans_browser: Client, lan: User, lans: Shelf) -> None:
    known = learn(lan, lans.choice, at=NOON)
    answer(lan, lans.disputed, at=known)
    card_of(lan, lans.flashcard).suspend(at=known)
    progress = lans_browser.get(f"/decks/{lans.harbour.slug}/").context["progress"]
    assert (progress.mature, progress.young, progress.begun, progress.waiting) == (0, 1, 1, 2)
    assert (progress.total, progress.new, progress.due, progress.learning) == (4, 0, 0, 1)
    assert progress.next_day == card_of(lan, lans.choice).due_day
    assert [part[:2] for part in progress.parts] == [
        *[("mature", 0), ("young", 1), ("at_risk", 0)],
        *[("begun", 1), ("waiting", 2)],
    ]
    assert [part[2:] for part in progress.parts] == [(0, 0), (0, 25), (25, 0), (25, 25), (50, 50)]
    (_, harbour), (_, lighthouse) = lans_browser.get("/decks/").context["decks"]
    assert (harbour, lighthouse.waiting) == (replace(progress, known=None), 2)


def test_what_lasts_three_weeks_is_known_well(lans_browser: Client, lan: User, lans: Shelf) -> None:
    learn(lan, lans.flashcard, at=NOON)
    lan.cards.filter(question=lans.flashcard).update(stability=21, due_day=(NOON - DAY).date())
    progress = lans_browser.get(f"/decks/{lans.harbour.slug}/").context["progress"]
    assert (progress.mature, progress.young) == (1, 0)


def test_what_was_only_guessed_at_is_being_learned(lans_browser: Client, lan: User, lans: Shelf) -> None:
    learn(lan, lans.flashcard, at=NOON)
    nothing = {"stability": None, "difficulty": None, "last_day": None, "state": ""}
    lan.cards.filter(question=lans.flashcard).update(**nothing)
    progress = lans_browser.get(f"/decks/{lans.harbour.slug}/").context["progress"]
    assert (progress.young, progress.begun, progress.total) == (0, 1, 5)


def test_a_deck_without_anything_to_learn_has_nothing_to_show(lans_browser: Client, lan: User, db: None) -> None:
    deck = DeckFactory()
    lans_browser.post(f"/decks/{deck.slug}/join/")
    progress = lans_browser.get(f"/decks/{deck.slug}/").context["progress"]
    assert (progress.total, [part[3] for part in progress.parts]) == (0, [0] * 5)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_learner_joins_a_deck_and_finds_it_at_home(
    lans_browser: Client, lan: User, shelf: Shelf, headers: dict[str, str]
) -> None:
    page = lans_browser.post(f"/decks/{shelf.harbour.slug}/join/", headers=headers, follow=True)
    assert page.redirect_chain == [("/", 302)]
    assert [one.deck for one in page.context["decks"]] == [shelf.harbour]
    assert len(page.context["messages"]) == 1
    assert queue_of(lan, shelf.choice) == Queue.NEW
    again = lans_browser.post(f"/decks/{shelf.harbour.slug}/join/", follow=True)
    assert not again.context["messages"]
    assert lan.cards.count() == 5


def test_joining_by_a_link_only_shows_the_deck(lans_browser: Client, lan: User, shelf: Shelf) -> None:
    page = lans_browser.get(f"/decks/{shelf.harbour.slug}/join/")
    assert (page.status_code, page["Location"]) == (302, f"/decks/{shelf.harbour.slug}/")
    assert not lan.enrolments.exists()


def test_a_visitor_joins_after_signing_in(client: Client, shelf: Shelf) -> None:
    page = client.post(f"/decks/{shelf.harbour.slug}/join/")
    assert page["Location"].split("?")[0] == "/accounts/login/"


@pytest.mark.parametrize("path", ["/decks/nowhere/", "/decks/nowhere/join/"])
def test_a_deck_that_is_not_there_is_not_found(lans_browser: Client, path: str) -> None:
    assert lans_browser.get(path).status_code == 404
    assert lans_browser.post(path).status_code in (404, 405)


def test_where_there_is_no_deck_yet_the_page_says_so(client: Client, db: None) -> None:
    page = client.get("/decks/")
    assert (page.status_code, page.context["decks"]) == (200, [])


def test_decks_in_the_language_of_the_pages_come_first_and_optional_ones_say_so(
    lans_browser: Client, shelf: Shelf
) -> None:
    deck = DeckFactory(language="vi", position=9, optional=True)
    assert next(one for one, _ in lans_browser.get("/decks/").context["decks"]) == shelf.harbour
    page = lans_browser.get("/decks/", headers={"accept-language": "vi"})
    assert next(one for one, _ in page.context["decks"]) == deck
    assert "tùy chọn" in page.content.decode()


def test_who_has_not_joined_is_shown_questions_and_finds_the_facts_folded_away(
    client: Client, lans_browser: Client, lan: User, shelf: Shelf
) -> None:
    for browser in (client, lans_browser):
        page = browser.get(shelf.harbour.get_absolute_url())
        facts = [question.fact for question in page.context["samples"]]
        assert facts == [shelf.tide, shelf.flashcard.fact, shelf.disputed.fact]
        before, folded = page.text.split('<details class="choosing"')
        assert str(shelf.disputed.asked.prompt) in before
        assert not any(fact.statement in before for fact in facts)
        assert all(fact.statement in folded for fact in facts)
    join(lan, shelf.harbour, at=NOON)
    page = lans_browser.get(shelf.harbour.get_absolute_url())
    assert "samples" not in page.context
    assert '<details class="choosing"' not in page.text


def test_no_sample_is_a_statement_of_which_nobody_can_say_what_it_asks(client: Client, shelf: Shelf) -> None:
    assert client.get(shelf.lighthouse.get_absolute_url()).context["samples"] == [shelf.lamp]
