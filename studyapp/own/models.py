"""By which code others get a copy of an own deck, by which code one was copied, and where imported notes came from."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from studyapp.accounts.models import User
from studyapp.library.models import Deck, Fact
from studyapp.study.quizzes.codes import LENGTH, read_code

WHOLE = Exact(Length("code"), LENGTH)


class SharingQuerySet(models.QuerySet["Sharing"]):
    def opened_by(self, typed: str) -> "Sharing | None":
        """What the code that someone typed opens, with its deck; None if that is nothing, or nothing any more."""
        is_open = Q(opened_at__isnull=False, deck__removed_at=None)
        return self.filter(is_open, code=read_code(typed)).select_related("deck").first()


class Sharing(models.Model):
    """The code of an own deck. `opened_at` is None while it opens nothing."""

    deck = models.OneToOneField(Deck, on_delete=models.CASCADE, primary_key=True, related_name="sharing")
    code = models.CharField(max_length=LENGTH)
    opened_at = models.DateTimeField(null=True)

    objects = SharingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="sharing_code_once"),
            models.CheckConstraint(condition=WHOLE, name="sharing_has_a_whole_code"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None


class CopiedQuerySet(models.QuerySet["Copied"]):
    def by(self, code: str, learner: User) -> models.QuerySet[Deck]:
        """The copies that the learner took by this code and still has, the newest first."""
        mine: models.QuerySet[Deck] = Deck.objects.of(learner).filter(removed_at=None, copied__code=code)
        return mine.order_by("-number")


class Copied(models.Model):
    """An own deck that is a copy. It keeps the code it was taken by, and names no row of whoever shared it."""

    deck = models.OneToOneField(Deck, on_delete=models.CASCADE, primary_key=True, related_name="copied")
    code = models.CharField(max_length=LENGTH)

    objects = CopiedQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=WHOLE, name="copied_has_a_whole_code")]

    def __str__(self) -> str:
        return f"copied by {self.code}"


class ArrivedQuerySet(models.QuerySet["Arrived"]):
    def of(self, learner: User) -> "ArrivedQuerySet":
        """Of notes that are there: a note that was deleted, or that is not shown yet, may come once more."""
        return self.filter(owner=learner, fact__removed_at=None, fact__deck__removed_at=None)


class Arrived(models.Model):
    """Where an own note came from, so that the same file changes nothing, and it goes back by the same name."""

    fact = models.OneToOneField(Fact, on_delete=models.CASCADE, primary_key=True, related_name="arrived")
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    guid = models.CharField(max_length=100, help_text="What its note is called in every file; several cards share it.")
    name = models.CharField(max_length=60, help_text="Tells it from the other cards of its note.")
    tags = models.JSONField(default=list)
    digest = models.CharField(max_length=40, help_text="Of what the file last said, to see whether it says else.")

    objects = ArrivedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "guid"], name="arrived_by_guid")]
        constraints = [models.CheckConstraint(condition=~Q(guid=""), name="arrived_note_has_a_name")]

    def __str__(self) -> str:
        return f"{self.guid} {self.name}"
