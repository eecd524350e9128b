"""Pictures of questions, kept in the database: never changed, and shown by the revisions that name them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from hashlib import sha256
from operator import or_
from string import hexdigits
from typing import NotRequired, Self, TypedDict

from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from studyapp.library.models.owned import OWN, SHARED, Owned, SharedManager
from studyapp.library.models.states import UNSEEN
from studyapp.library.picturing import MOST_OF_LARGE, MOST_OF_SMALL, Encoded, Scaled

PLACES = {
    "prompt": _("Picture"),
    "answer": _("Picture on the back"),
    "explanation": _("Picture with the explanation"),
}
"""Where a question may have one. The answer's is a flashcard's."""

BOX = 608, 400
"""CSS pixels: as wide as the column in which questions stand, and so high that a phone has room for more."""
HEX = 64
KEPT_UNNAMED = timedelta(days=1)


class Kept(TypedDict):
    """A `Shown`, as JSON."""

    digest: str
    alt: str
    credit: str
    licence: str
    small: list[int]
    large: list[int]
    addresses: NotRequired[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a picture: what it shows, for those who cannot see it, and whose it is."""

    alt: str = ""
    credit: str = ""
    licence: str = ""

    @property
    def suffice(self) -> bool:
        """Whether the picture may stand in the library."""
        return bool(self.alt and self.credit and self.licence)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of a picture; a revision keeps it, so that it costs no statement."""

    digest: str
    alt: str
    credit: str
    licence: str
    small: tuple[int, int]
    large: tuple[int, int]
    """Width and height in pixels."""
    addresses: tuple[str, str]
    """Of the small and the large one."""

    @classmethod
    def of(cls, kept: Kept) -> Self:
        (width, height), (wide, high), digest = kept["small"], kept["large"], kept["digest"]
        at = kept.get("addresses") or (reverse("picture-small", args=[digest]), reverse("picture-large", args=[digest]))
        return cls(digest, kept["alt"], kept["credit"], kept["licence"], (width, height), (wide, high), at)

    @property
    def words(self) -> Words:
        return Words(self.alt, self.credit, self.licence)

    @property
    def box(self) -> tuple[int, int]:
        """CSS pixels, reserved before it is there."""
        width, height = self.large
        share = min(1.0, BOX[0] / width, BOX[1] / height)
        return max(round(width * share), 1), max(round(height * share), 1)

    @property
    def width(self) -> int:
        return self.box[0]

    @property
    def height(self) -> int:
        return self.box[1]

    def __str__(self) -> str:
        """For an editor who compares it with another."""
        told = ", ".join(filter(None, [self.alt, self.credit, self.licence]))
        return f"{told} ({self.digest[:8]})"


def is_digest(written: str) -> bool:
    return len(written) == HEX and not set(written) - set(hexdigits)


def digest_of(large: str, words: Words) -> str:
    """By which a picture is told from all others: `large` is the SHA-256 of its large size."""
    return sha256(repr((large, words.alt, words.credit, words.licence)).encode()).hexdigest()


def _unsaved(encoded: Encoded, words: Words, **columns: object) -> "Picture":
    large, small = encoded.large, encoded.small
    return Picture(
        digest=_digest_of(encoded, words),
        source=encoded.source,
        small=small.data,
        small_width=small.width,
        small_height=small.height,
        large=large.data,
        large_width=large.width,
        large_height=large.height,
        alt=words.alt,
        credit=words.credit,
        licence=words.licence,
        **columns,
    )


def _digest_of(encoded: Encoded, words: Words) -> str:
    return digest_of(sha256(encoded.large.data).hexdigest(), words)


HEAVY = ("small", "large")
"""The columns that hold the pictures themselves."""


class PictureQuerySet(models.QuerySet["Picture"]):
    def seen(self) -> Self:
        """What students may see of shared ones: a quiz shows what it pinned, also once that is not asked any more."""
        return self.filter(_named_by(~Q(question__state__in=UNSEEN)), awaits_words=False)

    def named_by_none(self) -> Self:
        """Which no revision shows or ever showed."""
        return self.exclude(_named_by(Q()))


def _named_by(revisions: Q) -> Exists:
    every = Picture._meta.get_field("of_prompts").related_model._base_manager.filter(revisions)
    named = (Q(**{f"{place}_picture": OuterRef("pk")}) for place in PLACES)
    return Exists(every.filter(reduce(or_, named)))


class PictureManager(SharedManager["Picture"]):
    def keep(
        self,
        encoded: Encoded,
        words: Words,
        *,
        at: datetime,
        owner: models.Model | None = None,
        awaits_words: bool = False,
    ) -> "Picture":
        """The owner's picture with these words, or a shared one; what is there already is not stored again.

        A shared one has them all, unless it awaits them. What no revision names goes a day after it was last given.
        """
        wanted = _unsaved(encoded, words, owner_id=owner.pk if owner else None, kept_at=at, awaits_words=awaits_words)
        there = self.of(owner).filter(digest=wanted.digest)
        if there.update(kept_at=at):
            return there.defer(*HEAVY).get()
        try:
            with transaction.atomic():
                wanted.save(force_insert=True)
        except IntegrityError:
            if not there.exists():
                raise
            return there.defer(*HEAVY).get()  # it was given twice at once
        return wanted

    def has(self, encoded: Encoded, words: Words, owner: models.Model) -> bool:
        """Whether it is the owner's already."""
        return self.of(owner).filter(digest=_digest_of(encoded, words)).exists()

    def remove_unnamed(self, *, at: datetime) -> int:
        """Shared and own ones that were given a day ago or longer. How many they were."""
        _all, found = (
            PictureQuerySet(Picture).defer(*HEAVY).filter(kept_at__lt=at - KEPT_UNNAMED).named_by_none().delete()
        )
        return found.get(Picture._meta.label, 0)


Pictures = PictureManager.from_queryset(PictureQuerySet)


class Picture(Owned):
    """One that all share, or one learner's own. Its words belong to it: with other words it is another picture."""

    digest = models.CharField(max_length=HEX, help_text="Its address. It tells nothing, and cannot be guessed.")
    source = models.CharField(max_length=HEX, help_text="The SHA-256 of the file it was made of.")
    small = models.BinaryField()
    large = models.BinaryField()
    small_width = models.PositiveSmallIntegerField()
    small_height = models.PositiveSmallIntegerField()
    large_width = models.PositiveSmallIntegerField()
    large_height = models.PositiveSmallIntegerField()
    alt = models.CharField(max_length=300, blank=True, help_text="What it shows, for those who cannot see it.")
    credit = models.CharField(max_length=200, blank=True, help_text="Who made it.")
    licence = models.CharField(max_length=100, blank=True, help_text="By which it may be shown.")
    kept_at = models.DateTimeField(help_text="When it was last given.")
    awaits_words = models.BooleanField(
        default=False, help_text="It came with a file, and before it is published somebody says what it is and whose."
    )

    objects = Pictures()

    class Meta:
        default_permissions = ()  # whoever may see or change a question may do so with its pictures
        indexes = [models.Index(fields=["digest"], name="picture_by_digest")]
        constraints = [
            models.UniqueConstraint(fields=["owner", "digest"], condition=OWN, name="picture_once_per_owner"),
            models.UniqueConstraint(fields=["digest"], condition=SHARED, name="picture_shared_once"),
            models.CheckConstraint(
                condition=OWN | Q(awaits_words=True) | Q(alt__gt="", credit__gt="", licence__gt=""),
                name="picture_shared_has_words",
            ),
            models.CheckConstraint(
                condition=Q(small_width__gt=0, small_height__gt=0, large_width__gt=0, large_height__gt=0),
                name="picture_has_a_size",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("large"), MOST_OF_LARGE)
                & LessThanOrEqual(Length("small"), MOST_OF_SMALL),
                name="picture_is_light",
            ),
        ]

    def __str__(self) -> str:
        return self.alt or f"picture {self.digest[:8]}"

    @property
    def words(self) -> Words:
        return Words(self.alt, self.credit, self.licence)

    @property
    def encoded(self) -> Encoded:
        """As it would be kept once more: with other words, or as somebody else's."""
        small = Scaled(bytes(self.small), self.small_width, self.small_height)
        large = Scaled(bytes(self.large), self.large_width, self.large_height)
        return Encoded(self.source, small, large)

    @property
    def kept(self) -> Kept:
        """What a revision keeps of it."""
        return {
            "digest": self.digest,
            "alt": self.alt,
            "credit": self.credit,
            "licence": self.licence,
            "small": [self.small_width, self.small_height],
            "large": [self.large_width, self.large_height],
        }


type Columns = dict[str, int | dict[str, Kept] | None]


def columns_of(pictures: Mapping[str, Picture]) -> Columns:
    """The columns of a revision that has these pictures."""
    keys: Columns = {f"{place}_picture_id": pictures[place].pk if place in pictures else None for place in PLACES}
    return {**keys, "pictures": {place: pictures[place].kept for place in PLACES if place in pictures}}


def picture_of(places: str) -> "models.ForeignKey[Picture | None, Picture | None]":
    return models.ForeignKey(
        Picture,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name=f"of_{places}",
        db_index=False,  # few have one, and an index holds those alone
    )
