"""What editors' lists of facts and questions can be downloaded as."""

from datetime import date

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from studyapp.exchange.shelf.cells import facts_table, questions_table, template
from studyapp.exchange.taking.sheets import SORTS, Sort, as_file, sort_of
from studyapp.formats.sheets.writing import Tabled
from studyapp.library.models import Article, Fact, Question
from studyapp.study.admin import MetFactAdmin, MetQuestionAdmin

XLSX, CSV, _TSV = SORTS


def _file(sort: Sort, table: Tabled, name: str) -> HttpResponse:
    day: date = timezone.localdate()
    return as_file(sort, sort.written(table), f"{name}-{day:%Y-%m-%d}")


class TabledAdmin[T: (Fact, Question)](admin.ModelAdmin[T]):
    """A list that goes out to a spreadsheet, as it is filtered and ticked."""

    def table(self, things: QuerySet[T]) -> Tabled:
        raise NotImplementedError

    @admin.action(permissions=["change"], description="Download the selected %(verbose_name_plural)s as XLSX")
    def as_xlsx(self, request: HttpRequest, queryset: QuerySet[T]) -> HttpResponse:  # noqa: ARG002  as every action
        return _file(XLSX, self.table(queryset), f"{self.opts.model_name}s")

    @admin.action(permissions=["change"], description="Download the selected %(verbose_name_plural)s as CSV")
    def as_csv(self, request: HttpRequest, queryset: QuerySet[T]) -> HttpResponse:  # noqa: ARG002  as every action
        return _file(CSV, self.table(queryset), f"{self.opts.model_name}s")


admin.site.unregister([Fact, Question])


@admin.register(Fact)
class TabledFactAdmin(TabledAdmin[Fact], MetFactAdmin):
    """Each with who says what of it, and its questions."""

    change_list_template = "admin/exchange/fact_list.html"
    actions = [*MetFactAdmin.actions, "as_xlsx", "as_csv"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.template_view)
        return [path("template.<str:ending>", view, name="library_template"), *super().get_urls()]

    def template_view(self, request: HttpRequest, ending: str) -> HttpResponse:  # noqa: ARG002  as every view
        """A row of each sort, to be written over."""
        sort = sort_of(ending)
        article = Article.objects.visible().order_by("pk").first()
        return as_file(sort, sort.written(template(article)), "library")

    def table(self, things: QuerySet[Fact]) -> Tabled:
        related = ("citations__article", "questions__revision", "questions__according_to", "questions__fact")
        return facts_table(things.prefetch_related(*related))


@admin.register(Question)
class TabledQuestionAdmin(TabledAdmin[Question], MetQuestionAdmin):
    actions = [*MetQuestionAdmin.actions, "as_xlsx", "as_csv"]

    def table(self, things: QuerySet[Question]) -> Tabled:
        return questions_table(things)
