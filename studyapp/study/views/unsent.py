"""An answer that comes when its session has ended, or by a form that is out of date, is put by and shown again."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from studyapp.site.requests import PageRequest
from studyapp.site.values import number_in
from studyapp.study.cards.asks import Ask, BadAsk, opened_showing
from studyapp.study.sitting.scopes import BadScope, Scope
from studyapp.study.unsent import Unsent

STUDY = ("answer", "hint", "reveal")
QUIZ = ("quiz", "quiz-question", "quiz-time-limit")
ANSWERS = ("answer", "quiz", "quiz-question")
"""Of these acts, what would have been recorded."""

type Named = tuple[int, int, str]
"""For whom the form was signed, which question or quiz it is about, and where that is shown."""


def sign_in_first(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for learners. What a visitor sent by a form that was signed for a learner waits until they sign in."""

    @wraps(view)
    def wrapped(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return put_by(request, "session", at=timezone.now()) or redirect_to_login(request.get_full_path())

    return wrapped


def put_by(request: PageRequest, why: str, *, at: datetime) -> HttpResponse | None:
    """Keep what was sent and lead to where it is shown again, by way of signing in for a visitor.

    None, and nothing is kept, unless the form was signed for a learner who is not somebody else than this one.
    """
    match = request.resolver_match
    named = _named(request, match.url_name, match.kwargs) if request.method == "POST" and match else None
    if named is None or match is None:
        return None
    learner, about, address = named
    if request.user.is_authenticated and request.user.pk != learner:
        return None
    unsent = Unsent.of(request, learner, str(match.url_name), about, why)
    if unsent is None:
        return None
    unsent.keep(request, at=at)
    if request.user.is_authenticated:
        return redirect(address)
    to_sign_in = redirect_to_login(address)
    # Else htmx would be led back to the page in view, which may be another by then.
    return HttpResponseClientRedirect(to_sign_in["Location"]) if request.htmx else to_sign_in


def say_why(request: HttpRequest, unsent: Unsent) -> None:
    """That what is filled in again is not recorded yet."""
    if "rating" in unsent.sent:
        messages.warning(request, _("Not saved yet: say again how well you remembered it."))
        return
    sentences = {
        "session": _(
            "Not saved yet: you were signed out when you sent your answer. It is filled in again; send it again."
        ),
        "form": _(
            "Not saved yet: you have signed in again in another tab since this page was shown. Your answer is "
            "filled in again; send it again."
        ),
        "expired": _(
            "Not saved yet: this question was shown to you more than two days ago. Your answer is filled in again; "
            "send it again."
        ),
    }
    if unsent.act in ANSWERS:
        messages.warning(request, sentences[unsent.why])


def answered_meanwhile() -> str:
    return _("Not saved: this question was answered in another tab or on another device, and that answer counts.")


def _named(request: PageRequest, act: str | None, of: dict[str, object]) -> Named | None:
    try:
        if act in STUDY:
            ask = Ask.opened(request.POST.get("ask", ""))
            return (ask.learner, ask.question, _study(request, ask)) if ask.question == of["question"] else None
        if act in QUIZ:
            learner, quiz, _shown_at = opened_showing(request.POST.get("shown", ""))
            return (learner, quiz, _quiz(request, quiz, of)) if quiz == of["quiz"] else None
    except BadAsk:
        pass
    return None


def _study(request: PageRequest, ask: Ask) -> str:
    try:
        query = Scope.read(request.GET).query
    except BadScope:
        query = ""
    return f"{reverse('study')}{query}{'&' if query else '?'}question={ask.question}"


def _quiz(request: PageRequest, quiz: int, of: dict[str, object]) -> str:
    position = of.get("position") or number_in(request.POST.get("position", ""))
    return reverse("quiz-question", args=[quiz, position]) if position else reverse("quiz", args=[quiz])
