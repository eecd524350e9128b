"""The pages for when something goes wrong: they come up with whatever is left standing."""

import pytest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.test import Client, override_settings

from studyapp.accounts.models import User
from studyapp.demo.factories import PASSWORD

TEMPLATES = [f"{name}.html" for name in ("400", "403", "403_csrf", "404", "409", "413", "429", "500", "503", "507")]


@pytest.mark.parametrize("template", TEMPLATES)
def test_an_error_page_needs_neither_database_nor_request(template: str) -> None:
    assert '<main id="main"' in render_to_string(template)


@pytest.mark.parametrize("template", ["400.html", "403.html", "404.html", "409.html", "429.html"])
def test_an_error_page_says_what_it_is_told_and_nothing_else_can_be_put_in(template: str) -> None:
    page = render_to_string(template, {"sentence": "Deck <b>7</b> is gone."})
    assert "Deck &lt;b&gt;7&lt;/b&gt; is gone." in page


@override_settings(STORAGES={}, ROOT_URLCONF="tests.no_such_module")
def test_the_page_for_our_own_faults_asks_for_no_setting() -> None:
    assert "<h1" in render_to_string("500.html")


def test_the_page_for_our_own_faults_finds_its_style_sheet() -> None:
    page = render_to_string("500.html")
    assert f'href="{static("studyapp/app.css")}"' in page
    assert f'href="{static("studyapp/favicon.svg")}"' in page


def test_an_unknown_address_is_a_designed_404(lans_browser: Client) -> None:
    response = lans_browser.get("/no/such/page/")
    assert response.status_code == 404
    assert "404.html" in [template.name for template in response.templates]


def test_an_unknown_host_is_a_designed_400(client: Client) -> None:
    response = client.get("/accounts/login/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "400.html" in [template.name for template in response.templates]


def test_a_form_that_is_too_large_is_a_designed_413(client: Client) -> None:
    response = client.post("/accounts/login/", {"login": "a" * 300_000})
    assert response.status_code == 413
    assert "413.html" in [template.name for template in response.templates]


def test_a_form_without_its_token_is_a_designed_403(lan: User) -> None:
    careful = Client(enforce_csrf_checks=True)
    response = careful.post("/accounts/login/", {"login": lan.email, "password": PASSWORD})
    assert response.status_code == 403
    assert "403_csrf.html" in [template.name for template in response.templates]
    assert "_auth_user_id" not in careful.session


def test_editors_pages_are_a_designed_403_for_learners(lans_browser: Client) -> None:
    response = lans_browser.get("/admin/", follow=True)
    assert response.status_code == 403
    assert "403.html" in [template.name for template in response.templates]
