"""A quiz on one page: all its questions in one form, of which any may be answered."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.kinds.base import AnswerForm, Response
from studyapp.site.requests import LearnerRequest
from studyapp.study.cards.asks import BadAsk
from studyapp.study.models import AnsweredOtherwise, Attempt, Over, QuizAnswer, QuizItem
from studyapp.study.quizzes.results import ItemResult, results_of
from studyapp.study.views.quizzes.common import conflict, read_shown, show, to_page


def form_for(item: QuizItem, learner: User, sent: QueryDict | None = None) -> AnswerForm:
    """The form of one question; on one page with others it goes by its position."""
    prefix = str(item.position) if item.quiz.one_page else None
    return item.asked.body.answer_form(sent, seed=item.seed(learner.pk), prefix=prefix)


def show_all(
    request: LearnerRequest,
    attempt: Attempt,
    *,
    at: datetime,
    forms: Mapping[int, AnswerForm] | None = None,
    sent: QueryDict | None = None,
    **more: object,
) -> HttpResponse:
    """Every question: with its form, or with its verdict once it is answered. `forms` hold what could not be read."""
    refused = forms or {}
    rows = [
        result
        if result.answer
        else replace(result, form=refused.get(result.item.position) or _fresh(result, attempt, sent))
        for result in results_of(attempt)
    ]
    answered = sum(row.answer is not None for row in rows)
    context = {
        "results": rows,
        "answered": answered,
        "left_count": len(rows) - answered,
        "refused": bool(refused),
        **more,
    }
    return show(request, "all", attempt, context, at=at, status=422 if refused else 200)


def _fresh(result: ItemResult, attempt: Attempt, sent: QueryDict | None) -> AnswerForm:
    form = form_for(result.item, attempt.learner)
    if sent is not None:
        form.fill_in_again(sent)
    return form


def hand_in(request: LearnerRequest, attempt: Attempt, *, at: datetime) -> HttpResponse:
    """Keep every answer that can be read; what cannot is shown again, and what is empty stays open."""
    learner, quiz = attempt.learner, attempt.quiz_id
    try:
        shown_at = read_shown(request.POST.get("shown", ""), learner, quiz)
    except BadAsk:
        return conflict(request, learner, quiz, "bad", at=at, status=400)
    items = list(attempt.quiz.items.with_content())
    forms = {item.position: form_for(item, learner, request.POST) for item in items}
    filled = [item for item in items if forms[item.position].has_changed()]
    readable = [item for item in filled if forms[item.position].is_valid()]
    # Nobody can say which of them took how long.
    each = (at - shown_at) / max(len(readable), 1)
    overtaken = False
    for item in readable:
        try:
            overtaken |= not _keep(item, learner, forms[item.position].cleaned_data, each, at=at)
        except Over:
            return conflict(request, learner, quiz, "over", at=at)
    if overtaken:
        return conflict(request, learner, quiz, "answered", at=at)
    refused = {item.position: forms[item.position] for item in filled if item not in readable}
    if refused:
        return show_all(request, attempt, at=at, forms=refused)
    if "finish" in request.POST:
        return to_page(request, reverse("quiz-finish", args=[quiz]))
    return redirect(attempt.quiz)


def _keep(item: QuizItem, learner: User, response: Response, took: timedelta, *, at: datetime) -> bool:
    """False if the position has another answer already."""
    try:
        QuizAnswer.give(item, learner, response, shown_at=at - took, at=at)
    except AnsweredOtherwise:
        return False
    return True
