"""Files of classrooms brought by a learner: recognised by what is in them, with faults that say how to fix them."""

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.exchange.models import Import, ImportRow
from studyapp.library.models import Question
from tests.exchange.arriving.bringing import brought, texts, understood

pytestmark = pytest.mark.django_db

GIFT = """$CATEGORY: $course$/top/Sea

// [id:tide] [tag:moon]
::Tides::What raises the tides? {=The Moon#It is near. ~The Sun}

Ebb is the falling tide.{T}

How many high tides has a day? {#2:0.5}

A knot is {=one nautical mile =1.852 km} an hour.
"""
AIKEN = "What raises the tides?\nA. The Sun\nB) The Moon\nANSWER: B\n"
XML = """<?xml version="1.0" encoding="UTF-8"?>
<quiz><question type="shortanswer"><questiontext format="html"><text><![CDATA[<p>The falling <b>tide</b>?</p>]]></text>
</questiontext><answer fraction="100"><text>Ebb</text></answer></question></quiz>"""


def kinds(learner: User) -> list[str]:
    return list(Question.objects.of(learner).order_by("fact__number").values_list("kind", flat=True))


@pytest.mark.parametrize("name", ["Sea.gift", "Sea.txt"])
def test_gift_becomes_cards_of_the_kinds_that_it_asks(lans_browser: Client, lan: User, name: str) -> None:
    brought(lans_browser, GIFT, name)
    assert kinds(lan) == ["choice", "true_false", "number", "cloze"]
    assert texts(lan)[0] == ("Sea", "What raises the tides?", "The Moon")


@pytest.mark.parametrize(("text", "name"), [(AIKEN, "Sea.txt"), (XML, "Sea.xml"), (XML.encode("utf-8-sig"), "Sea")])
def test_aiken_and_xml_are_recognised_by_what_is_in_them(
    lans_browser: Client, lan: User, text: str | bytes, name: str
) -> None:
    brought(lans_browser, text, name)
    assert [expected for *_where, expected in texts(lan)] in (["The Moon"], ["Ebb"])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_gift_is_read_in_each_of_these_encodings(lans_browser: Client, lan: User, encoding: str) -> None:
    brought(lans_browser, "Thuỷ triều xuống?{=отлив}".encode(encoding), "Sea.txt")
    assert texts(lan) == [("Sea", "Thuỷ triều xuống?", "отлив")]


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        ("Отлив?{T}".encode("cp1251"), "Sea.gift", "Save it as text in UTF-8"),
        (b"// nothing but a comment", "Sea.gift", "There is no question in this file."),
        (b'<!DOCTYPE quiz [<!ENTITY a "b">]><quiz/>', "Sea.xml", "document type"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(
    lans_browser: Client, lan: User, data: bytes, name: str, told: str
) -> None:
    assert told in lans_browser.get(understood(lans_browser, data, name)).text
    assert not Question.objects.of(lan).exists()


def test_the_same_file_changes_nothing(lans_browser: Client, lan: User) -> None:
    brought(lans_browser, GIFT, "Sea.gift")
    understood(lans_browser, GIFT, "Sea.gift")
    assert set(ImportRow.objects.filter(arrival=Import.objects.of(lan)[0]).values_list("state", flat=True)) == {
        "unchanged"
    }


def test_two_faults_are_named_by_line_and_remedy(lans_browser: Client, lan: User) -> None:
    url = understood(lans_browser, f"{GIFT}\nEbb? {{=\n\nFlood? {{#3,6}}\n", "Sea.gift")
    page = lans_browser.get(f"{url}?show=refused").text
    for told in ("line 12", "The answers have no end.", "line 14", "“3,6” is no number."):
        assert told in page
