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
from studyapp.study.figures import Done, Known, Plan, tomorrow
from studyapp.study.models import Review
from studyapp.study.models.reviews import ReviewQuerySet
from studyapp.study.new_day import begin_day
from studyapp.study.progress.decks import DeckProgress, deck_progress
from studyapp.study.progress.news import Novelties
from studyapp.study.progress.week import Week
from studyapp.study.sitting.offers import offers
from studyapp.study.sitting.scopes import EVERYTHING
from studyapp.study.sitting.sitting import Sitting
from studyapp.study.spacing.backlog import Backlog
from studyapp.study.views.notices import tell_what_waits
from studyapp.study.views.showcase import Sample, showcase

NEWS = timedelta(days=7)
MOST_NEWS = 5
MOST_READ = 4 * MOST_NEWS
"""Several questions on one fact come to one piece of news."""
AWAY = 4
"""After so many days without an answer a learner is welcomed back."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        context = showcase(decks_for_readers(get_language() or "en"), request.GET)
        is_refused = isinstance(sample := context["sample"], Sample) and sample.is_unreadable
        return render(request, "study/landing.html", context, status=422 if is_refused else 200)
    at, learner = timezone.now(), request.user
    begin_day(learner, at=at)
    tell_what_waits(request, learner)
    sitting = Sitting.of(learner, at)
    decks = deck_progress(learner, sitting.day, known=True)
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
    learner, day, plan = sitting.learner, sitting.day, Plan.of(sitting)
    week = Week.of(learner, day)
    return {
        "plan": plan,
        "tomorrow": None if plan else tomorrow(sitting),
        "next_due_day": min((one.next_day for one in decks if one.next_day), default=None),
        "away": week.away(day) >= AWAY and not sitting.answers_done,
        "known": Known.of(one.known for one in decks),
        "done": Done.of(sitting),
        "week": week,
        "backlog": Backlog.of(learner, day),
        "beyond_today": sum(one.due for one in decks) > plan.due.n or sum(one.new for one in decks) > plan.new.n,
        "news": once_each(CHANGED.rows(learner=learner.pk, since=day - NEWS)),
    }


def news(*, learner: int, since: date) -> ReviewQuerySet:
    """What the library changed under what they had learned, in the decks they are in."""
    changed = Review.objects.filter(learner=learner).news(since=since)
    enrolments = "question__fact__deck__enrolments"
    current = changed.filter(**{f"{enrolments}__learner": learner, f"{enrolments}__left_at": None})
    return current.select_related("question__fact__superseded_by", "question__fact__deck")[:MOST_READ]


def once_each(changed: list[Review]) -> list[Review]:
    """Of several questions on one fact the first: what is told of it is the same."""
    firsts: dict[int, Review] = {}
    for row in changed:
        firsts.setdefault(row.question.fact_id, row)
    return list(firsts.values())[:MOST_NEWS]


CHANGED = CompiledQuery(news, learner=BigAutoField(), since=DateField())
