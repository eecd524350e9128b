"""The page of the search: groups, pages, refusals, and nothing told that the learner is being asked."""

import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import ArticleFactory, DeckFactory, FactFactory, QuestionFactory, QuizFactory
from studyapp.library.models import Fact, Question
from studyapp.study.decks.membership import join
from studyapp.study.models import Attempt
from studyapp.study.sitting.hidden_facts import facts_being_asked
from studyapp.study.views.search import FIRST, PAGE
from tests.answering import answer, card_of, learn, put_in_review, response_to
from tests.people import DAY, MINUTE, NOON, TUESDAY
from tests.quizzing import give
from tests.shelf import Shelf, stock
from tests.statements import captured, data_statements


@pytest.fixture
def tides(db: None) -> list[Fact]:
    deck = DeckFactory()
    return [FactFactory(deck=deck, statement=f"Spring tide number {n}.", position=n) for n in range(PAGE + 5)]


def groups(browser: Client, **sent: str) -> dict[str, tuple[int, list[Any]]]:
    page = browser.get("/search/", sent)
    assert page.status_code == 200
    return {group.name: (group.count, [hit.thing for hit in group.hits]) for group in page.context["groups"]}


def test_the_first_of_each_group_stand_together_with_their_number(client: Client, tides: list[Fact]) -> None:
    article = ArticleFactory(title="Of springs and tides")
    question = QuestionFactory(fact=tides[0], kind="typed", prompt="Which spring tide?")
    assert groups(client, q="spring tide") == {
        "facts": (PAGE + 5, tides[:FIRST]),
        "articles": (1, [article]),
        "questions": (1, [question]),
    }


@pytest.mark.parametrize("address", ["/search/?q=springs", "/articles/"])
def test_what_a_source_does_not_state_is_said_once(db: None, client: Client, address: str) -> None:
    ArticleFactory(title="Of springs and tides", publisher="", published_on=None)
    page = re.sub(r"\s+", " ", client.get(address).content.decode())
    assert "Publisher not stated · date not stated" in page
    assert page.lower().count("publisher not stated") == 1


def test_one_group_is_turned_over_page_by_page(client: Client, tides: list[Fact]) -> None:
    assert groups(client, q="tide", **{"in": "facts"}) == {"facts": (PAGE + 5, tides[:PAGE])}
    assert groups(client, q="tide", **{"in": "facts", "page": "2"}) == {"facts": (PAGE + 5, tides[PAGE:])}
    page = client.get("/search/", {"q": '"spring tide" & number', "in": "facts"})
    assert b"?q=%22spring+tide%22+%26+number&amp;in=facts&amp;page=2" in page.content


def test_hits_are_marked_and_escaped(client: Client, db: None) -> None:
    FactFactory(statement="Tô Lâm <b>said</b> so.")
    page = client.get("/search/", {"q": "lam said"}).content.decode()
    assert "Tô <mark>Lâm</mark> &lt;b&gt;<mark>said</mark>&lt;/b&gt; so." in page


@pytest.mark.parametrize("sent", ["a", "x" * 101, "x" * 5000, "one two three four five six", "%", "\0\0"])
def test_what_cannot_be_searched_for_gets_a_sentence_and_400(client: Client, db: None, sent: str) -> None:
    page = client.get("/search/", {"q": sent})
    assert (page.status_code, bool(page.context.get("refusal"))) == ((400, True) if sent != "\0\0" else (200, False))


@pytest.mark.parametrize("sent", [{}, {"q": ""}, {"q": "  "}, {"q": "nothing", "in": "everything", "page": "x"}])
def test_without_words_or_hits_the_page_says_what_to_do(client: Client, db: None, sent: dict[str, str]) -> None:
    page = client.get("/search/", sent)
    assert page.status_code == 200
    assert not page.context.get("groups")


def test_a_post_is_refused(client: Client, db: None) -> None:
    assert client.post("/search/", {"q": "tide"}).status_code == 405


def test_the_costs_are_bounded(lans_browser: Client, lan: User, lans: Shelf) -> None:
    address = "/search/?q=harbour"
    for n in range(12):
        question = QuestionFactory(kind="typed", prompt=f"What of harbour {n}?")
        ArticleFactory(title="Harbour news")
        Fact.objects.filter(pk=question.fact.pk).update(folded=" harbour ")
    assert len(data_statements(captured(lans_browser, address))) <= 10


# What the learner is being asked


def hidden(browser: Client, words: str) -> dict[str, list[bool]]:
    page = browser.get("/search/", {"q": words})
    return {group.name: [hit.hidden for hit in group.hits] for group in page.context["groups"]}


def secret(question: Question) -> str:
    """A statement that tells the answer, to be found by its first word."""
    Fact.objects.filter(pk=question.fact.pk).update(
        statement="Zebra crossings were first.", folded=" zebra crossings were first "
    )
    return "zebra"


def test_the_fact_behind_the_next_question_is_not_told(lans_browser: Client, lan: User, lans: Shelf) -> None:
    words = secret(lans.choice)
    page = lans_browser.get("/search/", {"q": words})
    assert b"Hidden while you are being asked about it." in page.content
    assert b"crossings" not in page.content
    assert lans.tide.get_absolute_url().encode() not in page.content
    lans_browser.logout()
    assert hidden(lans_browser, words) == {"facts": [False]}


def test_the_prompt_of_the_next_question_may_be_found_but_leads_nowhere(lans_browser: Client, lans: Shelf) -> None:
    page = lans_browser.get("/search/", {"q": str(lans.choice)[:30]})
    assert str(lans.choice).split()[0].encode() in page.content
    assert lans.tide.get_absolute_url().encode() not in page.content


def test_once_it_is_answered_and_due_on_another_day_it_is_told_again(
    lans_browser: Client, lan: User, lans: Shelf, clock: time_machine.Traveller
) -> None:
    words = secret(lans.choice)
    at = learn(lan, lans.choice, at=NOON)
    clock.move_to(at + 40 * MINUTE)
    assert hidden(lans_browser, words) == {"facts": [False]}


def test_every_head_of_the_sitting_is_hidden(lan: User, lans: Shelf) -> None:
    put_in_review(lan, lans.lamp, due=TUESDAY)
    answer(lan, lans.flashcard, at=NOON, right=False)
    found = facts_being_asked(lan, at=NOON + MINUTE)
    assert {lans.lamp.fact_id, lans.flashcard.fact_id, lans.tide.pk} <= found


def test_in_a_deck_that_was_studied_lately_its_own_next_question_is_hidden_too(lan: User, lans: Shelf) -> None:
    deck = DeckFactory(position=9)
    first, second = stock(2, deck=deck)
    join(lan, deck, at=NOON)
    assert second.fact_id not in facts_being_asked(lan, at=NOON)
    learn(lan, first, at=NOON)
    assert second.fact_id in facts_being_asked(lan, at=NOON + 20 * MINUTE)
    assert second.fact_id not in facts_being_asked(lan, at=NOON + DAY)


def test_what_is_practised_next_is_hidden_too(lan: User, lans: Shelf) -> None:
    for question in (lans.lamp, lans.true_false):
        put_in_review(lan, question, due=TUESDAY + 30 * DAY)
    assert lans.lamp.fact_id not in facts_being_asked(lan, at=NOON)
    card = card_of(lan, lans.true_false)
    assert card.question.revision is not None
    card.cram(response_to(lans.true_false), card.ask(at=NOON), card.question.revision, at=NOON)
    assert lans.lamp.fact_id in facts_being_asked(lan, at=NOON + MINUTE)


def test_what_a_running_quiz_has_still_to_be_told_is_hidden(lan: User, boris: User, shelf: Shelf) -> None:
    quiz = QuizFactory(owner=lan, questions=[shelf.choice, shelf.lamp], made_at=NOON)
    both = {shelf.tide.pk, shelf.lamp.fact_id}
    assert (facts_being_asked(lan, at=NOON), facts_being_asked(boris, at=NOON)) == (both, set())
    give(lan, quiz, 1)
    assert facts_being_asked(lan, at=NOON) == {shelf.lamp.fact_id}
    Attempt.objects.get(learner=lan).finish(at=NOON)
    assert facts_being_asked(lan, at=NOON) == set()


def test_a_quiz_whose_time_is_up_hides_nothing(lan: User, shelf: Shelf) -> None:
    QuizFactory(owner=lan, questions=[shelf.choice], minutes=5, made_at=NOON)
    assert facts_being_asked(lan, at=NOON + 5 * MINUTE) == {shelf.tide.pk}
    assert facts_being_asked(lan, at=NOON + 6 * MINUTE) == set()


def test_one_who_is_in_no_deck_is_asked_nothing(lan: User, shelf: Shelf) -> None:
    assert facts_being_asked(lan, at=NOON) == set()
