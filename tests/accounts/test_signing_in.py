"""Signing up, signing in and forgotten passwords, as django-allauth does them with our settings and templates."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import PASSWORD, LearnerFactory
from tests.accounts.signing_up import SIGN_UP


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.django_db
def test_signing_up_makes_a_learner_with_the_zone_of_the_browser(client: Client) -> None:
    client.post("/accounts/signup/", SIGN_UP)
    minh = User.objects.get(email="minh@example.org")
    assert (minh.name, minh.time_zone, minh.check_password("a tide comes in")) == ("Minh", "Asia/Ho_Chi_Minh", True)
    assert signed_in(client)


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "x" * 500])
def test_a_zone_nobody_knows_becomes_utc(client: Client, zone: str) -> None:
    client.post("/accounts/signup/", SIGN_UP | {"time_zone": zone})
    assert User.objects.get().time_zone == "UTC"


@pytest.mark.django_db
def test_a_name_is_not_asked_for_insistently(client: Client) -> None:
    client.post("/accounts/signup/", SIGN_UP | {"name": ""})
    assert User.objects.get().get_short_name() == "minh"


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "no address"},
        {"email": "LAN@example.org"},
        {"password1": "short"},
        {"password1": ""},
        {"name": "x" * 81},
    ],
)
def test_a_faulty_sign_up_makes_nobody(client: Client, lan: User, wrong: dict[str, str]) -> None:
    response = client.post("/accounts/signup/", SIGN_UP | wrong)
    assert response.context["form"].errors
    assert list(User.objects.all()) == [lan]


@pytest.mark.parametrize("email", ["lan@example.org", "LAN@Example.ORG", " Lan@example.org "])
def test_the_case_of_the_email_does_not_matter(client: Client, lan: User, email: str) -> None:
    client.post("/accounts/login/", {"login": email, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(lan.pk)


def test_a_wrong_password_signs_nobody_in(client: Client, lan: User) -> None:
    client.post("/accounts/login/", {"login": lan.email, "password": "wrong horse"})
    assert not signed_in(client)


@pytest.mark.parametrize("way", ["login", "signup"])
def test_signing_in_or_up_comes_back_to_where_one_was(client: Client, lan: User, way: str) -> None:
    shown = client.get(f"/accounts/{way}/", {"next": "/decks/?page=2"})
    hidden = re.search(r'name="next" value="([^"]*)"', shown.text)
    assert hidden
    data = SIGN_UP if way == "signup" else {"login": lan.email, "password": PASSWORD}
    response = client.post(f"/accounts/{way}/", data | {"next": hidden[1]})
    assert response["Location"] == "/decks/?page=2"


@pytest.mark.parametrize(("way", "other"), [("login", "signup"), ("signup", "login")])
def test_going_from_signing_in_to_signing_up_and_back_keeps_the_way(
    client: Client, lan: User, way: str, other: str
) -> None:
    shown = client.get(f"/accounts/{way}/", {"next": "/decks/"})
    assert f"/accounts/{other}/?next=%2Fdecks%2F" in shown.text


def test_nobody_is_sent_to_another_site(client: Client, lan: User) -> None:
    data = {"login": lan.email, "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post("/accounts/login/", data)["Location"] == "/"


def test_a_forgotten_password_is_set_anew_by_the_link_in_an_email(
    client: Client, lan: User, mailoutbox: list[EmailMessage]
) -> None:
    client.post("/accounts/password/reset/", {"email": "Lan@Example.org"})
    (email,) = mailoutbox
    link = re.search(r"http://localhost:8000(/\S+)", str(email.body))
    assert email.to == [lan.email]
    assert link
    form_page = client.get(link[1], follow=True)
    action = form_page.request["PATH_INFO"]
    client.post(action, {"password1": "new horse, old cart", "password2": "new horse, old cart"})
    client.post("/accounts/login/", {"login": lan.email, "password": PASSWORD})
    assert not signed_in(client)
    client.post("/accounts/login/", {"login": lan.email, "password": "new horse, old cart"})
    assert signed_in(client)


def test_the_link_of_an_email_works_once(client: Client, lan: User, mailoutbox: list[EmailMessage]) -> None:
    client.post("/accounts/password/reset/", {"email": lan.email})
    link = re.search(r"http://localhost:8000(/\S+)", str(mailoutbox[0].body))
    assert link
    lan.set_password("another one by now")
    lan.save()
    assert client.get(link[1]).context["token_fail"]


def test_an_email_goes_out_whether_or_not_there_is_such_an_account(
    client: Client, lan: User, mailoutbox: list[EmailMessage]
) -> None:
    pages = [
        client.post("/accounts/password/reset/", {"email": email}, follow=True)
        for email in (lan.email, "nobody@example.org")
    ]
    assert pages[0].request["PATH_INFO"] == pages[1].request["PATH_INFO"]
    assert [email.to for email in mailoutbox] == [[lan.email], ["nobody@example.org"]]


@pytest.mark.django_db
def test_an_address_is_confirmed_by_the_link_in_an_email(client: Client, mailoutbox: list[EmailMessage]) -> None:
    client.post("/accounts/signup/", SIGN_UP)
    link = re.search(r"http://localhost:8000(/\S+)", str(mailoutbox[0].body))
    assert link
    assert client.get(link[1]).context["can_confirm"]
    client.post(link[1])
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("minh@example.org", True)]


def test_guessing_passwords_of_one_account_is_stopped_and_the_next_account_is_not(client: Client, lan: User) -> None:
    LearnerFactory(email="minh@example.org")
    for _ in range(11):
        client.post("/accounts/login/", {"login": lan.email, "password": "wrong horse"})
    client.post("/accounts/login/", {"login": lan.email, "password": PASSWORD})
    assert not signed_in(client)
    client.post("/accounts/login/", {"login": "minh@example.org", "password": PASSWORD})
    assert signed_in(client)


@pytest.mark.django_db
def test_a_class_of_forty_signs_up_behind_one_address() -> None:
    for number in range(40):
        Client().post("/accounts/signup/", SIGN_UP | {"email": f"pupil{number}@example.org"})
    assert User.objects.count() == 40


def test_asking_for_emails_without_end_is_answered_by_a_designed_429(client: Client, lan: User) -> None:
    answers = [client.post("/accounts/password/reset/", {"email": lan.email}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "429.html" in [template.name for template in answers[-1].templates]
