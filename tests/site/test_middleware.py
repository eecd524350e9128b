"""What every request of a learner has in common."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.site.middleware import LearnerTimeZoneMiddleware

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/decks/?page=2"}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize("path", ["/study/", "/admin/", "/accounts/login/", "/no/such/page/"])
def test_no_other_method_is_taken_for_reading_or_sending(client: Client, path: str, method: str) -> None:
    response = client.generic(method, path)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")


def test_htmx_is_sent_to_sign_in_as_a_whole_page_and_comes_back(client: Client, db: None) -> None:
    response = client.get("/accounts/settings/", headers=HTMX)
    assert response.status_code == 200
    assert response["HX-Redirect"] == "/accounts/login/?next=%2Fdecks%2F%3Fpage%3D2"
    assert response.content == b""


@pytest.mark.parametrize("elsewhere", ["https://evil.example/decks/", "nonsense", "http://["])
def test_htmx_never_comes_back_to_another_site(client: Client, db: None, elsewhere: str) -> None:
    response = client.get("/accounts/settings/", headers=HTMX | {"HX-Current-URL": elsewhere})
    assert response["HX-Redirect"] == "/accounts/login/?next=%2F"


def test_without_htmx_signing_in_is_an_ordinary_redirect(client: Client, db: None) -> None:
    response = client.get("/accounts/settings/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/accounts/settings/")


def test_other_redirects_are_left_alone(lans_browser: Client) -> None:
    response = lans_browser.post("/accounts/logout/", headers=HTMX)
    assert (response.status_code, response["Location"]) == (302, "/")


@pytest.mark.parametrize("path", ["/accounts/settings/", "/accounts/login/", "/accounts/email/", "/no/such/page/"])
def test_no_page_is_kept(lans_browser: Client, path: str) -> None:
    assert "no-store" in lans_browser.get(path)["Cache-Control"]


@pytest.mark.parametrize(("signed_in", "zone"), [(True, "Asia/Ho_Chi_Minh"), (False, "UTC")])
def test_a_page_is_made_in_the_zone_of_the_learner(lan: User, rf: RequestFactory, signed_in: bool, zone: str) -> None:
    request = rf.get("/")
    request.user = lan if signed_in else AnonymousUser()
    seen = LearnerTimeZoneMiddleware(lambda _: HttpResponse(timezone.get_current_timezone_name()))(request)
    assert seen.content.decode() == zone
    assert timezone.get_current_timezone_name() == "UTC"
