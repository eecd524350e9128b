"""What students really type, question by question, with the verdict that a fair teacher would give."""

import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.http import QueryDict

from studyapp.kinds import KINDS, Kind, SourcedValue, Surroundings, styles

FILES = sorted(Path(__file__).with_name("corpus").glob("*.toml"))
EXPECTATIONS = ("right", "near", "wrong", "asked")


class Row(NamedTuple):
    """One answer as it was typed."""

    kind: str
    question: int
    locale: str
    typed: Any
    expected: str | float


def _questions() -> dict[tuple[str, int], dict[str, Any]]:
    return {
        (path.stem, place): question
        for path in FILES
        for place, question in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["questions"])
    }


QUESTIONS = _questions()


def _rows() -> Iterator[Row]:
    for (kind, place), question in QUESTIONS.items():
        for expected in EXPECTATIONS:
            for locale, answers in question.get(expected, {}).items():
                yield from (Row(kind, place, locale, typed, expected) for typed in answers)
        for locale, answers in question.get("partly", {}).items():
            yield from (Row(kind, place, locale, answer["typed"], answer["score"]) for answer in answers)


ROWS = list(_rows())


def _body(key: tuple[str, int]) -> Kind:
    question, kind = QUESTIONS[key], KINDS[key[0]]
    form = kind.author_form(question["author"])
    assert form.is_valid(), form.errors
    sourced = tuple(
        SourcedValue(value, f"Source {place}", "") for place, value in enumerate(question.get("sourced", ()))
    )
    surroundings = Surroundings(
        accepted_elsewhere=tuple(question.get("elsewhere", ())),
        sourced=sourced,
        names=tuple(question.get("names", ())),
        language=question.get("language", "en"),
        prompt=question.get("prompt", ""),
    )
    return kind(kind.freeze(form.cleaned_data, surroundings))


def _posted(body: Kind, typed: Any) -> QueryDict:
    """What a browser sends: a text for the one field, a list for the fields in turn, or a value by its label."""
    fields = body.answer_form(seed="1").fields
    posted = QueryDict(mutable=True)
    if isinstance(typed, dict):
        by_label = {str(field.label): name for name, field in fields.items()}
        posted.update({by_label[label]: value for label, value in typed.items()})
    elif isinstance(typed, list) and len(fields) == 1:
        posted.setlist(next(iter(fields)), typed)
    else:
        posted.update(dict(zip(fields, typed if isinstance(typed, list) else [typed], strict=True)))
    return posted


def _judged(body: Kind, row: Row) -> str | float:
    with styles.override(row.locale):
        form = body.answer_form(_posted(body, row.typed), seed="1")
        if not form.is_valid():
            return "asked"
    verdict = body.grade(json.loads(json.dumps(form.cleaned_data)))
    if verdict.partly_right:
        return round(verdict.score, 2)
    notes = [*verdict.notes, *(part.note for part in verdict.parts if part.note)]
    return ("near" if notes else "right") if verdict.right else "wrong"


@pytest.mark.parametrize("key", QUESTIONS, ids=lambda key: "-".join(map(str, key)))
def test_every_answer_is_judged_as_a_fair_teacher_would(key: tuple[str, int]) -> None:
    body = _body(key)
    judged = [(row, _judged(body, row)) for row in ROWS if (row.kind, row.question) == key]
    assert judged
    assert [(row, verdict) for row, verdict in judged if verdict != row.expected] == []


def test_the_corpus_is_large_distinct_and_strict() -> None:
    count = Counter(row.expected if isinstance(row.expected, str) else "partly" for row in ROWS)
    assert len(ROWS) >= 3700
    assert count["wrong"] >= 1700
    assert sum(row.locale in {"ru", "vi"} for row in ROWS) >= 1900
    assert min(count[expected] for expected in ("right", "near", "asked")) >= 150
    assert count["partly"] >= 20
    assert len({(row.kind, row.question, row.locale, json.dumps(row.typed)) for row in ROWS}) == len(ROWS)


def test_the_corpus_covers_the_kinds_that_are_judged_and_several_languages() -> None:
    self_evident = {"flashcard", "true_false"}
    assert {row.kind for row in ROWS} == KINDS.keys() - self_evident
    refused = Counter((row.kind, row.locale) for row in ROWS if row.expected == "wrong")
    for kind in ("typed", "number", "date"):
        assert all(refused[kind, locale] >= 10 for locale in ("en", "vi", "de", "ru"))
