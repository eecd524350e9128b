"""Files that editors bring into the library: sent, looked at and brought in on pages of admin."""

from typing import cast, override

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from studyapp.exchange.arriving.drafting import may_draft
from studyapp.exchange.arriving.forms import LibraryForm
from studyapp.exchange.arriving.handling import Look, may_send, page_of, take
from studyapp.exchange.arriving.readers import READERS
from studyapp.exchange.models import OPEN, Import
from studyapp.library.admin.dashboard import COUNTED, MOST, Link, Panel, Row, in_words, moment, panel
from studyapp.library.models import Deck
from studyapp.library.slots import DECK_LINKS
from studyapp.site.requests import LearnerRequest
from studyapp.site.values import Context, number_in

LISTED = 20
"""Files, the newest first."""
FILES = "admin:exchange_import_changelist"


@admin.register(Import)
class ImportAdmin(admin.ModelAdmin[Import]):
    """Each editor sees their own: whoever may add facts and questions may bring files."""

    @override
    def changelist_view(self, request: HttpRequest, extra_context: Context | None = None) -> HttpResponse:
        """Send a file; and the ones that were sent before."""
        asked = _of_editor(request)
        if request.method == "POST":
            form = LibraryForm(asked.user, request.POST.dict(), request.FILES)
            if may_send(asked.user, form):
                return redirect(take(asked.user, form, at=timezone.now()))
        else:
            form = LibraryForm(asked.user, initial={"into": number_in(request.GET.get("into", ""))})
        listed = Import.objects.for_library_by(asked.user)[:LISTED]
        context = self._context(request, title="Bring a file into the library")
        context |= {"form": form, "listed": listed, "readers": READERS}
        return render(request, "admin/exchange/bring.html", context, status=422 if form.errors else 200)

    @override
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Context | None = None
    ) -> HttpResponse:
        asked = _of_editor(request)
        mine = Import.objects.for_library_by(asked.user).select_related("learner", "into")
        arrival = get_object_or_404(mine, pk=number_in(object_id))
        look = Look("admin/exchange/import.html", FILES, self._context(request, title=arrival.name))
        return page_of(asked, arrival, look, at=timezone.now())

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Import]:
        return Import.objects.for_library_by(_of_editor(request).user)

    @override
    def get_urls(self) -> list[URLPattern]:
        guide = self.admin_site.admin_view(self.guide_view)
        return [path("guide/", guide, name="exchange_import_guide"), *super().get_urls()]

    @method_decorator(require_safe)
    def guide_view(self, request: HttpRequest) -> HttpResponse:
        """Which file is for which program, and what comes after it was brought in."""
        asked = _of_editor(request)
        return render(
            asked, "admin/exchange/guide.html", self._context(request, title=_("Bring files into the library"))
        )

    def _context(self, request: HttpRequest, *, title: str) -> Context:
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts}

    # Who may

    @override
    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @override
    def has_view_permission(self, request: HttpRequest, obj: Import | None = None) -> bool:
        return may_draft(request.user)

    @override
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @override
    def has_change_permission(self, request: HttpRequest, obj: Import | None = None) -> bool:
        return False

    @override
    def has_delete_permission(self, request: HttpRequest, obj: Import | None = None) -> bool:
        return False


def _of_editor(request: HttpRequest) -> LearnerRequest:
    """Raises PermissionDenied for who may not add to the library."""
    if not may_draft(request.user):
        raise PermissionDenied
    return cast(LearnerRequest, request)  # admin lets nobody in who has not signed in


def bring_a_file(request: HttpRequest, deck: Deck) -> SafeString:
    if not may_draft(request.user):
        return SafeString()
    return format_html(
        '<li><a href="{}" target="_blank">Bring a file</a></li>', reverse(FILES, query={"into": deck.pk})
    )


DECK_LINKS.append(bring_a_file)


@panel(place=15)
def files(request: HttpRequest) -> Panel | None:
    """Those that wait for this editor, if any does."""
    if not may_draft(request.user):
        return None
    found = list(Import.objects.for_library_by(_of_editor(request).user).filter(state__in=OPEN)[: COUNTED + 1])
    rows = [
        Row(one.get_absolute_url(), in_words(one.name), f"{one.get_state_display()}, {moment(one.sent_at)}")
        for one in found[:MOST]
    ]
    return Panel("Your files", len(found), rows, [Link(reverse(FILES), "files")]) if found else None
