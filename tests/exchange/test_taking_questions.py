"""A learner takes questions along for other programs: their own decks and those of the library, losses named first."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.formats import aiken
from studyapp.formats.gift import reading as gift
from studyapp.formats.moodle import reading as moodle
from studyapp.formats.notes import Note
from tests.exchange.taking_along import PAGE, taken
from tests.own.decks import own_deck, own_note
from tests.shelf import Shelf

pytestmark = pytest.mark.django_db


def kinds(notes: object) -> set[str]:
    assert isinstance(notes, list)
    assert all(isinstance(note, Note) for note in notes), notes
    return {note.cards[0].kind for note in notes}


def test_gift_has_the_questions_of_the_chosen_decks(lans_browser: Client, lan: User, lans: Shelf) -> None:
    mine = own_deck(lan)
    own_note(mine)
    page, data = taken(lans_browser, "gift", mine, lans.harbour, lans.lighthouse)
    text = data.decode()
    notes = list(gift.read(text))
    assert kinds(notes) >= {"flashcard", "choice", "number", "true_false"}
    assert f"The file has {len(notes)} questions." in page
    assert "Bowline" in text


def test_the_other_formats_can_be_chosen(lans_browser: Client, lans: Shelf, tmp_path: Path) -> None:
    (tmp_path / "bank.xml").write_bytes(taken(lans_browser, "moodle", lans.harbour)[1])
    assert kinds(list(moodle.read(tmp_path / "bank.xml"))) >= {"number"}
    page, data = taken(lans_browser, "aiken", lans.harbour, lans.lighthouse)
    assert kinds(list(aiken.read(data.decode()))) == {"choice"}
    assert "this format has no such question" in page
    with ZipFile(BytesIO(taken(lans_browser, "qti", lans.harbour)[1])) as package:
        assert len(package.namelist()) > 1


def test_no_file_comes_before_its_losses_were_shown(lans_browser: Client, lans: Shelf) -> None:
    answer = lans_browser.post(PAGE, {"format": "gift", "deck": [lans.harbour.pk], "shown": f"aiken {lans.harbour.pk}"})
    assert "What cannot come along" in answer.text
    assert "Content-Disposition" not in answer


def test_no_deck_of_somebody_else_and_none_at_all_is_taken(lans_browser: Client, boris: User, lans: Shelf) -> None:
    for decks in ([], [own_deck(boris).pk], ["x"]):
        refused = lans_browser.post(PAGE, {"format": "gift", "deck": decks, "shown": "gift "})
        assert refused.status_code == 422
        assert "Choose at least one deck." in refused.text
    assert lans_browser.get(PAGE).status_code == 200
