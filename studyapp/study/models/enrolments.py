"""Which decks a learner has joined or left, and how far their cards have followed the library."""

from typing import Self

from django.db import models

from studyapp.accounts.models import User
from studyapp.library.models import Deck


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def current(self) -> Self:
        """Joined, and not left since."""
        return self.filter(left_at=None)


class Enrolment(models.Model):
    """A learner in a deck. `changes_seen` is the newest change of the deck that their cards have followed.

    Once left it stays, and so do its cards, set off: joining again takes up where the learner was.
    """

    pk = models.CompositePrimaryKey("learner_id", "deck_id")
    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="enrolments", db_index=False)
    deck = models.ForeignKey(Deck, on_delete=models.PROTECT, related_name="enrolments")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True, help_text="Until the learner joins again nothing is asked.")
    changes_seen = models.BigIntegerField(default=0)
    exam_on = models.DateField(
        null=True, blank=True, help_text="The day to know the deck by: until then no review of it is put off past it."
    )

    objects = EnrolmentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.learner} in {self.deck}"
