"""Lan, Boris and Ada, Lan's browser, and the moments at which they act."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.models import Group
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import LearnerFactory

NOON = datetime(2026, 1, 6, 5, tzinfo=UTC)
"""Noon of a Tuesday in Hanoi, eight in Moscow, midnight in New York; all was published on the Monday."""
TUESDAY = date(2026, 1, 6)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
TOOK = timedelta(seconds=8)
"""How long an answer takes where it matters to nobody."""


@pytest.fixture
def lan(db: None) -> User:
    return LearnerFactory(lan=True)


@pytest.fixture
def boris(db: None) -> User:
    return LearnerFactory(boris=True)


@pytest.fixture
def ada(db: None) -> User:
    return LearnerFactory(ada=True)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Noon, and it stays noon until the test moves it."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def lans_browser(client: Client, lan: User, clock: time_machine.Traveller) -> Client:
    client.force_login(lan)
    return client


def asks_for_emails(learner: User, hour: int) -> User:
    EmailAddress.objects.create(user=learner, email=learner.email, verified=True, primary=True)
    User.objects.filter(pk=learner.pk).update(remind_at=hour)
    return learner


def group(name: str) -> Group:
    """One of those that migrations make, whatever a test has emptied that was no single transaction."""
    import_module("studyapp.library.migrations.0013_groups").make(apps, None)
    import_module("studyapp.study.migrations.0006_groups_and_reports").give(apps, None)
    return Group.objects.get(name=name)
