"""What a learner is told once, on the next page that they open: what became of an answer, or of a report, of theirs."""

from itertools import islice

from django.db import models, transaction
from django.db.models import Q

from studyapp.accounts.models import User
from studyapp.library.models import Question

AT_ONCE = 3
"""So many are told on one page; the others wait for the next."""


class NoticeQuerySet(models.QuerySet["Notice"]):
    def leave(self, learner: User, question: Question, what: str) -> None:
        """Have it told; the same twice is told once. Who calls has locked the learner."""
        self.bulk_create([Notice(learner=learner, question=question, what=what)], ignore_conflicts=True)
        User.objects.filter(pk=learner.pk).update(has_notices=True)

    def take(self, learner: User) -> "list[Notice]":
        """What is to be told now, which is not kept any longer."""
        with transaction.atomic():
            learner.lock()
            waiting = self.filter(learner=learner).select_related("question__revision", "question__fact__deck")
            found = iter(waiting.order_by("pk")[: AT_ONCE + 1])
            told = list(islice(found, AT_ONCE))
            self.filter(pk__in=[notice.pk for notice in told]).delete()
            learner.has_notices = next(found, None) is not None
            learner.save(update_fields=["has_notices"])
        return told


class Notice(models.Model):
    """One sentence that waits to be told. That there are any, the learner's own row says, which every page reads."""

    class What(models.TextChoices):
        RAISED = "raised", "An answer is right by now"
        LOWERED = "lowered", "An answer is wrong by now"
        CHANGED = "changed", "A question that they reported was changed"
        KEPT = "kept", "A question that they reported stays as it is"

    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices", db_index=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=8, choices=What)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=["raised", "lowered", "changed", "kept"]), name="notice_is_of_a_known_sort"
            ),
            models.UniqueConstraint(fields=["learner", "question", "what"], name="notice_waits_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.question_id}"
