"""Help for students, and what a phone needs to install the site."""

import json
import re
import struct
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from studyapp.accounts.models import User

pytestmark = pytest.mark.django_db

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def size_of_png(address: str) -> tuple[int, int]:
    """As the file itself says: width and height stand in its first chunk."""
    found = finders.find(address.removeprefix("/static/"))
    assert found, address
    beginning = Path(found).read_bytes()[:24]
    assert beginning.startswith(SIGNATURE)
    width, height = struct.unpack(">II", beginning[16:24])
    return width, height


@pytest.fixture
def manifest(client: Client) -> dict[str, Any]:
    link = re.search(r'<link rel="manifest" href="([^"]+)">', client.get("/").text)
    assert link
    response = client.get(link[1])
    assert response["Content-Type"] == "application/manifest+json"
    found: dict[str, Any] = json.loads(response.content)
    return found


def test_the_manifest_has_what_browsers_ask_for_before_they_offer_to_install(manifest: dict[str, Any]) -> None:
    assert manifest["name"]
    assert 0 < len(manifest["short_name"]) <= 12
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
    assert {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]} >= {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }


def test_every_icon_is_there_and_as_large_as_it_says(manifest: dict[str, Any]) -> None:
    for icon in manifest["icons"]:
        assert icon["type"] == "image/png"
        assert "x".join(map(str, size_of_png(icon["src"]))) == icon["sizes"]


def test_the_colours_are_those_of_the_pages(client: Client, manifest: dict[str, Any]) -> None:
    by_light = re.search(
        r'name="theme-color" content="([^"]+)" media="\(prefers-color-scheme: light\)"', client.get("/").text
    )
    assert by_light
    assert manifest["theme_color"] == manifest["background_color"] == by_light[1]


def test_there_is_an_icon_for_the_home_screen_of_an_iphone(client: Client) -> None:
    link = re.search(r'<link rel="apple-touch-icon" href="([^"]+)">', client.get("/").text)
    assert link
    assert size_of_png(link[1]) == (180, 180)


def test_a_sitting_loads_nothing_for_installing(client: Client, lan: User) -> None:
    client.force_login(lan)
    page = client.get("/study/").text
    assert "manifest" not in page
    assert "apple-touch-icon" not in page


def test_the_manifest_sets_no_cookie_and_tells_nothing_of_who_asks(client: Client, lan: User) -> None:
    plain = client.get("/manifest.webmanifest")
    client.force_login(lan)
    response = client.get("/manifest.webmanifest")
    assert response.content == plain.content
    assert not response.cookies


@pytest.mark.parametrize("path", ["/help/", "/privacy/"])
def test_help_and_privacy_are_for_everybody_and_linked_from_every_page(client: Client, lan: User, path: str) -> None:
    for page in ("/", "/accounts/login/", "/no/such/page/"):
        assert f'href="{path}"' in client.get(page).text
    assert client.get(path).status_code == 200
    client.force_login(lan)
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 405


def test_the_words_of_a_verdict_are_explained(client: Client) -> None:
    words = (Path("templates/study/_verdict_word.html")).read_text()
    page = client.get("/help/").text
    for word in ("Right", "Nearly right", "Not right", "Now you know"):
        assert word in words
        assert f"<dt>{word}</dt>" in page


def test_help_lists_the_keys_of_the_study_pages(client: Client) -> None:
    assert "<kbd>Enter</kbd>" in client.get("/help/").text
