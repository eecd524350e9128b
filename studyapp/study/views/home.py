"""The first page: what a visitor finds, and for a learner what to do now, how they are doing, and what is new."""

from datetime import date, timedelta

from django.db.models import BigAutoField, DateField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from studyapp.compiled import CompiledQuery
from studyapp.library.models.decks import decks_for_readers
from studyapp.study.models import Review
from studyapp.study.models.reviews import ReviewQuerySet
from studyapp.study.new_day import begin_day
from studyapp.study.progress.decks import DeckProgress, deck_progress
from studyapp.study.progress.news import Novelties
from studyapp.study.progress.week import week_of
from studyapp.study.sitting.offers import offers
from studyapp.study.sitting.scopes import EVERYTHING
from studyapp.study.sitting.sitting import Sitting
from studyapp.study.sitting.wording import left_in_words
from studyapp.study.spacing.backlog import Backlog
from studyapp.study.views.showcase import Sample, showcase

NEWS = timedelta(days=7)
MOST_NEWS = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        context = showcase(decks_for_readers(get_language() or "en"), request.GET)
        is_refused = isinstance(sample := context["sample"], Sample) and sample.is_unreadable
        return render(request, "study/landing.html", context, status=422 if is_refused else 200)
    at, learner = timezone.now(), request.user
    begin_day(learner, at=at)
    sitting = Sitting.of(learner, at)
    decks = deck_progress(learner, sitting.day)
    context = {"sitting": sitting, "decks": decks}
    if decks:
        context |= _now(sitting, decks)
        context["offers"] = [] if sitting.left else offers(learner, EVERYTHING, at=at)
        context["novelties"] = Novelties.of(learner, since=at - NEWS)
    else:
        context["offered"] = decks_for_readers(get_language() or "en")
    return render(request, "study/home.html", context)


def _now(sitting: Sitting, decks: list[DeckProgress]) -> dict[str, object]:
    """What to do, how it goes, and what changed."""
    learner, day = sitting.learner, sitting.day
    due, new = sum(one.due for one in decks), sum(one.new for one in decks)
    return {
        "left": left_in_words(sitting),
        "next_due_day": min((one.next_day for one in decks if one.next_day), default=None),
        "tomorrow": day + timedelta(days=1),
        "backlog": Backlog.of(learner, day),
        "more_new": bool(new),
        # The decks count all they hold, the plan above them what a day asks: said only where they differ.
        "due": due,
        "beyond_today": due > sitting.due_left or new > sitting.new_left,
        "known": sum(one.known for one in decks),
        "total": sum(one.total for one in decks),
        "week": week_of(learner, day),
        "news": CHANGED.rows(learner=learner.pk, since=day - NEWS),
    }


def news(*, learner: int, since: date) -> ReviewQuerySet:
    """What the library changed under what they had learned, in the decks they are in."""
    changed = Review.objects.filter(learner=learner).news(since=since)
    enrolments = "question__fact__deck__enrolments"
    current = changed.filter(**{f"{enrolments}__learner": learner, f"{enrolments}__left_at": None})
    return current.select_related("question__fact__superseded_by", "question__fact__deck")[:MOST_NEWS]


CHANGED = CompiledQuery(news, learner=BigAutoField(), since=DateField())
