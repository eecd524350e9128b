"""True or false: is it so? The correction is shown with every verdict."""

from collections.abc import Hashable
from typing import override

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from studyapp.kinds import fields, options
from studyapp.kinds.base import JudgedOption, Kind, Response, Sent, Verdict


class TrueFalseForm(fields.AuthorForm):
    """What an editor writes for a statement to be judged."""

    answer = fields.TruthField(
        label="Is the statement true?",
        widget=forms.RadioSelect,
        help_text="Whether the statement in the prompt is true or false.",
        error_messages={
            "required": gettext_lazy("Say whether it is true or false."),
            "invalid_choice": "Write true or false.",
        },
    )
    correction = fields.TextField(
        label="Correction",
        required=False,
        max_length=400,
        help_text="One sentence that says how it really is. Needed when the statement is false.",
    )

    def clean(self) -> fields.Cleaned:
        spec = super().clean() or {}
        if spec.get("answer") is False and not spec.get("correction") and not self.errors:
            self.add_error("correction", _("Say in one sentence how it really is, so that nobody learns the error."))
        return spec


class TrueFalse(Kind):
    """The learner says whether a statement is so."""

    name = "true_false"
    label = pgettext_lazy("kind of question", "True or false")
    description = "The student judges one statement, and sees how it really is: good against a common mix-up."
    recognition = True
    one_tap = True
    needs_named_source_when_disputed = True
    AuthorForm = TrueFalseForm
    example = {
        "prompt": "The Sun raises higher ocean tides than the Moon does. Is that so?",
        "answer": False,
        "correction": "The Moon is far nearer, and raises tides about twice as high as the Sun does.",
    }

    @override
    def answer_fields(self, *, seed: str) -> dict[str, forms.Field]:
        messages = dict.fromkeys(("required", "invalid_choice"), _("Choose true or false."))
        return {"answer": fields.TruthField(error_messages=messages)}

    @override
    def grade(self, response: Response) -> Verdict:
        given = response["answer"]
        return Verdict(float(given is self.key), self.expected, _word(truth=given), self.remarks)

    @override
    def judged_options(self, response: Response, *, seed: str) -> tuple[JudgedOption, ...]:
        chosen = [_word(truth=response["answer"])] if "answer" in response else []
        return options.judged([_word(truth=True), _word(truth=False)], right=[self.expected], chosen=chosen)

    @override
    def sample_answer(self, *, right: bool) -> Sent:
        return {"answer": str(self.spec["answer"] is right).lower()}

    @property
    @override
    def expected(self) -> str:
        return _word(truth=self.spec["answer"])

    @property
    @override
    def remarks(self) -> tuple[str, ...]:
        return (self.spec["correction"],) if self.spec["correction"] else ()

    @property
    @override
    def guess(self) -> float:
        return 0.5

    @property
    @override
    def answers(self) -> tuple[str, ...]:
        return ()

    @property
    @override
    def key(self) -> Hashable:
        return bool(self.spec["answer"])


def _word(*, truth: bool) -> str:
    return pgettext("statement", "True") if truth else pgettext("statement", "False")
