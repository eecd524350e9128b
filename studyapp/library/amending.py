"""Other fields for a question, put through the gate of its form by who does not open it."""

from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError

from studyapp.kinds.base import Spec, Surroundings
from studyapp.library.answers import around
from studyapp.library.models import Draft, Editor, Question, Revision, State


@dataclass(frozen=True)
class Amendment:
    """What a question would be with another spec: a revision that is not stored yet, or what is wrong with it.

    Neither, where nothing differs.
    """

    question: Question
    draft: Draft
    freeze: Surroundings | None
    revision: Revision | None = None
    faults: list[str] = field(default_factory=list)

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        """By the labels of the form: what goes, and what comes in its place; of a list only the lines that differ."""
        was, fields = self.question.author_spec(), self.question.kind_class.AuthorForm.base_fields
        return [
            (str(fields[name].label), *_apart(_lines(was.get(name)), _lines(now)))
            for name, now in self.draft.spec.items()
            if name in fields and now != was.get(name)
        ]

    def make(self, *, at: datetime, editor: Editor) -> Revision | None:
        """Store it, if it has no faults. None where nothing differs."""
        if self.faults:
            raise ValidationError(self.faults)
        return self.question.revise(self.draft, at=at, freeze=self.freeze, editor=editor)


def amended(question: Question, spec: Spec, *, at: datetime, surroundings: Surroundings | None = None) -> Amendment:
    """The question with this spec. Of what is live, `surroundings` may be given if they are known already."""
    assert question.revision is not None  # noqa: S101  it was asked
    form, revision = question.kind_class.author_form(spec), question.revision
    draft = Draft(revision.prompt, form.cleaned_data if form.is_valid() else spec, revision.explanation)
    faults = [str(sentence) for errors in form.errors.values() for sentence in errors]
    faults += question.problems() if question.is_live else []
    if faults:
        return Amendment(question, draft, None, faults=faults)
    freeze = None
    if question.state == State.PUBLISHED:
        freeze = surroundings or around(question, draft.spec)
    try:
        return Amendment(question, draft, freeze, question.next_revision(draft, at=at, freeze=freeze))
    except ValidationError as error:
        return Amendment(question, draft, freeze, faults=error.messages)


def _lines(value: object) -> list[str]:
    if isinstance(value, list):
        return [" | ".join(one) if isinstance(one, list) else str(one) for one in value]
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    return [str(value)] if value else []


def _apart(was: list[str], now: list[str]) -> tuple[str, str]:
    gone, new = ([line for line in one if line not in other] for one, other in ((was, now), (now, was)))
    return "\n".join(gone), "\n".join(new)
