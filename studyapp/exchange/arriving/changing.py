"""Cards that are there, of which a file says something else: made ready before, and switched in one short transaction.

Only their words change. What is known of them stays, as when they are worded anew by hand.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched

from django.db.models import OuterRef, Subquery

from studyapp.accounts.models import User
from studyapp.exchange.arriving.known import Kept, differs, known_notes
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
    tags: Sequence[str]
    tags_before: Sequence[str]
    guid: str
    """What its note is called in the file."""
    pictures: Mapping[str, Picture] | None = None
    """Those that the file has for it; where it has none, what its owner chose stays."""

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
        wanted: list[tuple[Kept, Prepared, ImportRow]] = []
        for row in some:
            assert row.deck is not None  # noqa: S101  only what is refused has none
            there = known.cards(row.guid, row.deck)
            kept = ((there[card.name], card, row) for card in cards_of(row) if card.name in there)
            wanted += (one for one in kept if differs(*one[:2], row.note["tags"]))
        asked = Question.objects.of(learner).select_related("revision", "fact__deck")
        questions = asked.in_bulk([is_there.question for is_there, *_ in wanted])
        for is_there, card, row in wanted:
            yield Change(questions[is_there.question], card, row.note["tags"], is_there.tags, row.guid)


def switch(learner: User, changes: Sequence[Change], *, at: datetime) -> int:
    """Have the cards say so; for who locked the learner. How many do."""
    asked = Question.objects.of(learner)
    for some in batched(changes, AT_ONCE):
        keys = [change.question.pk for change in some]
        newest = dict(asked.filter(pk__in=keys).values_list("pk", "revision"))
        for change in some:
            if newest[change.question.pk] != change.question.revision_id:  # its owner edited it in the meantime
                change.question.revision = Revision.objects.of(learner).get(pk=newest[change.question.pk])
        made = [(change, revision) for change in some if (revision := change.revision(at=at))]
        Revision.objects.bulk_create(revision for _, revision in made)
        latest = Revision._base_manager.filter(question=OuterRef("pk")).order_by("-number").values("pk")[:1]
        asked.filter(pk__in=[change.question.pk for change, _ in made]).update(revision=Subquery(latest))
        _word(learner, some)
    return len(changes)


def _word(learner: User, changes: Sequence[Change]) -> None:
    """What their notes are listed by, and where they came from."""
    folded, facts = Fact._meta.get_field("folded"), [change.fact for change in changes]
    arrived = Arrived.objects.in_bulk([fact.pk for fact in facts])
    for change in changes:
        fact = change.fact
        fact.statement = change.card.statement
        folded.pre_save(fact, add=False)
        came = arrived.get(fact.pk) or Arrived(fact=fact, owner=learner, guid=change.guid)
        came.name, came.digest, came.tags = change.card.name, change.card.digest, [*change.tags]
        if fact.pk not in arrived:
            came.save(force_insert=True)
    Fact.objects.of(learner).bulk_update(facts, ["statement", "folded"])
    Arrived.objects.bulk_update(arrived.values(), ["digest", "tags"])
