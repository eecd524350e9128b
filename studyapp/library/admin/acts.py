"""The history: what was done in the library, by whom and why; one page for all of it, and one for each thing."""

from typing import override

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from studyapp.library.admin.base import SoundAdmin
from studyapp.library.models import Act, because
from studyapp.library.models.acts import LONGEST
from studyapp.site.values import Context, number_in

ON_A_PAGE = 30
COUNTED = 3000
"""Acts that are counted: whoever looks for an older one says when, who or what."""
MOST_EDITORS = 40
PAGE = "page"
"""Of the history in the address; versions to bring back have their own."""


class Newest[M: Model](Paginator[M]):
    """Counts no further than anybody turns pages, so that a page costs the same however long the history is."""

    @cached_property
    def count(self) -> int:
        rows = self.object_list
        assert isinstance(rows, QuerySet)  # noqa: S101  as admin has it
        return rows.order_by().values("pk")[:COUNTED].count()


class Who(admin.SimpleListFilter):
    """Editors, and what was done by nobody who was signed in: the seeds, and what runs beside requests."""

    title, parameter_name = "who", "who"
    NOBODY = "none"

    @override
    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Act]) -> list[tuple[str, str]]:
        people = Act._meta.get_field("editor").related_model
        editors = people._default_manager.filter(is_staff=True).order_by("pk")[:MOST_EDITORS]
        return [*((str(editor.pk), str(editor)) for editor in editors), (self.NOBODY, "The seeds, or a command")]

    @override
    def queryset(self, request: HttpRequest, queryset: QuerySet[Act]) -> QuerySet[Act]:
        if self.value() == self.NOBODY:
            return queryset.filter(editor=None)
        editor = number_in(self.value() or "")
        return queryset if editor is None else queryset.filter(editor=editor)


@admin.register(Act)
class ActAdmin(SoundAdmin[Act]):
    """To be read. The newest first, since that is what is asked for."""

    paginator = Newest  # type: ignore[assignment]  # any of Django's will do
    list_display = ["when", "done", "changes", "cause"]
    list_display_links = None
    list_filter = [Who, "what", "kind", "at"]
    list_select_related = ["editor"]
    list_per_page = ON_A_PAGE
    search_fields = ["name", "cause"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Act]:
        return super().get_queryset(request).order_by("-pk")

    @override
    def changelist_view(self, request: HttpRequest, extra_context: Context | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "History", **(extra_context or {})})

    @admin.display(description="when, who")
    def when(self, act: Act) -> SafeString | str:
        at = date_format(localtime(act.at), "j F Y, H:i")
        return format_html('{}<span class="also">{}</span>', at, act.editor) if act.editor else at

    @admin.display(description="done")
    def done(self, act: Act) -> SafeString:
        states = f"{act.before} → {act.after}" if act.after else ""
        told = '{}: {}<span class="also">{}</span><span class="also">{}</span>'
        return format_html(told, act.get_what_display(), act.get_kind_display().lower(), named(act), states)

    @admin.display(description="changes")
    def changes(self, act: Act) -> SafeString:
        return render_to_string("admin/library/_differences.html", {"act": act})

    @override
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @override
    def has_change_permission(self, request: HttpRequest, obj: Act | None = None) -> bool:
        return False

    @override
    def has_delete_permission(self, request: HttpRequest, obj: Act | None = None) -> bool:
        return False


def named(act: Act) -> SafeString | str:
    """What it was done to, as a link to its page while there is one."""
    if act.what == Act.What.DELETED:
        return act.name
    return format_html('<a href="{}">{}</a>', reverse(f"admin:library_{act.kind}_change", args=[act.key]), act.name)


def acts_about(request: HttpRequest, thing: Model) -> Page[Act]:
    """A page of what was done to a thing."""
    acts = Act.objects.about(thing).select_related("editor").order_by("-pk")
    return Newest(acts, ON_A_PAGE).get_page(request.GET.get(PAGE))


class RemarkForm(forms.Form):
    """What a reviewer says of a thing; that it was reviewed can be said without words."""

    remark = forms.CharField(
        max_length=LONGEST["cause"], required=False, widget=forms.Textarea(attrs={"rows": 3, "cols": 60})
    )


class RemarksAdmin[M: Model](SoundAdmin[M]):
    """Whoever reviews says so below the history of a thing, and changes nothing of it."""

    @override
    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_remark"
        return [path("<path:object_id>/remark/", self.admin_site.admin_view(self.remark_view), name=name),
                *super().get_urls()]  # fmt: skip

    def remark_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        thing = self.get_object(request, unquote(object_id))
        if not request.user.has_perm("library.review_act") or not self.has_view_permission(request, thing):
            raise PermissionDenied
        if thing is None:
            raise Http404
        form, reviewed = RemarkForm(request.POST or None), "reviewed" in request.POST
        words = form.cleaned_data["remark"].strip() if form.is_valid() else ""
        if form.is_bound and not form.is_valid():
            messages.error(
                request, f"Nothing was kept: a remark has at most {LONGEST['cause']} characters. Shorten it."
            )
        elif form.is_bound and not (words or reviewed):
            messages.error(request, "Nothing was kept: write a remark first.")
        elif form.is_bound:
            with because(words):
                act = Act.on(thing, Act.What.REVIEWED if reviewed else Act.What.REMARKED, at=timezone.now())
            Act.objects.record([act])
            messages.success(request, "It is marked as reviewed." if reviewed else "The remark was kept.")
        return HttpResponseRedirect(reverse(f"admin:library_{self.opts.model_name}_history", args=[thing.pk]))


class ActsAdmin[M: Model](RemarksAdmin[M]):
    """The history of a thing is what was done to it."""

    @override
    def history_view(self, request: HttpRequest, object_id: str, extra_context: Context | None = None) -> HttpResponse:
        thing = self.get_object(request, unquote(object_id))
        if not self.has_view_or_change_permission(request, thing):
            raise PermissionDenied
        if thing is None:
            return super().history_view(request, object_id, extra_context)
        context = {
            **self.admin_site.each_context(request),
            "title": f"History: {thing}",
            "subtitle": None,
            "opts": self.opts,
            "object": thing,
            "module_name": self.opts.verbose_name_plural,
            "acts": acts_about(request, thing),
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/library/history.html", context)
