"""What editors should look at again in facts, questions, articles and decks; nothing here blocks, and nothing is read.

Each module looks for what is off in one respect. What they are given has at hand what they look at.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from studyapp.kinds.cautions import Caution
from studyapp.library.checking.above import about_what_is_above
from studyapp.library.checking.dates import about_date, about_history, about_report
from studyapp.library.checking.languages import about_language
from studyapp.library.checking.lengths import (
    FEWEST_IN_STATEMENT,
    MOST_IN_OPTION,
    MOST_IN_PROMPT,
    MOST_IN_STATEMENT,
    about_emptiness,
    about_length,
)
from studyapp.library.checking.options import about_options
from studyapp.library.checking.siblings import about_siblings
from studyapp.library.checking.sources import about_paragraphs, about_sources
from studyapp.library.checking.times import about_time

if TYPE_CHECKING:
    from studyapp.kinds.base import Kind
    from studyapp.library.models import Article, Citation, Deck, Fact, Question

__all__ = ["of_article", "of_deck", "of_fact", "of_question"]


def of_question(question: "Question", body: "Kind", siblings: "Iterable[Question]") -> Iterator[Caution]:
    """Of one with a revision, as it asks or would ask; the siblings are those that are not retired."""
    said, language = question.asked, question.fact.deck.language
    yield from body.warnings(said.prompt)
    yield from about_what_is_above(question, body)
    yield from about_options(body)
    yield from about_siblings(question, siblings)
    yield from about_history(question, body)
    yield from about_time("The prompt", said.words, language)
    yield from about_time("The explanation", said.explanation, language)
    yield from about_length("The prompt", said.words, MOST_IN_PROMPT, language)
    yield from about_emptiness("The prompt", said.words)
    for option in (*body.answers, *body.wrong_options) if body.wrong_options else ():
        yield from about_length(f"The option “{option}”", option, MOST_IN_OPTION, language)


def of_fact(fact: "Fact", *, at: datetime) -> Iterator[Caution]:
    language = fact.deck.language
    yield from about_emptiness("The statement", fact.statement, FEWEST_IN_STATEMENT)
    yield from about_time("The statement", fact.statement, language)
    yield from about_length("The statement", fact.statement, MOST_IN_STATEMENT, language)
    yield from about_date(fact, at=at)
    yield from about_sources(fact)


def of_article(article: "Article", cited: "Iterable[Citation]", *, at: datetime) -> Iterator[Caution]:
    """`cited` are the citations of it, each with this very article."""
    yield from about_language(article.language)
    if article.published_on:
        yield from about_report(article.published_on.isoformat(), at=at)
    yield from about_time("The summary", article.summary, "en")
    yield from about_emptiness("The headline", article.heading)
    yield from about_paragraphs(cited)


def of_deck(deck: "Deck") -> Iterator[Caution]:
    yield from about_language(deck.language)
    yield from about_emptiness("The title", deck.title)
    yield from about_time("The description", deck.description, deck.language)
