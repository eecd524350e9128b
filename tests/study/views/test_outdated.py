"""Whoever knew what is over is told once, between two questions, what came after it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import FactFactory, QuestionFactory
from studyapp.library.models import Fact
from studyapp.study.decks.changes import follow_library
from studyapp.study.models import Outdated, Queue
from tests.answering import HTMX, card_of, learn, queue_of
from tests.people import DAY, NOON
from tests.shelf import Shelf
from tests.statements import NEXT, sql_of
from tests.study.differences import wrongs

ways = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
TITLE = "This has changed since you learned it."


def supersede(old: Fact, **columns: object) -> Fact:
    newer = FactFactory(deck=old.deck, statement="Since then the mole is longer.", **columns)
    old.superseded_by = newer
    old.save()
    old.retire_superseded_questions(at=NOON)
    return newer


@pytest.fixture
def old(lan: User, lans: Shelf) -> Fact:
    """What Lan knows."""
    learn(lan, lans.choice, at=NOON)
    return lans.choice.fact


@ways
def test_they_read_it_once_and_go_on(
    lans_browser: Client, lan: User, old: Fact, clock: time_machine.Traveller, headers: dict[str, str]
) -> None:
    newer = supersede(old)
    clock.shift(DAY)
    page = lans_browser.get("/study/", headers=headers)
    assert page.context["stage"] == "outdated"
    told = page.content.decode()
    assert [TITLE in told, old.statement in told, newer.statement in told] == [True] * 3
    assert lans_browser.get("/study/", headers=headers).context["stage"] == "outdated", "read is not yet confirmed"
    for _ in range(2):
        sent = lans_browser.post(f"/study/outdated/{old.pk}/", headers=headers)
        assert (sent.status_code, sent["Location"]) == (302, "/study/")
        assert lans_browser.get("/study/", headers=headers).context["stage"] != "outdated"
    assert lan.outdated.get().told_at == NOON + DAY


def test_what_came_after_it_is_not_asked_on_the_day_on_which_it_was_told(
    lans_browser: Client, lan: User, old: Fact, clock: time_machine.Traveller
) -> None:
    newer = supersede(old)
    question = QuestionFactory(fact=newer, kind="typed", spec={"answer": "Longer"})
    clock.shift(DAY)
    lans_browser.get("/study/")
    assert queue_of(lan, question) == Queue.NEW
    lans_browser.post(f"/study/outdated/{old.pk}/")
    card = card_of(lan, question)
    assert (card.buried_on, card.version) == (NOON.date() + DAY, 1)
    assert wrongs(lan) == []


def test_nobody_is_told_who_never_knew_it(
    lans_browser: Client, lan: User, lans: Shelf, clock: time_machine.Traveller
) -> None:
    supersede(lans.choice.fact)
    clock.shift(DAY)
    assert TITLE not in lans_browser.get("/study/").content.decode()
    assert not lan.outdated.exists()


def test_of_what_no_source_tells_any_more_they_read_just_that(
    lans_browser: Client, old: Fact, clock: time_machine.Traveller
) -> None:
    old.fate_unknown = True
    old.save()
    old.retire_superseded_questions(at=NOON)
    clock.shift(DAY)
    told = lans_browser.get("/study/").content.decode()
    assert TITLE in told
    assert "No source says what happened after that." in told


def test_nothing_is_told_of_what_an_editor_has_taken_up_again(
    lans_browser: Client, lan: User, old: Fact, clock: time_machine.Traveller
) -> None:
    supersede(old)
    follow_library(lan, at=NOON + timedelta(hours=1))
    old.superseded_by = None
    old.save()
    assert Outdated.objects.filter(learner=lan, told_at=None).exists()
    assert lans_browser.get("/study/").context["stage"] != "outdated"


def test_nothing_else_is_shown_ahead_of_it(
    lans_browser: Client, lan: User, old: Fact, clock: time_machine.Traveller
) -> None:
    supersede(old)
    follow_library(lan, at=NOON)
    lans_browser.get("/")
    assert lans_browser.get("/study/", headers={"Purpose": "prefetch"}).status_code == 204


def test_practice_goes_on_without_it(lans_browser: Client, lan: User, old: Fact, clock: time_machine.Traveller) -> None:
    supersede(old)
    follow_library(lan, at=NOON)
    assert lans_browser.get(f"/study/?cram=1&deck={old.deck.slug}").context["stage"] != "outdated"


def test_it_costs_no_statement_while_there_is_nothing_to_tell(
    lans_browser: Client, lans: Shelf, clock: time_machine.Traveller
) -> None:
    lans_browser.get("/study/")
    assert len(sql_of(lans_browser, "/study/")) == NEXT


def test_nobody_confirms_for_another(lans_browser: Client, boris: User, old: Fact) -> None:
    Outdated.objects.create(learner=boris, fact=old, noticed_at=NOON)
    assert lans_browser.post(f"/study/outdated/{old.pk}/").status_code == 404
    assert boris.outdated.get().told_at is None
