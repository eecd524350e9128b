"""What a sitting is about, as a learner reads it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studyapp.study.sitting.scopes import Scope
from studyapp.study.sitting.sitting import Sitting


def pick_in_words(scope: Scope) -> str:
    """What the scope adds or picks out, a phrase to stand by itself: "What falls due in the next 3 days"."""
    if scope.mistakes or scope.leeches or scope.quiz:
        return _as_far_as_due(_picked_in_words(scope), scope.ahead) if scope.ahead else _picked_in_words(scope)
    if scope.ahead == 1:
        return _("What is due tomorrow")
    if scope.ahead:
        return ngettext("What is due in the next %(n)s day", "What is due in the next %(n)s days", scope.ahead) % {
            "n": scope.ahead
        }
    return _("Everything you have seen") if scope.cram else ""


def _picked_in_words(scope: Scope) -> str:
    if scope.mistakes:
        return _mistakes_in_words(scope)
    return _("What you got wrong in one quiz") if scope.quiz else _("What you keep forgetting (leeches)")


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
        return _("%(phrase)s, only what is due tomorrow") % {"phrase": phrase}
    return ngettext(
        "%(phrase)s, only what is due within %(n)s day",
        "%(phrase)s, only what is due within %(n)s days",
        days,
    ) % {"phrase": phrase, "n": days}


def about(sitting: Sitting) -> list[str]:
    """What a sitting is narrowed to, phrase by phrase; empty for everything."""
    scope = sitting.scope
    return [
        *([_("Only “%(title)s”") % {"title": sitting.deck_title}] if scope.deck or scope.own else []),
        *([_("Only facts from “%(title)s”") % {"title": sitting.article_title}] if scope.article else []),
        *filter(None, [pick_in_words(scope)]),
        *([_("Practice: your schedule does not change")] if scope.cram else []),
    ]


def left_in_words(sitting: Sitting) -> list[str]:
    """What is left of a sitting, sort by sort; of what there is none, nothing is said."""
    if sitting.scope.cram:
        return [_to_go(sitting)]
    n = sitting.learning_left
    learning = [ngettext("%(n)s learning", "%(n)s learning", n) % {"n": n}] if n else []
    if sitting.scope.picks:
        return [*learning, _to_go(sitting)]
    n = sitting.new_left
    new = [ngettext("%(n)s new", "%(n)s new", n) % {"n": n}] if n else []
    n = sitting.reviews_left
    due = [ngettext("%(n)s due", "%(n)s due", n) % {"n": n}] if n else []
    return [*new, *learning, *due, *([_ahead(sitting)] if sitting.scope.ahead else [])]


def _to_go(sitting: Sitting) -> str:
    n = sitting.more_left
    if sitting.more_than_counted:
        return ngettext("%(n)s or more to go", "%(n)s or more to go", n) % {"n": n}
    return ngettext("%(n)s to go", "%(n)s to go", n) % {"n": n}


def _ahead(sitting: Sitting) -> str:
    n = sitting.more_left
    if sitting.more_than_counted:
        return ngettext("%(n)s or more ahead", "%(n)s or more ahead", n) % {"n": n}
    return ngettext("%(n)s ahead", "%(n)s ahead", n) % {"n": n}


def minutes_in_words(sitting: Sitting) -> str:
    """How long what is left will take; "" where nothing is."""
    n = sitting.minutes_left
    return ngettext("about %(n)s min", "about %(n)s min", n) % {"n": n} if n else ""


def in_words(sitting: Sitting) -> dict[str, object]:
    """A sitting as its pages show it: with what it is about, and what is left of it."""
    left, minutes = left_in_words(sitting), minutes_in_words(sitting)
    return {"sitting": sitting, "about": about(sitting), "left": left, "minutes": minutes}
