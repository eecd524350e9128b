"""Days, spans of time and what a sitting is about, as a learner reads them."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studyapp.study.models import Review
from studyapp.study.sitting.scopes import Scope
from studyapp.study.sitting.sitting import Sitting


def wait_in_words(row: Review) -> str:
    """How long until the card of this answer is asked again: "in 10 minutes", "tomorrow", "in 4 days"."""
    if row.due_day is None:
        return ""
    if row.due_at is not None:
        minutes = max(round((row.due_at - row.answered_at).total_seconds() / 60), 1)
        return ngettext("in %(n)s minute", "in %(n)s minutes", minutes) % {"n": minutes}
    days = (row.due_day - row.study_day).days
    return _soon(days) or _in_days(days)


def _soon(days: int) -> str:
    """ "today" or "tomorrow"; "" for any later day."""
    if days < 1:
        return _("today")
    return _("tomorrow") if days == 1 else ""


def _in_days(days: int) -> str:
    if days < 60:
        return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
    months, years = round(days / 30.44), round(days / 365.25)
    if days < 730:
        return ngettext("in %(n)s month", "in %(n)s months", months) % {"n": months}
    return ngettext("in %(n)s year", "in %(n)s years", years) % {"n": years}


def on_day(day: date, today: date) -> str:
    """A day to come: "today", "tomorrow", "on 3 May", or "on 3 May 2027" if it is in another year."""
    return _soon((day - today).days) or _("on %(day)s") % {"day": _dated(day, today)}


def by_day(day: date, today: date) -> str:
    """The end of a span: "today", "tomorrow", "by 3 May"."""
    return _soon((day - today).days) or _("by %(day)s") % {"day": _dated(day, today)}


def _dated(day: date, today: date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT" if day.year == today.year else "DATE_FORMAT")


def pick_in_words(scope: Scope) -> str:
    """What the scope adds or picks out, a phrase to stand by itself: "What falls due in the next 3 days"."""
    if scope.mistakes or scope.leeches or scope.quiz:
        return _as_far_as_due(_picked_in_words(scope), scope.ahead) if scope.ahead else _picked_in_words(scope)
    if scope.ahead == 1:
        return _("What falls due tomorrow")
    if scope.ahead:
        return ngettext(
            "What falls due in the next %(n)s day", "What falls due in the next %(n)s days", scope.ahead
        ) % {"n": scope.ahead}
    return _("All you have met") if scope.cram else ""


def _picked_in_words(scope: Scope) -> str:
    if scope.mistakes:
        return _mistakes_in_words(scope)
    return _("What you got wrong in one quiz") if scope.quiz else _("What you keep forgetting")


def _mistakes_in_words(scope: Scope) -> str:
    if scope.mistakes == 1:
        return _("What you got wrong today and keep forgetting") if scope.leeches else _("What you got wrong today")
    if scope.leeches:
        return ngettext(
            "What you got wrong in the last %(n)s day and keep forgetting",
            "What you got wrong in the last %(n)s days and keep forgetting",
            scope.mistakes,
        ) % {"n": scope.mistakes}
    return ngettext(
        "What you got wrong in the last %(n)s day", "What you got wrong in the last %(n)s days", scope.mistakes
    ) % {"n": scope.mistakes}


def _as_far_as_due(phrase: str, days: int) -> str:
    if days == 1:
        return _("%(phrase)s, as far as it falls due tomorrow") % {"phrase": phrase}
    return ngettext(
        "%(phrase)s, as far as it falls due within %(n)s day",
        "%(phrase)s, as far as it falls due within %(n)s days",
        days,
    ) % {"phrase": phrase, "n": days}


def about(sitting: Sitting) -> list[str]:
    """What a sitting is narrowed to, phrase by phrase; empty for everything."""
    scope = sitting.scope
    return [
        *([_("Only “%(title)s”") % {"title": sitting.deck_title}] if scope.deck else []),
        *([_("Only facts from “%(title)s”") % {"title": sitting.article_title}] if scope.article else []),
        *filter(None, [pick_in_words(scope)]),
        *([_("Practice: your schedule stays as it is")] if scope.cram else []),
    ]
