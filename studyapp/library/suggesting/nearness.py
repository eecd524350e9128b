"""Wrong options that are near the right one in kind: other names of the library, and numbers and dates close by."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from hashlib import blake2b
from itertools import islice

from studyapp.kinds import partial_dates, quantities, text
from studyapp.kinds.words import NUMBERS
from studyapp.library.models import Fact
from studyapp.library.suggesting.vocabulary import Name, Vocabulary

WANTED = 3
"""Wrong options of a choice."""
NEAR_YEARS = 5
"""How far off a wrong year may be; a year more for each ten that the right one is past."""


def names(answer: Name, fact: Fact, vocabulary: Vocabulary, shown: Sequence[str]) -> list[str]:
    """Three other names of the answer's sort, the nearest first; none that `shown` or the fact itself holds."""
    of = _countries(answer.prompts, vocabulary) if answer.answer_type == "person" else set()
    here = {span.name for span in vocabulary.find(fact.statement)} | {answer}
    others = [
        name
        for name in vocabulary.of_type(answer.answer_type)
        if name not in here
        and fact.slug not in name.facts
        and name.sorts & answer.sorts
        and (not of or of & _countries(name.prompts, vocabulary))
        and not any(text.stands_in(spelling, it) for spelling in name.spellings for it in shown)
    ]
    return [name.shown for name in sorted(others, key=lambda it: _distance(it, answer, fact, vocabulary))][:WANTED]


def _countries(prompts: Iterable[str], vocabulary: Vocabulary) -> set[Name]:
    """Those that the questions for a name speak of: nobody takes one country's king for another's."""
    found = {span.name for prompt in prompts for span in vocabulary.find(prompt)}
    return {name for name in found if "country" in name.sorts and not vocabulary.is_everywhere(name)}


def _distance(name: Name, answer: Name, fact: Fact, vocabulary: Vocabulary) -> tuple[bool, int, int, bool, int, str]:
    """How hard it is to take one for the other; what the whole library is about is taken for nothing else."""
    return (
        vocabulary.is_everywhere(name),
        -len(name.sorts & answer.sorts),
        -len(_words(name) & _words(answer)),
        fact.deck.slug not in name.decks,
        -vocabulary.uses(name),
        name.shown,
    )


def _words(name: Name) -> set[str]:
    return set(text.normalise(name.shown).split())


def around(number: Decimal, salt: str) -> list[Decimal]:
    """Three other numbers of like magnitude, as round as the number itself."""
    found = (candidate for candidate in _steps(number, salt) if candidate > 0)
    return sorted(islice(found, WANTED))


def _steps(number: Decimal, salt: str) -> Iterator[Decimal]:
    """Below and above in an order that hangs on the salt, so that the right answer is in no place of its own."""
    step = _step(number)
    below = _below(salt)
    order = [-it for it in range(1, below + 1)] + list(range(1, WANTED + 4))
    return (number + step * it for it in order)


def _below(salt: str) -> int:
    """How many wrong options are less than the right one: never all, never none."""
    return 1 + _digest(salt) % (WANTED - 1)


def _step(number: Decimal) -> Decimal:
    """About a sixth of it, as round as the number is itself."""
    last_place = int(number.normalize().as_tuple().exponent)
    unit = Decimal(5).scaleb(number.adjusted() - 1) if last_place > 0 else Decimal(1).scaleb(last_place)
    return max(unit, (number / 6 / unit).to_integral_value() * unit)


def years(year: int, known: Iterable[int], salt: str, latest: int, shown: Collection[int] = ()) -> list[int]:
    """Three other years nearby, on both sides where that can be: none that is shown, or after the latest possible."""
    reach = NEAR_YEARS + max(0, latest - year) // 10
    near = sorted({it for it in known if it != year and abs(it - year) <= reach}, key=lambda it: (abs(it - year), it))
    steps = range(1, 1 + WANTED + len(shown))
    before = dict.fromkeys([*(it for it in near if it < year), *(year - step for step in steps)])
    after = dict.fromkeys([*(it for it in near if it > year), *(year + step for step in steps)])
    later = [it for it in after if it <= latest and it not in shown][: WANTED - _below(salt)]
    earlier = [it for it in before if it not in shown][: WANTED - len(later)]
    return sorted([*earlier, *later])


def days(iso: str, salt: str) -> list[str]:
    """Three other days of the same month, on both sides where that can be, as canonical dates."""
    day = partial_dates.earliest(iso)
    below = _below(salt)
    steps = [*(-it for it in range(1, below + 1)), *range(1, 8), *(-it for it in range(below + 1, 10))]
    near = [other for step in steps if (other := day + timedelta(days=step)).month == day.month]
    return [other.isoformat() for other in sorted(near[:WANTED])]


def _digest(salt: str) -> int:
    return int.from_bytes(blake2b(salt.encode(), digest_size=4).digest())


def number_as(shown: str, value: Decimal) -> str:
    """Another number written as the right one is: as a word, or in digits."""
    words = {Decimal(count): word for word, count in NUMBERS.items()}
    return words[value].replace(" ", "-") if shown.isalpha() and value in words else quantities.plain(value)
