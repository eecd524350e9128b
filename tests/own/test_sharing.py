"""Sharing an own deck copies it: nobody's card, review or answer ever names a row of somebody else's."""

import re

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.demo.factories import PASSWORD, GuestFactory
from studyapp.library.models import Deck, Draft, Fact, Picture, Question, Revision
from studyapp.own import writing
from studyapp.own.models import Copied, Sharing
from studyapp.own.pictures import keep_picture
from studyapp.own.sharing import change_code, close, copy, open_to_others
from studyapp.study.models import Card, Queue, Review
from studyapp.study.models.card_queries import place_of
from studyapp.study.sitting.sitting import Sitting
from tests.own.decks import card_of, draft, own_deck, own_note, written
from tests.own.owners import names_of_others
from tests.people import DAY, NOON, TOOK
from tests.pictures import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def knots(lan: User) -> Deck:
    """Lan's deck, shared; of its four cards one was deleted."""
    deck = own_deck(lan)
    own_note(deck, "Bowline", "A loop that does not slip")
    own_note(deck, "A reef [blank] joins two ropes", "", "cloze", blanks=["knot"])
    own_note(deck, "What joins two ropes?", "Sheet bend", "typed")
    writing.remove(lan, [own_note(deck, "Thrown away", "Never copied")], at=NOON)
    open_to_others(lan, deck, at=NOON)
    return deck


def address(deck: Deck) -> str:
    return reverse("own-join", args=[Sharing.objects.get(deck=deck).code])


def signed_in(learner: User) -> Client:
    browser = Client()
    browser.force_login(learner)
    return browser


def take(browser: Client, deck: Deck, having: int = 0) -> int:
    return browser.post(address(deck), {"having": having}).status_code


def answer(card: Card) -> None:
    card.answer({"rating": 3}, card.ask(at=NOON - TOOK), card.question.asked, at=NOON)


def texts(learner: User) -> list[tuple[str, str, str, dict]]:
    rows = Revision.objects.of(learner).filter(question__state="published").select_related("question__fact")
    return [
        (row.question.fact.statement, row.question.kind, row.prompt, row.spec)
        for row in rows.order_by("question__fact__number")
    ]


def test_whoever_enters_the_code_gets_rows_of_their_own(lan: User, boris: User, knots: Deck) -> None:
    answer(card_of(Fact.objects.of(lan).get(number=1)))
    assert take(signed_in(boris), knots) == 302
    mine = Deck.objects.of(boris).get()
    assert (mine.title, mine.number, mine.language) == (knots.title, 1, knots.language)
    assert texts(boris) == texts(lan)
    assert [card.deck_id for card in boris.cards.all()] == [mine.pk] * 3
    assert Sitting.of(boris, NOON).new_left == 3, "to be learned from the start"
    assert not names_of_others()


def test_before_that_the_page_shows_what_is_asked_and_never_what_is_right(client: Client, knots: Deck) -> None:
    own_note(knots, "The fourth", "is not shown")
    page = client.get(address(knots))
    assert page.status_code == 200
    assert "4 cards" in page.text
    for shown in ("Knots", "Bowline", "A reef", "What joins two ropes?"):
        assert shown in page.text
    for hidden in ("does not slip", "knot joins", "Sheet bend", "The fourth", "Thrown away"):
        assert hidden not in page.text


def test_taken_twice_it_asks_back(boris: User, knots: Deck) -> None:
    browser = signed_in(boris)
    assert take(browser, knots) == 302
    again = browser.post(address(knots), {"having": 0})
    assert (again.status_code, Deck.objects.of(boris).count()) == (409, 1)
    assert "You have a copy already" in again.text
    assert take(browser, knots, having=1) == 302
    assert Deck.objects.of(boris).count() == 2
    writing.remove_deck(boris, Deck.objects.of(boris).get(number=2), at=NOON)
    assert 'name="having" value="1"' in browser.get(address(knots)).text


def test_the_copy_goes_on_whatever_becomes_of_the_original(lan: User, boris: User, knots: Deck) -> None:
    take(signed_in(boris), knots)
    card = card_of(Fact.objects.of(boris).get(number=1))
    ask = card.ask(at=NOON - TOOK)  # in the middle of studying
    writing.rewrite(
        card_of(Fact.objects.of(lan).get(number=1)), draft("Bowline", "Another"), answer_changed=True, at=NOON
    )
    close(lan, knots)
    writing.remove_deck(lan, knots, at=NOON)
    lan.erase()
    assert card.answer({"rating": 3}, ask, card.question.asked, at=NOON).review.score == 1
    assert card_of(Fact.objects.of(boris).get(number=1)).question.asked.body.expected == "A loop that does not slip"
    assert Sitting.of(boris, NOON + DAY).left
    assert not Sharing.objects.exists()


def test_a_closed_code_opens_nothing_and_a_new_one_ends_the_old(lan: User, boris: User, knots: Deck) -> None:
    browser, old = signed_in(boris), address(knots)
    close(lan, knots)
    assert browser.get(old).status_code == browser.post(old, {"having": 0}).status_code == 404
    open_to_others(lan, knots, at=NOON)
    assert browser.get(old).status_code == 200, "the same code again"
    before = Sharing.objects.get(deck=knots)
    for _double_click in range(2):
        change_code(lan, knots, seen=before.code)
    assert browser.get(old).status_code == 404
    assert browser.get(address(knots)).status_code == 200
    writing.remove_deck(lan, knots, at=NOON)
    assert browser.get(address(knots)).status_code == 404
    assert not Deck.objects.of(boris).exists()


def test_the_owner_shares_it_on_a_page(lans_browser: Client, lan: User, boris: User) -> None:
    deck = own_deck(lan)
    page = reverse("own-share", args=[deck.number])
    assert signed_in(boris).get(page).status_code == 404
    assert lans_browser.post(page, {"do": "open"}).status_code == 302
    code = Sharing.objects.get().code
    assert code in lans_browser.get(page).text
    lans_browser.post(page, {"do": "change", "code": code})
    assert Sharing.objects.get().code not in ("", code)
    assert lans_browser.post(page, {"do": "close"}).status_code == 302
    assert not Sharing.objects.get().is_open
    assert lans_browser.post(page, {"do": "else"}).status_code == 400


def test_who_has_no_account_is_led_through_signing_up_and_back(client: Client, knots: Deck) -> None:
    [way] = re.findall(r'href="(/accounts/signup/[^"]+)"', client.get(address(knots)).text)
    form = client.get(way).context["redirect_field_value"]
    sent = {"email": "vera@example.org", "password1": PASSWORD, "next": form}
    back = client.post(way, sent, follow=True)
    assert back.redirect_chain[-1][0] == address(knots)
    assert take(client, knots) == 302
    assert Deck.objects.of(User.objects.get(email="vera@example.org")).count() == 1


def test_a_guest_is_led_to_signing_up(knots: Deck) -> None:
    guest = signed_in(GuestFactory())
    assert "Sign up to get a copy" in guest.get(address(knots)).text
    assert guest.post(address(knots), {"having": 0})["Location"].startswith("/accounts/signup/?next=%2Fown%2Fjoin%2F")


def test_codes_are_not_found_by_trying(client: Client, knots: Deck, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"quiz_code": "3/m/ip"}
    answers = [client.get(reverse("own-join", args=[f"000000{n}"])).status_code for n in range(4)]
    assert answers == [404, 404, 404, 429]
    assert client.get(address(knots)).status_code == 429


@pytest.mark.parametrize(("typed", "status"), [("", 200), ("abc", 422), ("0000000", 302)])
def test_a_code_is_typed_in(client: Client, typed: str, status: int) -> None:
    assert client.get(reverse("own-code"), {"code": typed}).status_code == status


def test_what_was_not_on_the_page_copies_nothing(boris: User, knots: Deck) -> None:
    assert signed_in(boris).post(address(knots), {"having": "many"}).status_code == 400
    assert not Copied.objects.exists()


def test_a_copy_that_is_too_large_is_refused_in_words(boris: User, knots: Deck, settings) -> None:
    settings.OWN_CARDS_MOST = 2
    refused = signed_in(boris).post(address(knots), {"having": 0})
    assert refused.status_code == 422
    assert "cards of your own" in refused.text
    assert not Deck.objects.of(boris).exists()


def test_a_large_deck_is_copied_in_few_statements(lan: User, boris: User) -> None:
    deck = own_deck(lan)
    card = written("Bowline", "A loop")
    writing.add(lan, deck, [card] * 300, at=NOON)
    open_to_others(lan, deck, at=NOON)
    with CaptureQueriesContext(connection) as made:
        copy(boris, Sharing.objects.get(), having=0, at=NOON)
    assert len(made) < 40
    assert not [one for one in made if '"library_picture"' in one["sql"]]
    assert Question.objects.of(boris).count() == boris.cards.count() == 300
    assert not Review.objects.exists()


def test_a_copy_has_all_that_a_card_and_its_siblings_have(lan: User, boris: User) -> None:
    """Column by column: the database copies them, and no model looks at what it writes."""
    deck = own_deck(lan)
    note = own_note(deck, "What joins two ropes?", "Sheet bend", "choice", distractors=["Bowline"], explanation="So.")
    other = own_note(deck, "Sheet bend?", "It joins two ropes", "typed")
    Question.objects.of(lan).filter(fact=other).update(fact=note, position=7)
    lan.cards.filter(fact=other).update(fact=note)
    open_to_others(lan, deck, at=NOON)
    copy(boris, Sharing.objects.get(), having=0, at=NOON)
    for model, own_column in ((Question, "fact__number"), (Revision, "question__fact__number")):
        theirs, mine = (model.objects.of(one).filter(**{own_column: 1}).order_by("pk") for one in (lan, boris))
        for their, my in zip(theirs, mine, strict=True):
            assert {column for column in columns_of(model) if getattr(their, column) != getattr(my, column)} <= ANEW
    assert [card.queue for card in boris.cards.order_by("place")] == [Queue.NEW, Queue.LOCKED]
    for card in boris.cards.all():
        standing = Card(learner=boris, question_id=card.question_id, fact_id=card.fact_id, deck=card.deck)
        different = {column for column in columns_of(Card) if getattr(card, column) != getattr(standing, column)}
        assert different <= {"place", "mix", "queue"}
        card.question.fact.deck = card.deck
        assert card.place == card.mix == place_of(card.question)


ANEW = {"id", "owner_id", "fact_id", "position", "revision_id", "question_id", "number", "created_at"}
"""What a copied row has otherwise."""


def columns_of(model: type[Model]) -> list[str]:
    return [column.attname for column in model._meta.concrete_fields]


def test_pictures_are_copied_and_stay_when_the_former_owner_goes(lan: User, boris: User, settings) -> None:
    deck = own_deck(lan)
    words, picture = draft("Bowline", "A loop"), keep_picture(lan, upload(), alt="A knot", at=NOON)
    for places in ({"prompt": picture}, {"answer": picture, "explanation": picture}, {}):
        card = writing.Written("flashcard", Draft(words.prompt, words.spec, "", places))
        writing.add(lan, deck, [card], at=NOON)
    open_to_others(lan, deck, at=NOON)
    browser, large = signed_in(boris), f"/pictures/{picture.digest}/large/"
    assert browser.get(large).status_code == 404
    settings.OWN_PICTURES_MOST = 0
    refused = browser.post(address(deck), {"having": 0})
    assert (refused.status_code, "You may have 0 pictures" in refused.text) == (422, True)
    settings.OWN_PICTURES_MOST = 2
    assert take(browser, deck) == 302
    assert not names_of_others()
    lan.erase()
    copies = Revision.objects.of(boris).order_by("question__fact__number")
    assert [list(one.its_pictures) for one in copies] == [["prompt"], ["answer", "explanation"], []]
    assert Picture.objects.of(boris).get().alt == "A knot"
    assert picture.digest in browser.get("/own/cards/1/").text
    assert browser.get(large).status_code == 200
