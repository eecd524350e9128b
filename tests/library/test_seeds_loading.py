"""Seeds are loaded again and again: nothing changes of itself, editors' changes stay, what is gone is retired."""

from datetime import timedelta
from hashlib import sha256
from json import dumps

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studyapp.demo.factories import NOW
from studyapp.library.models import Article, Change, Citation, CitedValue, Deck, Draft, Fact, Question, State
from studyapp.library.seeds.ledger import SINCE, digest
from tests.library.folder import Folder

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)
ANSWERED_BY_SUN = 'answer = "The Sun"\ndistractors = ["The wind", "Jupiter"]'
NEAP = "fact “neap”"


def _writes(seeds: Folder) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        seeds.load(at=LATER)
    statements = [query["sql"] for query in queries]
    return [sql for sql in statements if sql.startswith(("INSERT", "UPDATE", "DELETE"))]


def _changes() -> list[tuple[str, str]]:
    return list(Change.objects.values_list("question__slug", "what"))


def test_a_first_load_publishes_everything_and_says_so(seeds: Folder) -> None:
    report = seeds.load()
    assert len(report.created) == 2 + 1 + 2 + 2
    assert not (report.updated)
    assert not (report.retired)
    assert not (report.kept)
    assert not (report.unchanged)
    assert {fact.state for fact in Fact.objects.all()} == {State.PUBLISHED}
    assert set(Question.objects.live().values_list("slug", flat=True)) == {"main-cause-choice", "neap-typed"}
    assert sorted(_changes()) == [("main-cause-choice", "live"), ("neap-typed", "live")]


def test_what_the_seeds_say_stands_in_the_library(seeds: Folder) -> None:
    seeds.load()
    almanac, gazette = Article.objects.order_by("slug")
    assert (almanac.publisher, str(almanac.published_on), gazette.publisher) == (
        "The Harbour Almanac",
        "2021-03-01",
        "",
    )
    fact = Fact.objects.get(slug="main-cause")
    assert (fact.as_of, fact.is_disputed, fact.deck.slug) == ("2021-03-01", True, "tides")
    assert list(fact.citations.values_list("article__slug", "stance", "paragraph")) == [
        ("almanac", "supports", 2),
        ("gazette", "differs", 5),
    ]
    question = fact.questions.get()
    assert question.according_to == almanac
    assert question.author_spec()["distractors"] == ["The wind", "Jupiter"]


def test_a_second_load_changes_nothing_and_writes_nothing(seeds: Folder) -> None:
    seeds.load()
    assert _writes(seeds) == []
    report = seeds.load(at=LATER)
    assert report.changed_nothing
    assert report.unchanged == 7


def test_typed_values_keep_the_type_that_toml_gives_them(seeds: Folder) -> None:
    seeds.change(
        'says = "neaps" }]', 'says = "a", value = 11 }, { article = "gazette", says = "b", value = 2021-03-01 }]'
    )
    seeds.change('"the Moon, chiefly",', '"the Moon, chiefly", value = "The Moon",')
    seeds.change('answer = "Neap tides"', 'answer = "11"\naliases = ["2021-03-01"]')
    seeds.load()
    assert {value for citation in Citation.objects.all() for value in citation.given} == {
        CitedValue("number", "11"),
        CitedValue("date", "2021-03-01"),
        CitedValue("text", "The Moon"),
    }
    assert _writes(seeds) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('answer = "Neap tides"', 'answer = "Neap  tides "'),
        ('kind = "typed"', 'kind = "typed"\naliases = []'),
        ("as_of = 2021-03-01", 'as_of = "2021-03-01"'),
        ("as_of = 2021-03-01", "as_of = 2021"),
    ],
)
def test_another_way_of_writing_settles_after_one_load(seeds: Folder, old: str, new: str) -> None:
    seeds.change(old, new)
    seeds.load()
    assert _writes(seeds) == []


def test_a_changed_wording_makes_a_minor_revision(seeds: Folder) -> None:
    seeds.load()
    seeds.change("What are the tides of least range called?", "How are the weakest tides called?")
    report = seeds.load(at=LATER)
    assert report.updated == [f"seeds/decks/tides.toml, {NEAP}, question “neap-typed”"]
    question = Question.objects.get(slug="neap-typed")
    assert question.revision is not None
    assert question.revision.minor
    assert question.revision.created_at == LATER
    assert len(_changes()) == 2


def test_a_changed_answer_is_learned_again(seeds: Folder) -> None:
    seeds.load()
    seeds.change('answer = "The Moon"', 'answer = "The Sun"')
    seeds.load(at=LATER)
    assert _changes()[-1] == ("main-cause-choice", Change.What.ANSWER)


def test_citations_follow_the_seed_one_by_one(seeds: Folder) -> None:
    seeds.load()
    kept = Citation.objects.get(article__slug="almanac", paragraph=2).pk
    seeds.change('paragraph = 5, stance = "differs"', "paragraph = 6")
    seeds.load(at=LATER)
    cited = Fact.objects.get(slug="main-cause").citations
    assert cited.first().pk == kept
    assert list(cited.values_list("paragraph", "stance")) == [(2, "supports"), (6, "supports")]
    assert _writes(seeds) == []


def test_a_dispute_that_arises_in_a_citation_reaches_the_question(seeds: Folder) -> None:
    seeds.change('says = "neaps" }]', 'says = "neaps", value = "Neap tides" }]')
    seeds.load()
    seeds.change(
        'value = "Neap tides" }]',
        'value = "Neap tides" }, { article = "gazette", says = "dead", value = "Dead tides", stance = "differs" }]',
    )
    seeds.load(at=LATER)
    question = Question.objects.get(slug="neap-typed")
    assert question.revision is not None
    assert "Dead tides" in question.revision.body.answers
    assert _writes(seeds) == []


# What editors changed


def test_a_field_that_came_later_makes_nothing_look_as_if_an_editor_had_changed_it(seeds: Folder) -> None:
    seeds.load()
    for thing in (Article.objects.get(slug="almanac"), Fact.objects.get(slug="neap")):
        said = {name: value for name, value in thing.as_seed().items() if name not in SINCE}
        assert len(said) < len(thing.as_seed())
        assert (
            thing.seed_digest == digest(said) == sha256(dumps(said, sort_keys=True, default=str).encode()).hexdigest()
        )
    Fact.objects.filter(slug="neap").update(fate_unknown=True)
    assert seeds.load(at=LATER).kept == [f"seeds/decks/tides.toml, {NEAP}"]


def test_an_editors_change_of_a_fact_is_kept_and_reported(seeds: Folder) -> None:
    seeds.load()
    Fact.objects.filter(slug="neap").update(statement="The weakest tides are neaps.")
    report = seeds.load(at=LATER)
    assert report.kept == [f"seeds/decks/tides.toml, {NEAP}"]
    assert Fact.objects.get(slug="neap").statement == "The weakest tides are neaps."
    assert seeds.load(at=LATER).kept == report.kept


def test_an_editors_change_stays_even_when_the_seed_changes_too(seeds: Folder) -> None:
    seeds.load()
    Deck.objects.update(title="Tides, by Edith")
    seeds.change('title = "Ocean tides"', 'title = "Tides of the sea"')
    assert seeds.load(at=LATER).kept == ["seeds/decks/tides.toml"]
    assert Deck.objects.get().title == "Tides, by Edith"


@pytest.mark.parametrize("what", ["article", "deck", "fact", "citation", "question", "state"])
def test_force_brings_back_what_the_seed_says(seeds: Folder, what: str) -> None:
    seeds.load()
    fact, question = Fact.objects.get(slug="neap"), Question.objects.get(slug="neap-typed")
    match what:
        case "article":
            Article.objects.filter(slug="almanac").update(note="Edith was here.")
        case "deck":
            Deck.objects.update(title="Edith was here.")
        case "fact":
            Fact.objects.filter(pk=fact.pk).update(statement="Edith was here.")
        case "citation":
            fact.citations.update(says="Edith was here.")
        case "question":
            question.revise(Draft("Was Edith here?", question.author_spec()), at=NOW)
        case "state":
            fact.move(State.RETIRED, at=NOW)
    assert len(seeds.load(at=LATER).kept) == 1
    report = seeds.load(at=LATER, force=True)
    assert report.updated
    assert not report.kept
    assert _writes(seeds) == []
    assert set(Question.objects.live().values_list("slug", flat=True)) == {"main-cause-choice", "neap-typed"}
    assert "Edith" not in str(
        [
            *Article.objects.values(),
            *Deck.objects.values(),
            *Fact.objects.values(),
            *Citation.objects.values(),
            *(str(question) for question in Question.objects.select_related("revision")),
        ]
    )


def test_an_editor_who_says_what_the_seed_then_says_too_is_in_step_again(seeds: Folder) -> None:
    seeds.load()
    Fact.objects.filter(slug="neap").update(statement="The weakest tides are neaps.")
    seeds.change("Tides of least range are called neap tides.", "The weakest tides are neaps.")
    assert not seeds.load(at=LATER).kept
    seeds.change("The weakest tides are neaps.", "The weakest tides are called neaps.")
    assert seeds.load(at=LATER).updated == [f"seeds/decks/tides.toml, {NEAP}"]


def test_what_an_editor_added_is_none_of_the_seeds_business(seeds: Folder) -> None:
    seeds.load()
    deck = Deck.objects.get()
    own = Fact.objects.create(slug="by-edith", deck=deck, statement="Edith knows a tide.")
    asked = Question.objects.create(slug="by-edith-typed", fact=Fact.objects.get(slug="neap"), kind="typed")
    report = seeds.load(at=LATER)
    assert report.changed_nothing
    assert not report.kept
    own.refresh_from_db()
    asked.refresh_from_db()
    assert (own.state, asked.state) == (State.DRAFT, State.DRAFT)


def test_a_new_thing_does_not_pass_an_old_one_of_the_same_name_off_as_new(seeds: Folder) -> None:
    seeds.load()
    Deck.objects.update(title="Tides, by Edith")
    seeds.write("articles/tides", 'title = "An article called like the deck"')
    report = seeds.load(at=LATER)
    assert report.kept == ["seeds/decks/tides.toml"]
    assert Deck.objects.get().title == "Tides, by Edith"


# What is gone, and what comes back


def _without_neap(seeds: Folder) -> None:
    text = (seeds.path / "decks/tides.toml").read_text()
    seeds.write("decks/tides", text[: text.index('[[facts]]\nid = "neap"')])


def test_what_is_gone_from_the_seeds_is_retired_and_stays_retired(seeds: Folder) -> None:
    seeds.load()
    _without_neap(seeds)
    report = seeds.load(at=LATER)
    assert set(report.retired) == {"neap", "neap-typed"}
    assert Fact.objects.get(slug="neap").state == State.RETIRED
    assert Question.objects.get(slug="neap-typed").state == State.RETIRED
    assert [change for change in _changes() if change[0] == "neap-typed"] == [
        ("neap-typed", "live"),
        ("neap-typed", "off"),
    ]
    assert _writes(seeds) == []


def test_a_question_alone_can_go(seeds: Folder) -> None:
    seeds.load()
    text = (seeds.path / "decks/tides.toml").read_text()
    seeds.write("decks/tides", text[: text.index('[[facts.questions]]\nid = "neap-typed"')])
    assert seeds.load(at=LATER).retired == ["neap-typed"]
    assert Fact.objects.get(slug="neap").is_live


@pytest.mark.parametrize(
    "text", ["", "\n", "# Nothing any more.\n", "\ufeff", 'title = "Ocean tides"\nlanguage = "en"\n']
)
def test_a_deck_whose_file_is_gone_is_left_as_it_is_and_an_empty_file_retires_it(seeds: Folder, text: str) -> None:
    seeds.load()
    seeds.remove("decks/tides")
    report = seeds.load(at=LATER)
    assert report.changed_nothing
    assert report.without_file == ["seeds/decks/tides.toml"]
    assert Fact.objects.live().count() == 2
    seeds.write("decks/tides", text)
    report = seeds.load(at=LATER)
    assert len(report.retired) == 4
    assert not report.without_file
    assert not Fact.objects.live().exists()
    assert Deck.objects.get().title == "Ocean tides"
    assert _writes(seeds) == []


def test_an_empty_file_of_a_deck_that_never_was_says_nothing_and_keeps_its_place(seeds: Folder) -> None:
    seeds.write("decks/a-retired-one", "")
    assert len(seeds.load().created) == 7
    assert Deck.objects.get().position == 1


def test_an_article_whose_file_is_gone_stays_and_is_named_once_nothing_cites_it(seeds: Folder) -> None:
    seeds.load()
    seeds.remove("articles/gazette")
    assert any("The file of the article “gazette” is gone" in fault for fault in seeds.faults())
    seeds.change('  { article = "gazette", says = "Moon and Sun alike", paragraph = 5, stance = "differs" },\n', "")
    report = seeds.load(at=LATER)
    assert report.without_file == ["seeds/articles/gazette.toml"]
    assert Article.objects.filter(slug="gazette").exists()


def test_an_article_that_an_editor_made_needs_no_file(seeds: Folder) -> None:
    Article.objects.create(slug="herald", title="By Edith", state=State.PUBLISHED)
    seeds.change('article = "gazette"', 'article = "herald"')
    assert not seeds.load().without_file


def test_what_comes_back_is_published_again(seeds: Folder) -> None:
    whole = (seeds.path / "decks/tides.toml").read_text()
    seeds.load()
    _without_neap(seeds)
    seeds.load(at=LATER)
    seeds.write("decks/tides", whole)
    seeds.load(at=LATER)
    assert Question.objects.get(slug="neap-typed") in Question.objects.live()
    assert [what for slug, what in _changes() if slug == "neap-typed"] == ["live", "off", "live"]
    assert _writes(seeds) == []


def test_what_an_editor_changed_is_not_retired_when_it_is_gone(seeds: Folder) -> None:
    seeds.load()
    Fact.objects.filter(slug="neap").update(statement="The weakest tides are neaps.")
    _without_neap(seeds)
    assert "neap" in seeds.load(at=LATER).kept
    assert Fact.objects.get(slug="neap").is_live
    assert "neap" in seeds.load(at=LATER, force=True).retired


# Time and state


def test_a_superseded_fact_retires_its_questions_with_one_notice_each(seeds: Folder) -> None:
    seeds.load()
    seeds.change("can_change = false", 'can_change = false\nsuperseded_by = "main-cause"')
    seeds.load(at=LATER)
    assert Question.objects.get(slug="neap-typed").state == State.RETIRED
    assert [what for slug, what in _changes() if slug == "neap-typed"] == ["live", "superseded"]
    assert _writes(seeds) == []


def test_a_historical_question_outlives_its_fact(seeds: Folder) -> None:
    seeds.load()
    seeds.change("can_change = false", 'can_change = false\nsuperseded_by = "main-cause"')
    seeds.change('kind = "typed"', 'kind = "typed"\nhistorical = true')
    seeds.load(at=LATER)
    assert Question.objects.get(slug="neap-typed") in Question.objects.live()
    assert [what for slug, what in _changes() if slug == "neap-typed"] == ["live"]


def test_a_fact_may_name_a_successor_that_stands_further_down(seeds: Folder) -> None:
    seeds.change("as_of = 2021-03-01", 'as_of = 2021-03-01\nsuperseded_by = "neap"')
    seeds.load()
    assert Fact.objects.get(slug="main-cause").superseded_by == Fact.objects.get(slug="neap")
    assert _writes(seeds) == []


@pytest.mark.parametrize("state", ["draft", "paused", "retired"])
def test_a_seed_may_say_another_state(seeds: Folder, state: str) -> None:
    seeds.change("can_change = false", f'can_change = false\nstate = "{state}"')
    seeds.load()
    assert Fact.objects.get(slug="neap").state == state
    assert Question.objects.get(slug="neap-typed") not in Question.objects.live()
    assert _writes(seeds) == []


def test_a_draft_that_lacks_everything_loads(seeds: Folder) -> None:
    seeds.change('can_change = false\ncitations = [{ article = "almanac", says = "neaps" }]', 'state = "draft"')
    seeds.load()
    assert Fact.objects.get(slug="neap").state == State.DRAFT


def test_a_seeded_article_that_is_retracted_pauses_what_rests_on_it(seeds: Folder) -> None:
    seeds.load()
    seeds.change("publisher", 'status = "retracted"\npublisher', name="articles/almanac")
    report = seeds.load(at=LATER)
    assert Fact.objects.get(slug="neap").state == State.PAUSED
    assert f"seeds/decks/tides.toml, {NEAP}" in report.kept


def test_a_dry_run_says_what_would_happen_and_changes_nothing(seeds: Folder) -> None:
    report = seeds.load(dry_run=True)
    assert len(report.created) == 7
    assert not Article.objects.exists()
    seeds.load()
    seeds.change('answer = "The Moon"', 'answer = "The Sun"')
    assert len(seeds.load(dry_run=True).updated) == 1
    assert Question.objects.get(slug="main-cause-choice").author_spec()["answer"] == "The Moon"
    assert not Change.objects.filter(what=Change.What.ANSWER).exists()


def test_loading_in_another_order_freezes_the_same(seeds: Folder) -> None:
    seeds.change('kind = "typed"', 'kind = "choice"\ndraw = 1\nanswer_type = "other"')
    seeds.change(
        'distractors = ["The wind", "Jupiter"]', 'distractors = ["The wind", "Jupiter"]\nanswer_type = "other"'
    )
    seeds.load()
    question = Question.objects.get(slug="neap-typed")
    assert question.revision is not None
    assert question.revision.spec["drawn"] == ["The Moon"]
    assert _writes(seeds) == []


def test_a_fact_goes_to_the_deck_that_names_it_and_is_the_same_again(seeds: Folder) -> None:
    seeds.load()
    seeds.write("decks/waves", (seeds.path / "decks/tides.toml").read_text())
    seeds.write("decks/tides", 'title = "Ocean tides"')
    seeds.load(at=LATER)
    assert set(Fact.objects.values_list("slug", "deck__slug")) == {("main-cause", "waves"), ("neap", "waves")}
    assert set(Change.objects.filter(what="moved").values_list("deck__slug", flat=True)) == {"tides", "waves"}
    assert _writes(seeds) == []


def test_speakers_values_and_translations_are_loaded_and_are_the_same_again(seeds: Folder) -> None:
    seeds.change(
        'says = "neaps"',
        'says = "neaps", speaker = "The pilot", values = { feet = 3, days = 7 } }, { article = "almanac", says = "so"',
    )
    seeds.change('kind = "typed"', 'kind = "typed"\nspeaker = "The pilot"\nshows_date = true')
    neap = 'id = "neap-vi"\nstatement = "Triều kém."\ncan_change = false\ntranslates = "neap"'
    seeds.write("decks/trieu", f'title = "Triều"\nlanguage = "vi"\noptional = true\n\n[[facts]]\n{neap}\n')
    seeds.load()
    pilot, _ = Fact.objects.get(slug="neap").citations.all()
    assert (pilot.speaker, pilot.given) == (
        "The pilot",
        [CitedValue("number", "3", "feet"), CitedValue("number", "7", "days")],
    )
    assert Question.objects.get(slug="neap-typed").attribution == "The pilot"
    fact = Fact.objects.get(slug="neap-vi")
    assert (fact.is_live, fact.deck.optional, fact.translates.slug) == (True, True, "neap")
    assert _writes(seeds) == []
