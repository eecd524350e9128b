"""Tables as files of each sort, and random banks of every kind with all that their author forms take."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from hypothesis import strategies as st

from studyapp.formats.notes import Asked, Note, Refused
from studyapp.formats.sheets import delimited, workbooks
from studyapp.formats.sheets.cells import Cell, Style
from studyapp.formats.sheets.columns import folded, known_headings
from studyapp.formats.sheets.reading import Table, Words, rows_of
from studyapp.formats.sheets.writing import Tabled, table_of
from studyapp.kinds import KINDS, quantities
from tests.formats.classroom.banks import decimals

NAMES = {name: str(kind.label) for name, kind in KINDS.items()}
RUSSIAN = Style(",", lambda written: quantities.plain(quantities.read(written, "ru").value))
ENGLISH = Style(".", lambda written: quantities.plain(quantities.read(written, "en").value))

type Rows = Sequence[Sequence[Cell]]


def words(style: Style = ENGLISH) -> Words:
    return Words({folded(called): name for name, label in NAMES.items() for called in (name, label)}, style)


def from_text(text: str, style: Style = ENGLISH) -> list[Note | Refused]:
    sign = delimited.separator_of(text, lambda heading: folded(heading) in known_headings())
    lines = delimited.lines_in(text, sign)
    return list(Table(words(style)).notes(rows_of(lines, known_headings())))


def from_book(path: Path, style: Style = ENGLISH) -> list[Note | Refused]:
    with workbooks.opened(path) as lines:
        return list(Table(words(style)).notes(rows_of(lines, known_headings())))


def book(rows: Rows, path: Path) -> Path:
    path.write_bytes(workbooks.written(rows))
    return path


def altered(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The same workbook with other members: `change` gives what each holds, None where it goes."""
    with ZipFile(path) as archive:
        members = {name: change(name, archive.read(name)) for name in archive.namelist()}
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        for name, member in members.items():
            if member is not None:
                archive.writestr(name, member)
    path.write_bytes(data.getvalue())
    return path


def tabled(bank: Sequence[Note], style: Style = ENGLISH) -> Tabled:
    return table_of(bank, NAMES, style)


SIGNS = "ab cZ đщ3,;\t'\"=+-@_x0041_*%<&>\\.＝"
texts = st.text(SIGNS, min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
odd = st.sampled_from(["=1+1", "-5", "+84 24", "@home", "'=x", "''", "007", "3.0", "1e5", "TRUE", "2013-11", "_x000D_"])
words_ = texts | odd
told = st.just("") | words_


def several(least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(words_.filter(lambda text: "|" not in text), min_size=least, max_size=most, unique=True)


def _lists(**parts: tuple[int, int]) -> st.SearchStrategy[dict[str, list[str]]]:
    return st.fixed_dictionaries({name: several(*sizes) for name, sizes in parts.items()})


def _with(*parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.tuples(*parts).map(lambda made: {name: value for part in made for name, value in part.items()})


def _one(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(parts)


types = st.sampled_from(["", "person", "quantity"])
flags = st.booleans()
spoken = _one(spoken_in=st.just("vi"), spoken_as=told) | _one(spoken_in=st.just(""), spoken_as=st.just(""))
number = st.one_of(
    _one(answer=decimals, tolerance=st.sampled_from(["", "0.5", "2.345", "5%"]), magnitude=st.just("")),
    _one(answer=st.sampled_from(["12345678901234567890", "0.001", "1.234"]), answer_to=st.just("")),
    _one(answer=st.just("3.6"), answer_to=st.just("4.25"), magnitude=st.just("billion"), unit=st.just("US dollars")),
    _one(answer=st.just("80"), bound=st.sampled_from(["more", "at_most"]), unit=st.just("km")),
)
SENT: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "choice": _with(_one(answer=words_, answer_type=types, draw=st.just("")), _lists(distractors=(1, 4))),
    "several": _lists(answers=(1, 4), distractors=(1, 3)),
    "true_false": _one(answer=flags, correction=words_),
    "typed": _with(
        _one(answer=words_, is_name=flags, accents_matter=flags, answer_type=types),
        _lists(aliases=(0, 3), wrong_answers=(0, 2), titles=(0, 1)),
        spoken,
    ),
    "cloze": _one(
        prompt=st.just("[blank] and [blank]"),
        blanks=st.lists(several(1, 3), min_size=2, max_size=2),
        accents_matter=flags,
        any_order=flags,
    ),
    "number": _with(_one(unit_aliases=st.just([])), number),
    "date": _one(answer=st.sampled_from(["2013-11-12", "2013-11", "1950", "44 BC"]), year_given=flags),
    "order": _with(_lists(items=(3, 6)), _one(first=told, last=told)),
    "match": _one(
        pairs=st.lists(st.tuples(words_.filter(lambda text: "=" not in text), words_), min_size=2, max_size=4),
        distractors=several(0, 2),
    ),
    "flashcard": _with(_one(answer=words_), spoken),
}


def _asked(kind: str, sent: dict[str, Any]) -> Asked | None:
    form = KINDS[kind].author_form(sent)
    if not form.is_valid():
        return None
    return Asked("0", kind, {**form.cleaned_data, "prompt": sent["prompt"], "explanation": sent["explanation"]})


def _cards(kind: str) -> st.SearchStrategy[Asked]:
    beside = _one(prompt=words_, explanation=told)
    made = _with(beside, SENT[kind]).map(lambda sent: _asked(kind, sent))
    return made.filter(lambda card: card is not None)  # type: ignore[return-value]


cards = st.sampled_from(sorted(SENT)).flatmap(_cards)
decks = st.sampled_from([("Sea",), ("Sea birds", "Deep/er"), ("Вьетнам",), ("=Deck",)])
banks = st.lists(st.tuples(cards, decks, st.lists(words_, max_size=2, unique=True)), min_size=1, max_size=8).map(
    lambda made: [Note(f"n{place}", deck, (one,), tuple(tags)) for place, (one, deck, tags) in enumerate(made)]
)


def says(note: Note | Refused) -> object:
    """All that its card says, once the author form of its kind has read it."""
    assert isinstance(note, Note), note
    [card] = note.cards
    form = KINDS[card.kind].author_form(card.sent)
    if not form.is_valid():
        return card, form.errors
    beside = card.sent["prompt"], card.sent["explanation"]
    return note.guid, note.deck, note.tags, card.kind, beside, form.cleaned_data


def decimal(written: str) -> Decimal:
    return Decimal(written)
