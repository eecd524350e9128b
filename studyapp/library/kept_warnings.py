"""Whether what is kept of warnings is what there is to warn of."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from studyapp.kinds.cautions import Sort
from studyapp.library.models import Article, Deck, Fact, KeptWarning
from studyapp.library.models.warned import sorts

type Found = dict[int, set[str]]


def differences(*, at: datetime, fix: bool = False) -> Iterator[str]:
    """Everything of which other warnings are kept than it draws; all is written anew where `fix` is true."""
    for thing, found in _found(at=at):
        kept = _kept(thing, found)
        for key in found:
            if kept[key] != found[key]:
                told = ", ".join(sorted(found[key])) or "nothing"
                yield f"{thing} {key}: kept {', '.join(sorted(kept[key])) or 'nothing'}, and it draws {told}"
        if fix:
            KeptWarning.objects.keep(thing, found)


def rebuild(*, at: datetime) -> None:
    """Write all anew."""
    for thing, found in _found(at=at):
        KeptWarning.objects.keep(thing, found)


def look_again_at_dates(*, at: datetime) -> str:
    """See whether what was dated in time to come has come: no other warning is drawn or lost by waiting."""
    of_dates = KeptWarning.objects.filter(sort=Sort.DATES)
    before = of_dates.count()
    Fact.objects.filter(pk__in=of_dates.values("fact")).keep_warnings(at=at)
    Article.objects.filter(pk__in=of_dates.values("article")).keep_warnings(at=at)
    gone = before - of_dates.count()
    return f"{gone} taken back" if gone else ""


def _found(*, at: datetime) -> Iterator[tuple[str, Found]]:
    """What everything draws, a part of the library at a time."""
    yield "deck", {deck.pk: sorts(deck.warnings()) for deck in Deck.objects.all()}
    articles = Article.objects.select_related("same_text_as").prefetch_related("citations")
    yield "article", {article.pk: sorts(article.warnings(at=at)) for article in articles}
    for of_facts, of_questions in Fact.objects.found(at=at):
        yield "fact", of_facts
        yield "question", of_questions


def _kept(thing: str, found: Found) -> dict[int, set[str]]:
    kept: dict[int, set[str]] = defaultdict(set)
    column = f"{thing}_id"
    for key, sort in KeptWarning.objects.filter(**{f"{column}__in": found}).values_list(column, "sort"):
        kept[key].add(sort)
    return kept
