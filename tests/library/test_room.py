"""What import-linter cannot see: the library names nothing of the rooms above it, by reverse name, tag or template."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from studyapp.demo.first_run import PROJECT

BELOW = {"accounts", "jobs", "formats", "site", "library", "kinds", "scheduling", "serving"}
ABOVE = {path.parent.name for path in (PROJECT / "studyapp").glob("*/__init__.py")} - BELOW
NAMED = ABOVE - {"own"}
"""Rooms whose names are no everyday words."""
PLACES = {"deck", "own-deck", "own-card"}
"""The addresses of a deck and of a learner's own decks and cards, whose pages are the learner's."""

MODULES = sorted(path for path in (PROJECT / "studyapp/library").rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted(
    path
    for folder in ("library", "admin/library")
    for path in (PROJECT / "templates" / folder).rglob("*")
    if path.is_file()
)


def reverse_names() -> set[str]:
    """What the tables of rooms above are called from the library's: `cards`, `reports`."""
    return {
        str(relation.name)
        for model in apps.get_app_config("library").get_models()
        for relation in model._meta.related_objects
        if relation.related_model._meta.app_label in ABOVE
    }


def addresses(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """The names of addresses whose views are in rooms above, but for those of decks and own cards."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns)
        elif pattern.name not in PLACES and pattern.callback.__module__.startswith(
            tuple(f"studyapp.{room}" for room in ABOVE)
        ):
            yield str(pattern.name)


def tag_libraries() -> set[str]:
    return {path.stem for room in ABOVE for path in (PROJECT / "studyapp" / room).glob("templatetags/*.py")}


def named(module: Path) -> Iterator[str]:
    """Every attribute, keyword and string of code, in its parts, as of `admin:study_report_changelist`."""
    for node in ast.walk(ast.parse(module.read_text())):
        match node:
            case ast.Attribute(attr=name) | ast.keyword(arg=str(name)) | ast.Constant(value=str(name)):
                yield from re.split("[_:/]+", name)


def linked(module: Path) -> Iterator[str]:
    """The names of addresses that a module makes."""
    for node in ast.walk(ast.parse(module.read_text())):
        match node:
            case ast.Call(func=ast.Name(id="reverse" | "redirect"), args=[ast.Constant(value=str(name)), *_]):
                yield name


def test_there_is_something_to_name() -> None:
    assert {"study", "insights", "exchange", "operating", "own", "demo"} == ABOVE
    assert {"cards", "reports", "enrolments"} <= reverse_names()
    assert {"study", "quizzes"} <= set(addresses(get_resolver().url_patterns))
    assert TEMPLATES


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_a_module_of_the_library_names_nothing_above_it(module: Path) -> None:
    assert (NAMED | reverse_names()).isdisjoint(named(module))
    assert set(addresses(get_resolver().url_patterns)).isdisjoint(linked(module))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_a_template_of_the_library_names_nothing_above_it(template: Path) -> None:
    text = template.read_text()
    loaded = {name for names in re.findall("{% load ([^%]+) %}", text) for name in names.split()}
    assert tag_libraries().isdisjoint(loaded)
    assert ABOVE.isdisjoint(re.findall(r"""["']([\w-]+)/""", text)), "a template of theirs"
    assert set(addresses(get_resolver().url_patterns)).isdisjoint(re.findall(r"""{% url ["']([\w-]+)""", text))
    assert reverse_names().isdisjoint(re.findall(r"\.(\w+)", text))
