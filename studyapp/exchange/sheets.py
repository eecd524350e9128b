"""Tables of questions in the words of this site, and in the style of whoever reads the page."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from babel.numbers import get_decimal_symbol
from django.conf import settings
from django.utils.translation import override

from studyapp.formats.notes import Asked, Note
from studyapp.formats.sheets import delimited, workbooks
from studyapp.formats.sheets.cells import Style
from studyapp.formats.sheets.columns import folded
from studyapp.formats.sheets.reading import ALONE, Words
from studyapp.formats.sheets.writing import Tabled, table_of
from studyapp.kinds import KINDS, quantities, styles


def words() -> Words:
    return Words(_kinds(), style())


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, str]:
    """The names of kinds by what they are called in each language."""
    called = {name: name for name in KINDS}
    for language, _name in settings.LANGUAGES:
        with override(language):
            called |= {folded(str(kind.label)): name for name, kind in KINDS.items()}
    return called | {folded(name): name for name in KINDS}


def style() -> Style:
    return Style(get_decimal_symbol(styles.current()), _in_english)


def _in_english(written: str) -> str:
    """A number in the style of the page. Raises ValueError with a sentence."""
    quantity = quantities.read(written, styles.current())
    if quantity.units:
        return written  # the author form says what is wrong with that
    if quantity.scaled:
        return f"{quantities.plain(quantity.value / quantities.MAGNITUDES['thousand'])} thousand"
    return quantities.plain(quantity.value)


def labels() -> Mapping[str, str]:
    """What kinds are called on the page."""
    return {name: str(kind.label) for name, kind in KINDS.items()}


def tabled(notes: Iterable[Note]) -> Tabled:
    return table_of(notes, labels(), style())


def as_csv(table: Tabled) -> bytes:
    """With semicolons where a comma stands before tenths, as spreadsheets expect it there."""
    here = style()
    return delimited.written(table.lines, delimited.SEMICOLON if here.decimal == "," else delimited.COMMA, here)


def as_tsv(table: Tabled) -> bytes:
    return delimited.written(table.lines, delimited.TAB, style())


def as_xlsx(table: Tabled) -> bytes:
    return workbooks.written(table.lines)


def examples() -> Iterable[Note]:
    """A question of each kind, as the template has them."""
    for name, kind in KINDS.items():
        form = kind.author_form(kind.example)
        form.full_clean()
        asked = Asked(ALONE, name, {**form.cleaned_data, "prompt": kind.example["prompt"]})
        yield Note("", (), (asked,))
