"""An Anki package brought by a student: its notes are own cards that go on where they stood."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from studyapp.accounts.models import User
from studyapp.exchange.models import ImportRow
from studyapp.exchange.taking.losses import offers_to
from studyapp.exchange.taking.package import write_package
from studyapp.library.models import Fact
from studyapp.scheduling import State
from studyapp.study.learners import study_day_of
from studyapp.study.models import Queue
from tests.exchange.arriving.bringing import brought, newest, texts, understood
from tests.formats.anki.packages import LAYOUTS, Made, card, note, package, review
from tests.own.decks import card_of, own_deck, own_note
from tests.people import NOON
from tests.shelf import Shelf
from tests.study.differences import wrongs

LAST = NOON - timedelta(days=6)
KNOWN = Made(
    notes=(note(),),
    cards=(
        card(
            kind=2,
            queue=2,
            due=400,
            ivl=11,
            factor=2500,
            reps=4,
            lapses=1,
            flags=1,
            data={"s": 11.5, "d": 6.25, "lrt": int(LAST.timestamp()), "dr": 0.9},
        ),
    ),
    reviews=tuple(
        review(key=int((LAST - timedelta(days=days)).timestamp() * 1000), ease=ease, time=4000, kind=1, ivl=3)
        for days, ease in ((20, 1), (9, 3), (0, 3))
    ),
)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_card_arrives_where_it_stood(
    lans_browser: Client, lan: User, tmp_path: Path, clock: time_machine.Traveller, layout: str
) -> None:
    data = package(tmp_path / "Capitals.apkg", KNOWN, layout).read_bytes()
    brought(lans_browser, data, "Capitals.apkg", schedule="on")
    assert texts(lan) == [("Capitals", "Hà Nội", "Việt Nam")]
    [fact] = Fact.objects.of(lan)
    card = card_of(fact)
    assert (card.queue, card.stability, card.difficulty, card.state) == (Queue.REVIEW, 11.5, 6.25, State.REVIEW)
    assert (card.reps, card.lapses, card.marked, card.last_day) == (4, 1, True, date(2025, 12, 31))
    assert [row.kind for row in card.log.order_by("version")] == [*["elsewhere"] * 3, "imported", "mark"]
    assert wrongs(lan) == []


def test_the_same_package_again_changes_nothing_and_one_of_another_layout_is_the_same(
    lans_browser: Client, lan: User, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    for layout in (LAYOUTS[0], *LAYOUTS):
        data = package(tmp_path / "Capitals.apkg", KNOWN, layout).read_bytes()
        if Fact.objects.of(lan).exists():
            understood(lans_browser, data, "Capitals.apkg")
            assert {row.state for row in newest(lan).rows.all()} == {ImportRow.State.UNCHANGED}
        else:
            brought(lans_browser, data, "Capitals.apkg", schedule="on")


def test_a_package_that_was_cut_is_refused_in_words(
    lans_browser: Client, lan: User, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    data = package(tmp_path / "Capitals.apkg", KNOWN).read_bytes()
    understood(lans_browser, data[: len(data) // 2], "Capitals.apkg")
    assert newest(lan).state == "failed"
    assert newest(lan).said.endswith(".")
    assert not Fact.objects.of(lan)


def test_what_one_took_along_and_brings_back_stays_as_it_is(
    lans_browser: Client, lan: User, lans: Shelf, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    own_note(own_deck(lan))
    decks = [offer.deck for offer in offers_to(lan)]
    written = write_package(tmp_path / "Mine.apkg", lan, decks, at=NOON, schedule=True)
    understood(lans_browser, (tmp_path / "Mine.apkg").read_bytes(), "Mine.apkg")
    rows = newest(lan).rows.all()
    assert [row.state for row in rows] == [ImportRow.State.UNCHANGED] * written.notes
    assert len({row.deck.title for row in rows}) == len(decks)


def test_a_burial_and_an_ease_come_along(
    lans_browser: Client, lan: User, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    hard = card(kind=2, queue=-2, due=400, ivl=11, factor=1500, reps=4)
    data = package(tmp_path / "Capitals.apkg", Made(notes=(note(),), cards=(hard,))).read_bytes()
    brought(lans_browser, data, "Capitals.apkg", schedule="on")
    came = card_of(Fact.objects.of(lan).get())
    assert (came.buried_on, came.state, came.stability) == (study_day_of(lan, NOON), State.REVIEW, 11)
    assert came.difficulty is not None
    assert came.difficulty > 7
    assert wrongs(lan) == []
