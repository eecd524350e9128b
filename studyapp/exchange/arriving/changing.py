"""Cards that are there, of which a file says something else: made ready before, and switched in one short transaction.

Only their words change. What is known of them stays, as when they are worded anew by hand.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched
from typing import Self

from django.db import connection
from django.db.models import OuterRef, Subquery

from studyapp.accounts.models import User
from studyapp.exchange.arriving.known import Kept, becomes, known_notes
from studyapp.exchange.arriving.pace import AT_ONCE
from studyapp.exchange.arriving.preparing import Prepared, cards_of
from studyapp.exchange.arriving.readers import SAY_ALL, reader_called
from studyapp.exchange.models import Import, ImportRow
from studyapp.library.models import Fact, Picture, Question, Revision
from studyapp.own.models import Arrived
from studyapp.own.writing import around


@dataclass(frozen=True, slots=True)
class Change:
    """One card, as it is and as it is to be."""

    question: Question
    """With its revision, its fact, and that one's deck."""
    card: Prepared
    came: str
    """The digest of what the file says of it."""
    tags: Sequence[str]
    tags_before: Sequence[str]
    arrived: Arrived
    """Where it came from, as that is to be."""
    pictures: Mapping[str, Picture] | None = None
    """Those that the file has for it; where it has none, what its owner chose stays."""
    ready: Revision | None = None
    """Made before the transaction that keeps it, if its owner changes nothing in between."""

    def prepared(self, *, at: datetime) -> Self:
        """With all that can be worked out before others have to wait."""
        self.fact.statement = self.card.statement
        Fact._meta.get_field("folded").pre_save(self.fact, add=False)
        return replace(self, ready=self.revision(at=at))

    @property
    def fact(self) -> Fact:
        fact: Fact = self.question.fact
        return fact

    def revision(self, *, at: datetime) -> Revision | None:
        """None where only its tags differ, or what its owner wrote since is the same."""
        freeze, draft = around(self.fact.deck.language), replace(self.card.written, pictures=self.pictures)
        return self.question.next_revision(draft, at=at, freeze=freeze, minor=True)


def changes_of(arrival: Import, rows: Iterable[ImportRow]) -> Iterator[Change]:
    """Of rows with their decks: what there is to change by now."""
    learner, within_decks = arrival.learner, not reader_called(arrival.format).knows_notes
    for some in batched(rows, AT_ONCE):
        in_decks = {row.deck.into_id for row in some if row.deck} if within_decks else None
        known = known_notes(learner, [row.guid for row in some], in_decks, say_all=arrival.format in SAY_ALL)
        wanted: list[tuple[Kept, Prepared, Prepared, ImportRow]] = []
        for row in some:
            assert row.deck is not None  # noqa: S101  only what is refused has none
            there = known.cards(row.guid, row.deck)
            kept = [(there[card.name], card) for card in cards_of(row) if card.name in there]
            for one, card in kept:
                if new := becomes(one, card, row.note["tags"]):
                    wanted.append((one, new, card, row))
        asked = Question.objects.of(learner).select_related("revision", "fact__deck")
        questions = asked.in_bulk([is_there.question for is_there, *_ in wanted])
        for is_there, new, card, row in wanted:
            yield _change(questions[is_there.question], is_there, new, card, row)


def _change(question: Question, is_there: Kept, new: Prepared, came: Prepared, row: ImportRow) -> Change:
    tags = is_there.tags if is_there.keeps_tags else row.note["tags"]
    digest = is_there.digest if is_there.edited else new.digest  # what its own format last said stays known
    whose = {"fact": question.fact, "owner": question.owner, "guid": row.guid, "name": came.name}
    arrived = Arrived(**whose, digest=digest, tags=[*tags])
    return Change(question, new, came.digest, tags, is_there.tags, arrived)


def switch(learner: User, changes: Sequence[Change], *, at: datetime) -> int:
    """Have the cards say so, each `prepared`; for who locked the learner. How many do."""
    asked = Question.objects.of(learner)
    for some in batched(changes, AT_ONCE):
        keys = [change.question.pk for change in some]
        newest = dict(asked.filter(pk__in=keys).values_list("pk", "revision"))
        made = [revision for change in some if (revision := _revision(change, newest[change.question.pk], at=at))]
        Revision.objects.bulk_create(made)
        latest = Revision._base_manager.filter(question=OuterRef("pk")).order_by("-number").values("pk")[:1]
        asked.filter(pk__in=[revision.question_id for revision in made]).update(revision=Subquery(latest))
    _word(changes)
    return len(changes)


def _revision(change: Change, newest: int, *, at: datetime) -> Revision | None:
    question = change.question
    if newest == question.revision_id:
        return change.ready
    question.revision = Revision.objects.of(question.owner).get(pk=newest)  # its owner edited it in the meantime
    return change.revision(at=at)


def _word(changes: Sequence[Change]) -> None:
    """What their notes are listed by, and where they came from."""
    came = [one.arrived for one in changes]
    _update_each([change.fact for change in changes], ["statement", "folded"])
    _update_each(came, ["digest", "tags"])
    made_here = [one for one in came if one.tags and not one.digest]
    Arrived.objects.bulk_create(made_here, ignore_conflicts=True)  # those that had tags before are there


def _update_each(rows: Sequence[Fact] | Sequence[Arrived], names: Sequence[str]) -> None:
    """These columns of each, by its key: far quicker than Django's one statement for many."""
    if not rows:
        return
    options, quote = rows[0]._meta, connection.ops.quote_name
    fields = [field for field in options.concrete_fields if field.name in names]
    assigned = ", ".join(f"{quote(field.attname)} = %s" for field in fields)
    statement = f"UPDATE {quote(options.db_table)} SET {assigned} WHERE {quote(options.pk.attname)} = %s"  # noqa: S608  ours
    with connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [
                [*(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields), row.pk]
                for row in rows
            ],
        )
