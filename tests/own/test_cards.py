"""The pages of own cards: typed one after the other, edited, moved, deleted and taken back."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
import time_machine
from django.forms import BoundField
from django.test import Client

from studyapp.accounts.models import User
from studyapp.kinds import KINDS
from studyapp.library.models import Fact, Question
from studyapp.own.words import KINDS_IN_WORDS
from studyapp.study.models import Card
from tests.answering import HTMX
from tests.own.decks import card_of, own_deck, own_note
from tests.people import MINUTE, NOON, TOOK

BEND = {"prompt": "What joins two ropes?", "answer": "Sheet bend"}


def as_sent(fields: Iterable[BoundField]) -> dict[str, str]:
    """What a browser sends of fields that hold something."""
    shown = {bound.name: bound.field.prepare_value(bound.value()) for bound in fields}
    return {name: str(value) for name, value in shown.items() if value not in (None, False)}


def example_of(kind: str) -> dict[str, str]:
    example = KINDS[kind].example
    return {"prompt": example["prompt"], **as_sent(KINDS[kind].author_form(initial_spec=example))}


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_cards_are_typed_one_after_the_other(lans_browser: Client, lan: User, headers: dict[str, str]) -> None:
    own_deck(lan)
    for answer in ("Sheet bend", "Reef knot"):
        page = lans_browser.get("/own/1/add/", headers=headers)
        assert ("<html" in page.text) != bool(headers)
        assert page.text.index('name="prompt"') < page.text.index('name="answer"') < page.text.index("More options")
        sent = {**BEND, "answer": answer, "after": page.context["after"]}
        saved = lans_browser.post("/own/1/add/?kind=flashcard", sent, headers=headers, follow=True)
        assert f"Saved: What joins two ropes? – {answer}" in saved.text
        assert saved.context["form"].front.value() is None, "the form is empty for the next one"
        assert "autofocus" in str(saved.context["form"].front)
    assert [note.number for note in Fact.objects.of(lan).order_by("number")] == [1, 2]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize(
    ("kind", "sent", "told"),
    [
        ("flashcard", {"prompt": "", "answer": "Sheet bend"}, "Write what the card asks."),
        ("flashcard", {"prompt": "?", "answer": "Sheet bend", "explanation": "x" * 5001}, "at most 5000 characters"),
        ("typed", {"prompt": "What?", "answer": "Sheet bend\0"}, "There is an invisible character in this."),
        ("cloze", {"prompt": "No blank at all", "blanks": "Sheet bend"}, "Write [blank]"),
        ("choice", {"prompt": "What?", "answer": "Sheet bend"}, "This field is required."),
        (
            "choice",
            {"prompt": "What?", "answer": "Sheet bend", "distractors": "Granny", "answer_type": "other", "draw": "3"},
            "can be drawn",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    lans_browser: Client, lan: User, kind: str, sent: dict[str, str], told: str, headers: dict[str, str]
) -> None:
    own_deck(lan)
    page = lans_browser.post(f"/own/1/add/?kind={kind}", sent, headers=headers)
    assert page.status_code == 422
    assert told in page.text
    assert "Sheet bend" in page.text
    assert not Fact.objects.of(lan).exists()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_made_and_edited_in_a_students_words(lans_browser: Client, lan: User, kind: str) -> None:
    own_deck(lan)
    page = lans_browser.get(f"/own/1/add/?kind={kind}")
    author = KINDS[kind].AuthorForm
    for field in author.base_fields.values():
        assert field.help_text == "" or str(field.help_text) not in page.text, "an editor reads that"
    required = {name for name, field in author.base_fields.items() if field.required}
    assert required <= {name for name, said in KINDS_IN_WORDS[kind].fields.items() if said.first}
    made = lans_browser.post(f"/own/1/add/?kind={kind}", example_of(kind))
    assert made.status_code == 302, made.context["form"].errors
    shown = lans_browser.get("/own/cards/1/")
    form, revision = shown.context["form"], shown.context["revision"]
    sent = as_sent([form.front, *form.first, *form.more])
    same = lans_browser.post("/own/cards/1/", {**sent, "revision": revision.number}, follow=True)
    assert "Nothing has changed." in same.text


def test_a_kind_that_is_none_is_not_found(lans_browser: Client, lan: User) -> None:
    own_deck(lan)
    assert lans_browser.get("/own/1/add/?kind=riddle").status_code == 404


def test_a_double_click_makes_one_card(lans_browser: Client, lan: User, clock: time_machine.Traveller) -> None:
    own_deck(lan)
    first = lans_browser.get("/own/1/add/").context["after"]
    for _ in range(2):
        assert lans_browser.post("/own/1/add/", {**BEND, "after": first}).status_code == 302
    assert Fact.objects.of(lan).count() == 1
    lans_browser.post("/own/1/add/", {**BEND, "answer": "Carrick bend", "after": first})
    lans_browser.post("/own/1/add/", {**BEND, "after": lans_browser.get("/own/1/add/").context["after"]})
    assert Fact.objects.of(lan).count() == 3, "another text, and another showing of the form"
    clock.shift(MINUTE + timedelta(seconds=1))
    lans_browser.post("/own/1/add/", {**BEND, "after": first})
    assert Fact.objects.of(lan).count() == 4


def test_more_cards_than_the_site_allows_are_refused_in_words(lans_browser: Client, lan: User, settings) -> None:
    settings.OWN_CARDS_MOST = 1
    note = own_note(own_deck(lan))
    refused = lans_browser.post("/own/1/add/", BEND)
    assert (refused.status_code, "Delete some that you need no more." in refused.text) == (422, True)
    lans_browser.post(f"{note.get_absolute_url()}delete/")
    own_note(note.deck)
    back = lans_browser.post(f"{note.get_absolute_url()}take-back/", follow=True)
    assert "Delete some that you need no more." in back.text


def test_the_page_of_a_card_says_where_it_stands(lans_browser: Client, lan: User) -> None:
    note = own_note(own_deck(lan))
    assert "not seen yet" in lans_browser.get(note.get_absolute_url()).text
    card = card_of(note)
    card.answer({"rating": 4}, card.ask(at=NOON - TOOK), card.question.asked, at=NOON)
    page = lans_browser.get(note.get_absolute_url())
    assert "due on" in page.text
    assert "A loop that does not slip" in page.text


def edit(browser: Client, answer: str, **more: object):
    return browser.post("/own/cards/1/", {**BEND, "answer": answer, "revision": 1, **more})


@pytest.mark.parametrize(("said", "learned_again"), [("yes", True), ("no", False)])
def test_who_changes_the_answer_is_asked_whether_it_is_learned_again(
    lans_browser: Client, lan: User, said: str, learned_again: bool
) -> None:
    note = own_note(own_deck(lan), **BEND, kind="typed")
    card = card_of(note)
    card.answer({"text": "Sheet bend"}, card.ask(at=NOON - TOOK), card.question.asked, at=NOON)
    asked = edit(lans_browser, "Reef knot")
    assert asked.context["asks"] == {"before": "Sheet bend", "after": "Reef knot", "differs": True}
    assert card_of(note).question.asked.number == 1, "nothing is kept before it is said"
    assert edit(lans_browser, "Reef knot", answer_changed=said).status_code == 302
    after = card_of(note)
    assert (after.question.asked.body.expected, after.version > card.version) == ("Reef knot", learned_again)


def test_other_words_for_the_same_answer_are_kept_at_once(lans_browser: Client, lan: User) -> None:
    note = own_note(own_deck(lan), **BEND, kind="typed")
    reworded = {**BEND, "prompt": "What joins two unequal ropes?", "aliases": "Becket bend", "revision": 1}
    assert lans_browser.post("/own/cards/1/", reworded).status_code == 302
    revision = card_of(note).question.asked
    assert (revision.number, revision.minor, revision.body.answers) == (2, True, ("Sheet bend", "Becket bend"))
    assert not edit(lans_browser, "sheet bend", revision=2).context["asks"]["differs"]


def test_an_edit_of_what_was_changed_elsewhere_is_refused_with_both(lans_browser: Client, lan: User) -> None:
    note = own_note(own_deck(lan), **BEND, kind="typed")
    assert edit(lans_browser, "Becket bend", answer_changed="no").status_code == 302
    stale = edit(lans_browser, "Reef knot", answer_changed="yes")
    assert stale.status_code == 409
    assert (
        stale.text.index("Becket bend") < stale.text.index("was changed in another tab") < stale.text.index("Reef knot")
    )
    assert card_of(note).question.asked.number == 2
    assert edit(lans_browser, "Becket bend").status_code == 302, "what was sent twice is as it should be"
    again = edit(lans_browser, "Reef knot", answer_changed="yes", revision=stale.context["revision"].number)
    assert (again.status_code, card_of(note).question.asked.body.expected) == (302, "Reef knot")


def test_an_edit_that_is_none_changes_nothing(lans_browser: Client, lan: User) -> None:
    note = own_note(own_deck(lan))
    for sent in ({}, {"prompt": "x" * 2001, "answer": "y"}, {"prompt": "Bowline", "answer": ""}):
        refused = lans_browser.post("/own/cards/1/", {**sent, "revision": 1})
        assert (refused.status_code, 'class="errorlist"' in refused.text) == (422, True)
    assert card_of(note).question.asked.number == 1


def test_a_card_moves_to_another_own_deck_and_to_no_other(lans_browser: Client, lan: User, boris: User) -> None:
    note = own_note(own_deck(lan))
    sails = own_deck(lan, "Sails")
    for _ in range(2):
        own_deck(boris)
    for number in ("3", "", "1e9", "9" * 400):
        refused = lans_browser.post("/own/cards/1/move/", {"deck": number})
        assert (refused.status_code, "Choose one of your decks." in refused.text) == (422, True)
    for _ in range(2):
        assert lans_browser.post("/own/cards/1/move/", {"deck": "2"}).status_code == 302
    assert card_of(note).deck_id == sails.pk


def test_a_deleted_card_is_taken_back_where_its_owner_is(lans_browser: Client, lan: User) -> None:
    note = own_note(own_deck(lan))
    for _ in range(2):
        gone = lans_browser.post("/own/cards/1/delete/", follow=True)
        assert "The card is deleted." in gone.text
        assert 'action="/own/cards/1/take-back/"' in gone.text
    assert Card.objects.get().withdrawn
    shown = lans_browser.get("/own/cards/1/")
    assert 'name="revision"' not in shown.text
    assert lans_browser.post("/own/cards/1/", {**BEND, "revision": 1}).status_code == 200
    for _ in range(2):
        back = lans_browser.post("/own/cards/1/take-back/", follow=True)
        assert 'name="revision"' in back.text
    assert not Card.objects.get().withdrawn
    assert Question.objects.of(lan).get(fact=note).asked.number == 1
