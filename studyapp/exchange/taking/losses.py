"""What cannot be taken along to Anki, by count, for who has yet to decide."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studyapp.accounts.models import User
from studyapp.exchange.taking.notes import OURS
from studyapp.kinds import KINDS
from studyapp.kinds.base import Kind
from studyapp.library.models import Deck

GUESSED = frozenset(name for name, kind in KINDS.items() if kind.guess is not Kind.guess)
"""Kinds whose right answer can be guessed."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A deck that can be taken along: how many cards it has of each kind, and how many that are not asked any more."""

    deck: Deck
    kinds: Counter[str]
    withdrawn: int

    @property
    def cards(self) -> int:
        return self.kinds.total()


def offers_to(learner: User) -> list[Offer]:
    """Every deck that the learner is in, in the order in which they are listed."""
    enrolled = learner.enrolments.current().select_related("deck")
    decks = sorted((one.deck for one in enrolled), key=lambda deck: (deck.is_own, deck.position, deck.title, deck.pk))
    counted: dict[int, Counter[str]] = {deck.pk: Counter() for deck in decks}
    withdrawn: Counter[int] = Counter()
    of_kinds = learner.cards.filter(deck__in=counted, left=False).order_by().values_list("deck", "question__kind")
    asked, gone = Count("question", filter=Q(withdrawn=False)), Count("question", filter=Q(withdrawn=True))
    for deck, kind, number, without in of_kinds.annotate(asked=asked, gone=gone):
        counted[deck][kind] = number
        withdrawn[deck] += without
    return [Offer(deck, counted[deck.pk], withdrawn[deck.pk]) for deck in decks]


def losses_of(offers: Iterable[Offer]) -> list[str]:
    """A sentence for each thing that is lost from these decks."""
    offers = list(offers)
    kinds = sum((offer.kinds for offer in offers), Counter[str]())
    return [*_of_kinds(kinds), *_of_schedules(kinds), *_left_out(sum(offer.withdrawn for offer in offers))]


def _of_kinds(kinds: Counter[str]) -> Iterator[str]:
    for kind, number in kinds.items():
        if kind not in OURS:
            sentence = ngettext(
                "%(n)s card of the kind “%(kind)s” becomes a flashcard: in Anki you rate yourself.",
                "%(n)s cards of the kind “%(kind)s” become flashcards: in Anki you rate yourself.",
                number,
            )
            yield sentence % {"n": number, "kind": KINDS[kind].label}
    if number := kinds["cloze"]:
        sentence = ngettext(
            "On %(n)s card with blanks you no longer type: you say the missing words to yourself.",
            "On %(n)s cards with blanks you no longer type: you say the missing words to yourself.",
            number,
        )
        yield sentence % {"n": number}
    if number := kinds["typed"]:
        sentence = ngettext(
            "On %(n)s card with a typed answer, Anki knows only one spelling. Others that are right are shown below "
            "it.",
            "On %(n)s cards with typed answers, Anki knows only one spelling of each. Others that are right are shown "
            "below it.",
            number,
        )
        yield sentence % {"n": number}


def _of_schedules(kinds: Counter[str]) -> Iterator[str]:
    if number := sum(kinds[kind] for kind in GUESSED):
        sentence = ngettext(
            "The right answer of %(n)s card can be guessed, so here it comes back sooner. Anki does not do this: the "
            "next day stays the same, and later ones are further apart.",
            "The right answers of %(n)s cards can be guessed, so here they come back sooner. Anki does not do this: "
            "the next day stays the same, and later ones are further apart.",
            number,
        )
        yield sentence % {"n": number}


def _left_out(number: int) -> Iterator[str]:
    if number:
        sentence = ngettext(
            "%(n)s card is left out, because it is not asked here any more.",
            "%(n)s cards are left out, because they are not asked here any more.",
            number,
        )
        yield sentence % {"n": number}
    yield _("How sure you said you were, hints, quizzes and exam days stay here.")
