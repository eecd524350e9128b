"""The pages that say which file is for which program: open to read, led to from where files come and go."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.demo.factories import EditorFactory, LearnerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

GUIDE, EDITORS = "/help/your-cards/", "/admin/exchange/import/guide/"
PROGRAMS = ("anki", "anki-text", "quizlet", "spreadsheets", "moodle", "canvas", "this-site")
FORMATS = ("steps", "moodle-xml", "gift", "aiken", "anki", "spreadsheets")


def leads_within(page: str) -> set[str]:
    """The headings that its own list leads to, all of which are there."""
    named = set(re.findall(r'<h2 id="([^"]+)"', page))
    led = set(re.findall(r'<li><a href="#([^"]+)"', page))
    assert led <= named
    return led


@pytest.mark.parametrize(("language", "heading"), [("en", "Bring your cards"), ("vi", "Mang thẻ"), ("ru", "Принести")])
def test_each_program_has_its_place_in_each_language(client: Client, language: str, heading: str) -> None:
    page = client.get(GUIDE, headers={"accept-language": language}).text
    assert leads_within(page) == set(PROGRAMS)
    assert f"<h1>{heading}" in page
    for name in ("bring", "take-along", "take-questions", "my-data"):
        assert f'href="{reverse(name)}"' in page


@pytest.mark.parametrize("name", ["bring", "take-along", "take-questions"])
def test_where_cards_come_and_go_it_is_led_to(client: Client, name: str) -> None:
    client.force_login(LearnerFactory())
    assert f'href="{GUIDE}"' in client.get(reverse(name)).text


def test_editors_read_theirs_in_admin_where_no_file_was_sent_yet(client: Client) -> None:
    client.force_login(EditorFactory())
    page = client.get(reverse("admin:exchange_import_changelist")).text
    assert "You have brought no file yet." in page
    assert f'href="{EDITORS}"' in page
    guide = client.get(EDITORS).text
    assert [name for name in FORMATS if f'<h2 id="{name}">' not in guide] == []
