"""The progress pages: each reads a year of the learner's days at most, and the snapshot of the study day."""

from datetime import date, datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from studyapp.accounts.models import User
from studyapp.insights.activity import answers, minutes
from studyapp.insights.calibration import Calibration
from studyapp.insights.comparing import by_deck, by_kind
from studyapp.insights.figures import in_percent
from studyapp.insights.forecast import DAYS as DAYS_AHEAD
from studyapp.insights.forecast import forecast
from studyapp.insights.knowing import histograms
from studyapp.insights.weeks import recent, weeks
from studyapp.insights.weeks import retention as retention_figure
from studyapp.insights.year import calendar
from studyapp.library.models import Deck, Fact
from studyapp.site.requests import LearnerRequest
from studyapp.study.cards.fold import Tally
from studyapp.study.figures import Known
from studyapp.study.learners import study_day_of
from studyapp.study.models import Day, Snapshot
from studyapp.study.progress.decks import recalled_by_deck
from studyapp.study.progress.habit import Habit, first_day
from studyapp.study.progress.snapshots import KnowledgeFigures, snapshot_of

PAGES = [
    ("progress", _("Activity")),
    ("progress-retention", _("Retention")),
    ("progress-knowledge", _("Knowledge")),
    ("progress-calibration", _("Certainty")),
]
MOST_LISTED = 20


@login_required
@require_safe
def progress(request: LearnerRequest) -> HttpResponse:
    """What was done, and what is to come."""
    learner, _at, today = _learner(request)
    days = Day.objects.tallies(learner, _year(today), "study_day")
    studied = [day for day, tally in days.items() if tally.answers]
    context: dict[str, object] = {"empty": not studied}
    if studied:
        load = Day.objects.load(learner, (today, today + timedelta(days=DAYS_AHEAD - 1)))
        overdue = Day.objects.due_by(learner, today - timedelta(days=1))
        context |= {
            "known": Known.of(recalled_by_deck(learner, today).values()),
            "habit": Habit.of(studied, today),
            "recent": recent(days, today),
            "wanted": in_percent(float(learner.desired_retention)),
            "figures": [answers(days, today), minutes(days, today), forecast(load, overdue, today)],
            "calendar": calendar(days, today),
        }
    return _page(request, "insights/activity.html", context)


@login_required
@require_safe
def retention(request: LearnerRequest) -> HttpResponse:
    """How much of what was learned was known at its review; by deck and by kind."""
    learner, at, today = _learner(request)
    year = _year(today)
    days = Day.objects.tallies(learner, year, "study_day")
    context: dict[str, object] = {"empty": not any(tally.answers for tally in days.values())}
    if not context["empty"]:
        knowledge = _knowledge(snapshot_of(learner, at=at))
        found = weeks(days, today)
        context |= {
            "recent": recent(days, today),
            "wanted": in_percent(float(learner.desired_retention)),
            "tested": any(week.tally.young or week.tally.mature for week in found),
            "figure": retention_figure(found, float(learner.desired_retention)),
            "decks": by_deck(
                list(Deck.objects.with_own(learner)),
                Day.objects.tallies(learner, _year(today), "deck_id"),
                recalled_by_deck(learner, today),
            ),
            "kinds": by_kind(knowledge),
        }
    return _page(request, "insights/retention.html", context)


@login_required
@require_safe
def knowledge(request: LearnerRequest) -> HttpResponse:
    """What is known today, and which facts are the hardest."""
    learner, at, today = _learner(request)
    snapshot = snapshot_of(learner, at=at)
    found = _knowledge(snapshot)
    seen = Fact.objects.visible() | Fact.objects.of(learner)
    facts = seen.select_related("deck").in_bulk([fact for fact, *_counts in found.hardest])
    context = {
        "empty": not found.met,
        "known": Known.of(recalled_by_deck(learner, today).values()),
        "snapshot": snapshot,
        "figures": histograms(found),
        "hardest": [(facts[fact], wrong, count) for fact, wrong, count in found.hardest if fact in facts],
    }
    return _page(request, "insights/knowledge.html", context)


@login_required
@require_safe
def calibration(request: LearnerRequest) -> HttpResponse:
    """How certain the learner was, and what came of it; first what they were sure of and had wrong."""
    learner, _at, today = _learner(request)
    total = Tally()
    for tally in Day.objects.tallies(learner, _year(today), "deck_id", certainty=True).values():
        total.add(tally)
    shown = ("question__fact__deck", "question__according_to", "revision__question")
    rows = learner.reviews.sure_and_wrong().select_related(*shown)[:MOST_LISTED]
    found = Calibration.of(total)
    context = {
        "empty": not found.total and not rows,
        "calibration": found,
        "figure": found.figure(),
        "sure_and_wrong": rows,
    }
    return _page(request, "insights/calibration.html", context)


def _learner(request: LearnerRequest) -> tuple[User, datetime, date]:
    at = timezone.now()
    return request.user, at, study_day_of(request.user, at)


def _year(today: date) -> tuple[date, date]:
    return first_day(today), today


def _knowledge(snapshot: Snapshot) -> KnowledgeFigures:
    return KnowledgeFigures(**snapshot.figures)


def _page(request: LearnerRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return render(request, template, {"pages": PAGES, **context})
