"""Taking a quiz question by question: show one, keep the answer, go on; with a time limit or without one."""

from contextlib import suppress
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import push_url, replace_url

from studyapp.accounts.models import User
from studyapp.kinds.base import AnswerForm
from studyapp.site.requests import LearnerRequest
from studyapp.site.values import number_in
from studyapp.study.cards.asks import BadAsk
from studyapp.study.cards.grading import response_in
from studyapp.study.models import AnsweredOtherwise, Attempt, Over, QuizAnswer, QuizItem
from studyapp.study.quizzes.results import ItemResult
from studyapp.study.unsent import Unsent, take
from studyapp.study.views.common import for_a_learner
from studyapp.study.views.quizzes.common import (
    conflict,
    is_by_clock,
    own_attempt,
    read_shown,
    show,
    time_left,
    to_page,
    to_result,
)
from studyapp.study.views.quizzes.one_page import filled_in, form_for, hand_in, keep_as_late, show_all
from studyapp.study.views.unsent import ANSWERS, QUIZ, answered_meanwhile, say_why


@for_a_learner
def quiz(request: LearnerRequest, learner: User, quiz: int, *, at: datetime) -> HttpResponse:
    """The first question without an answer, or all on one page; once it is over, what came of it."""
    attempt = own_attempt(learner, quiz, at=at)
    unsent = take(request, learner.pk, acts=QUIZ, about=quiz, at=at)
    is_handed_in = attempt.quiz.one_page and request.method == "POST"
    if attempt.is_finished and not (is_handed_in and attempt.ran_out):
        return _too_late(request, attempt, unsent, at=at)
    if attempt.quiz.one_page:
        if unsent:
            return _show_unsent(request, attempt, unsent, at=at)
        return (hand_in if request.method == "POST" else show_all)(request, attempt, at=at)
    return _to_open_one(request, attempt, at=at)


def _to_open_one(request: LearnerRequest, attempt: Attempt, *, at: datetime) -> HttpResponse:
    """The address is that of the question shown, so that a reload and the way back find it."""
    if request.htmx:
        return _ask(request, attempt, at=at)
    if positions := attempt.open_positions:
        return redirect("quiz-question", attempt.quiz_id, positions[0])
    return redirect("quiz-finish", attempt.quiz_id)


@for_a_learner
def question(request: LearnerRequest, learner: User, quiz: int, position: int, *, at: datetime) -> HttpResponse:
    """One question of it, or its verdict once it is answered."""
    item = QuizItem.of(learner, quiz, position)
    if item is None:
        raise Http404
    if request.method == "POST":
        return _answer(request, learner, item, at=at)
    attempt = own_attempt(learner, quiz, at=at)
    unsent = take(request, learner.pk, acts=QUIZ, about=quiz, at=at)
    if attempt.quiz.feedback_at_end and attempt.is_finished:
        return _too_late(request, attempt, unsent, at=at)
    answers = {answer.position: answer for answer in attempt.answers}
    if item.position not in answers:
        if attempt.is_finished:
            return _too_late(request, attempt, unsent, at=at)
        return _show_unsent(request, attempt, unsent, item, at=at) if unsent else _ask(request, attempt, item, at=at)
    if unsent:
        messages.warning(request, answered_meanwhile())
    if attempt.quiz.feedback_at_end:
        return show(request, "saved", attempt, {"item": item}, at=at)
    return _show_verdict(request, attempt, item, answers[item.position], len(answers), at=at)


def _show_verdict(
    request: LearnerRequest, attempt: Attempt, item: QuizItem, answer: QuizAnswer, answered: int, *, at: datetime
) -> HttpResponse:
    result = ItemResult(item, answer)
    context = {"result": result, "item": item, "citations": result.sources, "answered": answered}
    return _with_address(request, show(request, "verdict", attempt, context, at=at), item)


def _with_address(request: LearnerRequest, page: HttpResponse, item: QuizItem) -> HttpResponse:
    """A swap that leads to another question leads to its address, and back from there to the one before."""
    if not request.htmx:
        return page
    address = reverse("quiz-question", args=[item.quiz_id, item.position])
    return (replace_url if request.htmx.current_url_abs_path == address else push_url)(page, address)


def _show_unsent(
    request: LearnerRequest, attempt: Attempt, unsent: Unsent, item: QuizItem | None = None, *, at: datetime
) -> HttpResponse:
    """What was filled in when it could not be recorded, shown as it then was."""
    say_why(request, unsent)
    if item is None:
        return show_all(request, attempt, at=at, sent=unsent.sent, shown=unsent.token)
    form = form_for(item, attempt.learner)
    form.fill_in_again(unsent.sent)
    return _ask(request, attempt, item, at=at, form=form, shown=unsent.token)


def _too_late(request: LearnerRequest, attempt: Attempt, unsent: Unsent | None, *, at: datetime) -> HttpResponse:
    """The result, which shows what was kept as late."""
    if unsent and unsent.act in ANSWERS and not keep_as_late(attempt, unsent.sent, at=at):
        messages.warning(request, _("Not saved: this quiz has ended in the meantime."))
    return to_result(request, attempt.quiz_id)


def _ask(
    request: LearnerRequest,
    attempt: Attempt,
    item: QuizItem | None = None,
    *,
    at: datetime,
    form: AnswerForm | None = None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    open_ones = attempt.open_positions
    if item is None and open_ones:
        item = QuizItem.of(attempt.learner, attempt.quiz_id, open_ones[0])
    if item is None or not open_ones:
        return to_page(request, reverse("quiz-finish", args=[attempt.quiz_id]))
    next_open = next((position for position in open_ones if position > item.position), open_ones[0])
    context = {
        "item": item,
        "kind": item.asked.body,
        "revision": item.asked,
        "form": form or form_for(item, attempt.learner),
        "answered": attempt.quiz.length - len(open_ones),
        "next_open": next_open if next_open != item.position else None,
        **more,
    }
    return _with_address(request, show(request, "ask", attempt, context, at=at, status=status), item)


def _answer(request: LearnerRequest, learner: User, item: QuizItem, *, at: datetime) -> HttpResponse:
    quiz = item.quiz_id
    try:
        shown_at = read_shown(request.POST.get("shown", ""), learner, quiz)
    except BadAsk:
        return conflict(request, learner, quiz, "bad", at=at, status=400)
    if is_by_clock(request):
        return _sent_by_clock(request, learner, item, shown_at, at=at)
    form = form_for(item, learner, request.POST)
    response = response_in(request.POST, form)
    if response is None:
        return _refuse(request, learner, item, form, at=at)
    try:
        given = QuizAnswer.give(item, learner, response, shown_at=shown_at, at=at)
    except AnsweredOtherwise:
        return conflict(request, learner, quiz, "answered", at=at)
    except Over:
        return conflict(request, learner, quiz, "over", at=at)
    if not request.htmx:
        return redirect(item.quiz) if item.quiz.feedback_at_end else redirect("quiz-question", quiz, item.position)
    attempt = given.attempt or own_attempt(learner, quiz, at=at)
    if not item.quiz.feedback_at_end:
        return _show_verdict(request, attempt, item, given.answer, attempt.answered, at=at)
    return to_result(request, quiz) if attempt.is_finished else _ask(request, attempt, at=at)


def _sent_by_clock(
    request: LearnerRequest, learner: User, item: QuizItem, shown_at: datetime, *, at: datetime
) -> HttpResponse:
    """Keep what was filled in when the time ran out, and end it; if more time was taken elsewhere, give it back."""
    attempt = own_attempt(learner, item.quiz_id, at=at)
    if attempt.has_time_left(at):
        return _again_as_filled_in(request, attempt, at=at)
    for form in filled_in(attempt, request.POST, for_good=True).values():
        if form.is_valid():
            with suppress(AnsweredOtherwise, Over):
                QuizAnswer.give(item, learner, form.cleaned_data, shown_at=shown_at, at=at)
    attempt.end_by_clock(at=at)
    return to_result(request, item.quiz_id)


def _refuse(request: LearnerRequest, learner: User, item: QuizItem, form: AnswerForm, *, at: datetime) -> HttpResponse:
    """What was sent cannot be read; if it comes too late anyway, that is what to say."""
    attempt = own_attempt(learner, item.quiz_id, at=at)
    if attempt.answers.filter(position=item.position).exists():
        return conflict(request, learner, item.quiz_id, "answered", at=at)
    if attempt.is_finished:
        return conflict(request, learner, item.quiz_id, "over", at=at)
    return _ask(request, attempt, item, at=at, form=form, status=422)


@for_a_learner
def time_limit(request: LearnerRequest, learner: User, quiz: int, *, at: datetime) -> HttpResponse:
    """Take five minutes more, or turn the time limit off. What was filled in meanwhile stays on the page."""
    attempt = own_attempt(learner, quiz, at=at)
    if attempt.is_finished:
        if request.method == "POST":
            keep_as_late(attempt, request.POST, at=at)
        return to_result(request, quiz)
    seen = None if "off" in request.POST else number_in(request.POST.get("more", ""))
    if request.method != "POST":
        return redirect(attempt.quiz)
    if "off" not in request.POST and seen is None:
        return conflict(request, learner, quiz, "bad", at=at, status=400)
    if attempt.may_have_more_time:
        _give_time(attempt, seen, at=at)
    attempt.refresh_from_db(fields=["deadline", "more_time", "clock_off"])
    if request.htmx:
        context = {**time_left(attempt, at), "attempt": attempt, "quiz": attempt.quiz}
        return render(request, "study/quiz.html#time_limit", context)
    return _again_as_filled_in(request, attempt, at=at)


def _give_time(attempt: Attempt, seen: int | None, *, at: datetime) -> None:
    if seen is None:
        attempt.lift_time_limit(at=at)
    else:
        attempt.take_more_time(seen, at=at)


def _again_as_filled_in(request: LearnerRequest, attempt: Attempt, *, at: datetime) -> HttpResponse:
    if attempt.quiz.one_page:
        return show_all(request, attempt, at=at, sent=request.POST)
    position = number_in(request.POST.get("position", "")) or 0
    items = attempt.quiz.items.with_content().filter(position=position)
    item = items.first() if not attempt.answers.filter(position=position).exists() else None
    if item is None:
        return redirect(attempt.quiz)
    form = form_for(item, attempt.learner)
    form.fill_in_again(request.POST)
    return _ask(request, attempt, item, at=at, form=form)


@for_a_learner
def finish(request: LearnerRequest, learner: User, quiz: int, *, at: datetime) -> HttpResponse:
    """End it before all is answered, once the learner has confirmed it."""
    attempt = own_attempt(learner, quiz, at=at)
    if attempt.is_finished:
        return to_result(request, quiz)
    if request.method == "POST":
        attempt.finish(at=at)
        messages.success(request, _("Finished."))
        return to_result(request, quiz)
    left = attempt.quiz.length - attempt.answered
    return render(request, "study/quiz_finish.html", {"attempt": attempt, "quiz": attempt.quiz, "left": left})
