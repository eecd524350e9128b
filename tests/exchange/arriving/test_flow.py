"""A file from another program: sent, read, looked at, brought in; nobody sees a word of it before."""

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.exchange.models import Import, ImportChunk, ImportRow, State
from studyapp.library.models import Deck, Fact, Revision
from studyapp.own import writing
from studyapp.own.models import Arrived
from studyapp.study.models import Card, Day
from studyapp.study.sitting.scopes import Scope
from studyapp.study.sitting.sitting import Sitting
from tests.exchange.arriving.bringing import KNOTS, brought, newest, press, send, texts, understood, work
from tests.own.decks import card_of, draft, own_deck
from tests.people import DAY, NOON
from tests.study.differences import wrongs

pytestmark = pytest.mark.django_db


def test_a_list_becomes_a_deck_once_it_was_seen_and_wanted(lans_browser: Client, lan: User) -> None:
    assert "Bring your cards" in lans_browser.get("/decks/").text
    url = send(lans_browser, KNOTS + "alone\n")
    assert "We are reading your file" in lans_browser.get(url).text
    work()
    page = lans_browser.get(url).text
    for shown in ("3 new cards.", "Bowline – A loop", "New: 3", "Refused: 1", "new: 3, changed: 0, unchanged: 0"):
        assert shown in page
    refused = lans_browser.get(f"{url}?show=refused").text
    assert "line 4" in refused
    assert "The separator is not in it" in refused
    assert texts(lan) == []
    press(lans_browser, url, "apply")
    assert "0 of 3 notes are ready." in lans_browser.get(url).text
    assert texts(lan) == []
    work()
    knots = [("Knots", "Bowline", "A loop"), ("Knots", "Reef knot", "Two ropes"), ("Knots", "Sheet bend", "Two sizes")]
    assert texts(lan) == knots
    page = lans_browser.get(url).text
    assert "3 new cards are here." in page
    deck = Deck.objects.of(lan).get()
    assert f'href="{deck.get_absolute_url()}"' in page
    assert Sitting.of(lan, NOON, Scope.of_deck(deck)).new_left == 3
    assert wrongs(lan) == []


def test_once_it_is_done_the_file_and_its_rows_are_gone(lans_browser: Client, lan: User) -> None:
    brought(lans_browser)
    assert not ImportChunk.objects.exists()
    assert not ImportRow.objects.exists()
    assert newest(lan).is_swept


def test_the_same_file_again_changes_nothing(lans_browser: Client, lan: User) -> None:
    brought(lans_browser)
    before = texts(lan)
    url = understood(lans_browser)
    page = lans_browser.get(url).text
    assert "There is nothing new in this file." in page
    assert "Unchanged: 3" in page
    assert "There is nothing new" in press(lans_browser, url, "apply", 422)
    work()
    assert texts(lan) == before
    assert Revision._base_manager.count() == Arrived.objects.count() == 3


def test_what_its_owner_changed_here_stays_as_long_as_the_file_says_the_same(lans_browser: Client, lan: User) -> None:
    brought(lans_browser)
    card = card_of(Fact.objects.of(lan).get(number=1))
    writing.rewrite(card, draft("Bowline", "The king of knots", "flashcard"), answer_changed=False, at=NOON)
    assert "Unchanged: 3" in lans_browser.get(understood(lans_browser)).text


def test_what_the_file_says_otherwise_is_shown_and_then_switched(lans_browser: Client, lan: User) -> None:
    brought(lans_browser)
    card = card_of(Fact.objects.of(lan).get(number=1))
    card.answer({"rating": 3}, card.ask(at=NOON), card.question.asked, at=NOON)
    known = card_of(Fact.objects.of(lan).get(number=1)).memory
    url = understood(lans_browser, KNOTS.replace("A loop", "The king of knots") + "Hitch – To a post")
    page = lans_browser.get(f"{url}?show=changed").text
    assert "1 new card." in page
    assert "1 note has changed." in page
    assert "<del>A loop</del>" in page
    assert "<ins>The king of knots</ins>" in page
    press(lans_browser, url, "apply")
    assert ("Knots", "Bowline", "A loop") in texts(lan)
    work()
    assert [back for _, _, back in texts(lan)] == ["The king of knots", "Two ropes", "Two sizes", "To a post"]
    assert {deck for deck, *_ in texts(lan)} == {"Knots"}
    assert Deck.objects.of(lan).count() == 1
    fact = Fact.objects.of(lan).get(number=1)
    assert fact.statement == "Bowline – The king of knots"
    assert "king" in fact.folded
    assert card_of(fact).memory == known
    assert "1 card was changed." in lans_browser.get(url).text
    assert wrongs(lan) == []


def test_all_of_it_goes_into_the_deck_that_was_chosen(lans_browser: Client, lan: User) -> None:
    deck = own_deck(lan, "Ropes")
    brought(lans_browser, into=str(deck.number))
    assert {title for title, *_ in texts(lan)} == {"Ropes"}
    assert list(Deck.objects.of(lan)) == [deck]
    assert Sitting.of(lan, NOON, Scope.of_deck(deck)).new_left == 3
    assert wrongs(lan) == []


def test_a_list_of_the_same_words_for_another_deck_is_another_list(lans_browser: Client, lan: User) -> None:
    brought(lans_browser)
    brought(lans_browser, into=str(own_deck(lan, "Ropes").number))
    assert len(texts(lan)) == 6


def test_a_deck_that_was_deleted_meanwhile_leaves_the_cards_one_of_their_own(lans_browser: Client, lan: User) -> None:
    deck = own_deck(lan)
    url = understood(lans_browser)
    press(lans_browser, url, "apply")
    writing.remove_deck(lan, deck, at=NOON)
    work()
    [title, *_] = {title for title, *_ in texts(lan)}
    assert (title, len(texts(lan))) == ("Knots", 3)
    assert wrongs(lan) == []


def test_a_card_that_was_deleted_here_may_come_again(lans_browser: Client, lan: User) -> None:
    brought(lans_browser)
    writing.remove(lan, [Fact.objects.of(lan).get(number=2)], at=NOON)
    brought(lans_browser)
    assert [front for _, front, _ in texts(lan)] == ["Bowline", "Sheet bend", "Reef knot"]


def test_stopped_before_or_within_nothing_is_left_of_it(lans_browser: Client, lan: User) -> None:
    for moment in ("uploaded", "read", "applying"):
        url = send(lans_browser)
        if moment != "uploaded":
            work()
        if moment == "applying":
            press(lans_browser, url, "apply")
        assert newest(lan).state == moment
        press(lans_browser, url, "cancel")
        press(lans_browser, url, "cancel")
        assert "Nothing was brought in." in lans_browser.get(url).text
        work()
        assert newest(lan).is_swept
    assert not Fact.objects.of(lan).exists()
    assert not ImportChunk.objects.exists()
    assert not ImportRow.objects.exists()


def test_who_does_not_come_back_within_a_week_finds_it_deleted(lans_browser: Client, lan: User) -> None:
    url = understood(lans_browser)
    work(NOON + 6 * DAY)
    assert newest(lan).state == State.READ
    work(NOON + 8 * DAY)
    assert "within a week" in lans_browser.get(url).text
    assert not ImportRow.objects.exists()


def test_the_bar_is_asked_for_alone_and_then_the_whole_page(lans_browser: Client, lan: User) -> None:
    url = send(lans_browser)
    htmx = {"HX-Request": "true"}
    part = lans_browser.get(url, headers=htmx)
    assert "<progress" in part.text
    assert "<html" not in part.text
    assert "HX-Refresh" not in part
    work()
    assert lans_browser.get(url, headers=htmx)["HX-Refresh"] == "true"


def test_applied_in_two_tabs_it_comes_once(lans_browser: Client, lan: User) -> None:
    first, second = understood(lans_browser), understood(lans_browser)
    press(lans_browser, first, "apply")
    assert "Another file is being brought in" in press(lans_browser, second, "apply", 409)
    press(lans_browser, first, "apply")
    work()
    press(lans_browser, second, "apply")
    assert newest(lan).state == State.UPLOADED  # it was read before the first was done
    work()
    assert "There is nothing new" in lans_browser.get(second).text
    assert len(texts(lan)) == 3


def test_what_nobody_else_may_see_nobody_else_sees(lans_browser: Client, boris: User) -> None:
    url = understood(lans_browser)
    other = Client()
    assert other.get(url).status_code == 302
    other.force_login(boris)
    assert other.get(url).status_code == 404
    assert other.post(url, {"do": "apply"}).status_code == 404
    assert "Knots" not in other.get("/bring/").text


def test_an_account_that_is_deleted_takes_all_of_it_along(lans_browser: Client, lan: User) -> None:
    brought(lans_browser)
    press(lans_browser, understood(lans_browser, "Hitch – A post", "Hitches.txt"), "apply")
    lan.erase()
    work()
    for model in (Import, ImportRow, ImportChunk, Arrived, Card, Day):
        assert not model._base_manager.exists()


def test_its_tags_and_words_are_escaped(lans_browser: Client, lan: User) -> None:
    url = understood(lans_browser, "<script>alert(1)</script> – <b>bold</b>", "<i>x</i>.txt")
    assert "<script>alert" not in lans_browser.get(url).text
    assert "&lt;script&gt;alert" in lans_browser.get(url).text
    press(lans_browser, url, "apply")
    work()
    [(_, front, back)] = texts(lan)
    assert (front, back) == ("<script>alert(1)</script>", "<b>bold</b>")
    assert front not in lans_browser.get("/own/cards/").text
