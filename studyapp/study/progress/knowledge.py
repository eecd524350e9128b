"""How well a learner knows a fact, in a word: the least known of its questions speaks for it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from studyapp.accounts.models import User
from studyapp.study.cards.fold import MATURE_DAYS
from studyapp.study.models import Queue
from studyapp.study.progress.decks import AT_RISK


class Knowledge(Enum):
    """A word and a mark, the least known first: neither says it by colour alone."""

    NOT_MET = "not-met", _("not seen yet"), "○"
    LEARNING = "learning", _("learning"), "◔"
    AT_RISK = "at-risk", _("at risk"), "!"
    KNOWN = "known", _("known"), "◑"
    KNOWN_WELL = "known-well", _("known well"), "●"

    def __init__(self, slug: str, word: Promise, mark: str) -> None:
        self.slug, self.word, self.mark = slug, word, mark


def knowledge_of(learner: User, facts: Iterable[int], day: date) -> dict[int, Knowledge]:
    """By the fact's primary key, for those facts on which the learner may be asked something; in one statement."""
    cards = learner.cards.live().filter(fact__in=list(facts), suspended=False)
    found: dict[int, list[Knowledge]] = defaultdict(list)
    for fact, queue, due_day, stability in cards.values_list("fact", "queue", "due_day", "stability"):
        found[fact].append(knowledge_of_card(queue, due_day, stability, day))
    return {fact: _together(each) for fact, each in found.items()}


def knowledge_of_card(queue: int, due_day: date | None, stability: float | None, day: date) -> Knowledge:
    """How well one question is known, by the same lines as a deck's progress."""
    if due_day is None:
        return Knowledge.NOT_MET
    if queue == Queue.LEARNING or stability is None:
        return Knowledge.LEARNING
    if due_day < day - AT_RISK:
        return Knowledge.AT_RISK
    return Knowledge.KNOWN if stability < MATURE_DAYS else Knowledge.KNOWN_WELL


def _together(each: list[Knowledge]) -> Knowledge:
    """The least of those that were met; with others still to come a fact is known, but not well."""
    met = [one for one in each if one is not Knowledge.NOT_MET]
    if not met:
        return Knowledge.NOT_MET
    worst = next(one for one in Knowledge if one in met)
    return Knowledge.KNOWN if worst is Knowledge.KNOWN_WELL and len(met) < len(each) else worst
