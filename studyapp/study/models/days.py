"""A learner's study days: counts kept by the answer itself, so that no page has to add up the log."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from itertools import batched
from typing import Any

from django.db import connection, models
from django.db.models import Count, Sum

from studyapp.accounts.models import User
from studyapp.compiled import CompiledQuery
from studyapp.library.models import Deck
from studyapp.study.cards.fold import Tallies, Tally
from studyapp.study.cards.queues import Queue

COUNTS = tuple(field.name for field in fields(Tally))
BARE_COUNTS = COUNTS[: COUNTS.index("guesses")]
"""Without those of certainty, which come last."""

ROWS_AT_ONCE = 500
"""A statement has room for so many values only: 32,766 on SQLite."""


class DayQuerySet(models.QuerySet["Day"]):
    def load(self, learner: User, window: tuple[date, date] | None) -> Mapping[date, int]:
        """How many reviews fall due on each day of `window`; empty for None."""
        if window is None:
            return {}
        first, last = window
        return dict(DUE_BY_DAY.rows(learner=learner.pk, first=first, last=last))

    def tallies(
        self, learner: User, window: tuple[date, date], by: str, *, certainty: bool = False
    ) -> dict[Any, Tally]:
        """What the days of `window` add up to for each value of a column: "study_day" or "deck_id".

        How certain the learner was is added up only if it is asked for: each count costs something on each day.
        """
        first, last = window
        rows = TALLIES.rows(by, certainty, learner=learner.pk, first=first, last=last)
        return {key: Tally(*sums) for key, *sums in rows}

    def due_by(self, learner: User, day: date) -> int:
        """How many reviews are due on `day`, those left over from earlier days included."""
        _, due = OWED.get(learner=learner.pk, day=day) or (None, 0)
        return int(due)

    def count_due(self, learner: User, deck: Deck) -> None:
        """Count anew what falls due in a deck on each day, as after the learner left it or came back."""
        self.filter(learner=learner, deck=deck).exclude(due=0).update(due=0)
        in_review = learner.cards.filter(deck=deck, queue=Queue.REVIEW)
        counted = in_review.values_list("due_day").annotate(Count("question")).order_by()
        self.add(learner, deck.pk, {day: Tally(due=count) for day, count in counted})

    def add(self, learner: User, deck: int, tallies: Tallies) -> None:
        """Add to the counts, making the rows that are missing: in one statement for ROWS_AT_ONCE days."""
        rows = [
            [learner.pk, day, deck, *(getattr(tally, name) for name in COUNTS)]
            for day, tally in sorted(tallies.items())
        ]
        for some in batched(rows, ROWS_AT_ONCE):
            self._upsert(some)

    def _upsert(self, values: Sequence[Sequence[Any]]) -> None:
        quote = connection.ops.quote_name
        table, columns = quote(Day._meta.db_table), ["learner_id", "study_day", "deck_id", *COUNTS]
        holders = ", ".join(["(" + ", ".join(["%s"] * len(columns)) + ")"] * len(values))
        sums = ", ".join(f"{quote(name)} = {table}.{quote(name)} + excluded.{quote(name)}" for name in COUNTS)
        # The ORM's upsert can only overwrite, and these counts must be added to by the database itself.
        sql = (
            f"INSERT INTO {table} ({', '.join(map(quote, columns))}) VALUES {holders} "  # noqa: S608  names of our own
            f"ON CONFLICT (learner_id, study_day, deck_id) DO UPDATE SET {sums}"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [value for row in values for value in row])


class Day(models.Model):
    """One study day of one learner in one deck, counted as a `Tally` says."""

    pk = models.CompositePrimaryKey("learner_id", "study_day", "deck_id")
    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="days", db_index=False)
    study_day = models.DateField()
    deck = models.ForeignKey(Deck, on_delete=models.PROTECT, related_name="+")
    # Signed and unchecked: SQLite would refuse the −1 of an upsert before it sees that the row exists.
    answers = models.IntegerField(default=0)
    right = models.IntegerField(default=0)
    new = models.IntegerField(default=0)
    reviews = models.IntegerField(default=0)
    elapsed_ms = models.BigIntegerField(default=0)
    due = models.IntegerField(default=0)
    young = models.IntegerField(default=0)
    young_recalled = models.IntegerField(default=0)
    mature = models.IntegerField(default=0)
    mature_recalled = models.IntegerField(default=0)
    guesses = models.IntegerField(default=0)
    guesses_right = models.IntegerField(default=0)
    fairly_sure = models.IntegerField(default=0)
    fairly_sure_right = models.IntegerField(default=0)
    sure = models.IntegerField(default=0)
    sure_right = models.IntegerField(default=0)

    objects = DayQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.study_day}: {self.answers} answers"


type Sums = models.QuerySet[Day, tuple[Any, ...]]


def due_by_day(*, learner: int, first: date, last: date) -> Sums:
    days = Day.objects.filter(learner=learner, study_day__gte=first, study_day__lte=last)
    return days.values_list("study_day").annotate(Sum("due"))


def owed(*, learner: int, day: date) -> Sums:
    """In one row, what is due by `day`; none for who has no days."""
    days = Day.objects.filter(learner=learner, study_day__lte=day)
    return days.values_list("learner").annotate(Sum("due")).order_by()


def tallied(
    by: str, certainty: bool, *, learner: int, first: date, last: date
) -> models.QuerySet[Day, tuple[Any, ...]]:
    days = Day.objects.filter(learner=learner, study_day__gte=first, study_day__lte=last)
    return days.values_list(by).annotate(*map(Sum, COUNTS if certainty else BARE_COUNTS)).order_by()


LEARNER, DAY = models.BigAutoField(), models.DateField()
DUE_BY_DAY = CompiledQuery(due_by_day, learner=LEARNER, first=DAY, last=DAY)
TALLIES = CompiledQuery(tallied, learner=LEARNER, first=DAY, last=DAY)
OWED = CompiledQuery(owed, learner=LEARNER, day=DAY)
