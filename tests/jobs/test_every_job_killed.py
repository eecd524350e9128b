"""Whichever job is killed, at whatever statement: the next run comes to what one run would have come to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

import pytest
import time_machine
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.db import transaction
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import ArticleFactory, EditorFactory, FactFactory, GuestFactory
from studyapp.jobs.models import Job
from studyapp.jobs.registry import JOBS
from studyapp.library import kept_warnings
from studyapp.study.decks.membership import join
from tests.answering import answer
from tests.exchange.arriving.bringing import press, send, work
from tests.killing import survives
from tests.library.planning import plan
from tests.people import DAY, NOON, asks_for_emails
from tests.pictures import kept
from tests.shelf import Shelf
from tests.study.parameters import put_into_the_log
from tests.study.regrading import LOW, accept, known

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]

LATER = NOON + 40 * DAY
MOST_KILLS = 2
"""Of one job, spread over its statements."""

type Rows = dict[str, list[str]]


def plan_two(lan: User, shelf: Shelf) -> None:
    for _ in range(2):
        plan(FactFactory(published=False), EditorFactory(), publish_on=LATER.date())


def date_in_time_to_come(lan: User, shelf: Shelf) -> None:
    FactFactory(as_of="2026-02", citations=[{"article": ArticleFactory(published_on="2026-02-02")}])
    kept_warnings.rebuild(at=NOON)


def name_no_picture(lan: User, shelf: Shelf) -> None:
    for colour in ("teal", "navy"):
        kept(colour)


def bring_a_list(lan: User, shelf: Shelf) -> None:
    browser = Client()
    browser.force_login(lan)
    url = send(browser)
    work(LATER)
    press(browser, url, "apply")


def let_a_session_end(lan: User, shelf: Shelf) -> None:
    session = SessionStore()
    session.set_expiry(NOON)
    session.save()


def ask_for_emails(lan: User, shelf: Shelf) -> None:
    for learner in (lan, User.objects.get(name="Boris")):
        if learner != lan:
            join(learner, shelf.harbour, at=NOON)
        asks_for_emails(learner, 4)


def accept_another_answer(lan: User, shelf: Shelf) -> None:
    known(lan, shelf=shelf)
    answer(lan, shelf.typed, at=NOON + DAY, response=LOW)
    accept(shelf.typed, "Low tides")


def stay_away(lan: User, shelf: Shelf) -> None:
    for _ in range(3):
        join(GuestFactory(date_joined=NOON - 60 * DAY), shelf.harbour, at=NOON - 60 * DAY)


def review_much(lan: User, shelf: Shelf) -> None:
    put_into_the_log(lan, 450)


def answer_a_little(lan: User, shelf: Shelf) -> None:
    for right in (True, False):
        answer(lan, shelf.choice, at=NOON, right=right)
    answer(lan, shelf.lamp, at=NOON)


TO_DO: dict[str, Callable[[User, Shelf], None]] = {
    "library.keep_planned_days": plan_two,
    "library.look_again_at_dates": date_in_time_to_come,
    "library.remove_pictures_of_nothing": name_no_picture,
    "exchange.bring_in": bring_a_list,
    "site.clear_sessions": let_a_session_end,
    "study.send_reminders": ask_for_emails,
    "study.regrade": accept_another_answer,
    "study.expire_guests": stay_away,
    "study.fit_parameters": review_much,
    "insights.collect_answers": answer_a_little,
}
"""What there is to be done by each job, so that it has something to leave half done."""


def test_every_job_is_killed_here() -> None:
    assert TO_DO.keys() == JOBS.keys()


def everything() -> Rows:
    """All rows of all tables, but for the jobs themselves."""
    models = [model for model in apps.get_models(include_auto_created=True) if model is not Job]
    return {model._meta.label: sorted(map(repr, model._base_manager.values())) for model in models}


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is done within is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def statements_of(run: Callable[[], object]) -> int:
    """How many it takes."""
    for statement in count(4, 16):
        with taken_back():
            if survives(statement, run):
                return statement
    raise AssertionError


@pytest.mark.parametrize("name", sorted(TO_DO))
def test_a_job_that_is_killed_does_what_it_would_have_done_at_once(
    name: str, lan: User, boris: User, lans: Shelf, mailoutbox: list[mail.EmailMessage]
) -> None:
    with time_machine.travel(LATER, tick=False):
        TO_DO[name](lan, lans)
        before = everything()

        def run() -> object:
            return JOBS[name].run(LATER)

        with taken_back():
            run()
            wanted, emails = everything(), len(mailoutbox)
        mailoutbox.clear()
        assert wanted != before
        statements = statements_of(run)
        mailoutbox.clear()
        kills = 0
        for statement in range(1, statements + 1, max(1, statements // MOST_KILLS)):
            kills += not survives(statement, run)
        run()
    assert kills
    found = everything()
    assert {label: rows for label, rows in found.items() if rows != wanted[label]} == {}
    assert len(mailoutbox) == emails
