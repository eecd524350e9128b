"""Reports in admin, for an editor to mend and resolve, and what the library's own lists then show of learners."""

from typing import Annotated, TypedDict, override

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django_stubs_ext import Annotations

from studyapp.library.admin import FactAdmin, QuestionAdmin
from studyapp.library.admin.base import SoundAdmin
from studyapp.library.admin.filters import YesNoFilter
from studyapp.library.models import Fact, Question
from studyapp.library.models.fields import count_of
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
    search_fields = ["comment", "revision__folded", "question__slug"]
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
        revision = report.revision
        return f"{revision.prompt} (revision {revision.number}; answer: {revision.body.expected_in_english})"

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


class Counted(TypedDict):
    report_count: int


class HasOpenReports(YesNoFilter):
    title, parameter_name, yes, no = "reports", "reported", "Open", "None open"

    @override
    def condition(self) -> Exists:
        return Exists(Report.objects.open().filter(question=OuterRef("pk")))


admin.site.unregister([Fact, Question])
admin.site.index_title = "The library and its readers’ reports"


@admin.register(Fact)
class MetFactAdmin(FactAdmin):
    """Learners' cards and days are counted in the deck of a fact, even if it is a draft again."""

    @override
    def is_fixed(self, obj: Fact) -> bool:
        return super().is_fixed(obj) or obj.cards.exists()


@admin.register(Question)
class MetQuestionAdmin(QuestionAdmin):
    """The list says how often learners have reported a question, and a question that they met stays with its fact."""

    list_display = [*QuestionAdmin.list_display, "open_reports"]
    list_filter = [*QuestionAdmin.list_filter, HasOpenReports]

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return super().get_queryset(request).annotate(report_count=count_of(Report.objects.open(), "question"))

    @admin.display(ordering="report_count")
    def open_reports(self, question: Annotated[Question, Annotations[Counted]]) -> SafeString | str:
        if not question.report_count:
            return ""
        query = urlencode({"question__id__exact": str(question.pk), "resolved": "no"})
        address = f"{reverse('admin:study_report_changelist')}?{query}"
        return format_html('<a href="{}">{}</a>', address, question.report_count)

    @override
    def is_fixed(self, obj: Question) -> bool:
        return super().is_fixed(obj) or obj.cards.exists()
