"""Making decks and cards of one's own, and changing, moving, deleting and taking them back.

A note is a fact of the deck, and its cards are the fact's questions. Each verb is one transaction that locks the
learner, as all do that write about them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils.text import Truncator

from studyapp.accounts.models import User
from studyapp.kinds import KINDS
from studyapp.kinds.base import Surroundings
from studyapp.library.models import Change, Deck, Draft, Fact, Question, Revision, State
from studyapp.markdown import plain
from studyapp.own.limits import leave_room
from studyapp.study.decks.membership import join, leave
from studyapp.study.decks.moving import go_along
from studyapp.study.models import Card

STATEMENT = 500
"""Characters by which a note is listed and searched."""
AT_ONCE = 2000
"""Cards in one statement."""


@dataclass(frozen=True, slots=True)
class Written:
    """One card as its owner wrote it: its kind, and what the kind's author form made of it."""

    kind: str
    draft: Draft

    @property
    def statement(self) -> str:
        """Both sides in a line."""
        body = KINDS[self.kind](self.draft.spec)
        prompt = plain(self.draft.prompt) if body.is_formatted else self.draft.prompt
        return Truncator(f"{prompt} – {body.expected_in_english}").chars(STATEMENT)


def make_deck(learner: User, *, title: str, description: str, language: str, at: datetime) -> Deck:
    """A deck of the learner's own, which they study from now on. Raises GuestsHaveNone."""
    with transaction.atomic():
        learner.lock()
        leave_room(learner)
        said = {"title": title, "description": description, "language": language}
        deck = Deck.objects.create(owner=learner, number=next_number(Deck, learner), **said)
        join(learner, deck, at=at)
    return deck


def describe(deck: Deck, *, title: str, description: str, language: str) -> None:
    deck.title, deck.description, deck.language = title, description, language
    deck.save(update_fields=["title", "description", "language"])


def add(
    learner: User, deck: Deck, cards: Sequence[Written], *, at: datetime, made_from: Fact | None = None
) -> list[Fact]:
    """Put new cards into an own deck, a note each, in this order.

    Raises TooMuch, GuestsHaveNone or ValidationError; and Deck.DoesNotExist for one that was deleted meanwhile.
    """
    with transaction.atomic():
        learner.lock()
        _require(learner, deck)
        leave_room(learner, len(cards))
        origin = made_from.pk if made_from else None
        facts = add_notes(learner, deck, [(card.statement, origin) for card in cards])
        questions = Question.objects.bulk_create(
            Question(owner=learner, fact=fact, kind=card.kind, state=State.DRAFT)
            for fact, card in zip(facts, cards, strict=True)
        )
        revisions = [
            question.next_revision(card.draft, at=at, freeze=around(deck.language), minor=False)
            for question, card in zip(questions, cards, strict=True)
        ]
        for question, revision in zip(questions, Revision.objects.bulk_create(filter(None, revisions)), strict=True):
            question.revision, question.state = revision, State.PUBLISHED
        Question.objects.of(learner).bulk_update(questions, ["revision", "state"])
        Card.objects.create_for(learner, questions)
    return facts


def add_notes(learner: User, deck: Deck, notes: Iterable[tuple[str, int | None]]) -> list[Fact]:
    """Notes without questions yet, in this order, by their statements and the keys of the facts that they were made
    from; for who locked the learner.
    """
    first = next_number(Fact, learner)
    return Fact.objects.bulk_create(
        Fact(
            owner=learner,
            deck=deck,
            number=number,
            position=number,
            statement=statement,
            can_change=False,
            state=State.PUBLISHED,
            made_from_id=origin,
        )
        for number, (statement, origin) in enumerate(notes, first)
    )


def rewrite(card: Card, written: Draft, *, answer_changed: bool, at: datetime) -> Revision | None:
    """Word a card anew; if its answer changed it is learned again. None if nothing differs. Raises ValidationError."""
    learner, question = card.learner, card.question
    with transaction.atomic():
        learner.lock()
        freeze = around(question.fact.deck.language)
        revision = question.next_revision(written, at=at, freeze=freeze, minor=not answer_changed)
        if revision is None:
            return None
        revision.save()
        question.revision = revision
        question.save(update_fields=["revision"])
        fact = question.fact
        fact.statement = Written(question.kind, written).statement
        fact.save(update_fields=["statement", "folded"])
        card.catch_up_on_answer(at=at)
    return revision


def move(learner: User, facts: Iterable[Fact], deck: Deck) -> int:
    """Put notes into another own deck, their cards along. How many moved. Raises Deck.DoesNotExist as `add` does."""
    moved = 0
    with transaction.atomic():
        learner.lock()
        _require(learner, deck)
        for card in cards_of(learner, facts):
            fact = card.question.fact
            if fact.deck_id != deck.pk:
                fact.deck = deck
                fact.save(update_fields=["deck"])
                go_along(card, enrolled=True)
                moved += 1
    return moved


def remove(learner: User, facts: Iterable[Fact], *, at: datetime) -> int:
    """Delete notes, so that they can be taken back. How many were there."""
    with transaction.atomic():
        learner.lock()
        return sum(_show(card, State.RETIRED, removed_at=at, at=at) for card in cards_of(learner, facts))


def take_back(learner: User, facts: Iterable[Fact], *, at: datetime) -> int:
    """Notes that were deleted. Raises TooMuch."""
    with transaction.atomic():
        learner.lock()
        cards = [card for card in cards_of(learner, facts) if card.question.fact.removed_at]
        leave_room(learner, len(cards))
        return sum(_show(card, State.PUBLISHED, removed_at=None, at=at) for card in cards)


def remove_deck(learner: User, deck: Deck, *, at: datetime) -> bool:
    """Delete a deck with all in it, so that it can be taken back. False if it was deleted before."""
    with transaction.atomic():
        learner.lock()
        removed = bool(Deck.objects.of(learner).filter(pk=deck.pk, removed_at=None).update(removed_at=at))
        if removed:
            leave(learner, deck, at=at)
    return removed


def take_deck_back(learner: User, deck: Deck, *, at: datetime) -> bool:
    """A deck that was deleted, asked from now on as before."""
    with transaction.atomic():
        learner.lock()
        back = bool(Deck.objects.of(learner).filter(pk=deck.pk, removed_at__isnull=False).update(removed_at=None))
        if back:
            join(learner, deck, at=at)
    return back


def cards_of(learner: User, facts: Iterable[Fact]) -> list[Card]:
    """With their learner, question, fact and deck."""
    mine = learner.cards.filter(fact__in=[fact.pk for fact in facts], fact__owner=learner)
    cards = list(mine.select_related("question__revision", "question__fact__deck").order_by("question"))
    for card in cards:
        card.learner = learner
    return cards


def _show(card: Card, state: State, *, removed_at: datetime | None, at: datetime) -> bool:
    """Have it asked, or not any more. False if it stands so already."""
    question, fact = card.question, card.question.fact
    if (fact.removed_at is None) == (removed_at is None):
        return False
    fact.removed_at, fact.state, question.state = removed_at, state, state
    fact.save(update_fields=["removed_at", "state"])
    question.save(update_fields=["state"])
    card.follow(Change.What.LIVE if removed_at is None else Change.What.OFF, at=at)
    return True


def _require(learner: User, deck: Deck) -> None:
    """For who locked the learner: another tab may have deleted the deck."""
    if not Deck.objects.of(learner).filter(pk=deck.pk, removed_at=None).exists():
        raise Deck.DoesNotExist


def publish(owner: User, questions: Iterable[Question]) -> None:
    """Have new questions asked by their first revisions, in one statement for AT_ONCE of them."""
    # By the question alone: PostgreSQL would go through all rows of the owner, for each.
    first = Revision._base_manager.filter(question=OuterRef("pk"), number=1).values("pk")
    for some in batched(questions, AT_ONCE):
        made = Question.objects.of(owner).filter(pk__in=[question.pk for question in some])
        made.update(revision=Subquery(first), state=State.PUBLISHED)


def around(language: str) -> Surroundings:
    """What others wrote says nothing of an own card."""
    return Surroundings(language=language.partition("-")[0].lower())


def newest_number(model: type[Deck] | type[Fact], learner: User) -> int:
    """Of the learner's newest deck or note; 0 before the first."""
    newest = model.objects.of(learner).aggregate(newest=Max("number"))["newest"]
    return int(newest or 0)


def next_number(model: type[Deck] | type[Fact], learner: User) -> int:
    """For who locked the learner."""
    return newest_number(model, learner) + 1
