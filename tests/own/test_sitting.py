"""The sitting's pages for an own card: they say nothing of editors, reports and sources."""

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.study.models import Card, Report
from tests.answering import HTMX, form_on
from tests.own.decks import card_of, own_deck, own_note
from tests.people import NOON, TOOK

FOREIGN = ("report", "About this fact", "Sources", "/admin/library/", "bookmark")


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_an_own_card_leads_to_its_own_page_and_to_no_editor(
    lans_browser: Client, lan: User, headers: dict[str, str]
) -> None:
    User.objects.filter(pk=lan.pk).update(is_staff=True)
    deck = own_deck(lan)
    note = own_note(deck, "What joins two ropes?", "Sheet bend", "typed")
    asked = lans_browser.get("/study/", headers=headers)
    form = form_on(asked)
    judged = lans_browser.post(form.url, {"ask": form.ask, "text": "Bowline"}, headers=headers)
    claimed = lans_browser.post(
        f"/study/{form.question}/override/", {"ask": form.ask, "claim": "right"}, headers=headers
    )
    stale = lans_browser.post(form.url, {"ask": form.ask, "text": "Reef"}, headers=headers)
    done = lans_browser.get("/study/?own=1", headers=headers)
    for page, status in ((asked, 200), (judged, 200), (claimed, 200), (stale, 409), (done, 200)):
        assert page.status_code == status
        main = page.text.partition("<main")[2] or page.text
        assert [word for word in FOREIGN if word in main.partition("<footer")[0]] == []
    for page in (judged, claimed):
        assert f'href="{note.get_absolute_url()}" data-key="i">Edit this card' in " ".join(page.text.split()).replace(
            "> ", ">"
        )
    assert f'href="{note.get_absolute_url()}" data-key="e"' in " ".join(asked.text.split())
    assert "Only “Knots”" in done.text
    assert not Report.objects.exists(), "editors hear nothing of it"


def test_an_own_card_cannot_be_reported(lans_browser: Client, lan: User) -> None:
    question = card_of(own_note(own_deck(lan))).question_id
    for page in (
        lans_browser.get(f"/study/{question}/report/"),
        lans_browser.post(f"/study/{question}/report/", {"reason": "wrong", "comment": "so"}),
    ):
        assert page.status_code == 404
    assert not Report.objects.exists()


def test_of_an_own_leech_other_words_are_advised(lans_browser: Client, lan: User) -> None:
    card = card_of(own_note(own_deck(lan), "What joins two ropes?", "Sheet bend", "typed"))
    card.answer({"text": "Reef"}, card.ask(at=NOON - TOOK), card.question.asked, at=NOON)
    Card.objects.update(lapses=8, reps=9)
    form = form_on(lans_browser.get("/study/"))
    assert "Other words</a> may help" in lans_browser.post(form.url, {"ask": form.ask, "text": "Reef"}).text
    listed = lans_browser.get("/study/cards/?show=leeches").text
    assert "Edit this card" in listed
    assert "/report/" not in listed.partition("<main")[2].partition("<footer")[0]
