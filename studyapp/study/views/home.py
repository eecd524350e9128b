"""The first page: what a visitor finds, and what a learner has before them today."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from studyapp.library.models import Deck
from studyapp.study.catching_up import Backlog
from studyapp.study.following import begin_day
from studyapp.study.more import offers
from studyapp.study.progress import deck_progress, next_due_day
from studyapp.study.scopes import EVERYTHING
from studyapp.study.sitting import Sitting

NEWS_DAYS = timedelta(days=7)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "study/landing.html", {"decks": Deck.objects.with_counts()})
    at, learner = timezone.now(), request.user
    begin_day(learner, at=at)
    sitting = Sitting.of(learner, at)
    decks = deck_progress(learner, sitting.day)
    context = {
        "sitting": sitting,
        "decks": decks,
        "more_new": any(one.new for one in decks),
        "next_due_day": next_due_day(learner, sitting.day),
        "tomorrow": sitting.day + timedelta(days=1),
        "backlog": Backlog.of(learner, sitting.day),
        "offers": offers(learner, EVERYTHING, at=at) if decks and not sitting.left else [],
        "news": learner.reviews.news(since=sitting.day - NEWS_DAYS).select_related("fact__superseded_by", "question"),
    }
    if not decks:
        context["offered"] = Deck.objects.with_counts()
    return render(request, "study/home.html", context)
