"""Own rows: what a learner made for themselves stands in the library's tables, and nobody else sees it.

A row without an owner is shared. The default managers return shared rows alone, so that whatever forgets to say which
it means shows too little and never too much; `of` is the one way to the rest.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords


class SharedManager[M: models.Model](models.Manager[M]):
    """Of what all share."""

    def get_queryset(self) -> "models.QuerySet[M]":
        return super().get_queryset().filter(owner=None)

    def of(self, learner: object) -> "models.QuerySet[M]":
        """The learner's own rows, and nobody else's; `learner` may be a key, an OuterRef or a parameter."""
        if hasattr(self, "instance"):
            raise TypeError("Ask the model for own rows: Fact.objects.of(learner).filter(deck=deck).")
        return super().get_queryset().filter(owner=learner)

    def with_own(self, learner: object) -> "models.QuerySet[M]":
        """What is shared, and the learner's own."""
        return self.all() | self.of(learner)


class Owned(models.Model):
    """Shared by all, or one learner's own: then neither acts nor old versions tell of it."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,  # nearly all rows are shared, and would be looked up by it: see `by_owner`
        help_text="The learner whose own it is; none of what all share.",
    )

    class Meta:
        abstract = True

    @property
    def is_own(self) -> bool:
        return self.owner_id is not None

    @property
    def is_recorded(self) -> bool:
        return not self.is_own


class SharedSlugField(models.SlugField[str, str]):
    """The short name of a shared row; an own one has none, and its address is its number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"null": True})


class SharedHistory(HistoricalRecords):  # type: ignore[misc]  # simple_history has no types
    """Old versions of shared rows."""

    def create_historical_record(self, instance: Owned, *args: object, **kwargs: object) -> None:
        if instance.is_recorded:
            super().create_historical_record(instance, *args, **kwargs)


SHARED, OWN = Q(owner=None), Q(owner__isnull=False)
NUMBERED = SHARED & Q(number=None, removed_at=None) | OWN & Q(number__isnull=False, number__gte=1)
"""By its number an owner addresses it, and takes back what was removed."""
NAMED = SHARED & Q(slug__isnull=False) | OWN & Q(slug=None)


def by_owner(name: str) -> models.Index:
    """Of own rows alone."""
    return models.Index(fields=["owner"], condition=OWN, name=name)


def shared_alone(name: str) -> models.Index:
    """By which editors' lists count what is shared, however much learners make for themselves."""
    return models.Index(fields=["id"], condition=SHARED, name=name)


def numbered_once(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["owner", "number"], condition=OWN, name=name)
