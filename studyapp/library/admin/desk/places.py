"""Where an editor sits: an article, one of its paragraphs, and what is remembered from the last fact."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from studyapp.library.models import Article, ArticleText, Deck, Fact
from studyapp.site.values import number_in


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as the desk lists it."""

    number: int
    text: str
    """Empty where nobody pasted the article's text."""
    facts: int
    """How many facts cite it."""
    needs_none: bool

    @property
    def state(self) -> str:
        if self.facts:
            return "1 fact" if self.facts == 1 else f"{self.facts} facts"
        return "needs none" if self.needs_none else "waits for a fact"

    @property
    def waits(self) -> bool:
        return not self.facts and not self.needs_none


@dataclass
class Place:
    """An article, and the paragraph that the address names, if it names one."""

    article: Article
    number: int | None = None

    @classmethod
    def of(cls, article: Article, request: HttpRequest) -> "Place":
        return cls(article, number_in(request.GET.get("paragraph", "")))

    # Addresses

    def at(self, page: str = "", *keys: int, **query: str | int) -> str:
        """The address of one of the desk's pages, for the paragraph at hand."""
        known = {"paragraph": "" if self.number is None else self.number, **query}
        said = urlencode({name: value for name, value in known.items() if value != ""})
        name = f"admin:desk_{page}" if page else "admin:desk"
        address = reverse(name, args=[self.article.pk, *keys])
        return f"{address}?{said}" if said else address

    @property
    def address(self) -> str:
        """The desk as it is when no paragraph is chosen yet."""
        return reverse("admin:desk", args=[self.article.pk])

    @property
    def here(self) -> str:
        return self.at()

    @property
    def text_address(self) -> str:
        return self.at("text")

    @property
    def fact_address(self) -> str:
        """What the addresses of facts begin with."""
        return reverse("admin:desk_fact", args=[self.article.pk])

    @property
    def query(self) -> str:
        return f"paragraph={self.number}"

    @property
    def none_address(self) -> str:
        return self.at("none")

    # Paragraphs

    @cached_property
    def text(self) -> list[str]:
        kept = ArticleText.objects.filter(article=self.article).first()
        if kept is None:
            return []
        kept.article = self.article
        return kept.paragraphs

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """Those of its text, or as many as the article is said to have."""
        cited: dict[int | None, set[int]] = defaultdict(set)
        for paragraph, fact in self.article.citations.order_by().values_list("paragraph", "fact"):
            cited[paragraph].add(fact)
        last = max(len(self.text), self.article.paragraphs or 0)
        without = {*self.article.without_facts}
        return [
            Paragraph(
                number,
                self.text[number - 1] if number <= len(self.text) else "",
                len(cited[number]),
                number in without,
            )
            for number in range(1, last + 1)
        ]

    @property
    def chosen(self) -> Paragraph | None:
        return next((each for each in self.paragraphs if each.number == self.number), None)

    @property
    def next_waiting(self) -> Paragraph | None:
        """The next that waits after the chosen one, or else the first."""
        waiting = [each for each in self.paragraphs if each.waits and each.number != self.number]
        later = [each for each in waiting if each.number > (self.number or 0)]
        return next(iter([*later, *waiting]), None)

    @property
    def waiting(self) -> int:
        return sum(each.waits for each in self.paragraphs)

    @property
    def is_counted_otherwise(self) -> bool:
        """Whether the article says another number of paragraphs than its text has."""
        return bool(self.text) and self.article.paragraphs != len(self.text)

    # Facts

    @property
    def facts(self) -> list[Fact]:
        """What cites the chosen paragraph."""
        here = Fact.objects.filter(citations__article=self.article, citations__paragraph=self.number).distinct()
        return list(here.select_related("deck").order_by("pk"))

    @property
    def remembered(self) -> dict[str, object]:
        """What a new fact has in common with the last one from this article; for the first of all, its date."""
        last = Fact.objects.filter(citations__article=self.article).order_by("-pk").first()
        if last:
            return {"deck": last.deck_id, "as_of": last.as_of, "can_change": last.can_change}
        day, decks = self.article.published_on, list(Deck.objects.order_by().values_list("pk", flat=True)[:2])
        only = {"deck": decks[0]} if len(decks) == 1 else {}
        return {"as_of": day.isoformat() if day else "", **only}
