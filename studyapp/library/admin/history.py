"""Older versions of articles and facts: to read, and, for those who may edit, to bring back."""

from typing import Any, override

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin


class HistoryAdmin(SimpleHistoryAdmin):
    """django-simple-history hides its button from those who may only look, but would obey their POST."""

    @override
    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method == "POST" and not self.has_change_permission(request):
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)

    @override
    def history_form_view_title(self, request: HttpRequest, obj: Any) -> str:
        return f"An older version: {obj}"
