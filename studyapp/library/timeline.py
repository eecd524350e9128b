"""Facts in the order of their dates, year by year: pure, over facts that were read before."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from studyapp.kinds import partial_dates
from studyapp.library.models import Fact


@dataclass(frozen=True, slots=True)
class Moment:
    """Facts of one date, as precisely as it is known; `text` is "" for the year as a whole."""

    date: str
    text: str
    facts: list[Fact]


@dataclass(frozen=True, slots=True)
class Year:
    year: str
    moments: list[Moment]


def timeline(facts: Iterable[Fact]) -> list[Year]:
    """Of those facts that have a date, the oldest first; what is known of a year as a whole opens the year."""
    dated = [fact for fact in facts if fact.stands_at]
    dated.sort(key=lambda fact: (fact.stands_at, fact.position, fact.pk))
    years = groupby(dated, key=lambda fact: fact.stands_at[:4])
    return [
        Year(year, [_moment(date, of) for date, of in groupby(each, key=lambda fact: fact.stands_at)])
        for year, each in years
    ]


def _moment(date: str, facts: Iterable[Fact]) -> Moment:
    return Moment(date, "" if partial_dates.precision(date) == "year" else partial_dates.display(date), list(facts))
