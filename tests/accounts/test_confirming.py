"""Where an email address must be confirmed first: signing up says the same to all, and a guest loses nothing."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django.fixtures import Settings

from studyapp.accounts.checks import required_emails_go_out
from studyapp.accounts.models import User
from studyapp.demo.factories import PASSWORD, GuestFactory
from tests.accounts.signing_up import SIGN_UP, require

LINK = re.compile(r"http://localhost:8000(/\S+)")
TOKENS = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"')


@pytest.fixture(autouse=True)
def required(settings: Settings) -> None:
    require(settings, "required")


def signing_up(client: Client, email: str) -> tuple[int, str, str]:
    """How it is answered, and the page it leads to."""
    answer = client.post("/accounts/signup/", SIGN_UP | {"email": email})
    page = client.get(answer["Location"])
    return answer.status_code, answer["Location"], TOKENS.sub("", page.text.replace(email, "…"))


@pytest.mark.parametrize("as_guest", [False, True])
def test_it_says_the_same_whether_or_not_there_is_such_an_account(
    lan: User, mailoutbox: list[EmailMessage], as_guest: bool
) -> None:
    answers = []
    for email in ("lan@example.org", "minh@example.org"):
        client = Client()
        if as_guest:
            client.force_login(GuestFactory(name="Somebody"))
        answers.append(signing_up(client, email))
        assert client.get("/accounts/settings/").status_code == (200 if as_guest else 302)
    assert answers[0] == answers[1]
    assert [email.to for email in mailoutbox] == [[lan.email], ["minh@example.org"]]
    assert "is already an account with this address" in str(mailoutbox[0].body)
    assert "Please confirm" in str(mailoutbox[1].body)


@pytest.mark.django_db
def test_that_an_email_is_on_its_way_is_a_notice_where_they_are_and_said_once(client: Client) -> None:
    _, address, text = signing_up(client, "minh@example.org")
    assert address == "/"
    assert text.count("We have sent you an email") == 1
    assert client.get("/accounts/confirm-email/")["Location"] == "/"
    assert "We have sent an email" not in client.get("/").text


@pytest.mark.django_db
def test_nobody_is_let_in_before_they_confirmed(client: Client) -> None:
    signing_up(client, "minh@example.org")
    client.post("/accounts/login/", {"login": "minh@example.org", "password": SIGN_UP["password1"]})
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_the_link_confirms_and_signs_in_where_one_signed_up(client: Client, mailoutbox: list[EmailMessage]) -> None:
    signing_up(client, "minh@example.org")
    link = LINK.search(str(mailoutbox[0].body))
    assert link
    assert "minh@example.org" in client.get(link[1]).text
    client.post(link[1])
    assert client.session["_auth_user_id"] == str(User.objects.get(email="minh@example.org").pk)


@pytest.mark.django_db
def test_the_link_in_another_browser_confirms_and_signs_nobody_in(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    signing_up(client, "minh@example.org")
    link, other = LINK.search(str(mailoutbox[0].body)), Client()
    assert link
    other.post(link[1])
    assert "_auth_user_id" not in other.session
    other.post("/accounts/login/", {"login": "minh@example.org", "password": SIGN_UP["password1"]})
    assert "_auth_user_id" in other.session


def test_who_has_an_account_signs_in_as_before(client: Client, lan: User) -> None:
    EmailAddress.objects.create(user=lan, email="lan@example.org", verified=True, primary=True)
    client.post("/accounts/login/", {"login": lan.email, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(lan.pk)


def test_it_cannot_be_required_where_emails_are_only_printed(settings: Settings) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
    settings.HTTPS = True
    assert [error.id for error in required_emails_go_out()] == ["studyapp.E001"]
    settings.EMAIL_CONFIRMATION = "optional"
    assert required_emails_go_out() == []
