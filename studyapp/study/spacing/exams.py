"""The day a learner wants to know a deck by: what is to be met until then, and what falls due when."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db.models import Sum

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.scheduling import last_pass, met_by, new_a_day
from studyapp.study.progress.decks import DeckProgress
from studyapp.study.wording import by_day, on_day

LISTED = 14
"""So many of the coming days on which something falls due are listed."""


@dataclass(frozen=True, slots=True)
class ExamPlan:
    """How a learner gets through a deck by its exam.

    `waiting` counts the questions not met yet, `met_by` is when the last of them is met at `a_day` new ones, None if
    never; `needed` would do until the exam. `too_late` reviews are due on its day or later.
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
    def of(cls, learner: User, progress: DeckProgress, exam_on: date | None, *, today: date, new_left: int) -> Self:
        """`new_left` is how many new questions the learner's limit still allows today."""
        ahead = exam_on is not None and exam_on > today
        due = _due_days(learner, progress.deck)
        return cls(
            today=today,
            exam_on=exam_on,
            waiting=progress.waiting,
            a_day=learner.new_per_day,
            met_by=met_by(progress.waiting, learner.new_per_day, today=today, left_today=new_left),
            needed=new_a_day(progress.waiting, today=today, exam=exam_on) if exam_on else None,
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
    def can_bring_forward(self) -> bool:
        return bool(self.too_late) and last_pass(self.today, self.exam_on) is not None


def _due_days(learner: User, deck: Deck) -> list[tuple[date, int]]:
    days = learner.days.filter(deck=deck, due__gt=0).values_list("study_day")
    return [(day, count) for day, count in days.annotate(Sum("due")).order_by("study_day")]
