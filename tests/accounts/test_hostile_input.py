"""Whatever is sent to an account page is judged or refused, and never breaks it."""

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import PASSWORD

NASTY = {
    "NUL": "a\0b@example.org",
    "long": "x" * 100_000,
    "long address": "x" * 300 + "@example.org",
    "surrogate": "\udce9".encode("utf-8", "surrogatepass").decode("latin-1"),
    "markup": "<script>alert(1)</script>@example.org",
    "header": "lan@example.org\r\nBcc: all@example.org",
    "braces": "{{ user.password }}",
    "number": "9" * 5000,
    "right to left": "\u202elan@example.org",
}
FORMS = {
    "/accounts/login/": ["login", "password", "next", "remember"],
    "/accounts/signup/": ["email", "name", "time_zone", "password1", "next"],
    "/accounts/logout/": ["next"],
    "/accounts/password/reset/": ["email", "next"],
    "/accounts/password/change/": ["oldpassword", "password1", "password2"],
    "/accounts/reauthenticate/": ["password", "next"],
    "/accounts/email/": ["email", "action_add"],
    "/accounts/email/?send": ["email", "action_send"],
    "/accounts/email/?primary": ["email", "action_primary"],
    "/accounts/email/?remove": ["email", "action_remove"],
    "/accounts/settings/": ["name", "time_zone", "day_start", "number_style", "new_per_day", "desired_retention"],
    "/accounts/delete/": ["password"],
}
KEYS = [
    "/accounts/password/reset/key/1-%00/",
    "/accounts/password/reset/key/zzzzzzzzzzzzzzzzzzzzzzzz-abc/",
    "/accounts/password/reset/key/1-set-password/",
    "/accounts/confirm-email/Mw:1:%00/",
    "/accounts/confirm-email/" + "x" * 5000 + "/",
    "/accounts/login/?next=%00",
    "/accounts/login/?next=http://[",
    "/accounts/signup/?email=%00",
]


@pytest.mark.parametrize("value", NASTY.values(), ids=NASTY.keys())
@pytest.mark.parametrize("path", FORMS)
def test_no_form_breaks_or_changes_anyone(client: Client, lan: User, path: str, value: str) -> None:
    for signed_in in (False, True):
        if signed_in:
            client.force_login(lan)
        response = client.post(path, dict.fromkeys(FORMS[path], value))
        assert response.status_code < 500
    (only,) = User.objects.all()
    assert (only.email, only.name, only.check_password(PASSWORD)) == ("lan@example.org", "Lan", True)


@pytest.mark.any_database
@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/x-www-form-urlencoded", b"password=%ff%fe&email=%00&name=%ed%a0%80"),
        ("application/x-www-form-urlencoded; charset=utf-7", b"password=+AA-"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"password=x"),
        ("multipart/form-data; boundary=x", b"--x\r\nnonsense"),
        ("multipart/form-data", b"no boundary"),
        ("application/json", b'{"email": [1, {"a": null}]}'),
        ("text/plain", b"\0" * 1000),
        ("application/x-www-form-urlencoded", b"a=1&" * 5000),
        ("application/x-www-form-urlencoded", b"password=" + b"x" * 500_000),
    ],
)
def test_no_body_breaks_a_form(lans_browser: Client, path: str, content_type: str, body: bytes) -> None:
    # `generic` sends the bytes as they are; `post` would encode them again.
    assert lans_browser.generic("POST", path, body, content_type).status_code < 500


@pytest.mark.parametrize("path", KEYS)
def test_no_address_breaks_a_page(client: Client, lan: User, path: str) -> None:
    assert client.get(path).status_code < 500
    assert client.post(path, {"password1": "x\0", "password2": "x"}).status_code < 500
