"""What is wrong with a seed is said by file, fact, question and field, and then nothing is loaded."""

import pytest

from studyapp.library.models import Article, Deck, Fact, Question
from tests.library.folder import Folder

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

FACT = "seeds/decks/tides.toml, fact “main-cause”"
QUESTION = f"{FACT}, question “main-cause-choice”"

FAULTS: dict[str, tuple[str, str, str, str]] = {
    # what is wrong: what stands in the file, what takes its place, where it is said to be, a word of the remedy
    "an unknown field of a deck": ('language = "en"', 'colour = "blue"', "seeds/decks/tides.toml, colour", "Known"),
    "an unknown field of a fact": ("as_of = 2021", "as_off = 2021", f"{FACT}, as_off", "Known fields"),
    "an unknown field of a citation": ('stance = "differs"', 'mood = "bad"', f"{FACT}, citations.mood", "Known"),
    "an unknown field of a question": ("distractors =", "distractor =", f"{QUESTION}, distractor", "Known fields"),
    "an unknown kind": ('kind = "choice"', 'kind = "riddle"', f"{QUESTION}, kind", "Known kinds"),
    "no kind": ('kind = "choice"\n', "", f"{QUESTION}, kind", "Known kinds"),
    "no id of a fact": ('id = "main-cause"\n', "", "seeds/decks/tides.toml, fact “number 1”, id", "never change"),
    "no id of a question": ('id = "main-cause-choice"\n', "", f"{FACT}, question “number 1”, id", "never change"),
    "an id that is no id": ('id = "main-cause"\n', 'id = "main cause!"\n', "fact “main cause!”, slug", "letters"),
    "an id taken twice by facts": ('id = "neap"', 'id = "main-cause"', f"{FACT}, id", "taken already"),
    "an id taken twice by questions": (
        'id = "neap-typed"',
        'id = "main-cause-choice"',
        "fact “neap”, question “main-cause-choice”, id",
        "taken already by seeds/decks/tides.toml, fact “main-cause”",
    ),
    "a date that is none": ("as_of = 2021-03-01", 'as_of = "March"', f"{FACT}, as_of", "2013-11"),
    "a time in place of a day": ("as_of = 2021-03-01", "as_of = 2021-03-01T10:00:00Z", f"{FACT}, as_of", "2013-11-12"),
    "dates the wrong way round": (
        "as_of = 2021-03-01",
        "valid_from = 2021\nvalid_to = 2020",
        f"{FACT}, valid_to",
        "before it began",
    ),
    "an article that is not there": (
        'article = "gazette"',
        'article = "herald"',
        f"{FACT}, citations.article",
        "Known articles: almanac, gazette",
    ),
    "a source that is not there": (
        'according_to = "almanac"',
        'according_to = "herald"',
        f"{QUESTION}, according_to",
        "herald",
    ),
    "a successor that is not there": (
        "as_of = 2021-03-01",
        'as_of = 2021-03-01\nsuperseded_by = "tomorrow"',
        f"{FACT}, superseded_by",
        "tomorrow",
    ),
    "a fact that supersedes itself": (
        "as_of = 2021-03-01",
        'as_of = 2021-03-01\nsuperseded_by = "main-cause"',
        f"{FACT}, superseded_by",
        "circle",
    ),
    "a value that cannot be one": (
        "paragraph = 5,",
        "paragraph = 5, value = [1, 2],",
        f"{FACT}, citations.value",
        "a number, a date or a text",
    ),
    "a day that is still to come": ("as_of = 2021-03-01", "as_of = 2999-01-01", f"{FACT}, as_of", "still to come"),
    "a day before there was print": ("as_of = 2021-03-01", 'as_of = "1021-03"', f"{FACT}, as_of", "“valid_from” says"),
    "an end in another age": (
        "as_of = 2021-03-01",
        "as_of = 2021-03-01\nvalid_to = 2999",
        f"{FACT}, valid_to",
        "100 years ahead",
    ),
    "a language of nobody": ('language = "en"', 'language = "zz"', "seeds/decks/tides.toml, language", "such as en"),
    "a voice in a language of nobody": (
        'kind = "typed"',
        'kind = "typed"\nspoken_in = "zz"',
        "question “neap-typed”, spoken_in",
        "two letters",
    ),
    "a sort of answer that is none": (
        'answer = "The Moon"',
        'answer = "The Moon"\nanswer_type = "star"',
        f"{QUESTION}, answer_type",
        "“star”. Use one of: person, place, organisation, year, quantity, other",
    ),
    "a bound that is none": (
        'kind = "typed"\nprompt = "What are the tides of least range called?"\nanswer = "Neap tides"',
        'kind = "number"\nprompt = "How many are there?"\nanswer = 3\nbound = "around"',
        "question “neap-typed”, bound",
        "Use one of: more, ",
    ),
    "a stance that is none": (
        'stance = "differs"',
        'stance = "disagrees"',
        f"{FACT}, citations.stance",
        "There is no stance “disagrees”. Use one of: supports, differs.",
    ),
    "a paragraph below nought": ("paragraph = 5", "paragraph = -5", f"{FACT}, citations.paragraph", "0"),
    "a citation that says nothing": ('says = "neaps"', 'says = ""', "fact “neap”, citations.says", "blank"),
    "one paragraph cited twice": (
        'article = "gazette", says = "Moon and Sun alike", paragraph = 5',
        'article = "almanac", says = "Moon and Sun alike", paragraph = 2',
        f"{FACT}, citations.",
        "already",
    ),
    "no statement": ('statement = "Tides of least range are called neap tides."\n', "", "fact “neap”, st", "blank"),
    "no prompt": ('prompt = "What are the tides of least range called?"\n', "", "“neap-typed”, prompt", "missing"),
    "a prompt that is too long": ("What are the tides", "What " * 100, "question “neap-typed”, prompt", "500"),
    "an answer that is missing": ('answer = "The Moon"\n', "", f"{QUESTION}, answer", "required"),
    "two options that say the same": ('"The wind"', '"the moon"', f"{QUESTION}, distractors", "moon"),
    "a state that is none": (
        "can_change = false",
        'can_change = false\nstate = "burnt"',
        "fact “neap”, state",
        "Use one of: draft",
    ),
    "a fact that cannot be published without a source": (
        'citations = [{ article = "almanac", says = "neaps" }]\n',
        "",
        "fact “neap”, state",
        "Cite at least one article",
    ),
    "a fact that could go stale and has no date": ("can_change = false\n", "", "fact “neap”, state", "has no date"),
    "a question that cannot be published without its source": (
        (
            'kind = "choice"\naccording_to = "almanac"\n'
            'prompt = "According to the almanac, what chiefly raises the tides?"\nanswer = "The Moon"\n'
            'distractors = ["The wind", "Jupiter"]'
        ),
        'kind = "true_false"\nprompt = "The Moon chiefly raises the tides. Is that so?"\nanswer = true',
        f"{QUESTION}, state",
        "name its source",
    ),
    "options that cannot be drawn": (
        'distractors = ["The wind", "Jupiter"]',
        'answer_type = "other"\ndraw = 3',
        QUESTION,
        "can be drawn",
    ),
    "facts that are no tables": (
        '[[facts]]\nid = "neap"',
        '[[fact]]\nid = "neap"',
        "tides.toml, fact:",
        "Known",
    ),
    "citations that are no tables": (
        'citations = [{ article = "almanac", says = "neaps" }]',
        'citations = ["almanac"]',
        "fact “neap”, citations",
        "list of tables",
    ),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_names_its_place_and_its_remedy(seeds: Folder, what: str) -> None:
    old, new, place, remedy = FAULTS[what]
    seeds.change(old, new)
    found = seeds.faults()
    assert any(place in fault and remedy in fault for fault in found), "\n".join(found)
    assert len(found) == 1, "\n".join(found)
    assert not any((Article.objects.exists(), Deck.objects.exists(), Fact.objects.exists(), Question.objects.exists()))


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_is_said_alone_in_a_library_that_stands(seeds: Folder, what: str) -> None:
    seeds.load()
    old, new, *_ = FAULTS[what]
    seeds.change(old, new)
    found = seeds.faults()
    assert len(found) == 1, "\n".join(found)


ARTICLE_FAULTS = {
    "neither a headline nor a short name": ("title", "", "title", "short name"),
    "an unknown field": ("title", 'author = "Ann"\ntitle', "author", "Known fields"),
    "a day that is none": ("published_on = 2021-03-01", 'published_on = "spring"', "published_on", "2013-11-12"),
    "a time in place of a day": ("= 2021-03-01", "= 2021-03-01T10:00:00", "published_on", "2013-11-12"),
    "a day that is still to come": ("2021-03-01", "2999-03-01", "published_on", "2999-03-01 is still to come"),
    "a day before there was print": ("2021-03-01", "0021-03-01", "published_on", "before there was print"),
    "a language of nobody": ("publisher", 'language = "zz"\npublisher', "language", "such as en"),
    "a paragraph beyond the last": ("publisher", "paragraphs = 3\nno_facts_in = [2, 4]\npublisher", "no_facts_in", "3"),
    "paragraphs that are no numbers": ("publisher", 'no_facts_in = ["a"]\npublisher', "no_facts_in", "comma"),
    "a status that is none": (
        "publisher",
        'status = "burnt"\npublisher',
        "status",
        "“burnt”. Use one of: active, corrected, retracted",
    ),
    "an address that is none": ("publisher", 'url = "the harbour"\npublisher', "url", "URL"),
    "a copy of nothing": ("publisher", 'same_text_as = "herald"\npublisher', "same_text_as", "herald"),
    "a copy of itself": ("publisher", 'same_text_as = "almanac"\npublisher', "same_text_as", ""),
}


@pytest.mark.parametrize("what", ARTICLE_FAULTS)
def test_a_fault_of_an_article_names_its_file_and_field(seeds: Folder, what: str) -> None:
    old, new, field, remedy = ARTICLE_FAULTS[what]
    seeds.change(f"{old}", new, name="articles/almanac") if new else seeds.write("articles/almanac", 'publisher = "A"')
    found = seeds.faults()
    assert any(f"seeds/articles/almanac.toml, {field}: " in fault and remedy in fault for fault in found), found
    assert len(found) == 1, found


@pytest.mark.parametrize(
    ("gazette", "told"),
    [
        ('title = "What moves the sea"\nparagraphs = 4', "has no paragraph 5: it has 4"),
        ('title = "What moves the sea"\nno_facts_in = [4, 5]', "Paragraph 5 of “What moves the sea” is said to hold"),
    ],
)
@pytest.mark.parametrize("stored", [True, False])
def test_a_paragraph_that_cannot_be_cited_is_named(seeds: Folder, gazette: str, told: str, stored: bool) -> None:
    if stored:
        seeds.load()
    seeds.write("articles/gazette", gazette)
    (fault,) = seeds.faults()
    assert fault.startswith(f"{FACT}, citations.paragraph: ")
    assert told in fault


def test_the_headline_of_an_article_without_one_is_not_cited(seeds: Folder) -> None:
    seeds.write("articles/gazette", 'known_as = "The torn page"')
    seeds.change("paragraph = 5", "paragraph = 0")
    (fault,) = seeds.faults()
    assert "Paragraph 0 is the headline, and “The torn page” has none" in fault


@pytest.mark.parametrize("language", ["en", "vi", "ru", "pt-BR", "zh-Hant", "zh-Hant-TW", "eo", "en-gb"])
def test_a_language_that_there_is_passes(seeds: Folder, language: str) -> None:
    seeds.change('language = "en"', f'language = "{language}"')
    assert seeds.faults() == []


def test_what_is_agreed_for_later_years_passes(seeds: Folder) -> None:
    seeds.change("as_of = 2021-03-01", "as_of = 2021-03-01\nvalid_from = 2030\nvalid_to = 2045-06-01")
    assert seeds.faults() == []


NOT_THE_TYPE = {
    "a list as an article": ('article = "gazette"', 'article = ["gazette"]', "citations.article"),
    "a list as a successor": (
        "can_change = false",
        'can_change = false\nsuperseded_by = ["main-cause"]',
        "superseded_by",
    ),
    "a list as a kind": ('kind = "typed"', 'kind = ["typed"]', "kind"),
    "a table as a source": ('kind = "typed"', 'kind = "typed"\naccording_to = { a = 1 }', "according_to"),
    "a list as a state": ("can_change = false", 'can_change = false\nstate = ["draft"]', "state"),
    "a list as a statement": ('statement = "Tides of least', 'statement = ["a"] # "Tides of least', "statement"),
    "a table as a prompt": ('prompt = "What are', 'prompt = { a = 1 } # "What are', "prompt"),
    "a word as a truth": ("can_change = false", 'can_change = "maybe"', "can_change"),
    "a word as history": ('kind = "typed"', 'kind = "typed"\nhistorical = "maybe"', "historical"),
    "a list as a paragraph": ("paragraph = 5", "paragraph = [5]", "citations.paragraph"),
    "a list as an id": ('id = "neap"', 'id = ["neap"]', "id"),
    "a word as a place in the row": ('language = "en"', 'position = "first"', "position"),
    "a NUL in a statement": ("Tides of least range are", "Tides \\u0000 are", "statement"),
    "a NUL in a prompt": ("What are the tides", "What \\u0000 are", "prompt"),
}


@pytest.mark.parametrize("what", NOT_THE_TYPE)
def test_a_value_of_another_type_is_a_fault_and_no_crash(seeds: Folder, what: str) -> None:
    old, new, field = NOT_THE_TYPE[what]
    seeds.change(old, new)
    assert any(f", {field}: " in fault for fault in seeds.faults()), seeds.faults()


def test_a_file_that_is_no_toml_is_named(seeds: Folder) -> None:
    seeds.write("decks/tides", "title = ")
    (fault,) = seeds.faults()
    assert fault.startswith("seeds/decks/tides.toml: This is not valid TOML")


def test_a_file_that_is_no_text_is_named(seeds: Folder) -> None:
    seeds.write("articles/almanac", "title = “Tides”".encode("utf-16"))
    assert "seeds/articles/almanac.toml: The file is not UTF-8 text. Save it as UTF-8." in seeds.faults()


def test_a_mark_at_the_beginning_of_a_file_is_no_fault(seeds: Folder) -> None:
    for name in ("articles/almanac", "decks/tides"):
        seeds.write(name, (seeds.path / f"{name}.toml").read_text().encode("utf-8-sig"))
    assert seeds.faults() == []
    assert Deck.objects.get().title == "Ocean tides"


@pytest.mark.parametrize(
    "name",
    [
        "decks/waves.TOML",
        "decks/waves.toml.txt",
        "decks/waves",
        "articles/old/waves.toml",
        "waves.toml",
        "deck/waves.toml",
    ],
)
def test_a_file_that_looks_like_a_seed_and_is_not_read_is_named(seeds: Folder, name: str) -> None:
    file = seeds.path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text('title = "Waves"')
    (fault,) = seeds.faults()
    assert fault.startswith(f"seeds/{name}: It is not read")


@pytest.mark.parametrize("name", ["README.md", "decks/notes.md", ".gitkeep", "decks/.waves.toml.swp", "map.png"])
def test_notes_and_hidden_files_may_lie_beside_the_seeds(seeds: Folder, name: str) -> None:
    (seeds.path / name).write_text("Not a seed.")
    assert seeds.faults() == []


def test_a_folder_with_the_name_of_a_seed_is_no_seed(seeds: Folder) -> None:
    (seeds.path / "decks/waves.toml").mkdir()
    assert seeds.faults() == []


def test_an_empty_folder_is_said_to_be_empty(seeds: Folder) -> None:
    for name in ("articles/almanac", "articles/gazette", "decks/tides"):
        seeds.remove(name)
    (fault,) = seeds.faults()
    assert "There are no seeds here" in fault


def test_an_id_taken_twice_in_two_files_names_both(seeds: Folder) -> None:
    seeds.write("decks/waves", 'title = "Waves"\n[[facts]]\nid = "neap"\nstatement = "Waves wave."\nstate = "draft"\n')
    (fault,) = seeds.faults()
    assert "seeds/decks/waves.toml, fact “neap”" in fault
    assert "seeds/decks/tides.toml, fact “neap”" in fault


def test_every_fault_of_a_reading_is_said_at_once(seeds: Folder) -> None:
    seeds.change('kind = "choice"', 'kind = "riddle"')
    seeds.change('prompt = "What are the tides of least range called?"', 'prompt = ""')
    assert len(seeds.faults()) == 2


def test_the_faults_of_all_files_are_said_at_once(seeds: Folder) -> None:
    seeds.write("articles/gazette", 'title = "What moves the sea"\nstatus = "burnt"\nlanguage = "zz"')
    seeds.write("articles/herald", "title = ")
    seeds.change('title = "Ocean tides"', "title = 7")
    seeds.change('stance = "differs"', 'stance = "disagrees"')
    seeds.change("can_change = false", 'can_change = false\nstate = "burnt"')
    seeds.change('kind = "choice"', 'kind = "riddle"')
    told = "\n".join(seeds.faults())
    assert told.count("\n") == 6
    places = ["gazette.toml, status", "gazette.toml, language", "herald.toml: ", "tides.toml, title"]
    places += [f"{FACT}, citations.stance", "fact “neap”, state", f"{QUESTION}, kind"]
    assert all(place in told for place in places), told


def test_several_faults_of_one_fact_are_said_at_once(seeds: Folder) -> None:
    seeds.change("The Moon's pull is the chief cause of ocean tides.", "")
    seeds.change("as_of = 2021-03-01", 'as_of = "March"\nsuperseded_by = "tomorrow"')
    seeds.change('article = "gazette"', 'article = "herald"')
    seeds.change('says = "the Moon, chiefly"', 'says = ""')
    fields = ["statement", "as_of", "superseded_by", "citations.article", "citations.says"]
    assert sorted(fault.removeprefix(f"{FACT}, ").partition(":")[0] for fault in seeds.faults()) == sorted(fields)


@pytest.mark.parametrize(
    ("name", "text"),
    [("articles/almanac", "title = "), ("articles/almanac", 'titel = "Tides"'), ("decks/waves", "title = ")],
)
def test_what_only_follows_from_a_fault_is_not_said(seeds: Folder, name: str, text: str) -> None:
    seeds.change("as_of = 2021-03-01", 'as_of = 2021-03-01\nsuperseded_by = "neap"')
    if name == "decks/waves":
        seeds.change('superseded_by = "neap"', 'superseded_by = "wave"')
    seeds.write(name, text)
    (fault,) = seeds.faults()
    assert fault.startswith(f"seeds/{name}.toml")


def test_the_words_of_a_question_are_judged_beside_a_fault_of_its_fact(seeds: Folder) -> None:
    seeds.change("can_change = false\n", "")
    seeds.change("What are the tides", "What " * 100)
    fact, question = seeds.faults()
    assert "fact “neap”, state: It could go stale" in fact
    assert "question “neap-typed”, prompt: " in question


def test_an_article_may_repeat_one_that_repeats_another(seeds: Folder) -> None:
    seeds.write("articles/gazette", 'title = "What moves the sea"\nsame_text_as = "herald"')
    seeds.write("articles/herald", 'title = "By another name"\nsame_text_as = "almanac"')
    assert seeds.faults() == []
    assert Article.objects.get(slug="gazette").origin == "The Harbour Almanac"


def test_articles_that_repeat_each_other_are_refused(seeds: Folder) -> None:
    seeds.change("publisher", 'same_text_as = "gazette"\npublisher', name="articles/almanac")
    seeds.write("articles/gazette", 'title = "What moves the sea"\nsame_text_as = "almanac"')
    assert any("same_text_as" in fault for fault in seeds.faults())


def test_an_article_under_another_ending_is_no_article_that_is_missing(seeds: Folder) -> None:
    (seeds.path / "articles/almanac.toml").rename(seeds.path / "articles/almanac.TOML")
    (fault,) = seeds.faults()
    assert fault.startswith("seeds/articles/almanac.TOML: It is not read")


def test_a_fact_that_is_gone_from_the_seeds_is_not_named_any_more(seeds: Folder) -> None:
    seeds.change("as_of = 2021-03-01", 'as_of = 2021-03-01\nsuperseded_by = "neap"')
    seeds.load()
    text = (seeds.path / "decks/tides.toml").read_text()
    seeds.write("decks/tides", text[: text.index('[[facts]]\nid = "neap"')])
    (fault,) = seeds.faults()
    assert "superseded_by: The fact “neap” is gone from the seeds" in fault


@pytest.mark.parametrize("field", ["according_to", "same_text_as"])
def test_wherever_an_article_is_named_those_that_are_known_are_listed(seeds: Folder, field: str) -> None:
    seeds.change('kind = "typed"', 'kind = "typed"\naccording_to = "herald"')
    seeds.change("publisher", 'same_text_as = "herald"\npublisher', name="articles/almanac")
    told = f"{field}: There is no article “herald”. Known articles: almanac, gazette."
    assert any(told in fault for fault in seeds.faults()), seeds.faults()


def test_one_fault_among_good_changes_loads_none_of_them(seeds: Folder) -> None:
    seeds.load()
    seeds.change('title = "Ocean tides"', 'title = "Tides"')
    seeds.change("Tides of least range are", "The weakest tides are")
    seeds.change('answer = "Neap tides"', 'answer = ""')
    assert len(seeds.faults()) == 1
    assert Deck.objects.get().title == "Ocean tides"
    assert Fact.objects.get(slug="neap").statement.startswith("Tides of least range")


def test_a_question_cannot_move_to_another_fact(seeds: Folder) -> None:
    seeds.load()
    seeds.change('id = "main-cause-choice"', 'id = "neap-typed"')
    seeds.change('id = "neap-typed"\nkind = "typed"', 'id = "neap-other"\nkind = "typed"')
    seeds.change('kind = "choice"', 'kind = "typed"')
    seeds.change('distractors = ["The wind", "Jupiter"]', "")
    assert any("belongs to the fact “neap”" in fault for fault in seeds.faults())


def test_a_question_cannot_change_its_kind(seeds: Folder) -> None:
    seeds.load()
    seeds.change('kind = "typed"', 'kind = "flashcard"')
    assert any("a kind never changes" in fault for fault in seeds.faults())


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (f"{{ {'n' * 61} = 1 }}", "at most 60 characters"),
        (f'{{ pieces = "{"v" * 121}" }}', "at most 120 characters"),
        ("{ pieces = [1] }", "Give a number, a date or a text"),
        ("11", "Write it as a table"),
    ],
)
def test_values_that_cannot_stand_are_refused(seeds: Folder, values: str, told: str) -> None:
    seeds.change('says = "neaps"', f'says = "neaps", values = {values}')
    assert any("citations.value" in fault and told in fault for fault in seeds.faults())


def test_a_published_fact_does_not_become_a_translation(seeds: Folder) -> None:
    seeds.load()
    seeds.change('citations = [{ article = "almanac", says = "neaps" }]', 'translates = "main-cause"')
    assert any("translates: It was published without this" in fault for fault in seeds.faults())


def test_a_translation_of_nothing_is_refused(seeds: Folder) -> None:
    seeds.change('citations = [{ article = "almanac", says = "neaps" }]', 'translates = "ebb"')
    assert any("translates: There is no fact “ebb”" in fault for fault in seeds.faults())
