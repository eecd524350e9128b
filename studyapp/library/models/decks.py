"""Decks: what a student joins."""

from datetime import datetime
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from studyapp.compiled import CompiledQuery
from studyapp.kinds.cautions import Caution
from studyapp.library import checking
from studyapp.library.models.fields import SeedDigestField, SeedTable, count_of
from studyapp.library.models.owned import NAMED, NUMBERED, Owned, SharedManager, SharedSlugField, numbered_once
from studyapp.library.models.recording import Recorded
from studyapp.library.models.warned import KeptWarning, sorts


class DeckQuerySet(models.QuerySet["Deck"]):
    def with_counts(self) -> Self:
        """How much of each students meet, as kept in `DeckCount`."""
        return self.annotate(
            fact_count=Coalesce(F("counts__facts"), 0), question_count=Coalesce(F("counts__questions"), 0)
        )

    def counted(self) -> Self:
        """The same, counted from the facts and questions themselves: what `DeckCount` has to say."""
        facts, questions = (apps.get_model("library", name)._default_manager for name in ("Fact", "Question"))
        live_facts = facts.filter(state="published")
        live_questions = questions.filter(state="published", fact__state="published")
        return self.annotate(
            fact_count=count_of(live_facts, "deck"), question_count=count_of(live_questions, "fact__deck")
        )

    def suited_to(self, language: str) -> Self:
        """What is asked of who has chosen no deck: those in this language, or in any where there is none."""
        asked = self.filter(optional=False)
        in_it = asked.filter(Q(language__iexact=language) | Q(language__istartswith=f"{language}-"))
        return in_it if in_it.exists() else asked


DeckManager = SharedManager.from_queryset(DeckQuerySet)


class Deck(Owned, Recorded):
    """A set of facts on one subject, in an editor's order; or a learner's own, of cards of their own."""

    slug = SharedSlugField(
        "short name",
        max_length=80,
        unique=True,
        help_text="Used in the address and in the seeds. It never changes.",
    )
    title = models.CharField(max_length=120)
    description = models.TextField(max_length=1000, blank=True, help_text="One or two sentences for students.")
    language = models.CharField(max_length=12, default="en", help_text="The language of its facts and questions.")
    position = models.PositiveSmallIntegerField(default=0, help_text="Decks are listed in this order.")
    optional = models.BooleanField(
        default=False,
        help_text="For those who want more. Nothing of it is asked of who has not joined it, as in a trial quiz.",
    )
    seed_digest = SeedDigestField()
    number = models.PositiveIntegerField(null=True, editable=False, help_text="Of an own deck: counted by its owner.")
    removed_at = models.DateTimeField(
        null=True, editable=False, help_text="Since when an own deck is not asked; it can be taken back."
    )

    objects = DeckManager()

    recorded = ("title", "description", "language", "position", "optional")

    fact_count: int
    question_count: int
    """Only after `with_counts` or `counted`."""

    class Meta:
        ordering = ["position", "title", "pk"]
        constraints = [
            models.CheckConstraint(condition=NAMED, name="deck_has_a_short_name_unless_own"),
            models.CheckConstraint(condition=NUMBERED, name="deck_has_a_number_if_own"),
            numbered_once("deck_number_once_an_owner"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("own-deck", args=[self.number]) if self.is_own else reverse("deck", args=[self.slug])

    def speaks(self, language: str) -> bool:
        return self.language.lower().partition("-")[0] == language.lower().partition("-")[0]

    def warnings(self) -> list[Caution]:
        """What an editor should look at again in its own words; nothing here blocks."""
        return list(checking.of_deck(self))

    def keep_warnings(self, *, at: datetime) -> None:
        """Look again at it and at all that stands under its title: part of whatever changed it."""
        KeptWarning.objects.keep("deck", {self.pk: sorts(self.warnings())})
        apps.get_model("library", "Fact").objects.filter(deck=self).keep_warnings(at=at)

    def as_seed(self) -> SeedTable:
        """What a seed file would say of this deck, its facts aside."""
        return {name: getattr(self, name) for name in ("title", "description", "language", "position", "optional")}

    def count(self, *, facts: int = 0, questions: int = 0) -> None:
        """Keep that students meet so many more, or fewer: part of whatever publishes them, or takes them away."""
        kept, added = DeckCount.objects.filter(deck=self), {"facts": facts, "questions": questions}
        if not kept.update(**{name: F(name) + number for name, number in added.items()}):
            DeckCount.objects.create(deck=self, **added)


class DeckCountManager(models.Manager["DeckCount"]):
    def recount(self) -> None:
        """Write all anew, from the facts and questions."""
        self.bulk_create(
            (
                DeckCount(deck=deck, facts=deck.fact_count, questions=deck.question_count)
                for deck in Deck.objects.counted()
            ),
            update_conflicts=True,
            unique_fields=["deck"],
            update_fields=["facts", "questions"],
        )


class DeckCount(models.Model):
    """How much of a deck students meet: published facts, and the published questions about them.

    Kept as they are published, since many pages say it; `rebuild_counts` proves it.
    """

    deck = models.OneToOneField(Deck, on_delete=models.CASCADE, primary_key=True, related_name="counts")
    facts = models.IntegerField()
    questions = models.IntegerField()

    objects = DeckCountManager()

    def __str__(self) -> str:
        return f"{self.facts} facts, {self.questions} questions"


ALL_DECKS = CompiledQuery(Deck.objects.with_counts)
"""Every deck, with its counts."""


def decks_for_readers(language: str) -> list[Deck]:
    """Every deck with its counts, those in this language first."""
    return sorted(ALL_DECKS.rows(), key=lambda deck: not deck.speaks(language))
