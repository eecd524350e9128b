"""Recall, reveal, and rate oneself: for what is worth recalling in one's own words."""

from typing import override

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from studyapp.kinds import fields
from studyapp.kinds.base import Kind, Response, Sent, Verdict
from studyapp.markdown import plain, safe_html

RATINGS = (
    (1, pgettext_lazy("rating", "Again")),
    (2, pgettext_lazy("rating", "Hard")),
    (3, pgettext_lazy("rating", "Good")),
    (4, pgettext_lazy("rating", "Easy")),
)


class FlashcardForm(fields.SpeakableForm):
    """What an editor writes for a flashcard; the prompt is its front."""

    answer = fields.TextField(
        label="Back of the card",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What the student should recall, in one or two sentences.",
    )


class OwnFlashcardForm(FlashcardForm):
    """What a learner writes for one of their own, whose back may be long, and formatted."""

    answer = fields.LongTextField(
        label="Back of the card", max_length=fields.LONGEST_BACK, widget=forms.Textarea(attrs={"rows": 3})
    )


class Flashcard(Kind):
    """The learner recalls, looks, and says how well it went."""

    name = "flashcard"
    label = pgettext_lazy("kind of question", "Flashcard")
    description = "The student recalls, turns the card and rates the recall: for whys and hows in one's own words."
    recognition = False
    self_rated = True
    AuthorForm = FlashcardForm
    OwnForm = OwnFlashcardForm
    example = {
        "prompt": "Why are there two high tides a day rather than one?",
        "answer": "The Moon pulls the Earth’s near side more than its middle, and that more than the far.",
    }
    ratings = RATINGS

    @override
    def answer_fields(self, *, seed: str) -> dict[str, forms.Field]:
        messages = dict.fromkeys(("required", "invalid_choice"), _("Say how well you remembered it."))
        return {"rating": forms.TypedChoiceField(choices=RATINGS, coerce=int, error_messages=messages)}

    @override
    def grade(self, response: Response) -> Verdict:
        rating = response["rating"]
        return Verdict(float(rating >= 2), self.expected, str(dict(RATINGS)[rating]))

    @override
    def sample_answer(self, *, right: bool) -> Sent:
        return {"rating": "3" if right else "1"}

    @property
    @override
    def expected(self) -> str:
        answer = str(self.spec["answer"])
        return plain(answer) if self.is_formatted else answer

    @property
    def back(self) -> str:
        """The same as it is shown."""
        return safe_html(self.spec["answer"]) if self.is_formatted else self.expected

    @property
    @override
    def answers(self) -> tuple[str, ...]:
        return (self.expected,)
