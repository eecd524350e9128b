"""Every address of the site: what a learner sees is kept by no cache, and robots are sent where there is news alone."""

from urllib.robotparser import RobotFileParser

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.study.decks.membership import join
from tests.addresses import OUTSIDE_ADMIN, UNWELL
from tests.own.decks import own_deck, own_note
from tests.people import NOON
from tests.shelf import Shelf, build_shelf

KEPT_ON_PURPOSE = {"manifest"}
"""It holds nothing about a learner."""


@pytest.fixture
def shelf(db: None) -> Shelf:
    return build_shelf()


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_page_of_a_learner_is_kept(client: Client, lan: User, shelf: Shelf, method: str) -> None:
    join(lan, shelf.harbour, at=NOON)
    own_note(own_deck(lan))
    slugs = {"article": shelf.tide.citations.get().article.slug, "fact": shelf.tide.slug}
    found = {}
    for name, one in OUTSIDE_ADMIN.items():
        client.force_login(lan)  # one of them signs out
        known = {"question": shelf.choice.pk, "slug": slugs.get(name, shelf.harbour.slug)}
        response = getattr(client, method)(one.path(known))
        found[name] = (response.status_code, response.get("Cache-Control", ""))
    kept = {name for name, (_, cache) in found.items() if "no-store" not in cache}
    assert kept == (KEPT_ON_PURPOSE if method == "get" else set())
    assert {name for name, (status, _) in found.items() if status >= 500} == (UNWELL if method == "get" else set())
    if method == "get":
        shown = {name for name, (status, _) in found.items() if status == 200}
        assert shown >= {"home", "study", "cards", "decks", "deck", "article", "fact", "settings", "my-data", "report"}
        assert shown >= {"own-new-deck", "own-deck", "own-add-card", "own-edit-deck", "own-delete-deck", "own-card"}
        assert shown >= {"own-cards", "own-paste"}


@pytest.fixture
def robots(client: Client) -> RobotFileParser:
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    parser = RobotFileParser()
    parser.parse(response.text.splitlines())
    return parser


@pytest.mark.parametrize(
    "path", ["/", "/decks/", "/decks/tides/", "/articles/", "/facts/tides/", "/disputes/", "/help/", "/privacy/"]
)
def test_robots_may_read_what_is_for_everybody(robots: RobotFileParser, path: str) -> None:
    assert robots.can_fetch("*", path)


def test_robots_are_kept_from_what_asks_to_sign_in(robots: RobotFileParser, client: Client, shelf: Shelf) -> None:
    known = {"question": shelf.choice.pk, "slug": shelf.harbour.slug}
    for one in OUTSIDE_ADMIN.values():
        path = one.path(known)
        response = client.get(path)
        if response.status_code == 302 and response["Location"].startswith("/accounts/login/"):
            assert not robots.can_fetch("*", path) or path.startswith("/decks/"), path


@pytest.mark.parametrize("path", ["/study/", "/study/1/answer/", "/accounts/settings/", "/admin/", "/quizzes/"])
def test_robots_are_kept_from_what_is_a_learners_own(robots: RobotFileParser, path: str) -> None:
    assert not robots.can_fetch("*", path)
