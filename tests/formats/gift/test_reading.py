"""GIFT as teachers and other programs write it, and its faults by line, field and remedy."""

import pytest

from studyapp.formats.gift.reading import category, read
from studyapp.formats.notes import Note, Refused
from tests.formats.gift.documented import DOCUMENTED


def one(text: str) -> Note:
    [note] = read(text)
    assert isinstance(note, Note), note
    return note


def sent(text: str) -> tuple[str, dict[str, object]]:
    [card] = one(text).cards
    return card.kind, dict(card.sent)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Who?{~Grant ~Jefferson =no one}", "choice", {"answer": "no one", "distractors": ["Grant", "Jefferson"]}),
        ("Who?{no one}", "typed", {"answer": "no one"}),
        ("Who?{=no one#excellent! =nobody}", "typed", {"aliases": ["nobody"], "explanation": "excellent!"}),
        ("It is so.{FALSE#Wrong.#Right.####It is not.}", "true_false", {"correction": "It is not."}),
        ("How many? {# =%100%1.5e9:0#Good ~#No}", "number", {"answer": "1500000000", "explanation": "Good"}),
        ("How many? {#-3.5..3}", "number", {"answer": "-3.5", "answer_to": "3"}),
        ("Pair.{=a -> b\n\n".replace("\n\n", "\n") + "= c\\: -> d\\: \n= -> e}", "match", {"distractors": ["e"]}),
        ("[html]<p>A &lt; <b>B</b>?</p>{=x}", "typed", {"prompt": "A < B?"}),
        ("[plain]A &lt; B?{=x}", "typed", {"prompt": "A &lt; B?"}),
        ("Which?{=\\= 2 + 3 ~\\~ \\# \\{ \\} \\\\}", "choice", {"answer": "= 2 + 3", "distractors": ["~ # { } \\"]}),
        ("Who?{=right\n// not an answer\n~wrong}", "choice", {"answer": "right", "distractors": ["wrong"]}),
        ("Who?{=a} // said aside", "typed", {"prompt": "Who?"}),
        ("::A\\: name::Who: what?{=a}", "typed", {"prompt": "Who: what?"}),
    ],
)
def test_each_form_is_read_as_its_kind(text: str, kind: str, expected: dict[str, object]) -> None:
    found, fields = sent(text)
    assert found == kind
    assert expected.items() <= fields.items()


@pytest.mark.parametrize("text", DOCUMENTED)
def test_what_the_documentation_of_moodle_allows_is_read(text: str) -> None:
    kind, expected = DOCUMENTED[text]
    found, fields = sent(text)
    assert found == kind
    assert expected.items() <= fields.items()


@pytest.mark.parametrize(
    ("text", "line", "field", "told"),
    [
        ("Fine.{T}\n\nWho?{=a\n\nNext.{F}", 3, "Answers", "have no end"),
        ("Who? a}", 1, "Question", "a } without a {"),
        ("Who?{=a {b}}", 1, "Answers", "a second {"),
        ("Who?{=a}\nNext?{=b}", 1, "Question", "Leave a line empty"),
        ("Only words", 1, "Answers", "no answers"),
        ("::Name Who?{=a}", 1, "Question", "The name of the question has no end"),
        ("Who?{~a ~b}", 1, "Answers", "No answer is right"),
        ("Who?{~%50%a ~%50%b}", 1, "Answers", "No answer is wrong"),
        ("Who?{a ~b}", 1, "Answers", "has no sign"),
        ("Who?{=a ~}", 1, "Answers", "without words"),
        ("Who?\n{~%5,0%a ~%50%b}", 2, "Weight", "from -100 to 100"),
        ("Who?{~%150%a ~b}", 1, "Weight", "from -100 to 100"),
        ("How many?{#3,6}", 1, "Number", "3,6"),
        ("Pair.{=a -> b =c}", 1, "Pair", "=left -> right"),
        ("Why?{}", 1, "Answers", "behind ####"),
        ("{=a}", 1, "Question", "It asks nothing"),
    ],
)
def test_a_fault_is_told_with_its_line_field_and_remedy(text: str, line: int, field: str, told: str) -> None:
    refused = next(note for note in read(text) if isinstance(note, Refused))
    assert (refused.place, refused.field) == (f"line {line}", field)
    assert told in refused.told


def test_one_fault_costs_one_question() -> None:
    assert [type(note) for note in read("A{=\n\nB{T}\n\nC}")] == [Refused, Note, Refused]


def test_decks_names_and_tags_come_along() -> None:
    note = one("$CATEGORY: $course$/top/Sea birds/Gulls//Terns\n\n// [id:q1] [tag:red] [tag:blue]\nWho?{=a}")
    assert (note.deck, note.guid, note.tags) == (("Sea birds", "Gulls/Terns"), "q1", ("red", "blue"))
    assert category("top") == ()


def test_what_is_lost_is_named() -> None:
    note = one("Who?{=a ~%50%b#half ~c#no}")
    assert {one.what for one in note.lost} == {"partial-credit", "answer-feedback"}
