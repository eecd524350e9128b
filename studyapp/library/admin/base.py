"""What all our admin pages share: actions that refuse made-up keys, and no deleting from beside a field."""

from typing import Any, override

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse


def key_in(text: str) -> int | None:
    """The primary key that a text from an address or a form gives, if it gives one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


class NoDeletingAside:
    """Beside a field that names another thing there is no button that deletes it."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
        return field


class SoundAdmin(NoDeletingAside, admin.ModelAdmin):
    """Django's own answers a key that is no number, or a NUL in an address, with a server error."""

    @override
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if any("\0" in value for _, values in request.GET.lists() for value in values):
            raise BadRequest("No list can be asked for that.")
        return super().changelist_view(request, extra_context)

    @override
    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    @override
    def response_action(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        action_location: admin.ActionLocation = admin.ActionLocation.CHANGE_LIST,
    ) -> HttpResponse | None:
        if None in map(key_in, request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest("What was ticked is not in this list.")
        return super().response_action(request, queryset, action_location)
