"""The same seeds again are known at a glance, and whatever changed meanwhile is seen as if nothing were remembered."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from studyapp.demo.factories import NOW
from studyapp.library.models import Article, Citation, Deck, Draft, Fact, Load, Question, Revision, State
from studyapp.library.seeds import Report
from studyapp.library.seeds.faults import SeedFaults
from tests.examples import one_in
from tests.library.folder import TIDES, Folder

pytestmark = pytest.mark.django_db


def statements(seeds: Folder) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        assert seeds.load().changed_nothing
    return [query["sql"] for query in queries]


def test_the_same_seeds_again_are_only_looked_at(seeds: Folder) -> None:
    seeds.load()
    before = statements(seeds)
    assert len(before) == 10  # what was remembered, whose files there should be, a look at each table, and warnings
    more = TIDES.replace('"main-cause', '"cause').replace('"neap', '"slack').replace("Ocean", "Other")
    seeds.write("decks/more", more)
    seeds.load()
    assert len(statements(seeds)) == len(before)


def test_what_an_editor_keeps_is_told_again(seeds: Folder) -> None:
    seeds.load()
    Fact.objects.filter(slug="neap").update(statement="An editor's words.")
    kept = seeds.load().kept
    assert len(kept) == 1
    again = seeds.load()
    assert (again.kept, again.unchanged) == (kept, 6)
    assert seeds.load(force=True).updated == kept


def test_a_deck_without_its_file_is_told_again(seeds: Folder) -> None:
    seeds.load()
    seeds.remove("decks/tides")
    assert [seeds.load().without_file for _ in range(2)] == [["seeds/decks/tides.toml"]] * 2
    _change_back(seeds)
    assert not seeds.load().without_file


def test_a_file_that_is_not_read_is_seen_beside_those_that_are_known(seeds: Folder) -> None:
    seeds.load()
    (seeds.path / "decks/waves.TOML").write_text(TIDES)
    assert any("waves.TOML" in fault for fault in seeds.faults())


def test_a_dry_run_remembers_nothing(seeds: Folder) -> None:
    seeds.load(dry_run=True)
    assert not Load.objects.exists()
    seeds.load()
    assert seeds.load(dry_run=True).changed_nothing
    assert Load.objects.count() == 1


def _rewrite(_: Folder) -> None:
    question = Question.objects.with_content().get(slug="neap-typed")
    question.revise(Draft("What are they called?", question.author_spec()), at=NOW)


def _change_file(seeds: Folder) -> None:
    seeds.write("decks/tides", TIDES.replace("Ocean tides", "The tides"))


def _change_back(seeds: Folder) -> None:
    seeds.write("decks/tides", TIDES)


CHANGES: list[Callable[[Folder], object]] = [
    _rewrite,
    _change_file,
    _change_back,
    lambda _: Article.objects.update(publisher="Another"),
    lambda _: Deck.objects.update(position=7),
    lambda _: Fact.objects.filter(slug="neap").update(as_of="2020"),
    lambda _: Fact.objects.filter(slug="neap").get().pause(at=NOW),
    lambda _: Question.objects.filter(slug="neap-typed").update(state=State.RETIRED),
    lambda _: Citation.objects.filter(fact__slug="neap").update(says="something else"),
    lambda _: Revision.objects.filter(question__slug="neap-typed").update(explanation="So it is."),
    lambda _: None,
]


def _loaded(seeds: Folder, *, force: bool, remembering: bool) -> Report | str:
    """What a load would come to."""
    try:
        with transaction.atomic():
            if not remembering:
                Load.objects.all().delete()
            report = seeds.load(force=force)
            transaction.set_rollback(True)
    except SeedFaults as faults:
        return str(faults)
    return report


@one_in(4)  # each is some ten loads
@given(st.lists(st.tuples(st.sampled_from(CHANGES), st.booleans(), st.booleans()), min_size=1, max_size=4))
def test_a_load_that_remembers_comes_to_the_same_as_one_that_does_not(
    acts: list[tuple[Callable[[Folder], object], bool, bool]],
) -> None:
    with TemporaryDirectory() as name, transaction.atomic():
        seeds = Folder.at(Path(name))
        seeds.load()
        for change, loads, force in acts:
            change(seeds)
            expected = _loaded(seeds, force=force, remembering=False)
            assert _loaded(seeds, force=force, remembering=True) == expected
            if loads and not isinstance(expected, str):
                seeds.load(force=force)
        transaction.set_rollback(True)
