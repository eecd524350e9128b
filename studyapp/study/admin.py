"""Reports in admin: what learners say is wrong with a question, for an editor to mend and mark as resolved."""

from typing import override

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from studyapp.library.admin.base import SoundAdmin
from studyapp.study.models import Report


class Resolved(admin.SimpleListFilter):
    title, parameter_name = "resolved", "resolved"

    @override
    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Report]) -> list[tuple[str, str]]:
        return [("no", "Open"), ("yes", "Resolved")]

    @override
    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        if self.value() not in ("no", "yes"):
            return queryset
        return queryset.filter(resolved_at__isnull=self.value() == "no")


@admin.register(Report)
class ReportAdmin(SoundAdmin[Report]):
    """To be read, and resolved. Who reported is the learner's own affair, so it is nowhere shown."""

    list_display = ["reason", "prompt", "comment", "reported_at", "resolved_at"]
    list_filter = [Resolved, "reason", "question__fact__deck"]
    list_select_related = ["revision", "question__revision"]
    search_fields = ["comment", "revision__prompt", "question__slug"]
    actions = ["mark_resolved"]
    fields = ["reason", "comment", "reported_at", "resolved_at", "question_link", "shown"]

    @override
    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup == "question__id__exact" or super().lookup_allowed(lookup, value, request)

    @admin.display(ordering="revision__prompt")
    def prompt(self, report: Report) -> str:
        return report.revision.prompt

    @admin.display(description="question")
    def question_link(self, report: Report) -> SafeString:
        address = reverse("admin:library_question_change", args=[report.question_id])
        return format_html('<a href="{}">{}</a>', address, report.question)

    @admin.display(description="as it was shown")
    def shown(self, report: Report) -> str:
        report.revision.question = report.question
        return f"{report.revision.prompt} (revision {report.revision.number}; answer: {report.revision.body.expected})"

    @admin.action(
        permissions=["resolve"],
        description="Mark as resolved",
        location=[admin.ActionLocation.CHANGE_LIST, admin.ActionLocation.CHANGE_FORM],
    )
    def mark_resolved(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        resolved = queryset.filter(resolved_at=None).update(resolved_at=timezone.now())
        messages.success(request, f"Marked as resolved: {resolved}.")

    def has_resolve_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("study.change_report")

    @override
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @override
    def has_change_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return False

    @override
    def has_delete_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return False
