"""Reminders: to those who asked, at their hour, when something is left to study, and once a study day."""

import re
import threading
from datetime import datetime, timedelta
from io import StringIO
from smtplib import SMTPRecipientsRefused
from typing import Any, override
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from studyapp.accounts.models import User
from studyapp.demo.factories import LearnerFactory
from studyapp.study.decks.membership import join
from studyapp.study.reminders import PATIENCE, learners_to_remind, remind
from tests.answering import answer, put_in_review
from tests.people import DAY, MINUTE, NOON, TUESDAY, asks_for_emails
from tests.shelf import Shelf, build_shelf

HOUR = timedelta(hours=1)

type Outbox = list[EmailMessage]


class MoodyPost(EmailBackend):
    """A mail server that knows no Boris."""

    @override
    def send_messages(self, messages: Any) -> int:
        if messages[0].to == ["boris@example.org"]:
            raise SMTPRecipientsRefused({"boris@example.org": (550, b"No such person.")})
        return super().send_messages(messages)


@pytest.fixture
def lan(lan: User) -> User:
    """Lan wants an email at noon."""
    return asks_for_emails(lan, 12)


def sent(at: datetime) -> str:
    """What the scheduler's command says at this moment."""
    said = StringIO()
    with time_machine.travel(at, tick=False):
        call_command("send_reminders", stdout=said)
    return said.getvalue().strip()


def emails_at(outbox: Outbox, *moments: datetime) -> list[int]:
    """How many emails each of these runs sent."""
    counts = []
    for at in moments:
        before = len(outbox)
        sent(at)
        counts.append(len(outbox) - before)
    return counts


def due_today(learner: User, shelf: Shelf, count: int) -> None:
    """So many reviews, of different facts, and nothing else."""
    learner.cards.update(queue=0)
    User.objects.filter(pk=learner.pk).update(new_per_day=0)
    for question in (shelf.choice, shelf.flashcard, shelf.disputed, shelf.true_false)[:count]:
        put_in_review(learner, question, due=TUESDAY)


def test_it_comes_at_the_hour_and_once_a_study_day(lan: User, lans: Shelf, mailoutbox: Outbox) -> None:
    runs = [NOON - MINUTE, NOON, NOON + 10 * MINUTE, NOON + HOUR, NOON + DAY - MINUTE, NOON + DAY]
    assert emails_at(mailoutbox, *runs) == [0, 1, 0, 0, 0, 1]
    assert [email.to for email in mailoutbox] == [["lan@example.org"]] * 2


def test_the_hour_is_the_learners_own(lan: User, boris: User, lans: Shelf, mailoutbox: Outbox) -> None:
    asks_for_emails(boris, 8)
    join(boris, lans.harbour, at=NOON)
    assert sent(NOON) == "Reminders sent: 2."
    User.objects.update(reminded_on=None)
    User.objects.filter(pk=boris.pk).update(remind_at=9)
    assert emails_at(mailoutbox, NOON, NOON + HOUR) == [1, 1]
    assert mailoutbox[-1].to == ["boris@example.org"]


@pytest.mark.parametrize(
    ("count", "subject", "sentence"),
    [
        (1, "Today: 1 review", "Your plan for today: 1 review"),
        (3, "Today: 3 reviews", "Your plan for today: 3 reviews"),
    ],
)
def test_it_says_how_much_is_due(
    lan: User, lans: Shelf, mailoutbox: Outbox, count: int, subject: str, sentence: str
) -> None:
    due_today(lan, lans, count)
    sent(NOON)
    (email,) = mailoutbox
    assert email.subject == subject
    assert f"{sentence}, about 1 minute.\n\nhttp://localhost:8000/study/" in str(email.body)


def test_new_questions_of_the_plan_count_and_are_called_new(lan: User, lans: Shelf, mailoutbox: Outbox) -> None:
    sent(NOON)
    (email,) = mailoutbox
    assert email.subject == "Today: 4 new"
    put_in_review(lan, lans.choice, due=TUESDAY)
    sent(NOON + DAY)
    assert "Your plan for today: 1 review and 3 new, about 2 minutes." in str(mailoutbox[1].body)


def test_a_day_on_which_nothing_was_left_at_the_hour_is_over(lan: User, lans: Shelf, mailoutbox: Outbox) -> None:
    due_today(lan, lans, 1)
    answer(lan, lans.choice, at=NOON - HOUR)
    assert emails_at(mailoutbox, NOON) == [0]
    due_today(lan, lans, 2)
    assert emails_at(mailoutbox, NOON + HOUR) == [0]
    assert emails_at(mailoutbox, NOON + DAY) == [1]


def test_who_has_joined_no_deck_gets_none(lan: User, mailoutbox: Outbox) -> None:
    assert emails_at(mailoutbox, NOON) == [0]


@pytest.mark.parametrize(
    "columns", [{"remind_at": None}, {"is_demo": True}, {"is_active": False}, {"email": "new@example.org"}], ids=str
)
def test_some_are_never_written_to(lan: User, lans: Shelf, mailoutbox: Outbox, columns: dict[str, Any]) -> None:
    User.objects.filter(pk=lan.pk).update(**columns)
    assert emails_at(mailoutbox, NOON) == [0]


def test_an_address_that_nobody_confirmed_is_left_in_peace(lan: User, lans: Shelf, mailoutbox: Outbox) -> None:
    EmailAddress.objects.update(verified=False)
    assert emails_at(mailoutbox, NOON) == [0]


def test_an_email_that_would_be_much_too_late_is_not_sent(lan: User, lans: Shelf, mailoutbox: Outbox) -> None:
    late = NOON + PATIENCE * HOUR
    assert emails_at(mailoutbox, late) == [0]
    assert emails_at(mailoutbox, late - MINUTE) == [1]


def test_midnight_begins_no_second_study_day(lan: User, lans: Shelf, mailoutbox: Outbox) -> None:
    User.objects.filter(pk=lan.pk).update(remind_at=23)
    evening = NOON + 11 * HOUR
    assert emails_at(mailoutbox, evening, evening + 2 * HOUR, evening + DAY) == [1, 0, 1]


def test_where_the_clocks_are_changed_it_comes_once_all_the_same(ada: User, shelf: Shelf, mailoutbox: Outbox) -> None:
    asks_for_emails(ada, 2)
    join(ada, shelf.harbour, at=NOON)
    new_york, utc = ZoneInfo("America/New_York"), ZoneInfo("UTC")
    spring = datetime(2026, 3, 8, 6, 59, tzinfo=utc)  # one minute before two, which is followed by three
    assert emails_at(mailoutbox, spring, spring + MINUTE, spring + HOUR) == [0, 1, 0]
    User.objects.filter(pk=ada.pk).update(remind_at=1)
    autumn = datetime(2026, 11, 1, 1, 0, tzinfo=new_york)  # one o'clock, which comes again an hour later
    assert emails_at(mailoutbox, autumn, autumn.astimezone(utc) + HOUR) == [1, 0]


def test_who_flew_west_is_not_reminded_twice_of_one_study_day(lan: User, lans: Shelf, mailoutbox: Outbox) -> None:
    assert emails_at(mailoutbox, NOON) == [1]
    answer(lan, lans.choice, at=NOON)
    User.objects.filter(pk=lan.pk).update(time_zone="America/New_York")
    assert emails_at(mailoutbox, NOON + 12 * HOUR) == [0]


def test_a_run_costs_one_statement_and_two_more_for_each_email(
    lan: User, boris: User, lans: Shelf, mailoutbox: Outbox, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asks_for_emails(boris, 8)
    join(boris, lans.harbour, at=NOON)
    for at, statements in ((NOON - MINUTE, 1), (NOON, 1 + 2 * 2), (NOON + MINUTE, 1)):
        with django_assert_num_queries(statements):
            sent(at)


def test_every_mail_program_can_read_the_link_that_stops_them(
    lan: User, lans: Shelf, mailoutbox: Outbox, settings: Settings, client: Client
) -> None:
    settings.SITE_URL = "https://a-rather-long-name-for-a-school.study.example.org"
    sent(NOON)
    (email,) = mailoutbox
    written = email.message().as_bytes().decode()
    link = re.search(r"^List-Unsubscribe: <(https://\S+)>$", written, re.M)
    assert link
    assert "\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n" in written
    assert link[1] in str(email.body)
    assert client.post(link[1].removeprefix(settings.SITE_URL)).status_code == 200
    assert emails_at(mailoutbox, NOON + DAY) == [0]


def test_an_address_that_fails_is_named_and_the_others_get_theirs(
    lan: User, boris: User, ada: User, lans: Shelf, mailoutbox: Outbox, settings: Settings
) -> None:
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.{MoodyPost.__name__}"}}
    for learner, hour in ((boris, 8), (ada, 0)):
        asks_for_emails(learner, hour)
        join(learner, lans.harbour, at=NOON)
    said, complained = StringIO(), StringIO()
    with time_machine.travel(NOON, tick=False), pytest.raises(CommandError, match="1"):
        call_command("send_reminders", stdout=said, stderr=complained)
    assert sorted(email.to[0] for email in mailoutbox) == ["ada@example.org", "lan@example.org"]
    assert "Reminders sent: 2." in said.getvalue()
    assert complained.getvalue().startswith("boris@example.org: ")


def test_when_the_mail_server_was_away_the_next_run_sends_the_email(
    lan: User, lans: Shelf, mailoutbox: Outbox, settings: Settings
) -> None:
    post = settings.MAILERS
    nowhere = {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": {"host": "127.0.0.1", "port": 1}}
    settings.MAILERS = {"default": nowhere}
    with time_machine.travel(NOON, tick=False), pytest.raises(CommandError):
        call_command("send_reminders", stdout=StringIO(), stderr=StringIO())
    settings.MAILERS = post
    assert emails_at(mailoutbox, NOON + 10 * MINUTE) == [1]


def test_runs_at_once_send_one_email(transactional_db: None, mailoutbox: Outbox) -> None:
    lan = asks_for_emails(LearnerFactory(lan=True), 12)
    join(lan, build_shelf().harbour, at=NOON)
    found = [learner for _ in range(5) for learner in learners_to_remind(NOON)]
    together, sending = threading.Barrier(len(found)), []

    def run(learner: User) -> None:
        try:
            together.wait(30)
            sending.append(remind(learner, at=NOON))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[learner]) for learner in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sending) == [False] * 4 + [True]
    assert len(mailoutbox) == 1
