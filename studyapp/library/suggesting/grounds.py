"""What a fact must be like before anything is composed from it, and whose word a composed question takes."""

import re

from studyapp.kinds import text
from studyapp.library.models import Article, Deck, Fact
from studyapp.library.suggesting import sentences

_DIFFERING = re.compile(
    r"\b(?:reports?|sources?|accounts?|articles?) (?:differ|disagree|vary|contradict)\b|\bvar(?:y|ies) between\b"
    r"|\b(?:in different ways|differently)\b"
    r"|\bdepending on the (?:report|source|account|article)\b",
    re.IGNORECASE,
)


def objection(fact: Fact) -> str:
    """One sentence on why nothing can be composed from a fact; empty where something can."""
    if not fact.is_live:
        return "It is not published."
    if not speaks_english(fact.deck):
        return "Its deck is not in English, and questions are composed in English only."
    if fact.is_disputed:
        return "Its sources differ."
    if _DIFFERING.search(fact.statement):
        return "Its statement says that reports differ."
    if fact.superseded_by_id and not sentences.dates(fact.statement):
        return "Another fact took its place, and its statement does not say when it held."
    return ""


def speaks_english(deck: Deck) -> bool:
    return deck.language.lower().split("-")[0] == "en"


def named_source(fact: Fact, prompt: str) -> Article | None:
    """The one article that a fact rests on, where the prompt names its publisher."""
    articles = {citation.article for citation in fact.citations.all()}
    if len(articles) != 1:
        return None
    (article,) = articles
    return article if article.publisher and text.stands_in(article.publisher, prompt) else None
