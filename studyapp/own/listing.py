"""The list of a learner's own cards: what it is narrowed to, and what it says of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from studyapp.accounts.models import User
from studyapp.library.models import Deck, Fact
from studyapp.library.models.facts import FactQuerySet
from studyapp.library.search import Query
from studyapp.study.models import Card
from studyapp.study.models.card_queries import CardQuerySet
from studyapp.study.wording import on_day

PAGE = 50
WEEK = timedelta(days=7)


class Stand(TextChoices):
    NEW = "new", pgettext_lazy("state of a card", "New")
    LEARNING = "learning", pgettext_lazy("state of a card", "Learning")
    REVIEW = "review", pgettext_lazy("state of a card", "In review")
    SUSPENDED = "suspended", pgettext_lazy("state of a card", "Suspended")
    DELETED = "deleted", pgettext_lazy("state of a card", "Deleted")


class When(TextChoices):
    OVERDUE = "overdue", pgettext_lazy("when a card is due", "Overdue")
    TODAY = "today", pgettext_lazy("when a card is due", "Today")
    WEEK = "week", pgettext_lazy("when a card is due", "In the next 7 days")
    LATER = "later", pgettext_lazy("when a card is due", "Later")


ASKED_IN = {
    Stand.NEW: [Card.Queue.LOCKED, Card.Queue.NEW],
    Stand.LEARNING: [Card.Queue.LEARNING],
    Stand.REVIEW: [Card.Queue.REVIEW],
}
STANDS = {queue: stand for stand, queues in ASKED_IN.items() for queue in queues}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to, in decks of the learner's own; deleted notes are in none but their own list."""

    decks: Sequence[Deck]
    query: Query | None = None
    stand: str = ""
    due: str = ""

    def notes(self, learner: User, day: date) -> FactQuerySet:
        """The newest first, as of a study day."""
        deleted = self.stand == Stand.DELETED
        notes: FactQuerySet = Fact.objects.of(learner).filter(deck__in=self.decks, removed_at__isnull=not deleted)
        if self.query is not None:
            notes = notes.filter(self.query.within("folded"))
        if self.due or (self.stand and not deleted):
            notes = notes.filter(pk__in=self._cards(learner, day).values("fact"))
        return notes.order_by("-number")

    def _cards(self, learner: User, day: date) -> CardQuerySet:
        cards = learner.cards.filter(deck__in=self.decks)
        if self.stand == Stand.SUSPENDED:
            cards = cards.suspended().order_by()
        elif self.stand in ASKED_IN:
            cards = cards.filter(queue__in=ASKED_IN[Stand(self.stand)])
        if self.due:
            cards = cards.filter(_due(When(self.due), day), queue__in=[Card.Queue.LEARNING, Card.Queue.REVIEW])
        return cards


def _due(when: When, day: date) -> Q:
    match when:
        case When.OVERDUE:
            return Q(due_day__lt=day)
        case When.TODAY:
            return Q(due_day=day)
        case When.WEEK:
            return Q(due_day__gt=day, due_day__lte=day + WEEK)
    return Q(due_day__gt=day + WEEK)


@dataclass(frozen=True, slots=True)
class Line:
    """One own card in the list, as of a study day."""

    note: Fact
    card: Card
    day: date

    @property
    def stand(self) -> Stand:
        if self.note.removed_at:
            return Stand.DELETED
        return STANDS.get(Card.Queue(self.card.queue), Stand.SUSPENDED)

    @property
    def next_day(self) -> str:
        """When it is asked, in words; empty where that is no day."""
        due = self.card.due_day
        if due is None or self.stand not in (Stand.LEARNING, Stand.REVIEW):
            return ""
        if due < self.day:
            return _("due since %(day)s") % {"day": date_format(due)}
        return _("due %(when)s") % {"when": on_day(due, self.day)}
