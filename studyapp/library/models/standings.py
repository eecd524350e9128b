"""Who brought a thing to where it stands, and what is planned for it.

In a table beside the things, since no page of a student reads it, and what the seeds load has none of it.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from studyapp.library.models.states import UNSEEN, State

if TYPE_CHECKING:
    from studyapp.library.models.articles import Article
    from studyapp.library.models.facts import Fact
    from studyapp.library.models.questions import Question

type Editor = AbstractBaseUser | AnonymousUser
"""Whoever edits; who that can be, this room does not know."""
type Thing = "Article | Fact | Question"

type Listed = dict[str, list[str]]
"""What comes before readers along with a thing, by key (`fact-12`): of each, the warnings that it draws."""

THINGS = ("article", "fact", "question")
NO_PLAN: dict[str, object] = {"publish_on": None, "planned_by_id": None, "planned_with": {}, "refused": ""}


def day_here(at: datetime) -> date:
    """The day by which editors plan: that of the site's own time zone, whoever looks and from where."""
    return timezone.localdate(at, timezone.get_default_timezone())


def _one_of_them() -> Q:
    """Each row is of one thing."""
    one = Q()
    for name in THINGS:
        one |= Q(**{f"{other}__isnull": other != name for other in THINGS})
    return one


class StandingManager(models.Manager["Standing"]):
    def of(self, thing: Thing) -> "Standing":
        """Its row, or one that is not stored yet."""
        named = {thing._meta.model_name or "": thing}
        return self.filter(**named).select_related(*EDITORS).first() or Standing(**named)

    def keep(self, thing: Thing, **said: object) -> None:
        """Write this of it, whether or not there was a row, in one statement."""
        name = thing._meta.model_name or ""
        row = Standing(**{name: thing}, **said)
        self.bulk_create([row], update_conflicts=True, unique_fields=[name], update_fields=[*said])

    def edited(self, thing: Thing, *, at: datetime, editor: Editor) -> None:
        """Somebody gave it other words: only they have seen them."""
        self.keep(thing, edited_at=at, edited_by_id=editor.pk, seen_by_two=False)

    def moved(self, thing: Thing, *, at: datetime, editor: Editor | None) -> None:
        """It came into its state, by itself where nobody is named."""
        by = editor.pk if editor else None
        said: dict[str, object] = {"moved_at": at, "moved_by_id": by, "seen_by_two": False}
        if thing.state in UNSEEN:
            said |= {"ready_by_id": by if thing.state == State.READY else None}
        if thing.state == State.PUBLISHED:
            said |= {"seen_by_two": settings.EDITORS_FOUR_EYES and by is not None}
        if thing.state in (State.PUBLISHED, State.RETIRED):
            said |= NO_PLAN
        self.keep(thing, **said)

    def against(self, thing: Thing, editor: Editor | None) -> list[str]:
        """Why somebody else has to publish it, a sentence each; the seeds are nobody."""
        if not settings.EDITORS_FOUR_EYES or editor is None or thing.state == State.PUBLISHED:
            return []
        standing = self.of(thing)
        remedy = f"On this site two people see what students get: have somebody else than {editor} publish it."
        if standing.edited_by_id == editor.pk:
            return [f"{editor} edited it last. {remedy}"]
        if standing.ready_by_id == editor.pk:
            return [f"{editor} marked it as ready for review. {remedy}"]
        return []


class Standing(models.Model):
    """Of one article, fact or question: who last edited and moved it and when, and the days planned for it."""

    article = models.OneToOneField("library.Article", on_delete=models.CASCADE, null=True, related_name="standing")
    fact = models.OneToOneField("library.Fact", on_delete=models.CASCADE, null=True, related_name="standing")
    question = models.OneToOneField("library.Question", on_delete=models.CASCADE, null=True, related_name="standing")
    edited_at = models.DateTimeField(null=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    ready_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    moved_at = models.DateTimeField(null=True)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    seen_by_two = models.BooleanField(
        default=False, help_text="As it is published, others than its publisher wrote it and marked it as ready."
    )
    publish_on = models.DateField(null=True)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    planned_with = models.JSONField(
        default=dict, help_text="What stood on the list when that day was set, as `Listed`."
    )
    refused = models.TextField(blank=True, default="", help_text="Why it was not published on that day.")
    look_on = models.DateField(null=True)
    look_due = models.BooleanField(default=False, help_text="That day has come, and nobody has looked yet.")

    objects = StandingManager()

    class Meta:
        indexes = [
            models.Index(fields=["publish_on"], condition=Q(publish_on__isnull=False), name="standing_by_publish_on"),
            models.Index(fields=["look_on"], condition=Q(look_on__isnull=False), name="standing_by_look_on"),
        ]
        constraints = [
            models.CheckConstraint(condition=_one_of_them(), name="standing_is_of_one_thing"),
            models.CheckConstraint(
                condition=Q(seen_by_two=False) | (~Q(moved_by=F("edited_by")) & ~Q(moved_by=F("ready_by"))),
                name="standing_seen_by_two_is_so",
            ),
            models.CheckConstraint(
                condition=Q(refused="") | Q(publish_on__isnull=False), name="standing_refused_was_planned"
            ),
            models.CheckConstraint(
                condition=Q(look_due=False) | Q(look_on__isnull=False), name="standing_due_has_a_day_to_look"
            ),
        ]

    def __str__(self) -> str:
        return f"how “{self.thing}” stands"

    @property
    def thing(self) -> Thing:
        thing = self.article or self.fact or self.question
        assert thing is not None  # noqa: S101  a constraint says so
        return thing

    def plan(
        self, *, publish_on: date | None, look_on: date | None, editor: Editor, listed: Listed | None = None
    ) -> None:
        """Set the days. Whoever sets that of publishing is who publishes it then, through the same gate.

        `listed` is what they were shown of what comes with it; None where they were shown nothing.
        """
        said: dict[str, object] = {}
        if publish_on != self.publish_on or (publish_on and listed is not None and listed != self.planned_with):
            by = {"planned_by_id": editor.pk, "planned_with": listed or {}} if publish_on else {}
            said |= NO_PLAN | {"publish_on": publish_on} | by
        if look_on != self.look_on:
            said |= {"look_on": look_on, "look_due": False}
        if said:
            Standing.objects.keep(self.thing, **said)


EDITORS = ("edited_by", "ready_by", "moved_by", "planned_by")
