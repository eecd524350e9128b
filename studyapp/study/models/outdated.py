"""What a learner knew and is over: they are told once, in the study loop."""

from datetime import datetime
from typing import Self

from django.db import models, transaction
from django.db.models import Q

from studyapp.accounts.models import User
from studyapp.library.models import UNSEEN, Fact
from studyapp.study.models.cards import Card


class OutdatedQuerySet(models.QuerySet["Outdated"]):
    def untold(self) -> Self:
        """The longest known first; nothing of a fact that an editor has taken up again since, or took back whole."""
        over = Q(fact__superseded_by__isnull=False) | Q(fact__fate_unknown=True)
        return self.filter(over, told_at=None).exclude(fact__state__in=UNSEEN).order_by("noticed_at", "fact_id")


class Outdated(models.Model):
    """A learner knew a fact that was superseded, or that may be over. `told_at` once they have read so."""

    pk = models.CompositePrimaryKey("learner_id", "fact_id")
    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="outdated", db_index=False)
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="+")
    noticed_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    objects = OutdatedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["learner", "noticed_at"], condition=Q(told_at=None), name="outdated_untold"),
        ]

    def __str__(self) -> str:
        return f"{self.learner} knew {self.fact}"

    def tell(self, *, at: datetime) -> None:
        """The learner has read it; twice is once. What came after it was told along with it, so where that is new to
        them it is not asked on the same day.
        """
        with transaction.atomic():
            self.learner.lock()
            untold = Outdated.objects.filter(learner=self.learner_id, fact=self.fact_id, told_at=None)
            if not untold.update(told_at=at):
                return
            told = Card.objects.filter(learner=self.learner_id, fact=self.fact.superseded_by_id, due_day=None)
            for card in told.live().select_related("question__revision"):
                card.learner = self.learner
                card.rest(at=at)
