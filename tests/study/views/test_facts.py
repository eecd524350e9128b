"""The learner's own part of a fact's and an article's page, and their bookmarks."""

import pytest
from django.db.models import ProtectedError
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import CitationFactory, FactFactory
from studyapp.library.models import State
from studyapp.scheduling import Rating
from studyapp.study.decks.membership import leave
from studyapp.study.models import Bookmark
from studyapp.study.progress.fact_history import LAST, own_questions
from studyapp.study.progress.knowledge import Knowledge
from tests.answering import answer, card_of, learn
from tests.people import DAY, MINUTE, NOON, TUESDAY
from tests.shelf import Shelf, stock
from tests.statements import captured, data_statements


def history(learner: User, lans: Shelf) -> list[tuple[str, Knowledge, list[float | None]]]:
    found = own_questions(learner, lans.tide, TUESDAY)
    return [(one.card.question.kind, one.knowledge, [row.score for row in one.answers]) for one in found]


# A fact


def test_each_question_says_where_it_stands_and_how_it_was_answered(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON, right=False)
    answer(lan, lans.choice, at=NOON + MINUTE)
    assert history(lan, lans) == [
        ("choice", Knowledge.LEARNING, [1.0, 0.0]),
        ("typed", Knowledge.NOT_MET, []),
        ("number", Knowledge.NOT_MET, []),
    ]


def test_an_answer_that_was_judged_otherwise_or_undone_stands_as_it_is_now(lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON, right=False)
    card_of(lan, lans.choice).override(Rating.GOOD, 0, at=NOON)
    assert history(lan, lans)[0][2] == [1.0]
    answer(lan, lans.choice, at=NOON + MINUTE, right=False)
    card_of(lan, lans.choice).undo(2, at=NOON + MINUTE)
    assert history(lan, lans)[0][2] == [1.0]


def test_only_the_last_answers_are_shown(lan: User, lans: Shelf) -> None:
    for n in range(LAST + 2):
        answer(lan, lans.choice, at=NOON + n * MINUTE, right=n > 1)
    assert history(lan, lans)[0][2] == [1.0] * LAST


def test_what_was_not_met_shows_its_kind_and_nothing_more(lans_browser: Client, lan: User, lans: Shelf) -> None:
    def shown() -> str:
        return lans_browser.get(lans.tide.get_absolute_url()).content.decode()

    assert str(lans.choice) not in shown()
    answer(lan, lans.choice, at=NOON)
    assert str(lans.choice) in shown()
    assert str(lans.typed) not in shown()
    assert lans.typed.get_kind_display() in shown()


def test_a_visitor_and_another_learner_see_nothing_of_it(
    lans_browser: Client, lan: User, boris: User, lans: Shelf
) -> None:
    answer(lan, lans.choice, at=NOON)
    lans_browser.force_login(boris)
    assert str(lans.choice) not in lans_browser.get(lans.tide.get_absolute_url()).content.decode()
    lans_browser.logout()
    page = lans_browser.get(lans.tide.get_absolute_url()).content.decode()
    assert str(lans.choice) not in page
    assert "/study/bookmarks/" not in page


def test_what_was_met_stays_readable_after_it_was_withdrawn_or_left(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    leave(lan, lans.harbour, at=NOON)
    assert [kind for kind, *_ in history(lan, lans)] == ["choice"]


def test_a_fact_with_a_long_history_costs_no_more(lans_browser: Client, lan: User, lans: Shelf) -> None:
    address = lans.tide.get_absolute_url()
    before = len(data_statements(captured(lans_browser, address)))
    for n in range(6):
        learn(lan, lans.choice, at=NOON + n * 30 * DAY)
    answer(lan, lans.typed, at=NOON + 200 * DAY)
    assert len(data_statements(captured(lans_browser, address))) == before <= 9


# An article


def test_an_article_says_how_well_each_of_its_facts_is_known(lans_browser: Client, lan: User, lans: Shelf) -> None:
    article = lans.tide.citations.get().article
    CitationFactory(fact=lans.lamp.fact, article=article, paragraph=3)
    learn(lan, lans.flashcard, at=NOON)
    CitationFactory(fact=lans.flashcard.fact, article=article)
    page = " ".join(lans_browser.get(article.get_absolute_url()).content.decode().split())
    assert page.count("not seen yet </span>") == 2
    assert page.count(" known </span>") == 1
    lans_browser.logout()
    assert "not seen yet" not in lans_browser.get(article.get_absolute_url()).content.decode()


def test_an_article_costs_the_same_with_any_number_of_facts(lans_browser: Client, lan: User, lans: Shelf) -> None:
    article = lans.tide.citations.get().article
    before = len(data_statements(captured(lans_browser, article.get_absolute_url())))
    for question in stock(30, deck=lans.harbour):
        CitationFactory(fact=question.fact, article=article, paragraph=2)
        CitationFactory(fact=question.fact, stance="differs")
    assert len(data_statements(captured(lans_browser, article.get_absolute_url()))) == before <= 7


# Bookmarks


def keep(browser: Client, slug: str, keep: str = "1", **sent: str) -> int:
    return browser.post(f"/study/bookmarks/{slug}/", {"keep": keep, **sent}).status_code


def test_a_bookmark_is_kept_once_and_let_go_once(lans_browser: Client, lan: User, lans: Shelf) -> None:
    for _ in range(2):
        assert keep(lans_browser, lans.tide.slug) == 302
        assert [one.fact for one in lan.bookmarks.all()] == [lans.tide]
    page = lans_browser.get("/study/bookmarks/")
    assert page.context["facts"] == [lans.tide]
    for _ in range(2):
        assert keep(lans_browser, lans.tide.slug, "0", show="bookmarks") == 302
        assert not lan.bookmarks.exists()
    assert lans_browser.get("/study/bookmarks/").context["facts"] == []


def test_the_newest_bookmark_comes_first_and_what_was_retired_stays(
    lans_browser: Client, lan: User, boris: User, lans: Shelf
) -> None:
    facts = [lans.tide, lans.lamp.fact, FactFactory(published=False)]
    for n, fact in enumerate(facts):
        Bookmark.objects.create(learner=lan, fact=fact, kept_at=NOON + n * MINUTE)
    Bookmark.objects.create(learner=boris, fact=lans.flashcard.fact, kept_at=NOON)
    lans.tide.move(State.RETIRED, at=NOON)
    assert lans_browser.get("/study/bookmarks/").context["facts"] == [lans.lamp.fact, lans.tide]


def test_only_facts_that_can_be_read_can_be_kept(lans_browser: Client, lan: User) -> None:
    draft = FactFactory(published=False)
    assert [keep(lans_browser, slug) for slug in (draft.slug, "nothing")] == [404, 404]
    assert not lan.bookmarks.exists()


def test_a_fact_that_somebody_keeps_is_not_deleted(lan: User, db: None) -> None:
    fact = FactFactory()
    Bookmark.objects.create(learner=lan, fact=fact, kept_at=NOON)
    with pytest.raises(ProtectedError):
        fact.delete()
    lan.delete()
    assert not Bookmark.objects.exists()


def test_a_bookmark_is_not_kept_by_a_link_nor_by_a_visitor(lans_browser: Client, lan: User, lans: Shelf) -> None:
    page = lans_browser.get(f"/study/bookmarks/{lans.tide.slug}/")
    assert page["Location"] == lans.tide.get_absolute_url()
    lans_browser.logout()
    page = lans_browser.post(f"/study/bookmarks/{lans.tide.slug}/", {"keep": "1"})
    assert page["Location"].startswith("/accounts/login/")
    assert not Bookmark.objects.exists()


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", "\0"])
def test_a_page_that_is_not_there_is_the_nearest_one(lans_browser: Client, lan: User, lans: Shelf, page: str) -> None:
    for address in ("/study/bookmarks/", f"/decks/{lans.harbour.slug}/"):
        assert lans_browser.get(address, {"page": page}).status_code == 200
