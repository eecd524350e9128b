"""What is in an own deck once more, as another learner's. The database copies the rows itself: read and written one by
one, 50,000 cards would keep whoever waits for them waiting for most of a minute.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import reduce
from itertools import batched, chain, count
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from studyapp.accounts.models import User
from studyapp.library.models import PLACES, Deck, Fact, Picture, Question, Revision, State
from studyapp.own.limits import leave_room, leave_room_for_pictures
from studyapp.own.row_copies import copy_rows
from studyapp.own.writing import next_number
from studyapp.study.models import Card, Queue
from studyapp.study.models.card_queries import place_among_new

AT_ONCE = 2000
"""Rows in one statement."""
MINE = """(
    SELECT mine.id FROM library_picture theirs
    JOIN library_picture mine ON mine.digest = theirs.digest AND mine.owner_id = {learner}
    WHERE theirs.id = source.{place}_picture_id
)"""
"""The learner's own of a picture that the source shows."""

type Place = tuple[int, int]
"""A new note, and which of its questions it is, counted from 0."""
type Asked = tuple[int, int]
"""A question and the revision in which it is asked."""


def notes_in(deck: Deck) -> QuerySet[Fact]:
    """In the order in which the owner learns them."""
    return Fact.objects.of(deck.owner_id).filter(deck=deck, removed_at=None).order_by("position", "pk")


def copy_cards(given: Deck, deck: Deck, learner: User, *, at: datetime) -> None:
    """All that is asked in a deck, into an empty one of this learner's, to be learned from the start.

    For who locked the learner, and holds the other. Raises TooMuch or GuestsHaveNone.
    """
    # By the note alone: without statistics SQLite would go through all rows of the owner, for each.
    live = Question._base_manager.filter(fact=OuterRef("pk"), state=State.PUBLISHED)
    notes = list(notes_in(given).filter(Exists(live)).values_list("pk", flat=True))
    leave_room(learner, len(notes))
    _copy_pictures(given, learner, at=at)
    numbers = count(next_number(Fact, learner))
    for some in batched(notes, AT_ONCE):
        _copy_notes(dict(zip(some, numbers, strict=False)), deck, learner, at=at)


def _copy_pictures(given: Deck, learner: User, *, at: datetime) -> None:
    """Those that the learner has not yet."""
    columns = [f"{place}_picture" for place in PLACES]
    pictured = reduce(or_, (Q(**{f"{column}__isnull": False}) for column in columns))
    shown = Revision.objects.of(given.owner_id).filter(pictured, question__fact__deck=given)
    keys = {*chain.from_iterable(shown.values_list(*columns))} - {None}
    if not keys:
        return
    theirs = dict(Picture.objects.of(given.owner_id).filter(pk__in=keys).values_list("digest", "pk"))
    mine = Picture.objects.of(learner).filter(digest__in=theirs)
    mine.update(kept_at=at)
    missing = [(theirs[digest],) for digest in theirs.keys() - set(mine.values_list("digest", flat=True))]
    if missing:
        leave_room_for_pictures(learner, len(missing))
        copy_rows(Picture, ["source"], missing, told={}, values={"owner": learner.pk, "kept_at": at})


def _copy_notes(numbers: Mapping[int, int], deck: Deck, learner: User, *, at: datetime) -> None:
    """These notes, with the numbers that they get, and a new card of each question."""
    told = {"number": "given.number", "position": "given.number"}
    values = {"owner": learner.pk, "deck": deck.pk}
    made = copy_rows(Fact, ["source", "number"], [*numbers.items()], told=told, values=values, back=["number", "id"])
    facts, ladders = {row[0]: row[1] for row in made}, _ladders(numbers)
    asked = {
        (facts[number], rank): question
        for note, number in numbers.items()
        for rank, question in enumerate(ladders[note])
    }
    keys = _copy_questions(asked, learner, at=at)
    positions = {facts[number]: number for number in numbers.values()}
    places = {
        (fact, rank): place_among_new(deck=deck.position, fact=positions[fact], question=rank) for fact, rank in asked
    }
    _deal([(keys[where], where[0], place) for where, place in places.items()], deck, learner)
    if several := {fact for fact, rank in asked if rank}:
        Card.objects.lock_and_unlock(learner, several)


def _ladders(notes: Collection[int]) -> Mapping[int, list[Asked]]:
    """The questions of each note that are asked, in their order."""
    live = Question._base_manager.filter(fact__in=list(notes), state=State.PUBLISHED).order_by("position", "pk")
    ladders = defaultdict(list)
    for note, question, revision in live.values_list("fact", "pk", "revision"):
        ladders[note].append((question, revision))
    return ladders


def _copy_questions(asked: Mapping[Place, Asked], learner: User, *, at: datetime) -> dict[Place, int]:
    """Their new keys."""
    rows = [(question, *where) for where, (question, _) in asked.items()]
    told = {"fact": "given.fact", "position": "given.rank"}
    values: dict[str, object] = {"owner": learner.pk, "revision": None, "state": State.DRAFT}
    back = ["fact_id", "position", "id"]
    made = copy_rows(Question, ["source", "fact", "rank"], rows, told=told, values=values, back=back)
    keys = {(fact, rank): key for fact, rank, key in made}
    shown = {f"{place}_picture": MINE.format(learner=learner.pk, place=place) for place in PLACES}
    values = {"owner": learner.pk, "editor": None, "number": 1, "minor": False, "created_at": at}
    revisions = [(revision, keys[where]) for where, (_, revision) in asked.items()]
    copy_rows(Revision, ["source", "question"], revisions, told=shown | {"question": "given.question"}, values=values)
    # By the question alone: PostgreSQL would go through all rows of the owner, for each.
    first = Revision._base_manager.filter(question=OuterRef("pk"), number=1).values("pk")
    new = Question.objects.of(learner).filter(pk__in=list(keys.values()))
    new.update(revision=Subquery(first), state=State.PUBLISHED)
    return keys


def _deal(rows: Sequence[tuple[int, int, int]], deck: Deck, learner: User) -> None:
    """New cards of these questions, with their facts and their places."""
    told = {"question": "given.question", "fact": "given.fact", "place": "given.place", "mix": "given.place"}
    card = Card(learner=learner, deck=deck, queue=Queue.NEW)
    fields = [field for field in Card._meta.concrete_fields if field.name not in told]
    values = {field.name: field.pre_save(card, add=True) for field in fields}
    copy_rows(Card, ["question", "fact", "place"], rows, told=told, values=values)
