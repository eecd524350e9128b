"""What may be tried how often: one count for an account, wherever the tries come from."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from studyapp import settings as shipped
from studyapp.accounts.adapter import plain_email
from studyapp.accounts.models import User
from studyapp.demo.factories import PASSWORD

SIGN_UP = {"email": "lan@example.org", "name": "", "password1": "a tide comes in"}
SPELLINGS = ["lan@example.org", "LAN@Example.org", " lan@example.org ", "lan@EXAMPLE.ORG"]


@pytest.fixture
def shipped_cache(db: None, settings: Settings) -> None:
    """The cache of a real installation: a table of the database."""
    settings.CACHES = shipped.CACHES
    call_command("createcachetable")


def guess(client: Client, email: str) -> None:
    client.post("/accounts/login/", {"login": email, "password": "wrong horse"})


def can_sign_in(lan: User) -> bool:
    client = Client()
    client.post("/accounts/login/", {"login": lan.email, "password": PASSWORD})
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("name", ["HTTP_HOST", "SERVER_PORT", "REMOTE_ADDR"])
def test_another_name_of_the_site_another_port_or_place_gives_no_fresh_tries(
    client: Client, lan: User, settings: Settings, name: str
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    values = {"HTTP_HOST": "study{}.example.org", "SERVER_PORT": "80{:02}", "REMOTE_ADDR": "192.0.2.{}"}
    for number in range(11):
        client.defaults[name] = values[name].format(number)
        guess(client, "lan@example.org")
    assert not can_sign_in(lan)


def test_every_spelling_of_an_address_counts_for_the_one_account(client: Client, lan: User) -> None:
    for number in range(11):
        guess(client, SPELLINGS[number % len(SPELLINGS)])
    assert not can_sign_in(lan)


@pytest.mark.parametrize(
    "spelling", ["baſil@example.org", "BASIL@example.org", "ｂasil@example.org", "basıl@example.org"]
)
def test_what_a_database_could_take_for_the_same_letter_is_the_same(spelling: str) -> None:
    assert plain_email(spelling) == "basil@example.org"


def test_right_passwords_do_not_count(lan: User) -> None:
    assert all(can_sign_in(lan) for _ in range(12))


@pytest.mark.usefixtures("shipped_cache")
def test_a_thousand_invented_addresses_wash_no_count_away(client: Client, lan: User) -> None:
    for _ in range(10):
        guess(client, "lan@example.org")
    expires = connection.ops.adapt_datetimefield_value(
        (timezone.now() + timedelta(minutes=5)).replace(tzinfo=None, microsecond=0)
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO cache (cache_key, value, expires) VALUES (%s, %s, %s)",
            [(f":1:{letter}{number}", "gAVdlC4=", expires) for letter in "az" for number in range(500)],
        )
    guess(client, "someone@example.org")  # which makes room, if there is none
    assert not can_sign_in(lan)


@pytest.mark.usefixtures("shipped_cache")
def test_there_is_room_for_a_hundred_thousand_counts_and_the_old_ones_go_first(settings: Settings) -> None:
    assert shipped.CACHES["default"]["OPTIONS"]["MAX_ENTRIES"] >= 100_000
    settings.CACHES = {"default": {**shipped.CACHES["default"], "OPTIONS": {"MAX_ENTRIES": 3, "CULL_FREQUENCY": 10}}}
    for number in range(4):
        cache.set(f"old-{number}", number, timeout=-1 if number else 60)
    cache.set("new", 1, timeout=60)
    cache.set("newer", 1, timeout=60)
    assert cache.get("old-0") == 0
    assert cache.get("new") == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM cache")
        assert cursor.fetchone()[0] <= 4


def test_signing_up_does_not_tell_address_after_address_whether_it_has_an_account(client: Client, lan: User) -> None:
    codes = [client.post("/accounts/signup/", SIGN_UP).status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]
    assert Session.objects.count() == 1


def test_nor_to_who_throws_the_session_away(lan: User, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "email_taken": "3/h/ip,10/h/key"}
    assert shipped.ACCOUNT_RATE_LIMITS["email_taken"].startswith("300/h/ip,")
    assert [Client().post("/accounts/signup/", SIGN_UP).status_code for _ in range(4)] == [422] * 3 + [429]
