"""Older versions of articles and facts: to read, and, for those who may edit, to bring back."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, override

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin

from studyapp.library.admin.versions import answered, held_if_sent
from studyapp.site.values import Context


class HistoryAdmin(SimpleHistoryAdmin):  # type: ignore[misc]  # simple_history has no types
    """django-simple-history hides its button from those who may only look, but would obey their POST."""

    was_edited: Callable[[HttpRequest, Any], None]
    """What `StatesAdmin` does with an edit, of which this is one."""

    @override
    def history_view(self, request: HttpRequest, object_id: str, extra_context: Context | None = None) -> HttpResponse:
        self._number(object_id)
        page: HttpResponse = super().history_view(request, object_id, extra_context)
        return page

    @override
    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Context | None = None
    ) -> HttpResponse:
        self._number(object_id)
        self._number(version_id)
        if request.method == "POST" and not self.has_change_permission(request):
            raise PermissionDenied
        with held_if_sent(request, self.model, object_id):
            page: HttpResponse = super().history_form_view(request, object_id, version_id, extra_context)
            if page.status_code == HTTPStatus.FOUND:
                self.was_edited(request, self.get_object(request, object_id))
        return page

    @override
    def render_history_view(
        self, request: HttpRequest, template: str, context: Context, **kwargs: object
    ) -> HttpResponse:
        page: HttpResponse = super().render_history_view(request, template, context, **kwargs)
        return answered(page, context) if "adminform" in context else page

    @override
    def history_form_view_title(self, request: HttpRequest, obj: Model) -> str:
        return f"An older version: {obj}"

    def _number(self, key: str) -> int:
        """The key in an address as a number; Http404 for what is none."""
        try:
            number: int = self.model._meta.pk.to_python(key)
        except ValidationError:
            raise Http404 from None
        return number
