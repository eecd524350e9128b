"""Citations: what one article says of a fact, in whose words, and the values it gives."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from studyapp.compiled import CompiledQuery
from studyapp.kinds.base import SourcedValue
from studyapp.library.models.acts import Act
from studyapp.library.models.articles import Article, long_columns
from studyapp.library.models.fields import FoldedField, SeedTable
from studyapp.library.models.recording import Recorded, in_words


class ValueType(models.TextChoices):
    NUMBER = "number", "Number"
    DATE = "date", "Date"
    TEXT = "text", "Name or phrase"


@dataclass(frozen=True, slots=True)
class CitedValue:
    """One value that a citation gives, where values can be compared."""

    LONGEST: ClassVar[dict[str, int]] = {"name": 60, "value": 120}
    """Characters."""

    type: str
    """One of `ValueType`."""
    value: str
    """Canonical text: "11", "3600000000", "2013-11-12", "Tô Lâm"."""
    name: str = ""
    """What it is the value of, "tonnes" say; empty for the only one."""


@dataclass(frozen=True, slots=True)
class Followed:
    """Whom a question follows and for what it asks: the citations and values that decide about its answer."""

    article: int | None = None
    """The primary key of the one article it follows; None for every one."""
    speaker: str = ""
    """The one speaker it follows, whoever quotes them; empty for everybody."""
    value: str = ""
    """The name of the value it asks for; empty for the one without a name."""

    def heeds(self, citation: "Citation") -> bool:
        return self.article in (None, citation.article_id) and self.speaker in ("", citation.speaker)

    @property
    def names_a_source(self) -> bool:
        return self.article is not None or self.speaker != ""


EVERYBODY = Followed()


class Citation(Recorded):
    """What one article says of a fact, or one speaker in it, and whether it agrees."""

    class Stance(models.TextChoices):
        SUPPORTS = "supports", gettext_lazy("Agrees")
        DIFFERS = "differs", gettext_lazy("Differs")

    fact = models.ForeignKey("library.Fact", on_delete=models.CASCADE, related_name="citations")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="citations")
    stance = models.CharField(max_length=10, choices=Stance, default=Stance.SUPPORTS)
    speaker = models.CharField(
        max_length=120,
        blank=True,
        help_text="Whose words the article reports, such as “The police”. Leave it empty for the article’s own.",
    )
    says = models.CharField(max_length=300, help_text="What this article says, in a few words of our own.")
    paragraph = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Blocks of text counted from 1 after the headline, captions included; 0 is the headline.",
    )
    values = models.JSONField(default=list, blank=True)
    still_says = models.BooleanField(
        "still says so",
        default=False,
        help_text="Of an article that was corrected: an editor has looked, and it still says this.",
    )
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    folded = FoldedField(of=["says", "speaker"])
    history = HistoricalRecords(excluded_fields=["position", "folded"])

    recorded = ("article", "paragraph", "stance", "speaker", "says", "values", "still_says")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fact", "article", "paragraph", "speaker"],
                name="citation_once_per_fact_paragraph_and_speaker",
                violation_error_message="This fact cites that paragraph of the article already. Where the paragraph "
                "has several speakers, name each of them.",
            ),
            models.UniqueConstraint(
                fields=["fact", "article", "speaker"],
                condition=Q(paragraph__isnull=True),
                name="citation_once_per_fact_and_speaker_without_paragraph",
                violation_error_message="This fact cites that article already. Say which paragraph this is about.",
            ),
            models.CheckConstraint(condition=Q(stance__in=["supports", "differs"]), name="citation_stance_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.says}"

    def clean(self) -> None:
        if self.article_id and (told := self.article.why_not_to_cite(self.paragraph)):
            raise ValidationError({"paragraph": told})
        names = Counter(value.name for value in self.given)
        if twice := [name for name, times in names.items() if times > 1]:
            raise ValidationError({"values": f"Two values are named “{twice[0]}”. Give each a name of its own."})
        for part, most in CitedValue.LONGEST.items():
            if any(len(getattr(value, part)) > most for value in self.given):
                raise ValidationError({"values": f"The {part} of a value has at most {most} characters. Shorten it."})

    def told_since(self, before: Self | None, saved: Collection[str] | None = None) -> Iterator[Act]:
        """It is told of its fact."""
        if before is None:
            yield Act.on(self.fact, Act.What.EDITED, differences=[["citation", "", self.in_full]])
        elif changed := self.differences_from(before, saved):
            differences = [[f"{self.source}: {label}", was, now] for label, was, now in changed]
            yield Act.on(self.fact, Act.What.EDITED, differences=differences)

    def told_of_deletion(self) -> Iterator[Act]:
        yield Act.on(self.fact, Act.What.EDITED, differences=[["citation", self.in_full, ""]])

    @property
    def in_full(self) -> str:
        """All that it says, in a line for editors."""
        where = "" if self.paragraph is None else f", paragraph {self.paragraph}" if self.paragraph else ", headline"
        stance = "differs" if self.differs else "agrees"
        return "; ".join(filter(None, [f"{self.source}{where} {stance}: {self.says}", in_words(self.values)]))

    @property
    def differs(self) -> bool:
        return self.stance == self.Stance.DIFFERS

    @property
    def is_trusted(self) -> bool:
        """Whether its article stands, or was corrected and still says so."""
        corrected = self.article.status == Article.Status.CORRECTED and self.still_says
        return corrected or self.article.status == Article.Status.ACTIVE

    @property
    def source(self) -> str:
        """Who says it, as readers know them: "The police, Harbour Gazette"."""
        return f"{self.speaker}, {self.article.name}" if self.speaker else self.article.name

    @property
    def voice(self) -> str:
        """Citations of one voice are one independent source: a speaker, however many quote them, or an origin."""
        return self.speaker or self.article.origin

    @property
    def given(self) -> list[CitedValue]:
        """Its values, as they are; `values` has them as JSON."""
        return [CitedValue(**value) for value in self.values]

    @given.setter
    def given(self, values: list[CitedValue]) -> None:
        self.values = [asdict(value) for value in values]

    def sourced(self, name: str) -> Iterable[SourcedValue]:
        """The value of that name with its source, as kinds read it; none where it gives none."""
        for value in self.given:
            if value.name == name:
                yield SourcedValue(value.value, self.source, self.says, self.voice)

    @property
    def others(self) -> list["Citation"]:
        """What other articles say of the same fact."""
        return [citation for citation in self.fact.citations.all() if citation.article_id != self.article_id]

    @property
    def other_articles(self) -> list[Article]:
        """Each once, in however many paragraphs it says so."""
        return list(dict.fromkeys(citation.article for citation in self.others))

    def take(self, said: SeedTable) -> None:
        """Take on what `as_seed` says, but for the article."""
        for name in ("stance", "says", "paragraph"):
            setattr(self, name, said[name])
        self.speaker = said.get("speaker", "")
        self.still_says = said.get("still_says", False)
        unnamed = [CitedValue(said["value_type"], said["value"])] if said["value"] else []
        named = [CitedValue(kind, value, name) for name, (kind, value) in said.get("values", {}).items()]
        self.given = unnamed + named

    def as_seed(self) -> SeedTable:
        """What a seed file would say of this citation; what came later is left out where it says nothing."""
        return {
            "article": self.article.slug,
            **{name: getattr(self, name) for name in ("stance", "says", "paragraph")},
            **values_as_seed(self.given),
            **({"speaker": self.speaker} if self.speaker else {}),
            **({"still_says": True} if self.still_says else {}),
        }


def values_as_seed(given: Iterable[CitedValue]) -> SeedTable:
    """Values as `Citation.as_seed` says them: the one without a name for itself."""
    typed = {value.name: [value.type, value.value] for value in given}
    value_type, value = typed.pop("", ["", ""])
    return {"value_type": value_type, "value": value, **({"values": typed} if typed else {})}


def citations_with_articles(*, fact: int) -> models.QuerySet[Citation]:
    """Without what no page shows of them."""
    found = Citation.objects.filter(fact=fact).select_related("article")
    return found.defer("values", "folded", *long_columns("article"))


SOURCES = CompiledQuery(citations_with_articles, fact=models.BigAutoField())
