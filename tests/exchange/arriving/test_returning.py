"""What was taken along to Anki, edited there and brought back: own cards are changed, the library's stay."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
import time_machine
from django.test import Client

from studyapp.accounts.models import User
from studyapp.exchange.models import ImportRow
from studyapp.exchange.taking.losses import offers_to
from studyapp.exchange.taking.package import write_package
from studyapp.own import writing
from tests.exchange.arriving.bringing import newest, press, understood, work
from tests.own.decks import card_of, draft, own_deck, own_note
from tests.people import DAY, NOON
from tests.shelf import Shelf

pytestmark = pytest.mark.django_db


def taken_along(learner: User, folder: Path, edits: dict[str, str], *, edited_at: datetime = NOON + DAY) -> bytes:
    """A package of all that the learner studies, in which Anki's user put words in place of others."""
    decks = [offer.deck for offer in offers_to(learner)]
    write_package(folder / "Mine.apkg", learner, decks, at=NOON, schedule=False)
    with ZipFile(folder / "Mine.apkg") as package:
        members = {name: package.read(name) for name in package.namelist()}
    (folder / "collection").write_bytes(members["collection.anki21"])
    with closing(sqlite3.connect(folder / "collection", isolation_level=None)) as collection:
        for before, after in edits.items():
            row = (before, after, int(edited_at.timestamp()), f"%{before}%")
            changed = collection.execute("UPDATE notes SET flds = replace(flds, ?, ?), mod = ? WHERE flds LIKE ?", row)
            assert changed.rowcount
    with ZipFile(folder / "Mine.apkg", "w") as package:
        for name, data in members.items():
            package.writestr(name, data if name != "collection.anki21" else (folder / "collection").read_bytes())
    return (folder / "Mine.apkg").read_bytes()


def test_an_edit_of_an_own_card_is_shown_and_taken_over(
    lans_browser: Client, lan: User, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    deck = own_deck(lan)
    bowline = own_note(deck, "A *bowline*", "A loop that does not slip")
    bend = own_note(deck, "Joins two ropes", "Sheet bend", "typed", aliases="Becket bend\nWeaver’s hitch")
    own_note(deck, "Left alone", "As it was", "typed", aliases="So it was")
    edits = {"does not slip": "never <b>slips</b>", "Sheet bend": "Double sheet bend", "two ropes": "2*2 ropes"}
    clock.move_to(NOON + 2 * DAY)
    url = understood(lans_browser, taken_along(lan, tmp_path, edits), "Mine.apkg")
    states = sorted(row.state for row in newest(lan).rows.all())
    assert states == [ImportRow.State.CHANGED, ImportRow.State.CHANGED, ImportRow.State.UNCHANGED]
    page = lans_browser.get(f"{url}?show=changed").text
    assert "<ins>A loop that never **slips**</ins>" in page
    assert "<ins>Double sheet bend</ins>" in page
    press(lans_browser, url, "apply")
    work(NOON + 2 * DAY)
    now = card_of(bowline).question.asked
    assert (now.prompt, now.spec["answer"]) == (r"A \*bowline\*", "A loop that never **slips**")
    typed = card_of(bend).question.asked
    assert (typed.prompt, typed.spec["answer"]) == ("Joins 2*2 ropes", "Double sheet bend")
    assert (typed.spec["aliases"], typed.explanation) == (["Becket bend", "Weaver’s hitch"], "")
    understood(lans_browser, (tmp_path / "Mine.apkg").read_bytes(), "Mine.apkg")
    assert {row.state for row in newest(lan).rows.all()} == {ImportRow.State.UNCHANGED}


def test_what_was_worded_anew_here_since_stays(
    lans_browser: Client, lan: User, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    note = own_note(own_deck(lan))
    data = taken_along(lan, tmp_path, {"Bowline": "Bowlines"}, edited_at=NOON + DAY)
    since = NOON + DAY + timedelta(hours=1)
    writing.rewrite(card_of(note), draft("Bowline knot", "A loop"), answer_changed=False, at=since)
    clock.move_to(NOON + 2 * DAY)
    understood(lans_browser, data, "Mine.apkg")
    assert [row.state for row in newest(lan).rows.all()] == [ImportRow.State.UNCHANGED]


def test_a_card_of_the_library_stays_and_the_page_says_so(
    lans_browser: Client, lan: User, lans: Shelf, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    data = taken_along(lan, tmp_path, {lans.flashcard.asked.prompt: "Edited"})
    clock.move_to(NOON + 2 * DAY)
    url = understood(lans_browser, data, "Mine.apkg")
    assert {row.state for row in newest(lan).rows.all()} == {ImportRow.State.UNCHANGED}
    assert "1 card of the library was edited elsewhere, and stays here" in lans_browser.get(url).text
