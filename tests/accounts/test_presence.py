"""Who is there is found by compiled statements, and is whom Django would find, whatever became of session and user."""

from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from studyapp.accounts.models import User
from studyapp.accounts.presence import SessionStore, present_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(client: Client, lan: User) -> str:
    """That of the session in which Lan is signed in."""
    client.force_login(lan)
    return client.cookies[configured.SESSION_COOKIE_NAME].value


def request_with(key: str, store: type[db.SessionStore] = SessionStore) -> HttpRequest:
    request = HttpRequest()
    request.session = store(key)
    return request


def found_by_both(key: str) -> object:
    """Whom the request is from, by our means and by Django's."""
    ours, djangos = present_user(request_with(key)), auth.get_user(request_with(key, db.SessionStore))
    assert ours == djangos
    return ours


def test_a_learner_is_found_by_two_statements(
    lan: User, key: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        assert present_user(request_with(key)) == lan


def test_a_page_knows_the_user_and_no_proxy(client: Client, lan: User, key: str) -> None:
    assert type(client.get("/").wsgi_request.user) is User


def test_who_has_no_session_is_nobody() -> None:
    assert present_user(request_with("")) == AnonymousUser()
    assert found_by_both("0123456789abcdef0123456789abcdef") == AnonymousUser()


def test_who_may_not_sign_in_any_more_is_nobody(lan: User, key: str) -> None:
    User.objects.filter(pk=lan.pk).update(is_active=False)
    assert found_by_both(key) == AnonymousUser()


def test_who_was_erased_is_nobody(lan: User, key: str) -> None:
    User.objects.filter(pk=lan.pk).delete()
    assert found_by_both(key) == AnonymousUser()


def test_after_a_change_of_password_elsewhere_they_are_nobody(lan: User, key: str) -> None:
    lan.set_password("another long one")
    lan.save()
    request = request_with(key)
    assert present_user(request) == AnonymousUser()
    assert not Session.objects.filter(session_key=key).exists()


def test_a_session_that_is_over_is_nobodys_and_its_key_is_not_taken_over(key: str) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    request = request_with(key)
    assert present_user(request) == AnonymousUser()
    assert request.session.session_key is None


def test_a_session_of_another_way_to_sign_in_is_nobodys(settings: Settings, key: str) -> None:
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
    assert found_by_both(key) == AnonymousUser()


def test_after_a_change_of_the_secret_key_a_learner_stays_and_gets_a_new_session(
    settings: Settings, lan: User, key: str
) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 10, [settings.SECRET_KEY]
    request = request_with(key)
    assert present_user(request) == lan
    assert request.session.session_key != key
