"""Which language the pages speak: what the learner chose, what this browser chose, what the browser asks for."""

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import translation

from studyapp.accounts.models import User

NONSENSE = ["", "de", "vi\0", "en-gb-oed", "x" * 5000, "../ru", "ру"]


def language_of(client: Client, path: str = "/accounts/settings/", **headers: str) -> str:
    response = client.get(path, headers=headers)
    language = response["Content-Language"]
    assert f'<html lang="{language}">' in response.content.decode()
    return language


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("", "en"), ("en-US,en;q=0.9", "en"), ("vi-VN,vi;q=0.9,en;q=0.5", "vi"), ("ru", "ru"), ("de,ru;q=0.4", "ru")],
)
def test_a_visitor_is_spoken_to_as_the_browser_asks(client: Client, asked: str, spoken: str) -> None:
    assert language_of(client, "/accounts/login/", accept_language=asked) == spoken


@pytest.mark.django_db
def test_no_copy_serves_readers_of_another_language(client: Client) -> None:
    assert {"Accept-Language", "Cookie"} <= set(client.get("/accounts/login/")["Vary"].split(", "))


@pytest.mark.django_db
def test_a_visitor_chooses_at_the_foot_of_the_page_and_stays_there(client: Client) -> None:
    response = client.post("/accounts/language/", {"language": "vi", "next": "/articles/?page=2"})
    assert (response.status_code, response["Location"]) == (302, "/articles/?page=2")
    assert language_of(client, "/accounts/login/", accept_language="ru") == "vi"


def test_a_learner_is_spoken_to_as_they_chose_on_any_device(lan: User, lans_browser: Client) -> None:
    lans_browser.post("/accounts/language/", {"language": "ru"})
    lan.refresh_from_db()
    assert lan.language == "ru"
    elsewhere = Client()
    elsewhere.force_login(lan)
    assert language_of(elsewhere, accept_language="vi") == "ru"


def test_who_chose_nothing_is_spoken_to_as_the_browser_asks(lans_browser: Client) -> None:
    assert language_of(lans_browser, accept_language="vi") == "vi"


def test_a_language_chosen_in_the_settings_holds_at_once(lan: User, lans_browser: Client) -> None:
    form = lans_browser.get("/accounts/settings/").context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"language": "vi"}
    response = lans_browser.post("/accounts/settings/", sent, follow=True)
    with translation.override("vi"):
        assert [str(message) for message in response.context["messages"]] == [translation.gettext("Saved.")]
    assert response["Content-Language"] == "vi"


@pytest.mark.parametrize("sent", NONSENSE)
def test_a_language_that_is_none_of_ours_changes_nothing(lan: User, lans_browser: Client, sent: str) -> None:
    response = lans_browser.post("/accounts/language/", {"language": sent})
    assert response.status_code == 400
    lan.refresh_from_db()
    assert lan.language == ""
    assert settings.LANGUAGE_COOKIE_NAME not in response.cookies


@pytest.mark.django_db
@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "http://[", "", "javascript:alert(1)", "true"]
)
def test_the_way_back_never_leads_to_another_site(client: Client, back: str) -> None:
    assert client.post("/accounts/language/", {"language": "ru", "next": back})["Location"] == "/"


@pytest.mark.django_db
def test_the_address_of_the_buttons_is_no_page(client: Client) -> None:
    assert client.get("/accounts/language/")["Location"] == "/"


def test_the_sentence_of_an_error_page_is_translated_too(lans_browser: Client) -> None:
    lans_browser.post("/accounts/language/", {"language": "ru"})
    assert language_of(lans_browser, "/no/such/page/") == "ru"


def test_an_email_is_written_in_the_language_of_whoever_asked_for_it(lan: User, client: Client) -> None:
    client.post("/accounts/password/reset/", {"email": lan.email}, headers={"accept-language": "ru"})
    [email] = mail.outbox
    assert email.subject == "Задайте новый пароль"
    assert email.body.startswith("Здравствуйте!")
    assert "With this link" not in email.body
