"""One of several: the options are written by the editor or drawn from the library, and look all alike."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import override

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from studyapp.kinds import disputes, fields, options
from studyapp.kinds.base import Draw, Hint, JudgedOption, Kind, Response, Sent, Spec, Surroundings, Verdict
from studyapp.kinds.cautions import Caution

MAX_DISTRACTORS = 8


class ChoiceForm(fields.AuthorForm):
    """What an editor writes for a choice."""

    answer = fields.TextField(label="Right answer", max_length=200, help_text="The one option that is right.")
    distractors = fields.LinesField(
        label="Wrong options",
        required=False,
        max_items=MAX_DISTRACTORS,
        help_text=(
            "One per line, three as a rule and eight at most: plausible, of the same sort and about as "
            "long as the right answer, and certainly wrong."
        ),
    )
    answer_type = fields.answer_type_field()
    draw = forms.IntegerField(
        label="Draw further options",
        required=False,
        min_value=0,
        max_value=MAX_DISTRACTORS,
        help_text=(
            "How many more wrong options to draw from other answers of this type when the question is "
            "published. Leave it empty to use only the ones above."
        ),
    )

    def clean(self) -> fields.Cleaned:
        spec = super().clean() or {}
        if self.errors:
            return spec
        spec["draw"] = spec["draw"] or 0
        for name, fault in self._faults(spec["answer"], spec["distractors"], spec["draw"], spec["answer_type"]):
            self.add_error(name, fault)
        return spec

    def _faults(self, answer: str, written: list[str], drawn: int, answer_type: str) -> Iterator[tuple[str, str]]:
        if twin := options.twin([answer, *written]):
            yield "distractors", options.twin_fault(twin)
        if not written and not drawn:
            yield "distractors", _("Write at least one wrong option, or have some drawn.")
        if len(written) + drawn > MAX_DISTRACTORS:
            yield "draw", f"There can be {MAX_DISTRACTORS} wrong options at most, written and drawn together."
        if drawn and not answer_type:
            yield "answer_type", "Say what type of answer to draw further options from."


class Choice(Kind):
    """The learner picks the one right option."""

    name = "choice"
    label = pgettext_lazy("kind of question", "Choice")
    description = "The student picks one of several options: a gentle first meeting with a fact."
    recognition = True
    one_tap = True
    AuthorForm = ChoiceForm
    example = {
        "prompt": "Which body of the solar system chiefly raises the ocean tides?",
        "answer": "The Moon",
        "distractors": ["The Sun", "Jupiter", "Venus"],
        "answer_type": "other",
    }

    @classmethod
    @override
    def draws(cls, spec: Spec) -> Draw | None:
        return Draw(spec["answer_type"], spec["answer"]) if spec["draw"] else None

    @classmethod
    @override
    def freeze(cls, spec: Spec, surroundings: Surroundings) -> Spec:
        right = [value.value for value in surroundings.sourced]
        if right and not any(options.same(spec["answer"], value) for value in right):
            raise disputes.unsourced(spec["answer"], surroundings.sourced)
        if distractor := options.right_by_a_source(spec["distractors"], surroundings.sourced):
            raise ValidationError(
                f"The wrong option “{distractor}” is right by one of the sources. Replace it, or name "
                "the one source that the question follows.",
                code="right_by_a_source",
            )
        return {**spec, "drawn": _draw(spec, surroundings.pool, right)}

    @override
    def answer_fields(self, *, seed: str) -> dict[str, forms.Field]:
        return {
            "option": forms.ChoiceField(
                choices=[(option, option) for option in options.shuffled(self.options, seed)],
                error_messages={
                    "required": _("Choose one of the options."),
                    "invalid_choice": _("Choose one of the options shown."),
                },
            )
        }

    @override
    def grade(self, response: Response) -> Verdict:
        given = response["option"]
        return Verdict(float(given == self.expected), self.expected, given)

    @override
    def judged_options(self, response: Response, *, seed: str) -> tuple[JudgedOption, ...]:
        return options.judged(
            options.shuffled(self.options, seed), right=[self.expected], chosen=[response.get("option", "")]
        )

    @classmethod
    @override
    def offering(cls, spec: Spec, written: str) -> Spec | None:
        if options.twin([*cls(spec).options, written]):
            return None
        return {**spec, "distractors": [*spec["distractors"], written]}

    @override
    def sample_answer(self, *, right: bool) -> Sent:
        wrong = next(option for option in self.options if option != self.expected)
        return {"option": self.expected if right else wrong}

    @override
    def hint(self, *, seed: str) -> Hint | None:
        wrong = options.shuffled(set(self.options) - {self.expected}, f"hint {seed}")
        struck = tuple(wrong[: min(2, len(wrong) - 1)])  # at least one wrong option stays beside the right one
        if not struck:
            return None
        return Hint(
            _("A wrong option is crossed out.") if len(struck) == 1 else _("Two wrong options are crossed out."), struck
        )

    @property
    @override
    def expected(self) -> str:
        return str(self.spec["answer"])

    @property
    def options(self) -> list[str]:
        """All options in the order of their text, which tells nothing about which is right."""
        return sorted([self.expected, *self.wrong_options])

    @property
    @override
    def wrong_options(self) -> tuple[str, ...]:
        return (*self.spec["distractors"], *self.spec.get("drawn", ()))

    @property
    @override
    def guess(self) -> float:
        return 1 / len(self.options)

    @override
    def warnings(self, prompt: str = "") -> list[Caution]:
        return super().warnings(prompt) + options.warnings(self.options)


def _draw(spec: Spec, pool: Iterable[str], right: Sequence[str]) -> list[str]:
    """Further distractors, in an order that hangs on the answer, so that a growing pool changes few."""
    wanted = spec["draw"]
    taken = [spec["answer"], *spec["distractors"], *right]
    drawn: list[str] = []
    for candidate in sorted(set(pool), key=lambda other: _rank(spec["answer"], other)) if wanted else ():
        if len(drawn) < wanted and not any(options.same(candidate, other) for other in [*taken, *drawn]):
            drawn.append(candidate)
    if len(drawn) < wanted:
        raise ValidationError(
            f"Only {len(drawn)} further answers of this type can be drawn, and {wanted} are wanted. "
            "Write the wrong options yourself, or draw fewer.",
            code="pool",
        )
    return drawn


def _rank(answer: str, candidate: str) -> bytes:
    return blake2b(f"{answer}\0{candidate}".encode(), digest_size=16).digest()
