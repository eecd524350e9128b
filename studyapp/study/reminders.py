"""The reminder: one short email on a study day with something left to do, at the hour the learner chose."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from email.policy import Policy
from typing import ClassVar

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from studyapp.accounts.models import User
from studyapp.accounts.unsubscribing import link_for
from studyapp.scheduling import SLACK
from studyapp.study.figures import Plan
from studyapp.study.learners import clock_of, study_day_of
from studyapp.study.sitting.sitting import Sitting

PATIENCE = 6
"""An email that is more hours late is not sent: at night it would be worse than none."""


class WholeHeader(str):
    """A link in a header, never folded: a long one would be encoded at the fold, and mail programs do not undo that."""

    __slots__ = ()
    name: ClassVar[str] = "List-Unsubscribe"

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


@dataclass
class Round:
    """What came of looking through all learners once."""

    sent: int = 0
    failures: list[str] = field(default_factory=list)
    """The addresses that could not be written to, and why."""


def remind_all(at: datetime) -> Round:
    """See to everyone whose hour has struck; an address that cannot be written to keeps nobody else waiting."""
    done = Round()
    for learner in learners_to_remind(at):
        try:
            done.sent += remind(learner, at=at)
        except (OSError, ValueError) as error:  # of the mail server, or for an address that it cannot use
            done.failures.append(f"{learner.email}: {error}")
    return done


def learners_to_remind(at: datetime) -> Iterator[User]:
    """Whose hour has struck, and whose study day has not been seen to."""
    for learner in User.objects.to_be_reminded():
        if _has_struck(learner, at) and not _was_seen_to(learner, study_day_of(learner, at)):
            yield learner


def _has_struck(learner: User, at: datetime) -> bool:
    return learner.remind_at is not None and 0 <= clock_of(learner).hours_since(learner.remind_at, at) < PATIENCE


def _was_seen_to(learner: User, day: date) -> bool:
    """A day that lies too far ahead to be believed is one that a wrong clock named."""
    return learner.reminded_on is not None and day <= learner.reminded_on <= day + SLACK


def remind(learner: User, *, at: datetime) -> bool:
    """See to the learner's reminder of this study day. False if no email was sent, because none was called for."""
    day, sitting = study_day_of(learner, at), Sitting.of(learner, at)
    if not sitting.left:
        learner.take_reminder(day, latest=day + SLACK)
        return False
    with override(learner.language or settings.LANGUAGE_CODE):
        email = email_on(sitting)
    with mailers.default as post:  # first, so that a mail server that is away costs nobody the email of the day
        if not learner.take_reminder(day, latest=day + SLACK):
            return False
        post.send_messages([email])
    return True


def email_on(sitting: Sitting) -> EmailMessage:
    stop = link_for(sitting.learner)
    context = {
        "plan": Plan.of(sitting),
        "study": settings.SITE_URL + reverse("study"),
        "settings": settings.SITE_URL + reverse("settings"),
        "stop": stop,
    }
    return EmailMessage(
        subject_of(sitting),
        render_to_string("study/email/reminder.txt", context),
        to=[str(sitting.learner.email)],
        # RFC 8058: mail programs offer a button of their own, which posts to the link.
        headers={"List-Unsubscribe": WholeHeader(f"<{stop}>"), "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def subject_of(sitting: Sitting) -> str:
    return _("Today: %(plan)s") % {"plan": Plan.of(sitting).words}
