"""`dump_seeds`: what editors did goes back into the files, which then load without a trace; the rest stays to the byte."""

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from studyapp.demo.factories import NOW
from studyapp.library.models import Article, Change, Deck, Fact, Question, Revision
from studyapp.library.seeds import load
from studyapp.library.seeds.dumping import Dump, dump
from studyapp.library.seeds.reading import seed_files
from tests.library.editing import EDITS
from tests.library.folder import ALMANAC, GAZETTE, TIDES, Folder

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

REMARKS = """\
# Of the sea, and what moves it.
title = "Ocean tides"  # short
language = "en"

# --- Causes -----------------------

# The first of all facts.
[[facts]]  # the main one
id = "main-cause"   # for good
statement = "The Moon's pull is the chief cause of ocean tides."
as_of = 2021-03-01
citations = [
  { article = "almanac", says = "the Moon, chiefly", paragraph = 2 },  # cautious
  # It has no date.
  { article = "gazette", says = "Moon and Sun alike", paragraph = 5, stance = "differs" },
]
# Follows the almanac.
[[facts.questions]]
id = "main-cause-choice"
kind = "choice"
according_to = "almanac"
prompt = "According to the almanac, what chiefly raises the tides?"
answer = "The Moon"  # the Sun has half of it
distractors = [
  "The wind",  # a common belief
  "Jupiter",
]

# --- Kinds ------------------------

[[facts]]
id = "neap"
statement = "Tides of least range are called neap tides."
can_change = false
citations = [{ article = "almanac", says = "neaps" }]
questions = [
  { id = "neap-typed", kind = "typed", prompt = "What are the tides of least range called?", answer = "Neap tides" },
]

# The end.
"""


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def files(folder: Path) -> dict[str, bytes]:
    return {f"{kind}/{path.stem}": path.read_bytes() for kind in ("articles", "decks") for path in seed_files(folder, kind)}


def library() -> list[object]:
    things = [*Article.objects.all(), *Deck.objects.all(), *Fact.objects.all(), *Question.objects.all()]
    told = [(type(thing).__name__, thing.slug, thing.as_seed()) for thing in things]
    return sorted(map(repr, told))


def assert_loads_without_a_trace(folder: Path) -> None:
    before = library(), Change.objects.count()
    report = load(folder, at=NOW)
    assert (report.created, report.updated, report.retired) == ([], [], [])
    assert [(one.name, one.fields) for one in report.edited] == []
    assert (library(), Change.objects.count()) == before


def comments(text: str) -> list[str]:
    return [line.partition("#")[2] for line in text.splitlines() if "#" in line]


@pytest.fixture
def remarks(seeds: Folder) -> Folder:
    """The seeds with comments wherever there can be any, loaded."""
    seeds.write("decks/tides", REMARKS)
    seeds.write("articles/almanac", f"# A source.\n{ALMANAC}")
    seeds.load()
    return seeds


def dumped(seeds: Folder, **options: object) -> Dump:
    return dump(seeds.path, at=NOW, **options)  # type: ignore[arg-type]  # as the test has them


@given(st.lists(st.sampled_from([*EDITS]), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_whatever_editors_did_a_dump_loads_without_a_trace(tmp_path_factory, edits, chance) -> None:
    with taken_back():
        seeds = Folder.at(tmp_path_factory.mktemp("edited"))
        seeds.write("decks/tides", chance.choice([TIDES, REMARKS, REMARKS.replace("\n", "\r\n")]))
        seeds.load()
        for name in edits:
            EDITS[name](chance)
        done = dumped(seeds)
        assert done.left_out == {}
        assert_loads_without_a_trace(seeds.path)
        again = files(seeds.path)
        assert dumped(seeds).files == []
        assert files(seeds.path) == again
