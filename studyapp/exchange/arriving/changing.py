"""Cards that are there, of which a file says something else: made ready before, and switched in one short transaction.

Only their words change. What is known of them stays, as when they are worded anew by hand.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched

from django.db.models import OuterRef, Subquery

from studyapp.accounts.models import User
from studyapp.exchange.arriving.known import Kept, becomes, known_notes
from studyapp.exchange.arriving.pace import AT_ONCE
from studyapp.exchange.arriving.preparing import Prepared, cards_of
from studyapp.exchange.models import ImportRow
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


def changes_of(learner: User, rows: Iterable[ImportRow], *, within_decks: bool) -> Iterator[Change]:
    """Of rows with their decks: what there is to change by now."""
    for some in batched(rows, AT_ONCE):
        in_decks = {row.deck.into_id for row in some if row.deck} if within_decks else None
        known = known_notes(learner, [row.guid for row in some], in_decks)
        wanted: list[tuple[Kept, Prepared, str, Sequence[str]]] = []
        for row in some:
            assert row.deck is not None  # noqa: S101  only what is refused has none
            there, tags = known.cards(row.guid, row.deck), row.note["tags"]
            kept = [(there[card.name], card) for card in cards_of(row) if card.name in there]
            for one, card in kept:
                if new := becomes(one, card, tags):
                    wanted.append((one, new, card.digest, one.tags if one.edited else tags))
        asked = Question.objects.of(learner).select_related("revision", "fact__deck")
        questions = asked.in_bulk([is_there.question for is_there, *_ in wanted])
        for is_there, new, came, tags in wanted:
            yield Change(questions[is_there.question], new, came, tags, is_there.tags)


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
        _word(some)
    return len(changes)


def _word(changes: Sequence[Change]) -> None:
    """What their notes are listed by, and where they came from."""
    folded, facts = Fact._meta.get_field("folded"), [change.fact for change in changes]
    arrived = Arrived.objects.in_bulk([fact.pk for fact in facts])
    for change in changes:
        change.fact.statement = change.card.statement
        folded.pre_save(change.fact, add=False)
        if came := arrived.get(change.fact.pk):
            came.digest, came.tags = change.card.digest, [*change.tags]
    Fact.objects.of(changes[0].fact.owner_id).bulk_update(facts, ["statement", "folded"])
    Arrived.objects.bulk_update(arrived.values(), ["digest", "tags"])
