"""What stands above the rows: `#separator:tab`, `#guid column:1` and the like, in any order and any case."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

DELIMITERS = {"tab": "\t", "pipe": "|", "semicolon": ";", "colon": ":", "comma": ",", "space": " "}
"""By their names; where none is named, Anki takes the first of these that is in the first row."""
_HEADER = re.compile(r"#\s*([a-z][a-z ]{0,20}?)\s*:(.*)", re.IGNORECASE)
_KNOWN = re.compile(
    r"#(?:separator|html|columns|(?:notetype|deck|tags|guid)(?: column)?|if matches|match scope)\s*:",
    re.IGNORECASE,
)
"""With a space behind the # it may be the heading of a list."""


@dataclass(frozen=True, slots=True)
class Headers:
    """Columns are counted from 1; 0 where none is named."""

    delimiter: str
    is_html: bool | None
    """None where the file does not say it."""
    columns: tuple[str, ...]
    """How they are called, if they are."""
    notetype: str
    deck: str
    tags: str
    guid_column: int
    notetype_column: int
    deck_column: int
    tags_column: int

    @property
    def special(self) -> frozenset[int]:
        """Columns that are no fields."""
        return frozenset({self.guid_column, self.notetype_column, self.deck_column, self.tags_column} - {0})


def looks_like_it(text: str) -> bool:
    return _KNOWN.match(text) is not None


def headers_of(lines: Iterable[str]) -> Headers:
    """Those above the first line that is none."""
    rows = iter(lines)
    first = ""

    def is_header(line: str) -> bool:
        nonlocal first
        first = line
        return line.startswith("#")

    found = [header for line in takewhile(is_header, rows) if (header := _HEADER.match(line))]
    told = {" ".join(header[1].lower().split()): header[2].strip("\r\n") for header in found}
    delimiter = _delimiter(told.get("separator", ""), first)
    return Headers(
        delimiter,
        is_html={"true": True, "false": False}.get(told.get("html", "").strip().lower()),
        columns=tuple(told["columns"].split(delimiter)) if told.get("columns") else (),
        notetype=told.get("notetype", "").strip(),
        deck=told.get("deck", "").strip(),
        tags=told.get("tags", "").strip(),
        guid_column=_number(told.get("guid column", "")),
        notetype_column=_number(told.get("notetype column", "")),
        deck_column=_number(told.get("deck column", "")),
        tags_column=_number(told.get("tags column", "")),
    )


def _delimiter(said: str, first_row: str) -> str:
    named = said if len(said) == 1 else DELIMITERS.get(said.strip().lower(), said.strip())
    if len(named) == 1 and named not in '"\r\n':
        return named
    return next((sign for sign in DELIMITERS.values() if sign in first_row), "\t")


def _number(said: str) -> int:
    said = said.strip()
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else 0
