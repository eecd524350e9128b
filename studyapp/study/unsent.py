"""What a learner sent and could not have recorded: kept in their session for an hour, until it is shown again."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from django.http import HttpRequest, QueryDict

KEY = "unsent"
LONGEST = 16 * 1024
"""Characters, as a browser sends them; an answer has a few hundred."""
MAX_AGE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Unsent:
    """One form as it was sent. `act` and `about` name what it was for, by the address: "answer" and a question.

    `why` it was not recorded: the session had ended, the form was out of date, or its ask was too old.
    """

    learner: int
    act: str
    about: int
    why: str
    fields: str

    @classmethod
    def of(cls, request: HttpRequest, learner: int, act: str, about: int, why: str) -> Self | None:
        """None for more than can be kept."""
        sent = request.POST.copy()
        sent.pop("csrfmiddlewaretoken", None)
        fields = sent.urlencode()
        return cls(learner, act, about, why, fields) if len(fields) <= LONGEST else None

    @property
    def sent(self) -> QueryDict:
        return QueryDict(self.fields)

    @property
    def token(self) -> str:
        """What the form was signed with."""
        return str(self.sent.get("ask", self.sent.get("shown")))

    def keep(self, request: HttpRequest, *, at: datetime) -> None:
        """In place of what was kept before. For a visitor it makes a session, which ends as soon as this does."""
        if not request.user.is_authenticated:
            request.session.set_expiry(int(MAX_AGE.total_seconds()))
        request.session[KEY] = [at.timestamp(), self.learner, self.act, self.about, self.why, self.fields]


def take(
    request: HttpRequest, learner: int, *, acts: tuple[str, ...], about: int | None = None, at: datetime
) -> Unsent | None:
    """What was kept for this learner and one of these acts, once: None if there is nothing, or it is not theirs."""
    if KEY not in request.session or request.method != "GET":
        return None
    kept_at, *fields = request.session[KEY]
    unsent = Unsent(*fields)
    if unsent.learner == learner and (unsent.act not in acts or about not in (None, unsent.about)):
        return None  # for another page
    del request.session[KEY]
    is_old = not timedelta(0) <= at - datetime.fromtimestamp(kept_at, UTC) <= MAX_AGE
    return None if is_old or unsent.learner != learner else unsent


def hand_over(request: HttpRequest, learner: int) -> None:
    """Whoever signs in gets what is theirs, and nothing of whoever was here before."""
    if KEY not in request.session:
        return
    request.session.set_expiry(None)
    if request.session[KEY][1] != learner:
        del request.session[KEY]
