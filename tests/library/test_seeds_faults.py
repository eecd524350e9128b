"""What is wrong with a seed is said by file, fact, question and field, and then nothing is loaded."""

import pytest

from studyapp.library.models import Article, Deck, Fact, Question
from tests.library.folder import Folder

pytestmark = pytest.mark.django_db

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
    "a stance that is none": ('stance = "differs"', 'stance = "shrugs"', f"{FACT}, citations.stance", "shrugs"),
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
        'x = 1\n[[fact]]\nid = "neap"',
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
    assert not any((Article.objects.exists(), Deck.objects.exists(), Fact.objects.exists(), Question.objects.exists()))


ARTICLE_FAULTS = {
    "neither a headline nor a short name": ("title", "", "title", "short name"),
    "an unknown field": ("title", 'author = "Ann"\ntitle', "author", "Known fields"),
    "a day that is none": ("published_on = 2021-03-01", 'published_on = "spring"', "published_on", "2013-11-12"),
    "a status that is none": ("publisher", 'status = "burnt"\npublisher', "status", "burnt"),
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
