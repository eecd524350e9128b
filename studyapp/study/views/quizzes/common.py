"""Who takes a quiz, what they may see of it, and how its pages are shown."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from studyapp.accounts.models import User
from studyapp.site.requests import LearnerRequest
from studyapp.site.values import Context
from studyapp.study.cards.asks import BadAsk, opened_showing, showing
from studyapp.study.models import Attempt
from studyapp.study.new_day import begin_day
from studyapp.study.quizzes.wording import left_in_words
from studyapp.study.views.unsent import sign_in_first


def learner_for(request: LearnerRequest) -> User | None:
    """Whoever acts in a quiz; None for a visitor, who has nothing yet."""
    return request.user if request.user.is_authenticated else None


def for_a_learner(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view is given who acts, and the moment."""

    @sign_in_first
    @wraps(view)
    def wrapped(request: LearnerRequest, **named: Any) -> HttpResponse:
        at, learner = timezone.now(), request.user
        begin_day(learner, at=at)
        return view(request, learner, at=at, **named)

    return wrapped


def own_attempt(learner: User, quiz: int, *, at: datetime) -> Attempt:
    """Their attempt, ended if its time is up; to who has not begun the quiz there is none."""
    # By the quiz's own key: that lookup finds nothing, where the foreign key's would fail, for a number too large.
    attempt = learner.attempts.select_related("quiz").filter(quiz__pk=quiz).first()
    if attempt is None:
        raise Http404
    attempt.learner = learner
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
    left = max(attempt.deadline - at, timedelta(0))
    return {"seconds_left": int(left.total_seconds()), "left": left_in_words(left)}


def conflict(
    request: LearnerRequest, learner: User, quiz: int, reason: str, *, at: datetime, status: int = 409
) -> HttpResponse:
    """Say plainly why nothing was recorded, and the way on."""
    return show(request, "conflict", own_attempt(learner, quiz, at=at), {"reason": reason}, at=at, status=status)


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
