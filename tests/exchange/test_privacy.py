"""The page on privacy names every table about people, and leads to the download and to the way out."""

import html

import pytest
from django.conf import settings
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import PASSWORD, LearnerFactory
from studyapp.exchange.own_data import EXPORTED, LEFT_OUT

pytestmark = pytest.mark.django_db

HALF_A_YEAR, YEAR = 180, 364
"""In days, as the page says."""


@pytest.fixture
def lan() -> User:
    return LearnerFactory(lan=True)


def test_it_names_all_that_is_kept_and_what_the_download_leaves_out(client: Client) -> None:
    page = html.unescape(client.get("/privacy/").text)
    assert [part.about for part in EXPORTED.values() if part.about not in page] == []
    assert [reason for reason in LEFT_OUT.values() if reason not in page] == []


def test_a_learner_is_led_to_the_download_and_to_the_way_out(client: Client, lan: User) -> None:
    client.force_login(lan)
    page = client.get("/privacy/").text
    for path in ("/accounts/my-data/", "/accounts/settings/", "/accounts/delete/"):
        assert f'href="{path}"' in page


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/settings/"])
def test_signing_up_and_the_settings_lead_to_it(client: Client, lan: User, path: str) -> None:
    if path == "/accounts/settings/":
        client.force_login(lan)
    main = client.get(path).text.partition("<main")[2].partition("</main>")[0]
    assert 'href="/privacy/"' in main


def test_cookies_last_as_long_as_it_says() -> None:
    assert settings.SESSION_COOKIE_AGE == HALF_A_YEAR * 24 * 3600
    assert settings.CSRF_COOKIE_AGE == YEAR * 24 * 3600


def test_there_are_no_other_cookies(client: Client, lan: User) -> None:
    for path in ("/", "/decks/", "/accounts/signup/", "/privacy/"):
        client.get(path)
    client.force_login(lan)
    client.post("/accounts/settings/", {"name": "Lan"})
    client.get("/study/")
    client.post("/accounts/delete/", {"password": PASSWORD})
    named = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, "messages"}
    assert set(client.cookies) <= named
