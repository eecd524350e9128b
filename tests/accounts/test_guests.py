"""A guest is a learner without an account: what they may see, how they sign up, and how they leave."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from allauth.core.ratelimit import consume
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.test import Client, RequestFactory

from studyapp.accounts.guests import TooManyGuests, let_in
from studyapp.accounts.models import User
from studyapp.demo.factories import NOW, PASSWORD, GuestFactory

TICKET = UUID(int=7)
SIGN_UP = {"email": "minh@example.org", "name": "", "password1": "a tide comes in"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest() -> User:
    return GuestFactory(time_zone="Asia/Ho_Chi_Minh")


@pytest.fixture
def guests_browser(client: Client, guest: User) -> Client:
    client.force_login(guest)
    return client


def first_answer(**data: str) -> HttpRequest:
    request = RequestFactory().post("/", data)
    request.session = SessionStore()
    return request


def test_a_visitor_becomes_a_guest_with_the_zone_of_their_browser() -> None:
    request = first_answer(time_zone="Asia/Saigon")
    guest = let_in(request, TICKET)
    assert (guest.is_guest, guest.email, guest.time_zone) == (True, None, "Asia/Ho_Chi_Minh")
    assert not guest.has_usable_password()
    assert request.session["_auth_user_id"] == str(guest.pk)


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "x" * 500, "\0"])
def test_a_zone_nobody_knows_is_utc(zone: str) -> None:
    assert let_in(first_answer(time_zone=zone), TICKET).time_zone == "UTC"


def test_a_second_click_finds_the_same_guest() -> None:
    assert let_in(first_answer(), TICKET) == let_in(first_answer(), TICKET)
    assert User.objects.count() == 1


def test_the_ticket_of_a_guest_who_signed_up_opens_nothing() -> None:
    guest = let_in(first_answer(), TICKET)
    User.objects.filter(pk=guest.pk).update(is_guest=False, ticket=None, email="minh@example.org")
    assert let_in(first_answer(), TICKET) != guest


def test_the_database_keeps_one_guest_for_a_ticket() -> None:
    GuestFactory(ticket=TICKET)
    with pytest.raises(IntegrityError), transaction.atomic():
        GuestFactory(ticket=TICKET)


def test_guests_without_an_address_do_not_clash() -> None:
    GuestFactory()
    GuestFactory()
    assert User.objects.filter(email=None).count() == 2


def test_a_large_class_comes_in_by_one_address_and_a_flood_does_not() -> None:
    with time_machine.travel(NOW, tick=False):
        assert all(consume(first_answer(), action="guest") for _ in range(599))
        let_in(first_answer(), TICKET)
        with pytest.raises(TooManyGuests):
            let_in(first_answer(), UUID(int=8))
        let_in(first_answer(), TICKET)  # who has come in already is not stopped
    assert User.objects.count() == 1


def test_a_class_of_300_comes_in_ten_times_a_day_by_one_address_and_no_more() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        for lesson in range(10):
            for _ in range(300):
                assert consume(first_answer(), action="guest")
            clock.shift(timedelta(hours=1) if lesson < 9 else timedelta(minutes=2))
        with pytest.raises(TooManyGuests):
            let_in(first_answer(), TICKET)
        clock.shift(timedelta(days=1))
        let_in(first_answer(), TICKET)


def test_the_masthead_offers_a_guest_an_account_and_no_way_to_sign_out(guests_browser: Client) -> None:
    page = guests_browser.get("/articles/").text
    assert "/accounts/signup/?next=/articles/" in page
    assert "Guest" in page
    assert "/accounts/logout/" not in page


def test_a_guest_may_change_how_they_study(guests_browser: Client, guest: User) -> None:
    page = guests_browser.get("/accounts/settings/")
    assert "/accounts/password/change/" not in page.text
    assert 'name="remind_at"' not in page.text
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    assert guests_browser.post("/accounts/settings/", sent | {"new_per_day": "3"}).status_code == 302
    guest.refresh_from_db()
    assert guest.new_per_day == 3


@pytest.mark.parametrize("page", ["email", "password/change", "password/set", "reauthenticate"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_pages_about_addresses_and_passwords_lead_a_guest_to_signing_up(
    guests_browser: Client, page: str, method: str
) -> None:
    response = getattr(guests_browser, method)(f"/accounts/{page}/")
    assert (response.status_code, response["Location"].partition("?")[0]) == (302, "/accounts/signup/")


def test_an_editor_who_is_a_guest_in_this_browser_can_sign_in_from_the_admin(guests_browser: Client) -> None:
    page = guests_browser.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0] == "/accounts/signup/?next=%2Fadmin%2Flogin%2F"
    assert "/accounts/login/?next=%2Fadmin%2Flogin%2F" in page.text


def test_signing_up_makes_a_learner_of_the_same_row(guests_browser: Client, guest: User) -> None:
    User.objects.filter(pk=guest.pk).update(name="Minh")
    assert guests_browser.get("/accounts/signup/").status_code == 200
    response = guests_browser.post("/accounts/signup/", SIGN_UP | {"time_zone": "Europe/Moscow", "next": "/decks/"})
    assert response["Location"] == "/decks/"
    minh = User.objects.get()
    assert (minh.pk, minh.email, minh.is_guest, minh.ticket) == (guest.pk, "minh@example.org", False, None)
    assert (minh.name, minh.time_zone) == ("Minh", "Asia/Ho_Chi_Minh")
    assert minh.check_password("a tide comes in")
    assert guests_browser.session["_auth_user_id"] == str(guest.pk)


@pytest.mark.parametrize("wrong", [{"email": "lan@example.org"}, {"email": ""}, {"password1": "short"}])
def test_a_faulty_sign_up_leaves_the_guest_a_guest(
    guests_browser: Client, guest: User, lan: User, wrong: dict[str, str]
) -> None:
    response = guests_browser.post("/accounts/signup/", SIGN_UP | wrong)
    assert response.status_code == 422
    guest.refresh_from_db()
    assert (guest.is_guest, guest.email) == (True, None)
    assert guests_browser.session["_auth_user_id"] == str(guest.pk)


def test_a_guest_can_sign_in_to_an_account(guests_browser: Client, guest: User, lan: User) -> None:
    assert guests_browser.get("/accounts/login/").status_code == 200
    guests_browser.post("/accounts/login/", {"login": lan.email, "password": PASSWORD})
    assert guests_browser.session["_auth_user_id"] == str(lan.pk)


def test_a_learner_is_still_sent_on_from_signing_in_and_up(client: Client, lan: User) -> None:
    client.force_login(lan)
    assert client.get("/accounts/login/")["Location"] == "/"
    assert client.post("/accounts/signup/", SIGN_UP)["Location"] == "/"
    assert User.objects.count() == 1


def test_nobody_signs_in_as_a_guest_by_form(client: Client, guest: User) -> None:
    for login in ("", "None", f"guest {guest.pk}"):
        client.post("/accounts/login/", {"login": login, "password": ""})
    assert "_auth_user_id" not in client.session


def test_a_guest_can_leave_without_a_password(guests_browser: Client) -> None:
    assert guests_browser.get("/accounts/delete/").status_code == 200
    assert guests_browser.post("/accounts/delete/")["Location"] == "/"
    assert not User.objects.exists()


def test_a_guest_can_take_their_data_along(guests_browser: Client) -> None:
    assert b'"is_guest": true' in guests_browser.get("/accounts/my-data/").getvalue()


def test_the_form_in_another_tab_still_works_after_the_first_answer() -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.get("/accounts/login/")
    before = browser.cookies[settings.CSRF_COOKIE_NAME].value
    request = first_answer()
    request.META["CSRF_COOKIE"] = before
    let_in(request, TICKET)
    assert request.META["CSRF_COOKIE"] == before
