"""A question as a student meets it, to be tried by an editor. Nothing is recorded."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from studyapp.kinds.base import Kind, Response, Verdict
from studyapp.kinds.flashcard import RATINGS
from studyapp.library.answers import around
from studyapp.library.models import Question
from studyapp.site.values import Context

PAGE = "admin/library/question/preview.html"
"""The whole page; `#asked` is what stands below its heading."""


def preview(request: HttpRequest, question: Question, template: str = PAGE) -> HttpResponse:
    """The ask; after a POST the verdict, or a flashcard's other side."""
    context: Context = {
        "question": question,
        "revision": question.revision,
        "fact": question.fact,
        "citations": question.fact.sources,
        "asked": question.follows,
    }
    try:
        body = as_published(question)
    except ValidationError as error:
        return _show(request, template, "unanswerable", context | {"problems": error.messages})
    seed = str(question.revision_id)
    form = body.answer_form(request.POST if "try" in request.POST or "rating" in request.POST else None, seed=seed)
    context |= {"kind": body, "form": form, "ratings": [(rating, label, "") for rating, label in RATINGS]}
    if "give_up" in request.POST:
        return _show(request, template, "verdict", context | _judged(body, {}, body.given_up(), seed))
    if "reveal" in request.POST and body.self_rated:
        return _show(request, template, "revealed", context)
    if not form.is_bound:
        return _show(request, template, "ask", context)
    if not form.is_valid():
        return _show(request, template, "revealed" if body.self_rated else "ask", context, status=422)
    judged = _judged(body, form.cleaned_data, body.grade(form.cleaned_data), seed)
    return _show(request, template, "verdict", context | judged)


def _judged(body: Kind, response: Response, verdict: Verdict, seed: str) -> Context:
    return {"verdict": verdict, "options": body.judged_options(response, seed=seed)}


def as_published(question: Question) -> Kind:
    """The newest revision with what publishing would freeze into it. Raises ValidationError where that cannot be."""
    spec = question.author_spec()
    prompt = question.revision.prompt if question.revision else ""
    return question.kind_class(question.kind_class.freeze(spec, replace(around(question, spec), prompt=prompt)))


def _show(request: HttpRequest, template: str, stage: str, context: Context, status: int = 200) -> HttpResponse:
    return render(request, template, context | {"stage": stage, "in_place": template != PAGE}, status=status)
