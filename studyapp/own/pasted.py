"""A pasted list held against the deck that it is for, and kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import TextChoices
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studyapp.accounts.models import User
from studyapp.kinds import KINDS
from studyapp.kinds.fields import LONGEST_FRONT
from studyapp.library.models import Deck, Draft, Fact, Question
from studyapp.own import pasting, writing
from studyapp.own.limits import TooMuch, leave_room
from studyapp.own.pasting import Fault, Layout, Row, Sides
from studyapp.own.writing import Written


class Way(TextChoices):
    """What a row becomes."""

    FLASHCARD = "flashcard", gettext_lazy("Flashcards: you see the front, and turn the card")
    BOTH = "both", gettext_lazy("Flashcards both ways: two cards a row, the second asks for the front")
    TYPED = "typed", gettext_lazy("Typed answers: you see the front, and type the back")

    @property
    def kind(self) -> str:
        return "typed" if self is Way.TYPED else "flashcard"

    @property
    def longest(self) -> tuple[int, int]:
        """Characters of front and back."""
        front = LONGEST_FRONT
        form = KINDS[self.kind].OwnForm or KINDS[self.kind].AuthorForm
        back: int = form.base_fields["answer"].max_length  # type: ignore[attr-defined]  # it has text
        return (min(front, back), min(front, back)) if self is Way.BOTH else (front, back)


FAULTS: dict[Fault, Promise] = {
    Fault.UNPARTED: gettext_lazy("The separator is not in it, so it has one side only."),
    Fault.NO_FRONT: gettext_lazy("Its front is empty."),
    Fault.NO_BACK: gettext_lazy("Its back is empty."),
    Fault.LONG_FRONT: gettext_lazy("Its front is too long: at most %(n)s characters."),
    Fault.LONG_BACK: gettext_lazy("Its back is too long: at most %(n)s characters."),
    Fault.INVISIBLE: gettext_lazy("There is an invisible character in it. Type it again."),
    Fault.TWICE: gettext_lazy("The same card is further up in this list."),
    Fault.THERE: gettext_lazy("The deck has this card already."),
}
"""Why a row cannot be taken, and what to do."""


class NotAsShown(Exception):
    """The list is not worth as many cards as were shown: its deck has changed since."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a deck can take of a list now, row by row."""

    rows: list[Row]
    cards: list[Written]

    @property
    def is_there(self) -> bool:
        """All that could be taken is in the deck already."""
        return not self.cards and any(row.fault is Fault.THERE for row in self.rows)

    @property
    def taken(self) -> list[Row]:
        return [row for row in self.rows if row.cards]


@dataclass(frozen=True, slots=True)
class Pasted:
    """A list as it was read, whatever deck it is for."""

    way: Way
    rows: list[Row]
    written: dict[Sides, Written]

    @classmethod
    def read(cls, pasted: str, layout: Layout, way: Way) -> Self:
        """Raises TooMuch or ValidationError."""
        rows = pasting.read(pasted, layout, longest=way.longest)
        if len(rows) > settings.OWN_CARDS_A_PASTE:
            sizes = {"rows": len(rows), "most": settings.OWN_CARDS_A_PASTE}
            raise TooMuch(
                _("This list has %(rows)s rows. Paste at most %(most)s at once, and then the rest as another list.")
                % {name: number_format(size, force_grouping=True) for name, size in sizes.items()}
            )
        once = pasting.once(rows, both_ways=way is Way.BOTH, there=())
        return cls(way, rows, {sides: _written(way, sides) for row in once for sides in row.cards})

    def offer(self, learner: User, deck: Deck) -> Offer:
        """Raises TooMuch or GuestsHaveNone."""
        there = _there(learner, deck, self.written.values())
        rows = pasting.once(self.rows, both_ways=self.way is Way.BOTH, there=there)
        cards = [self.written[sides] for row in rows for sides in row.cards]
        leave_room(learner, len(cards))
        return Offer(rows, cards)

    def keep(self, learner: User, deck: Deck, *, shown: int, at: datetime) -> list[Fact]:
        """Put as many cards into the deck as the learner was `shown`; none, if it has them already.

        Raises NotAsShown, TooMuch, GuestsHaveNone or ValidationError, and then nothing is kept.
        """
        with transaction.atomic():
            learner.lock()
            now = self.offer(learner, deck)
            if now.is_there:
                return []
            if not now.cards or len(now.cards) != shown:
                raise NotAsShown
            return writing.add(learner, deck, now.cards, at=at)


def _written(way: Way, sides: Sides) -> Written:
    front, back = sides
    form = KINDS[way.kind].own_form({"answer": back})
    if not form.is_valid():
        raise ValidationError([fault for faults in form.errors.values() for fault in faults])
    return Written(way.kind, Draft(front, form.cleaned_data))


def _there(learner: User, deck: Deck, cards: Iterable[Written]) -> set[Sides]:
    """Both sides of what the deck has of these, whatever kind it is of."""
    alike = Question.objects.of(learner).filter(
        fact__deck=deck, fact__removed_at=None, fact__statement__in={card.statement for card in cards}
    )
    revisions = (question.asked for question in alike.select_related("revision"))
    return {(revision.plain_prompt, revision.body.expected_in_english) for revision in revisions}
