"""A package says all that Anki was seen to need, in the tables in which it looks for it."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest

from studyapp.formats.anki.presets import THEIRS
from studyapp.formats.notes import Answered, Asked, Progress, Remembered, Sort, Stage
from tests.formats.anki.written import HANOI, NOW, TODAY, card, note, packed

DAY = timedelta(days=1)
KNOWN = Progress(
    stage=Stage.REVIEW,
    due=TODAY + 3 * DAY,
    interval=7,
    memory=Remembered(12.5, 4.25, NOW - 4 * DAY, 0.1542, 0.9),
    reps=2,
    lapses=1,
    log=(
        Answered(NOW - 5 * DAY, Sort.LEARNING, 3, 8000, 10 / 1440, TODAY - 5 * DAY),
        Answered(NOW - 4 * DAY, Sort.REVIEW, 3, 4000, 7, TODAY - 4 * DAY),
    ),
)


def test_a_package_has_the_layout_that_every_version_reads(tmp_path: Path) -> None:
    package = packed(tmp_path, [note()])
    assert package.names == ["meta", "collection.anki21", "collection.anki2", "media"]
    with ZipFile(tmp_path / "cards.apkg") as zipped:
        assert zipped.read("meta") == b"\x08\x02"
        assert b"Please update to the latest Anki version" in zipped.read("collection.anki2")
    [collection] = package.tables["col"]
    assert (collection["ver"], collection["tags"]) == (11, "{}")
    assert package.column("conf")["fsrs"] is True


def test_a_card_in_review_brings_its_memory_and_the_moment_from_which_it_fades(tmp_path: Path) -> None:
    package = packed(tmp_path, [note(card(progress=KNOWN))])
    [kept] = package.tables["cards"]
    assert (kept["type"], kept["queue"], kept["ivl"], kept["factor"]) == (2, 2, 7, 2500)
    assert (kept["reps"], kept["lapses"], kept["left"]) == (2, 1, 0)
    last = int((NOW - 4 * DAY).timestamp())
    assert json.loads(kept["data"]) == {"s": 12.5, "d": 4.25, "dr": 0.9, "decay": 0.1542, "lrt": last}
    day_zero = datetime.fromtimestamp(package.tables["col"][0]["crt"], HANOI).date()
    assert day_zero + kept["due"] * DAY == KNOWN.due


def test_the_log_starts_with_learning_and_no_two_rows_have_one_moment(tmp_path: Path) -> None:
    package = packed(tmp_path, [note(card(progress=KNOWN)) for _ in range(200)])
    rows = package.tables["revlog"]
    assert len({row["id"] for row in rows}) == len(rows) == package.written.reviews == 400
    assert max(row["id"] for row in rows) < (NOW - 4 * DAY).timestamp() * 1000 + 200, "no further than need be"
    first = [row for row in rows if row["cid"] == rows[0]["cid"]]
    assert [(row["type"], row["ease"], row["ivl"], row["lastIvl"]) for row in first] == [
        (0, 3, -600, 0),
        (1, 3, 7, -600),
    ]


def test_steps_say_how_many_are_left_and_when_the_next_one_is(tmp_path: Path) -> None:
    soon = replace(KNOWN, stage=Stage.LEARNING, due=None, due_at=NOW + timedelta(minutes=9), steps_left=1)
    again = replace(soon, stage=Stage.RELEARNING)
    tomorrow = replace(soon, due=TODAY + DAY, due_at=None)
    aside = replace(tomorrow, suspended=True)
    package = packed(tmp_path, [note(card(progress=each)) for each in (soon, again, tomorrow, aside)])
    at = int((NOW + timedelta(minutes=9)).timestamp())
    kept = [(row["type"], row["queue"], row["left"], row["ivl"]) for row in package.tables["cards"]]
    assert kept == [(1, 1, 1, 0), (3, 1, 1, 7), (1, 3, 1, 0), (1, -1, 1, 0)]
    due = [row["due"] for row in package.tables["cards"]]
    assert due[:2] == [at, at]
    assert due[3] > 1_000_000_000, "a day's number would be counted from the start of another collection"


def test_what_is_set_aside_says_so(tmp_path: Path) -> None:
    aside = [
        replace(KNOWN, suspended=True),
        replace(KNOWN, buried=True),
        Progress(suspended=True),
        Progress(buried=True),
    ]
    package = packed(tmp_path, [note(card(progress=each)) for each in aside])
    assert [row["queue"] for row in package.tables["cards"]] == [-1, -3, -1, -3]


def test_practice_a_new_start_and_a_moved_day_are_no_answers(tmp_path: Path) -> None:
    moments = [NOW - (9 - place) * DAY for place in range(5)]
    log = (
        Answered(moments[0], Sort.LEARNING, 3, 0, 1, TODAY - 9 * DAY),
        Answered(moments[1], Sort.PRACTICE, 1, 0, 0),
        Answered(moments[2], Sort.MOVED, None, 0, 4),
        Answered(moments[3], Sort.MOVED, None, 0, 0),
        Answered(moments[4], Sort.LEARNING, 4, 0, 8, TODAY - 5 * DAY),
    )
    package = packed(tmp_path, [note(card(progress=replace(KNOWN, log=log)))])
    kept = [(row["type"], row["ease"], row["factor"]) for row in package.tables["revlog"]]
    assert kept == [(0, 3, 2500), (3, 1, 0), (4, 0, 2500), (4, 0, 0), (0, 4, 2500)]


def test_a_move_between_two_learning_answers_would_cut_the_history_and_is_left_out(tmp_path: Path) -> None:
    log = (
        Answered(NOW - 3 * DAY, Sort.LEARNING, 3, 0, 1, TODAY - 3 * DAY),
        Answered(NOW - 2 * DAY, Sort.MOVED, None, 0, 1),
        Answered(NOW - DAY, Sort.LEARNING, 3, 0, 1, TODAY - DAY),
    )
    package = packed(tmp_path, [note(card(progress=replace(KNOWN, log=log)))])
    assert [row["type"] for row in package.tables["revlog"]] == [0, 0]


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Pacific/Kiritimati", "Australia/Lord_Howe"])
def test_anki_counts_as_many_days_between_answers_as_the_log_does(tmp_path: Path, zone: str) -> None:
    """Over a change of the clocks, from another zone, and by a clock that was a month ahead."""
    days = [TODAY - 100 * DAY, TODAY - 99 * DAY, TODAY - 70 * DAY, TODAY - 98 * DAY, TODAY]
    between = [1, 29, 0, 98]
    log = tuple(
        Answered(NOW - (TODAY - day) + timedelta(hours=place * 7 % 24), Sort.REVIEW, 3, 0, 1, day)
        for place, day in enumerate(days)
    )
    here = packed(tmp_path, [note(card(progress=replace(KNOWN, log=log)))], zone=ZoneInfo(zone))
    at = [row["id"] // 1000 for row in here.tables["revlog"]]
    local = NOW.astimezone(ZoneInfo(zone))
    start = local.replace(hour=4, minute=0, second=0) - (DAY if local.hour < 4 else timedelta())
    tomorrow = int(start.timestamp()) + 86_400
    counted = [(tomorrow - moment) // 86_400 for moment in at]
    assert [before - after for before, after in pairwise(counted)] == between
    assert counted[-1] == 0


def test_decks_are_within_the_site_s_own_and_have_a_preset_of_their_own(tmp_path: Path) -> None:
    package = packed(tmp_path, [note(deck=("Knots", "Loops")), note(deck=("Studyapp", "Sea::side"))])
    decks = {deck["name"]: deck["conf"] for deck in package.column("decks").values()}
    preset = decks.pop("Studyapp")
    assert preset != THEIRS
    assert decks.pop("Default") == THEIRS
    assert decks == dict.fromkeys(["Studyapp::Knots", "Studyapp::Knots::Loops", "Studyapp::Sea:side"], preset)
    kept = package.column("dconf")[str(preset)]
    assert (kept["desiredRetention"], len(kept["fsrsParams6"]), kept["new"]["delays"]) == (0.9, 21, [1, 10])


def test_without_the_schedule_all_cards_are_new(tmp_path: Path) -> None:
    marked = note(card(progress=replace(KNOWN, marked=True, suspended=True)), tags=("sea side",))
    package = packed(tmp_path, [marked], schedule=False)
    [kept] = package.tables["cards"]
    assert (kept["type"], kept["queue"], kept["due"], kept["reps"], kept["data"]) == (0, 0, 1, 0, "{}")
    assert package.tables["revlog"] == []
    assert package.tables["notes"][0]["tags"] == " sea_side "
    assert {deck["conf"] for deck in package.column("decks").values()} == {THEIRS}


def test_notes_are_the_same_in_every_file_and_newer_ones_say_so(tmp_path: Path) -> None:
    first, second = (
        packed(tmp_path, [note(guid="kept"), note(changed_at=NOW)], at=NOW + late) for late in (0 * DAY, 9 * DAY)
    )
    assert [row["guid"] for row in first.tables["notes"]] == [row["guid"] for row in second.tables["notes"]]
    assert first.tables["notes"][0]["guid"] == "kept"
    assert [row["mid"] for row in first.tables["notes"]] == [row["mid"] for row in second.tables["notes"]]
    assert first.tables["notes"][1]["mod"] == second.tables["notes"][1]["mod"] == int(NOW.timestamp())


def test_two_notes_of_one_identity_become_two_of_two(tmp_path: Path) -> None:
    guids = [row["guid"] for row in packed(tmp_path, [note(guid="one"), note(guid="one")]).tables["notes"]]
    assert guids[0] == "one"
    assert len(set(guids)) == 2


def test_a_typed_answer_can_be_typed_and_other_right_ones_are_shown(tmp_path: Path) -> None:
    typed = card("typed", answer="Neap\u00a0tides & all", aliases=["Neaps"])
    package = packed(tmp_path, [note(typed)])
    assert package.fields == [["Bowline", "Neap tides &amp; all", "<div>Also right: Neaps</div>"]]
    [notetype] = package.column("models").values()
    assert "{{type:Answer}}" in notetype["tmpls"][0]["qfmt"]
    assert [field["name"] for field in notetype["flds"]] == ["Front", "Answer", "More"]


def test_a_cloze_keeps_its_answers_whole(tmp_path: Path) -> None:
    cloze = card("cloze", prompt="A {{ [blank] } and [blank].", blanks=[["a::b", "c"], "d}} | e"])
    package = packed(tmp_path, [note(cloze)])
    text = "A &#123;&#123; {{c1::a&#58;&#58;b}} &#125; and {{c1::d&#125;&#125;}}."
    assert package.fields == [[text, ""]]
    assert package.column("models").popitem()[1]["type"] == 1


def test_clozes_of_one_sentence_are_one_note_and_others_a_note_each(tmp_path: Path) -> None:
    one = card("cloze", "0", prompt="[blank] in the sea", blanks=[["Ebb and flood"]])
    other = card("cloze", "2", prompt="Ebb and [blank] in the sea", blanks=[["flood"]])
    third = card("cloze", "1", prompt="[blank] at sea", blanks=[["Ebb"]])
    package = packed(tmp_path, [note(one, other, guid="one"), note(one, third, guid="two")])
    assert [fields[0] for fields in package.fields] == [
        "{{c1::Ebb and {{c3::flood}}}} in the sea",
        "{{c1::Ebb and flood}} in the sea",
        "{{c1::Ebb}} at sea",
    ]
    assert [row["ord"] for row in package.tables["cards"]] == [0, 2, 0, 0]


def test_cards_of_one_note_stay_together(tmp_path: Path) -> None:
    both = note(card(), card("typed", "1", prompt="A loop", answer="Bowline"))
    package = packed(tmp_path, [both])
    assert package.fields == [["Bowline", "A loop", "", "A loop", "Bowline", ""]]
    assert [(row["nid"], row["ord"]) for row in package.tables["cards"]] == [
        (package.tables["notes"][0]["id"], n) for n in (0, 1)
    ]
    [notetype] = package.column("models").values()
    assert [template["qfmt"] for template in notetype["tmpls"]] == ["{{Front}}", "{{Front 2}}\n\n{{type:Answer 2}}"]
    assert notetype["req"] == [[0, "any", [0]], [1, "any", [3]]]


@pytest.mark.parametrize(
    ("kind", "sent", "front", "back"),
    [
        (
            "choice",
            {"answer": "b", "distractors": ["a"], "drawn": ["c"]},
            "<ul><li>a</li><li>b</li><li>c</li></ul>",
            "b",
        ),
        ("several", {"answers": ["b"], "distractors": ["a"]}, "<ul><li>a</li><li>b</li></ul>", "b"),
        ("true_false", {"answer": False, "correction": "No."}, "<ul><li>True</li><li>False</li></ul>", "False. No."),
        ("number", {"answer": "11", "unit": "boats"}, "", "11 boats"),
        ("date", {"answer": "2013-11"}, "", "2013-11"),
        (
            "order",
            {"items": ["b", "a"], "first": "early"},
            "<ul><li>a</li><li>b</li></ul><div>early</div>",
            "1. b; 2. a",
        ),
        (
            "match",
            {"pairs": ["a = x"], "distractors": ["y"]},
            "<ul><li>a</li></ul><ul><li>x</li><li>y</li></ul>",
            "a – x",
        ),
        ("flashcard", {"answer": "<b>\n[sound:x.mp3]"}, "", "&lt;b&gt;<br>&#91;sound:x.mp3]"),
        ("choice", {"answer": "b", "distractors": [], "expected": "b, or so"}, "<ul><li>b</li></ul>", "b, or so"),
    ],
)
def test_every_other_kind_becomes_a_flashcard(
    tmp_path: Path, kind: str, sent: dict[str, Any], front: str, back: str
) -> None:
    assert packed(tmp_path, [note(card(kind, **sent))]).fields == [[f"Bowline{front}", back, ""]]


def test_pictures_come_along_once_each(tmp_path: Path) -> None:
    shown = Asked(
        "0", "flashcard", {"prompt": "a", "answer": "b", "alts": {"prompt": 'A "loop"'}}, {"prompt": "x.webp"}
    )
    package = packed(tmp_path, [note(shown), note(replace(shown, pictures={"answer": "x.webp", "prompt": "y.webp"}))])
    assert package.pictures == {"x.webp": b"x.webp", "y.webp": b"y.webp"}
    assert package.fields[0][0] == 'a<div><img src="x.webp" alt="A &quot;loop&quot;"></div>'
