"""What an editor may do about a wrong answer: what would come of it, and doing it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import product

from django.db import transaction
from django.utils.translation import override as override_language

from studyapp.insights.models import Decision, Said, WrongAnswer
from studyapp.kinds import styles
from studyapp.kinds.base import Spec
from studyapp.kinds.options import same
from studyapp.library.amending import Amendment, amended
from studyapp.library.answers import around
from studyapp.library.models import Editor, Question, Revision, State
from studyapp.study.models import Foreseen, Regrade, Regrading

NOBODY = Foreseen(0, 0)


@dataclass(frozen=True)
class Way:
    """One thing to do: with the question itself, or with another one on its fact, which gets a further option."""

    said: Said
    question: Question
    spec: Spec
    amendment: Amendment | None = None
    """None until the gate was asked."""

    @property
    def lowers(self) -> bool:
        return self.said == Said.REFUSED

    @cached_property
    def foreseen(self) -> Foreseen:
        """What of past answers would be judged otherwise: up where this is accepted, and down where it is refused."""
        revision = self.amendment.revision if self.amendment else None
        if revision is None or not revision.minor or self.said == Said.OFFERED:
            return NOBODY
        return Regrading(self.question, revision.body, revision.number, self.lowers).foreseen()


def in_english(wrong: WrongAnswer) -> str:
    """What was written, as the library's own pages have it."""
    with override_language(styles.ENGLISH), styles.override(styles.ENGLISH):
        return wrong.question.asked.body.as_shown(wrong.written, wrong.gap)


def ways(wrong: WrongAnswer, *, at: datetime) -> list[Way]:
    """What can be done about it. Of the question itself it is known what would come of that."""
    question, own = wrong.question, list(_own(wrong))
    known = None
    if own and question.state == State.PUBLISHED:
        # Of the names that a slip would make, those that the longer list of answers has are all there are.
        known = around(question, own[0][1])
    changed = [Way(said, question, spec, amended(question, spec, at=at, surroundings=known)) for said, spec in own]
    return [*changed, *_offering(wrong)]


def _own(wrong: WrongAnswer) -> Iterator[tuple[Said, Spec]]:
    kind, spec = wrong.question.kind_class, wrong.question.author_spec()
    if accepting := kind.accepting(spec, wrong.written, wrong.gap):
        yield Said.ACCEPTED, accepting
    if refusing := kind.refusing(spec, wrong.written):
        yield Said.REFUSED, refusing


def _offering(wrong: WrongAnswer) -> Iterator[Way]:
    """Where the same is right, what is wrong here is wrong as well, and of the same sort."""
    siblings = wrong.question.fact.questions.exclude(pk=wrong.question_id).exclude(state=State.RETIRED)
    shown = in_english(wrong)
    for sibling in siblings.filter(revision__isnull=False).select_related("revision", "according_to"):
        sibling.fact = wrong.question.fact
        if not any(same(*pair) for pair in product(sibling.asked.body.answers, wrong.question.asked.body.answers)):
            continue
        if spec := sibling.kind_class.offering(sibling.author_spec(), shown):
            yield Way(Said.OFFERED, sibling, spec)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: the revision that was made, and whether past answers are judged by it."""

    way: Way
    revision: Revision | None
    regrade: Regrade | None


@transaction.atomic
def decide(wrong: WrongAnswer, way: Way, *, regrades: bool, editor: Editor, at: datetime) -> Done:
    """Do it, through the gate of the question's form. Raises ValidationError with what stands in the way."""
    revision = amended(way.question, way.spec, at=at).make(at=at, editor=editor)
    regrade = None
    if revision is not None and revision.minor and regrades and way.said != Said.OFFERED:
        asked = {"editor_id": editor.pk, "asked_at": at}
        regrade, _ = Regrade.objects.get_or_create(revision=revision, lowers=way.lowers, defaults=asked)
    note(wrong, way.said, at=at)
    if way.question.pk == wrong.question_id:
        _forget_what_is_right(way.question)
    return Done(way, revision, regrade)


@transaction.atomic
def note(wrong: WrongAnswer, said: Said, *, at: datetime) -> None:
    """An editor has seen to it, in whatever way: it waits no more."""
    key = {name: getattr(wrong, name) for name in ("question_id", "since", "gap", "folded")}
    Decision.objects.update_or_create(**key, defaults={"said": said, "at": at})
    WrongAnswer.objects.filter(pk=wrong.pk).update(decision=said)


@transaction.atomic
def bring_back(wrong: WrongAnswer) -> None:
    """Let it wait for an editor again. What was done to the question stays."""
    key = {name: getattr(wrong, name) for name in ("question_id", "since", "gap", "folded")}
    Decision.objects.filter(**key).delete()
    WrongAnswer.objects.filter(pk=wrong.pk).update(decision="")


def _forget_what_is_right(question: Question) -> None:
    """With what was accepted, other spellings may have become right too."""
    body = question.kind_class(question.asked.spec)
    waiting = WrongAnswer.objects.filter(question=question)
    right = [one.pk for one in waiting if body.takes(one.written, one.gap)]
    WrongAnswer.objects.filter(pk__in=right).delete()
