"""Lan, who studies, and a browser signed in as her."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser

from studyapp.accounts.models import User
from tests.accounts.browser import launched

PASSWORD = "correct horse"


@pytest.fixture
def lan(db: None) -> User:
    return User.objects.create_user("lan@example.org", PASSWORD, name="Lan", time_zone="Asia/Ho_Chi_Minh")


@pytest.fixture
def lans_browser(client: Client, lan: User) -> Client:
    client.force_login(lan)
    return client


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the tests of a module, none of which may need the database."""
    with launched() as browser:
        yield browser
