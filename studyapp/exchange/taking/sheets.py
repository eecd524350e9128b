"""A learner’s decks as tables, and the template that shows how such a table looks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from studyapp.exchange import sheets
from studyapp.formats.classroom.going import Written
from studyapp.formats.notes import Note
from studyapp.formats.sheets.writing import Tabled


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of table, and how its file is called and served."""

    ending: str
    label: object
    type: str
    """As HTTP has it."""
    written: Callable[[Tabled], bytes]

    def write(self, notes: Iterable[Note]) -> Written:
        table = sheets.tabled(notes)
        return Written(self.written(table), len(table.rows), table.lost)


SORTS = (
    Sort(
        "xlsx",
        gettext_lazy("XLSX: for Excel, LibreOffice and Google Sheets"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        sheets.as_xlsx,
    ),
    Sort("csv", gettext_lazy("CSV: a table as plain text"), "text/csv; charset=utf-8", sheets.as_csv),
    Sort("tsv", gettext_lazy("TSV: the same with tabs"), "text/tab-separated-values; charset=utf-8", sheets.as_tsv),
)


def sort_of(ending: str) -> Sort:
    """Raises Http404."""
    for sort in SORTS:
        if sort.ending == ending:
            return sort
    raise Http404


@require_safe
def template(request: HttpRequest, ending: str) -> HttpResponse:  # noqa: ARG001  as every view
    """A question of each kind, to be written over."""
    sort = sort_of(ending)
    return as_file(sort, sort.written(sheets.tabled(sheets.examples())), "questions")


def as_file(sort: Sort, data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=sort.type)
    answer["Content-Disposition"] = f'attachment; filename="studyapp-{name}.{sort.ending}"'
    return answer
