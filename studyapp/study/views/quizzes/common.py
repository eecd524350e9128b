"""Who takes a quiz, what they may see of it, and how its pages are shown."""

import math
from datetime import datetime, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from studyapp.accounts.models import User
from studyapp.site.requests import LearnerRequest
from studyapp.site.values import Context
from studyapp.study.cards.asks import BadAsk, opened_showing, showing
from studyapp.study.models import Attempt
from studyapp.study.quizzes.wording import left_in_words


def learner_for(request: LearnerRequest) -> User | None:
    """Whoever acts in a quiz; None for a visitor, who has nothing yet."""
    return request.user if request.user.is_authenticated else None


def own_attempt(learner: User, quiz: int, *, at: datetime) -> Attempt:
    """Their attempt, ended if its time is up; to who has not begun the quiz there is none."""
    attempt = Attempt.of(learner, quiz)
    if attempt is None:
        raise Http404
    attempt.end_if_over(at=at)
    return attempt


def show(
    request: LearnerRequest, stage: str, attempt: Attempt, context: Context, *, at: datetime, status: int = 200
) -> HttpResponse:
    """One page, one partial: htmx gets only what it swaps. A refused request takes over the whole page."""
    part = "#quiz" if request.htmx and status != 400 else ""
    context = {**context, **time_left(attempt, at), "stage": stage, "attempt": attempt, "quiz": attempt.quiz}
    context.setdefault("shown", showing(attempt.learner_id, attempt.quiz_id, at))
    return render(request, f"study/quiz.html{part}", context, status=status)


def time_left(attempt: Attempt, at: datetime) -> Context:
    """What a page says of the time that is left."""
    if attempt.deadline is None or attempt.is_finished:
        return {}
    return time_until(attempt.deadline, at)


def time_until(deadline: datetime, at: datetime) -> Context:
    """The clock of a page, which never runs out before the time does."""
    left = max(deadline - at, timedelta(0))
    return {"deadline": deadline, "seconds_left": math.ceil(left.total_seconds()), "left": left_in_words(left)}


def conflict(
    request: LearnerRequest, learner: User, quiz: int, reason: str, *, at: datetime, status: int = 409
) -> HttpResponse:
    """Say plainly why nothing was recorded, and the way on."""
    return show(request, "conflict", own_attempt(learner, quiz, at=at), {"reason": reason}, at=at, status=status)


def is_by_clock(request: LearnerRequest) -> bool:
    """Whether a page has sent by itself what was filled in, since its time ran out."""
    return "time_up" in request.POST


def to_page(request: LearnerRequest, url: str) -> HttpResponse:
    """Go to another page, out of a swap too."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def to_result(request: LearnerRequest, quiz: int) -> HttpResponse:
    return to_page(request, reverse("quiz-result", args=[quiz]))


def read_shown(token: str, learner: User, quiz: int) -> datetime:
    """When the page was shown. Raises BadAsk for a token that is none, or of somebody or something else."""
    of, about, shown_at = opened_showing(token)
    if (of, about) != (learner.pk, quiz):
        raise BadAsk
    return shown_at
