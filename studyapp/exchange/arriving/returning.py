"""Cards that were made here, taken along to Anki, edited there and brought back: what of them changes."""

from collections.abc import Sequence

from studyapp.accounts.models import User
from studyapp.exchange.arriving.preparing import Prepared, prepare
from studyapp.exchange.identities import origin
from studyapp.exchange.taking.notes import OURS, card_of, note_of
from studyapp.exchange.taking.pictures import Gallery
from studyapp.formats.anki.returning import returned
from studyapp.formats.notes import Asked, Note, Refused
from studyapp.kinds.base import Spec
from studyapp.library.models import Draft, Question
from studyapp.markdown import FORMATTED
from studyapp.own.forms import as_typed
from studyapp.study.learners import clock_of
from studyapp.study.models import Card

SECOND = 1
"""Anki knows no parts of it."""


TEXTS = ("prompt", "answer", "blanks", "explanation")


def edited(learner: User, question: Question, came: Prepared) -> Prepared | None:
    """The card as it becomes; None where the file is no newer than what it says here, or says the same.

    What was not edited there stays, and so does what Anki has no place for, as other right answers.
    """
    if question.kind not in OURS or came.changed_at <= question.asked.created_at.timestamp() + SECOND:
        return None
    card = card_of(learner, question.pk)
    unedited = _unedited(learner, card) if card and came.kind == question.kind else None
    if card is None or unedited is None:
        return None
    was, now = _as_typed(unedited.kind, unedited.written), _as_typed(came.kind, came.written)
    new = {name: now[name] for name in TEXTS if now.get(name) != was.get(name)}
    if not new:
        return None
    revision = card.question.asked
    is_here = _as_typed(card.question.kind, Draft(revision.prompt, card.question.author_spec(), revision.explanation))
    if "explanation" in new:
        new["explanation"] = _without(str(was["explanation"]), str(is_here["explanation"]), str(new["explanation"]))
    if "blanks" in new:
        new["blanks"] = _blanks(is_here["blanks"], new["blanks"])
    asked = Asked(came.name, came.kind, {**is_here, **new, FORMATTED: True})
    return _prepared(Note("", (), (asked,)), learner, card)


def _unedited(learner: User, card: Card) -> Prepared | None:
    """As it comes back when nobody touched it."""
    for note in returned(note_of([card], (), (), Gallery(learner)), origin(), clock=clock_of(learner)):
        return None if isinstance(note, Refused) else _prepared(note, learner, card)
    return None


def _prepared(note: Note, learner: User, card: Card) -> Prepared | None:
    """Its only card; None where the forms do not take it."""
    question = card.question
    cards = prepare(note, learner, question.fact.deck.language, at=question.asked.created_at)
    return None if isinstance(cards, Refused) else cards[0]


def _as_typed(kind: str, said: Draft) -> Spec:
    return as_typed(kind, {**said.spec, "prompt": said.prompt, "explanation": said.explanation})


def _without(was: str, explanation: str, now: str) -> str:
    """What is now there, without what is put around an explanation for Anki, as other right answers."""
    before, _, after = was.partition(explanation) if explanation else (was, "", "")
    return now.removeprefix(before).removesuffix(after).strip()


def _blanks(here: Sequence[Sequence[str]], now: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """Further spellings stay, of a blank whose first is the same."""
    first = {spellings[0]: spellings for spellings in here}
    return [first.get(spellings[0], spellings) for spellings in now]
