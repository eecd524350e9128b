"""What a learner can study beyond the day's plan, each offered where it has something to offer."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from studyapp.accounts.models import User
from studyapp.study.sitting.scopes import EVERYTHING, Scope
from studyapp.study.sitting.sitting import Sitting
from studyapp.study.sitting.wording import pick_in_words

AHEAD, LAST_DAYS = 3, 7
"""How many days ahead, and whose mistakes, are offered; the address may name others."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A sitting of another scope, with how many questions wait in it."""

    words: str
    sitting: Sitting

    @property
    def query(self) -> str:
        return self.sitting.scope.query


def offers(learner: User, place: Scope, *, at: datetime, besides: Scope = EVERYTHING) -> list[Offer]:
    """All that has a question left now, within the deck or the article of `place`."""
    scopes = [
        replace(place, ahead=AHEAD),
        replace(place, mistakes=LAST_DAYS),
        replace(place, leeches=True),
        replace(place, mistakes=1, cram=True),
    ]
    if not place.is_everything:
        scopes.append(replace(place, cram=True))
    sittings = [Sitting.of(learner, at, scope) for scope in scopes if scope != besides]
    return [Offer(_words(sitting.scope), sitting) for sitting in sittings if sitting.more_left]


def _words(scope: Scope) -> str:
    phrase = pick_in_words(scope)
    return _("%(phrase)s, for practice") % {"phrase": phrase} if scope.cram else phrase
