"""Packages of each layout are read as what was written into them."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from studyapp.formats.anki.collection import Bundle, Calendar, Notetype
from studyapp.formats.anki.limits import Limits
from studyapp.formats.anki.package import Package, open_package
from studyapp.formats.faults import BadFile
from studyapp.formats.notes import Refused
from studyapp.formats.zstandard import zstd
from tests.formats.anki.packages import (
    BACKWARD,
    BASIC,
    BEGAN,
    CLOZE,
    DECKS,
    FORWARD,
    LAYOUTS,
    NEW,
    OLD,
    OLDEST,
    REVERSED,
    TWO_FIELDS,
    Made,
    bytes_field,
    card,
    collection,
    members,
    note,
    package,
    please_update,
    review,
    zipped,
)

EACH_LAYOUT = pytest.mark.parametrize("layout", LAYOUTS)


def bundles(path: Path, decks: Iterable[int] | None = None, limits: Limits | None = None) -> list[Bundle | Refused]:
    with open_package(path, limits or Limits()) as read:
        return list(read.bundles(None if decks is None else set(decks)))


def only(path: Path) -> Bundle:
    (found,) = bundles(path)
    assert isinstance(found, Bundle)
    return found


def refused(path: Path, further: str = "", made: Made | None = None, limits: Limits | None = None) -> Refused:
    """What is said of the one note, after SQL has changed its collection."""
    (found,) = bundles(zipped(path, members(made, OLD, further)), limits=limits)
    assert isinstance(found, Refused)
    assert found.place == "nid:1"
    return found


def told(path: Path) -> str:
    """What is said of a file that is no package."""
    with pytest.raises(BadFile) as caught, open_package(path):
        pass
    return str(caught.value)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deck.apkg"


@EACH_LAYOUT
def test_notes_come_with_their_cards_and_reviews(path: Path, layout: str) -> None:
    notes = (note(1, ("Hà Nội", "<b>Việt Nam</b>"), tags=("capital", "asia::south")), note(2, notetype=REVERSED.key))
    memory = {"pos": 3, "s": 12.5, "d": 5.25, "dr": 0.9, "lrt": BEGAN, "decay": 0.5}
    known = card(101, 1, deck=12, kind=2, queue=2, due=44, ivl=30, factor=2500, reps=2, lapses=1, flags=3, data=memory)
    cards = (known, card(102, 2), card(103, 2, template=1, kind=1, queue=1, due=BEGAN + 60, left=1002))
    reviews = (review(BEGAN * 1000), review(BEGAN * 1000 + 1, kind=1, ease=1), review(BEGAN * 1000 + 2, of=103))
    found = bundles(package(path, Made(notes, cards, reviews), layout))
    assert found == [
        Bundle(notes[0], cards[:1], {101: reviews[:2]}),
        Bundle(notes[1], cards[1:], {103: reviews[2:]}),
    ]


@EACH_LAYOUT
def test_note_types_and_decks_are_read(path: Path, layout: str) -> None:
    with open_package(package(path, layout=layout)) as read:
        assert read.notetypes == {one.key: one for one in (BASIC, REVERSED, CLOZE)}
        assert read.decks == DECKS


@EACH_LAYOUT
@pytest.mark.parametrize("calendar", [Calendar(BEGAN, 2, -420), Calendar(BEGAN, 4, None)])
def test_the_calendar_is_read(path: Path, layout: str, calendar: Calendar) -> None:
    with open_package(package(path, Made(calendar=calendar), layout)) as read:
        assert read.calendar == calendar


@pytest.mark.parametrize("settings", ['{"rollover": 24}', '{"creationOffset": 99999}', '{"rollover": "4"}', "{}"])
def test_a_calendar_that_cannot_be_is_the_usual_one(path: Path, settings: str) -> None:
    with open_package(zipped(path, members(layout=OLD, further=f"UPDATE col SET conf = '{settings}'"))) as read:
        assert read.calendar == Calendar(BEGAN, 4, None)


@EACH_LAYOUT
def test_a_card_in_a_filtered_deck_is_at_home(path: Path, layout: str) -> None:
    made = Made(cards=(card(deck=12, kind=2, queue=2, due=44),), filtered={101: (13, -99_999)})
    made.decks = {**DECKS, 13: ("Cram",)}
    ((one),) = only(package(path, made, layout)).cards
    assert (one.deck, one.due) == (12, 44)


LATER = BEGAN + 600


@pytest.mark.parametrize(
    ("kind", "due", "there", "queue"),
    [(0, 5, 4, 0), (1, LATER, 4, 1), (1, 45, 4, 3), (2, 45, 4, 2), (3, LATER, 2, 1), (3, 45, 2, 3), (2, 45, -1, -1)],
)
def test_a_card_in_a_filtered_deck_waits_where_it_would_at_home(
    path: Path, kind: int, due: int, there: int, queue: int
) -> None:
    made = Made(cards=(card(kind=kind, queue=there, due=due),), filtered={101: (13, LATER)})
    ((one),) = only(package(path, made)).cards
    assert (one.queue, one.due) == (queue, due)


@EACH_LAYOUT
def test_a_due_day_may_have_a_fraction(path: Path, layout: str) -> None:
    ((one),) = only(package(path, Made(cards=(card(kind=2, queue=2, due=44.5),)), layout)).cards
    assert one.due == 44.5


@EACH_LAYOUT
def test_a_note_counts_where_its_first_card_is(path: Path, layout: str) -> None:
    notes = (note(1, notetype=REVERSED.key), note(2), note(3))
    cards = (card(101, 1, template=1, deck=12), card(102, 1, deck=11), card(103, 2, deck=12), card(104, 3, deck=12))
    with open_package(package(path, Made(notes, cards), layout)) as read:
        assert read.counts() == {11: 1, 12: 2}
        assert keys(read, {11}) == [1]
        assert keys(read, {12}) == [2, 3]
        assert keys(read, {1}) == []


def keys(read: Package, decks: set[int]) -> list[int]:
    return [found.note.key for found in read.bundles(decks) if isinstance(found, Bundle)]


def test_a_card_of_an_unknown_deck_is_in_the_default_one(path: Path) -> None:
    made = Made(cards=(card(deck=99),), decks={11: ("Capitals",)})
    with open_package(package(path, made)) as read:
        assert read.counts() == {1: 1}
        assert read.decks[1] == ("Default",)
    assert only(path).cards[0].deck == 1


@EACH_LAYOUT
def test_reviews_and_cards_of_no_note_are_left_out(path: Path, layout: str) -> None:
    cards, reviews = (card(100, 0), card(), card(102, 7)), (review(of=102), review(BEGAN * 1000 + 5, of=999))
    found = only(package(path, Made(cards=cards, reviews=reviews), layout))
    assert ([one.key for one in found.cards], found.reviews) == ([101], {})


@EACH_LAYOUT
def test_pictures_and_sounds_are_told_apart(path: Path, layout: str) -> None:
    media = {"map.png": b"\x89PNG of a map", "Việt Nam.jpg": b"photo", "anthem.MP3": b"sound", "film.mp4": b"film"}
    with open_package(package(path, Made(media=media), layout)) as read:
        assert read.pictures == {"map.png": 13, "Việt Nam.jpg": 5}
        assert read.sounds == {"anthem.MP3", "film.mp4"}
        assert {name: read.picture(name) for name in read.pictures} == {name: media[name] for name in read.pictures}


def test_names_of_pictures_are_composed(path: Path) -> None:
    with open_package(package(path, Made(media={"e\u0301.png": b"drawn"}))) as read:
        assert read.picture("\u00e9.png") == b"drawn"


@EACH_LAYOUT
def test_a_picture_that_is_listed_and_not_there_is_left_out(path: Path, layout: str) -> None:
    found = members(Made(media={"here.png": b"1", "gone.png": b"2"}), layout)
    del found["1"]
    with open_package(zipped(path, found)) as read:
        assert list(read.pictures) == ["here.png"]
        with pytest.raises(KeyError):
            read.picture("gone.png")


def entry_without_sum(name: str) -> bytes:
    return zstd.compress(bytes_field(1, bytes_field(1, name.encode())))


@pytest.mark.parametrize(
    "changed",
    [
        {"0": zstd.compress(b"another picture")},
        {"0": b"no frame"},
        {"0": zstd.compress(b"p" * 9000)},
        {"0": zstd.compress(b"picture" * 9)[:-3], "media": entry_without_sum("map.png")},
    ],
    ids=["another", "no frame", "too large", "half"],
)
def test_one_picture_that_is_damaged_does_not_spoil_the_rest(path: Path, changed: dict[str, bytes]) -> None:
    found = members(Made(media={"map.png": b"picture" * 9})) | changed
    with open_package(zipped(path, found), Limits(picture=8000)) as read:
        with pytest.raises(BadFile):
            read.picture("map.png")
        assert [len(log.cards) for log in read.bundles() if isinstance(log, Bundle)] == [1]


def test_all_that_is_unpacked_is_counted(path: Path) -> None:
    package(path, Made(media={"map.png": bytes(1000)}), OLD)
    with open_package(path, Limits(everything=len(collection(Made(), OLD)) + 2500)) as read:
        assert [len(read.picture("map.png")) for _time in range(2)] == [1000, 1000]
        with pytest.raises(BadFile, match="Unpacked"):
            read.picture("map.png")


@EACH_LAYOUT
def test_a_package_may_have_no_list_of_media(path: Path, layout: str) -> None:
    found = members(layout=layout)
    del found["media"]
    with open_package(zipped(path, found)) as read:
        assert (read.pictures, read.sounds) == ({}, frozenset())


@EACH_LAYOUT
def test_the_first_packages_did_not_say_their_layout(path: Path, layout: str) -> None:
    found = members(layout=layout)
    del found["meta"]
    assert only(zipped(path, found)).note == note()


def test_fields_and_templates_come_in_their_order(path: Path) -> None:
    made = Made(notetypes=(Notetype(1001, "Turned", is_cloze=False, fields=TWO_FIELDS, templates=(FORWARD, BACKWARD)),))
    turned = "UPDATE col SET models = replace(replace(models, '\"ord\": 0', '\"ord\": 2'), '\"ord\": 1', '\"ord\": 0')"
    with open_package(zipped(path, members(made, OLD, turned))) as read:
        assert read.notetypes[1001].fields == TWO_FIELDS[::-1]
        assert read.notetypes[1001].templates == (BACKWARD, FORWARD)


def test_names_lose_what_no_database_keeps(path: Path) -> None:
    named = r"""UPDATE col SET decks = '{"11": {"name": "Cap\u0000itals::\ud83d::"}}'"""
    with open_package(zipped(path, members(layout=OLD, further=named))) as read:
        assert read.decks[11] == ("Capitals", "?", "blank")


def test_what_others_keep_with_a_card_is_left_out(path: Path) -> None:
    data = """UPDATE cards SET data = '{"s": 3.5, "d": "x", "lrt": 1e999, "dr": NaN, "cd": "{}", "pos": [1]}'"""
    assert only(zipped(path, members(layout=OLD, further=data))).cards[0].data == {"s": 3.5}


@pytest.mark.parametrize("data", ["", "x", "[]", "7", "[" * 5000, '{"s": ' + "9" * 5000 + "}"])
def test_a_card_has_no_memory_where_it_is_not_told(path: Path, data: str) -> None:
    found = zipped(path, members(layout=OLD, further=f"UPDATE cards SET data = '{data}'"))
    assert only(found).cards[0].data == {}


def test_of_two_notes_with_one_identity_the_first_is_taken(path: Path) -> None:
    notes = (note(1), note(2, guid="guid1"), note(3))
    made = Made(notes, (card(101, 1), card(102, 2), card(103, 3)))
    first, second, third = bundles(package(path, made))
    assert isinstance(first, Bundle)
    assert isinstance(second, Refused)
    assert isinstance(third, Bundle)
    assert (second.place, second.field) == ("nid:2", "guid")
    assert "same identity" in second.told


SPOILED = {
    "text that is none": ("UPDATE notes SET flds = CAST(X'41FF1F42' AS TEXT)", "Front", "not readable text"),
    "a zero byte": ("UPDATE notes SET flds = CAST(X'411F4200' AS TEXT)", "Back", "not readable text"),
    "tags that are no text": ("UPDATE notes SET tags = CAST(X'FF' AS TEXT)", "", "not readable text"),
    "an identity that is none": ("UPDATE notes SET guid = X'FFFF'", "", "not readable text"),
    "a field too few": (
        "UPDATE notes SET flds = 'Ha Noi'",
        "",
        "is 1, but the note type “Basic” has 2",
    ),
    "a field too many": ("UPDATE notes SET flds = flds || X'1F' || 'x'", "", "number of fields is 3"),
    "no text in its fields": ("UPDATE notes SET flds = 7", "", "number of fields is 1"),
    "an unknown note type": ("UPDATE notes SET mid = 5", "", "note type of this note is not in the file"),
    "a broken note type": ("UPDATE col SET models = replace(models, 'qfmt', 'q')", "", "is not in the file"),
    "no note types": ("UPDATE col SET models = '{\"1001\": {}}'", "", "is not in the file"),
    "no card": ("DELETE FROM cards", "", "has no card"),
    "a template that is not there": ("UPDATE cards SET ord = 1", "", "do not match its note type"),
    "a template before the first": ("UPDATE cards SET ord = -1", "", "do not match its note type"),
    "an interval that is text": ("UPDATE cards SET ivl = 'long'", "", "schedule of this note is damaged"),
    "an endless interval": ("UPDATE cards SET ivl = 9e999", "", "schedule of this note is damaged"),
    "a due day beyond all": ("UPDATE cards SET due = 99999999999999", "", "schedule of this note is damaged"),
    "an unknown queue": ("UPDATE cards SET queue = 9", "", "schedule of this note is damaged"),
    "an unknown kind of card": ("UPDATE cards SET type = 4", "", "schedule of this note is damaged"),
    "a review at no time": ("UPDATE revlog SET id = -5", "", "schedule of this note is damaged"),
    "a review in ages": ("UPDATE revlog SET id = 9000000000000000000", "", "schedule of this note is damaged"),
    "a review of no length": ("UPDATE revlog SET time = 'x'", "", "schedule of this note is damaged"),
}


@pytest.mark.parametrize(("further", "field", "said"), SPOILED.values(), ids=SPOILED.keys())
def test_a_note_that_is_spoiled_is_told_while_others_are_taken(path: Path, further: str, field: str, said: str) -> None:
    found = refused(path, further, Made(reviews=(review(),)))
    assert said in found.told
    assert found.field == field


def test_a_note_has_so_much_text_and_so_many_cards_and_reviews(path: Path) -> None:
    made = Made((note(notetype=REVERSED.key),), (card(), card(102, template=1)), (review(), review(BEGAN * 1000 + 1)))
    assert isinstance(bundles(package(path, made), limits=Limits(text=50, cards=2, reviews=2))[0], Bundle)
    for limits in (Limits(text=10), Limits(cards=1), Limits(reviews=1)):
        assert "too large" in refused(path, "", made, limits).told


def test_a_note_has_one_card_of_each_template(path: Path) -> None:
    assert "do not match its note type" in refused(path, "", Made(cards=(card(), card(102)))).told


@pytest.mark.parametrize("changed_at", ["9000000000000000000", "-1", "'x'"])
def test_when_a_note_changed_does_not_matter_much(path: Path, changed_at: str) -> None:
    found = members(layout=OLD, further=f"UPDATE notes SET mod = {changed_at}")
    assert only(zipped(path, found)).note == note(changed_at=0)


def test_an_identity_has_so_many_letters(path: Path) -> None:
    assert "too large" in refused(path, "", Made(notes=(note(guid="g" * 1001),))).told


def test_a_request_to_update_is_recognised(path: Path) -> None:
    found = members(please_update(), OLDEST)
    assert len(bundles(zipped(path, found))) == 1
    del found["meta"]
    assert "tick “Support older Anki versions”" in told(zipped(path, found))


def test_a_collection_that_was_lost_on_the_way_is_missed(path: Path) -> None:
    found = members(layout=NEW)
    del found[NEW]
    assert "your cards are missing" in told(zipped(path, found))


def test_a_note_may_tell_of_packages(path: Path) -> None:
    made = Made(
        notes=(note(fields=("Which files does Anki export?", ".apkg and .colpkg")), note(2)),
        cards=(card(), card(102, 2)),
    )
    found = members(made, OLDEST)
    del found["meta"]
    assert len(bundles(zipped(path, found))) == 2


def test_notes_come_in_the_order_of_their_keys(path: Path) -> None:
    notes = [note(key) for key in (5, -3, 12, 1)]
    made = Made(notes, [card(100 + one.key, one.key) for one in notes])
    with open_package(package(path, made)) as read:
        assert keys(read, {11}) == [-3, 1, 5, 12]


def test_reviews_come_oldest_first(path: Path) -> None:
    log = [review(BEGAN * 1000 + at) for at in (5, 1, 9)]
    assert [one.key % 1000 for one in only(package(path, Made(reviews=log))).reviews[101]] == [1, 5, 9]


def test_indexes_are_not_needed(path: Path) -> None:
    notes = [note(key) for key in range(1, 40)]
    cards = [card(100 + 7 * key % 40, key) for key in range(1, 40)]
    reviews = [review(BEGAN * 1000 + at, of=100 + at % 40) for at in range(200)]
    further = "DROP INDEX ix_cards_nid; DROP INDEX ix_revlog_cid"
    made = Made(notes, cards, reviews)
    bare = bundles(zipped(path, members(made, OLD, further)))
    assert bare == bundles(package(path, made, OLD))
    assert sum(len(log) for found in bare if isinstance(found, Bundle) for log in found.reviews.values()) == 195
