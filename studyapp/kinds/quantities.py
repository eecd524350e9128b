"""Reading numbers as people write them, in English and in the learner's own way, and writing them back.

Every step is a bounded pattern, a table or Babel's strict parser; arithmetic is exact.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import NumberFormatError, get_decimal_symbol, parse_decimal
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from studyapp.kinds import styles
from studyapp.kinds.number_words import LONGEST, SPELT
from studyapp.kinds.text import ascii_digits, normalise, tidy
from studyapp.kinds.units import ATTACHED_UNITS, MONEY, is_known, unit_key

MAX_LENGTH = 60
MAX_DIGITS = 25
MAGNITUDES = {
    "thousand": Decimal(10**3),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
}

# Room for every digit that the bounds above let through, so that nothing is ever rounded.
EXACT = Context(prec=100)

# Signs of other widths and scripts. The Arabic mark of thousands says more than a comma: it is never a decimal one.
_SIGNS = str.maketrans(
    dict.fromkeys("−–‒‐‑－﹣", "-")
    | {"．": ".", "٫": ".", "，": ",", "٬": "'", "＇": "'", "％": "%", "٪": "%", "＋": "+"}
    | {"＄": "$", "￥": "¥", "￡": "£", "＜": "<", "＞": ">", "＝": "="}
)
_PARTS = re.compile(r"(?P<before>[^0-9]*?)(?P<number>[.,]?[0-9](?:[0-9.,'’ ]*[0-9])?)(?P<after>[^0-9].*)?", re.DOTALL)
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?: [0-9]{3})+|(?:['’][0-9]{3})+)(?=[.,]|$)")
_DOTTED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")
# What never stands in a number: signs of other trades, and letters between two digits.
_NO_PART = re.compile(r"[^\w\s.,'’+%$€£₽₫¥<>=≥≤~≈°-]|(?<=[0-9])[^\W\d_]+(?=[0-9])|[½¼¾⅓⅔]")
_BETWEEN = r"(?:-|\.\.|…| (?:to|or|and|bis|oder|à|đến|tới|до|или) )"
_RANGE = re.compile(rf"[^0-9]*[0-9][0-9.,]*[^0-9]{{0,8}}{_BETWEEN}[^0-9]{{0,8}}[0-9][0-9.,]*[^0-9]*")
_PARTS_OF_ONE = {normalise(word) for word in ("half", "quarter", "половина", "половиной", "четверть", "rưỡi", "nửa")}
_HEDGES = (
    "about around approximately approx circa ca c roughly exactly khoảng chừng độ đúng etwa rund ungefähr genau "
    "около примерно приблизительно ровно environ exactement"
)
_HEDGE_WORDS = "|".join({*_HEDGES.split(), *normalise(_HEDGES).split()})
_HEDGE = re.compile(rf"(?:(?:{_HEDGE_WORDS})\.? |[~≈] ?)+", re.IGNORECASE)
_MULTIPLES = {"dozen": Decimal(12), "hundred": Decimal(100)}
# What stands for one of itself where no number does: "a million", "миллион".
_SINGLE = {*_MULTIPLES, *MAGNITUDES, *map(normalise, ("тысяча", "миллион", "миллиард", "триллион", "сотня", "дюжина"))}
_SHORT = {"mn": 6, "mln": 6, "mio": 6, "bn": 9, "bln": 9, "tn": 12, "trn": 12}
# Everyday spellings that CLDR's list of compact numbers does not have.
_VARIANTS = {
    "en": {
        **_MULTIPLES,
        **{f"{word}s": factor for word, factor in MAGNITUDES.items()},
        **{word: Decimal(10**power) for word, power in _SHORT.items()},
    },
    "vi": {"tram": Decimal(100), "ngan": Decimal(10**3), "ti": Decimal(10**9)},
    "ru": {
        **{normalise(word): Decimal(12) for word in ("дюжина", "дюжины", "дюжин")},
        **{normalise(word): Decimal(100) for word in ("сотня", "сотни", "сотен")},
        **{normalise(word): Decimal(10) for word in ("десяток", "десятка", "десятков")},
    },
    "fr": {"mds": Decimal(10**9), "mrd": Decimal(10**9)},
}


class UnreadableError(ValueError):
    """What was written is no number; the message says how to write one."""


class AmbiguousError(ValueError):
    """What was written reads as two numbers; the message shows how to type either."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it was read."""

    value: Decimal
    """In full: "3.6 billion" is 3600000000."""
    scaled: bool
    """Whether a word of magnitude was written; a dozen and a hundred are none."""
    units: tuple[str, ...] = ()
    """The texts before and after the number, as written, magnitude left out."""
    hedged: bool = False
    """Whether it was said to be about, or exactly, that much."""


def read(written: str, locale: str = "en", *, units: Collection[str] = ()) -> Quantity:
    """Read a number in English and in the reader's locale.

    ``units`` are the spellings of the unit that is asked for: what stands there is then never taken for a
    magnitude ("5 m" in metres). Raises UnreadableError, or AmbiguousError where the two readings differ.
    """
    line = legible(written)
    if len(line) > MAX_LENGTH:
        raise UnreadableError(_("That is too long for a number: %(most)s characters at most.") % {"most": MAX_LENGTH})
    locale = styles.known(locale)
    bare = _HEDGE.sub("", line, count=1) if _HEDGE.match(line) else line
    sign, unit_before, number, words = _split(bare)
    known = {unit_key(unit) for unit in units}
    readings = _readings(number, words, locale, known)
    if not readings:
        raise UnreadableError(_how_to_write(line, locale))
    if len(readings) > 1:
        raise AmbiguousError(_ask_back(line, sign, readings, locale))
    reading = readings[0]
    found = tuple(unit for unit in (unit_before, reading.rest) if unit)
    if _holds_a_number(reading.rest, locale) and unit_key(reading.rest) not in known and not is_known(reading.rest):
        raise UnreadableError(_how_to_write(line, locale))
    _refuse_lone_letter(reading.scale_words, {*known, *map(unit_key, found)}, locale)
    return Quantity(EXACT.multiply(reading.value, sign), reading.scaled, found, hedged=bare != line)


def legible(written: str) -> str:
    """The same text with the digits and signs of every script in ours, and without what cannot be seen."""
    line = tidy(written)
    if line.isascii():
        return line
    visible = "".join(char for char in line if unicodedata.category(char) != "Cf")
    return " ".join(ascii_digits(visible).translate(_SIGNS).split())


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reader's reading: the bare number, the words of magnitude, and what was left over."""

    number: Decimal
    scale: Decimal
    scale_words: str
    rest: str

    @property
    def value(self) -> Decimal:
        return EXACT.multiply(self.number, self.scale)

    @property
    def scaled(self) -> bool:
        return self.scale >= MAGNITUDES["thousand"]


def _split(line: str) -> tuple[Decimal, str, str, list[str]]:
    """Sign, what stands before the number, its digits (empty where it is spelt out), the words after it."""
    parts = _PARTS.fullmatch(line)
    before, number, after = (parts["before"], parts["number"], parts["after"] or "") if parts else ("", "", line)
    words = after.strip(" ,;:!?.").split()
    bare = before.strip()
    sign = Decimal(-1 if bare.startswith("-") or bare.endswith("-") else 1)
    return sign, bare.strip("+- "), number, words


def _readings(number: str, words: list[str], local: str, units: set[str]) -> list[_Reading]:
    """Every way to take it; people mix, so the digits may be English where the word of magnitude is not."""
    tables = (_scales("en") | _scales(local), _scales(local) | _scales("en"))
    ways = [_reading(number, words, reader, table, units) for reader in (local, "en") for table in tables]
    if local != "en" and _DOTTED.fullmatch(number):  # half the world groups thousands so, whatever its rules say
        digits = number.replace(".", "").replace(",", ".")
        ways += [_reading(digits, words, "en", table, units) for table in tables]
    return list({way.value: way for way in ways if way}.values())


def _reading(
    number: str, words: list[str], locale: str, scales: dict[str, Decimal], units: set[str]
) -> _Reading | None:
    """How a reader of ``locale`` would take it, or None if they could not."""
    value, words = (_digits(number, locale), words) if number else _number_word(words, locale)
    if value is None:
        return None
    product, last, used = Decimal(1), Decimal(1), 0
    for word in words:
        factor = scales.get(normalise(word), Decimal(0))
        if factor <= last or unit_key(" ".join(words[used:])) in units:
            break
        product, last, used = EXACT.multiply(product, factor), factor, used + 1
    return _Reading(value, product, " ".join(words[:used]), " ".join(words[used:]))


def _digits(number: str, locale: str) -> Decimal | None:
    grouped = _GROUPED.match(number)
    if grouped:
        number = re.sub(r"[ '’]", "", grouped[0]) + number[grouped.end() :]
    if re.search(r"[ '’]", number):
        return None
    if sum(char.isdigit() for char in number) > MAX_DIGITS:
        raise UnreadableError(_("That has too many digits: %(most)s at most.") % {"most": MAX_DIGITS})
    try:
        return parse_decimal(number, locale=locale, strict=True)
    except NumberFormatError:
        return None


def _number_word(words: list[str], locale: str) -> tuple[Decimal | None, list[str]]:
    """The number that the first words spell, and the words left over."""
    parts = [part for word in words for part in word.split("-")]
    spelt = [normalise(part) for part in parts]
    if spelt and parts[0].casefold() in {"a", "an"}:
        parts, spelt = parts[1:], spelt[1:]
    table = _spelt(locale)
    for length in range(LONGEST, 0, -1):
        value = table.get(" ".join(spelt[:length]))
        if value is not None:
            return Decimal(value), parts[length:]
    return (Decimal(1) if spelt and spelt[0] in _SINGLE else None), parts


@lru_cache(maxsize=64)
def _spelt(locale: str) -> dict[str, int]:
    return SPELT["en"] | SPELT.get(locale.partition("_")[0], {})


@lru_cache(maxsize=64)
def _scales(locale: str) -> dict[str, Decimal]:
    """Words of magnitude and their factors, from CLDR's compact numbers ("0 Milliarden", "0 tỷ", "0M")."""
    known = Locale.parse(locale)
    table = dict(_VARIANTS.get(known.language, {}))
    for plurals in known.compact_decimal_formats.values():
        for patterns in plurals.values():
            for size, pattern in patterns.items():
                form = re.fullmatch(r"(0+)\s*(\S+)", pattern.pattern.replace("'", ""))
                if form:
                    table[normalise(form[2])] = Decimal(int(size) // 10 ** (len(form[1]) - 1))
    return table


def _holds_a_number(rest: str, locale: str) -> bool:
    words = [normalise(word) for word in rest.split()]
    return any(char.isnumeric() for char in rest) or any(
        word in _spelt(locale) or word in _SINGLE or word in _PARTS_OF_ONE for word in words
    )


def _refuse_lone_letter(scale_words: str, units: set[str], locale: str) -> None:
    """A lone "m" may be metres as well as million: it stands for a magnitude only beside money."""
    word = normalise(scale_words)
    if len(word) == 1 and word.isascii() and word != "k" and not units & MONEY:
        sentence = _("Write “%(word)s” out in full, as %(million)s or %(billion)s.")
        words = {magnitude: magnitude_word(magnitude, locale) for magnitude in ("million", "billion")}
        raise UnreadableError(sentence % {"word": scale_words, **words})


def _how_to_write(line: str, locale: str) -> str:
    if _RANGE.fullmatch(line):
        return _("“%(line)s” is a range. Write one number, such as 12.") % {"line": line}
    examples = {
        "short": shown(Decimal("3.6"), locale=locale),
        "long": shown(Decimal("3.6E9"), "billion", locale=locale),
    }
    if sign := _NO_PART.search(line):
        sentence = _(
            "We cannot read “%(line)s” as one number because of “%(sign)s”. Write it in digits, such as 12, "
            "%(short)s or %(long)s."
        )
        return sentence % {"line": line, "sign": sign[0], **examples}
    sentence = _("We cannot read “%(line)s” as one number. Write it in digits, such as 12, %(short)s or %(long)s.")
    return sentence % {"line": line, **examples}


def _ask_back(line: str, sign: Decimal, readings: list[_Reading], locale: str) -> str:
    same_scale = len({reading.scale for reading in readings}) == 1
    typed = [
        f"{_retyped(EXACT.multiply(sign, reading.number), locale)} {reading.scale_words}".strip()
        if same_scale
        else _retyped(EXACT.multiply(sign, reading.value), locale)
        for reading in readings
    ]
    meanings = pgettext("between readings of a number", " or ").join(typed)
    sentence = _("“%(line)s” can mean %(meanings)s. Please type the one you mean, exactly like that.")
    return sentence % {"line": line, "meanings": meanings}


def _retyped(value: Decimal, locale: str) -> str:
    """A number typed so that every reader reads it alike."""
    typed = plain(value)
    # Three decimals look like a group of thousands to half the world; a fourth does not.
    typed = f"{typed}0" if re.search(r"\.[0-9]{3}$", typed) else typed
    return typed.replace(".", _decimal_symbol(locale))


def plain(value: Decimal | float) -> str:
    """Digits and at most a point: no exponent, no trailing zeros, no grouping."""
    digits = format(value if isinstance(value, Decimal) else Decimal(str(value)), "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits in {"", "-0"} else digits


def in_magnitude(value: Decimal, magnitude: str) -> str:
    """The plain number to be read in a magnitude: 3600000000 in "billion" is "3.6"."""
    return plain(EXACT.divide(value, MAGNITUDES.get(magnitude, Decimal(1))))


@lru_cache(maxsize=64)
def _decimal_symbol(locale: str) -> str:
    return get_decimal_symbol(locale)


@lru_cache(maxsize=4096)
def shown(value: Decimal, magnitude: str = "", unit: str = "", *, locale: str = styles.ENGLISH) -> str:
    """A number for people: thousands set apart by no-break spaces, which every locale reads alike."""
    digits = in_magnitude(value, magnitude)
    whole, point, decimals = digits.partition(".")
    if len(whole.lstrip("-")) > 4:
        whole = re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", "\N{NO-BREAK SPACE}", whole)
    figure = f"{whole}{_decimal_symbol(locale) if point else ''}{decimals}"
    number = " ".join(part for part in (figure, magnitude and magnitude_word(magnitude, locale, digits)) if part)
    if unit in ATTACHED_UNITS - {"%"}:
        return f"{unit}{number}"
    return f"{number}%" if unit == "%" else f"{number} {unit}".strip()


@lru_cache(maxsize=512)
def magnitude_word(magnitude: str, locale: str, digits: str = "") -> str:
    """What a magnitude is called in a locale: short where Russian counts it in cases, else long, as after `digits`.

    Without digits it stands alone, as after a large number.
    """
    known = Locale.parse(locale)
    forms = known.compact_decimal_formats.get("short" if known.language == "ru" else "long", {})
    plural = known.plural_form(abs(Decimal(digits))) if digits else "other"
    patterns = forms.get(plural) or forms.get("other") or {}
    pattern = patterns.get(f"{MAGNITUDES[magnitude]:f}")
    word = re.fullmatch(r"0\s*(\D+)", pattern.pattern.replace("'", "")) if pattern else None
    return word[1] if word else magnitude


def same_quantity(left: str, right: str) -> bool:
    """Whether two English texts state one number, in one unit or with a unit left out."""
    first, second = _in_english(left), _in_english(right)
    if first is None or second is None:
        return False
    units = [{unit_key(unit) for unit in quantity.units} for quantity in (first, second)]
    return first.value == second.value and (units[0] == units[1] or not all(units))


@lru_cache(maxsize=8192)
def _in_english(written: str) -> Quantity | None:
    try:
        return read(written)
    except ValueError:
        return None
