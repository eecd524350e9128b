"""Past answers judged again by a newer revision, learner by learner, as rows that are added to their logs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q, Subquery
from django.db.models.functions import Coalesce

from studyapp.accounts.models import Gone, User
from studyapp.kinds.base import Kind, Verdict
from studyapp.library.models import Question, Revision, State
from studyapp.study.cards.asks import MAX_AGE
from studyapp.study.cards.grading import judge
from studyapp.study.models.cards import Card
from studyapp.study.models.notices import Notice
from studyapp.study.models.reviews import Review, ReviewQuerySet, stands_at


@dataclass(frozen=True, slots=True)
class Otherwise:
    """An answer, row `version` of its log, and what is said of it now."""

    learner: int
    version: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Regrading:
    """What a revision, which may be yet to be made, would judge otherwise of the answers to those before it.

    Only up, so that nothing that was right becomes wrong; with `lowers` only down. Before the newest change of the
    answer another thing was asked, and nothing of that is judged again.
    """

    question: Question
    body: Kind
    number: int
    lowers: bool = False

    def judged_otherwise(self, learner: int | None = None) -> Iterator[Otherwise]:
        """The answers that are, of one learner or of all: in the order of learners, and of one the oldest first."""
        known: dict[str, Verdict] = {}
        given = self._given().annotate(stands_at=stands_at())
        given = given.filter(stands_at__gt=0) if self.lowers else given.filter(stands_at__lt=1)
        given = given if learner is None else given.filter(learner=learner)
        rows = given.order_by("learner", "version").values_list("learner", "version", "response", "stands_at")
        for who, version, response, stood in rows.iterator():
            said = repr(sorted(response.items()))
            if (verdict := known.get(said)) is None:
                verdict = known[said] = judge(self.body, response)
            if verdict.score < stood if self.lowers else verdict.score > stood:
                yield Otherwise(who, version, verdict)

    def _given(self) -> ReviewQuerySet:
        earlier = Revision.objects.filter(question=self.question, number__lt=self.number)
        begun = earlier.filter(minor=False).order_by("-number").values("number")[:1]
        earlier = earlier.filter(number__gte=Coalesce(Subquery(begun), 1))
        # Through the cards, which are found by their question.
        learners = Card.objects.filter(question=self.question).values("learner")
        given = Review.objects.filter(learner__in=learners, question=self.question).judged_by_us()
        return given.filter(revision__in=earlier.values("pk"))

    def foreseen(self) -> "Foreseen":
        learners = [each.learner for each in self.judged_otherwise()]
        return Foreseen(len(learners), len(set(learners)))


@dataclass(frozen=True, slots=True)
class Foreseen:
    """How many past answers would be judged otherwise, and of how many learners."""

    answers: int
    learners: int


class RegradeQuerySet(models.QuerySet["Regrade"]):
    def waiting(self, *, at: datetime) -> Self:
        """What is to be gone through: at once, and once more when nobody answers what was shown before.

        What an editor changed and nobody has published yet judges no answer.
        """
        published = self.filter(finished_at=None, revision__question__state=State.PUBLISHED)
        return published.filter(Q(passed_at=None) | Q(asked_at__lt=at - MAX_AGE)).order_by("pk")

    def run(self, *, at: datetime) -> int:
        """Go through all that wait. How many answers were judged otherwise."""
        return sum(regrade.run(at=at) for regrade in self.waiting(at=at).select_related("revision__question"))


class Regrade(models.Model):
    """An editor's wish that past answers be judged as one revision judges them.

    It goes from learner to learner. Wherever it is stopped it can begin anew: who has been seen to has nothing left
    that is judged otherwise, and the log refuses what it is told twice.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="regrades")
    lowers = models.BooleanField(default=False, help_text="What was right is judged wrong, rather than the reverse.")
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    passed_at = models.DateTimeField(null=True, help_text="When all had been seen to for the first time.")
    finished_at = models.DateTimeField(null=True, help_text="When those had, too, who still had it on their screens.")
    answers = models.PositiveIntegerField(default=0, help_text="How many were judged otherwise.")
    learners = models.PositiveIntegerField(default=0)

    objects = RegradeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "lowers"], name="regrade_once_a_revision_and_way"),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(passed_at__isnull=False), name="regrade_passed_before_it_is_finished"
            ),
            models.CheckConstraint(condition=Q(learners__lte=F("answers")), name="regrade_learners_at_most_answers"),
        ]

    def __str__(self) -> str:
        return f"regrade by {self.revision}"

    @property
    def regrading(self) -> Regrading:
        return Regrading(self.revision.question, self.revision.body, self.revision.number, self.lowers)

    def run(self, *, at: datetime) -> int:
        """Go through the learners that are left, each in a transaction of their own. How many answers changed."""
        regrading = self.regrading
        learners = dict.fromkeys(each.learner for each in regrading.judged_otherwise())
        changed = sum(self._see_to(learner, regrading, at=at) for learner in learners)
        ended = {"passed_at": at} if self.asked_at >= at - MAX_AGE else {"passed_at": at, "finished_at": at}
        Regrade.objects.filter(pk=self.pk, finished_at=None).update(**ended)
        return changed

    def _see_to(self, key: int, regrading: Regrading, *, at: datetime) -> int:
        learner = User.objects.filter(pk=key).first()
        if learner is None:
            return 0
        try:
            with transaction.atomic():
                learner.lock()
                changed = self._judge_again(learner, regrading, at=at)
        except Gone:
            return 0
        return changed

    def _judge_again(self, learner: User, regrading: Regrading, *, at: datetime) -> int:
        card = Card.of(learner, self.revision.question_id)
        found = list(regrading.judged_otherwise(learner.pk))
        if card is None or not found:
            return 0
        for each in found:
            card.regrade(each.version, each.verdict, self.revision, at=at)
        counted = {"answers": F("answers") + len(found), "learners": F("learners") + 1}
        Regrade.objects.filter(pk=self.pk).update(**counted)
        what = Notice.What.LOWERED if self.lowers else Notice.What.RAISED
        Notice.objects.leave(learner, self.revision.question, what)
        return len(found)
