"""What was computed from all of a learner's cards, kept for the rest of the study day."""

from django.db import models

from studyapp.accounts.models import User


class Snapshot(models.Model):
    """A `progress.snapshots.KnowledgeFigures` of one study day, the latest; those of earlier days are not kept.

    Who changes what they are made of empties this table in a migration: they are computed again at the next look.
    """

    learner = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="snapshot")
    study_day = models.DateField()
    taken_at = models.DateTimeField()
    figures = models.JSONField()

    def __str__(self) -> str:
        return f"what {self.learner} knew on {self.study_day}"
