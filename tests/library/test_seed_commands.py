"""`load_seeds` and `check_seeds`, as an editor runs them."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from studyapp.demo.factories import QuestionFactory
from studyapp.library import kept_warnings
from studyapp.library.models import Deck, Fact, KeptWarning
from tests.library.folder import Folder

pytestmark = pytest.mark.django_db


def _run(command: str, seeds: Folder, **options: object) -> str:
    out = StringIO()
    call_command(command, seeds.path, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def test_loading_says_what_is_new_and_then_that_nothing_is(seeds: Folder) -> None:
    assert "New: 7" in _run("load_seeds", seeds)
    assert _run("load_seeds", seeds) == "Unchanged: 7\n"


def test_a_fault_stops_the_command_and_says_how_much_is_to_be_mended(seeds: Folder) -> None:
    seeds.change('kind = "choice"', 'kind = "riddle"')
    with pytest.raises(CommandError) as caught:
        _run("load_seeds", seeds)
    assert "question “main-cause-choice”, kind" in str(caught.value)
    assert "1 to mend" in str(caught.value)
    assert not Deck.objects.exists()


def test_an_editors_change_is_named_and_the_way_to_overwrite_it(seeds: Folder) -> None:
    _run("load_seeds", seeds)
    Fact.objects.filter(slug="neap").update(statement="By Edith.")
    said = _run("load_seeds", seeds)
    assert "fact “neap”" in said
    assert "--force" in said
    assert "--force" not in _run("load_seeds", seeds, force=True)
    assert not Fact.objects.filter(statement="By Edith.").exists()


def test_checking_says_what_loading_would_do_and_does_nothing(seeds: Folder) -> None:
    said = _run("check_seeds", seeds)
    assert "New: 7" in said
    assert not Deck.objects.exists()


def test_checking_finds_the_same_faults(seeds: Folder) -> None:
    seeds.change("can_change = false\n", "")
    with pytest.raises(CommandError, match="has no date"):
        _run("check_seeds", seeds)


@pytest.mark.parametrize("command", ["check_seeds", "load_seeds"])
@pytest.mark.parametrize("name", ["decks/tides", "articles/herald"])
def test_what_stands_without_its_file_is_named(seeds: Folder, command: str, name: str) -> None:
    seeds.write("articles/herald", 'title = "Cited by nobody"')
    _run("load_seeds", seeds)
    assert "gone" not in _run(command, seeds)
    seeds.remove(name)
    assert f"Its file is gone, and it stays as it was: seeds/{name}.toml" in _run(command, seeds)


def test_checking_finds_that_a_cited_article_has_no_file_any_more(seeds: Folder) -> None:
    _run("load_seeds", seeds)
    seeds.remove("articles/gazette")
    with pytest.raises(CommandError, match=r"Put articles/gazette\.toml back"):
        _run("check_seeds", seeds)


def test_more_is_said_when_asked_for(seeds: Folder) -> None:
    assert "fact “neap”" in _run("load_seeds", seeds, verbosity=2)


def test_an_editors_change_is_told_field_by_field_with_both_ways_out(seeds: Folder) -> None:
    _run("load_seeds", seeds)
    Fact.objects.filter(slug="neap").update(statement="By Edith.", as_of="2020")
    Deck.objects.update(title="Edith's tides")
    for said in (_run("load_seeds", seeds), _run("load_seeds", seeds)):
        for told in (
            "fact “neap”\n  statement\n    the file:   Tides of least range",
            "    the editor: By Edith.\n  as_of\n    the file:   –\n    the editor: 2020\n",
            "load_seeds --force tides …",
            "dump_seeds --only tides …",
        ):
            assert told in said
    _run("dump_seeds", seeds, only=["neap"])
    assert "Kept as an editor has it: seeds/decks/tides.toml\n" in (said := _run("load_seeds", seeds))
    assert "neap" not in said
    _run("load_seeds", seeds, force=["tides"])
    assert (Deck.objects.get().title, Fact.objects.get(slug="neap").statement) == ("Ocean tides", "By Edith.")
    assert "Edith" not in _run("load_seeds", seeds)


@pytest.mark.parametrize(("command", "option"), [("load_seeds", "force"), ("dump_seeds", "only")])
def test_a_name_that_nothing_has_is_said_and_nothing_done(seeds: Folder, command: str, option: str) -> None:
    seeds.load()
    with pytest.raises(CommandError, match=r"There is nothing called naep\."):
        _run(command, seeds, **{option: ["neap", "naep"]})


def test_dumping_says_what_it_wrote(seeds: Folder) -> None:
    seeds.load()
    assert _run("dump_seeds", seeds) == "The seeds say all of it already; nothing was written.\n"
    Fact.objects.filter(slug="neap").update(statement="By Edith.")
    said = _run("dump_seeds", seeds, verbosity=2)
    assert said == "Changed: 1\n  seeds/decks/tides.toml, fact “neap”\nWritten: seeds/decks/tides.toml\n"
    seeds.write("decks/tides", "title = ")
    with pytest.raises(CommandError, match="Nothing was written: 1 to mend first"):
        _run("dump_seeds", seeds)


def _off(seeds: Folder) -> None:
    tides = (seeds.path / "decks/tides.toml").read_text()
    seeds.write("decks/tides", tides.replace("Tides of least range are", "Last week neap tides were"))


def test_checking_tells_warnings_by_their_place_and_passes_all_the_same(seeds: Folder) -> None:
    _off(seeds)
    said = _run("check_seeds", seeds)
    assert "Warning: seeds/decks/tides.toml, fact “neap”: The statement says “Last week”" in said
    assert "Warnings: 1." in said
    assert "Facts with one source only: 2" in said
    assert said.endswith("The seeds are sound.\n")
    assert not KeptWarning.objects.exists()


def test_loading_counts_warnings_and_checking_tells_them_again(seeds: Folder) -> None:
    _off(seeds)
    assert "Warnings: 1. check_seeds lists them." in _run("load_seeds", seeds)
    assert list(kept_warnings.differences(at=timezone.now())) == []
    assert "The statement says “Last week”" in _run("check_seeds", seeds)


def test_what_an_editor_asks_of_a_fact_is_retired_along_with_it_and_warned_of_no_more(seeds: Folder) -> None:
    _run("load_seeds", seeds)
    asked = QuestionFactory(fact=Fact.objects.get(slug="neap"), prompt="What came last week?")
    asked.fact.keep_warnings_of_questions()
    assert KeptWarning.objects.filter(question=asked).exists()
    tides = (seeds.path / "decks/tides.toml").read_text()
    seeds.write("decks/tides", tides.replace('id = "neap"', 'id = "neap"\nfate_unknown = true'))
    _run("load_seeds", seeds)
    assert not KeptWarning.objects.filter(question=asked).exists()
    assert list(kept_warnings.differences(at=timezone.now())) == []


def test_warnings_come_after_faults_and_only_of_what_is_sound(seeds: Folder) -> None:
    _off(seeds)
    tides = (seeds.path / "decks/tides.toml").read_text()
    seeds.write(
        "decks/tides", tides.replace('language = "en"', 'language = "zz"').replace("as_of = 2021", "as_of = 2999")
    )
    with pytest.raises(CommandError) as error:
        _run("check_seeds", seeds)
    *faults, warning, last = str(error.value).splitlines()
    assert all("Warning" not in fault for fault in faults)
    assert warning.startswith("Warning: seeds/decks/tides.toml, fact “neap”")
    assert last.startswith("Nothing was loaded")
