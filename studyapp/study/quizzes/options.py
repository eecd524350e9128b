"""What a quiz is to be like: what it is drawn from, how long it is, and how it is taken."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from studyapp.accounts.models import User
from studyapp.study.models import Quiz

LENGTHS = (5, 10, 20)
MISTAKE_DAYS = (1, 7, 30)


@dataclass(frozen=True, slots=True)
class QuizOptions:
    """What a quiz is to be like. Its scope is everything, unless narrowed: by decks and an article, which are slugs,
    by decks of the learner's own, which are numbers, and to what they got wrong in the last so many study days.
    """

    decks: tuple[str, ...] = ()
    own: tuple[int, ...] = ()
    article: str = ""
    mistakes: int = 0
    length: int = 10
    minutes: int | None = None
    one_page: bool = False
    feedback_at_end: bool = False

    @classmethod
    def of(cls, quiz: Quiz) -> Self:
        """What was chosen when it was made."""
        return cls.stored(quiz.scope, {name: getattr(quiz, name) for name in MANNER})

    @classmethod
    def stored(cls, scope: Mapping[str, Any], manner: Mapping[str, Any]) -> Self:
        """Those with this `scope` and `manner`."""
        many = {name: tuple(scope.get(name, ())) for name in ("decks", "own")}
        return cls(**{**scope, **many}, **manner)

    @classmethod
    def for_learner(cls, quiz: Quiz, learner: User) -> Self:
        """What of it another quiz of this learner can be drawn from: of others' own decks they know nothing."""
        options = cls.of(quiz)
        return options if quiz.owner_id == learner.pk else replace(options, own=())

    @property
    def scope(self) -> dict[str, Any]:
        """As the quiz keeps it: what is empty is left out, so that equal scopes are equal."""
        named: dict[str, object] = {name: sorted(getattr(self, name)) for name in ("decks", "own")}
        named |= {name: getattr(self, name) for name in ("article", "mistakes")}
        return {name: value for name, value in named.items() if value}

    @property
    def manner(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in MANNER}

    @property
    def query(self) -> str:
        """For the end of the address where a quiz is chosen: all that is not as usual."""
        usual = type(self)()
        named: dict[str, Any] = {"deck": sorted(self.decks), "own": sorted(self.own)}
        for name in ("article", "mistakes", *MANNER):
            if (value := getattr(self, name)) != getattr(usual, name):
                named[name] = int(value) if isinstance(value, bool) else value
        return "?" + urlencode(named, doseq=True) if any(named.values()) else ""


MANNER = ("length", "minutes", "one_page", "feedback_at_end")
