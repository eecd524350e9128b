"""Numbers and dates that stand in a text of their own, such as a blank: read in a reader's style, kept in English."""

import re
from decimal import Decimal
from functools import lru_cache

from studyapp.kinds import dates, quantities, styles
from studyapp.kinds.number_words import SPELT
from studyapp.kinds.quantities import MAGNITUDES, Quantity
from studyapp.kinds.text import normalise
from studyapp.kinds.units import ATTACHED_UNITS, unit_key

_SIGN_UNITS = {unit_key(unit) for unit in ATTACHED_UNITS}
_IN_FRONT = re.compile(r"[-+~≈]?\s?(?:US)?[$€£₽₫¥]?\s?[-+.,]?[0-9]")


def in_english(written: str, like: str, style: str) -> str:
    """A text in a reader's style as English has it, where `like` is a number or a date; any other as it is.

    Raises `dates.AmbiguousError` or `quantities.AmbiguousError` where the reader can mean two.
    """
    if _is_date(like):
        try:
            return dates.in_english(written, style)
        except dates.UnreadableError:
            pass
    if _number(like):
        try:
            quantity = quantities.read(written, style)
        except quantities.UnreadableError:
            return written
        return " ".join([quantities.plain(quantity.value), *quantity.units])
    return written


@lru_cache(maxsize=4096)
def shown(written: str, like: str, style: str) -> str:
    """An English text as a reader's style has it, where `like` is a number in digits or a date."""
    if style == styles.ENGLISH and written == like:
        return written
    if _is_date(like) and not written.isdecimal():
        return _date_shown(written, style)
    number, quantity = _number(like), _number(written)
    if number is None or quantity is None or not re.search(r"[0-9]", written):
        return written
    magnitude = _magnitude(number.value) if number.scaled else ""
    *others, unit = quantity.units or ("",)
    return " ".join([quantities.shown(quantity.value, magnitude, unit, locale=style), *others])


@lru_cache(maxsize=4096)
def same(left: str, right: str) -> bool:
    """Whether two English texts state one date, or one number in one unit.

    "80" is 80% and 5 is $5, but 7 is not the Group of 7.
    """
    return _same_number(left, right) or (_is_date(right) and dates.same_date(left, right))


def _same_number(left: str, right: str) -> bool:
    if not quantities.same_quantity(left, right):
        return False
    units = [{unit_key(unit) for unit in quantities.read(one).units} for one in (left, right)]
    return units[0] ^ units[1] <= _SIGN_UNITS


def _date_shown(written: str, style: str) -> str:
    try:
        return dates.shown(written, style)
    except ValueError:
        return written


@lru_cache(maxsize=2048)
def _is_date(text: str) -> bool:
    """Whether it reads as a date and, but for a year, not as a number: 3.6 is no third of June."""
    number = _number(text)
    plain_number = number is not None and not number.units
    return dates.same_date(text, text) and (not plain_number or re.fullmatch(r"[0-9]{4}", text) is not None)


@lru_cache(maxsize=2048)
def _number(text: str) -> Quantity | None:
    """The number that a text begins with; none where it stands in the middle of words."""
    first = normalise(text.partition(" ")[0]).split("-")[0]
    try:
        quantity = quantities.read(text)
    except ValueError:
        return None
    begins = _IN_FRONT.match(quantities.legible(text)) or first in SPELT["en"]
    return quantity if begins or not quantity.units else None


def _magnitude(value: Decimal) -> str:
    return next((name for name in reversed(MAGNITUDES) if abs(value) >= MAGNITUDES[name]), "")
