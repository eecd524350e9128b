"""English words that a slip of the keyboard turns into another meaning, and so must be spelt out to count."""

import re
from functools import cache

from babel import Locale

_words = re.compile(r"[a-z]+").findall

_ONES = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = _words("twenty thirty forty fifty sixty seventy eighty ninety")

NUMBERS: dict[str, int] = {word: value for value, word in enumerate(_ONES)}
NUMBERS |= {ten: 10 * place for place, ten in enumerate(_TENS, start=2)}
NUMBERS |= {
    f"{ten} {one}": 10 * place + value
    for place, ten in enumerate(_TENS, start=2)
    for value, one in enumerate(_ONES[1:10], start=1)
}
"""Zero to ninety-nine, without hyphens; hundreds and dozens are multipliers."""

_ORDINALS = _words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth "
    "seventieth eightieth ninetieth hundredth hundred thousand million billion trillion dozen"
)
_CALENDAR = _words(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday"
)
_OPPOSITES = _words(
    "north south east west northern southern eastern western import imports imported importer export exports "
    "exported exporter increase increased decrease decreased internal external inside outside upper lower "
    "male female pre post"
)


@cache
def confusable() -> frozenset[str]:
    """Numbers, dates, directions, opposites, and every word of a country's name, in lower case.

    Country names come from CLDR: Austria and Australia, Gambia and Zambia are two typos apart or fewer.
    """
    from_lists = {*_ONES, *_TENS, *_ORDINALS, *_CALENDAR, *_OPPOSITES}
    names = (name for code, name in Locale("en").territories.items() if code.isalpha())
    from_countries = {word.strip("()") for name in names for word in name.casefold().split()}
    return frozenset(from_lists | {word for word in from_countries if len(word) > 3})
