"""English nouns that say what sort of person, place or organisation is asked for: a minister, a city, a newspaper."""

import re
from collections.abc import Iterable
from functools import cache

from babel import Locale

from studyapp.kinds import text

_split = str.split

OFFICES = _split(
    "president premier minister secretary chancellor king queen emperor empress prince princess governor mayor leader "
    "ambassador senator judge pope bishop general admiral commander captain director head chief chair chairman "
    "chairwoman chairperson spokesman spokeswoman spokesperson master commissioner speaker sultan founder"
)
_PEOPLE = _split(
    "photographer journalist professor scholar scientist writer author painter composer singer actor actress engineer "
    "explorer inventor philosopher poet player coach pilot sailor merchant architect"
)
_PLACES = _split(
    "country state city town village capital port harbour river sea ocean lake bay strait island mountain valley "
    "region province county street square bridge palace castle monument memorial building museum park airport station "
    "canal"
)
_ORGANISATIONS = _split(
    "company corporation firm manufacturer producer bank fund party court agency newspaper magazine university school "
    "college union ministry museum club team church army navy parliament alliance league council institute"
)
_SORTS = frozenset([*OFFICES, *_PEOPLE, *_PLACES, *_ORGANISATIONS])
_ASKING = re.compile(r"\b(?:which|what|who|whom|whose|name|give)\b", re.IGNORECASE)
_OFFICE = re.compile(rf"\b(?:{'|'.join(OFFICES)})\b", re.IGNORECASE)


def of(answer_type: str, shown: str, prompts: Iterable[str]) -> frozenset[str]:
    """The sorts that one thing belongs to, by the questions that ask for it; all who hold an office are one too."""
    if answer_type == "place" and text.normalise(shown) in _countries():
        return frozenset({"country", "country of our days"})
    named = {word for prompt in prompts if (word := _asked_for(prompt))}
    return frozenset(named | ({"office"} if named & set(OFFICES) else set()))


def _asked_for(prompt: str) -> str:
    """The first sort that a question names once it has begun to ask."""
    asking = _ASKING.search(prompt)
    words = re.findall(r"[a-z]+", prompt[asking.end() :].lower()) if asking else []
    return next((word for word in words if word in _SORTS), "")


def has_office(words: str) -> bool:
    return bool(_OFFICE.search(words))


def names_a_country(sentence: str) -> bool:
    """Whether a country of our days stands in it by its own name."""
    plain = re.sub(r"['’]s\b", "", sentence)
    return any(text.stands_in(country, plain) for country in _countries())


def is_code(letters: str, shown: str) -> bool:
    """Whether the world knows a country or a union of countries by these letters, as it does the EU."""
    return text.normalise(Locale("en").territories.get(letters, "")) == text.normalise(shown)


@cache
def _countries() -> frozenset[str]:
    """From CLDR's list, in which numbers stand for continents, and three codes for unions."""
    known = Locale("en").territories.items()
    return frozenset(text.normalise(name) for code, name in known if code.isalpha() and code not in {"EU", "EZ", "UN"})
