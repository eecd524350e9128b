"""Static files as they are served for real: under names that change with their content, for ever, and compressed."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.templatetags.static import static
from django.test import Client, override_settings
from pytest_django.fixtures import Settings

from studyapp import settings as real


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own storage, in a place of its own."""
    place = tmp_path_factory.mktemp("static")
    with override_settings(STORAGES=real.STORAGES, STATIC_ROOT=place):
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin"])
    return place


@pytest.fixture
def visitor(settings: Settings, gathered: Path) -> Client:
    """A client of that storage."""
    settings.STORAGES, settings.STATIC_ROOT = real.STORAGES, gathered
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    return Client()


def content(response: Any) -> bytes:
    """What came; reading it closes the file."""
    return b"".join(response.streaming_content)


def weight(response: Any) -> int:
    """How many bytes came."""
    return len(content(response))


@pytest.mark.parametrize("name", ["studyapp/app.css", "studyapp/keys.js", "studyapp/icon-192.png"])
def test_a_file_may_be_kept_for_ever(visitor: Client, name: str) -> None:
    address = static(name)
    assert address != f"/static/{name}"
    response = visitor.get(address)
    assert response.status_code == 200
    assert {"public", "immutable"} <= set(response["Cache-Control"].split(", "))
    assert weight(response)


@pytest.mark.parametrize("encoding", ["br", "gzip"])
@pytest.mark.parametrize("name", ["studyapp/app.css", "studyapp/keys.js"])
def test_a_file_comes_compressed_to_those_who_can_read_that(visitor: Client, name: str, encoding: str) -> None:
    whole = visitor.get(static(name))
    small = visitor.get(static(name), headers={"Accept-Encoding": encoding})
    assert "Content-Encoding" not in whole
    assert small["Content-Encoding"] == encoding
    assert "Accept-Encoding" in small["Vary"]
    assert weight(small) < weight(whole) / 2


@pytest.mark.parametrize("name", ["studyapp/app.css", "studyapp/keys.js"])
def test_a_file_comes_without_its_comments(visitor: Client, gathered: Path, name: str) -> None:
    written = (gathered / name).read_text()
    served = content(visitor.get(static(name))).decode()
    assert "/*" in written or "//" in written
    assert "/*" not in served
    assert len(served) < 0.8 * len(written)


def test_under_its_plain_name_a_file_is_asked_for_again_soon(visitor: Client) -> None:
    response = visitor.get("/static/studyapp/app.css")
    assert "immutable" not in response["Cache-Control"]
    assert weight(response)
