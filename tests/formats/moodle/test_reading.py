"""Moodle XML as Moodle exports it, and files that are refused whole."""

from pathlib import Path

import pytest

from studyapp.formats.faults import BadFile
from studyapp.formats.moodle.reading import read
from studyapp.formats.notes import Note, Refused


def notes(folder: Path, inside: str, encoding: str = "utf-8") -> list[Note | Refused]:
    (folder / "bank.xml").write_bytes(inside.encode(encoding))
    return list(read(folder / "bank.xml"))


def question(sort: str, text: str, more: str) -> str:
    asked = f'<questiontext format="html"><text><![CDATA[{text}]]></text></questiontext>'
    return f'<quiz><question type="{sort}">{asked}{more}</question></quiz>'


def answer(text: str, fraction: str = "100", more: str = "") -> str:
    return f'<answer fraction="{fraction}"><text>{text}</text>{more}</answer>'


@pytest.mark.parametrize(
    ("xml", "kind", "expected"),
    [
        (
            question("multichoice", "<p>Who?</p>", "<single>true</single>" + answer("a") + answer("b", "0")),
            "choice",
            {"prompt": "Who?", "answer": "a", "distractors": ["b"]},
        ),
        (
            question("multichoice", "Who?", "<single>false</single>" + answer("a", "50") + answer("b", "-50")),
            "several",
            {"answers": ["a"], "distractors": ["b"]},
        ),
        (
            question("shortanswer", "Who?", answer(r"5 \* 3") + answer("*", "0")),
            "typed",
            {"answer": "5 * 3"},
        ),
        (
            question("numerical", "How far?", answer("1.5", more="<tolerance>0.1</tolerance>")),
            "number",
            {"answer": "1.5", "tolerance": "0.1"},
        ),
        (
            question(
                "matching",
                "Pair",
                '<subquestion format="html"><text>&lt;b&gt;a&lt;/b&gt;</text><answer><text>a &lt;b</text></answer>'
                "</subquestion><subquestion><text/><answer><text>c</text></answer></subquestion>",
            ),
            "match",
            {"pairs": [["a", "a <b"]], "distractors": ["c"]},
        ),
        (question("truefalse", "So?", answer("true") + answer("false", "0")), "true_false", {"answer": True}),
        (
            question("cloze", "A {1:SA:=Ha N\\}oi~%100%Hanoi#x &amp; y~b} and {2:NM:=5:1}.", ""),
            "cloze",
            {"prompt": "A [blank] and [blank].", "blanks": [["Ha N}oi", "Hanoi"], ["5"]]},
        ),
        (question("cloze", "{:MCV:a~=b}?", ""), "cloze", {"prompt": "[blank]?", "blanks": [["b"]]}),
        (question("ordering", "Order", answer("a", "1") + answer("b", "2")), "order", {"items": ["a", "b"]}),
    ],
)
def test_each_type_is_read_as_its_kind(tmp_path: Path, xml: str, kind: str, expected: dict[str, object]) -> None:
    [note] = notes(tmp_path, xml)
    assert isinstance(note, Note), note
    assert note.cards[0].kind == kind
    assert expected.items() <= note.cards[0].sent.items()


@pytest.mark.parametrize(
    ("xml", "told"),
    [
        (question("calculated", "x", ""), "type “calculated”"),
        (question("multichoice", "x", answer("a", "0")), "No answer is right"),
        (question("multichoice", "x", answer("a")), "No answer is wrong"),
        (question("multichoice", "x", answer("a", "much")), "The grade of an answer is no number"),
        (question("numerical", "x", answer("3,6")), "“3,6” is no number"),
        (question("shortanswer", "", answer("a")), "It asks nothing"),
    ],
)
def test_a_question_that_cannot_be_taken_says_why(tmp_path: Path, xml: str, told: str) -> None:
    [refused] = notes(tmp_path, xml)
    assert isinstance(refused, Refused)
    assert refused.place == "line 1"
    assert told in refused.told


@pytest.mark.parametrize(
    ("xml", "told"),
    [
        ('<!DOCTYPE quiz [<!ENTITY a "aa">]><quiz>&a;</quiz>', "document type"),
        ('<!DOCTYPE quiz SYSTEM "quiz.dtd"><quiz/>', "document type"),
        ("<quiz><question>&a;</question></quiz>", "damaged in line 1"),
        ("<quiz>\n<question>", "damaged in line 2"),
        ("<other/>", "no list of Moodle’s questions"),
        ("<quiz>" + "<a>" * 60 + "</a>" * 60 + "</quiz>", "too deeply nested"),
        ("<quiz><question>" + "<a/>" * 20_001 + "</question></quiz>", "question in line 1 is too long"),
        ('<?xml version="1.0" encoding="none-such"?><quiz/>', "Save it as text in UTF-8"),
    ],
)
def test_a_file_is_refused_whole_where_its_xml_is_not_plain(tmp_path: Path, xml: str, told: str) -> None:
    with pytest.raises(BadFile, match=told):
        notes(tmp_path, xml)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_each_unicode_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    [note] = notes(tmp_path, question("shortanswer", "Thuỷ triều", answer("прилив")), encoding)
    assert isinstance(note, Note)
    assert note.cards[0].sent["answer"] == "прилив"
