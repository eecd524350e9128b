"""The catalogues hold every word that templates and code want translated, whole in each language, and are compiled."""

import re
from pathlib import Path

import allauth
import django
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation

from studyapp.site import catalogues
from studyapp.site.borrowed import SENTENCES

each_language = pytest.mark.parametrize("language", catalogues.LANGUAGES)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|<[^>]*>|https?://\S+")


@pytest.fixture(scope="module")
def wanted() -> Catalog:
    return catalogues.from_source()


def keys(catalog: Catalog) -> set[tuple[str | None, str]]:
    return {(message.context, "|".join(forms(message.id))) for message in catalog if message.id}


def forms(text: object) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (str(text),)


def placeholders(text: str) -> list[str]:
    return sorted(set(PLACEHOLDER.findall(text)))


def test_every_language_of_the_site_has_a_catalogue() -> None:
    assert {"en", *catalogues.LANGUAGES} == set(dict(settings.LANGUAGES))
    assert [path.parent.parent.name for path in sorted(settings.LOCALE_PATHS[0].glob("*/*/django.po"))] == sorted(
        catalogues.LANGUAGES
    )


@each_language
def test_nothing_waits_to_be_extracted_and_nothing_is_left_over(wanted: Catalog, language: str) -> None:
    """If this fails: uv run manage.py update_catalogues, and fill in what it lists."""
    kept = catalogues.load(language)
    assert keys(kept) == keys(wanted)
    assert not kept.obsolete


@each_language
def test_everything_is_translated_and_nothing_is_a_guess(language: str) -> None:
    kept = catalogues.load(language)
    assert catalogues.missing(kept) == []
    assert [message.id for message in kept if message.fuzzy and message.id] == []


@each_language
def test_a_plural_has_as_many_forms_as_the_language(language: str) -> None:
    kept = catalogues.load(language)
    assert kept.num_plurals == {"vi": 1, "ru": 3}[language]
    plurals = [message for message in kept if isinstance(message.id, tuple)]
    assert {len(forms(message.string)) for message in plurals} == {kept.num_plurals}


@each_language
def test_a_translation_keeps_the_placeholders_and_the_markup(language: str) -> None:
    for message in catalogues.load(language):
        if message.id:
            for translated in forms(message.string):
                assert _same_parts(message, translated), (message.id, translated)


def _same_parts(message: Message, translated: str) -> bool:
    return placeholders(translated) in [placeholders(form) for form in forms(message.id)]


@each_language
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    """If this fails: uv run manage.py update_catalogues."""
    compiled = catalogues.compiled(catalogues.load(language))
    # Not compared by pytest, which takes hours to say where two such long ones differ.
    is_current = catalogues.mo_path(language).read_bytes() == compiled
    assert is_current


@each_language
def test_django_finds_the_translations(language: str) -> None:
    with translation.override(language):
        assert translation.gettext("Skip to the page") != "Skip to the page"


def test_russian_counts_in_three_ways() -> None:
    with translation.override("ru"):
        said = [translation.ngettext("%(n)s question", "%(n)s questions", n) % {"n": n} for n in (1, 3, 5, 21, 112)]
    assert said == ["1 вопрос", "3 вопроса", "5 вопросов", "21 вопрос", "112 вопросов"]


def test_what_is_borrowed_is_still_said_by_those_it_is_borrowed_from() -> None:
    said: set[str] = set()
    for package, folder in ((allauth, "locale"), (django, "conf/locale")):
        path = Path(package.__path__[0]) / folder / "ru" / "LC_MESSAGES" / "django.po"
        with path.open("rb") as file:
            said |= {form for message in read_po(file, locale="ru") for form in forms(message.id)}
    with translation.override(None):
        assert [sentence for sentence in map(str, SENTENCES) if sentence not in said] == []


def test_no_template_writes_dates_the_english_way() -> None:
    """Formats go by name, so that each language has its own; `Y-m-d` is for machines."""
    english = re.compile(r'date:"(?!Y-m-d"|c"|D"|H:i"|[A-Z_]+_FORMAT")[^"]*"')
    pages = [
        path
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        if not {"admin", "simple_history"} & set(path.parts)
    ]
    assert [path.name for path in pages if english.search(path.read_text(encoding="utf-8"))] == []
