"""Sources: one row an article, with exactly what it says about itself."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import validate_comma_separated_integer_list
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from studyapp.kinds import partial_dates
from studyapp.kinds.cautions import Caution
from studyapp.library import checking
from studyapp.library.models.acts import Act, because
from studyapp.library.models.decks import Deck
from studyapp.library.models.fields import FoldedField, SeedDigestField, SeedTable
from studyapp.library.models.recording import Recorded
from studyapp.library.models.standings import Editor, Standing
from studyapp.library.models.states import OF_ARTICLES, UNSEEN, NotPublishable, State
from studyapp.library.models.warned import KeptWarning, sorts

if TYPE_CHECKING:
    from studyapp.library.models.facts import Fact


LONG = ("summary", "note", "correction", "no_facts_in", "folded", "noted")


def long_columns(path: str) -> list[str]:
    """Columns that no page shows where an article is only named: to be left out of a statement that reads it along."""
    return [f"{path}__{name}" for name in LONG]


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible(self) -> Self:
        """Whose pages readers may see."""
        return self.exclude(state__in=UNSEEN)

    def listed(self) -> Self:
        """Which readers are shown without asking for them."""
        return self.filter(state=State.PUBLISHED)

    def with_copies(self) -> "ArticleQuerySet":
        """These, what largely repeats one of them, and what repeats that."""
        found, more = set[int](), set(self.values_list("pk", flat=True))
        while more:
            found |= more
            more = {*self.model.objects.filter(same_text_as__in=more).values_list("pk", flat=True)} - found
        return self.model.objects.filter(pk__in=found)

    def keep_warnings(self, *, at: datetime) -> None:
        """Look again at these alone: part of whatever changed who cites them, and where."""
        found = self.select_related("same_text_as").prefetch_related("citations")
        KeptWarning.objects.keep("article", {article.pk: sorts(article.warnings(at=at)) for article in found})


class Article(Recorded):
    """A source. What it does not say about itself stays empty and is shown as not stated."""

    class Status(models.TextChoices):
        ACTIVE = "active", gettext_lazy("Active")
        CORRECTED = "corrected", gettext_lazy("Corrected by its publisher")
        RETRACTED = "retracted", gettext_lazy("Retracted by its publisher")

    slug = models.SlugField(
        "short name",
        max_length=80,
        unique=True,
        help_text="Stands in the address and in the seeds.",
    )
    title = models.CharField(
        "headline", max_length=300, blank=True, help_text="As the article gives it. Leave it empty where it has none."
    )
    known_as = models.CharField(
        "short name for readers",
        max_length=80,
        blank=True,
        help_text="What it is called everywhere when it names no publisher, such as “Hanoi report, publisher unknown”.",
    )
    publisher = models.CharField(max_length=120, blank=True, help_text="Leave it empty when the article does not say.")
    agency = models.CharField(
        "news agency",
        max_length=120,
        blank=True,
        help_text="Whose text it carries, such as AFP. Outlets with one agency’s text count as one independent source.",
    )
    published_on = models.DateField(null=True, blank=True, help_text="Leave it empty when the article does not say.")
    url = models.URLField("address", max_length=500, blank=True)
    language = models.CharField(max_length=12, default="en", help_text="A language tag such as en or vi.")
    same_text_as = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="copies",
        verbose_name="same text as",
        help_text="Another article whose text this one largely repeats, even if it does not say so. "
        "The two then count as one source.",
    )
    status = models.CharField(
        max_length=12,
        choices=Status,
        default=Status.ACTIVE,
        help_text="Marking an article corrected or retracted pauses the facts that rest on it alone.",
    )
    corrected_on = models.DateField(
        "corrected or retracted on", null=True, blank=True, help_text="The day, if its publisher says one."
    )
    correction = models.TextField(
        max_length=1000,
        blank=True,
        help_text="For readers: what was corrected, or why it was retracted, in our own words. Those who learned a "
        "fact from it are told, too.",
    )
    paragraphs = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many blocks of text it has after the headline, captions included."
    )
    no_facts_in = models.CharField(
        "paragraphs without facts",
        max_length=200,
        blank=True,
        validators=[validate_comma_separated_integer_list],
        help_text="Numbers of paragraphs that hold nothing to learn, such as 9,12. The others wait for a fact.",
    )
    summary = models.TextField(
        max_length=1000,
        blank=True,
        help_text="For readers: what it reports, in about three sentences of our own.",
    )
    note = models.TextField(
        max_length=2000,
        blank=True,
        help_text="For readers: oddities of this source, and what it leaves unknown.",
    )
    state = models.CharField(
        max_length=12,
        choices=[(state.value, state.label) for state in OF_ARTICLES],
        default=State.DRAFT,
        editable=False,
    )
    seed_digest = SeedDigestField()
    folded = FoldedField(of=["title", "publisher", "agency", "known_as"])
    noted = FoldedField(of=["slug", "summary", "note"])
    history = HistoricalRecords(excluded_fields=["seed_digest", "folded", "noted"])

    objects = ArticleQuerySet.as_manager()

    recorded = (
        *("title", "known_as", "publisher", "agency", "published_on", "url", "language", "same_text_as", "status"),
        *("paragraphs", "no_facts_in", "summary", "note"),
    )

    class Meta:
        ordering = ["published_on", "slug"]
        permissions = [("publish_article", "Can publish article")]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(state=State.READY), name="article_ready"),
            models.Index(
                fields=["same_text_as"], condition=models.Q(same_text_as__isnull=False), name="article_repeated"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(same_text_as=None) | ~models.Q(same_text_as=models.F("id")),
                name="article_is_not_a_copy_of_itself",
            ),
            models.CheckConstraint(
                condition=~models.Q(title="", known_as=""),
                name="article_has_a_headline_or_a_short_name",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["active", "corrected", "retracted"]),
                name="article_status_is_known",
            ),
            models.CheckConstraint(condition=models.Q(state__in=OF_ARTICLES), name="article_state_is_known"),
        ]

    def __str__(self) -> str:
        """Who brought it, when, and its headline, so that editors choose the one they mean."""
        day = f", {partial_dates.display(str(self.published_on))}" if self.published_on else ""
        return f"{self.name}{day}: {self.title}" if self.title and self.title not in self.name else f"{self.name}{day}"

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.slug])

    def clean(self) -> None:
        if not self.title and not self.known_as:
            raise ValidationError({"title": "Give its headline. If it has none, give it a short name for readers."})
        seen: list[Article] = [self]
        copied = self.same_text_as
        while copied is not None:
            if copied in seen:
                raise ValidationError(
                    {"same_text_as": "These articles would copy each other in a circle. Choose the first of them."}
                )
            seen.append(copied)
            copied = copied.same_text_as
        last = max(self.without_facts, default=0)
        if self.paragraphs is not None and last > self.paragraphs:
            raise ValidationError(
                {"no_facts_in": f"There is no paragraph {last}: it has {self.paragraphs}. Change one of the two."}
            )

    @property
    def called(self) -> str:
        """Who brought it and its headline."""
        return f"{self.name}: {self.title}" if self.title and self.title not in self.name else self.name

    @property
    def outlet(self) -> str:
        """Who brought it, as readers know them: "The Moscow Times / AFP", or else its short name."""
        return self._known_by or _("Publisher not stated")

    @property
    def name(self) -> str:
        """The outlet, or the headline where nothing else is known: two sources without a publisher are still two."""
        return self._known_by or f"“{self.title}”"

    @property
    def _known_by(self) -> str:
        return " / ".join(filter(None, [self.publisher, self.agency])) or self.known_as

    @property
    def heading(self) -> str:
        """What stands above it: its headline, or its short name where it has none."""
        return self.title or self.known_as

    @property
    def without_facts(self) -> list[int]:
        """The paragraphs that are said to hold nothing to learn."""
        return [int(number) for number in self.no_facts_in.split(",") if number.isdecimal()]

    def why_not_to_cite(self, paragraph: int | None) -> str:
        """Why no fact can come from this paragraph, and what to do; "" where one can."""
        if paragraph and self.paragraphs is not None and paragraph > self.paragraphs:
            return (
                f"“{self.heading}” has no paragraph {paragraph}: it has {self.paragraphs}. Count again, or correct "
                "how many it has."
            )
        if paragraph == 0 and not self.title:
            return f"Paragraph 0 is the headline, and “{self.heading}” has none. Count from 1."
        if paragraph in self.without_facts:
            return f"Paragraph {paragraph} of “{self.heading}” is said to hold nothing to learn. Change that, or this."
        return ""

    def warnings(self, *, at: datetime) -> list[Caution]:
        """What an editor should look at again; nothing here blocks."""
        return list(checking.of_article(self, self.citations.all(), at=at))

    def keep_warnings(self, *, at: datetime) -> None:
        """Look again at it and at the facts on which it has a word: part of whatever changed it."""
        Article.objects.filter(pk=self.pk).keep_warnings(at=at)
        apps.get_model("library", "Fact").objects.hearing(self).keep_warnings(at=at)

    @property
    def paragraphs_to_read(self) -> list[int]:
        """Paragraphs that no fact cites and that are not said to hold none."""
        seen = {citation.paragraph for citation in self.citations.all()} | {*self.without_facts}
        return [number for number in range(1, (self.paragraphs or 0) + 1) if number not in seen]

    @property
    def origin(self) -> str:
        """Articles of one origin are one independent source: an agency's text is one voice, however many carry it."""
        if self.same_text_as is not None and self.same_text_as != self:
            return self.same_text_as.origin
        return self.agency or self.publisher or self.slug

    @property
    def is_seen(self) -> bool:
        """Whether readers may see its page."""
        return self.state not in UNSEEN

    def publish(self, *, at: datetime, editor: Editor | None = None) -> None:
        """Let readers see its page. Raises NotPublishable with what to mend."""
        if problems := Standing.objects.against(self, editor):
            raise NotPublishable(problems)
        self.move(State.PUBLISHED, at=at, editor=editor)

    def move(self, state: State, *, at: datetime, editor: Editor | None = None) -> None:
        """Change the state. Raises NotPublishable where readers would be led to a page that they cannot see."""
        if self.state == state:
            return
        with transaction.atomic():
            if state in UNSEEN and (shown := self._facts_shown()):
                told = "Facts that readers see cite it: {}. Take them back to draft first, or retire it instead."
                raise NotPublishable([told.format(", ".join(f"“{fact}”" for fact in shown))])
            before, self.state = State(self.state), state
            self.save(update_fields=["state"])
            Standing.objects.moved(self, at=at, editor=editor)
            Act.objects.record([Act.moving(self, before, state, at=at, editor=editor.pk if editor else None)])

    def _facts_shown(self) -> list["Fact"]:
        """Some of those that cite it, to be named, while none of them can be published."""
        held = Deck.objects.filter(pk__in=self.citations.order_by().values("fact__deck"))
        list(held.select_for_update(no_key=True).order_by("pk"))
        cited = self.citations.select_related("fact").exclude(fact__state__in=UNSEEN)
        return list(dict.fromkeys(citation.fact for citation in cited[:3]))

    def doubt(self) -> None:
        """What it was found to say still, when it was corrected before, is to be looked at once more."""
        for citation in self.citations.filter(still_says=True).select_related("fact"):
            citation.still_says = False
            citation.save(update_fields=["still_says"])

    def pause_what_rests_on_it(self, *, at: datetime) -> list["Fact"]:
        """Pause the published facts left without an article that stands, and return them for an editor to look at."""
        paused = []
        cited = {citation.fact for citation in self.citations.select_related("fact")}
        for fact in [either for one in cited for either in (one, *one.translations.all())]:
            if fact.is_live and not fact.rests_on_active_sources():
                with because(f"{self.name} was {self.status}." if self.status != "active" else f"{self.name} changed."):
                    fact.pause(at=at)
                paused.append(fact)
        return paused

    def as_seed(self) -> SeedTable:
        """What a seed file would say of this article."""
        names = (
            "title",
            "known_as",
            "publisher",
            "agency",
            "published_on",
            "url",
            "language",
            "status",
            "summary",
            "note",
            "paragraphs",
        )
        return {
            **{name: getattr(self, name) for name in names},
            "no_facts_in": self.without_facts,
            # What came later is left out where it says nothing: else what was loaded before would seem edited.
            **({"corrected_on": self.corrected_on} if self.corrected_on else {}),
            **({"correction": self.correction} if self.correction else {}),
            "same_text_as": self.same_text_as.slug if self.same_text_as else "",
            **({"state": self.state} if self.state != State.PUBLISHED else {}),
        }
