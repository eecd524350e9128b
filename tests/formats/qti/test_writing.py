"""Packages of QTI: an item for each question, with what is right in it."""

from io import BytesIO
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

import pytest
from hypothesis import given

from studyapp.formats.notes import Asked, Note
from studyapp.formats.qti.items import NAMESPACE
from studyapp.formats.qti.writing import write
from tests.formats.classroom.banks import banks

Q = f"{{{NAMESPACE}}}"


def package(notes: list[Note]) -> dict[str, Element]:
    with ZipFile(BytesIO(write(notes).data)) as file:
        return {name: fromstring(file.read(name)) for name in file.namelist()}


def item(kind: str, **sent: object) -> Element:
    note = Note("n1", (), (Asked("0", kind, {"prompt": "Which?", "explanation": "So it is.", **sent}),))
    [found] = [element for name, element in package([note]).items() if name != "imsmanifest.xml"]
    return found


def right(found: Element) -> list[str]:
    """The texts, where they have some, of what is declared as right."""
    texts = {one.get("identifier"): one.text for one in found.iter() if one.tag.endswith("Choice")}
    values = [value.text or "" for value in found.findall(f".//{Q}correctResponse/{Q}value")]
    return [" = ".join(str(texts.get(name, name)) for name in value.split(" ")) for value in values]


@given(banks)
def test_the_manifest_names_each_item(bank: list[Note]) -> None:
    found, written = package(bank), write(bank)
    hrefs = [one.get("href") for one in found["imsmanifest.xml"].iter() if one.tag.endswith("}resource")]
    assert {*hrefs, "imsmanifest.xml"} == {*found}
    assert len(hrefs) == written.cards
    assert written.data == write(bank).data


@pytest.mark.parametrize(
    ("kind", "sent", "expected"),
    [
        ("choice", {"answer": "b", "distractors": ["a", "c"]}, ["b"]),
        ("several", {"answers": ["b", "a"], "distractors": ["c"]}, ["a", "b"]),
        ("true_false", {"answer": False, "correction": "No."}, ["False"]),
        ("order", {"items": ["c", "a", "b"]}, ["c", "a", "b"]),
        ("match", {"pairs": [["l", "b"], ["k", "a"]], "distractors": ["0"]}, ["l = b", "k = a"]),
        ("typed", {"answer": "Hanoi", "aliases": ["Ha-Noi"]}, ["Hanoi"]),
        ("cloze", {"prompt": "[blank] and [blank].", "blanks": [["a"], ["b", "c"]]}, ["a", "b"]),
        ("number", {"answer": "3.6", "magnitude": "billion"}, ["3600000000"]),
    ],
)
def test_what_is_right_is_declared(kind: str, sent: dict[str, object], expected: list[str]) -> None:
    found = item(kind, **sent)
    assert right(found) == expected
    assert "So it is." in [one.text for one in found.findall(f"{Q}modalFeedback/{Q}p")]


def test_a_wrong_option_takes_away_what_a_right_one_gives() -> None:
    found = item("several", answers=["a", "b"], distractors=["c"])
    worth = [float(one.get("mappedValue", "")) for one in found.iter(f"{Q}mapEntry")]
    assert worth == [0.5, 0.5, -0.5]


def test_a_number_is_right_within_its_range() -> None:
    found = item("number", answer="10", tolerance="5%", unit="km")
    assert [one.text for one in found.findall(f".//{Q}and//{Q}baseValue")] == ["9.5", "10.5"]
    assert [one.tail for one in found.iter(f"{Q}textEntryInteraction")] == [" km"]


@pytest.mark.parametrize(("kind", "sent"), [("typed", {"answer": "ebb"}), ("flashcard", {"answer": "ebb"})])
def test_pictures_are_files_of_their_items(kind: str, sent: dict[str, object]) -> None:
    words = {"prompt": "Which?", "explanation": "So.", "alts": {"prompt": "Low tide"}, **sent}
    note = Note("n1", (), (Asked("0", kind, words, {"prompt": "a.webp", "explanation": "b.webp"}),))
    written = write([note], str.encode)
    assert written.lost == ()
    with ZipFile(BytesIO(written.data)) as file:
        assert file.read("pictures/a.webp") == b"a.webp"
        [name] = [name for name in file.namelist() if name.startswith("q")]
        item, manifest = fromstring(file.read(name)), fromstring(file.read("imsmanifest.xml"))
    assert [(one.get("src"), one.get("alt")) for one in item.iter(f"{Q}img")] == [
        ("pictures/a.webp", "Low tide"),
        ("pictures/b.webp", ""),
    ]
    files = [one.get("href") for one in manifest.iter() if one.tag.endswith("}file")]
    assert files == [name, "pictures/a.webp", "pictures/b.webp"]
