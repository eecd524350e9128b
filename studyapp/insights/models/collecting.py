"""How far the log was read for those who keep figures of it, and as of when the figures are."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models

from studyapp.accounts.models import User
from studyapp.library.models import Question


class Cursor(models.Model):
    """How many rows of a card's log were read: the card has grown since if its `version` is another.

    By card, since neither the days nor the moments of a log only grow: answers of a quiz may come into it late. What
    was answered in quizzes and is in no log is known by the sum of the keys of these quizzes: another once one more
    was answered, one has come into the log, or one went with whoever made it.
    """

    pk = models.CompositePrimaryKey("learner_id", "question_id")
    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    beside = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.version} rows of card {self.pk}"


class CollectionQuerySet(models.QuerySet["Collection"]):
    def as_of(self, name: str) -> datetime | None:
        """The moment up to which a collector's figures are whole; None before the first."""
        return self.filter(pk=name).values_list("as_of", flat=True).first()


class Collection(models.Model):
    """What one collector has read: all that the log held at `as_of`, by these `rules`."""

    name = models.CharField(max_length=20, primary_key=True)
    rules = models.PositiveSmallIntegerField()
    as_of = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager.from_queryset(CollectionQuerySet)()

    def __str__(self) -> str:
        return self.name
