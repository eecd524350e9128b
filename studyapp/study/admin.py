"""Reports in admin, for an editor to mend and resolve, and what the library's own lists then show of learners."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Annotated, TypedDict, override

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django_stubs_ext import Annotations

from studyapp.library.admin import FactAdmin, QuestionAdmin
from studyapp.library.admin.dashboard import COUNTED, MOST, Link, Panel, Row, in_words, moment, panel
from studyapp.library.admin.filters import FirstRelated, YesNoFilter
from studyapp.library.admin.versions import SEEN, SeenAdmin, seen
from studyapp.library.models import Fact, Question
from studyapp.library.models.fields import count_of
from studyapp.site.values import Context, number_in
from studyapp.study.models import Report


class Resolved(admin.SimpleListFilter):
    title, parameter_name = "settled", "resolved"

    @override
    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Report]) -> list[tuple[str, str]]:
        return [("no", "Open"), ("yes", "Settled")]

    @override
    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        if self.value() not in ("no", "yes"):
            return queryset
        return queryset.filter(resolved_at__isnull=self.value() == "no")


class Said(admin.SimpleListFilter):
    title, parameter_name = "reason", "reason"

    @override
    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Report]) -> list[tuple[str, str]]:
        return [(reason.value, str(reason.label)) for reason in Report.Reason]

    @override
    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        if self.value() not in Report.Reason.values:
            return queryset
        return queryset.filter(question__in=Report.objects.filter(reason=self.value()).values("question"))


class Numbered(TypedDict):
    open_count: int
    all_count: int


OF_QUESTION = OuterRef("question")
OPEN = count_of(Report.objects.open(), "question", of=OF_QUESTION)


@admin.register(Report)
class ReportAdmin(SeenAdmin[Report]):
    """To be read, and settled: one row a question, in its newest report that is open, or was.

    Who reported is the learner's own affair, so it is nowhere shown.
    """

    list_display = ["prompt", "told", "says"]
    list_filter = [Resolved, Said, ("question__fact__deck", FirstRelated)]
    list_select_related = ["revision", "question__revision"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["comment", "revision__folded", "question__slug"]
    ordering = [F("resolved_at").desc(nulls_first=True), OPEN.desc(), "-reported_at", "-pk"]
    actions = ["settle_changed", "settle_kept"]
    change_list_template = "admin/library/change_list.html"
    change_form_template = "admin/study/report/change_form.html"
    fields = ["question_link", "told", "reasons", "reports"]

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        return Report.objects.annotate(
            open_count=OPEN,
            all_count=count_of(Report.objects.all(), "question", of=OF_QUESTION),
        )

    @override
    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ChangeList]:
        return OneAQuestion

    @override
    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Report], search_term: str
    ) -> tuple[QuerySet[Report], bool]:
        """What any report of a question says finds it."""
        if not search_term:
            return queryset, False
        found, _ = super().get_search_results(request, Report.objects.order_by(), search_term)
        return queryset.filter(question__in=found.values("question")), False

    @override
    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup == "question__id__exact" or super().lookup_allowed(lookup, value, request)

    @admin.display(description="question", ordering="revision__prompt")
    def prompt(self, report: Report) -> str:
        return report.revision.prompt

    @admin.display(description="reports", ordering=OPEN)
    def told(self, report: Annotated[Report, Annotations[Numbered]]) -> str:
        settled = report.all_count - report.open_count
        parts = [f"{report.open_count} open" if report.open_count else "", f"{settled} settled" if settled else ""]
        newest = date_format(localtime(report.reported_at), "j M Y")
        return f"{', '.join(filter(None, parts))}; the newest on {newest}"

    @admin.display(description="they say")
    def says(self, report: Report) -> str:
        """Their reasons, and the newest in its own words."""
        return f"{self.reasons(report)}. {f'“{report.comment}”' if report.comment else ''}"

    @admin.display
    def reasons(self, report: Report) -> str:
        """Of the open ones, if there are any."""
        counted = vars(report).get("counted") or _reasons([report])[report.question_id, report.resolved_at is None]
        return "; ".join(f"{number} × {reason}" if number > 1 else reason for reason, number in counted.most_common())

    # The page of one: all of its question

    @admin.display(description="question")
    def question_link(self, report: Report) -> SafeString:
        address = reverse("admin:library_question_change", args=[report.question_id])
        return format_html('<a href="{}">{}</a>', address, report.question)

    @admin.display(description="what they say")
    def reports(self, report: Report) -> SafeString:
        found = Report.objects.filter(question=report.question_id).select_related("revision")
        rows = ([*_in_words(one, report.question)] for one in found.order_by(*OPEN_FIRST)[:MOST_SHOWN])
        return format_html(
            '<div class="wide-table" tabindex="0" role="region" aria-label="Reports"><table><thead><tr>{}</tr></thead>'
            "<tbody>{}</tbody></table></div>",
            format_html_join("", '<th scope="col">{}</th>', ([head] for head in HEADS)),
            format_html_join("", "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>", rows),
        )

    @override
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Context | None = None
    ) -> HttpResponse:
        report = self.get_queryset(request).filter(pk=number_in(object_id) or 0).first()
        context = {
            "title": "What is reported of a question",
            "seen": seen([report]) if report else [],
            "may_settle": report and report.resolved_at is None and self.has_resolve_permission(request),
        }
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    # Settling

    @override
    def changelist_view(self, request: HttpRequest, extra_context: Context | None = None) -> HttpResponse:
        context = {"title": "What is reported, question by question", **(extra_context or {})}
        return super().changelist_view(request, context)

    @override
    def response_action(
        self,
        request: HttpRequest,
        queryset: QuerySet[Report],
        action_location: admin.ActionLocation = admin.ActionLocation.CHANGE_LIST,
    ) -> HttpResponse | None:
        # No row is held meanwhile: who reports locks the learner first, and so does settling.
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
        keys = [number for key in ticked if (number := number_in(key)) is not None]
        if set(seen(Report.objects.filter(pk__in=keys))) - set(request.POST.getlist(SEEN)):
            messages.error(request, "Nothing was settled, since a learner has written more meanwhile. Read it first.")
            return None
        return super().response_action(request, queryset, action_location)

    @admin.action(
        permissions=["resolve"],
        description="Settle: the question was changed",
        location=[admin.ActionLocation.CHANGE_LIST, admin.ActionLocation.CHANGE_FORM],
    )
    def settle_changed(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        self._settle(request, queryset, Report.Outcome.CHANGED)

    @admin.action(
        permissions=["resolve"],
        description="Settle: the question stays as it is",
        location=[admin.ActionLocation.CHANGE_LIST, admin.ActionLocation.CHANGE_FORM],
    )
    def settle_kept(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        self._settle(request, queryset, Report.Outcome.KEPT)

    def _settle(self, request: HttpRequest, queryset: QuerySet[Report], outcome: Report.Outcome) -> None:
        """All that is open of these questions, and was sent before what the editor has read."""
        settled, at = 0, timezone.now()
        for report in queryset:
            before = Report.objects.filter(question=report.question_id, reported_at__lte=report.reported_at)
            settled += before.settle(outcome, at=at)
        if settled:
            learners = "the learner is" if settled == 1 else "the learners are"
            messages.success(request, f"Settled: {settled}. On their next page {learners} told.")
        else:
            messages.info(request, "Nothing was open any more.")

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


@panel(place=30)
def open_reports(request: HttpRequest) -> Panel | None:
    if not request.user.has_perm("study.view_report"):
        return None
    found = Report.objects.open().order_by("reported_at", "pk")
    listed = found.values_list("pk", "reason", "revision__prompt", "reported_at")[: COUNTED + 1]
    rows = [
        Row(reverse("admin:study_report_change", args=[key]), in_words(prompt), f"{_reason(reason)}, {moment(at)}")
        for key, reason, prompt, at in listed
    ]
    lists = [Link(f"{reverse('admin:study_report_changelist')}?resolved=no", "reports")]
    return Panel("Open reports", len(rows), rows[:MOST], lists, "No report is open.")


def _reason(reason: str) -> str:
    return str(Report.Reason(reason).label)


class OneAQuestion(ChangeList):
    """Of each question one row, in which its other reports are counted."""

    @override
    def get_queryset(
        self, request: HttpRequest, exclude_parameters: list[str | None] | None = None
    ) -> QuerySet[Report]:
        rows = super().get_queryset(request, exclude_parameters)
        first = Report.objects.filter(question=OF_QUESTION).order_by(*OPEN_FIRST).values("pk")[:1]
        return rows.filter(pk=Subquery(first))

    @override
    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        counted = _reasons(rows)
        for row in rows:
            vars(row)["counted"] = counted[row.question_id, row.resolved_at is None]
        self.result_list = rows


SHORT = {
    Report.Reason.WRONG: "wrong answer",
    Report.Reason.UNCLEAR: "unclear",
    Report.Reason.JUDGED: "should be accepted",
    Report.Reason.OUTDATED: "out of date",
    Report.Reason.OTHER: "something else",
}
type Reasons = dict[tuple[int, bool], Counter[str]]
"""How often each was given, by question and whether the reports are open."""


def _reasons(rows: Iterable[Report]) -> Reasons:
    found: Reasons = defaultdict(Counter)
    reports = Report.objects.filter(question__in={row.question_id for row in rows}).order_by("pk")
    for report in reports.only("question", "reason", "resolved_at"):
        found[report.question_id, report.resolved_at is None][SHORT[Report.Reason(report.reason)]] += 1
    return found


HEADS = ("When", "Reason", "In their words", "As it was shown", "Settled")
OPEN_FIRST = (F("resolved_at").desc(nulls_first=True), "-reported_at", "-pk")
MOST_SHOWN = 100


def _in_words(report: Report, question: Question) -> Iterator[str]:
    report.revision.question = question
    revision, settled = report.revision, report.resolved_at
    yield date_format(localtime(report.reported_at), "j F Y, H:i")
    yield str(report.get_reason_display())
    yield report.comment or "–"
    yield f"{revision.prompt} (revision {revision.number}; answer: {revision.body.expected_in_english})"
    yield f"{date_format(localtime(settled), 'j F Y')}. {report.get_outcome_display()}" if settled else "Open"


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
