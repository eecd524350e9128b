"""What learners report about questions, kept for editors."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from studyapp.accounts.models import Gone, User
from studyapp.library.models import Question, Revision
from studyapp.study.models.notices import Notice

MOST_A_DAY = 50
"""How many questions one learner may report within a day."""


class TooManyReports(Exception):
    """So many questions were reported within a day that editors could not read them all."""


class NotForEditors(Exception):
    """The question is a learner's own, and editors never see it."""


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> Self:
        return self.filter(resolved_at=None)

    def settle(self, outcome: str, *, at: datetime) -> int:
        """Settle those of these that are open, and let each learner know. How many there were."""
        still_open = self.open().order_by("learner_id", "pk").select_related("learner", "question")
        return sum(report.settle(outcome, at=at) for report in still_open)

    def send(self, learner: User, revision: Revision, reason: str, comment: str = "", *, at: datetime) -> "Report":
        """Tell the editors; what the learner sent about this question before, and is still open, gives way.

        Raises TooManyReports, or NotForEditors.
        """
        if revision.is_own:
            raise NotForEditors
        said = {"revision": revision, "reason": reason, "comment": comment, "reported_at": at}
        with transaction.atomic():
            # Of two clicks the second waits here, and then finds the report of the first.
            learner.lock()
            mine = self.filter(learner=learner)
            still_open = mine.open().filter(question=revision.question_id)
            for report in still_open.select_for_update():
                for name, value in said.items():
                    setattr(report, name, value)
                report.save(update_fields=list(said))
                return report
            if mine.filter(reported_at__gt=at - timedelta(days=1)).count() >= MOST_A_DAY:
                raise TooManyReports
            return self.create(learner=learner, question_id=revision.question_id, **said)


class Report(models.Model):
    """A learner says that something is wrong with a question."""

    class Reason(models.TextChoices):
        WRONG = "wrong", _("The answer is wrong")
        UNCLEAR = "unclear", _("The question is unclear, or has more than one answer")
        JUDGED = "judged", _("My answer should have been accepted")
        OUTDATED = "outdated", _("It is out of date")
        OTHER = "other", _("Something else")

    class Outcome(models.TextChoices):
        CHANGED = "changed", "The question was changed"
        KEPT = "kept", "The question stays as it is"

    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="reports")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="reports")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason)
    comment = models.CharField(max_length=1000, blank=True)
    reported_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(
        max_length=8, choices=Outcome, blank=True, help_text="What became of it, which the learner is told."
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason__in=["wrong", "unclear", "judged", "outdated", "other"]),
                name="report_reason_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="") | models.Q(outcome__in=["changed", "kept"], resolved_at__isnull=False),
                name="report_outcome_is_of_what_is_settled",
            ),
            models.UniqueConstraint(
                fields=["learner", "question"],
                condition=models.Q(resolved_at=None),
                name="report_is_open_once_a_question",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.question}"

    def settle(self, outcome: str, *, at: datetime) -> bool:
        """False if it was settled before, or its learner is gone."""
        with suppress(Gone), transaction.atomic():
            self.learner.lock()
            mine = Report.objects.open().filter(pk=self.pk, reported_at=self.reported_at)
            if mine.update(resolved_at=at, outcome=outcome):
                Notice.objects.leave(self.learner, self.question, outcome)
                return True
        return False
