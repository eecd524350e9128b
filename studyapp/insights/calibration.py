"""How certain a learner was, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from studyapp.insights.charts import Column, columns
from studyapp.insights.figures import Figure, Share, in_percent
from studyapp.study.cards.fold import Tally
from studyapp.study.models import Review

CLAIMS = {Review.Certainty.GUESS: 0.3, Review.Certainty.FAIRLY_SURE: 0.7, Review.Certainty.SURE: 0.95}
"""The chance of being right that the words are taken to claim."""
FEW = 20
"""Fewer answers than this say little."""


@dataclass(frozen=True, slots=True)
class Level:
    """What was said with one degree of certainty: the chance it claims, and how much of it was right."""

    name: str
    claim: float
    right: Share

    @property
    def penalty(self) -> float:
        """The sum of the squares by which the claims were off."""
        wrong = self.right.of - self.right.part
        return self.right.part * (1 - self.claim) ** 2 + wrong * self.claim**2


@dataclass(frozen=True, slots=True)
class Calibration:
    levels: Sequence[Level]

    @classmethod
    def of(cls, tally: Tally) -> Self:
        said = {
            Review.Certainty.GUESS: (_("A guess"), Share(tally.guesses_right, tally.guesses)),
            Review.Certainty.FAIRLY_SURE: (_("Fairly sure"), Share(tally.fairly_sure_right, tally.fairly_sure)),
            Review.Certainty.SURE: (_("Sure"), Share(tally.sure_right, tally.sure)),
        }
        return cls([Level(name, CLAIMS[certainty], right) for certainty, (name, right) in said.items()])

    @property
    def total(self) -> int:
        return sum(level.right.of for level in self.levels)

    @property
    def says_little(self) -> bool:
        return self.total < FEW

    @property
    def brier(self) -> float | None:
        """The mean square by which the claims were off: 0 at best, 1 at worst. None before anything was said."""
        return sum(level.penalty for level in self.levels) / self.total if self.total else None

    @property
    def brier_in_words(self) -> str:
        return "" if self.brier is None else number_format(self.brier, 2)

    @property
    def lean(self) -> float | None:
        """How much more was claimed than came true, as a share of the answers; below 0 if less."""
        if not self.total:
            return None
        claimed = sum(level.claim * level.right.of for level in self.levels)
        return (claimed - sum(level.right.part for level in self.levels)) / self.total

    def figure(self) -> Figure:
        given = [
            Column(
                [("second", level.right.percent or 0.0)],
                f"{level.name}: {level.right}",
                claim=100 * level.claim if level.right.of else None,
            )
            for level in self.levels
        ]
        names = [((number + 0.5) / len(self.levels), level.name) for number, level in enumerate(self.levels)]
        return Figure.of(
            columns(given, names=names, top=100, unit="\u00a0%"),
            name="certainty",
            title=_("How sure you were, and how often you were right"),
            about=_(
                "One column for each level of certainty. The taller it is, the more often you were right; the line "
                "across it shows what your words promise."
            ),
            legend=[("second", _("You were right")), ("claim", _("What your words promise"))],
            head=[_("You said"), _("Promised"), _("You were right")],
            rows=[[level.name, in_percent(level.claim), str(level.right)] for level in self.levels],
        )
