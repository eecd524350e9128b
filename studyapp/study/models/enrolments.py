"""Which decks a learner has joined, and how far their cards have followed the library."""

from django.db import models

from studyapp.accounts.models import User
from studyapp.library.models import Deck


class Enrolment(models.Model):
    """A learner in a deck. `changes_seen` is the newest change of the deck that their cards have followed."""

    pk = models.CompositePrimaryKey("learner_id", "deck_id")
    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="enrolments", db_index=False)
    deck = models.ForeignKey(Deck, on_delete=models.PROTECT, related_name="enrolments")
    joined_at = models.DateTimeField()
    changes_seen = models.BigIntegerField(default=0)
    exam_on = models.DateField(
        null=True, blank=True, help_text="The day to know the deck by: until then no review of it is put off past it."
    )

    def __str__(self) -> str:
        return f"{self.learner} in {self.deck}"
