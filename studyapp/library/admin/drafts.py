"""A fact or an article as readers would see it, stored or as it stands in its form. Nothing is saved."""

from collections.abc import Iterable
from typing import override

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from studyapp.library.models import Article, Citation, Fact, State
from studyapp.site.values import Context


class DraftsAdmin[M: Article | Fact](admin.ModelAdmin[M]):
    """A button beside those that save, and a page that it opens beside the form."""

    @override
    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, self.opts.model_name
        return [
            path("add/preview/", wrap(self.preview_view), name=f"{name}_preview_new"),
            path("<path:object_id>/preview/", wrap(self.preview_view), name=f"{name}_preview"),
            *super().get_urls(),
        ]

    @override
    def render_change_form(
        self,
        request: HttpRequest,
        context: Context,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: M | None = None,
    ) -> HttpResponse:
        name = f"admin:{self.opts.model_name}_preview"
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        if may and not context.get("is_popup"):
            context["preview_address"] = reverse(name, args=[obj.pk]) if obj else reverse(f"{name}_new")
        elif obj:
            context["stored_preview"] = reverse(name, args=[obj.pk])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def preview_view(self, request: HttpRequest, object_id: str = "") -> HttpResponse:
        thing = self.get_object(request, unquote(object_id)) if object_id else None
        may = self.has_view_permission(request, thing) if thing else self.has_add_permission(request)
        if not may or (request.method == "POST" and thing and not self.has_change_permission(request, thing)):
            raise PermissionDenied
        if request.method == "POST":
            return self._preview_form(request, thing)
        if thing is None:
            raise Http404
        return self.preview(request, thing, {"is_saved": True})

    def _preview_form(self, request: HttpRequest, thing: M | None) -> HttpResponse:
        # Whoever else changed it meanwhile is of no concern to what is only shown.
        form = admin.ModelAdmin.get_form(self, request, thing, change=thing is not None)(request.POST, instance=thing)
        if shown := [name for name in form.errors if name not in ("slug", "position", "__all__")]:
            problems = [f"{form[name].label}: {' '.join(map(str, form.errors[name]))}" for name in shown]
            return render(request, "admin/library/unready.html", {"problems": problems}, status=422)
        found = form.instance
        rows = self._rows(request, form)
        return self.preview(request, found, {"rows": rows})

    def _rows(self, request: HttpRequest, form: ModelForm[M]) -> list[object]:
        """What would hang on it: the rows of its form that can be read and are not to be deleted."""
        rows: list[object] = []
        for formset, inline in self.get_formsets_with_inlines(request, form.instance if form.instance.pk else None):
            sent: BaseInlineFormSet[Citation, M, ModelForm[Citation]] = formset(
                request.POST,
                instance=form.instance,
                prefix=formset.get_default_prefix(),
                queryset=inline.get_queryset(request),
            )
            said = (row for row in sent.forms if row.is_valid() and not row.cleaned_data.get("DELETE"))
            rows += [row.instance for row in said if row.instance.pk or row.has_changed()]
        return rows

    def preview(self, request: HttpRequest, thing: M, context: Context) -> HttpResponse:
        raise NotImplementedError


def show_fact(request: HttpRequest, fact: Fact, context: Context) -> HttpResponse:
    if (rows := context.get("rows")) is not None:
        assert isinstance(rows, list)  # noqa: S101  as `_rows` makes it
        _hang(fact, rows)
    context |= {"fact": fact, "citations": fact.cited, "older": fact.supersedes.visible()}
    return render(request, "admin/library/fact/preview.html", context)


def _hang(fact: Fact, citations: Iterable[Citation]) -> None:
    """Let it have these citations, and no others, as long as it is in memory."""
    fact.pk = fact.pk or 0
    hanging = Citation.objects.none()
    hanging._result_cache = list(citations)  # what a prefetch fills, too
    fact._prefetched_objects_cache = {"citations": hanging}  # type: ignore[attr-defined]  # Django's own


def show_article(request: HttpRequest, article: Article, context: Context) -> HttpResponse:
    """With the facts that are published, and drafts as if they were."""
    citations: QuerySet[Citation] = Citation.objects.none()
    if article.pk:
        citations = article.citations.filter(fact__state__in=[State.PUBLISHED, State.DRAFT]).select_related(
            "fact__deck"
        )
    citations = citations.prefetch_related("fact__citations__article").order_by("paragraph", "fact__position", "pk")
    context |= {"article": article, "citations": citations, "facts": [citation.fact for citation in citations]}
    return render(request, "admin/library/article/preview.html", context)
