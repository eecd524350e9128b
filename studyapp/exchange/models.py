"""Files that learners bring: what was read of each, row by row, until it is applied or goes away."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from studyapp.accounts.models import User
from studyapp.library.models import Deck, Fact, Question

WAITS = timedelta(days=7)
"""So long what was read waits for its learner's word."""
ARRIVES = timedelta(hours=1)
"""Within this time a file was sent whole, or never will be."""


class State(models.TextChoices):
    """How far an import has come."""

    ARRIVING = "arriving", _("Being sent")
    UPLOADED = "uploaded", _("Being read")
    READ = "read", _("Waits for you")
    APPLYING = "applying", _("Being brought in")
    DONE = "done", _("Brought in")
    CANCELLED = "cancelled", _("Stopped by you")
    FAILED = "failed", _("Did not work")
    SWEPT = "swept", _("Deleted, as you did not bring it in within a week")


OPEN = (State.ARRIVING, State.UPLOADED, State.READ, State.APPLYING)
ENDED = (State.DONE, State.CANCELLED, State.FAILED, State.SWEPT)
UNDER_WAY = (State.UPLOADED, State.APPLYING)
"""The worker's turn."""
STATES = ["applying", "arriving", "cancelled", "done", "failed", "read", "swept", "uploaded"]


class ImportQuerySet(models.QuerySet["Import"]):
    def of(self, learner: User) -> Self:
        return self.filter(learner=learner).order_by("-pk")

    def for_decks_of(self, learner: User) -> Self:
        """Of their own, which is all that a learner's pages know."""
        return self.of(learner).filter(for_library=False)

    def for_library_by(self, editor: User) -> Self:
        return self.of(editor).filter(for_library=True)

    def under_way(self) -> Self:
        """What the worker is to go on with, the oldest first."""
        return self.filter(state__in=UNDER_WAY).order_by("pk")

    def done(self) -> Self:
        return self.filter(state=State.DONE)

    def forgotten(self, *, at: datetime) -> Self:
        """Whose learners did not come back, or whose file never came whole."""
        never_came = Q(state=State.ARRIVING, sent_at__lt=at - ARRIVES)
        return self.filter(never_came | Q(state=State.READ, sent_at__lt=at - WAITS))

    def left_behind(self) -> Self:
        """Which ended, and still hold rows, a file, or cards that nobody sees."""
        return self.filter(state__in=ENDED, is_swept=False)

    def move(self, to: State, *, before: State, **more: object) -> bool:
        """Take the next state. False where another request or the worker came first."""
        return bool(self.filter(state=before).update(state=to, **more))


class Import(models.Model):
    """One file on its way into a learner's own decks. Until it is done, nobody sees a card of it."""

    State = State

    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="imports", db_index=False)
    name = models.CharField(max_length=200, help_text="What the file is called.")
    format = models.CharField(max_length=30, help_text="The name of the reader that knows it.")
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    language = models.CharField(max_length=12, help_text="Of the cards, by which answers are judged.")
    interface_language = models.CharField(max_length=12, help_text="In which the worker writes sentences.")
    into = models.ForeignKey(
        Deck,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="All goes there; null: as the file says.",
    )
    for_library = models.BooleanField(default=False, help_text="An editor brings drafts into the shared deck `into`.")
    state = models.CharField(max_length=10, choices=State, default=State.ARRIVING)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    rows_total = models.PositiveIntegerField(default=0, help_text="What the worker has before it.")
    rows_done = models.PositiveIntegerField(default=0)
    done_before = models.PositiveIntegerField(default=0, help_text="So many others were brought in when it was read.")
    has_schedule = models.BooleanField(default=False, help_text="The file says where its learner stands.")
    with_schedule = models.BooleanField(default=False, help_text="And that is brought in too.")
    lost = models.JSONField(default=dict, help_text="How often what cannot come along, by its key.")
    said = models.TextField(blank=True, help_text="Why it failed, for its learner.")
    cards_new = models.PositiveIntegerField(default=0, help_text="Brought in, once it is done.")
    cards_changed = models.PositiveIntegerField(default=0)
    is_swept = models.BooleanField(default=False, help_text="Nothing of it is left but this row.")

    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["learner", "-id"], name="import_by_learner"),
            models.Index(fields=["into"], condition=Q(into__isnull=False), name="import_into"),
            models.Index(fields=["state"], condition=Q(is_swept=False), name="import_not_swept"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="import_state_is_known"),
            models.UniqueConstraint(
                fields=["learner"], condition=Q(state="applying"), name="import_one_at_a_time_a_learner"
            ),
            models.CheckConstraint(condition=Q(rows_done__lte=F("rows_total")), name="import_done_is_part_of_all"),
            models.CheckConstraint(
                condition=~Q(state__in=["cancelled", "done", "failed", "swept"]) | Q(ended_at__isnull=False),
                name="import_that_ended_says_when",
            ),
            models.CheckConstraint(
                condition=Q(with_schedule=False) | Q(has_schedule=True), name="import_has_a_schedule"
            ),
            models.CheckConstraint(
                condition=Q(for_library=False) | Q(has_schedule=False), name="import_into_the_library_has_no_schedule"
            ),
            models.CheckConstraint(
                condition=Q(is_swept=False) | Q(state__in=["cancelled", "done", "failed", "swept"]),
                name="import_is_swept_once_it_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("admin:exchange_import_change" if self.for_library else "bring-one", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class ImportChunk(models.Model):
    """A piece of the file, until all of it was brought in."""

    pk = models.CompositePrimaryKey("arrival_id", "number")
    arrival = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="chunks", db_index=False)
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    def __str__(self) -> str:
        return str(self.number)


class ImportDeck(models.Model):
    """One deck of the file: whether it is wanted, and where its new cards are kept until they are shown."""

    arrival = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="decks", db_index=False)
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    is_chosen = models.BooleanField(default=True)
    into = models.ForeignKey(
        Deck, on_delete=models.SET_NULL, null=True, related_name="+", help_text="An own deck; null: a new one is made."
    )
    hidden = models.OneToOneField(
        Deck, on_delete=models.SET_NULL, null=True, related_name="+", help_text="Holds new cards, seen by nobody yet."
    )

    days = models.JSONField(default=dict, help_text="What the hidden cards count, by study day, once they are shown.")

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["into"], condition=Q(into__isnull=False), name="import_deck_into")]
        constraints = [
            models.UniqueConstraint(fields=["arrival", "position"], name="import_deck_once_a_position"),
        ]

    def __str__(self) -> str:
        return self.title


class ImportRow(models.Model):
    """One note of the file, as it was understood, or why it was refused."""

    class State(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        UNCHANGED = "unchanged", _("Unchanged")
        REFUSED = "refused", _("Refused")

    pk = models.CompositePrimaryKey("arrival_id", "position")
    arrival = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows", db_index=False)
    position = models.PositiveIntegerField()
    place = models.CharField(max_length=60, help_text="Where it is in the file, as a person looks for it.")
    state = models.CharField(max_length=10, choices=State)
    deck = models.ForeignKey(ImportDeck, on_delete=models.CASCADE, null=True, related_name="rows", db_index=False)
    guid = models.CharField(max_length=100, blank=True)
    cards = models.PositiveSmallIntegerField(default=0, help_text="So many new cards it makes.")
    note = models.JSONField(default=dict, help_text="The note, ready to be written.")
    lost = models.JSONField(default=list, help_text="What of it cannot come along: its key, and where.")
    field = models.CharField(max_length=60, blank=True, help_text="Of what was refused: what is wrong.")
    told = models.TextField(blank=True, help_text="And how to mend it.")
    is_written = models.BooleanField(default=False, help_text="Its new cards are in the hidden deck.")

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(fields=["arrival", "state", "position"], name="import_row_by_state"),
            models.Index(fields=["deck", "state"], name="import_row_by_deck"),
            models.Index(fields=["arrival", "position"], condition=Q(is_written=False), name="import_row_to_write"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["changed", "new", "refused", "unchanged"]), name="import_row_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="refused", cards=0, deck=None) & ~Q(told="")
                | ~Q(state="refused") & Q(deck__isnull=False, told="", field=""),
                name="import_row_is_refused_in_words",
            ),
        ]

    def __str__(self) -> str:
        return self.place


class Drafted(models.Model):
    """Which question of the library a card of a file became, so that the same file brings it no second time."""

    question = models.OneToOneField(Question, on_delete=models.CASCADE, primary_key=True, related_name="+")
    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="+")
    arrival = models.ForeignKey(Import, on_delete=models.SET_NULL, null=True, related_name="drafted")
    guid = models.CharField(max_length=100)
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=40)
    fact_slug = models.SlugField(
        max_length=80, db_index=False, default="", help_text="What its fact is called once it is shown."
    )
    slug = models.SlugField(max_length=80, db_index=False, default="", help_text="And the question.")

    class Meta:
        indexes = [models.Index(fields=["guid"], name="drafted_by_guid")]
        constraints = [models.UniqueConstraint(fields=["fact", "guid", "name"], name="drafted_once_a_card")]

    def __str__(self) -> str:
        return f"{self.guid} {self.name}"
