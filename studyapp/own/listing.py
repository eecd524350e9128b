"""The list of a learner's own cards: what it is narrowed to, and what it says of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from studyapp.accounts.models import User
from studyapp.library.models import Deck, Fact
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
    """What the list is narrowed to. What is deleted is in its own list alone, and what is in a deleted deck in none."""

    deck: Deck | None = None
    query: Query | None = None
    stand: str = ""
    due: str = ""

    def lines(self, learner: User, decks: Iterable[Deck], day: date, *, first: int, most: int) -> list["Line"]:
        """So many after the `first`, the newest before the others, as of a study day. `decks` are all the learner's
        own, deleted ones too.
        """
        by_key = {deck.pk: deck for deck in decks}
        keys = self._keys(learner, by_key.values(), day, slice(first, first + most))
        cards = learner.cards.filter(keys).select_related("question", "fact")
        lines = [Line(card.fact, card, by_key[card.fact.deck_id], day) for card in cards]
        return sorted(lines, key=lambda line: line.note.number or 0, reverse=True)

    def _keys(self, learner: User, decks: Iterable[Deck], day: date, part: slice) -> Q:
        """Of the cards in this part of the list: looked up alone, so that no database reads whole rows to sort them."""
        deleted = self.stand == Stand.DELETED
        there, gone = ([deck for deck in decks if bool(deck.removed_at) is removed] for removed in (False, True))
        notes = Fact.objects.of(learner).filter(removed_at__isnull=not deleted).order_by("-number")
        # Not by the decks that are there: the notes of several are in no order, and would be sorted.
        notes = notes.filter(deck=self.deck) if self.deck else notes.exclude(deck__in=gone)
        if self.query is not None:
            notes = notes.filter(self.query.within("folded"))
        if self.due or (self.stand and not deleted):
            cards = self._cards(learner.cards.filter(deck__in=[self.deck] if self.deck else there), day)
            if self.query is None:
                # By an expression, or SQLite would go through all that the learner has. Questions are made in the
                # order of their notes.
                newest = cards.order_by(-F("question")).values_list("question", flat=True)
                return Q(question__in=list(newest[part]))
            notes = notes.filter(pk__in=cards.values("fact"))
        return Q(fact__in=list(notes.values_list("pk", flat=True)[part]))

    def _cards(self, cards: CardQuerySet, day: date) -> CardQuerySet:
        if self.stand == Stand.SUSPENDED:
            cards = cards.filter(queue=Card.Queue.OFF, suspended=True, withdrawn=False)
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
    deck: Deck
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
