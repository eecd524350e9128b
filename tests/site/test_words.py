"""The words on pages and in emails are plain: none of those that CONTRIBUTING.md has retired."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings

from studyapp.exchange.own_data import EXPORTED, LEFT_OUT
from studyapp.site import catalogues

NOT_WORDS = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|%\(\w+\)[sd]|\{\w+\}|<[^>]*>", re.DOTALL)
"""Comments, tags and placeholders."""


def retired(language: str) -> re.Pattern[str]:
    """The second column of the rows of a language in the table of CONTRIBUTING.md."""
    guide = (settings.BASE_DIR / "CONTRIBUTING.md").read_text(encoding="utf-8")
    words = [word for row in re.findall(rf"^\| {language} \| (.+?) \|", guide, re.M) for word in row.split(", ")]
    assert words
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


def said_in_english() -> Iterator[str]:
    """What is to be translated, and what is not: the texts of templates, and what the download says of itself."""
    yield from (str(message.id) for message in catalogues.from_source())
    for path in (settings.BASE_DIR / "templates").rglob("*.*"):
        if not {"admin", "simple_history"} & set(path.parts):
            yield path.read_text(encoding="utf-8")
    yield from [part.about for part in EXPORTED.values()]
    yield from LEFT_OUT.values()


def said_in(language: str) -> Iterator[str]:
    yield from (str(message.string) for message in catalogues.load(language) if message.id)


@pytest.mark.parametrize("language", ["en", *catalogues.LANGUAGES])
def test_no_retired_word_is_shown(language: str) -> None:
    """If this fails: say it with the word of the third column."""
    said = said_in_english() if language == "en" else said_in(language)
    words = retired(language)
    texts = [NOT_WORDS.sub(" ", text) for text in said]
    assert [(found[0], text) for text in texts for found in words.finditer(text)] == []
