"""Anki's text files as Anki exports them and as people write them."""

from zoneinfo import ZoneInfo

import pytest

from studyapp.formats.anki_text.headers import headers_of, looks_like_it
from studyapp.formats.anki_text.reading import read
from studyapp.formats.faults import BadFile
from studyapp.formats.notes import Note, Refused
from studyapp.scheduling import StudyClock

CLOCK = StudyClock(ZoneInfo("Asia/Ho_Chi_Minh"), 4)
EXPORTED = (
    "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n"
    'K@d|JZ[9FT\tBasic (and reversed card)\tSea::Birds\t"a <b>x</b>\ty; ""q"" &amp; z"\t"b\n# no remark"\tt1 t2\n'
    'NkluXV$JP9\tCloze\tDefault\t{{c1::Hanoi::city}} is {{c2::old}}\t"#e"\t\n'
    "r35Fm?%<aj\tПростая (с вводом ответа)\tDefault\tHow?\tSo &lt;\t\n"
)
"""By Anki 26.9.3: “Notes in plain text” with all that can be ticked."""


def notes(text: str) -> list[Note]:
    found = list(read(text, clock=CLOCK))
    assert all(isinstance(note, Note) for note in found), found
    return [note for note in found if isinstance(note, Note)]


def asked(text: str) -> list[tuple[str, object, object]]:
    return [
        (card.kind, card.sent["prompt"], card.sent.get("answer") or card.sent["blanks"])
        for note in notes(text)
        for card in note.cards
    ]


def test_what_anki_exports_is_read_with_names_decks_tags_and_all_cards() -> None:
    [reversed_card, cloze, typed] = notes(EXPORTED)
    assert [card.name for card in reversed_card.cards] == ["0", "1"]
    assert (reversed_card.guid, reversed_card.deck) == ("K@d|JZ[9FT", ("Sea", "Birds"))
    assert (reversed_card.tags, reversed_card.place) == (("t1", "t2"), "line 7")
    assert cloze.place == "line 9"
    assert asked(EXPORTED) == [
        ("flashcard", 'a **x** y; "q" & z', "b # no remark"),
        ("flashcard", "b # no remark", 'a **x** y; "q" & z'),
        ("cloze", "[blank] (city) is old", [["Hanoi"]]),
        ("cloze", "Hanoi is [blank]", [["old"]]),
        ("typed", "How?", "So <"),
    ]
    assert cloze.cards[0].sent["explanation"] == "#e"
    assert typed.cards[0].sent["explanation"] == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#separator:Comma\nebb,falling\n", ("ebb", "falling")),
        ("#SEPARATOR:;\n# html : FALSE\na <b>;x & y\n", ("a <b>", "x & y")),
        ("#html:true\na &lt;b&gt;\tx\n", ("a <b>", "x")),
        ("#deck:Sea\nTide &amp; ebb|falling\n", ("Tide & ebb", "falling")),
        ("#deck:Sea\na;b:c\n", ("a", "b:c")),
        ("#columns:Back\tguid\tfront\n#guid column:2\nfalling\tg1\tebb\n", ("ebb", "falling")),
        ("#columns:x\ty\n#notetype:Basic\nebb\tfalling\n", ("ebb", "falling")),
        ("#notetype:Vocabulary\nebb\tfalling\t\n", ("ebb", "falling")),
        ('#deck:Sea\n# a remark\n\n"ebb\n"\tfalling\n', ("ebb", "falling")),
    ],
)
def test_headers_say_how_rows_are_read(text: str, expected: tuple[str, str]) -> None:
    assert looks_like_it(text)
    [(kind, front, back)] = asked(text)
    assert (kind, front, back) == ("flashcard", *expected)


def test_tags_and_decks_stand_above_the_rows_or_in_them() -> None:
    text = "#tags:a b\n#deck:Sea\n#tags column:3\n#deck column:4\nx\ty\tc a\t\nz\tw\t\tLand::Hills\n"
    first, second = notes(text)
    assert (first.tags, first.deck) == (("a", "b", "c"), ("Sea",))
    assert (second.tags, second.deck) == (("a", "b"), ("Land", "Hills"))


def test_a_note_without_a_name_is_known_by_what_it_asks() -> None:
    head = "#separator:tab\n"
    [before], [after] = notes(f"{head}ebb\tfalling\n"), notes(f"{head}ebb\tfalls\n")
    assert before.guid == after.guid
    first, second = notes(f"{head}ebb\tfalling\nebb\trising\n")
    assert first.guid != second.guid


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("#deck:Sea\nebb\n", "Nothing that can be shown is on one of the sides"),
        ("#deck:Sea\n" + "x\t" * 200 + "\n", "This row has 201 columns"),
        ("#notetype:Cloze\nno blank\tx\n", "Nothing that can be shown"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(text: str, told: str) -> None:
    [refused] = read(text, clock=CLOCK)
    assert isinstance(refused, Refused)
    assert refused.place == "line 2"
    assert told in refused.told


def test_a_quotation_mark_that_is_never_closed_is_named_by_its_line() -> None:
    with pytest.raises(BadFile, match="The row in line 3 has no end"):
        list(read('#deck:Sea\na\tb\n"c\td' + "\nx" * 100_000, clock=CLOCK))


def test_a_header_that_means_nothing_is_passed_over() -> None:
    headers = headers_of(["#guid column:first", "#separator:", "#html:perhaps", "#unknown:x", "a,b"])
    assert (headers.guid_column, headers.delimiter, headers.is_html) == (0, ",", None)
    assert not looks_like_it("# my notes: all of them\n")
    assert not looks_like_it("# Deck: Sea\nebb – falling\n")
