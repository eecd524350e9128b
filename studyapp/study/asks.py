"""An ask: one showing of one card, signed, so that an answer can name exactly what was shown.

Anyone can read a signed token, so it carries no answer; the signature is bound to the learner.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from django.core import signing
from django.utils.crypto import salted_hmac

MAX_AGE = timedelta(days=2)
LONGEST_ELAPSED = timedelta(hours=1)
"""A page left open overnight says nothing about how long the answer took."""


class BadAsk(Exception):
    """The token is missing, forged, another learner's or about another question."""


class ExpiredAsk(Exception):
    """The question was shown too long ago."""


@dataclass(frozen=True, slots=True)
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

    @property
    def token(self) -> str:
        shown = round(self.shown_at.timestamp() * 1000)
        named = [self.question, self.revision, self.version, shown, int(self.hinted)]
        return signing.dumps(named, salt=_salt(self.learner))

    @classmethod
    def read(cls, token: str, *, learner: int, question: int, at: datetime) -> Self:
        """The ask that `token` names. Raises BadAsk or ExpiredAsk."""
        try:
            asked, revision, version, shown, hinted = signing.loads(token, salt=_salt(learner))
        except (signing.BadSignature, ValueError, UnicodeError) as error:
            raise BadAsk from error
        if asked != question:
            raise BadAsk
        ask = cls(learner, asked, revision, version, datetime.fromtimestamp(shown / 1000, UTC), bool(hinted))
        if at - ask.shown_at > MAX_AGE:
            raise ExpiredAsk
        return ask

    def elapsed_ms(self, at: datetime) -> int:
        return elapsed_ms(self.shown_at, at)


def elapsed_ms(shown_at: datetime, at: datetime) -> int:
    """How long an answer took, in milliseconds: at least 0, at most an hour."""
    return int(min(max(at - shown_at, timedelta(0)), LONGEST_ELAPSED).total_seconds() * 1000)


def _salt(learner: int) -> str:
    return f"study.ask.{learner}"
