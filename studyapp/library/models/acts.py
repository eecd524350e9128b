"""What was done in the library: an act each, with who, when, why and what differs."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import ClassVar, Self, TypedDict, Unpack

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator
from simple_history.models import HistoricalRecords

from studyapp.compiled import CompiledInsert
from studyapp.library.models.states import State

LONGEST = {"name": 200, "cause": 500}
"""Characters."""

type Differences = list[list[str]]
"""Field by field: what it is called, what it said, and what it says now."""


class Told(TypedDict, total=False):
    """What an act may say beside what was done to which thing."""

    before: str
    after: str
    differences: Differences
    version: int


class ActQuerySet(models.QuerySet["Act"]):
    def record(self, acts: "Iterable[Act]") -> None:
        """Part of the transaction of what was done; within `gathered` they are written at its end."""
        waiting = _gathering.get()
        if waiting is None:
            KEEP.run_all(acts)
        else:
            waiting.extend(acts)

    def about(self, thing: models.Model) -> Self:
        """What was done to a thing. A fact's citations belong to it, and its questions go or come with it."""
        kind = thing._meta.model_name
        return self.filter(fact=thing.pk) if kind == Act.Kind.FACT else self.filter(kind=kind, key=thing.pk)


class Act(models.Model):
    """One thing done to one thing. Names no row of it, so that it stays when that is deleted."""

    class Kind(models.TextChoices):
        ARTICLE = "article", "Article"
        DECK = "deck", "Deck"
        FACT = "fact", "Fact"
        QUESTION = "question", "Question"

    class What(models.TextChoices):
        ADDED = "added", "Added"
        EDITED = "edited", "Edited"
        READY = "ready", "Marked ready for review"
        PUBLISHED = "published", "Published"
        RESTORED = "restored", "Brought back"
        PAUSED = "paused", "Paused"
        RETIRED = "retired", "Retired"
        DRAFTED = "drafted", "Taken back to draft"
        STOPPED = "stopped", "No longer asked"
        RESUMED = "resumed", "Asked"
        REMARKED = "remarked", "Remark"
        REVIEWED = "reviewed", "Reviewed"
        DELETED = "deleted", "Deleted"

    kind = models.CharField("of", max_length=8, choices=Kind)
    key = models.BigIntegerField()
    fact = models.BigIntegerField(null=True, help_text="The key of the fact that it is, or that it asks about.")
    name = models.CharField("what", max_length=LONGEST["name"])
    what = models.CharField("done", max_length=9, choices=What)
    before = models.CharField(max_length=60, blank=True, help_text="The state that it had, in words.")
    after = models.CharField(max_length=60, blank=True, help_text="The state that it took, in words.")
    cause = models.CharField("why", max_length=LONGEST["cause"], blank=True)
    differences = models.JSONField(default=list)
    version = models.PositiveIntegerField(null=True, help_text="Of a question: the number of the revision it made.")
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="who",
        db_index=False,
    )
    at = models.DateTimeField("when")

    objects = ActQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "act"
        verbose_name_plural = "history"
        default_permissions = ("view",)
        permissions = [("review_act", "Can comment on what others wrote, and say that it was reviewed")]
        indexes = [
            models.Index(fields=["kind", "key", "-id"], name="act_by_thing"),
            models.Index(fields=["fact", "-id"], name="act_by_fact"),
            models.Index(fields=["editor", "-id"], name="act_by_editor"),
            models.Index(fields=["what", "-id"], name="act_by_what"),
            models.Index(fields=["at"], name="act_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["article", "deck", "fact", "question"]), name="act_is_on_a_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(
                    what__in=[
                        *("added", "edited", "ready", "published", "restored", "paused", "retired", "drafted"),
                        *("stopped", "resumed", "remarked", "reviewed", "deleted"),
                    ]
                ),
                name="act_is_of_a_known_sort",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.name}"

    @classmethod
    def on(
        cls,
        thing: models.Model,
        what: What,
        *,
        at: datetime | None = None,
        editor: int | None = None,
        **told: Unpack[Told],
    ) -> Self:
        """An act on a thing, not stored yet: by whoever makes the request, for the cause that is told around it.

        What is no verb with a time of its own is dated as django-simple-history dates its versions.
        """
        kind = str(thing._meta.model_name)
        fact = thing.pk if kind == cls.Kind.FACT else getattr(thing, "fact_id", None)
        return cls(
            kind=kind,
            key=thing.pk,
            fact=fact,
            name=_at_most(LONGEST["name"], str(thing)),
            what=what,
            cause=_at_most(LONGEST["cause"], _cause.get()),
            editor_id=editor or _whoever_asks(),
            at=at or timezone.now(),
            **told,
        )

    STATES: ClassVar[dict[State, What]] = {
        State.DRAFT: What.DRAFTED,
        State.READY: What.READY,
        State.PUBLISHED: What.PUBLISHED,
        State.PAUSED: What.PAUSED,
        State.RETIRED: What.RETIRED,
    }

    @classmethod
    def moving(
        cls, thing: models.Model, before: State, after: State, *, at: datetime | None = None, editor: int | None = None
    ) -> Self:
        """It took another state."""
        what = cls.STATES[after]
        if after == State.PUBLISHED and before in (State.PAUSED, State.RETIRED):
            what = cls.What.RESTORED
        return cls.on(thing, what, at=at, editor=editor, before=str(before.label), after=str(after.label))

    def takes_on(self, later: "Act") -> bool:
        """Whether what was done later to the same thing is one act with this, and then told in it."""
        joined = later.what == self.What.EDITED and self.what in (self.What.ADDED, self.What.EDITED)
        if not joined or (self.kind, self.key) != (later.kind, later.key):
            return False
        if self.what == self.What.EDITED:
            self.differences = [*self.differences, *later.differences]
        self.name, self.version = later.name, later.version or self.version
        self.cause, self.editor_id = self.cause or later.cause, self.editor_id or later.editor_id
        return True


KEEP = CompiledInsert(Act)

_gathering: ContextVar[list[Act] | None] = ContextVar("gathering", default=None)
_cause: ContextVar[str] = ContextVar("cause", default="")


@contextmanager
def because(cause: str) -> Iterator[None]:
    """What is done within has this cause; the verbs below need not hand it on."""
    token = _cause.set(cause)
    try:
        yield
    finally:
        _cause.reset(token)


def acts_so_far() -> list[Act]:
    """What was done within `gathered` until now."""
    return list(_gathering.get() or ())


@contextmanager
def gathered() -> Iterator[list[Act]]:
    """All that one press of a button does: edits of one thing are one act, and all are written in one statement.

    Whoever takes back what was done within empties the list.
    """
    acts: list[Act] = []
    around = _gathering.get()
    token = _gathering.set(acts)
    try:
        with transaction.atomic():
            yield acts
            _gathering.set(around)
            Act.objects.record(_joined(acts))
    finally:
        _gathering.reset(token)


def _joined(acts: list[Act]) -> list[Act]:
    """An edit by a form, and the rows that hang on it, are saved one by one."""
    kept: list[Act] = []
    of_thing: dict[tuple[str, int], Act] = {}
    for act in acts:
        first = of_thing.get((act.kind, act.key))
        if first is None or not first.takes_on(act):
            kept.append(act)
            if act.what in (Act.What.ADDED, Act.What.EDITED):
                of_thing[act.kind, act.key] = act
    return kept


def _at_most(characters: int, words: str) -> str:
    return words if len(words) <= characters else Truncator(words).chars(characters)


def _whoever_asks() -> int | None:
    """The user of the request, whom django-simple-history's middleware keeps at hand; None for a command."""
    user = getattr(getattr(HistoricalRecords.context, "request", None), "user", None)
    return user.pk if user and user.is_authenticated else None
