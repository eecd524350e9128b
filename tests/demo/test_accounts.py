"""The accounts of a first run."""

import re

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.accounts import new_password, open_accounts
from studyapp.demo.factories import NOW, LearnerFactory, QuestionFactory

pytestmark = pytest.mark.django_db


def test_both_can_sign_in_with_the_passwords_that_are_told(client: Client) -> None:
    QuestionFactory()
    logins = open_accounts(demo=True, at=NOW)
    assert [login.email for login in logins] == ["learner@example.org", "editor@example.org"]
    for login in logins:
        client.post("/accounts/login/", {"login": login.email, "password": login.password})
        assert client.session["_auth_user_id"] == str(User.objects.get(email=login.email).pk)
        client.logout()


def test_the_learner_is_marked_as_demo_and_has_a_history_and_the_editor_may_edit() -> None:
    QuestionFactory()
    open_accounts(demo=True, at=NOW)
    learner, editor = User.objects.get(is_demo=True), User.objects.get(is_staff=True)
    assert learner.reviews.exists()
    assert editor != learner
    assert editor.is_superuser


def test_without_a_demo_there_is_only_the_editor() -> None:
    assert [login.email for login in open_accounts(demo=False, at=NOW)] == ["editor@example.org"]
    assert User.objects.count() == 1


def test_where_there_are_people_nobody_is_added() -> None:
    lan = LearnerFactory(lan=True)
    assert open_accounts(demo=True, at=NOW) == []
    assert list(User.objects.all()) == [lan]


def test_passwords_are_random_and_easy_to_copy() -> None:
    passwords = {new_password() for _ in range(20)}
    assert len(passwords) == 20
    assert all(re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", password) for password in passwords)
