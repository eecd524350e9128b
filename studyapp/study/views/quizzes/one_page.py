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
from studyapp.site.values import number_in
from studyapp.study.cards.asks import BadAsk
from studyapp.study.models import AnsweredOtherwise, Attempt, LateAnswer, Over, QuizAnswer, QuizItem, TooLate
from studyapp.study.quizzes.results import ItemResult, results_of
from studyapp.study.views.quizzes.common import conflict, is_by_clock, read_shown, show, to_page, to_result


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
    if is_by_clock(request) and attempt.has_time_left(at):
        return show_all(request, attempt, at=at, sent=request.POST)  # more time was taken elsewhere
    filled = filled_in(attempt, request.POST, for_good=is_by_clock(request))
    readable = {item: form for item, form in filled.items() if form.is_valid()}
    # Nobody can say which of them took how long.
    each = (at - shown_at) / max(len(readable), 1)
    try:
        came = [_keep(item, learner, form.cleaned_data, each, at=at) for item, form in readable.items()]
    except Over:
        return conflict(request, learner, quiz, "over", at=at)
    if is_by_clock(request):
        attempt.end_by_clock(at=at)
    if attempt.is_finished or None in came:
        return to_result(request, quiz)
    if False in came:
        return conflict(request, learner, quiz, "answered", at=at)
    if refused := {item.position: form for item, form in filled.items() if item not in readable}:
        return show_all(request, attempt, at=at, forms=refused)
    if "finish" in request.POST:
        return to_page(request, reverse("quiz-finish", args=[quiz]))
    return redirect(attempt.quiz)


def filled_in(attempt: Attempt, sent: QueryDict, *, for_good: bool = False) -> dict[QuizItem, AnswerForm]:
    """What was filled in, question by question. `for_good` there is no other time to ask whether a slip was meant."""
    items = attempt.quiz.items.with_content()
    if not attempt.quiz.one_page:
        items = items.filter(position=number_in(sent.get("position", "")) or 0)
    found = {}
    for item in items:
        form = form_for(item, attempt.learner, sent)
        if for_good and not form.is_valid():
            confirmed = sent.copy()
            confirmed.update(form.confirmation)
            form = form_for(item, attempt.learner, confirmed)
        if form.has_changed():
            found[item] = form
    return found


def keep_as_late(attempt: Attempt, sent: QueryDict, *, at: datetime) -> int:
    """Keep what was filled in when the time was up already; how many answers that were."""
    forms = filled_in(attempt, sent, for_good=True)
    return sum(
        LateAnswer.keep(item, attempt.learner, form.cleaned_data, at=at)
        for item, form in forms.items()
        if form.is_valid()
    )


def _keep(item: QuizItem, learner: User, response: Response, took: timedelta, *, at: datetime) -> bool | None:
    """False if the position has another answer already; None if it came too late."""
    try:
        QuizAnswer.give(item, learner, response, shown_at=at - took, at=at)
    except AnsweredOtherwise:
        return False
    except TooLate:
        return None
    return True
