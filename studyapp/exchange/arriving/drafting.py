"""Into the library: notes of a file become drafts in a deck that an editor chose, without sources.

Editors see drafts as they come, note by note; nobody else does. What is there by now is never changed by a file.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from studyapp.accounts.models import User
from studyapp.exchange.arriving.known import Kept, Known
from studyapp.exchange.arriving.pace import short_transaction
from studyapp.exchange.arriving.preparing import Prepared
from studyapp.exchange.models import Drafted, Import, ImportRow
from studyapp.formats.faults import BadFile
from studyapp.library.admin.slugs import free_slug
from studyapp.library.models import Deck, Fact, Question, Standing, State, because

PICTURE = "picture-library"
"""Lost: the library has to know whose a picture is."""


def may_draft(learner: User) -> bool:
    return learner.is_staff and learner.has_perms(["library.add_fact", "library.add_question"])


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


def draft(arrival: Import, row: ImportRow, cards: Sequence[Prepared], *, at: datetime) -> None:
    """One note: a fact, and a question for each card; for who locked the editor."""
    deck, editor = chosen_deck(arrival), arrival.learner
    with because(f"It came from the file “{arrival.name}”."):
        statement = cards[0].statement
        fact = Fact(slug=free_slug(Fact, statement), deck=deck, statement=statement, position=row.position)
        fact.save()
        Standing.objects.edited(fact, at=at, editor=editor)
        for position, card in enumerate(cards):
            slug = Question.objects.free_slug(fact, card.kind)
            question = Question(slug=slug, fact=fact, kind=card.kind, position=position)
            question.save()
            question.revise(card.written, at=at, editor=editor)
            kept = {"guid": row.guid, "name": card.name, "digest": card.digest}
            Drafted.objects.create(question=question, fact=fact, arrival=arrival, **kept)
        Fact.objects.filter(pk=fact.pk).keep_warnings(at=at)


def chosen_deck(arrival: Import) -> Deck:
    """Raises BadFile where it was deleted, or its editor may not add to it any more."""
    if arrival.into is None:
        raise BadFile(_("The deck that you chose was deleted. Send the file again, and choose another."))
    if not may_draft(arrival.learner):
        raise BadFile(_("You may not add to the library any more. Ask those who run this site."))
    return arrival.into


def take_drafts_back(arrival: Import) -> None:
    """Of an import that ended before it was done: those that nobody has published since."""
    facts = Fact.objects.filter(pk__in=arrival.drafted.values("fact"), state=State.DRAFT)
    for fact in facts:
        with short_transaction():
            arrival.learner.lock()
            questions = list(Question.objects.filter(fact=fact))
            if all(question.state == State.DRAFT for question in questions):
                for question in questions:
                    question.delete()
                fact.delete()
