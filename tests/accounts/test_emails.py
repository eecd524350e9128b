"""Links in emails lead to the site's own address, whatever name of it the request came by."""

import re
from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django.fixtures import Settings

from studyapp.accounts.models import User
from studyapp.demo.factories import PASSWORD
from tests.accounts.signing_up import SIGN_UP, require

LINK = re.compile(r"https?://[^\s]+")


def forgets_the_password(client: Client, lan: User) -> None:
    client.post("/accounts/password/reset/", {"email": lan.email})


def asks_for_an_account_there_is_not(client: Client, lan: User) -> None:
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"})


def signs_up(client: Client, lan: User) -> None:
    client.post("/accounts/signup/", SIGN_UP)


def takes_another_address(client: Client, lan: User) -> None:
    client.post("/accounts/login/", {"login": lan.email, "password": PASSWORD})
    client.post("/accounts/email/", {"action_add": "", "email": "lan@example.net"})


def signs_up_again(client: Client, lan: User) -> None:
    client.post("/accounts/signup/", SIGN_UP | {"email": lan.email})


@pytest.mark.parametrize("address", ["https://study.example.org", "http://localhost:8000"])
@pytest.mark.parametrize(
    ("ask", "confirmation"),
    [
        (forgets_the_password, "optional"),
        (asks_for_an_account_there_is_not, "optional"),
        (signs_up, "optional"),
        (takes_another_address, "optional"),
        (signs_up_again, "required"),
    ],
)
def test_every_link_is_to_the_site(
    client: Client,
    lan: User,
    settings: Settings,
    mailoutbox: list[EmailMessage],
    ask: Callable[[Client, User], None],
    confirmation: str,
    address: str,
) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = address, ["other.example.org"]
    settings.ACCOUNT_DEFAULT_HTTP_PROTOCOL = address.partition(":")[0]
    require(settings, confirmation)
    client.defaults["HTTP_HOST"] = "other.example.org"
    ask(client, lan)
    (email,) = mailoutbox
    links = LINK.findall(str(email.body))
    assert links
    assert all(link.startswith(f"{address}/") for link in links), email.body
    assert "other.example.org" not in str(email.body)
