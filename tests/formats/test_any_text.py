"""Whatever stands in a file of questions, each is a card, or is refused with a sentence; or the whole file is."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studyapp.formats import aiken
from studyapp.formats.faults import BadFile
from studyapp.formats.gift import reading as gift
from studyapp.formats.moodle import reading as moodle
from studyapp.formats.notes import Note, Refused

PIECES = [
    "{",
    "}",
    "=",
    "~",
    "#",
    "####",
    "->",
    "::",
    "\\",
    "%50%",
    "%-9",
    "3.5",
    "..",
    ":",
    "T",
    "a",
    " ",
    "\n",
    "\n\n",
]
PIECES += ["[html]", "<b>", "&amp;", "$CATEGORY: x/y", "//", "[id:x]", "A. ", "B) ", "ANSWER: ", "*", "é", "1e99", "\0"]
texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
TYPES = [
    "multichoice",
    "shortanswer",
    "truefalse",
    "numerical",
    "matching",
    "ordering",
    "cloze",
    "essay",
    "category",
    "x",
]
PARTS = [
    "<answer fraction='100'><text>{}</text></answer>",
    "<answer fraction='{}'/>",
    "<generalfeedback/>",
    "<answer/>",
]
PARTS += ["<subquestion><text>{}</text><answer><text>a</text></answer></subquestion>", "<single>false</single>", "<a>"]
PARTS += ["<questiontext format='html'><text>{}</text></questiontext>", "<units><unit/></units>", "<subquestion/>"]
insides = st.sampled_from(["", "a", "3", "true", "{1:SA:=a}", "{1:MC:~", "&lt;p&gt;", "*", "-100", "x" * 200])


def told(notes: Sequence[Note | Refused]) -> None:
    assert all(note.cards if isinstance(note, Note) else note.told and note.place for note in notes)


@given(texts)
@example("A{#1..2..3}")
@example("A{=%%a}")
def test_any_text_is_read_as_gift_or_refused(text: str) -> None:
    told(list(gift.read(text)))


@given(texts)
def test_any_text_is_read_as_aiken_or_refused(text: str) -> None:
    told(list(aiken.read(text)))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any") / "bank.xml"


@given(sort=st.sampled_from(TYPES), parts=st.lists(st.tuples(st.sampled_from(PARTS), insides), max_size=6))
def test_any_question_of_moodle_is_read_or_refused(path: Path, sort: str, parts: list[tuple[str, str]]) -> None:
    within = "".join(part.format(inside) for part, inside in parts)
    path.write_text(f"<quiz><question type='{sort}'>{within}</question></quiz>")
    with suppress(BadFile):
        told(list(moodle.read(path)))
