"""The numbers that tell a learner of their day: each has one name, one meaning and one way to be printed.

As in Anki, and on every page alike:

- `due`: the reviews that today still asks. A review whose day has come is one; but a day asks one question a fact, and
  no more than the learner's limit. Steps are not among them.
- `learning`: questions in a step, asked once more within minutes.
- `new`: questions never met before that today still brings in, of facts that have no review due.
- `minutes`: what these three take, at the learner's own pace.
- `answered`, `right`: what was answered today in all decks, steps and practice included, and how much of it was right.
- `known` of `met`: how many of the questions that were ever answered would be recalled today, as FSRS believes.
- `piled`: all reviews whose day has come, whatever today asks of them.
- `streak`: the study days in a row on which something was answered, up to today or yesterday.

What is said of one deck alone counts as a sitting of that deck does. `tomorrow-…` is what the next study day begins
with if nothing more is done today.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studyapp.study.progress.decks import DeckProgress, Recalled
from studyapp.study.sitting.scopes import EVERYTHING, Scope
from studyapp.study.sitting.sitting import Sitting


@dataclass(frozen=True, slots=True)
class NamedFigure:
    """One number: its name, and the words it stands in. `deck` is the `Scope.deck_name` where it speaks of one deck
    alone.
    """

    name: str
    n: int
    words: str
    deck: str = ""

    @property
    def html(self) -> SafeString:
        return SafeString(render_to_string("study/_figure.html", {"number": self}).strip())


def bare(name: str, n: int, deck: str = "") -> NamedFigure:
    """A number that stands in a sentence, which says what it counts."""
    return NamedFigure(name, n, str(n), deck)


def minutes(n: int, *, prefix: str = "", deck: str = "") -> NamedFigure:
    words = ngettext("about %(n)s minute", "about %(n)s minutes", n) % {"n": n}
    return NamedFigure(f"{prefix}minutes", n, words, deck)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a day holds: reviews, steps and new questions, and the minutes they take."""

    due: NamedFigure
    learning: NamedFigure
    new: NamedFigure
    minutes: NamedFigure

    @classmethod
    def of(cls, sitting: Sitting, *, prefix: str = "") -> Self:
        deck = sitting.scope.deck_name
        return cls(
            *_asked(sitting.reviews_left, sitting.learning_left, sitting.new_left, prefix=prefix, deck=deck),
            minutes(sitting.minutes_left, prefix=prefix, deck=deck),
        )

    @classmethod
    def of_deck(cls, progress: DeckProgress) -> Self:
        """The minutes are not counted for a deck in a list: 0."""
        deck = Scope.of_deck(progress.deck).deck_name
        return cls(*_asked(progress.due, progress.learning, progress.new, deck=deck), minutes(0, deck=deck))

    @property
    def asked(self) -> list[NamedFigure]:
        """What there is of it; nothing at all is said as no review."""
        return [figure for figure in (self.due, self.learning, self.new) if figure.n]

    @property
    def words(self) -> str:
        """ "15 reviews, 2 learning and 5 new"; "" for nothing."""
        return listed([figure.words for figure in self.asked])

    @property
    def html(self) -> SafeString:
        return SafeString(listed([figure.html for figure in self.asked]))

    def __bool__(self) -> bool:
        return bool(self.asked)


def _asked(
    due: int, learning: int, new: int, *, prefix: str = "", deck: str = ""
) -> tuple[NamedFigure, NamedFigure, NamedFigure]:
    return (
        NamedFigure(f"{prefix}due", due, ngettext("%(n)s review", "%(n)s reviews", due) % {"n": due}, deck),
        NamedFigure(
            f"{prefix}learning",
            learning,
            ngettext("%(n)s learning", "%(n)s learning", learning) % {"n": learning},
            deck,
        ),
        NamedFigure(f"{prefix}new", new, ngettext("%(n)s new", "%(n)s new", new) % {"n": new}, deck),
    )


def listed(phrases: list[str]) -> str:
    """ "a, b and c"."""
    *before, last = phrases or [""]
    return _("%(several)s and %(last)s") % {"several": ", ".join(before), "last": last} if before else last


@dataclass(frozen=True, slots=True)
class Known:
    """How many of the questions that were met would be recalled today."""

    known: NamedFigure
    met: NamedFigure

    @classmethod
    def of(cls, decks: Iterable[Recalled | None], *, deck: str = "") -> Self:
        """In all of these together; `deck` is the name where it is one."""
        known = [one for one in decks if one]
        recalled, met = sum(one.recalled for one in known), sum(one.met for one in known)
        return cls(bare("known", round(recalled), deck), bare("met", met, deck))

    def __bool__(self) -> bool:
        return bool(self.met.n)


@dataclass(frozen=True, slots=True)
class Done:
    """What was answered today, and how far that is of the learner's own goal, if they have one."""

    answered: NamedFigure
    right: NamedFigure
    goal: NamedFigure | None

    @classmethod
    def of(cls, sitting: Sitting) -> Self:
        goal = sitting.learner.daily_goal
        return cls(
            bare("answered", sitting.answers_done),
            bare("right", sitting.right_done),
            bare("goal", goal) if goal else None,
        )

    @property
    def towards_goal(self) -> int:
        """For the bar, which ends at the goal."""
        return min(self.answered.n, self.goal.n) if self.goal else 0


def tomorrow(sitting: Sitting, scope: Scope = EVERYTHING) -> Plan:
    """What the next study day will begin with, if nothing more is done on the day of `sitting`."""
    day = sitting.day + timedelta(days=1)
    return Plan.of(Sitting.on(day, sitting.learner, sitting.at, scope), prefix="tomorrow-")
