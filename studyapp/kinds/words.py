"""Words that a slip turns into other words: members of closed lists, and beginnings that turn a word round."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from babel import Locale, UnknownLocaleError

from studyapp.kinds import lexicon
from studyapp.kinds.text import fold, folded_words

_words = re.compile(r"\w+").findall
_members_in = re.compile(r"\S+").findall

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

# What CLDR does not list. Words joined by a stroke are one member of their list.
_LISTS = {
    "en": [
        *_ONES,
        *_TENS,
        *_words(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth "
            "seventieth eightieth ninetieth hundredth hundred thousand million billion trillion dozen "
            "north south east west northern southern eastern western northeast northwest southeast southwest "
            "import imports imported importer export exports exported exporter increase increased decrease decreased "
            "internal external inside outside upper lower male female pre post"
        ),
    ],
    "ru": _members_in(
        "ноль один|одна|одно|одного|одной|одном два|две|двух|двум|двумя три|трёх|трем|трём|тремя "
        "четыре|четырёх|четырьмя пять|пяти|пятью шесть|шести|шестью семь|семи|семью восемь|восьми|восемью "
        "девять|девяти десять|десяти "
        "одиннадцать|одиннадцати двенадцать|двенадцати тринадцать|тринадцати четырнадцать|четырнадцати "
        "пятнадцать|пятнадцати шестнадцать|шестнадцати семнадцать|семнадцати восемнадцать|восемнадцати "
        "девятнадцать|девятнадцати двадцать|двадцати тридцать|тридцати сорок|сорока пятьдесят|пятидесяти "
        "шестьдесят|шестидесяти семьдесят|семидесяти восемьдесят|восьмидесяти девяносто|девяноста сто двести триста "
        "четыреста пятьсот шестьсот семьсот восемьсот девятьсот тысяча миллион миллиард триллион "
        "первый второй третий|третья четвёртый пятый шестой седьмой восьмой девятый десятый сотый "
        "север юг восток запад северный|северная южный|южная восточный|восточная западный|западная северо юго "
        "импорт экспорт ввоз вывоз внутренний внешний верхний нижний мужской женский"
    ),
    "vi": _members_in(
        "không một|mốt hai ba bốn|tư năm|lăm sáu bảy|bẩy tám chín mười|mươi trăm nghìn|ngàn triệu tỷ|tỉ nhất nhì "
        "bắc nam đông tây giêng chạp xuất nhập tăng giảm trên dưới trong ngoài bất vô phi"
    ),
}
_NO_COUNTRY = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
_HARDLY_INFLECTED = frozenset({"en", "vi"})

# A word that begins otherwise is another word. Beginnings of one group are ways to write one and the same.
_BEGINNINGS = {
    "latin": (
        "un in|im|il|ir non dis de mis anti counter contra pro bi tri uni mono multi poly semi inter intra extra pre "
        "post re over under out ex co sub super hyper hypo trans macro micro a e"
    ),
    "cyrillic": (
        "не без|бес анти контр де дез дис ре ин|им|ил|ир экс пре|при про под над пере недо вы во от за со раз|рас "
        "из|ис воз|вос вз|вс до меж|между вне внутри би поли моно мульти уни суб супер микро макро пост по об а э в с у"
    ),
}
_SHORTEST_STEM = 3
_TELLING_STEM = 5
"""Letters of a stem that are enough to know it by, where no list of words says that it is one."""


@cache
def _beginnings(alphabet: str) -> dict[str, int]:
    return {one: place for place, group in enumerate(_BEGINNINGS[alphabet].split()) for one in group.split("|")}


_CYRILLIC = frozenset({"be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"})


def language_of(word: str, language: str) -> str:
    """The language that a word in a text of `language` is read in: Russian where it alone is in Cyrillic letters."""
    foreign = language not in _CYRILLIC and is_cyrillic(word)
    return "ru" if foreign else language


def is_cyrillic(word: str) -> bool:
    return any("\u0400" <= char <= "\u04ff" for char in word)


@cache
def listed(language: str) -> frozenset[str]:
    """The single words of its closed lists in lower case, but for names of countries."""
    names = (name for member, names in _members(language) if not member.isupper() for name in names)
    return frozenset(name.casefold() for name in names if " " not in name)


@cache
def closed(language: str) -> Mapping[str, frozenset[str]]:
    """The members of closed lists to which a folded word, or its stem, belongs: a number, a month, a country.

    Names of months, weekdays and countries come from CLDR: Austria and Australia, Gambia and Zambia are two typos
    apart or fewer.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for member, names in _members(language):
        for word in {word for name in names for word in folded_words(name)}:
            found[word].add(member)
            if language not in _HARDLY_INFLECTED:
                found[lexicon.stem(word, language)].add(member)
    return {word: frozenset(members) for word, members in found.items()}


def _members(language: str) -> Iterator[tuple[str, Iterable[str]]]:
    for one in _LISTS.get(language, ()):
        yield one, one.split("|")
    try:
        known = Locale(language)
    except (UnknownLocaleError, ValueError):
        return
    for unit, names in (("month", known.months), ("day", known.days)):
        for place in names["format"]["wide"]:
            yield f"{unit} {place}", [names[use]["wide"][place] for use in ("format", "stand-alone")]
    for code, name in known.territories.items():
        # Syllables of long Vietnamese names are words of every day.
        if code.isalpha() and code not in _NO_COUNTRY and not (language == "vi" and " " in name):
            yield code, [word for word in fold(name).split() if len(word.strip("()")) > 3]


def is_another(typed: Iterable[str], accepted: Iterable[str], language: str) -> bool:
    """Whether folded words typed hold a member of a closed list that the accepted ones do not hold."""
    written, wanted = frozenset(typed), frozenset(accepted)
    for word in written - wanted:
        for spoken in {"en", language_of(word, language)}:
            meant = _members_of(word, spoken)
            if meant and not any(meant & _members_of(other, spoken) for other in wanted - written):
                return True
    return False


def _members_of(word: str, language: str) -> frozenset[str]:
    members = closed(language)
    found = members.get(word)
    if found is None and language not in _HARDLY_INFLECTED:
        found = members.get(lexicon.stem(word, language))
    return found or frozenset()


def begins_another(typed: str, accepted: str, language: str) -> bool:
    """Whether one word is the other with a beginning added, taken away or exchanged that makes it another word."""
    known = _beginnings("cyrillic" if is_cyrillic(accepted) else "latin")
    spoken, longest = language_of(accepted, language), _common_end(typed, accepted)
    for length in range(longest, _SHORTEST_STEM - 1, -1):
        stem, head, wanted = accepted[len(accepted) - length :], typed[: len(typed) - length], accepted[:-length]
        if (head in known or wanted in known) and _turns_round(head, wanted, stem, known, spoken):
            return True
    return False


def _common_end(one: str, other: str) -> int:
    pairs = zip(reversed(one), reversed(other), strict=False)
    return next((place for place, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def _turns_round(head: str, wanted: str, stem: str, known: Mapping[str, int], language: str) -> bool:
    """Whether `head` before `stem` says something else than `wanted` does, and is no slip in writing it."""
    whole = f"{head}{stem}"
    if not wanted:  # added; a letter typed twice is a slip
        return not (len(head) == 1 and head == stem[0])
    if not head:
        return lexicon.is_word(whole, language) or (len(wanted) > 1 and len(stem) >= _TELLING_STEM)
    if head in known and wanted in known:
        if known[head] == known[wanted] or head.startswith(wanted) or wanted.startswith(head):
            return False
        telling = len(stem) >= _TELLING_STEM and len(head) + len(wanted) > 2
        return telling or lexicon.is_word(whole, language)
    return head in known and len(head) > 1 and lexicon.is_word(stem, language)
