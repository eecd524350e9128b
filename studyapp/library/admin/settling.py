"""After an article was corrected or retracted: what rests on it, and what is decided of each or of all the others.

Editors say that a corrected article still says so, who may publish retires facts, and who may look sees all of it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone

from studyapp.library.admin.links import page_of
from studyapp.library.admin.states import SHOWN_IN_A_MESSAGE, tell_refused
from studyapp.library.admin.telling import in_one_message
from studyapp.library.admin.versions import SEEN, held_if_sent, seen
from studyapp.library.models import Article, Citation, Fact, NotPublishable, State
from studyapp.site.values import Context, number_in

STILL, RETIRE, LEAVE = "still", "retire", "leave"
WORDS = {STILL: "It still says so", RETIRE: "Retire the fact", LEAVE: "Leave it for now"}
ON_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class May:
    """What this editor may decide."""

    keep: bool
    """That the article still says so."""
    retire: bool

    @classmethod
    def of(cls, model_admin: admin.ModelAdmin[Article], request: HttpRequest, article: Article) -> Self:
        is_corrected = article.status == Article.Status.CORRECTED
        return cls(
            is_corrected and model_admin.has_change_permission(request, article),
            request.user.has_perm("library.publish_fact"),
        )

    @property
    def decides(self) -> bool:
        return self.keep or self.retire


@dataclass(frozen=True, slots=True)
class Doubted:
    """A citation of the article, and what its fact has besides."""

    citation: Citation
    others: int
    """Voices that support the fact and are not doubted."""
    may: May

    @classmethod
    def of(cls, citation: Citation, may: May) -> Self:
        others = {one.voice for one in citation.fact.cited if one.is_trusted and not one.differs}
        return cls(citation, len(others - {citation.voice}), may)

    @property
    def is_settled(self) -> bool:
        return self.citation.still_says or self.citation.fact.state == State.RETIRED

    @property
    def group(self) -> str:
        return "settled" if self.is_settled else "others" if self.others else "alone"

    @property
    def field(self) -> str:
        return f"citation-{self.citation.pk}"

    @property
    def decisions(self) -> Iterator[tuple[str, str]]:
        """What can be decided of it, by name and in words; to correct the fact is another page."""
        if self.may.keep:
            yield STILL, WORDS[STILL]
        if self.may.retire and self.citation.fact.state != State.RETIRED:
            yield RETIRE, WORDS[RETIRE]


@dataclass(frozen=True, slots=True)
class Group:
    """Those on a page that are alike, and what can be decided of all at once."""

    name: str
    heading: str
    doubted: list[Doubted]
    decisions: list[tuple[str, str]]
    """None where all are settled."""

    @property
    def field(self) -> str:
        return f"rest-{self.name}"


HEADINGS = {
    "alone": "It rests on this article alone",
    "others": "It has other sources too",
    "settled": "Settled already",
}


def _groups(doubted: list[Doubted]) -> Iterator[Group]:
    for name, heading in HEADINGS.items():
        if alike := [one for one in doubted if one.group == name]:
            common = {decision for one in alike for decision, _ in one.decisions} if name != "settled" else ()
            yield Group(name, heading, alike, [(each, WORDS[each]) for each in (STILL, RETIRE) if each in common])


def settle_page(model_admin: admin.ModelAdmin[Article], request: HttpRequest, article: Article | None) -> HttpResponse:
    """All facts that cite it: what is to be settled first, and of that what rests on it alone."""
    if not model_admin.has_view_permission(request, article) or not request.user.has_perm("library.view_fact"):
        raise PermissionDenied("What rests on an article is for those to see who may see articles and facts.")
    if article is None:
        raise Http404
    if article.status == Article.Status.ACTIVE:
        messages.info(request, "Nothing is to be settled: it is neither corrected nor retracted.")
        return HttpResponseRedirect(page_of(article))
    may = May.of(model_admin, request, article)
    if request.method == "POST" and not may.decides:
        raise PermissionDenied(
            "You may look here, and decide nothing. An editor says that a corrected article still says so; "
            "whoever may publish retires a fact."
        )
    with held_if_sent(request, Article, str(article.pk)):
        citations = list(_citations(article))
        stale = request.method == "POST" and request.POST.get(SEEN) != _digest(citations)
        if request.method == "POST" and not stale:
            _settle(request, [Doubted.of(one, may) for one in citations], at=timezone.now())
            return in_one_message(request, HttpResponseRedirect(request.path))
    doubted = sorted((Doubted.of(one, may) for one in citations), key=lambda one: [*HEADINGS].index(one.group))
    page = Paginator(doubted, ON_A_PAGE).get_page(request.GET.get("page"))
    context: Context = {
        **model_admin.admin_site.each_context(request),
        "title": "What rests on it",
        "opts": model_admin.opts,
        "article": article,
        "page": page_of(article),
        "shown": page,
        "groups": list(_groups(list(page))),
        "waiting": sum(not one.is_settled for one in doubted),
        "may": may,
        "seen": _digest(citations),
        "stale": stale,
    }
    return TemplateResponse(request, "admin/library/article/settle.html", context, status=409 if stale else 200)


def _citations(article: Article) -> QuerySet[Citation]:
    cited = article.citations.select_related("fact__deck", "article").order_by("paragraph", "pk")
    return cited.prefetch_related("fact__citations__article__same_text_as")


def _digest(citations: list[Citation]) -> str:
    return ",".join(seen(list(dict.fromkeys(citation.fact for citation in citations))))


def _decided(request: HttpRequest, one: Doubted, shown: set[int | None]) -> str:
    """What was chosen for it; else what was chosen for all of its group that were shown."""
    own = request.POST.get(one.field, "")
    rest = request.POST.get(f"rest-{one.group}", "") if one.citation.pk in shown and not one.is_settled else ""
    chosen = own or rest
    return chosen if chosen in dict(one.decisions) else LEAVE


def _settle(request: HttpRequest, doubted: list[Doubted], *, at: datetime) -> None:
    """Do what was decided, and say what became of each fact."""
    told: dict[Fact, str] = {}
    shown = {number_in(key) for key in request.POST.getlist("shown")}
    for one in doubted:
        citation, fact = one.citation, one.citation.fact
        decided = _decided(request, one, shown)
        if decided == RETIRE:
            fact.move(State.RETIRED, at=at, editor=request.user)
            told[fact] = "retired"
        elif decided == STILL:
            if not citation.still_says:
                citation.still_says = True
                citation.save(update_fields=["still_says"])
            told[fact] = "its citation stands"
    for fact in told:
        _resume(request, fact, told, at=at)
    if told:
        messages.success(request, _in_words(told))


def _in_words(told: dict[Fact, str]) -> str:
    """Each by name, or, where they are many, counted by what became of them."""
    if len(told) <= SHOWN_IN_A_MESSAGE:
        return "; ".join(f"“{fact}”: {done}" for fact, done in told.items()) + "."
    return f"{len(told)} facts: " + "; ".join(f"{count} {done}" for done, count in Counter(told.values()).items()) + "."


def _resume(request: HttpRequest, fact: Fact, told: dict[Fact, str], *, at: datetime) -> None:
    """What was paused only since its source was in doubt is asked again."""
    fresh = Fact.objects.with_sources().get(pk=fact.pk)
    if fresh.state != State.PAUSED:
        return
    if not request.user.has_perm("library.publish_fact"):
        told[fact] += ", and it waits for someone who may publish"
        return
    try:
        fresh.publish(at=at, editor=request.user)
    except NotPublishable as error:
        tell_refused(request, fresh, error.problems)
    else:
        told[fact] += ", and it is asked again"
