"""Numbers as files of classrooms have them: plain digits, and at most a point."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation

_NUMBER = re.compile(r"[+-]?(?:\d{1,25}(?:\.\d{0,25})?|\.\d{1,25})(?:[eE][+-]?\d{1,2})?", re.ASCII)
_EXACT = Context(prec=100)
_MOST_DIGITS = 25
FIVE_PLACES = Decimal("0.00001")
"""To which the weight of an answer is written."""
_SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
"""Powers of ten, by the words of this site."""


def read(written: str) -> Decimal | None:
    """None where it is no plain number with a point."""
    if not _NUMBER.fullmatch(written):
        return None
    try:
        number = _EXACT.create_decimal(written)
    except InvalidOperation:
        return None
    return number if abs(number.adjusted()) < _MOST_DIGITS else None


def plain(number: Decimal) -> str:
    """No exponent, no trailing noughts, no grouping."""
    digits = format(number, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits in {"", "-0"} else digits


@dataclass(frozen=True, slots=True)
class Range:
    """What is right, in full: from `low` to `high`, and `tolerance` on both sides."""

    low: Decimal
    high: Decimal
    tolerance: Decimal

    @property
    def is_one(self) -> bool:
        return self.low == self.high

    @property
    def widened(self) -> "Range":
        """The same range with its tolerance within."""
        return Range(self.low - self.tolerance, self.high + self.tolerance, Decimal(0))

    @property
    def centred(self) -> "Range":
        """The same as one number with a tolerance."""
        middle = (self.low + self.high) / 2
        return Range(middle, middle, self.high - middle + self.tolerance)


def right_in(sent: Mapping[str, object]) -> Range:
    """What a card of the kind number takes; a tolerance in percent is one of the answer."""
    scale = _SCALES.get(str(sent.get("magnitude") or ""), 0)
    low, high = (Decimal(str(sent.get(name) or sent["answer"])).scaleb(scale) for name in ("answer", "answer_to"))
    slack = str(sent.get("tolerance") or "")
    if slack.endswith("%"):
        share = Decimal(slack[:-1]).scaleb(-2)
        below, above = abs(low) * share, abs(high) * share
        if low == high:
            return Range(low, high, above)
        return Range(low - below, high + above, Decimal(0))
    return Range(low, high, Decimal(slack or 0).scaleb(scale))
