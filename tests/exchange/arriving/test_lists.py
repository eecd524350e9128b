"""The list as a file, and files that are none that can be read."""

from typing import Any

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import GuestFactory
from studyapp.exchange.arriving.handling import MOST_OPEN
from studyapp.exchange.models import Import
from tests.exchange.arriving.bringing import KNOTS, brought, press, send, texts, understood, work

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_list_is_read_in_each_of_these_encodings(lans_browser: Client, lan: User, encoding: str) -> None:
    brought(lans_browser, "Thuỷ triều – прилив".encode(encoding))
    assert texts(lan) == [("Knots", "Thuỷ triều", "прилив")]


def test_fields_may_be_quoted_and_parted_by_commas(lans_browser: Client, lan: User) -> None:
    brought(lans_browser, 'ebb,"falling, slowly"\nflow,rising\nflow,"a river’s"', "Sea.csv")
    assert texts(lan) == [("Sea", "ebb", "falling, slowly"), ("Sea", "flow", "rising"), ("Sea", "flow", "a river’s")]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"text": ""}, "This file is empty."),
        ({"text": b"PK\x03\x04\0\0", "name": "x.docx"}, "We cannot read this sort of file."),
        ({"text": b"%PDF-1.7", "name": "x.pdf"}, "We cannot read this sort of file."),
        ({"into": "77"}, "Choose one of your decks."),
        ({"language": "xx"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_the_remedy(
    lans_browser: Client, lan: User, sent: dict[str, Any], told: str
) -> None:
    assert told in send(lans_browser, status=422, **sent)
    assert not Import.objects.exists()


def test_no_file_at_all_is_refused(lans_browser: Client) -> None:
    assert "Choose the file that the other program saved." in lans_browser.post("/bring/", {}).text


def test_a_file_that_is_too_large_is_refused(lans_browser: Client, settings) -> None:
    settings.IMPORT_MOST_BYTES = 10
    assert "Save fewer decks at once" in send(lans_browser, status=422)


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"caf\xe9 - coffee", "Save it as text in UTF-8"), (b"\n \n", "Choose one that has a card on each line.")],
)
def test_a_list_that_cannot_be_read_says_why(lans_browser: Client, data: bytes, told: str) -> None:
    assert told in lans_browser.get(understood(lans_browser, data)).text


def test_so_many_files_wait_and_no_more(lans_browser: Client, lan: User) -> None:
    urls = [send(lans_browser) for _ in range(MOST_OPEN)]
    assert "Some of your files wait below." in send(lans_browser, status=422)
    press(lans_browser, urls[0], "cancel")
    send(lans_browser)


def test_guests_are_told_to_make_an_account(client: Client) -> None:
    client.force_login(GuestFactory())
    assert client.get("/bring/").status_code == 403


def test_a_button_that_there_is_not_is_refused(lans_browser: Client) -> None:
    url = send(lans_browser)
    assert lans_browser.post(url, {"do": "explode"}).status_code == 400
    work()
    assert "3 new cards" in lans_browser.get(url, {"show": "<b>", "page": "-9"}).text


def test_the_worker_speaks_the_language_of_its_learner(lans_browser: Client, lan: User) -> None:
    lan.language = "ru"
    lan.save(update_fields=["language"])
    url = understood(lans_browser, KNOTS + "alone")
    assert "строка 4" in lans_browser.get(f"{url}?show=refused").text
