"""A learner’s cards as notes: what is asked, and how far it is known, a few at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import batched, count, groupby

from studyapp.accounts.models import User
from studyapp.exchange.identities import name_of
from studyapp.exchange.taking.logs import Course
from studyapp.exchange.taking.pictures import Gallery, file_of
from studyapp.formats.notes import Asked, Note, Progress
from studyapp.library.models import Deck
from studyapp.library.models.articles import long_columns
from studyapp.own.models import Arrived
from studyapp.study.cards.log import TimedEntry
from studyapp.study.models import Card
from studyapp.study.models.card_queries import CardQuerySet

AT_ONCE = 200
"""Notes whose logs are read together."""
OURS = frozenset({"flashcard", "typed", "cloze"})
"""Kinds that other programs have too; of others it is said what is right, as a page says it."""


def notes_of(
    learner: User, decks: Sequence[Deck], course: Course, gallery: Gallery, *, schedule: bool
) -> Iterator[Note]:
    """All that is asked of the learner in these decks, in the order in which it is new."""
    names = names_of(decks)
    for some in batched(_together(cards_of(learner, decks)), AT_ONCE):
        logs = _logs(learner, some) if schedule else {}
        for cards in some:
            progress = [course.progress_of(card, logs.get(card.question_id, ())) for card in cards] if schedule else []
            yield note_of(cards, progress, names[cards[0].deck_id], gallery)


def cards_of(learner: User, decks: Sequence[Deck]) -> Iterator[Card]:
    """Those that are asked, suspended ones among them, in one statement."""
    mine = _with_texts(learner.cards.live().filter(deck__in=[deck.pk for deck in decks]))
    return mine.order_by("deck_id", "place", "fact_id", "question_id").iterator(chunk_size=2 * AT_ONCE)


def card_of(learner: User, question: int) -> Card | None:
    """The learner's card of a question, by its key."""
    return _with_texts(learner.cards.filter(question=question)).select_related("question__fact__deck").first()


def _with_texts(cards: CardQuerySet) -> CardQuerySet:
    cards = cards.select_related(*(f"question__{name}" for name in ("revision", "according_to", "fact__arrived")))
    return cards.defer(*long_columns("question__according_to"))


def names_of(decks: Iterable[Deck]) -> dict[int, tuple[str, ...]]:
    """Their titles, within one another where a title says so; no two are called the same, in capitals or not."""
    found: dict[int, tuple[str, ...]] = {}
    taken: set[str] = set()
    for deck in decks:
        title = deck.title
        numbers = count(2)
        while "::".join(name := _named(title)).casefold() in taken:
            title = f"{deck.title} ({next(numbers)})"
        taken.add("::".join(name).casefold())
        found[deck.pk] = name
    return found


def _named(title: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, title.split("::")))) or (title,)


def _together(cards: Iterable[Card]) -> Iterator[list[Card]]:
    """The cards of a note that came from elsewhere are one note again; others are a note each, for questions come and
    go.
    """
    for _, found in groupby(cards, lambda card: came.guid if (came := _came(card)) else card.question_id):
        yield list(found)


def _came(card: Card) -> Arrived | None:
    """Where it came from, if it did."""
    return getattr(card.question.fact, "arrived", None)


def _logs(learner: User, notes: Iterable[Iterable[Card]]) -> dict[int, list[TimedEntry]]:
    questions = [card.question_id for cards in notes for card in cards if card.version]
    logs: defaultdict[int, list[TimedEntry]] = defaultdict(list)
    for row in learner.reviews.filter(question__in=questions).order_by("question_id", "version").entries_as(TimedEntry):
        logs[row.question_id].append(row)
    return logs


def note_of(cards: Sequence[Card], progress: Sequence[Progress], deck: tuple[str, ...], gallery: Gallery) -> Note:
    """`progress` is that of each, or nothing."""
    question, came = cards[0].question, _came(cards[0])
    asked = tuple(
        _asked(of.name if (of := _came(card)) else "0", card, progress[place] if progress else None, gallery)
        for place, card in enumerate(cards)
    )
    changed_at = max(card.question.asked.created_at for card in cards)
    if came:
        return Note(came.guid, deck, asked, tuple(came.tags), changed_at)
    return Note(name_of(question), deck, asked, changed_at=changed_at)


def _asked(name: str, card: Card, progress: Progress | None, gallery: Gallery) -> Asked:
    question, revision = card.question, card.question.asked
    sent = {
        **revision.spec,
        "prompt": revision.prompt,
        "explanation": revision.explanation,
        "line": question.attribution,
        "note": card.note,
        "alts": {place: shown.alt for place, shown in revision.shown.items()},
    }
    if question.kind not in OURS:
        sent["expected"] = " ".join([revision.body.expected, *revision.body.remarks])
    pictures = {place: file_of(shown.digest) for place, shown in revision.shown.items()}
    gallery.note(shown.digest for shown in revision.shown.values())
    return Asked(name, question.kind, sent, pictures, progress)
