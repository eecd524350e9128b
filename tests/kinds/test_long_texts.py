"""However long a text is, reading and judging it is work in proportion to its length: counted in steps, not timed."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from studyapp.kinds import KINDS, abbreviations, around, bounds, dates, names, quantities, slips, text
from studyapp.kinds.base import Kind

LONG = 10_000
"""Characters; no field of an answer takes more than a few hundred."""
STEPS = 200
"""Turns of a loop and calls for each character at most: one sign may stand for eighteen letters."""
FEW = 4
"""For each character: so many may be more than in proportion, where a shorter text is told apart at a glance."""
RISE = 3
"""How many times the steps of half the length: 2 would be in proportion, 4 is what looking at every pair costs."""
SHAPES = ("a. ", "1,", "a\u0301", "the ")
MORE_SHAPES = (
    *("a", "a ", "ab ", "a-", "a'", "T.T", "st. ", "a&b ", ". ", "\"' "),
    *("1", "1.1 ", "ii ", "$", "12 june ", "million ", "twenty ", "more than "),
    *("mr ", "of ", "x of ", "viet nam ", "một ", "и "),
    *("é", "\u0301", "한", "ﷺ", "İ", "đ", "🙂", "\u202e"),
)
"""Pieces of texts: each is repeated, and ends once as it stands and once in what fits nothing before it."""
ACCEPTED = ["Neap tides", "St. Petersburg", "J. R. R. Tolkien", "C++"]
RULES = slips.Rules(looks_up=True)


class Work:
    """What Python had to do again and again."""

    steps = 0


@contextmanager
def counted() -> Iterator[Work]:
    work, tool, events = Work(), sys.monitoring.DEBUGGER_ID, sys.monitoring.events

    def step(*_: object) -> None:
        work.steps += 1

    sys.monitoring.use_tool_id(tool, "steps")
    for event in (events.JUMP, events.PY_START):
        sys.monitoring.register_callback(tool, event, step)
    sys.monitoring.set_events(tool, events.JUMP | events.PY_START)
    try:
        yield work
    finally:
        sys.monitoring.set_events(tool, 0)
        sys.monitoring.free_tool_id(tool)


def steps_of(judge: Callable[[str], object], written: str) -> int:
    with counted() as work, suppress(ValidationError, ValueError):  # which say what is wrong with it
        judge(written)
    return work.steps


def texts(shape: str, length: int) -> Iterator[str]:
    whole = (shape * length)[:length]
    yield whole
    yield f"{whole[:-2]}!q"


def kind_of(name: str) -> Kind:
    form = KINDS[name].author_form(KINDS[name].example)
    assert form.is_valid(), form.errors
    return KINDS[name](form.cleaned_data)


def answered(name: str) -> Callable[[str], object]:
    """What a student wrote into every field of the question, judged if the form takes it."""
    kind = kind_of(name)
    fields = list(kind.answer_fields(seed=""))

    def judge(written: str) -> None:
        form = kind.answer_form(dict.fromkeys(fields, written))
        if form.is_valid():
            kind.grade(form.cleaned_data)

    return judge


def authored(name: str) -> Callable[[str], object]:
    """What an editor wrote into every field."""
    example: dict[str, Any] = {**dict.fromkeys(KINDS[name].AuthorForm.base_fields, ""), **KINDS[name].example}

    def judge(written: str) -> None:
        sent = {field: [written] * 3 if isinstance(value, list) else written for field, value in example.items()}
        KINDS[name].author_form(sent).is_valid()

    return judge


def graded(name: str) -> Callable[[str], object]:
    """The judge himself, whatever the form would say."""
    kind = kind_of(name)
    fields = list(kind.answer_fields(seed=""))

    def judge(written: str) -> None:
        response = kind.response(dict.fromkeys(fields, written))
        for read in (kind.grade, kind.doubts, kind.reasons, kind.misses):
            read(response)

    return judge


READERS: dict[str, Callable[[str], object]] = {
    "normalise": lambda written: text.normalise.__wrapped__(written),
    "normalise with accents": lambda written: text.normalise.__wrapped__(written, accents=True),
    "folded words": text.folded_words,
    "first letters": text.first_letters,
    "stands in": lambda written: text.stands_in(written, f"{written} b"),
    "spellings": lambda written: abbreviations.spellings.__wrapped__(written, "vi"),
    "an answer": lambda written: slips.find(written, ACCEPTED, ["Spring tides"], RULES),
    "an accepted answer": lambda written: slips.find("Neap tide", [f"{written}s"], [written], RULES),
    "a name": lambda written: names.read(written, ACCEPTED, ["Ada Byron"]),
    "titles": lambda written: names.without_titles(written, ["mr", "the a"]),
    "words around": lambda written: list(around.without(written, ["tide"], "en")),
    "words given": lambda written: around.given_by(written, "en", [written]),
    "a bound": bounds.split,
    "a number": quantities.read,
    "a date": dates.read,
    **{f"answer of {name}": answered(name) for name in KINDS},
    **{f"author of {name}": authored(name) for name in KINDS},
    **{f"judge of {name}": graded(name) for name in ("typed", "cloze")},
}


def out_of_proportion(read: Callable[[str], object], shapes: Iterable[str]) -> list[tuple[str, int, int]]:
    found = []
    for shape in shapes:
        for half, whole in zip(texts(shape, LONG // 2), texts(shape, LONG), strict=True):
            before, steps = steps_of(read, half), steps_of(read, whole)
            if steps > STEPS * LONG or steps > RISE * before + FEW * LONG:
                found.append((shape, before, steps))
    return found


@pytest.mark.parametrize("reader", READERS)
def test_work_grows_in_proportion(reader: str) -> None:
    assert out_of_proportion(READERS[reader], SHAPES) == []


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS)
def test_work_grows_in_proportion_whatever_is_written(reader: str) -> None:
    assert out_of_proportion(READERS[reader], MORE_SHAPES) == []


def test_work_out_of_proportion_is_seen() -> None:
    def read(written: str) -> list[int]:
        return [1 for one in written[::20] for other in written[::20] if one != other]

    assert out_of_proportion(read, ["a"])
