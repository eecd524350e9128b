"""What a template says of sources."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import template

from studyapp.library.models import Article, Citation, Followed

register = template.Library()


@dataclass(frozen=True, slots=True)
class Source:
    """An article, and all that it is cited for."""

    article: Article
    citations: list[Citation]
    followed: bool
    """Whether the question that was asked names it."""

    @property
    def differs(self) -> bool:
        return not self.followed and any(citation.differs for citation in self.citations)


@register.filter
def followed_by(citation: Citation, question: object) -> bool:
    """Whether a question that names a source follows this one; of no question, none is followed."""
    return isinstance(question, Followed) and question.names_a_source and question.heeds(citation)


@register.filter
def by_article(citations: Iterable[Citation], question: object) -> list[Source]:
    """The sources one by one, those first that the question follows."""
    said: dict[int, list[Citation]] = {}
    for citation in citations:
        said.setdefault(citation.article_id, []).append(citation)
    sources = [
        Source(group[0].article, group, any(followed_by(citation, question) for citation in group))
        for group in said.values()
    ]
    return sorted(sources, key=lambda source: not source.followed)


@register.filter
def any_differs(sources: Iterable[Source]) -> bool:
    return any(source.differs for source in sources)
