"""What a learner took along as questions and brings back is known again; and Anki's text files come in as notes do."""

from base64 import b64encode

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.exchange.models import Import, ImportRow
from studyapp.library.models import Question
from tests.exchange.arriving.bringing import brought, texts, understood
from tests.exchange.taken import taken
from tests.own.decks import own_deck, own_note
from tests.pictures import drawn
from tests.shelf import Shelf

pytestmark = pytest.mark.django_db
NOTES = (
    "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n"
    "K@d|JZ[9FT\tBasic (and reversed card)\tSea\tebb\tfalling\ttide\n"
    "NkluXV$JP9\tCloze\tSea\t{{c1::Flood}} is {{c2::rising}}\t\t\n"
)


def states(learner: User) -> list[tuple[str, str]]:
    """Of the rows of the newest import: its state, and what was told of what was refused."""
    rows = ImportRow.objects.filter(arrival=Import.objects.of(learner)[0]).order_by("position")
    return list(rows.values_list("state", "told"))


@pytest.mark.parametrize(("form", "name"), [("moodle", "a.xml"), ("gift", "a.txt"), ("anki", "a.txt")])
def test_what_was_taken_along_changes_nothing_when_it_comes_back(
    lans_browser: Client, lan: User, lans: Shelf, form: str, name: str
) -> None:
    mine = own_deck(lan)
    own_note(mine)
    _page, data = taken(lans_browser, form, mine, lans.harbour, lans.lighthouse)
    understood(lans_browser, data, name)
    assert len(states(lan)) > 3
    assert {state for state, _told in states(lan)} == {"unchanged"}


@pytest.mark.parametrize("form", ["moodle", "gift", "anki"])
def test_what_came_and_went_out_again_is_known_by_its_name(lans_browser: Client, lan: User, form: str) -> None:
    brought(lans_browser, NOTES)
    deck = Question.objects.of(lan)[0].fact.deck
    _page, data = taken(lans_browser, form, deck)
    understood(lans_browser, data, "a.xml" if form == "moodle" else "a.txt")
    assert {state for state, _told in states(lan)} == {"unchanged"}


def test_notes_of_anki_as_text_come_with_their_cards_and_once(lans_browser: Client, lan: User) -> None:
    brought(lans_browser, NOTES)
    assert texts(lan) == [
        ("Sea", "ebb", "falling"),
        ("Sea", "falling", "ebb"),
        ("Sea", "[blank] is rising", "Flood"),
        ("Sea", "Flood is [blank]", "rising"),
    ]
    understood(lans_browser, NOTES.replace("\tebb\tfalling", "\tebb tide\tfalling"))
    assert [state for state, _told in states(lan)] == ["changed", "unchanged"]


def test_cards_of_anki_as_text_are_known_within_their_deck(lans_browser: Client, lan: User) -> None:
    text = "#separator:tab\n#html:true\nebb\tfalling\n"
    brought(lans_browser, text, "Sea.txt")
    understood(lans_browser, text, "Sea.txt")
    assert states(lan) == [("unchanged", "")]
    understood(lans_browser, text, "Land.txt")
    assert states(lan) == [("new", "")]


def test_a_picture_of_moodle_comes_with_its_card(lans_browser: Client, lan: User) -> None:
    image = b64encode(drawn()).decode()
    xml = (
        "<quiz><question type='shortanswer'><questiontext format='html'><text>"
        "Which?&lt;img src='@@PLUGINFILE@@/a.png'&gt;</text>"
        f"<file name='a.png' path='/' encoding='base64'>{image}</file></questiontext>"
        "<answer fraction='100'><text>ebb</text></answer></question></quiz>"
    )
    brought(lans_browser, xml, "Sea.xml")
    [question] = Question.objects.of(lan)
    assert list(question.asked.shown) == ["prompt"]
    understood(lans_browser, xml, "Sea.xml")
    assert states(lan) == [("unchanged", "")]
    _page, data = taken(lans_browser, "moodle", question.fact.deck)
    assert b"@@PLUGINFILE@@" in data
