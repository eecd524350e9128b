"""One revision of a question, read whole and compared with another; from it the form is filled to bring it back."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from studyapp.kinds.fields import Cleaned
from studyapp.library.models import Article, Question, Revision
from studyapp.library.models.questions import CIRCUMSTANCES, Circumstances
from studyapp.library.models.recording import in_words
from studyapp.library.picture_fields import standing_in_form
from studyapp.site.values import number_in

RESTORED = "revision"
"""The name in the address of a form: the number of the revision that fills its fields."""
UNKNOWN = "not known"
WITH = "with"
"""The name in the address of a revision's page: the number of the one it is compared with."""


@dataclass(frozen=True, slots=True)
class Row:
    """What two revisions say in one respect."""

    label: str
    this: str
    other: str
    is_known: bool = True
    """Of both."""

    @property
    def differs(self) -> bool:
        return self.is_known and self.this != self.other


def rows(this: Revision, other: Revision | None) -> Iterator[Row]:
    """What an editor wrote comes first, then what publishing froze into it, and what stood around it."""
    beside = other.said if other else {}
    for name, label in this.labels.items():
        row = Row(label, in_words(this.said.get(name)), in_words(beside.get(name)))
        if row.this or row.other:
            yield row
    ours, theirs = around(this), around(other) if other else {}
    for name, label in CIRCUMSTANCES.items():
        here, there = (UNKNOWN if said is None else _in_words(name, said.get(name)) for said in (ours, theirs))
        if here or there:
            yield Row(label, here, there, is_known=UNKNOWN not in (here, there))


def around(revision: Revision) -> Circumstances | None:
    """What stood around it in the end: of the newest what does so now, and None where it was not kept."""
    question = revision.question
    return question.circumstances if revision.pk == question.revision_id else revision.circumstances


def _in_words(name: str, value: object) -> str:
    if name != "according_to" or value is None:
        return in_words(value)
    article = Article.objects.filter(pk=str(value)).first()
    return article.name if article else "an article that was deleted"


def of_question(question: Question, number: str | int) -> Revision | None:
    wanted = number_in(str(number))
    found = question.revisions.select_related("editor").filter(number=wanted or 0).first()
    if found:
        found.question = question
    return found


def revision_page(questions: admin.ModelAdmin[Question], request: HttpRequest, key: str, number: int) -> HttpResponse:
    """For whoever may look at the question; those who may change it are led to the form."""
    question = questions.get_object(request, key)
    this = of_question(question, number) if question else None
    if question is None or this is None:
        raise Http404
    assert question.revision is not None  # noqa: S101  it has this one, or a newer
    newest = question.revision.number
    usual = newest if number != newest else number - 1
    other = of_question(question, request.GET.get(WITH, usual)) or of_question(question, usual)
    context = {
        **questions.admin_site.each_context(request),
        "title": f"Revision {number}: {question}",
        "opts": questions.opts,
        "question": question,
        "revision": this,
        "other": other,
        "newest": newest,
        "rows": list(rows(this, other)),
        "numbers": [one for one in range(newest, 0, -1) if one != number],
        "may_restore": number != newest and questions.has_change_permission(request, question),
    }
    request.current_app = questions.admin_site.name
    return TemplateResponse(request, "admin/library/question/revision.html", context)


def filling(revision: Revision, prefix: str) -> Cleaned:
    """What the fields of a question's form say once a revision is brought back."""
    spec = {name: revision.spec[name] for name in revision.own if name in revision.spec}
    author = revision.question.kind_class.author_form(initial_spec=spec, prefix=prefix)
    own = {f"{prefix}-{name}": author.get_initial_for_field(field, name) for name, field in author.fields.items()}
    pictures = standing_in_form(revision.shown)
    said = {"prompt": revision.prompt, "explanation": revision.explanation}
    return {**own, **said, **pictures, **(around(revision) or {})}
