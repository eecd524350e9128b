"""Public pages: the sources, each fact with its citations, dates and disputes, and the timeline of a deck."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from studyapp.library.models import Article, Deck, Fact, State
from studyapp.library.timeline import timeline as years_of


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    published = Q(citations__fact__state=State.PUBLISHED)
    listed = Article.objects.annotate(fact_count=Count("citations__fact", filter=published, distinct=True))
    listed = listed.order_by("published_on", "slug")  # Django drops the usual order where it groups
    return render(request, "library/articles.html", {"articles": listed})


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """What an article says, paragraph by paragraph, beside what the others say of the same facts."""
    article = get_object_or_404(Article, slug=slug)
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
def timeline(request: HttpRequest, slug: str) -> HttpResponse:
    """A deck's dated facts in the order of time, those that are past too."""
    deck = get_object_or_404(Deck, slug=slug)
    past = Q(superseded_by__isnull=False) | Q(fate_unknown=True)
    shown = deck.facts.filter(Q(state=State.PUBLISHED) | Q(state=State.RETIRED) & past)
    facts = list(shown.select_related("superseded_by").with_counts())
    years = years_of(facts)
    undated = sum(not fact.stands_at for fact in facts)
    return render(request, "library/timeline.html", {"deck": deck, "years": years, "undated": undated})
