"""What there is to warn of in the library, looked for in what a load has at hand: to read it back costs as much."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import batched

from studyapp.library import checking
from studyapp.library.models import Citation, Fact, KeptWarning, Question
from studyapp.library.models.warned import sorts
from studyapp.library.seeds.ledger import Ledger

AT_ONCE = 500
"""Things whose warnings are kept in one statement."""


def keep_warnings(ledger: Ledger) -> None:
    """Once all is stored, and nothing of it is at fault."""
    _as_stored(ledger)
    _keep("deck", ((deck.pk, sorts(deck.warnings())) for deck in ledger.decks.values()))
    cited = _citations(ledger)
    found = ((it.pk, sorts(checking.of_article(it, cited[it.pk], at=ledger.at))) for it in ledger.articles.values())
    _keep("article", found)
    _keep("fact", ((fact.pk, fact.found(at=ledger.at)) for fact in ledger.facts.values()))
    asked: dict[int, list[Question]] = defaultdict(list)
    for question in ledger.questions.values():
        asked[question.fact_id].append(question)
    _keep("question", (one for fact in ledger.facts.values() for one in fact.found_in(asked[fact.pk]).items()))


def _keep(thing: str, found: Iterable[tuple[int, set[str]]]) -> None:
    for some in batched(found, AT_ONCE):
        KeptWarning.objects.keep(thing, dict(some))


def _as_stored(ledger: Ledger) -> None:
    """What was retired or paused along with something else has its state in the database alone."""
    facts = dict(Fact.objects.values_list("pk", "state"))
    for fact in ledger.facts.values():
        fact.state = facts[fact.pk]
    questions = dict(Question.objects.values_list("pk", "state"))
    for question in ledger.questions.values():
        question.state = questions[question.pk]


def _citations(ledger: Ledger) -> dict[int, list[Citation]]:
    """By the keys of their articles, each with the very article that was settled."""
    articles = {article.pk: article for article in ledger.articles.values()}
    for article in articles.values():
        article.same_text_as = articles[article.same_text_as_id] if article.same_text_as_id else None
    cited: dict[int, list[Citation]] = defaultdict(list)
    for fact in ledger.facts.values():
        for citation in fact.citations.all():
            citation.article = articles[citation.article_id]
            cited[citation.article_id].append(citation)
    return cited
