"""Moodle XML as Moodle reads it: grades, stars, and signs within a text with blanks."""

from xml.etree.ElementTree import Element, fromstring

import pytest

from studyapp.formats.moodle.writing import write
from studyapp.formats.notes import Asked, Note


def note(kind: str, **sent: object) -> Note:
    return Note("n1", ("Sea", "Deep/er"), (Asked("0", kind, {"prompt": "Which?", "explanation": "", **sent}),))


def question(kind: str, **sent: object) -> Element:
    return fromstring(write([note(kind, **sent)]).data)[-1]


def answers(found: Element) -> list[tuple[str, str]]:
    return [(one.findtext("text", ""), one.get("fraction", "")) for one in found.findall("answer")]


@pytest.mark.parametrize(
    ("kind", "sent", "expected"),
    [
        ("choice", {"answer": "a", "distractors": ["b"], "drawn": ["c"]}, [("a", "100"), ("b", "0"), ("c", "0")]),
        ("several", {"answers": ["a", "b"], "distractors": ["c"]}, [("a", "50"), ("b", "50"), ("c", "-50")]),
        ("typed", {"answer": "5 * 3", "wrong_answers": ["x"]}, [(r"5 \* 3", "100"), ("x", "0")]),
        ("true_false", {"answer": False}, [("true", "0"), ("false", "100")]),
        ("order", {"items": ["b", "a"]}, [("b", "1"), ("a", "2")]),
        ("number", {"answer": "1", "answer_to": "2"}, [("1.5", "100")]),
    ],
)
def test_answers_have_their_grades(kind: str, sent: dict[str, object], expected: list[tuple[str, str]]) -> None:
    assert answers(question(kind, **sent)) == expected


def test_blanks_stand_within_html_and_their_signs_are_entities() -> None:
    found = question("cloze", prompt="1 < {2}: [blank].", blanks=[["<a>~}#\\*", "b"]])
    expected = r"1 &lt; &#123;2}: {1:SHORTANSWER:=&#60;a&#62;&#126;&#125;&#35;&#92;\*~=b}."
    assert found.findtext("questiontext/text") == expected


def test_texts_with_signs_stand_in_cdata_for_moodle_loses_a_space_behind_an_entity() -> None:
    data = write([note("match", prompt="a ]]> b", pairs=[["x > đ", "y"], ["z", "w"]])]).data
    assert b"<text><![CDATA[x > \xc4\x91]]></text>" in data
    assert fromstring(data)[-1].findtext("questiontext/text") == "a ]]> b"


def test_a_backslash_before_a_brace_in_a_blank_stays() -> None:
    found = question("cloze", prompt="[blank].", blanks=[["\\}", "C:\\"]])
    assert found.findtext("questiontext/text") == "{1:SHORTANSWER:=&#92;&#92;&#125;~=C:&#92;}."


def test_a_deck_is_a_category_and_its_path_has_doubled_strokes() -> None:
    [category, _question] = fromstring(write([note("flashcard", answer="a")]).data)
    assert category.findtext("category/text") == "$course$/top/Sea/Deep//er"


def test_a_sign_that_xml_cannot_hold_is_left_out() -> None:
    assert question("typed", answer="a\x0bb").findtext("answer/text") == "ab"
