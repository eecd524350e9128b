"""Days, spans of time and what a sitting is about, as a learner reads them."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from studyapp.study.models import Review
from studyapp.study.scopes import Scope
from studyapp.study.sitting import Sitting


def wait_in_words(row: Review) -> str:
    """How long until the card of this answer is asked again: "in 10 minutes", "tomorrow", "in 4 days"."""
    if row.due_day is None:
        return ""
    if row.due_at is not None:
        minutes = max(round((row.due_at - row.answered_at).total_seconds() / 60), 1)
        return f"in {minutes} minute{'s' if minutes > 1 else ''}"
    days = (row.due_day - row.study_day).days
    if days < 1:
        return "today"
    if days == 1:
        return "tomorrow"
    if days < 60:
        return f"in {days} days"
    return f"in {round(days / 30.44)} months" if days < 730 else f"in {round(days / 365.25)} years"


def on_day(day: date, today: date, preposition: str = "on") -> str:
    """A day to come: "today", "tomorrow", "on 3 May", or "on 3 May 2027" if it is in another year."""
    if (day - today).days in (0, 1):
        return "tomorrow" if day > today else "today"
    return f"{preposition} {date_format(day, 'j F' if day.year == today.year else 'j F Y')}"


def by_day(day: date, today: date) -> str:
    return on_day(day, today, "by")


def pick_in_words(scope: Scope) -> str:
    """What the scope adds or picks out, a phrase to stand by itself: "What falls due in the next 3 days"."""
    if scope.mistakes:
        phrase = "What you got wrong " + ("today" if scope.mistakes == 1 else f"in the last {scope.mistakes} days")
        if scope.leeches:
            phrase += " and keep forgetting"
    elif scope.quiz:
        phrase = _("What you got wrong in one quiz")
    elif scope.leeches:
        phrase = "What you keep forgetting"
    elif scope.ahead:
        return "What falls due " + ("tomorrow" if scope.ahead == 1 else f"in the next {scope.ahead} days")
    else:
        return "All you have met" if scope.cram else ""
    if scope.ahead:
        phrase += ", as far as it falls due " + ("tomorrow" if scope.ahead == 1 else f"within {scope.ahead} days")
    return phrase


def about(sitting: Sitting) -> list[str]:
    """What a sitting is narrowed to, phrase by phrase; empty for everything."""
    scope = sitting.scope
    return [
        *([f"Only “{sitting.deck_title}”"] if scope.deck else []),
        *([f"Only facts from “{sitting.article_title}”"] if scope.article else []),
        *filter(None, [pick_in_words(scope)]),
        *(["Practice: your schedule stays as it is"] if scope.cram else []),
    ]
