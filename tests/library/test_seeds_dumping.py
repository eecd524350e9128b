"""`dump_seeds`: what editors did goes into the files, which then load without a trace; the rest stays to the byte."""

import difflib
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from django.conf import settings as conf
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from studyapp.demo.factories import NOW
from studyapp.kinds import KINDS
from studyapp.library.models import Article, Change, Citation, Deck, Draft, Fact, Question, State
from studyapp.library.seeds import SeedFaults, load, style
from studyapp.library.seeds.dumping import Dump, dump
from studyapp.library.seeds.reading import seed_files
from tests.library.editing import EDITS
from tests.library.folder import ALMANAC, TIDES, Folder

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

SPRING = """\

[[facts]]
id = "spring"
statement = "Spring tides rise highest."
as_of = 2021-03-01
citations = [{ article = "almanac", says = "springs", paragraph = 3 }]

[[facts.questions]]
id = "spring-number"
kind = "number"
state = "draft"
prompt = "How many spring tides has a month?"
answer = 2
tolerance = "1"
unit = "tides"
explanation = "One at each syzygy."

# The end.
"""


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def files(folder: Path) -> dict[str, bytes]:
    return {
        f"{kind}/{path.stem}": path.read_bytes() for kind in ("articles", "decks") for path in seed_files(folder, kind)
    }


def library() -> list[str]:
    things: list[Article | Deck | Fact | Question] = [*Article.objects.all(), *Deck.objects.all()]
    things += [*Fact.objects.all(), *Question.objects.all()]
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


def edited(folder: Path, seed: int) -> Folder:
    """Loaded, and then changed by editors at random."""
    chance, seeds = Random(seed), Folder.at(folder)
    seeds.write("decks/tides", chance.choice([TIDES, REMARKS, REMARKS.replace("\n", "\r\n")]))
    seeds.load()
    for _ in range(chance.randint(1, 12)):
        EDITS[chance.choice([*EDITS])](chance)
    return seeds


@settings(phases=[Phase.explicit, Phase.generate], max_examples=max(5, settings().max_examples // 6))
@given(st.integers(0, 2**64))  # a seed does not get simpler
def test_whatever_editors_did_a_dump_loads_without_a_trace(tmp_path_factory, seed: int) -> None:
    with taken_back():
        seeds = edited(tmp_path_factory.mktemp("edited"), seed)
        assert dumped(seeds).left_out == {}
        assert_loads_without_a_trace(seeds.path)
        written = files(seeds.path)
        assert dumped(seeds).files == []
        assert files(seeds.path) == written
        empty = seeds.path.parent / "empty"
        dump(empty, at=NOW)
        assert_loads_without_a_trace(empty)


@pytest.mark.long
def test_our_own_library_is_dumped_to_the_byte_and_once_edited_loads_without_a_trace(tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    shutil.copytree(conf.BASE_DIR / "seeds", folder)
    load(folder, at=NOW)
    before = files(folder)
    assert dump(folder, at=NOW).files == []
    assert files(folder) == before
    chance = Random(2026)
    for edit in EDITS.values():
        edit(chance)
    done = dump(folder, at=NOW)
    assert done.files
    assert done.left_out == {}
    assert_loads_without_a_trace(folder)
    kept = {remark for text in files(folder).values() for remark in comments(text.decode())}
    assert {remark for text in before.values() for remark in comments(text.decode())} <= kept


def test_a_file_that_says_the_same_stays_byte_for_byte(remarks: Folder) -> None:
    Fact.objects.get(slug="neap").move_to(Deck.objects.create(slug="kinds", title="Kinds"), at=NOW)
    before = files(remarks.path)
    dumped(remarks, only=["almanac"])
    assert files(remarks.path) == before
    assert dumped(remarks).files == ["seeds/decks/tides.toml", "seeds/decks/kinds.toml"]
    after = files(remarks.path)
    assert {name for name in before if after[name] != before[name]} == {"decks/tides"}


def test_decks_stand_by_the_names_of_their_files_until_a_new_one_comes_between(seeds: Folder) -> None:
    seeds.write("decks/tides-old", 'title = "Tides of old"\n')
    seeds.load()
    assert dumped(seeds).files == []
    Deck.objects.create(slug="currents", title="Currents", position=7)
    assert dumped(seeds).files == ["seeds/decks/currents.toml", "seeds/decks/tides-old.toml", "seeds/decks/tides.toml"]
    assert_loads_without_a_trace(seeds.path)


def changed(seeds: Folder, before: str) -> list[str]:
    """The lines that came and went."""
    after = (seeds.path / "decks/tides.toml").read_text()
    found = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in found if line.startswith(("+ ", "- "))]


def test_what_changed_changes_only_its_own_lines_and_keeps_their_comments(remarks: Folder) -> None:
    fact = Fact.objects.get(slug="main-cause")
    fact.as_of, fact.valid_from = "2021-04", "1687"
    fact.save()
    fact.citations.filter(article__slug="almanac").update(says="the Moon above all")
    question = Question.objects.with_content().get(slug="main-cause-choice")
    spec = {**question.author_spec(), "answer": "The Moon’s pull"}
    question.revise(Draft("What raises the tides, says the almanac?", spec), at=NOW)
    dumped(remarks)
    assert sorted(changed(remarks, REMARKS)) == [
        '+   { article = "almanac", says = "the Moon above all", paragraph = 2 },  # cautious',
        '+ answer = "The Moon’s pull"  # the Sun has half of it',
        '+ as_of = "2021-04"',
        '+ prompt = "What raises the tides, says the almanac?"',
        '+ valid_from = "1687"',
        '-   { article = "almanac", says = "the Moon, chiefly", paragraph = 2 },  # cautious',
        '- answer = "The Moon"  # the Sun has half of it',
        "- as_of = 2021-03-01",
        '- prompt = "According to the almanac, what chiefly raises the tides?"',
    ]


def test_what_was_retired_says_so_and_its_questions_need_not(remarks: Folder) -> None:
    Fact.objects.get(slug="main-cause").move(State.RETIRED, at=NOW)
    dumped(remarks)
    assert changed(remarks, REMARKS) == ['+ state = "retired"']
    assert_loads_without_a_trace(remarks.path)


def test_what_is_new_is_written_at_the_end_as_the_guide_has_it(remarks: Folder) -> None:
    deck, almanac = Deck.objects.get(), Article.objects.get(slug="almanac")
    fact = Fact.objects.create(slug="spring", deck=deck, statement="Spring tides rise highest.", as_of="2021-03-01")
    Citation.objects.create(fact=fact, article=almanac, says="springs", paragraph=3)
    fact.position = 3
    fact.publish(at=NOW)
    fact.save()
    form = KINDS["number"].author_form({"answer": 2, "unit": "tides", "tolerance": "1"})
    assert form.is_valid()
    question = Question.objects.create(slug="spring-number", fact=fact, kind="number", position=1)
    question.revise(Draft("How many spring tides has a month?", form.cleaned_data, "One at each syzygy."), at=NOW)
    dumped(remarks)
    assert SPRING in (remarks.path / "decks/tides.toml").read_text()
    assert {line[:2] for line in changed(remarks, REMARKS)} == {"+ "}
    assert_loads_without_a_trace(remarks.path)


def test_a_fact_that_moved_takes_its_own_comment_along(remarks: Folder) -> None:
    fact = Fact.objects.get(slug="main-cause")
    fact.move_to(Deck.objects.create(slug="causes", title="Causes", position=1), at=NOW)
    dumped(remarks)
    there = (remarks.path / "decks/causes.toml").read_text()
    here = (remarks.path / "decks/tides.toml").read_text()
    assert "# The first of all facts.\n[[facts]]  # the main one" in there
    assert "# --- Causes" in here
    assert "main-cause" not in here
    assert_loads_without_a_trace(remarks.path)


def test_what_was_changed_in_a_file_and_not_loaded_yet_stays(remarks: Folder) -> None:
    remarks.change("Tides of least range are called neap tides.", "Neap tides have the least range.")
    before = files(remarks.path)
    assert dumped(remarks).files == []
    assert files(remarks.path) == before
    assert remarks.load().updated == ["seeds/decks/tides.toml, fact “neap”"]


def test_what_was_taken_out_of_its_file_is_not_put_back_unless_an_editor_restores_it(remarks: Folder) -> None:
    remarks.write("decks/tides", REMARKS.partition("# --- Kinds")[0])
    remarks.load()
    assert dumped(remarks).files == []
    Fact.objects.get(slug="neap").publish(at=NOW)
    assert dumped(remarks).added == ["fact “neap”"]
    assert_loads_without_a_trace(remarks.path)


def test_what_a_file_cannot_say_is_left_out_and_said(remarks: Folder) -> None:
    Question.objects.create(slug="neap-empty", fact=Fact.objects.get(slug="neap"), kind="typed")
    assert dumped(remarks).left_out == {"question “neap-empty”": "It has no prompt yet."}


BRACES = """\
title = "Ocean tides"
language = "en"
facts = [
  { id = "neap", statement = "Neaps are least.", as_of = 2021, citations = [{ article = "almanac", says = "neaps" }] },
]
"""


def test_facts_in_braces_stay_so_until_something_is_written_into_them(seeds: Folder) -> None:
    seeds.write("decks/tides", BRACES)
    seeds.load()
    spring = Fact.objects.create(slug="spring", deck=Deck.objects.get(), statement="Springs.", as_of="2021")
    form = KINDS["flashcard"].author_form({"answer": "Spring tides"})
    assert form.is_valid(), form.errors
    for fact in (spring, Fact.objects.get(slug="neap")):
        question = Question.objects.create(slug=f"{fact.slug}-asked", fact=fact, kind="flashcard")
        question.revise(Draft("What are these tides called?", form.cleaned_data), at=NOW)
    told = "Its fact “spring” stands in no file."
    assert dumped(seeds, only=["spring-asked"]).left_out == {"question “spring-asked”": told}
    assert (seeds.path / "decks/tides.toml").read_text() == BRACES
    assert dumped(seeds, only=["neap-asked"]).added == ["question “neap-asked”"]
    assert '[[facts]]\nid = "neap"' in (seeds.path / "decks/tides.toml").read_text()
    assert_loads_without_a_trace(seeds.path)


def test_a_file_that_cannot_be_read_is_mended_first(remarks: Folder) -> None:
    remarks.change("can_change = false", "can_change = no")
    with pytest.raises(SeedFaults, match="not valid TOML"):
        dumped(remarks)


def test_a_text_written_over_several_lines_reads_the_same() -> None:
    for text in (
        "word " * 60,
        "One.\n\nTwo, " + "and more " * 30,
        'He said """so""" ' * 12,
        "a\\b " * 40,
        "  two  " * 30,
    ):
        assert tomllib.loads(f"note = {style.folded(text)}\n")["note"] == text
