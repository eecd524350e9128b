"""Finding facts, articles and questions by their words: on columns folded in Python, so that every database agrees."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Self

from django.db.models import Case, Model, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studyapp.kinds import text
from studyapp.library.models import Article, Citation, Fact, Question, Revision, Sought
from studyapp.library.models.fields import FoldedField

LONGEST, MOST_WORDS, LEAST = 100, 5, 2
"""Characters that are looked at; words in them; letters or digits there must be."""

_PARTS = re.compile(r'"([^"]*)"|([^"]+)')


class BadQuery(Exception):
    """What cannot be searched for; the sentence says how to mend it."""


@dataclass(frozen=True, slots=True)
class Query:
    """Folded words, and phrases that were quoted: all of them must be found."""

    terms: tuple[str, ...]

    @classmethod
    def read(cls, sent: str) -> Self:
        """Raises BadQuery."""
        if len(sent) > LONGEST:
            raise BadQuery(_("You can search for at most %(n)s characters.") % {"n": LONGEST})
        terms: list[str] = []
        for phrase, loose in _PARTS.findall(text.fold(sent)):
            terms += [" ".join(text.folded_words(phrase))] if phrase else text.folded_words(loose)
        terms = list(dict.fromkeys(filter(None, terms)))
        words = " ".join(terms).split()
        if len(words) > MOST_WORDS:
            sentence = ngettext(
                "You can search for at most %(n)s word.", "You can search for at most %(n)s words.", MOST_WORDS
            )
            raise BadQuery(sentence % {"n": MOST_WORDS})
        if sum(map(len, words)) < LEAST:
            raise BadQuery(_("Type at least %(n)s letters or digits to search for.") % {"n": LEAST})
        return cls(tuple(terms))

    def within(self, column: str) -> Q:
        """The rows that have all terms."""
        return reduce(and_, (Q(**{f"{column}__contains": self._needle(term)}) for term in self.terms))

    def rank(self, column: str) -> Case:
        """Those that begin with the terms first, then those where each begins a word."""
        whole = Q(**{f"{column}__startswith": f" {' '.join(self.terms)}"})
        begun = reduce(and_, (Q(**{f"{column}__contains": f" {term}"}) for term in self.terms))
        return Case(When(whole, then=Value(0)), When(begun, then=Value(1)), default=Value(2))

    @staticmethod
    def _needle(term: str) -> str:
        """A phrase begins where a word does; a word may be part of another."""
        return f" {term}" if " " in term else term

    def pieces(self, shown: str) -> list[tuple[str, bool]]:
        """A text cut where it was hit, each piece with whether it is a hit."""
        letters = [(letter, place) for place, character in enumerate(shown) for letter in text.fold(character)]
        folded = "".join(letter for letter, place in letters)
        hit: set[int] = set()
        for term in self.terms:
            for found in re.finditer(_as_written(term), folded):
                hit.update(range(letters[found.start()][1], letters[found.end() - 1][1] + 1))
        return list(_runs(shown, hit))


def _as_written(term: str) -> str:
    """A pattern for a term in folded text, which has signs between its words and apostrophes in them."""
    return r"[\W_]+".join("'?".join(map(re.escape, word)) for word in term.split())


def _runs(shown: str, hit: set[int]) -> Iterator[tuple[str, bool]]:
    start = 0
    for place in range(1, len(shown) + 1):
        if place == len(shown) or (place in hit) != (start in hit):
            yield shown[start:place], start in hit
            start = place


def facts(query: Query) -> QuerySet[Fact]:
    found = Fact.objects.live().filter(query.within("folded")).select_related("deck")
    return found.annotate(rank=query.rank("folded")).order_by("rank", "deck", "position", "pk")


def articles(query: Query) -> QuerySet[Article]:
    found = Article.objects.listed().filter(query.within("folded"))
    return found.annotate(rank=query.rank("folded")).order_by("rank", "published_on", "pk")


def questions(query: Query) -> QuerySet[Question]:
    found = Question.objects.live().with_content().filter(query.within("revision__folded"))
    ranked = found.annotate(rank=query.rank("revision__folded"))
    return ranked.order_by("rank", "fact__deck", "fact__position", "position", "pk")


def differences(*, fix: bool = False) -> Iterator[str]:
    """Every row whose folded words are not those of its text; with `fix` they are written."""
    for model, along in (
        (Fact, ()),
        (Article, ()),
        (Citation, ()),
        (Revision, ["question"]),
        (Sought, ["question__revision"]),
    ):
        columns = [field for field in model._meta.concrete_fields if isinstance(field, FoldedField)]
        rows: QuerySet[Model] = model._default_manager.order_by("pk")
        for row in (rows.select_related(*along) if along else rows).iterator():
            for column in columns:
                stored, folded = getattr(row, column.attname), column.folded(row)
                if stored != folded:
                    yield f"{model._meta.verbose_name} {row.pk}: stored {stored!r}, by its text {folded!r}"
                    if fix:
                        model._default_manager.filter(pk=row.pk).update(**{column.attname: folded})
    for question in Question.objects.filter(revision__isnull=False, sought__isnull=True).order_by("pk"):
        yield f"question {question.pk}: nothing is stored of it"
        if fix:
            Sought.objects.create(question=question)
