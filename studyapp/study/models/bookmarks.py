"""Facts that a learner keeps at hand."""

from django.db import models

from studyapp.accounts.models import User
from studyapp.library.models import Fact


class Bookmark(models.Model):
    """A learner wants to find this fact again, whether or not its questions are theirs to answer."""

    pk = models.CompositePrimaryKey("learner_id", "fact_id")
    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="bookmarks", db_index=False)
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="bookmarks")
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.learner} keeps {self.fact}"
