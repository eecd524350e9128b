"""Days and spans of time, as a learner reads them."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studyapp.scheduling import Due
from studyapp.study.models import Review


def again_in_words(row: Review) -> str:
    """What comes of an answer: "Again in 10 minutes", "Again tomorrow"; or why it is not scheduled."""
    if row.kind == Review.Event.CRAM:
        return _("Practice: your schedule does not change.")
    if row.rating is None:
        return _("That was quick: it comes back soon, to be sure.")
    return _("Again %(next_due)s") % {"next_due": wait_in_words(row)}


def wait_in_words(row: Review) -> str:
    """How long until the card of this answer is asked again: "in 10 minutes", "tomorrow", "in 4 days"."""
    if row.due_day is None:
        return ""
    if row.due_at is not None:
        minutes = max(round((row.due_at - row.answered_at).total_seconds() / 60), 1)
        return ngettext("in %(n)s minute", "in %(n)s minutes", minutes) % {"n": minutes}
    days = (row.due_day - row.study_day).days
    return _soon(days) or _in_days(days)


def wait_in_short(due: Due, *, at: datetime, day: date) -> str:
    """How long from the moment `at`, on study day `day`, until `due`, as on a button: "10 min", "4 d", "3 mo"."""
    if due.at is not None:
        return _("%(n)s min") % {"n": max(round((due.at - at).total_seconds() / 60), 1)}
    days = (due.day - day).days
    if days < 60:
        return _("%(n)s d") % {"n": days}
    return _("%(n)s mo") % {"n": round(days / 30.44)} if days < 730 else _("%(n)s y") % {"n": round(days / 365.25)}


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
