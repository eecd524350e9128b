"""Who says so: how many, and whether it stands where it is said to stand."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from studyapp.kinds.cautions import Caution, Sort

if TYPE_CHECKING:
    from studyapp.library.models import Citation, Fact


def about_sources(fact: "Fact") -> Iterator[Caution]:
    named = {one.voice: one.source for one in fact.cited if not one.differs}
    if len(named) == 1:
        [source] = named.values()
        told = f"Only one source says so: {source}. Cite another that is independent of it, if there is one."
        yield Caution(Sort.ONE_SOURCE, told)
    yield from about_paragraphs(fact.cited)


def about_paragraphs(citations: "Iterable[Citation]") -> Iterator[Caution]:
    for told in dict.fromkeys(one.article.why_not_to_cite(one.paragraph) for one in citations):
        if told:
            yield Caution(Sort.PARAGRAPH, told)
