"""Tables brought by a learner: the template, what comes back edited, and files that are refused with a sentence."""

from pathlib import Path

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.exchange.models import Import, ImportRow, State
from studyapp.kinds import KINDS
from studyapp.library.models import Deck, Question
from studyapp.markdown import FORMATTED
from studyapp.own.models import Arrived
from tests.exchange.arriving.bringing import brought, newest, press, texts, understood, work
from tests.exchange.taken import taken
from tests.formats.sheets.tables import book
from tests.own.decks import own_deck, own_note
from tests.shelf import Shelf

pytestmark = pytest.mark.django_db

TABLE = "Kind,Question,Answer,Deck,Tags\n,Bowline,A loop,Knots,rope\nNumber,Ropes,3.5,Knots,\n"


def rows(learner: User) -> list[tuple[str, str]]:
    return list(ImportRow.objects.filter(arrival=newest(learner)).values_list("state", "place"))


def says(browser: Client, state: str, data: str | bytes, name: str = "Sea.csv") -> str:
    """What the page has of rows of this state."""
    return browser.get(f"{understood(browser, data, name)}?show={state}").text


@pytest.mark.parametrize(("language", "ending"), [("en", "xlsx"), ("ru", "csv")])
def test_the_template_is_taken_as_it_is(lans_browser: Client, lan: User, ending: str, language: str) -> None:
    User.objects.filter(pk=lan.pk).update(language=language, number_style=language)
    data = lans_browser.get(f"/bring/questions.{ending}").content
    url = understood(lans_browser, data, f"questions.{ending}")
    assert {state for state, _ in rows(lan)} == {"new"}, newest(lan).said
    press(lans_browser, url, "apply")
    work()
    assert set(Question.objects.of(lan).values_list("kind", flat=True)) == set(KINDS)
    tolerance = Question.objects.of(lan).get(kind="number").asked.spec
    assert (tolerance["answer"], tolerance["tolerance"]) == ("12.4", "0.5")


def test_there_is_no_other_template(client: Client) -> None:
    assert client.get("/bring/questions.ods").status_code == 404


@pytest.mark.parametrize("ending", ["tsv", "xlsx"])
def test_what_was_taken_along_comes_back_unchanged_from_several_decks(
    lans_browser: Client, lan: User, lans: Shelf, ending: str
) -> None:
    mine, knots = own_deck(lan, "=Sea"), own_deck(lan)
    own_note(mine, "=Ebb", "@falling")
    own_note(knots, "Ropes", "-2.5", "number", tolerance="0.125")
    _page, data = taken(lans_browser, ending, mine, knots, lans.harbour)
    understood(lans_browser, data, f"cards.{ending}")
    assert {state for state, _ in rows(lan)} == {"unchanged"}, newest(lan).said
    assert len(rows(lan)) > 2
    assert newest(lan).lost == {}


def test_an_edited_row_is_a_change_also_of_a_card_that_was_made_here(lans_browser: Client, lan: User) -> None:
    deck = own_deck(lan)
    own_note(deck, "Bowline", "A loop")
    own_note(deck, "Reef knot", "Two ropes")
    table = taken(lans_browser, "csv", deck)[1].decode()
    edited = table.replace("A loop", "The king of knots")
    page = says(lans_browser, "changed", edited)
    assert "<del>A loop</del>" in page
    assert "<ins>The king of knots</ins>" in page
    brought(lans_browser, edited, "cards.csv")
    assert texts(lan) == [("Knots", "Bowline", "The king of knots"), ("Knots", "Reef knot", "Two ropes")]
    assert not Arrived.objects.exists()
    understood(lans_browser, edited, "cards.csv")
    assert {state for state, _ in rows(lan)} == {"unchanged"}
    again = taken(lans_browser, "csv", deck)[1].decode()
    assert again == edited


def test_a_card_edited_here_since_it_came_is_held_against_what_it_says_now(lans_browser: Client, lan: User) -> None:
    brought(lans_browser, TABLE, "Sea.csv")
    deck = Deck.objects.of(lan).get(title="Knots")
    edited = taken(lans_browser, "csv", deck)[1].decode().replace("A loop", "King")
    brought(lans_browser, edited, "Sea.csv")
    table = taken(lans_browser, "csv", deck)[1].decode()
    assert "King" in table
    assert "rope" in table
    understood(lans_browser, table, "Sea.csv")
    assert {state for state, _ in rows(lan)} == {"unchanged"}


def test_rows_without_an_id_are_known_again_by_what_they_ask(lans_browser: Client, lan: User) -> None:
    brought(lans_browser, TABLE, "Sea.csv")
    assert texts(lan) == [("Knots", "Bowline", "A loop"), ("Knots", "Ropes", "3.5")]
    understood(lans_browser, TABLE, "Sea.csv")
    assert {state for state, _ in rows(lan)} == {"unchanged"}


def test_numbers_are_read_as_their_owner_writes_them(lans_browser: Client, lan: User) -> None:
    url = understood(lans_browser, "kind;question;answer\nnumber;Ropes;3,5\nnumber;Knots;1,234\n", "Sea.csv")
    refused = ImportRow.objects.get(state="refused")
    press(lans_browser, url, "apply")
    work()
    assert [one.asked.spec["answer"] for one in Question.objects.of(lan)] == ["3.5"]
    assert (refused.place, refused.field) == ("row 3", "answer")
    assert "1234" in refused.told.replace(",", "").replace(".", "")


def test_each_fault_has_its_row_its_field_and_a_remedy(lans_browser: Client, lan: User) -> None:
    table = (
        "Kind,Question,Answer,Colour,ID,Accents count\n\n,,no question,,,\nlimerick,Ebb,falling,red,,\n"
        "Typed answer,Ebb,falling,,a,maybe\n,Flow,rising,,b,\n,Flow,rising,,b,\n"
    )
    page = says(lans_browser, "refused", table)
    for shown in (
        *("row 1", "<b>Colour:</b> We do not know this column"),
        *("row 3", "Write what the card asks."),
        *("row 4", "There is no kind of question “limerick”."),
        *("row 5", "“maybe” is neither yes nor no."),
        *("row 7", "Row 6 has the same ID. Empty this cell"),
    ):
        assert shown in page, shown
    assert rows(lan).count(("new", "row 6")) == 1


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        ("Вопрос;Ответ\nОтлив;Вода".encode("cp1251"), "Sea.csv", "Save it as text in UTF-8"),
        (b'question,answer\nEbb,"falling', "Sea.csv", "Row 2 cannot be read"),
        (b"question,answer,Question\nEbb,falling,x", "Sea.csv", "Two columns are called"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Sea.xls", "Save it as .xlsx or as CSV"),
        (b"PK\3\4" + bytes(26) + b"xl/workbook.xml", "Sea.xlsx", "This workbook is damaged"),
    ],
)
def test_a_table_that_cannot_be_read_says_what_to_do(
    lans_browser: Client, lan: User, data: bytes, name: str, told: str
) -> None:
    page = lans_browser.get(understood(lans_browser, data, name)).text
    assert told in page
    assert Import.objects.get().state == State.FAILED
    assert not Question.objects.of(lan).exists()


def test_a_workbook_without_the_headings_says_which_are_missing(
    lans_browser: Client, lan: User, tmp_path: Path
) -> None:
    data = book([["Ebb", "falling"], ["Flow", "rising"]], tmp_path / "a.xlsx").read_bytes()
    assert "There is no column “Question”" in lans_browser.get(understood(lans_browser, data, "a.xlsx")).text


def test_tags_of_a_card_that_was_made_here_are_kept(lans_browser: Client, lan: User) -> None:
    deck = own_deck(lan)
    own_note(deck, "Bowline", "A loop")
    tagged = taken(lans_browser, "csv", deck)[1].decode().replace(";Knots;", ";Knots;rope")
    brought(lans_browser, tagged, "cards.csv")
    assert Arrived.objects.get().tags == ["rope"]
    assert taken(lans_browser, "csv", deck)[1].decode() == tagged


def test_formatting_goes_and_comes_back_and_plain_signs_stay_plain(lans_browser: Client, lan: User) -> None:
    url = understood(lans_browser, 'Question,Answer,Markdown\n**Ebb**,"Low\n- tide",yes\n2 * 3 * 4,_24_,\n', "Sea.csv")
    press(lans_browser, url, "apply")
    work()
    ebb, product = Question.objects.of(lan).order_by("pk")
    assert (ebb.asked.prompt, ebb.asked.spec["answer"]) == ("**Ebb**", "Low\n- tide")
    assert (product.asked.prompt, product.asked.spec["answer"]) == ("2 * 3 * 4", "_24_")
    assert [bool(one.asked.spec.get(FORMATTED)) for one in (ebb, product)] == [True, False]
    table = taken(lans_browser, "csv", ebb.fact.deck)[1].decode()
    assert "2 * 3 * 4" in table
    understood(lans_browser, table, "Sea.csv")
    assert {state for state, _ in rows(lan)} == {"unchanged"}
    brought(lans_browser, table.replace("**Ebb**", "*Ebb*"), "Sea.csv")
    assert [one.asked.prompt for one in Question.objects.of(lan).order_by("pk")] == ["*Ebb*", "2 * 3 * 4"]
