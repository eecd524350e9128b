"""The link at the end of a reminder stops reminders, without signing in, for the person it was sent to."""

import pytest
from django.core.signing import Signer
from django.test import Client

from studyapp.accounts.models import User
from studyapp.accounts.unsubscribing import SALT, link_for
from studyapp.demo.factories import LearnerFactory

SITE = "http://localhost:8000"


@pytest.fixture
def lan(db: None) -> User:
    return LearnerFactory(lan=True, remind_at=7)


@pytest.fixture
def link(lan: User) -> str:
    return link_for(lan).removeprefix(SITE)


def hour_of(learner: User) -> int | None:
    return User.objects.get(pk=learner.pk).remind_at


def test_the_link_is_whole() -> None:
    assert link_for(User(pk=7)).startswith(f"{SITE}/accounts/reminders/stop/7:")


def test_opening_the_link_stops_nothing(client: Client, lan: User, link: str) -> None:
    response = client.get(link)
    assert response.status_code == 200
    assert "<form" in response.text
    assert hour_of(lan) == 7


def test_one_button_stops_the_reminders_and_a_second_click_does_no_harm(client: Client, lan: User, link: str) -> None:
    for _ in range(2):
        assert client.post(link).status_code == 200
        assert hour_of(lan) is None
    assert "You will get no more reminders." in client.get(link).text


def test_a_mail_program_stops_them_by_itself(lan: User, link: str) -> None:
    """RFC 8058: one POST, without cookies, and no redirect for an answer."""
    program = Client(enforce_csrf_checks=True)
    response = program.post(link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200
    assert hour_of(lan) is None


def test_reminders_asked_for_again_come_again_until_the_link_is_used_again(client: Client, lan: User, link: str):
    client.post(link)
    User.objects.filter(pk=lan.pk).update(remind_at=9)
    assert "No more reminders?" in client.get(link).text
    client.post(link)
    assert hour_of(lan) is None


def test_whoever_is_signed_in_only_the_person_of_the_link_is_meant(client: Client, lan: User, link: str) -> None:
    boris = LearnerFactory(boris=True, remind_at=8)
    client.force_login(boris)
    client.post(link)
    assert (hour_of(lan), hour_of(boris)) == (None, 8)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("token", ["1", "1:", "%00", "1:AAAA", "💌", "9" * 3000, "1:2:3", ":"])
def test_a_link_that_is_none_of_ours_says_so_and_stops_nothing(
    client: Client, lan: User, method: str, token: str
) -> None:
    response = getattr(client, method)(f"/accounts/reminders/stop/{token}/")
    assert response.status_code == 404
    assert "This link does not work." in response.text
    assert hour_of(lan) == 7


def test_a_signature_for_another_end_does_not_count(client: Client, lan: User) -> None:
    token = Signer(salt=f"{SALT}.not").sign(str(lan.pk))
    assert client.post(f"/accounts/reminders/stop/{token}/").status_code == 404
    assert hour_of(lan) == 7


def test_somebody_elses_number_does_not_fit_the_signature(client: Client, lan: User, link: str) -> None:
    boris = LearnerFactory(boris=True, remind_at=8)
    assert client.post(link.replace(f"/{lan.pk}:", f"/{boris.pk}:")).status_code == 404
    assert (hour_of(lan), hour_of(boris)) == (7, 8)


def test_the_link_of_a_deleted_account_says_that_no_more_emails_come(client: Client, lan: User, link: str) -> None:
    lan.delete()
    for response in (client.get(link), client.post(link)):
        assert response.status_code == 404
        assert "This link does not work." in response.text


def test_other_methods_are_refused(client: Client, link: str) -> None:
    assert client.put(link).status_code == 405
