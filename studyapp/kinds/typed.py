"""A name or a phrase in the learner's own spelling, judged with patience for accents and slips."""

from collections.abc import Mapping
from typing import Any, override

from django import forms

from studyapp.kinds import disputes, fields, text
from studyapp.kinds.base import Kind, SourcedValue, Surroundings, Verdict

MAX_LENGTH = 200


class TypedForm(fields.AuthorForm):
    """What an editor writes for a typed answer."""

    answer = fields.TextField(
        label="Right answer",
        max_length=MAX_LENGTH,
        help_text="The answer as it should be shown. Capitals, accents and small slips need no mention.",
    )
    aliases = fields.LinesField(
        label="Also right",
        required=False,
        max_length=MAX_LENGTH,
        help_text="Other names for the same thing, one per line: with or without a title, in full or short.",
    )
    wrong_answers = fields.LinesField(
        label="Known wrong answers",
        required=False,
        max_length=MAX_LENGTH,
        help_text="Answers so near in spelling that they might pass for a slip, one per line.",
    )
    accents_matter = fields.FlagField(
        label="Accents matter",
        required=False,
        help_text="Tick this only where the accents are what the question is about.",
    )
    answer_type = fields.answer_type_field()

    def clean(self) -> dict[str, Any]:
        spec = super().clean() or {}
        if self.errors:
            return spec
        accents = spec["accents_matter"]
        folded = {text.normalise(answer, accents=accents) for answer in [spec["answer"], *spec["aliases"]]}
        for wrong in spec["wrong_answers"]:
            if text.normalise(wrong, accents=accents) in folded:
                self.add_error(
                    "wrong_answers", f"“{wrong}” is also a right answer. Take it out of one of the two lists."
                )
        return spec


class Typed(Kind):
    """The learner writes a name or a phrase."""

    name = "typed"
    label = "Typed answer"
    description = "The student writes a name or a short phrase; accents and small slips are forgiven."
    recognition = False
    disputable = True
    can_be_easy = True
    AuthorForm = TypedForm
    example = {
        "prompt": "What do sailors call the tides of least range, around the half moons?",
        "answer": "Neap tides",
        "aliases": ["Neaps"],
        "wrong_answers": ["Spring tides"],
    }

    @classmethod
    @override
    def freeze(cls, spec: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
        accents = spec["accents_matter"]
        kind = cls({**spec, "sourced": disputes.stored(surroundings.sourced)})
        if surroundings.sourced and not kind.sources_of(spec["answer"]):
            raise disputes.unsourced(spec["answer"], surroundings.sourced)
        rivals = sorted(
            {other for other in surroundings.accepted_elsewhere if text.in_reach(other, kind.answers, accents=accents)}
        )
        return {**kind.spec, "accepted_elsewhere": rivals}

    @override
    def answer_fields(self, *, seed: str, locale: str) -> dict[str, forms.Field]:
        return {
            "text": fields.AnswerField(
                max_length=MAX_LENGTH,
                error_messages={
                    "required": "Write an answer first.",
                    "max_length": f"That is too long: an answer has {MAX_LENGTH} characters at most.",
                },
            )
        }

    @override
    def grade(self, response: Mapping[str, Any]) -> Verdict:
        given = response["text"]
        accents = self.spec["accents_matter"]
        rivals = (*self.spec["wrong_answers"], *self.spec.get("accepted_elsewhere", ()))
        match = text.find(given, self.answers, rivals, accents=accents)
        if match is None:
            return Verdict(0.0, self.expected, given, self._about_accents(given))
        spelling = () if match.exact else (f"Spelt {match.accepted}.",)
        by = disputes.agreement(self.sources_of(match.accepted), disputes.sourced_in(self.spec))
        return Verdict(1.0, self.expected, given, spelling + by)

    @override
    def sample_answer(self, *, right: bool) -> dict[str, Any]:
        wrong = (*self.spec["wrong_answers"], "something else entirely")[0]
        return {"text": self.spec["answer"] if right else wrong}

    @property
    @override
    def expected(self) -> str:
        return disputes.either(
            [self.spec["answer"]]
            + [value.value for value in disputes.sourced_in(self.spec) if not self._is_own(value.value)]
        )

    @property
    @override
    def answers(self) -> tuple[str, ...]:
        sourced = (value.value for value in disputes.sourced_in(self.spec))
        return tuple(dict.fromkeys([self.spec["answer"], *self.spec["aliases"], *sourced]))

    def sources_of(self, accepted: str) -> list[SourcedValue]:
        """The sources that give this accepted answer, under whichever of its names."""
        own = self._is_own(accepted)
        return [
            value
            for value in disputes.sourced_in(self.spec)
            if self._fold(value.value) == self._fold(accepted) or (own and self._is_own(value.value))
        ]

    @override
    def warnings(self, prompt: str = "") -> list[str]:
        found = super().warnings(prompt)
        if len(self.spec["answer"]) > 60:
            found.append("So long an answer is hard to type exactly; a flashcard may suit it better.")
        return found

    def _is_own(self, answer: str) -> bool:
        own = (self.spec["answer"], *self.spec["aliases"])
        return self._fold(answer) in {self._fold(other) for other in own}

    def _fold(self, answer: str) -> str:
        return text.normalise(answer, accents=self.spec["accents_matter"])

    def _about_accents(self, given: str) -> tuple[str, ...]:
        folded = {text.normalise(answer) for answer in self.answers}
        return ("The accents matter here.",) if text.normalise(given) in folded else ()
