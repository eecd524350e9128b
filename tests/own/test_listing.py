"""The list of one's own cards, and what is done with many of them at once."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyapp.accounts.models import User
from studyapp.library.models import Deck, Fact, Question
from studyapp.own import writing
from studyapp.study.models import Card, Queue
from studyapp.study.rebuilding import differences
from tests.answering import HTMX
from tests.own.decks import card_of, own_deck, own_note, written
from tests.people import DAY, NOON, TOOK, TUESDAY
from tests.statements import count_up, data_statements, plans, prefer_indexes

CARDS = "/own/cards/"
ROW = re.compile(r'id="card-\d+"[^>]*>([^<]*) – ')


def listed(browser: Client, query: str = "") -> list[str]:
    """The fronts, in their order."""
    return ROW.findall(browser.get(f"{CARDS}{query}").content.decode())


def said(browser: Client, do: str, *numbers: int, query: str = "", **more: object) -> str:
    """The one message that a verb leaves on the page that follows."""
    page = browser.post(f"{CARDS}{query}", {"do": do, "card": [*map(str, numbers)], **more}, follow=True)
    assert page.redirect_chain == [(f"{CARDS}{query or '?'}", 302)]
    [message] = page.context["messages"]
    return str(message)


@pytest.fixture
def deck(lan: User) -> Deck:
    return own_deck(lan)


@pytest.fixture
def four(lan: User, deck: Deck) -> list[Fact]:
    """One new, one in a step, one in review and one suspended; the last in a deck of its own."""
    notes = [own_note(deck, front, "Back") for front in ("New", "Step", "Review")]
    notes.append(own_note(own_deck(lan, "Sails"), "Ở trên", "Up"))
    for note, rating in ((notes[1], 3), (notes[2], 4)):
        card = card_of(note)
        card.answer({"rating": rating}, card.ask(at=NOON - TOOK), card.question.asked, at=NOON)
    card_of(notes[2]).set_due(TUESDAY + 3 * DAY, at=NOON)
    card_of(notes[3]).suspend(at=NOON)
    assert [card_of(note).queue for note in notes] == [1, 2, 3, 4]
    return notes


NARROWED = {
    "": ["Ở trên", "Review", "Step", "New"],
    "?deck=1": ["Review", "Step", "New"],
    "?q=o+TREN+up": ["Ở trên"],
    "?q=back&deck=2": [],
    "?state=new": ["New"],
    "?state=learning": ["Step"],
    "?state=review": ["Review"],
    "?state=review&q=back&deck=1": ["Review"],
    "?state=suspended": ["Ở trên"],
    "?state=deleted": [],
    "?due=today": ["Step"],
    "?due=week": ["Review"],
    "?due=week&deck=2": [],
    "?page=2": [],
}


def test_the_list_is_narrowed(lans_browser: Client, four: list[Fact]) -> None:
    assert {query: listed(lans_browser, query) for query in NARROWED} == NARROWED


def test_a_card_is_due_on_its_day_and_overdue_after_it(lans_browser: Client, lan: User, four: list[Fact]) -> None:
    for days, due in ((-1, "overdue"), (0, "today"), (1, "week"), (7, "week"), (8, "later")):
        lan.cards.filter(fact=four[2]).update(due_day=TUESDAY + timedelta(days))
        found = [
            name for name in ("overdue", "today", "week", "later") if "Review" in listed(lans_browser, f"?due={name}")
        ]
        assert found == [due]


def test_a_line_says_what_a_card_is(lans_browser: Client, lan: User, four: list[Fact], boris: User) -> None:
    own_note(own_deck(boris, "Of Boris"), "Of Boris")
    lan.cards.filter(fact=four[2]).update(due_day=TUESDAY - 3 * DAY)
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", lans_browser.get(CARDS).content.decode()))
    assert "Flashcard · Sails · Suspended" in page
    assert "Flashcard · Knots · In review · due since 3 January 2026" in page
    assert "Flashcard · Knots · Learning · due today" in page
    assert "4 cards" in page
    assert "Of Boris" not in page


def test_what_is_in_a_deleted_deck_is_not_listed(lans_browser: Client, lan: User, four: list[Fact]) -> None:
    writing.remove_deck(lan, four[3].deck, at=NOON)
    assert listed(lans_browser) == ["Review", "Step", "New"]
    assert listed(lans_browser, "?state=suspended") == []
    assert lans_browser.get(f"{CARDS}?deck=2").status_code == 400
    assert lans_browser.post(CARDS, {"do": "move", "card": "4", "to": "1"}).status_code == 422


def test_who_has_nothing_is_told_what_to_do(lans_browser: Client, lan: User, deck: Deck) -> None:
    assert "paste a whole list" in lans_browser.get(CARDS).text
    writing.remove_deck(lan, deck, at=NOON)
    assert "Make one first." in lans_browser.get(CARDS).text


def test_htmx_gets_the_list_alone_and_it_is_announced(lans_browser: Client, four: list[Fact]) -> None:
    page = lans_browser.get(f"{CARDS}?deck=1", headers=HTMX).content.decode()
    assert page.lstrip().startswith('<div id="list"')
    assert re.search(r'<h2 id="listed" tabindex="-1">\s*3 cards', page)
    assert re.search(r'id="announce"[^>]*>\s*3 cards', page)


def test_cards_are_suspended_and_resumed(lans_browser: Client, lan: User, four: list[Fact]) -> None:
    assert said(lans_browser, "suspend", 1, 3, 4) == "2 cards are suspended: they are not asked until you resume them."
    assert said(lans_browser, "suspend", 1, 3) == "Nothing was changed: this was done before."
    assert listed(lans_browser, "?state=suspended") == ["Ở trên", "Review", "New"]
    assert said(lans_browser, "resume", 1, query="?state=suspended") == "1 card is resumed: it is asked when it is due."
    assert [card_of(note).queue for note in four] == [1, 2, 4, 4]
    assert not list(differences(lan))


def test_cards_are_moved_to_another_deck(lans_browser: Client, lan: User, four: list[Fact]) -> None:
    assert said(lans_browser, "move", 1, 2, 4, to="2") == "2 cards are in “Sails” now."
    assert listed(lans_browser, "?deck=2") == ["Ở trên", "Step", "New"]
    assert said(lans_browser, "move", 1, to="2") == "Nothing was changed: this was done before."
    assert not list(differences(lan))


def test_just_those_that_were_deleted_are_taken_back(lans_browser: Client, lan: User, four: list[Fact]) -> None:
    writing.remove(lan, four[:1], at=NOON)
    message = said(lans_browser, "delete", 1, 2, 3, query="?deck=1")
    assert "2 cards are deleted." in message
    assert listed(lans_browser) == ["Ở trên"]
    assert listed(lans_browser, "?state=deleted") == ["Review", "Step", "New"]
    [taken] = re.findall(r'name="card" value="([^"]*)"', message)
    assert 'action="/own/cards/?deck=1"' in message
    for told in ("2 cards are back.", "Nothing was changed: this was done before."):
        assert said(lans_browser, "take-back", card=taken) == told
    assert listed(lans_browser, "?state=deleted") == ["New"]
    assert not list(differences(lan))


def test_all_on_this_page_needs_no_script(lans_browser: Client, lan: User, deck: Deck) -> None:
    writing.add(lan, deck, [written(f"Front {n}", "Back") for n in range(51)], at=NOON)
    shown = re.search(r'name="listed" value="([^"]*)"', lans_browser.get(CARDS).content.decode())
    assert shown
    assert said(lans_browser, "delete", 1, all="1", listed=shown[1]).strip().count("50 cards are deleted.") == 1
    assert listed(lans_browser) == ["Front 0"]


def test_a_page_of_the_list_says_what_is_on_it(lans_browser: Client, lan: User, deck: Deck) -> None:
    writing.add(lan, deck, [written(f"Front {n}", "Back") for n in range(101)], at=NOON)
    pages = [lans_browser.get(f"{CARDS}?deck=1&page={n}").content.decode() for n in (1, 2, 3, 4)]
    assert [len(ROW.findall(page)) for page in pages] == [50, 50, 1, 0]
    assert "Cards 51 to 100" in pages[1]
    assert ['rel="prev"' in page for page in pages] == [False, True, True, True]
    assert ['rel="next"' in page for page in pages] == [True, True, False, False]


REFUSED = [
    ({"do": "suspend"}, 422, "No card was chosen"),
    ({"do": "delete", "card": ["99", "x", "9" * 18, "0"]}, 422, "No card was chosen"),
    ({"do": "delete", "all": "1"}, 422, "No card was chosen"),
    ({"do": "move", "card": "1"}, 422, "choose the deck"),
    ({"do": "move", "card": "1", "to": "9"}, 422, "choose the deck"),
    ({"do": "delete", "card": " ".join(map(str, range(51)))}, 422, "at most 50 cards"),
    ({"do": "burn", "card": "1"}, 400, "We could not tell what to do"),
    ({"card": "1"}, 400, "We could not tell what to do"),
]


def test_what_cannot_be_done_is_said_and_changes_nothing(lans_browser: Client, four: list[Fact]) -> None:
    for sent, status, told in REFUSED:
        page = lans_browser.post(CARDS, sent)
        assert (page.status_code, told in page.text) == (status, True), sent
    assert [card_of(note).queue for note in four] == [1, 2, 3, 4]


def test_nobody_does_anything_with_the_cards_of_another(
    lans_browser: Client, lan: User, boris: User, four: list[Fact]
) -> None:
    theirs = own_note(own_deck(boris), "Of Boris")
    Fact.objects.of(boris).update(number=77)
    for do in ("suspend", "resume", "move", "delete", "take-back"):
        assert lans_browser.post(CARDS, {"do": do, "card": "77", "to": "1"}).status_code == 422
    theirs.refresh_from_db()
    assert (card_of(theirs).queue, theirs.removed_at) == (1, None)


def test_no_more_are_taken_back_than_one_may_have(lans_browser: Client, lan: User, four: list[Fact], settings) -> None:
    writing.remove(lan, four[:2], at=NOON)
    settings.OWN_CARDS_MOST = 3
    page = lans_browser.post(CARDS, {"do": "take-back", "card": "1 2"})
    assert (page.status_code, "You may have 3 cards" in page.text) == (422, True)
    assert listed(lans_browser, "?state=deleted") == ["Step", "New"]


def test_the_list_is_found_by_index_among_thousands(lans_browser: Client, lan: User, four: list[Fact]) -> None:
    """In as many statements as among four, and none of them counts all."""
    queries = {
        "": "fact_number_once_an_owner",
        "?deck=1": "fact_own_in_deck",
        "?state=deleted": "fact_own_deleted",
        "?due=overdue": "card_by_d",
        "?q=back": "fact_number_once_an_owner",
    }
    few = {query: statements(lans_browser, query) for query in queries}
    have_many_more(lan, [four[0].deck, four[3].deck])
    count_up()
    prefer_indexes()
    for query, index in queries.items():
        with plans("library_fact") as facts, plans("study_card") as cards:
            assert len(listed(lans_browser, query)) <= 50
        plan = f"{query}:\n" + "\n".join([*facts, *cards])
        assert index in plan, plan
        assert "SCAN library_fact" not in plan, plan
        assert "SCAN study_card" not in plan, plan
        assert statements(lans_browser, query) <= max(few[query], 3)


def have_many_more(learner: User, decks: list[Deck]) -> None:
    facts = Fact.objects.bulk_create(
        Fact(owner=learner, deck=decks[n % 2], number=n, statement=f"Front {n} – Back", can_change=False)
        for n in range(10, 4000)
    )
    questions = Question.objects.bulk_create(Question(owner=learner, fact=fact, kind="flashcard") for fact in facts)
    Card.objects.bulk_create(
        Card(
            learner=learner,
            question=question,
            fact=fact,
            deck_id=fact.deck_id,
            place=0,
            mix=0,
            queue=Queue.REVIEW,
            due_day=TUESDAY + ((fact.number or 0) % 90 - 3) * DAY,
        )
        for question, fact in zip(questions, facts, strict=True)
    )


def statements(browser: Client, query: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        browser.get(f"{CARDS}{query}")
    sent = data_statements(captured)
    assert not [sql for sql in sent if "COUNT(" in sql], sent
    return len(sent)
