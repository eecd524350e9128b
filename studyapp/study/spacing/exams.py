"""The day a learner wants to know a deck by: what is to be met until then, and what falls due when."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db.models import Count, Min, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.scheduling import last_pass, met_by, new_a_day
from studyapp.study.models import Queue
from studyapp.study.progress.decks import DeckProgress
from studyapp.study.wording import by_day, on_day

LISTED = 14
"""So many of the coming days on which something falls due are listed."""


@dataclass(frozen=True, slots=True)
class ExamPlan:
    """How a learner gets through a deck by its exam.

    `waiting` counts the questions not met yet, `met_by` is when the last of them is met at `a_day` new ones, None if
    never; `needed` would do until the exam, None if nothing would: a day brings one question a fact. `too_late` reviews
    are due on its day or later.
    """

    today: date
    exam_on: date | None
    waiting: int
    a_day: int
    met_by: date | None
    needed: int | None
    too_late: int
    falling_due: list[tuple[date, int]]

    @classmethod
    def of(cls, learner: User, progress: DeckProgress, exam_on: date | None, *, today: date) -> Self:
        ahead = exam_on is not None and exam_on > today
        due, waiting = _due_days(learner, progress.deck), _waiting(learner, progress.deck) if ahead else []
        return cls(
            today=today,
            exam_on=exam_on,
            waiting=progress.waiting,
            a_day=learner.new_per_day,
            met_by=met_by(waiting, learner.new_per_day, today=today, left_today=progress.new),
            needed=new_a_day(waiting, today=today, exam=exam_on) if exam_on else None,
            too_late=sum(count for day, count in due if exam_on and ahead and day >= exam_on),
            falling_due=[(day, count) for day, count in due if day > today][:LISTED],
        )

    @property
    def exam_in_words(self) -> str:
        return on_day(self.exam_on, self.today) if self.exam_on else ""

    @property
    def met_by_in_words(self) -> str:
        return by_day(self.met_by, self.today) if self.met_by else ""

    @property
    def is_over(self) -> bool:
        return self.exam_on is not None and self.exam_on < self.today

    @property
    def is_in_time(self) -> bool:
        """Whether all is met before the day of the exam."""
        return self.exam_on is not None and self.met_by is not None and self.met_by < self.exam_on

    @property
    def in_words(self) -> str:
        """At once whether the deck can be met by then, and at what pace: a sentence; "" where nothing is to be said."""
        if not self.waiting or self.exam_on is None or self.exam_on <= self.today:
            return ""
        if self.is_in_time:
            sentence = ngettext(
                "With %(n)s new question a day, all from this deck, you will see the last one %(when)s: in time.",
                "With %(n)s new questions a day, all from this deck, you will see the last one %(when)s: in time.",
                self.a_day,
            )
            return sentence % {"n": self.a_day, "when": self.met_by_in_words}
        if self.needed is None:
            return _("You cannot see all of it by then: each day asks only one question about each fact.")
        sentence = ngettext(
            "With %(n)s new question a day you will not see all of it by then: you need %(needed)s a day.",
            "With %(n)s new questions a day you will not see all of it by then: you need %(needed)s a day.",
            self.a_day,
        )
        return sentence % {"n": self.a_day, "needed": self.needed}

    @property
    def can_bring_forward(self) -> bool:
        return bool(self.too_late) and last_pass(self.today, self.exam_on) is not None


def _waiting(learner: User, deck: Deck) -> list[int]:
    """How many questions of each fact are not met yet, in the order in which the facts come."""
    cards = learner.cards.filter(deck=deck, queue__in=[Queue.NEW, Queue.LOCKED]).live()
    facts = cards.values_list("fact").annotate(Count("question"), first=Min("mix")).order_by("first")
    return [count for _fact, count, _first in facts]


def _due_days(learner: User, deck: Deck) -> list[tuple[date, int]]:
    days = learner.days.filter(deck=deck, due__gt=0).values_list("study_day")
    return [(day, count) for day, count in days.annotate(Sum("due")).order_by("study_day")]
