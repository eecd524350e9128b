"""A part of the work is an address: everything on its pages leads on within it, and nonsense is told in a sentence."""

import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import ArticleFactory, CitationFactory
from studyapp.library.models import Question
from studyapp.study.decks.membership import join
from studyapp.study.models import Queue, Review
from studyapp.study.sitting.scopes import Scope
from tests.answering import HTMX, answer, card_of, form_for, learn, put_in_review, queue_of, said
from tests.people import DAY, MINUTE, NOON, TOOK, TUESDAY
from tests.shelf import Shelf, stock
from tests.study.differences import wrongs

ways = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
INTO_THE_SITTING = re.compile(r'(?:href|action|formaction|hx-get|hx-post)="(/study/[^"]*)"')


@pytest.fixture
def questions(lan: User) -> list[Question]:
    """Six questions on as many facts, in review: one due today, the others on the coming days."""
    made = stock(6)
    join(lan, made[0].fact.deck, at=NOON)
    User.objects.filter(pk=lan.pk).update(new_per_day=0)
    for n, question in enumerate(made):
        put_in_review(lan, question, due=TUESDAY + n * DAY)
    return made


def leads(page: Any) -> list[str]:
    """Where the links and forms of the sitting's own part of the page lead."""
    content = page.content.decode()
    part = content[content.index('id="sitting"') :]
    return [found.replace("&amp;", "&") for found in INTO_THE_SITTING.findall(part)]


def post(browser: Client, path: str, query: str, data: dict[str, Any], headers: dict[str, str] | None = None) -> Any:
    return browser.post(f"{path}{query}", data, headers=headers or {})


# Everything leads on within it


@ways
def test_a_sitting_ahead_goes_on_ahead_to_its_end(
    lans_browser: Client, lan: User, questions: list[Question], headers: dict[str, str], clock: time_machine.Traveller
) -> None:
    query = f"?deck={questions[0].fact.deck.slug}&ahead=2"
    for question in questions[:3]:
        page = lans_browser.get(f"/study/{query}", headers=headers)
        assert page.context["card"].question == question
        assert [path for path in leads(page) if not path.endswith(query)] == ["/study/"]  # the way out
        clock.shift(TOOK)
        sent = {"ask": page.context["ask"].token, **said(question)}
        page = post(lans_browser, f"/study/{question.pk}/answer/", query, sent, headers)
        assert page.context["row"].kind == "study"
        assert leads(page)
        assert all(path.endswith(query) for path in leads(page)), leads(page)
    page = lans_browser.get(f"/study/{query}", headers=headers)
    assert page.context["stage"] == "done"
    assert "/study/" in leads(page)
    assert f"/study/undo/{query}" in leads(page)
    assert lan.reviews.count() == 3


@ways
def test_undo_stays_within_it(
    lans_browser: Client, lan: User, questions: list[Question], headers: dict[str, str]
) -> None:
    answer(lan, questions[2], at=NOON)
    page = post(lans_browser, "/study/undo/", "?ahead=3", {"question": questions[2].pk, "version": 0}, headers)
    assert page["Location"] == f"/study/?ahead=3&question={questions[2].pk}"
    assert lans_browser.get(page["Location"]).context["card"].question == questions[2]


def test_a_question_that_rests_is_asked_for_the_asking_where_reviews_come_early(
    lans_browser: Client, lan: User, questions: list[Question]
) -> None:
    for query, asked in (("", questions[0]), ("ahead=1&", questions[3]), ("mistakes=7&", questions[3])):
        page = lans_browser.get(f"/study/?{query}question={questions[3].pk}")
        assert page.context["card"].question == asked


@pytest.mark.parametrize("verb", ["answer", "hint", "reveal", "override"])
def test_a_link_to_a_form_leads_back_into_it(
    lans_browser: Client, lan: User, questions: list[Question], verb: str
) -> None:
    assert lans_browser.get(f"/study/{questions[0].pk}/{verb}/?ahead=3")["Location"] == "/study/?ahead=3"


def test_a_hint_an_answer_asked_back_and_a_conflict_stay_within_it(
    lans_browser: Client, lan: User, questions: list[Question]
) -> None:
    form, query = form_for(lan, questions[0]), "?ahead=3"
    for path in (form.url.replace("answer", "hint"), form.url):
        page = post(lans_browser, path, query, {"ask": form.ask})
        assert page.context["stage"] == "ask"
        assert all(path.endswith(query) for path in leads(page)), leads(page)
    answer(lan, questions[0], at=NOON)
    page = post(lans_browser, form.url, query, {"ask": form.ask, "option": "The Sun"})
    assert (page.status_code, leads(page)) == (409, [f"/study/{query}"] * 2)


# Practice


@ways
def test_practice_leaves_the_schedule_alone(
    lans_browser: Client, lan: User, lans: Shelf, headers: dict[str, str]
) -> None:
    learn(lan, lans.disputed, at=NOON)
    before = card_of(lan, lans.disputed)
    query = f"?deck={lans.harbour.slug}&cram=1"
    page = lans_browser.get(f"/study/{query}", headers=headers)
    assert page.context["card"].question == lans.disputed
    sent = {"ask": page.context["ask"].token, "number": "99"}
    page = post(lans_browser, f"/study/{lans.disputed.pk}/answer/", query, sent, headers)
    assert (page.context["row"].kind, page.context["claims"]) == ("cram", [])
    assert page.context["again"] == "Practice: your schedule does not change."
    after = card_of(lan, lans.disputed)
    assert (after.memory, after.due_day, after.queue, after.reps) == (before.memory, before.due_day, 3, before.reps)
    page = lans_browser.get(f"/study/{query}", headers=headers)
    sent = {"ask": page.context["ask"].token, **said(lans.disputed)}
    post(lans_browser, f"/study/{lans.disputed.pk}/answer/", query, sent, headers)
    page = lans_browser.get(f"/study/{query}", headers=headers)
    assert (page.context["stage"], page.context["sitting"].answers_done) == ("done", 4)
    assert wrongs(lan) == []


def test_the_same_answer_to_practice_again_gets_the_same_verdict(lans_browser: Client, lan: User, lans: Shelf) -> None:
    learn(lan, lans.disputed, at=NOON)
    form, query = form_for(lan, lans.disputed), f"?deck={lans.harbour.slug}&cram=1"
    for _ in range(2):
        assert post(lans_browser, form.url, query, {"ask": form.ask, "number": "11"}).status_code == 200
    # Sent again as an answer that counts, it is another.
    assert post(lans_browser, form.url, "", {"ask": form.ask, "number": "11"}).status_code == 409
    assert lan.reviews.filter(kind="cram").count() == 1


# The end of it


def test_the_finish_page_offers_what_there_is_and_nothing_else(
    lans_browser: Client, lan: User, questions: list[Question]
) -> None:
    answer(lan, questions[0], at=NOON - MINUTE)
    page = lans_browser.get("/study/")
    assert [(offer.query, offer.sitting.more_left) for offer in page.context["offers"]] == [("?ahead=3", 3)]
    answer(lan, questions[1], at=NOON, right=False)
    lan.cards.filter(queue=Queue.LEARNING).update(queue=Queue.REVIEW, due_at=None)
    page = lans_browser.get("/")
    assert [offer.query for offer in page.context["offers"]] == ["?ahead=3", "?mistakes=1&cram=1"]


def test_a_deck_offers_its_own(lans_browser: Client, lan: User, questions: list[Question]) -> None:
    deck = questions[0].fact.deck
    page = lans_browser.get(f"/decks/{deck.slug}/")
    assert [offer.query for offer in page.context["offers"]] == [
        f"?deck={deck.slug}&ahead=3",
        f"?deck={deck.slug}&cram=1",
    ]
    assert f'href="/study/?deck={deck.slug}"'.encode() in page.content


def test_a_deck_not_joined_leads_to_the_deck(lans_browser: Client, shelf: Shelf) -> None:
    page = lans_browser.get(f"/study/?deck={shelf.harbour.slug}")
    assert (page.status_code, page.context["stage"]) == (200, "done")
    assert f'href="/decks/{shelf.harbour.slug}/"'.encode() in page.content


def test_an_article_offers_its_facts_to_those_who_study_some(
    lans_browser: Client, lan: User, boris: User, lans: Shelf
) -> None:
    article = ArticleFactory()
    address = f'href="/study/?article={article.slug}"'.encode()
    assert address not in lans_browser.get(article.get_absolute_url()).content
    CitationFactory(fact=lans.disputed.fact, article=article)
    assert address in lans_browser.get(article.get_absolute_url()).content
    lans_browser.force_login(boris)
    assert address not in lans_browser.get(article.get_absolute_url()).content
    lans_browser.logout()
    assert address not in lans_browser.get(article.get_absolute_url()).content


# Nonsense

NOT_THERE = ["deck=nowhere", "article=nowhere", "deck=%00", "article=a%20b", "deck=²", "deck=" + "x" * 81]
NOT_SO = ["ahead=0", "ahead=31", "mistakes=-1", "mistakes=1e9", "leeches=yes", "cram=2&ahead=3", "cram=1", "ahead=%00"]


@ways
@pytest.mark.parametrize("query", NOT_THERE)
def test_what_is_not_there_is_not_found(lans_browser: Client, lans: Shelf, headers: dict[str, str], query: str) -> None:
    page = lans_browser.get(f"/study/?{query}", headers=headers)
    assert (page.status_code, bool(page.context["sentence"])) == (404, True)


@ways
@pytest.mark.parametrize("query", NOT_SO)
def test_what_cannot_be_is_told_in_a_sentence_and_nothing_is_recorded(
    lans_browser: Client, lan: User, lans: Shelf, headers: dict[str, str], query: str
) -> None:
    form = form_for(lan, lans.choice)
    asked = lans_browser.get(f"/study/?{query}", headers=headers)
    sent = post(lans_browser, form.url, f"?{query}", {"ask": form.ask, "option": "The Moon"}, headers)
    undone = post(lans_browser, "/study/undo/", f"?{query}", {"question": lans.choice.pk, "version": 0}, headers)
    for page in (asked, sent, undone):
        assert (page.status_code, bool(page.context["sentence"])) == (400, True)
    assert not Review.objects.exists()


def test_an_entry_left_empty_is_as_good_as_none(lans_browser: Client, lan: User, lans: Shelf) -> None:
    page = lans_browser.get("/study/?deck=&article=&ahead=&mistakes=&leeches=&cram=0")
    assert page.context["sitting"].scope == Scope()
    assert queue_of(lan, lans.choice) == Queue.NEW
