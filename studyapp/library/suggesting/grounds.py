"""What a fact must be like before anything is composed from it, and whose word a composed question takes."""

import re

from studyapp.kinds import text
from studyapp.library.models import Article, Deck, Fact, State
from studyapp.library.suggesting import sentences

_DIFFERING = re.compile(
    r"\b(?:reports?|sources?|accounts?|articles?) (?:differ|disagree|vary|contradict)\b|\bvar(?:y|ies) between\b"
    r"|\b(?:in different ways|differently)\b"
    r"|\bdepending on the (?:report|source|account|article)\b",
    re.IGNORECASE,
)

_ABOUT_REPORTS = re.compile(
    r"\b(?:photo(?:s|graphs?)?|captions?|headlines?|bylines?|credited|names no publisher"
    r"|(?:bears?|stands? beside) the credit|updated its (?:\w+ )?(?:report|article))\b",
    re.IGNORECASE,
)
_ONE_VOICE = re.compile(
    r"\b(?:(?:one|another) (?:article|report|source|account)|is said to|are said to|reportedly|allegedly"
    r"|an? (?:article|report) (?:[\w,]+ ){0,5}?(?:lists?|names|calls|spells|mentions))\b",
    re.IGNORECASE,
)


def objection(fact: Fact) -> str:
    """One sentence on why nothing can be composed from a fact; empty where something can."""
    if fact.state not in (State.DRAFT, State.PUBLISHED):
        return "It is not published, nor a draft that may be."
    if not speaks_english(fact.deck):
        return "Its deck is not in English, and questions are composed in English only."
    if fact.is_disputed:
        return "Its sources differ."
    if _DIFFERING.search(fact.statement):
        return "Its statement says that reports differ."
    if _ABOUT_REPORTS.search(fact.statement):
        return "It tells of a report itself, and not of what is reported."
    if fact.is_past and not sentences.dates(fact.statement):
        return "It is superseded or may be over, and its statement does not say when it held."
    return ""


def is_one_voice(fact: Fact) -> bool:
    """Whether the statement's own words leave it to one obscure report."""
    return bool(_ONE_VOICE.search(fact.statement))


def speaks_english(deck: Deck) -> bool:
    return deck.speaks("en")


def named_source(fact: Fact, prompt: str) -> Article | None:
    """The one article that a fact rests on, where the prompt names its publisher."""
    articles = {citation.article for citation in fact.cited}
    if len(articles) != 1:
        return None
    (article,) = articles
    return article if article.publisher and text.stands_in(article.publisher, prompt) else None
