"""What became of a quiz: one attempt a learner, and the answers in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import fsum
from typing import Any, Self

from django.db import IntegrityError, models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Length
from django.db.models.lookups import LessThanOrEqual

from studyapp.accounts.models import User
from studyapp.compiled import CompiledInsert, CompiledQuery, CompiledUpdate
from studyapp.kinds.base import Response, Verdict
from studyapp.study.cards.asks import elapsed_ms
from studyapp.study.cards.grading import GAVE_UP, judge
from studyapp.study.models.cards import WITH_EXAM
from studyapp.study.models.quizzes import Quiz, QuizItem

LONGEST_NAME = 40
"""Characters."""
GRACE = timedelta(seconds=5)
"""How long after the end an answer may still be on its way."""
MORE_TIME = timedelta(minutes=5)
MOST_MORE_TIME = 100


class AnsweredOtherwise(Exception):
    """The position has another answer: from another tab or device, or from before."""


class Over(Exception):
    """The attempt has ended: it was finished, or its time is up."""


class TooLate(Over):
    """The time was up. What came is kept as late, and does not count."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was kept, and how it was judged."""

    answer: "QuizAnswer"
    verdict: Verdict
    attempt: "Attempt | None" = None
    """As it is with this answer; None if it had been kept before."""

    @property
    def replayed(self) -> bool:
        return self.attempt is None


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def begin(self, quiz: Quiz, learner: User, *, at: datetime, name: str = "") -> "Attempt":
        """The learner's one attempt at this quiz: begun now, or before."""
        deadline = at + timedelta(minutes=quiz.minutes) if quiz.minutes else None
        with transaction.atomic():
            quiz.hold_for(learner)
            attempt, _ = self.get_or_create(
                learner=learner, quiz=quiz, defaults={"started_at": at, "deadline": deadline, "name": name}
            )
        return attempt

    def running(self) -> Self:
        """The newest first."""
        return self.filter(finished_at=None).order_by("-started_at", "-pk")

    def finished(self) -> Self:
        """The newest first."""
        return self.filter(finished_at__isnull=False).order_by("-finished_at", "-pk")

    def ended(self, at: datetime) -> Self:
        """Finished, or out of time though nobody has looked since."""
        return self.filter(Q(finished_at__isnull=False) | Q(deadline__lt=at - GRACE))

    def with_count(self) -> Self:
        """With `answered`, how many positions have an answer."""
        counted = self._answers().order_by().values("quiz").annotate(total=Count("position")).values("total")
        return self.annotate(answered=Coalesce(Subquery(counted), 0))

    def untouched(self) -> Self:
        """Without an answer yet."""
        return self.filter(~Exists(self._answers()))

    def _answers(self) -> "QuizAnswerQuerySet":
        return QuizAnswer.objects.filter(learner=OuterRef("learner"), quiz=OuterRef("quiz"))


class Attempt(models.Model):
    """One learner's way through one quiz. `right` and `score` are counted when it ends."""

    pk = models.CompositePrimaryKey("learner_id", "quiz_id")
    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="attempts", db_index=False)
    # Indexed besides: the owner of a shared quiz looks at all of its attempts.
    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="attempts")
    started_at = models.DateTimeField()
    deadline = models.DateTimeField(null=True, help_text="None is without a time limit.")
    more_time = models.PositiveSmallIntegerField(default=0, help_text="How often the learner took more time.")
    clock_off = models.BooleanField(default=False, help_text="The learner turned the time limit off.")
    finished_at = models.DateTimeField(null=True)
    name = models.CharField(max_length=LONGEST_NAME, blank=True, help_text="Chosen to take part in a shared quiz.")
    hidden = models.BooleanField(default=False, help_text="The owner of the quiz does not show the name.")
    right = models.PositiveSmallIntegerField(null=True)
    score = models.FloatField(null=True, help_text="The sum of the scores of the answers.")

    objects = AttemptQuerySet.as_manager()

    answered: int
    """Only after `with_count`, and by `of`."""

    class Meta:
        indexes = [models.Index(fields=["learner", "-finished_at"], name="attempt_finished")]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None, right=None, score=None)
                | Q(finished_at__isnull=False, right__isnull=False, score__isnull=False),
                name="attempt_is_counted_when_finished",
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=F("right")), name="attempt_scores_at_least_what_is_right"
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(finished_at__gte=F("started_at")), name="attempt_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(clock_off=False) | Q(deadline=None), name="attempt_clock_off_has_no_end"
            ),
            models.CheckConstraint(condition=Q(more_time__lte=MOST_MORE_TIME), name="attempt_more_time_in_range"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("name"), LONGEST_NAME), name="attempt_name_is_short"
            ),
        ]

    def __str__(self) -> str:
        return f"attempt {self.pk}"

    @classmethod
    def of(cls, learner: User, quiz: int) -> "Attempt | None":
        """The learner's at the quiz with that key, which it knows, and with the count of its answers; None without."""
        attempt = WITH_QUIZ.get(learner=learner.pk, quiz=quiz)
        if attempt is not None:
            attempt.learner = learner
        return attempt

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def ran_out(self) -> bool:
        """Whether it was the time limit that ended it."""
        return self.finished_at is not None and self.finished_at == self.deadline

    @property
    def took(self) -> timedelta | None:
        return self.finished_at - self.started_at if self.finished_at else None

    @property
    def percent(self) -> int:
        """The score of all questions, those without an answer included."""
        return round(100 * (self.score or 0) / self.quiz.length)

    @property
    def answers(self) -> models.QuerySet["QuizAnswer"]:
        return QuizAnswer.objects.filter(learner=self.learner_id, quiz=self.quiz_id)

    @property
    def open_positions(self) -> list[int]:
        """Those without an answer, in order."""
        answered = set(ANSWERED.rows(learner=self.learner_id, quiz=self.quiz_id))
        return [position for position in range(1, self.quiz.length + 1) if position not in answered]

    @property
    def late_answers(self) -> models.QuerySet["LateAnswer"]:
        return LateAnswer.objects.filter(learner=self.learner_id, quiz=self.quiz_id)

    @property
    def may_have_more_time(self) -> bool:
        """Whether the learner may take it; in a quiz that somebody else shares, that is for its owner to say."""
        return self.quiz.more_time or self.quiz.owner_id == self.learner_id

    def time_is_up(self, at: datetime) -> bool:
        return self.deadline is not None and at > self.deadline + GRACE

    def end_if_over(self, *, at: datetime) -> bool:
        """Whether it has ended; if its time ran out it ended then, with what was given."""
        if not self.is_finished and self.started_at > at:
            self._begin_now(at)
        if not self.is_finished and self.deadline is not None and self.time_is_up(at):
            self.finish(at=self.deadline)
        return self.is_finished

    def _begin_now(self, at: datetime) -> None:
        """A clock that was ahead began it later than now: it begins now, with the time it was given."""
        deadline = self.deadline and self.deadline - (self.started_at - at)
        mine = Attempt.objects.filter(pk=self.pk, finished_at=None, started_at=self.started_at, deadline=self.deadline)
        mine.update(started_at=at, deadline=deadline)
        self.refresh_from_db(fields=["started_at", "deadline", "more_time", "clock_off"])

    @transaction.atomic
    def finish(self, *, at: datetime) -> None:
        """End it with what was given; what ended before stays as it is."""
        self.learner.lock()
        self._end(at=at)
        self.refresh_from_db(fields=["finished_at", "right", "score"])

    def _end(self, *, at: datetime) -> None:
        """For who locked the learner."""
        scores = SCORES.rows(learner=self.learner_id, quiz=self.quiz_id)
        ended = {"finished_at": at, "right": scores.count(1), "score": fsum(scores)}
        if END.run(ended, learner=self.learner_id, quiz=self.quiz_id):
            self.finished_at, self.right, self.score = at, scores.count(1), fsum(scores)

    def has_time_left(self, at: datetime) -> bool:
        """Without the grace: as a clock on a page counts it."""
        return not self.is_finished and (self.deadline is None or at < self.deadline)

    def end_by_clock(self, *, at: datetime) -> None:
        """A page has seen its time run out and sent all it had, so the grace need not be waited for."""
        if not self.is_finished and self.deadline is not None and at >= self.deadline:
            self.finish(at=self.deadline)

    def take_more_time(self, seen: int, *, at: datetime) -> bool:
        """Five minutes more. `seen` is how often that was done before, so that a double click counts once."""
        mine = Attempt.objects.filter(pk=self.pk, finished_at=None, more_time=seen, deadline__gte=at - GRACE)
        if self.deadline is None or seen >= MOST_MORE_TIME:
            return False
        deadline = self.deadline + MORE_TIME
        return bool(mine.filter(deadline=self.deadline).update(more_time=seen + 1, deadline=deadline))

    def lift_time_limit(self, *, at: datetime) -> bool:
        mine = Attempt.objects.filter(pk=self.pk, finished_at=None, deadline__gte=at - GRACE)
        return bool(mine.update(clock_off=True, deadline=None))


class LateAnswer(models.Model):
    """What came for a position after the time was up: kept and shown, and counted nowhere."""

    pk = models.CompositePrimaryKey("learner_id", "quiz_id", "position")
    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="late_answers", db_index=False)
    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="late_answers")
    position = models.PositiveSmallIntegerField()
    response = models.JSONField()
    came_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(position__gte=1), name="late_answer_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"late answer {self.pk}"

    @classmethod
    @transaction.atomic
    def keep(cls, item: QuizItem, learner: User, response: Response, *, at: datetime) -> bool:
        """Keep the first that came for a position without an answer; False if it was not the time that ended it."""
        if response == GAVE_UP:
            return False
        learner.lock()
        attempt = learner.attempts.filter(quiz=item.quiz_id).first()
        if attempt is None or not attempt.ran_out or attempt.answers.filter(position=item.position).exists():
            return False
        kept = {"response": response, "came_at": at}
        cls.objects.get_or_create(learner=learner, quiz=item.quiz, position=item.position, defaults=kept)
        return True


class QuizAnswerQuerySet(models.QuerySet["QuizAnswer"]):
    def wrong_in(self, quiz: int, learner: Any) -> models.QuerySet[QuizItem]:
        """The questions of this quiz that the learner answered, and not all right. `learner` may be an OuterRef."""
        wrong = self.filter(learner=learner, quiz=OuterRef("quiz"), position=OuterRef("position"), score__lt=1)
        return QuizItem.objects.filter(Exists(wrong), quiz=quiz)


class QuizAnswer(models.Model):
    """One answer, kept for good: the key refuses a second one to a position."""

    pk = models.CompositePrimaryKey("learner_id", "quiz_id", "position")
    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="quiz_answers", db_index=False)
    # Indexed besides: the owner of a shared quiz sees how many got each question right.
    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField()
    response = models.JSONField()
    score = models.FloatField()
    elapsed_ms = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField()
    logged_as = models.PositiveIntegerField(
        null=True, help_text="The version of the row that it also is in the log of the learner's card."
    )

    objects = QuizAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="quiz_answer_score_in_range"),
            models.CheckConstraint(condition=Q(position__gte=1), name="quiz_answer_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"

    @property
    def was_right(self) -> bool:
        return self.score == 1

    @property
    def was_partly_right(self) -> bool:
        return 0 < self.score < 1

    @classmethod
    def give(cls, item: QuizItem, learner: User, response: Response, *, shown_at: datetime, at: datetime) -> Given:
        """Judge and keep an answer, in the log of the learner's card too if they have one and want it so.

        The same answer again changes nothing. Raises AnsweredOtherwise, TooLate after the end of the time, or Over.
        """
        verdict = judge(item.asked.body, response)
        answer = cls(
            learner=learner,
            quiz=item.quiz,
            position=item.position,
            response=response,
            score=verdict.score,
            elapsed_ms=elapsed_ms(shown_at, at),
            answered_at=at,
        )
        try:
            if not item.quiz.is_closed and (attempt := answer._keep(item, verdict, shown_at=shown_at)):
                return Given(answer, verdict, attempt)
        except IntegrityError:
            pass  # it was answered before, or is at this moment
        kept = learner.quiz_answers.filter(quiz=item.quiz_id, position=item.position).first()
        if kept is None:
            raise TooLate if LateAnswer.keep(item, learner, response, at=at) else Over
        if kept.response != response:
            raise AnsweredOtherwise
        return Given(kept, verdict)

    @transaction.atomic
    def _keep(self, item: QuizItem, verdict: Verdict, *, shown_at: datetime) -> "Attempt | None":
        """Insert it, unless the attempt is over; with the last answer it ends."""
        # Whoever answers or finishes waits here for the other, so that the counts of the end are whole. And as long as
        # this learner's attempt is there, the quiz is, whatever becomes of its owner.
        self.learner.lock()
        attempt = Attempt.of(self.learner, item.quiz_id)
        if attempt is None:
            raise Attempt.DoesNotExist
        if attempt.end_if_over(at=self.answered_at):
            return None
        card = None
        if self.learner.quizzes_count and item.question_id is not None:
            # Studying the same question elsewhere waits as well, and then finds that the card moved on.
            card = WITH_EXAM.get(learner=self.learner_id, question=item.question_id)
        self.logged_as = card.version if card else None
        KEEP.run(self)
        if card is not None:
            card.question, card.learner = item.asked.question, self.learner
            card.quiz(self.response, verdict, item.asked, shown_at=shown_at, at=self.answered_at)
        attempt.answered += 1
        if attempt.answered >= item.quiz.length:
            attempt._end(at=self.answered_at)
        return attempt


def attempt_with_quiz(*, learner: int, quiz: int) -> AttemptQuerySet:
    return Attempt.objects.filter(learner=learner, quiz=quiz).select_related("quiz").with_count()


def answered_positions(*, learner: int, quiz: int) -> models.QuerySet[QuizAnswer, int]:
    return QuizAnswer.objects.filter(learner=learner, quiz=quiz).values_list("position", flat=True)


def scores_given(*, learner: int, quiz: int) -> models.QuerySet[QuizAnswer, float]:
    return QuizAnswer.objects.filter(learner=learner, quiz=quiz).values_list("score", flat=True)


def attempt_running(*, learner: int, quiz: int) -> AttemptQuerySet:
    return Attempt.objects.filter(learner=learner, quiz=quiz, finished_at=None)


WITH_QUIZ = CompiledQuery(attempt_with_quiz, learner=models.BigAutoField(), quiz=models.BigAutoField())
ANSWERED = CompiledQuery(answered_positions, learner=models.BigAutoField(), quiz=models.BigAutoField())
SCORES = CompiledQuery(scores_given, learner=models.BigAutoField(), quiz=models.BigAutoField())
END = CompiledUpdate(
    attempt_running, ["finished_at", "right", "score"], learner=models.BigAutoField(), quiz=models.BigAutoField()
)
KEEP = CompiledInsert(QuizAnswer)
