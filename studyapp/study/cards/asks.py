"""An ask: one showing of one card, signed, so that an answer can name exactly what was shown.

Anyone can read a signed token, so it carries no answer. It names its learner, so that it is nobody else's, and so that
an answer finds its way back to them when the session has ended.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Self

from django.core import signing
from django.utils.crypto import salted_hmac

MAX_AGE = timedelta(days=2)
MILLISECOND = timedelta(milliseconds=1)
SALT, QUIZ_SALT = "study.ask", "study.quiz"
LONGEST_ELAPSED = timedelta(hours=1)
"""A page left open overnight says nothing about how long the answer took."""


class BadAsk(Exception):
    """The token is missing, forged, another learner's or about another question."""


class ExpiredAsk(Exception):
    """The question was shown too long ago."""


@dataclass(frozen=True)
class Ask:
    learner: int
    question: int
    revision: int
    version: int
    shown_at: datetime
    hinted: bool = False
    """Whether a hint was shown with it, which costs the rating."""

    @property
    def seed(self) -> str:
        """Orders the options: stable under reload, another at the next showing, and no secret."""
        return f"{self.learner}:{self.question}:{self.version}"

    @property
    def hint_seed(self) -> str:
        """Chooses what a hint tells: keyed, since options struck out by a known seed would tell the answer."""
        return salted_hmac("study.hint", self.seed, algorithm="sha256").hexdigest()

    @cached_property
    def token(self) -> str:
        shown, hinted = in_ms(self.shown_at), int(self.hinted)
        return sign(SALT, self.learner, self.question, self.revision, self.version, shown, hinted)

    @classmethod
    def opened(cls, token: str) -> Self:
        """Whatever ask `token` names, of whichever learner and however old. Raises BadAsk."""
        learner, question, revision, version, shown, hinted = unsign(SALT, token, 6)
        return cls(learner, question, revision, version, of_ms(shown), bool(hinted))

    @classmethod
    def read(cls, token: str, *, learner: int, question: int, at: datetime) -> Self:
        """The ask that `token` names. Raises BadAsk or ExpiredAsk."""
        ask = cls.opened(token)
        if (ask.learner, ask.question) != (learner, question):
            raise BadAsk
        if ask.is_expired(at):
            raise ExpiredAsk
        return ask

    def is_expired(self, at: datetime) -> bool:
        return at - self.shown_at > MAX_AGE

    def on_screen(self, shown_ms: int | None, *, at: datetime) -> Self:
        """The same ask, shown so many milliseconds ago by what its page says, which may be fetched before it is shown.

        It cannot have been shown for longer than it is old; a page that says nothing was shown at once.
        """
        if shown_ms is None or shown_ms >= (at - self.shown_at) / MILLISECOND:
            return self
        return replace(self, shown_at=at - shown_ms * MILLISECOND)

    def elapsed_ms(self, at: datetime) -> int:
        return elapsed_ms(self.shown_at, at)


def elapsed_ms(shown_at: datetime, at: datetime) -> int:
    """How long an answer took, in milliseconds: at least 0, at most an hour."""
    return min(max(at - shown_at, timedelta(0)), LONGEST_ELAPSED) // MILLISECOND


def showing(learner: int, quiz: int, at: datetime) -> str:
    """Says when a page of a quiz was shown, and to whom; signed, so that nobody else can."""
    return sign(QUIZ_SALT, learner, quiz, in_ms(at))


def opened_showing(token: str) -> tuple[int, int, datetime]:
    """The learner, the quiz and the moment. Raises BadAsk for a token that is none."""
    learner, quiz, shown = unsign(QUIZ_SALT, token, 3)
    return learner, quiz, of_ms(shown)


def sign(salt: str, *named: Any) -> str:
    """Anyone can read what is named here, and nobody else can make it."""
    return signing.dumps(named, salt=salt)


def unsign(salt: str, token: str, length: int) -> Any:
    """So many values as were signed. Raises BadAsk for a token that is none."""
    try:
        named = signing.loads(token, salt=salt)
    except (signing.BadSignature, ValueError, UnicodeError) as error:
        raise BadAsk from error
    if not isinstance(named, list) or len(named) != length:
        raise BadAsk
    return named


def in_ms(moment: datetime) -> int:
    """In milliseconds, to which the moments of tokens are rounded."""
    return round(moment.timestamp() * 1000)


def of_ms(moment: int) -> datetime:
    return datetime.fromtimestamp(moment / 1000, UTC)
