"""Public pages: the sources, each fact with its citations, all disputes, a deck's timeline. And pictures."""

from django.core.paginator import Paginator
from django.db.models import Case, Count, Prefetch, Q, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from studyapp.library.models import Article, Deck, Fact, Picture, Question, State
from studyapp.library.timeline import timeline as years_of

DISPUTES = 20
"""Disputed facts on a page."""


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    published = Q(citations__fact__state=State.PUBLISHED)
    listed = Article.objects.listed().annotate(fact_count=Count("citations__fact", filter=published, distinct=True))
    listed = listed.order_by("published_on", "slug")  # Django drops the usual order where it groups
    return render(request, "library/articles.html", {"articles": listed})


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """What an article says, paragraph by paragraph, beside what the others say of the same facts."""
    article = get_object_or_404(Article.objects.visible(), slug=slug)
    citations = article.citations.filter(fact__state=State.PUBLISHED).select_related("fact__deck")
    citations = citations.prefetch_related("fact__citations__article").order_by("paragraph", "fact__position", "pk")
    facts = [citation.fact for citation in citations]
    return render(request, "library/article.html", {"article": article, "citations": citations, "facts": facts})


@require_safe
def fact(request: HttpRequest, slug: str) -> HttpResponse:
    facts = Fact.objects.visible().select_related("deck", "superseded_by")
    fact = get_object_or_404(facts.with_sources(), slug=slug)
    context = {"fact": fact, "citations": fact.cited, "older": fact.supersedes.visible()}
    return render(request, "library/fact.html", context)


@require_safe
def disputes(request: HttpRequest) -> HttpResponse:
    """Facts on which sources differ, those in the reader's language first; for editors, with what is asked of each."""
    theirs = When(deck__language__istartswith=get_language() or "en", then=Value(0))
    listed = Fact.objects.live().disputed().select_related("deck").with_sources()
    if request.user.is_staff:
        asked = Question.objects.select_related("revision", "according_to")
        listed = listed.prefetch_related(Prefetch("questions", asked))
    listed = listed.order_by(Case(theirs, default=Value(1)), "deck", "position", "pk")
    page = Paginator(listed, DISPUTES).get_page(request.GET.get("page"))
    return render(request, "library/disputes.html", {"page": page})


@require_safe
def timeline(request: HttpRequest, slug: str) -> HttpResponse:
    """A deck's dated facts in the order of time, those that are past too."""
    deck = get_object_or_404(Deck, slug=slug)
    past = Q(superseded_by__isnull=False) | Q(fate_unknown=True)
    shown = deck.facts.filter(Q(state=State.PUBLISHED) | Q(state=State.RETIRED) & past)
    facts = list(shown.select_related("superseded_by").with_counts())
    years = years_of(facts)
    undated = sum(not fact.stands_at for fact in facts)
    return render(request, "library/timeline.html", {"deck": deck, "years": years, "undated": undated})


@require_safe
def picture(request: HttpRequest, digest: str, size: str) -> HttpResponse:
    """One size of a picture, for who may see it. It never changes, so a browser keeps it and need not ask again."""
    edits = request.user.is_staff and request.user.has_perm("library.view_question")
    shared = Picture.objects.all() if edits else Picture.objects.seen()
    found = shared | Picture.objects.of(request.user.pk) if request.user.is_authenticated else shared
    return picture_response(request, digest, found.filter(digest=digest).values_list(size, flat=True).first())


def picture_response(request: HttpRequest, digest: str, data: bytes | None) -> HttpResponse:
    """The file, for one who may see it. Raises Http404 without `data`."""
    if data is None:
        raise Http404
    headers = {"Cache-Control": "private, immutable, max-age=31536000", "ETag": f'"{digest}"'}
    response = HttpResponse(bytes(data), content_type="image/webp", headers=headers)
    return get_conditional_response(request, etag=headers["ETag"], response=response) or response
