"""Editors are invited by a superuser, set their own password by a link, belong to groups, and are let go."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import PASSWORD, EditorFactory, LearnerFactory
from tests.people import group

pytestmark = pytest.mark.django_db

ADD, LIST = "/admin/accounts/editor/add/", "/admin/accounts/editor/"
VERA = "vera@example.org"


@pytest.fixture
def editor(client: Client) -> Client:
    """A superuser's browser."""
    client.force_login(EditorFactory(email="edith@example.org"))
    return client


def invite(browser: Client, email: str = VERA, *groups: str) -> Any:
    keys = [group(name).pk for name in groups]
    return browser.post(ADD, {"email": email, "name": "Vera", "groups": keys})


def link_in_mail() -> str:
    found = re.search(r"http://[^/]+(/accounts/password/\S+)", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[1]


def set_password(browser: Client, link: str, password: str = "grazing goats at noon") -> Any:
    page = browser.get(link, follow=True)
    return browser.post(page.request["PATH_INFO"], {"password1": password, "password2": password})


def page_of(user: User) -> str:
    return f"{LIST}{user.pk}/change/"


def save(browser: Client, user: User, **changes: Any) -> Any:
    form = browser.get(page_of(user)).context["adminform"].form
    shown = {name: form[name].value() for name in form.fields if form[name].value()}
    return browser.post(page_of(user), {**shown, **changes})


def test_who_is_invited_sets_a_password_by_the_link_and_is_in(editor: Client) -> None:
    assert invite(editor, " Vera@Example.org", "Editors").status_code == 302
    vera = User.objects.get(email=VERA)
    assert (vera.is_staff, vera.is_superuser, vera.has_usable_password()) == (True, False, False)
    assert [group.name for group in vera.groups.all()] == ["Editors"]
    browser = Client()
    assert set_password(browser, link_in_mail()).status_code == 302
    assert EmailAddress.objects.get(user=vera).verified
    assert browser.login(email=VERA, password="grazing goats at noon")
    assert browser.get("/admin/library/fact/").status_code == 200
    assert browser.get(LIST).status_code == 403


def test_a_link_is_good_once(editor: Client) -> None:
    invite(editor)
    link = link_in_mail()
    set_password(Client(), link)
    assert "This link no longer works" in Client().get(link, follow=True).content.decode()


def test_a_link_grows_old(editor: Client, settings: Any) -> None:
    invite(editor)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "This link no longer works" in Client().get(link_in_mail(), follow=True).content.decode()


def test_a_learner_who_is_invited_keeps_account_and_password(editor: Client) -> None:
    lan = LearnerFactory(lan=True)
    EmailAddress.objects.create(user=lan, email=lan.email, verified=True, primary=True)
    invite(editor, "lan@example.org", "Reviewers")
    lan.refresh_from_db()
    assert (lan.is_staff, lan.name, lan.check_password(PASSWORD)) == (True, "Lan", True)
    assert "/password/" not in mail.outbox[-1].body


def test_an_account_whose_address_was_never_confirmed_is_entered_by_the_link_alone(editor: Client) -> None:
    impostor = LearnerFactory(email=VERA)
    EmailAddress.objects.create(user=impostor, email="impostor@example.org", verified=True)
    browser = Client()
    browser.force_login(impostor)
    invite(editor, VERA, "Publishers")
    assert browser.get("/admin/library/fact/").status_code == 302
    assert not Client().login(email=VERA, password=PASSWORD)
    assert not EmailAddress.objects.filter(email="impostor@example.org").exists()
    set_password(Client(), link_in_mail())
    assert Client().login(email=VERA, password="grazing goats at noon")


def test_who_is_an_editor_already_is_not_invited_again_but_may_be_written_to_again(editor: Client) -> None:
    invite(editor)
    assert "already" in invite(editor).context["adminform"].form.errors["email"][0]
    assert len(mail.outbox) == 1
    first = link_in_mail()
    vera = User.objects.get(email=VERA)
    editor.post(LIST, {"action": "write_again", "_selected_action": [vera.pk], "index": "0"})
    assert len(mail.outbox) == 2
    set_password(Client(), link_in_mail())
    assert "This link no longer works" in Client().get(first, follow=True).content.decode()


def test_where_no_email_can_be_sent_nobody_is_invited(editor: Client, settings: Any) -> None:
    refusing = {"host": "127.0.0.1", "port": 9}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": refusing}}
    page = editor.get(invite(editor)["Location"]).content.decode()
    assert "nobody was invited" in page
    assert not User.objects.filter(email=VERA).exists()


def test_an_editor_is_let_go_and_is_out_at_once(editor: Client) -> None:
    vera = EditorFactory(email=VERA, is_superuser=False)
    vera.groups.add(group("Editors"))
    browser = Client()
    browser.force_login(vera)
    assert browser.get("/admin/library/fact/").status_code == 200
    save(editor, vera, is_active="")
    assert browser.get("/admin/library/fact/").status_code == 302
    save(editor, vera, is_active="on", is_staff="")
    assert not User.objects.get(email=VERA).is_staff
    assert Client().login(email=VERA, password=PASSWORD)


def test_nobody_lets_themselves_go(editor: Client) -> None:
    edith = User.objects.get(email="edith@example.org")
    form = editor.get(page_of(edith)).context["adminform"].form
    assert not {"is_staff", "is_active"} & set(form.fields)


def test_of_two_superusers_the_second_sees_what_the_first_did(editor: Client) -> None:
    vera = EditorFactory(email=VERA, is_superuser=False)
    form = editor.get(page_of(vera)).context["adminform"].form
    opened = {"version": form["version"].value(), "is_staff": "on", "is_active": "on"}
    vera.groups.add(group("Reviewers"))
    again = editor.post(page_of(vera), opened)
    assert "changed after you opened" in again.content.decode()
    assert vera.groups.exists()
    opened["version"] = again.context["adminform"].form["version"].value()
    assert editor.post(page_of(vera), opened).status_code == 302
    assert not vera.groups.exists()


def test_only_superusers_see_editors_and_nobody_sees_learners_there(editor: Client) -> None:
    LearnerFactory(lan=True)
    assert "lan@example.org" not in editor.get(LIST).content.decode()
    editor.force_login(EditorFactory(is_superuser=False))
    for page in (LIST, ADD):
        assert editor.get(page).status_code == 403
        assert editor.post(page, {"email": VERA}).status_code == 403


def test_no_editor_is_deleted(editor: Client) -> None:
    vera = EditorFactory(email=VERA)
    assert editor.post(f"{LIST}{vera.pk}/delete/", {"post": "yes"}).status_code == 403
