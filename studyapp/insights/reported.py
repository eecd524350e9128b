"""Reports in admin, with what learners' answers say of the question beside them."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from studyapp.insights.item_words import NONE, SHORT, correlation, raised, right_first
from studyapp.insights.models import ItemFigures
from studyapp.study.admin import ReportAdmin
from studyapp.study.models import Report

admin.site.unregister(Report)


@admin.register(Report)
class FiguredReportAdmin(ReportAdmin):
    list_display = [*ReportAdmin.list_display, "figures"]
    list_select_related = [*ReportAdmin.list_select_related, "question__revision__figures"]
    fields = [*ReportAdmin.fields[:-1], "figures", ReportAdmin.fields[-1]]

    @admin.display(description="in figures")
    def figures(self, report: Report) -> SafeString | str:
        """Of the revision that is asked now, once enough learners have answered it."""
        found = getattr(report.question.revision, "figures", None)
        return _in_words(found) if found else NONE


def _in_words(one: ItemFigures) -> SafeString:
    share = right_first(one)
    parts = [
        f"{one.answers} answers",
        f"right at first {share.in_percent}" if share else "",
        f"discrimination {correlation(one)}" if one.discrimination is not None else "",
        *(SHORT[name].lower() for name in raised(one)),
    ]
    address = reverse("admin:insights_question", args=[one.question_id])
    return format_html('<a href="{}">{}</a>', address, "; ".join(filter(None, parts)))
