"""Public pages: the sources, and each fact with its citations, dates and disputes."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from studyapp.library.models import Article, Fact, State


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    published = Q(citations__fact__state=State.PUBLISHED)
    listed = Article.objects.annotate(fact_count=Count("citations__fact", filter=published, distinct=True))
    listed = listed.order_by("published_on", "slug")  # Django drops the usual order where it groups
    return render(request, "library/articles.html", {"articles": listed})


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    article = get_object_or_404(Article, slug=slug)
    citations = article.citations.filter(fact__state=State.PUBLISHED).select_related("fact")
    return render(
        request,
        "library/article.html",
        {"article": article, "citations": citations.order_by("paragraph", "fact__position")},
    )


@require_safe
def fact(request: HttpRequest, slug: str) -> HttpResponse:
    facts = Fact.objects.visible().select_related("deck", "superseded_by")
    fact = get_object_or_404(facts.prefetch_related("citations__article__same_text_as"), slug=slug)
    context = {"fact": fact, "citations": fact.citations.all(), "older": fact.supersedes.visible()}
    return render(request, "library/fact.html", context)
