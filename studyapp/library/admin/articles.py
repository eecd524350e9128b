"""Articles in admin: the sources, and what happens to facts when one is corrected or retracted."""

from typing import Annotated, TypedDict, override

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_stubs_ext import Annotations

from studyapp.library.admin.acts import RemarksAdmin
from studyapp.library.admin.article_form import ArticleForm
from studyapp.library.admin.deletion import CarefulDeletionAdmin
from studyapp.library.admin.desk.views import desk_urls
from studyapp.library.admin.drafts import DraftsAdmin, show_article
from studyapp.library.admin.filters import Days, Stated, WarnedArticle
from studyapp.library.admin.history import HistoryAdmin
from studyapp.library.admin.links import links
from studyapp.library.admin.publishing import Publisher
from studyapp.library.admin.settling import settle_page
from studyapp.library.admin.slugs import SlugAdmin
from studyapp.library.admin.states import StatesAdmin, named
from studyapp.library.models import Article, Citation, Fact, State
from studyapp.library.models.fields import count_of
from studyapp.site.values import Context


class Counted(TypedDict):
    fact_count: int


@admin.register(Article)
class ArticleAdmin(
    DraftsAdmin[Article],
    StatesAdmin[Article],
    SlugAdmin[Article],
    CarefulDeletionAdmin[Article],
    RemarksAdmin[Article],
    HistoryAdmin,
):
    form = ArticleForm
    list_display = ["heading", "outlet", "published_on", "status", "state", "facts", "desk"]
    list_filter = [WarnedArticle, "state", "status", Days, ("publisher", Stated), ("agency", Stated), "language"]
    search_fields = ["folded", "noted", "slug"]
    list_per_page = 25
    autocomplete_fields = ["same_text_as"]
    actions = ["ready", "publish", "unpublish", "retire", "delete_selected"]
    fieldsets = [
        (None, {"fields": ["title", "known_as", "slug", "state"]}),
        (
            "What it says of itself",
            {
                "fields": ["publisher", "agency", "published_on", "url", "language"],
                "description": "What the article does not say stays empty, and readers see “not stated”.",
            },
        ),
        ("What we say of it", {"fields": ["summary", "same_text_as", "note"]}),
        ("If it was corrected or retracted", {"fields": ["status", "corrected_on", "correction"]}),
        ("How far it is read", {"fields": ["paragraphs", "no_facts_in", "waiting"]}),
    ]

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        counted = count_of(Citation.objects.all(), "article", "fact")
        return super().get_queryset(request).select_related("same_text_as").annotate(fact_count=counted)

    @override
    @admin.action(permissions=["publish"], description="Publish the selected %(verbose_name_plural)s")
    def publish(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        """Nothing is asked about an article by itself, and so nothing comes along with it."""
        self.publish_each(request, queryset, Publisher(request.user, timezone.now()))

    @admin.display(ordering="publisher")
    def outlet(self, article: Article) -> str:
        return article.outlet

    @admin.display(ordering="fact_count")
    def facts(self, article: Annotated[Article, Annotations[Counted]]) -> int:
        return article.fact_count

    @admin.display(description="desk")
    def desk(self, article: Article) -> SafeString:
        address = reverse("admin:desk", args=[article.pk])
        return format_html('<a href="{}">Desk<span class="visually-hidden"> of {}</span></a>', address, article)

    @override
    def get_urls(self) -> list[URLPattern]:
        settle = self.admin_site.admin_view(self.settle_view)
        return [
            *desk_urls(self),
            path("<path:object_id>/settle/", settle, name="article_settle"),
            *super().get_urls(),
        ]

    @override
    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        return ["state", "waiting", *super().get_readonly_fields(request, obj)]

    @admin.display(description="paragraphs that wait for a fact")
    def waiting(self, article: Article) -> str:
        if article.pk is None or article.paragraphs is None:
            return "not known until you say how many paragraphs it has"
        return ", ".join(map(str, article.paragraphs_to_read)) or "none"

    @override
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Context | None = None
    ) -> HttpResponse:
        article = self.get_object(request, unquote(object_id))
        citations = article.citations.select_related("fact").order_by("paragraph", "pk") if article else []
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "citations": citations})

    def settle_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return settle_page(self, request, self.get_object(request, unquote(object_id)))

    @override
    def preview(self, request: HttpRequest, thing: Article, context: Context) -> HttpResponse:
        return show_article(request, thing, context)

    @override
    def save_model(self, request: HttpRequest, obj: Article, form: ModelForm[Article], change: bool) -> None:
        super().save_model(request, obj, form, change)
        if {"status", "corrected_on", "correction"} & {*form.changed_data}:
            obj.doubt()
        if paused := obj.pause_what_rests_on_it(at=timezone.now()):
            told = 'Paused, since no article that stands supports them any more: {}. <a href="{}">Settle each</a>'
            messages.warning(request, format_html(told, named(paused), reverse("admin:article_settle", args=[obj.pk])))
        obj.keep_warnings(at=timezone.now())
        if doubtful := [one.fact for one in obj.citations.select_related("fact") if obj.why_not_to_cite(one.paragraph)]:
            told = "Facts that cite a paragraph which, by what you say here, has none: {}."
            messages.warning(request, format_html(told, links(doubtful)))
        if "status" in form.changed_data and obj.status == Article.Status.ACTIVE:
            self._point_to_paused(request, obj)

    def _point_to_paused(self, request: HttpRequest, article: Article) -> None:
        """Whether a paused fact may come back is for the editor to judge."""
        if waiting := list(Fact.objects.resting_on(article).filter(state=State.PAUSED)):
            messages.info(request, format_html("Paused facts that it supports, to look at: {}.", named(waiting)))
