"""The classical statistics of a test's items, from sums: pure arithmetic, with the definitions that pages go by.

The terms are those of Lord & Novick, *Statistical Theories of Mental Test Scores* (1968), chapters 12 and 15; Crocker &
Algina, *Introduction to Classical and Modern Test Theory* (1986), chapter 14, says the same with examples.
"""

from dataclasses import dataclass
from math import atanh, sqrt
from typing import Self

SURE_BELOW = -1.96
"""Of a normal deviate: by chance alone one in forty lies below."""


def difficulty(right: int, answers: int) -> float:
    """Item difficulty p: the share of the answers that are right. The *higher* p, the easier the item."""
    return right / answers


@dataclass(frozen=True, slots=True)
class Pairs:
    """What is known of some learners: each has an item right (x = 1) or not (x = 0), and a rest score y.

    `count` of them, the sums of x and of y, of the squares of y, and of the products.
    """

    count: int = 0
    right: int = 0
    rest: int = 0
    rest_squared: int = 0
    right_rest: int = 0

    def __add__(self, other: "Pairs") -> Self:
        return type(self)(
            self.count + other.count,
            self.right + other.right,
            self.rest + other.rest,
            self.rest_squared + other.rest_squared,
            self.right_rest + other.right_rest,
        )

    @property
    def discrimination(self) -> float | None:
        """The corrected item–rest correlation: Pearson's r of x and y, which for an x of 0 and 1 is the point-biserial
        correlation r = (M₁ − M₀) / s · √(p·q). M₁ and M₀ are the mean rest scores of those who have the item right and
        wrong, s the standard deviation (divided by n) of all rest scores, p the share right and q = 1 − p.

        *Corrected*, since the item itself is no part of y (Henrysson, *Psychometrika* 28, 1963): correlated with a
        total that it is part of, an item correlates with itself. None where all are right or all are wrong, or all rest
        scores are equal: then there is nothing to correlate.
        """
        spread_right = self.count * self.right - self.right**2
        spread_rest = self.count * self.rest_squared - self.rest**2
        if spread_right <= 0 or spread_rest <= 0:
            return None
        # The square roots of whole numbers, so that the same sums come to the same last digit.
        return (self.count * self.right_rest - self.right * self.rest) / (sqrt(spread_right) * sqrt(spread_rest))

    @property
    def is_surely_negative(self) -> bool:
        """Whether the correlation is below zero beyond what chance makes of one in forty (Fisher's z, √(n − 3) · atanh
        r, at most −1.96).
        """
        r = self.discrimination
        if r is None or r >= 0 or self.count <= 3:
            return False
        return r <= -1 or atanh(r) * sqrt(self.count - 3) <= SURE_BELOW
