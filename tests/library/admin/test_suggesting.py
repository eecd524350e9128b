"""Composed questions in admin: found from facts and decks, shown with their answers, and created only when ticked."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.demo.factories import DeckFactory, FactFactory
from studyapp.library.models import Deck, Fact, Question, State
from studyapp.library.suggesting import suggest
from tests.library.admin.pages import act, address, list_address, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilots() -> Fact:
    deck = DeckFactory(slug="quay", title="Ships and quays")
    return FactFactory(
        deck=deck, slug="pilots", statement="In a good year the 14 pilots of the port guide in 250 ships."
    )


def _page(*facts: Fact) -> str:
    return f"{reverse('admin:question_suggest')}?fact={','.join(str(fact.pk) for fact in facts)}"


def test_the_page_shows_each_with_its_answer_options_and_reason_and_creates_nothing(
    editor: Client, pilots: Fact
) -> None:
    page = editor.get(_page(pilots))
    shown = page.content.decode()
    for proposal in suggest([pilots]).proposals:
        assert proposal.key in shown
        assert proposal.why in page.text
        assert all(option in shown for _, options in proposal.rows for option in options)
    assert not Question.objects.exists()


def test_what_is_ticked_becomes_a_draft_and_nothing_else_does(editor: Client, edith: User, pilots: Fact) -> None:
    first, second, _ = suggest([pilots]).proposals
    response = editor.post(_page(pilots), {"proposal": [first.key, second.key, first.key]})
    drafts = list(pilots.questions.order_by("pk"))
    assert [draft.revision.prompt for draft in drafts] == [first.prompt, second.prompt]
    assert {draft.state for draft in drafts} == {State.DRAFT}
    assert {draft.revision.editor for draft in drafts} == {edith}
    told = said(response)
    assert all(address(draft) in told for draft in drafts)


def test_nothing_ticked_creates_nothing_and_says_so(editor: Client, pilots: Fact) -> None:
    assert "tick at least one" in said(editor.post(_page(pilots)))
    assert not Question.objects.exists()


def test_a_stale_proposal_is_named_and_not_created(editor: Client, pilots: Fact) -> None:
    first, second, _ = suggest([pilots]).proposals
    Fact.objects.filter(pk=pilots.pk).update(statement="In a good year the 15 pilots of the port guide in 250 ships.")
    ticked = {"proposal": [first.key, "made-up"], f"prompt-{first.key}": "<b>The old words</b>"}
    told = said(editor.post(_page(pilots), ticked))
    assert "The old words" in told
    assert "One of the ticked proposals is not proposed any more" in told
    assert not Question.objects.exists()
    assert second.key not in editor.get(_page(pilots)).content.decode()


def test_a_second_press_of_the_button_makes_no_double(editor: Client, pilots: Fact) -> None:
    first, *_ = suggest([pilots]).proposals
    for _ in range(2):
        response = editor.post(_page(pilots), {"proposal": first.key})
    assert "not proposed any more" in said(response)
    assert Question.objects.count() == 1


def test_the_page_says_why_nothing_is_proposed(editor: Client) -> None:
    disputed = FactFactory(statement="The 14 pilots of the port guide in 250 ships.", disputed=True)
    assert "Its sources differ." in editor.get(_page(disputed)).content.decode()


@pytest.mark.parametrize("query", ["", "?fact=", "?fact=0", "?fact=x,%00,99999999999999999999", "?deck=123456"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_that_names_no_fact_leads_to_where_they_are_ticked(editor: Client, query: str, method: str) -> None:
    response = getattr(editor, method)(f"{reverse('admin:question_suggest')}{query}")
    assert response.headers["Location"] == list_address(Fact)
    assert "Tick some facts first" in said(response)


def test_facts_and_decks_lead_there_from_their_lists_and_pages(editor: Client, pilots: Fact) -> None:
    other = FactFactory(deck=pilots.deck, statement="The 16 divers of the port look for 240 wrecks in a bad year.")
    assert act(editor, Fact, "suggest_questions", pilots).headers["Location"] == _page(pilots)
    led = act(editor, Deck, "suggest_questions", pilots.deck)
    assert "240 wrecks" in editor.get(led.headers["Location"]).content.decode()
    assert _page(other) in editor.get(address(other)).content.decode()
    assert led.headers["Location"] in editor.get(list_address(Deck)).content.decode()


def test_too_many_facts_at_once_are_refused_with_a_sentence(editor: Client, pilots: Fact) -> None:
    Fact.objects.bulk_create(
        Fact(deck=pilots.deck, slug=f"many-{n}", statement=f"Tide {n}.", as_of="2026") for n in range(300)
    )
    assert "300 at most" in said(act(editor, Fact, "suggest_questions", *Fact.objects.all()))


def test_whoever_may_not_add_questions_is_turned_away(client: Client, pilots: Fact) -> None:
    vera = User.objects.create_user("vera@example.org", is_staff=True)
    seen = Permission.objects.filter(codename__in=["view_fact", "view_deck", "view_question", "change_question"])
    vera.user_permissions.set(seen)
    client.force_login(vera)
    first, *_ = suggest([pilots]).proposals
    assert client.get(_page(pilots)).status_code == 403
    assert client.post(_page(pilots), {"proposal": first.key}).status_code == 403
    assert not Question.objects.exists()
    assert reverse("admin:question_suggest") not in client.get(address(pilots)).content.decode()
    assert reverse("admin:question_suggest") not in client.get(list_address(Deck)).content.decode()
    act(client, Fact, "suggest_questions", pilots)
    assert not Question.objects.exists()
