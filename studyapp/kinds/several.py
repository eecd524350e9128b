"""All that apply: options to tick, of which one, some or many are right, and which look all alike."""

from collections.abc import Hashable
from typing import override

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from studyapp.kinds import fields, options, text
from studyapp.kinds.base import Hint, JudgedOption, Kind, Response, Sent, Spec, Surroundings, Verdict
from studyapp.kinds.cautions import Caution

MAX_OPTIONS = 9


class SeveralForm(fields.AuthorForm):
    """What an editor writes for a question to which several answers may be right."""

    answers = fields.LinesField(
        label="Right options",
        max_items=MAX_OPTIONS - 1,
        help_text="Every option that is right, one per line.",
    )
    distractors = fields.LinesField(
        label="Wrong options",
        max_items=MAX_OPTIONS - 1,
        help_text=(
            f"One per line: plausible, of the same sort as the right ones, and certainly wrong. {MAX_OPTIONS} "
            "options at most, right and wrong together."
        ),
    )

    def clean(self) -> fields.Cleaned:
        spec = super().clean() or {}
        if self.errors:
            return spec
        both = [*spec["answers"], *spec["distractors"]]
        if twin := options.twin(both):
            self.add_error("answers" if options.twin(spec["answers"]) else "distractors", options.twin_fault(twin))
        if len(both) > MAX_OPTIONS:
            sentence = _("Give at most %(most)s options in all; there are %(given)s.")
            self.add_error("distractors", sentence % {"most": MAX_OPTIONS, "given": len(both)})
        return spec


class Several(Kind):
    """The learner ticks every right option."""

    name = "several"
    label = pgettext_lazy("kind of question", "All that apply")
    description = "The student ticks every option that is right, however many there are."
    recognition = True
    needs_named_source_when_disputed = True
    half_is_hard = True
    AuthorForm = SeveralForm
    example = {
        "prompt": "At which phases of the Moon do spring tides come, when the range is greatest?",
        "answers": ["New moon", "Full moon"],
        "distractors": ["First quarter", "Last quarter"],
    }

    @classmethod
    @override
    def freeze(cls, spec: Spec, surroundings: Surroundings) -> Spec:
        if distractor := options.right_by_a_source(spec["distractors"], surroundings.sourced):
            raise ValidationError(
                f"The wrong option “{distractor}” is right by the source. Replace it, or move it to the right options.",
                code="right_by_a_source",
            )
        return dict(spec)

    @override
    def answer_fields(self, *, seed: str) -> dict[str, forms.Field]:
        shown = options.shuffled(self._offered, seed)
        unknown = _("Tick only options that are shown.")
        return {
            "options": forms.MultipleChoiceField(
                choices=[(option, option) for option in shown],
                error_messages={
                    "required": _("Tick at least one option."),
                    "invalid_choice": unknown,
                    "invalid_list": unknown,
                },
            )
        }

    @override
    def response(self, cleaned: fields.Cleaned) -> Response:
        return {"options": sorted(set(cleaned["options"]))}

    @override
    def grade(self, response: Response) -> Verdict:
        picks = response["options"]
        right = sum(pick in self.answers for pick in picks)
        score = max(0, 2 * right - len(picks)) / len(self.answers)
        return Verdict(score, self.expected, options.listed(picks))

    @override
    def judged_options(self, response: Response, *, seed: str) -> tuple[JudgedOption, ...]:
        offered = options.shuffled(self._offered, seed)
        return options.judged(offered, right=self.answers, chosen=response.get("options", ()))

    @override
    def hint(self, *, seed: str) -> Hint:
        number = len(self.answers)
        return Hint(ngettext("One of them is right.", "%(n)s of them are right.", number) % {"n": number})

    @classmethod
    @override
    def offering(cls, spec: Spec, written: str) -> Spec | None:
        if options.twin([*cls(spec)._offered, written]):
            return None
        return {**spec, "distractors": [*spec["distractors"], written]}

    @override
    def sample_answer(self, *, right: bool) -> Sent:
        return {"options": list(self.spec["answers" if right else "distractors"])}

    @override
    def near_answer(self) -> Sent | None:
        return {"options": [*self.answers[:-1]]} if len(self.answers) > 1 else None

    @property
    @override
    def expected(self) -> str:
        return options.listed(sorted(self.answers))

    @property
    @override
    def guess(self) -> float:
        ways_to_tick: int = 2 ** len(self._offered) - 1
        return 1 / ways_to_tick

    @property
    @override
    def answers(self) -> tuple[str, ...]:
        return tuple(self.spec["answers"])

    @property
    @override
    def wrong_options(self) -> tuple[str, ...]:
        return tuple(self.spec["distractors"])

    @property
    @override
    def key(self) -> Hashable:
        return frozenset(text.normalise(answer, accents=True) for answer in self.answers)

    @override
    def warnings(self, prompt: str = "") -> list[Caution]:
        return super().warnings(prompt) + options.warnings(self._offered)

    @property
    def _offered(self) -> list[str]:
        return [*self.answers, *self.wrong_options]
