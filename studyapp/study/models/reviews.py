"""The log: one row for every transition of a card, inserted and never changed but for the stamp of an undo."""

from collections.abc import Iterator
from dataclasses import Field, fields
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from studyapp.accounts.models import User
from studyapp.kinds.base import Response
from studyapp.library.models import Fact, Question, Revision
from studyapp.study.cards.events import ANSWERS, GIVEN, JUDGED_AGAIN, TOLD_BY_RESPONSE, UNDOABLE, Certainty, Event
from studyapp.study.cards.log import DAYS, Entry, LogRow

# Not as a list: SQLite takes an index for part of a table only where it sees that the condition holds, and into a list
# of parameters it does not look.
IS_UNDOABLE = reduce(or_, (Q(kind=str(kind)) for kind in UNDOABLE))
IS_MEETING = Q(kind="study") | Q(kind="quiz")
"""A fact that was met so is not asked again on that study day."""


SKEW = timedelta(minutes=1)
"""How far the clocks of two servers may be apart."""


class ReviewQuerySet(models.QuerySet["Review"]):
    def not_undone(self) -> Self:
        """What the learner judged otherwise since is among them: which rows count in the end, the fold says."""
        return self.filter(undone_at=None)

    def undoable(self) -> Self:
        """What the learner did, the newest first."""
        return self.not_undone().filter(IS_UNDOABLE).order_by("-answered_at", "-version")

    def to_undo(self, at: datetime) -> Self:
        """What the learner may take back, the newest first: of each card the newest act alone.

        What a clock that was ahead dated later than this is not the newest, though it says so.
        """
        later = Review.objects.not_undone().filter(
            IS_UNDOABLE, learner=OuterRef("learner"), question=OuterRef("question"), version__gt=OuterRef("version")
        )
        return self.undoable().filter(~Exists(later), answered_at__lte=at + SKEW)

    def meetings(self) -> Self:
        """Answers after which a fact rests for the study day."""
        return self.not_undone().filter(IS_MEETING)

    def wrong(self) -> Self:
        """Answers that were not all right, as they stand after the learner's own judgement, and the editors'."""
        later = {"learner": OuterRef("learner"), "question": OuterRef("question"), "version__gt": OuterRef("version")}
        answer = Coalesce(OuterRef("replaces"), OuterRef("version"))
        again = Review.objects.not_undone().filter(**later, kind__in=JUDGED_AGAIN, replaces=answer)
        # A regrade of what was practised has no rating, as practice has none.
        counted = Q(kind__in=ANSWERS) | Q(kind=Event.REGRADE, rating__isnull=False)
        return self.not_undone().filter(counted, ~Exists(again), score__lt=1)

    def judged_by_us(self) -> Self:
        """Answers that their learners did not judge themselves."""
        own = Review.objects.not_undone().filter(
            learner=OuterRef("learner"), question=OuterRef("question"), replaces=OuterRef("version")
        )
        return self.not_undone().filter(~Exists(own.filter(kind=Event.OVERRIDE)), kind__in=GIVEN)

    def mistakes(self, *, since: date) -> Self:
        """What was wrong from that study day on, the oldest first."""
        return self.wrong().filter(study_day__gte=since).order_by("study_day", "question_id")

    def sure_and_wrong(self) -> Self:
        """What the learner was sure of and had wrong, the newest first: where there is most to learn."""
        return self.wrong().filter(certainty=Certainty.SURE).order_by("-answered_at", "-version")

    def crams(self, *, on: date) -> Self:
        return self.not_undone().filter(kind=Event.CRAM, study_day=on)

    def news(self, *, since: date) -> Self:
        """What the library changed under cards the learner had learned: answers, and facts that were superseded."""
        changed = self.filter(kind=Event.CHANGED, study_day__gte=since, stability_before__isnull=False)
        return changed.filter(response__what__in=["answer", "superseded"]).order_by("-study_day", "question_id")

    def entries(self) -> Iterator[Entry]:
        """As the fold reads them: not a whole log is held at once, and nothing is decoded that nobody reads, no day
        twice.
        """
        return self.entries_as(Entry)

    def entries_as[E: Entry](self, of: type[E]) -> Iterator[E]:
        """The same with further columns."""
        return map(of.read, self.values_list(*map(_as_read, fields(of))).iterator())


def stands_at() -> Coalesce:
    """The score that counts of an answer by now: that of the newest regrade, if there is one."""
    again = Review.objects.not_undone().filter(
        learner=OuterRef("learner"), question=OuterRef("question"), replaces=OuterRef("version"), kind=Event.REGRADE
    )
    return Coalesce(Subquery(again.order_by("-version").values("score")[:1]), F("score"))


def _as_read(column: Field[object]) -> Combinable:
    """What the database is asked for one column of an `Entry`."""
    if column.name == "response":
        return Case(When(kind__in=TOLD_BY_RESPONSE, then="response"))
    return Cast(column.name, models.TextField()) if column.name in DAYS else F(column.name)


class Review(LogRow, models.Model):
    """One row of a card's log. `version` counts the rows from 0: the key refuses a second answer to one showing."""

    Event = Event
    Certainty = Certainty

    pk = models.CompositePrimaryKey("learner_id", "question_id", "version")
    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="reviews")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="reviews")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Event)
    replaces = models.PositiveIntegerField(
        null=True, help_text="The version of the row that this one undoes or takes the place of."
    )
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="reviews")
    study_day = models.DateField()
    shown_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField()
    response = models.JSONField(default=dict)
    score = models.FloatField(null=True)
    rating = models.PositiveSmallIntegerField(null=True)
    elapsed_ms = models.PositiveIntegerField(default=0)
    hinted = models.BooleanField(default=False, help_text="A hint was shown before the answer.")
    certainty = models.PositiveSmallIntegerField(null=True, choices=Certainty)
    grader = models.PositiveSmallIntegerField(default=0, help_text="The version of the rules that judged it.")
    parameters_number = models.PositiveSmallIntegerField(
        null=True, help_text="The learner's set of FSRS parameters in use then; null for the default."
    )
    stability_before = models.FloatField(null=True)
    difficulty_before = models.FloatField(null=True)
    stability_after = models.FloatField(null=True)
    difficulty_after = models.FloatField(null=True)
    due_day = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["learner", "study_day", "fact"],
                condition=Q(undone_at=None) & IS_MEETING,
                name="review_facts_of_the_day",
            ),
            models.Index(
                fields=["learner", "-answered_at", "-version"],
                condition=Q(undone_at=None) & IS_UNDOABLE,
                name="review_undo",
            ),
            models.Index(
                fields=["learner", "study_day", "question"],
                condition=Q(undone_at=None, score__lt=1),
                name="review_mistakes",
            ),
            models.Index(
                fields=["learner", "study_day", "question"],
                condition=Q(undone_at=None, kind="cram"),
                name="review_crams",
            ),
            models.Index(fields=["learner", "study_day"], condition=Q(kind="changed"), name="review_news"),
            models.Index(
                fields=["learner", "-answered_at", "-version"],
                condition=Q(undone_at=None, certainty=3, score__lt=1),
                name="review_sure_and_wrong",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Event.values), name="review_kind_is_known"),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0, score__lte=1), name="review_score_in_range"
            ),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__gte=1, rating__lte=4), name="review_rating_in_range"
            ),
            models.CheckConstraint(
                condition=Q(certainty=None) | Q(certainty__in=Certainty.values), name="review_certainty_is_known"
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | Q(replaces__lt=models.F("version")),
                name="review_replaces_an_earlier_row",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["undo", "override", "regrade"]) | Q(replaces__isnull=False),
                name="review_undo_names_its_row",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["study", "override", "quiz"]) | Q(score__isnull=False, due_day__isnull=False),
                name="review_answer_is_judged_and_due",
            ),
            models.CheckConstraint(
                condition=~Q(kind="set-due") | Q(due_day__isnull=False, due_at=None), name="review_set_due_names_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(kind="cram") | Q(score__isnull=False, rating=None, due_day=None, due_at=None),
                name="review_cram_is_judged_and_moves_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(kind="regrade")
                | Q(score__isnull=False, rating=None, due_day=None, due_at=None)
                | Q(score__isnull=False, rating__isnull=False, due_day__isnull=False),
                name="review_regrade_is_judged",
            ),
            # An answer is judged by a revision once, however often a regrade is begun.
            models.UniqueConstraint(
                fields=["learner", "question", "replaces", "revision"],
                condition=Q(kind="regrade"),
                name="review_regraded_once_by_a_revision",
            ),
            models.CheckConstraint(
                condition=~Q(kind="elsewhere")
                | Q(score__isnull=False, rating__isnull=False, due_day=None, due_at=None),
                name="review_elsewhere_is_rated_and_moves_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(kind="imported") | Q(score=None, rating=None), name="review_imported_is_no_answer"
            ),
            models.CheckConstraint(
                condition=~Q(kind="reschedule") | Q(rating=None, due_day__isnull=False, due_at=None),
                name="review_reschedule_names_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.study_day}"

    @property
    def was_helped(self) -> bool:
        """A hint was shown, or the learner said it was a guess: right is then worth less."""
        return self.hinted or self.certainty == Certainty.GUESS

    @property
    def was_partly_right(self) -> bool:
        return self.score is not None and 0 < self.score < 1

    def same_response(self, response: Response, kind: str) -> bool:
        return bool(self.kind == kind and self.response == response)
