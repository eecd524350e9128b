"""After an article was corrected or retracted: what rests on it, and what an editor decides of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone

from studyapp.library.admin.links import page_of
from studyapp.library.admin.states import tell_refused
from studyapp.library.admin.telling import in_one_message
from studyapp.library.admin.versions import SEEN, held_if_sent, seen
from studyapp.library.models import Article, Citation, Fact, NotPublishable, State
from studyapp.site.values import Context

STILL, RETIRE = "still", "retire"


@dataclass(frozen=True, slots=True)
class Doubted:
    """A citation of the article, and what its fact has besides."""

    citation: Citation
    others: int
    """Voices that support the fact and are not doubted."""
    may_retire: bool

    @classmethod
    def of(cls, citation: Citation, *, may_publish: bool) -> "Doubted":
        others = {one.voice for one in citation.fact.cited if one.is_trusted and not one.differs}
        return cls(citation, len(others - {citation.voice}), may_publish and citation.fact.state != State.RETIRED)

    @property
    def is_settled(self) -> bool:
        return self.citation.still_says or self.citation.fact.state == State.RETIRED

    @property
    def rests_on(self) -> str:
        return "It has other sources too" if self.others else "It rests on this article alone"

    @property
    def decisions(self) -> Iterator[tuple[str, str]]:
        """What can be decided of it, by name and in words; to correct the fact is another page."""
        if self.citation.article.status == Article.Status.CORRECTED:
            yield STILL, "It still says so"
        if self.may_retire:
            yield RETIRE, "Retire the fact"


def settle_page(model_admin: admin.ModelAdmin[Article], request: HttpRequest, article: Article | None) -> HttpResponse:
    """All facts that cite it: those that rest on it alone first."""
    if article is None:
        raise Http404
    if not model_admin.has_change_permission(request, article):
        raise PermissionDenied
    if article.status == Article.Status.ACTIVE:
        messages.info(request, "Nothing is to be settled: it is neither corrected nor retracted.")
        return HttpResponseRedirect(page_of(article))
    may_publish = request.user.has_perm("library.publish_fact")
    with held_if_sent(request, Article, str(article.pk)):
        citations = list(_citations(article))
        stale = request.method == "POST" and request.POST.get(SEEN) != _digest(citations)
        if request.method == "POST" and not stale:
            _settle(request, [Doubted.of(one, may_publish=may_publish) for one in citations], at=timezone.now())
            return in_one_message(request, HttpResponseRedirect(request.path))
    doubted = [Doubted.of(one, may_publish=may_publish) for one in citations]
    doubted.sort(key=lambda one: (bool(one.others), one.is_settled))
    context: Context = {
        **model_admin.admin_site.each_context(request),
        "title": "What rests on it",
        "opts": model_admin.opts,
        "article": article,
        "page": page_of(article),
        "doubted": doubted,
        "seen": _digest(citations),
        "stale": stale,
    }
    return TemplateResponse(request, "admin/library/article/settle.html", context, status=409 if stale else 200)


def _citations(article: Article) -> QuerySet[Citation]:
    cited = article.citations.select_related("fact__deck", "article").order_by("paragraph", "pk")
    return cited.prefetch_related("fact__citations__article__same_text_as")


def _digest(citations: list[Citation]) -> str:
    return ",".join(seen(list(dict.fromkeys(citation.fact for citation in citations))))


def _settle(request: HttpRequest, doubted: list[Doubted], *, at: datetime) -> None:
    """Do what was decided, and say what became of each fact."""
    told: dict[Fact, str] = {}
    for one in doubted:
        citation, fact = one.citation, one.citation.fact
        decided = request.POST.get(f"citation-{citation.pk}")
        if decided not in dict(one.decisions):
            continue
        if decided == RETIRE:
            fact.move(State.RETIRED, at=at, editor=request.user)
            told[fact] = "retired"
        elif not citation.still_says:
            citation.still_says = True
            citation.save(update_fields=["still_says"])
            told[fact] = "its citation stands"
    for fact in told:
        _resume(request, fact, told, at=at)
    if told:
        messages.success(request, "; ".join(f"“{fact}”: {done}" for fact, done in told.items()) + ".")


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
