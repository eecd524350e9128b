"""What GIFT must look like for every program to read the same: seen in those that were run (`tests/outside`)."""

import re

import pytest
from hypothesis import given

from studyapp.formats.gift.writing import write
from studyapp.formats.notes import Asked, Note
from tests.formats.classroom.banks import banks


def note(kind: str, **sent: object) -> Note:
    return Note("n1", ("Sea",), (Asked("0", kind, {"prompt": "Which?", "explanation": "", **sent}),))


def question(kind: str, **sent: object) -> str:
    """Without what stands above it."""
    return write([note(kind, **sent)]).data.decode().partition("// [id:n1]\n")[2]


def lost(kind: str, **sent: object) -> list[str]:
    return [one.what for one in write([note(kind, **sent)]).lost]


@pytest.mark.parametrize(
    ("kind", "sent", "expected"),
    [
        (
            "choice",
            {"prompt": "A: {b}?", "answer": "= 5", "distractors": ["~ 6 # 7"]},
            "[plain]A\\: \\{b\\}? {\n\t=\\= 5\n\t~\\~ 6 \\# 7\n}\n",
        ),
        (
            "several",
            {"answers": ["a", "b", "c"], "distractors": ["d"]},
            "[plain]Which? {\n\t~%33.33333%a\n\t~%33.33333%b\n\t~%33.33333%c\n\t~%-33.33333%d\n}\n",
        ),
        (
            "true_false",
            {"answer": False, "correction": "It is not.", "explanation": "See: there."},
            "[plain]Which? {FALSE####[plain] It is not.\\nSee\\: there.}\n",
        ),
        ("flashcard", {"answer": "Back"}, "[plain]Which? {####[plain] Back}\n"),
        ("number", {"answer": "3.6", "magnitude": "billion"}, "[plain]Which? {#3600000000}\n"),
        ("number", {"answer": "0.00001", "tolerance": "5%"}, "[plain]Which? {#0.00001:0.0000005}\n"),
        ("number", {"answer": "1", "answer_to": "2", "tolerance": "0.5"}, "[plain]Which? {#0.5..2.5}\n"),
        ("number", {"answer": "0"}, "[plain]Which? {#0:0}\n"),
        ("number", {"answer": "5", "unit": "km"}, "[plain]Which? (km) {#5}\n"),
        ("match", {"pairs": [["a", "b"], ["c:", "d"]]}, "[plain]Which? {\n\t=a -> b\n\t=c\\: -> d\n}\n"),
        (
            "cloze",
            {"prompt": "In [blank], Vietnam.", "blanks": [["Hanoi", "Ha Noi"]]},
            "[plain]In {=Hanoi =Ha Noi}, Vietnam.\n",
        ),
        ("typed", {"answer": "C:\\temp"}, "[plain]Which? {=C\\:\\temp}\n"),
    ],
)
def test_each_kind_is_written_as_every_program_reads_it(kind: str, sent: dict[str, object], expected: str) -> None:
    assert question(kind, **sent) == expected


@pytest.mark.parametrize(
    ("kind", "sent", "expected"),
    [
        ("match", {"pairs": [["a", "b"], ["c", "d"], ["e", "f: g"]]}, ["pair"]),
        ("match", {"pairs": [["a", "b"], ["e", "f = g"]]}, ["signs"]),
        ("typed", {"answer": "a -> b"}, ["signs"]),
        ("typed", {"answer": "x}"}, ["signs-elsewhere"]),
        ("typed", {"answer": "C:\\new"}, ["signs-elsewhere"]),
        ("typed", {"answer": "5 * 3"}, ["wildcard-there"]),
        ("typed", {"answer": "a", "wrong_answers": ["b"]}, ["typed-rules"]),
        ("number", {"answer": "-5"}, ["signs-elsewhere"]),
        ("number", {"answer": "5", "bound": "more"}, ["bound"]),
        ("order", {"items": ["a", "b", "c"]}, ["became-match"]),
        ("cloze", {"prompt": "In [blank]", "blanks": [["Hanoi"]]}, ["became-typed"]),
        ("cloze", {"prompt": "[blank], [blank].", "blanks": [["a"], ["b"]]}, ["blanks"]),
        ("date", {"answer": "2013-11-12", "expected": "12 November 2013"}, ["became-essay"]),
        ("sketch", {"answer": "a"}, ["kind-left"]),
    ],
)
def test_what_has_no_counterpart_is_named(kind: str, sent: dict[str, object], expected: list[str]) -> None:
    assert lost(kind, **sent) == expected


def test_a_deck_is_named_once_before_its_questions() -> None:
    written = write([note("flashcard", answer="a"), note("flashcard", answer="b")]).data.decode()
    assert written.startswith("$CATEGORY: Sea\n\n// [id:n1]\n")
    assert written.count("$CATEGORY") == 1


@given(banks)
def test_questions_stand_apart_and_nothing_is_said_within_one(bank: list[Note]) -> None:
    text = write(bank).data.decode()
    assert not text.startswith("\ufeff")
    for chunk in filter(None, text.split("\n\n")):
        lines = chunk.strip("\n").split("\n")
        assert not any(line.lstrip().startswith("//") for line in lines[1:])
        weights = [float(weight) for weight in re.findall(r"(?<!\\)~%(\d[\d.]*)%", chunk)]
        assert not weights or 99 <= sum(weights) <= 100
