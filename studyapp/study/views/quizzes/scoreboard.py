"""The page of whoever shares a quiz: its code, everybody's score, and the end of taking answers."""

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from studyapp.accounts.models import User
from studyapp.site.requests import LearnerRequest
from studyapp.site.values import Context, number_in
from studyapp.study.models import Attempt, Quiz
from studyapp.study.quizzes.drawing import NothingToAsk
from studyapp.study.quizzes.options import QuizOptions
from studyapp.study.quizzes.scoreboard import participants, tallies
from studyapp.study.quizzes.sharing import TooManyShared, another_round
from studyapp.study.quizzes.wording import span_in_words
from studyapp.study.views.quizzes.choosing import CHANCE, nothing_here
from studyapp.study.views.quizzes.sharing import too_many_today

A_PAGE = 100
"""Participants."""


def own_shared_quiz(learner: User, quiz: int) -> Quiz:
    """Raises Http404 for what they do not share."""
    return get_object_or_404(learner.quizzes.filter(code__isnull=False), pk=quiz)


def link_to(request: HttpRequest, quiz: Quiz) -> str:
    return request.build_absolute_uri(reverse("take-part", args=[quiz.code]))


def picture_of(link: str) -> SafeString:
    """A QR code as SVG. Its ground is white in the dark too: not every camera reads a light code on a dark one."""
    code = segno.make(link, micro=False)
    return mark_safe(code.svg_inline(omitsize=True, light="#fff", svgclass="qr", lineclass=None))  # noqa: S308  of squares


@login_required
@require_safe
def scores(request: LearnerRequest, quiz: int) -> HttpResponse:
    shared = own_shared_quiz(request.user, quiz)
    link = link_to(request, shared)
    page = Paginator(participants(shared), A_PAGE).get_page(request.GET.get("page"))
    context: Context = {
        "quiz": shared,
        "link": link,
        "qr": picture_of(link),
        "entrance": request.build_absolute_uri(reverse("quiz-code")),
        "page": page,
        "rows": [(one, span_in_words(one.took) if one.took else "–") for one in page],
        "now": timezone.now(),
        "finished": shared.attempts.finished().count(),
        "tallies": tallies(shared),
    }
    return render(request, "study/quiz_scores.html", context)


@login_required
def show_name(request: LearnerRequest, quiz: int) -> HttpResponse:
    """Hide the name of one participant from the page, or show it again."""
    shared = own_shared_quiz(request.user, quiz)
    if request.method == "POST":
        participant, hide = number_in(request.POST.get("participant", "")), request.POST.get("hide")
        if hide not in ("0", "1"):
            return render(request, "400.html", status=400)
        if participant is None or not shared.attempts.filter(learner=participant).update(hidden=hide == "1"):
            raise Http404
    return redirect("quiz-scores", shared.pk)


@login_required
def give_time(request: LearnerRequest, quiz: int) -> HttpResponse:
    """Five minutes more for one participant, whose time still runs."""
    shared = own_shared_quiz(request.user, quiz)
    if request.method != "POST":
        return redirect("quiz-scores", shared.pk)
    participant, seen = (number_in(request.POST.get(name, "")) for name in ("participant", "more"))
    if participant is None or seen is None:
        return render(request, "400.html", status=400)
    attempt = get_object_or_404(shared.attempts.select_related("learner", "quiz"), learner__pk=participant)
    if attempt.take_more_time(seen, at=timezone.now()):
        messages.success(request, _("%(name)s has 5 more minutes.") % {"name": _named(attempt)})
    else:
        messages.info(request, _("%(name)s has no time limit running any more.") % {"name": _named(attempt)})
    return redirect("quiz-scores", shared.pk)


def _named(attempt: Attempt) -> str:
    return _("Hidden name") if attempt.hidden else attempt.name


@login_required
def another(request: LearnerRequest, quiz: int) -> HttpResponse:
    """A further round for the same people: whoever took part finds it in their result."""
    shared = own_shared_quiz(request.user, quiz)
    if request.method == "POST":
        try:
            shared = another_round(request.user, shared, at=timezone.now(), chance=CHANCE)
        except NothingToAsk:
            messages.error(request, nothing_here(QuizOptions.of(shared)))
        except TooManyShared:
            messages.error(request, too_many_today())
        else:
            messages.success(request, _("The next round is ready. Everyone who took part finds it in their result."))
    return redirect("quiz-scores", shared.pk)


@login_required
def close(request: LearnerRequest, quiz: int) -> HttpResponse:
    """Take no more answers, or take them again."""
    shared = own_shared_quiz(request.user, quiz)
    if request.method == "POST":
        if request.POST.get("close") not in ("0", "1"):
            return render(request, "400.html", status=400)
        shutting = request.POST["close"] == "1"
        if shutting != shared.is_closed:
            Quiz.objects.filter(pk=shared.pk).update(closed_at=timezone.now() if shutting else None)
        said = _("The quiz is closed.") if shutting else _("The quiz is open again.")
        messages.success(request, said)
    return redirect("quiz-scores", shared.pk)
