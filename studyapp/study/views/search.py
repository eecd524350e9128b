"""Search: facts, articles and questions that have the words, and nothing the learner is being asked just now."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from studyapp.library import search as library
from studyapp.library.models import Article, Fact, Question
from studyapp.library.search import BadQuery, Query
from studyapp.study.sitting.hidden_facts import facts_being_asked

FIRST, PAGE = 5, 20
"""So many hits of each group are shown together, and so many on a page of one group alone."""


type Thing = Fact | Article | Question


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. `hidden`: the learner is being asked about it; a fact is the answer, a question leads to it."""

    thing: Thing
    pieces: list[tuple[str, bool]]
    language: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    title: Promise
    page: Page[Thing]
    hits: list[Hit]

    @property
    def count(self) -> int:
        return self.page.paginator.count


type Found = Callable[[Query], QuerySet[Thing]]

GROUPS: dict[str, tuple[Promise, Found]] = {
    "facts": (_("Facts"), library.facts),
    "articles": (_("Articles"), library.articles),
    "questions": (_("Questions"), library.questions),
}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """All groups together, or the one that `in` names page by page."""
    sent = request.GET.get("q", "").replace("\0", "")
    alone = request.GET.get("in", "")
    context: dict[str, object] = {"q": sent, "longest": library.LONGEST, "alone": alone if alone in GROUPS else ""}
    if not sent.strip():
        return render(request, "study/search.html", context)
    try:
        query = Query.read(sent)
    except BadQuery as refused:
        return render(
            request, "study/search.html", {**context, "q": sent[: library.LONGEST], "refusal": str(refused)}, status=400
        )
    hidden = facts_being_asked(request.user, at=timezone.now()) if request.user.is_authenticated else set()
    names = [alone] if alone in GROUPS else [*GROUPS]
    groups = [_group(name, query, hidden, request.GET.get("page", "1") if alone in GROUPS else None) for name in names]
    context |= {
        "groups": [group for group in groups if group.count],
        "query": urlencode({"q": sent, "in": alone}) + "&",
    }
    return render(request, "study/search.html", {**context, "count": sum(group.count for group in groups)})


def _group(name: str, query: Query, hidden: set[int], page: str | None) -> Group:
    title, found = GROUPS[name]
    paginator = Paginator(found(query), FIRST if page is None else PAGE)
    shown = paginator.get_page(page)
    return Group(name, title, shown, [_hit(thing, query, hidden) for thing in shown])


def _hit(thing: Thing, query: Query, hidden: set[int]) -> Hit:
    if isinstance(thing, Article):
        return Hit(thing, query.pieces(thing.heading), thing.language)
    if isinstance(thing, Fact):
        secret = thing.original_id in hidden
        return Hit(thing, [] if secret else query.pieces(thing.statement), thing.deck.language, secret)
    return Hit(thing, query.pieces(thing.asked.words), thing.fact.deck.language, thing.fact.original_id in hidden)
