"""Into the library: notes of a file become drafts in a deck that an editor chose, without sources.

They are the editor's own, in a hidden deck, until the one transaction that gives all of them to the library. What is
there by now is never changed by a file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from studyapp.accounts.models import User
from studyapp.exchange.arriving.known import Kept, Known
from studyapp.exchange.arriving.pictures import Pictures
from studyapp.exchange.arriving.preparing import Prepared
from studyapp.exchange.models import Drafted, Import, ImportRow
from studyapp.formats.faults import BadFile
from studyapp.library.admin.slugs import free_slug
from studyapp.library.models import AcceptedAnswer, Deck, Fact, Picture, Question, Revision, Standing, Words
from studyapp.library.picturing import Encoded
from studyapp.own.writing import next_number

TAGS = "tags-library"
"""Lost: facts of the library have none."""


def may_draft(learner: User | AnonymousUser) -> bool:
    may_add = learner.has_perms(["library.add_fact", "library.add_question"])
    return isinstance(learner, User) and learner.is_staff and may_add


def known_drafts(deck: Deck, guids: Iterable[str]) -> Known:
    """What came into this deck before, whoever brought it."""
    found = Drafted.objects.filter(guid__in=[*guids], fact__deck=deck).select_related("question")
    notes: dict[str, list[tuple[str, Kept]]] = {}
    for one in found:
        kept = Kept(one.fact_id, one.question_id, one.question.kind, deck.pk, one.digest, ())
        notes.setdefault(one.guid, []).append((one.name, kept))
    return Known(notes, None)


def refusal(kept: dict[str, Kept], cards: Sequence[Prepared]) -> str:
    """Why a note that came before cannot come again; empty where it says the same, or is new."""
    same = all(card.name in kept and kept[card.name].digest == card.digest for card in cards)
    if not kept or same:
        return ""
    fact = Fact.objects.get(pk=next(iter(kept.values())).fact)
    told = _("It came into the library before, as “%(fact)s”, and says something else now. Edit it there.")
    return told % {"fact": fact.slug}


def chosen_deck(arrival: Import) -> Deck:
    """Raises BadFile where it was deleted, or its editor may not add to it any more."""
    if arrival.into is None:
        raise BadFile(_("The deck that you chose was deleted. Send the file again, and choose another."))
    if not may_draft(User.objects.get(pk=arrival.learner_id)):  # as they may by now
        raise BadFile(_("You may not add to the library any more. Ask those who run this site."))
    return arrival.into


class SharedPictures(Pictures):
    """Of which nobody has said yet what they show and whose they are: that is asked before they are published."""

    def _keep(self, encoded: Encoded, *, at: datetime) -> Picture:
        return Picture.objects.keep(encoded, Words(), at=at, awaits_words=True)


@dataclass
class Drafting:
    """Notes on their way into a hidden deck. The slugs that they get are promised to them from now on."""

    arrival: Import
    _promised: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._promised = {slug for slugs in self.arrival.drafted.values_list("fact_slug", "slug") for slug in slugs}

    def write(
        self,
        hidden: Deck,
        rows: Sequence[tuple[ImportRow, Sequence[Prepared]]],
        pictures: Pictures,
        *,
        at: datetime,
    ) -> None:
        """A fact for each note, and a question for each of its cards; for who locked the editor."""
        editor = self.arrival.learner
        first = next_number(Fact, editor)
        facts = [self._fact(hidden, row, cards[0].statement, number) for number, (row, cards) in enumerate(rows, first)]
        Fact.objects.bulk_create(facts)
        drafted, revisions = [], []
        for fact, (row, cards) in zip(facts, rows, strict=True):
            slug = self._promise(free_slug(Fact, fact.statement, promised=self._promised))
            for position, card in enumerate(cards):
                question = Question(fact=fact, kind=card.kind, position=position)
                revisions.append(self._revision(question, card, pictures, at=at))
                drafted.append(self._drafted(question, slug, row, card))
        questions = Question.objects.bulk_create(one.question for one in drafted)
        for question, revision in zip(questions, Revision.objects.bulk_create(revisions), strict=True):
            question.revision = revision
        Question.objects.of(editor).bulk_update(questions, ["revision"])
        Drafted.objects.bulk_create(drafted)
        for one in drafted:
            one.question.slug = one.slug  # by which it is found
        AcceptedAnswer.objects.keep(questions)
        edited = {"edited_at": at, "edited_by": editor}
        Standing.objects.bulk_create(Standing(fact=fact, **edited) for fact in facts)
        Standing.objects.bulk_create(Standing(question=question, **edited) for question in questions)

    def _fact(self, hidden: Deck, row: ImportRow, statement: str, number: int) -> Fact:
        made = {"owner": self.arrival.learner, "deck": hidden, "number": number, "can_change": False}
        return Fact(statement=statement, position=row.position, **made)

    def _promise(self, slug: str) -> str:
        self._promised.add(slug)
        return slug

    def _drafted(self, question: Question, fact_slug: str, row: ImportRow, card: Prepared) -> Drafted:
        slug = self._promise(Question.objects.free_slug(fact_slug, card.kind, promised=self._promised))
        kept = {"guid": row.guid, "name": card.name, "digest": card.digest}
        return Drafted(
            question=question, fact=question.fact, arrival=self.arrival, fact_slug=fact_slug, slug=slug, **kept
        )

    def _revision(self, question: Question, card: Prepared, pictures: Pictures, *, at: datetime) -> Revision:
        """As of a shared question, whose pictures are shared; then it is the editor's, as the question is."""
        editor = self.arrival.learner
        draft = replace(card.written, pictures=pictures.keep(card, at=at))
        revision = question.next_revision(draft, at=at, editor=editor)
        assert revision is not None  # noqa: S101  it is the first
        question.owner = revision.owner = editor
        return revision


def give_to_library(arrival: Import, hidden: Deck) -> None:
    """All that is in the hidden deck, in a few statements; for who locked the editor."""
    editor, into = arrival.learner, chosen_deck(arrival)
    mended = _mend_slugs(arrival)
    slug, fact_slug = (
        Subquery(Drafted.objects.filter(**{key: OuterRef("pk")}).values(name)[:1])
        for key, name in (("question", "slug"), ("fact", "fact_slug"))
    )
    facts = Fact.objects.of(editor).filter(deck=hidden)
    Revision.objects.of(editor).filter(question__fact__deck=hidden).update(owner=None)
    Question.objects.of(editor).filter(fact__deck=hidden).update(owner=None, slug=slug)
    facts.update(owner=None, number=None, can_change=True, deck=into, slug=fact_slug)
    Deck.objects.of(editor).filter(pk=hidden.pk).delete()
    AcceptedAnswer.objects.keep(Question.objects.filter(slug__in=mended).select_related("revision"))


def _mend_slugs(arrival: Import) -> list[str]:
    """Of those that somebody else took since they were promised: what they are called instead."""
    drafted, mended = arrival.drafted.all(), []
    for model, name in ((Fact, "fact_slug"), (Question, "slug")):
        taken = model._default_manager.filter(slug__in=drafted.values(name)).values_list("slug", flat=True)
        for slug in list(taken):
            free = free_slug(model, slug, promised=set(drafted.values_list(name, flat=True)))
            drafted.filter(**{name: slug}).update(**{name: free})
            mended.append(free)
    return mended
