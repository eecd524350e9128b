"""The options of a question, in an order that is the same for everybody: which were picked, and by whom."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Self

from django.utils.translation import override as override_language

from studyapp.insights.classical import Pairs
from studyapp.insights.models.items import FEWEST
from studyapp.kinds import Kind, styles
from studyapp.kinds.base import JudgedOption, Response
from studyapp.study.cards.grading import GAVE_UP

PERCENT = 100
"""A rest score counts in so many parts of a percent."""


def options_of(body: Kind, response: Response | None = None) -> list[JudgedOption]:
    """In the order of their labels, as English pages have them; none where the kind offers none."""
    with override_language(styles.ENGLISH):
        judged = body.judged_options(response or {}, seed="")
    return sorted(judged, key=lambda option: option.label)


def picks_of(body: Kind, response: Response) -> int | None:
    """A bit for each option that was picked: 0 where the learner asked to be shown the answer. None without options."""
    options = options_of(body, {} if response == GAVE_UP else response)
    return sum(option.chosen << place for place, option in enumerate(options)) if options else None


@dataclass(frozen=True, slots=True)
class Picked:
    """One option: how many picked it at their first answer, and what these had right of all other questions, in
    percent; None if too few of them can be said to.
    """

    label: str
    right: bool
    count: int
    elsewhere: int | None

    @classmethod
    def of(cls, option: JudgedOption, groups: Iterable[tuple[int, Pairs]]) -> Self:
        count, pairs = 0, Pairs()
        for some, compared in groups:
            count, pairs = count + some, pairs + compared
        elsewhere = round(pairs.rest / (PERCENT * pairs.count)) if pairs.count >= FEWEST else None
        return cls(option.label, option.right, count, elsewhere)

    @property
    def stored(self) -> dict[str, object]:
        return asdict(self)
