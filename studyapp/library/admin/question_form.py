"""The form of a question: what every kind has, then the kind's own fields, judged by its own author form."""

import json
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from typing import ClassVar, override

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models.functions import Coalesce
from django.http import QueryDict

from studyapp.kinds import KINDS, Kind
from studyapp.kinds.fields import Cleaned, NumberField, TextField
from studyapp.kinds.written_dates import AnyDateField
from studyapp.library import slots
from studyapp.library.admin.forms import Files
from studyapp.library.answers import around
from studyapp.library.models import PLACES, Article, Citation, Draft, Fact, Question, State
from studyapp.library.picture_fields import PicturesForm, fields_for, standing_in_form
from studyapp.site.values import number_in

OWN = "spec"
"""The prefix of the kind's own fields."""

SORTS_OF_EDIT = [
    ("", "Let the answers decide: if what counts as right changed, learners meet it again"),
    ("wording", "Wording only: learners keep their progress"),
    ("answer", "Changes the answer: learners meet it again"),
]
MOST_OF_A_WORD, MOST_OF_A_LINE = 20, 100
"""Characters, by which fields are short, of middle width, or as wide as the page."""
MINOR = {"": None, "wording": True, "answer": False}
ASKED_BACK = "_asked_back"
"""The field of the button that says what an edit does, once that was asked back, and of which change it says so."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """An edit that is said to be of the wording, and yet changes what is right."""

    before: str
    after: str
    learners: int
    change: str


class QuestionForm(PicturesForm, forms.ModelForm[Question]):
    """A question with its newest revision as what stands in the fields."""

    kind_class: ClassVar[type[Kind]]
    said_else = False
    """Once it is saved, whether that gave the question other words."""
    asked: Doubt | None = None
    """What is asked back before anything is saved."""

    prompt = TextField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 80}),
        help_text="What the student reads. It must be clear without the article, and say when, if that matters.",
    )
    explanation = TextField(
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 80}),
        help_text="A sentence shown with the verdict: why it is so, or what it is easily confused with.",
    )
    sort_of_edit = forms.ChoiceField(
        label="What this edit does",
        choices=SORTS_OF_EDIT,
        required=False,
        widget=forms.RadioSelect,
        help_text="Students are learning this question.",
    )

    class Meta:
        model = Question
        fields = ["fact", "slug", "according_to", "speaker", "asks_for", "shows_date", "historical", "position"]

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Files | None = None,
        *,
        initial: Cleaned | None = None,
        instance: Question | None = None,
    ) -> None:
        super().__init__(data, files, initial=initial, instance=instance)
        question = self.instance
        question.kind = self.kind_class.name
        self.author = self.kind_class.author_form(
            self.data if self.is_bound else None, initial_spec=question.author_spec(), prefix=OWN
        )
        for name, told in self.kind_class.told_beside(question.revision.spec if question.revision else {}).items():
            self.fields[f"{OWN}-{name}"].help_text = f"{self.fields[f'{OWN}-{name}'].help_text} {told}"
        shown = {f"{OWN}-{name}": value for name, value in self.author.initial.items()}
        if question.revision:
            shown |= {"prompt": question.revision.prompt, "explanation": question.revision.explanation}
            shown |= standing_in_form(question.revision.shown)
        self.initial = {**shown, **self.initial}
        self._offer_sources()

    def _offer_sources(self) -> None:
        """Only articles that the fact cites can be named as its source; who speaks there is told, and which values."""
        if "according_to" not in self.fields:
            return
        field = self.fields["according_to"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  as the model says
        assert isinstance(field.widget, RelatedFieldWidgetWrapper)  # noqa: S101  as admin has it
        field.widget.can_add_related = field.widget.can_change_related = False
        fact = self.data.get("fact") or self.initial.get("fact") or self.instance.fact_id
        if fact := number_in(str(fact.pk if isinstance(fact, Fact) else fact or "")):
            original = Fact.objects.filter(pk=fact).values(key=Coalesce("translates", "pk"))
            citations = list(Citation.objects.filter(fact__in=original))
            cited = [citation.article_id for citation in citations]
            field.queryset = Article.objects.filter(pk__in=[*cited, self.instance.according_to_id or 0])
            self._suggest("speaker", {citation.speaker for citation in citations})
            self._suggest("asks_for", {value.name for citation in citations for value in citation.given})

    def _suggest(self, name: str, known: set[str]) -> None:
        told = ", ".join(f"“{one}”" for one in sorted(known) if one)
        if told and name in self.fields:
            self.fields[name].help_text = f"{self.fields[name].help_text} Its citations have {told}."

    @override
    def clean(self) -> Cleaned:
        cleaned = super().clean() or {}
        for name, errors in self.author.errors.as_data().items():
            field = None if name == NON_FIELD_ERRORS else f"{OWN}-{name}"
            self.errors.pop(field or "", None)  # said by the copy of the field already
            self.add_error(field, errors)
        if "prompt" in cleaned and not self.author.errors:
            fault = self.kind_class.prompt_fault(self.author.cleaned_data, cleaned["prompt"])
            if fault:
                self.add_error("prompt", fault)
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # Django's stubs leave it out
        if self.errors or self.instance.state != State.PUBLISHED:
            return
        self._check_published()
        if not self.errors and self.minor and (asked := self._doubt()):
            self.asked = asked
            self.add_error(None, "Nothing was saved yet: the answer changed, so is it the wording only?")

    def _check_published(self) -> None:
        """What was published must stay publishable, or the editor unpublishes it first."""
        question, spec = self.instance, self.author.cleaned_data
        if question.is_live and (problems := question.problems()):
            self.add_error(None, problems)
        self.surroundings = around(question, spec)
        try:
            self.kind_class.freeze(spec, self.surroundings)
        except ValidationError as error:
            self.add_error(None, error)

    def _doubt(self) -> "Doubt | None":
        """What is asked back where an edit that is said to be of the wording changes the answer."""
        question, last = self.instance, self.instance.revision
        if last is None or self._answered:
            return None
        frozen = replace(self.surroundings, prompt=self.cleaned_data["prompt"])
        last.question = question
        body = self.kind_class(self.kind_class.freeze(self.author.cleaned_data, frozen))
        if body.key == last.body.key:
            return None
        learners = sum(count(question) for count in slots.LEARNERS)
        return Doubt(last.body.expected_in_english, body.expected_in_english, learners, self._change)

    @property
    def _answered(self) -> str:
        """What was said when this very change was asked back; nothing of another one."""
        said, _, change = str(self.data.get(ASKED_BACK, "")).partition(" ")
        return said if said in MINOR and change == self._change else ""

    @property
    def _change(self) -> str:
        """From which revision to which answer."""
        told = [self.instance.revision_id, self.author.cleaned_data]
        return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def draft(self) -> Draft:
        said = self.cleaned_data
        return Draft(said["prompt"], self.author.cleaned_data, said["explanation"], self.pictures)

    @property
    def minor(self) -> bool | None:
        return MINOR[self._answered or self.cleaned_data.get("sort_of_edit", "")]


@cache
def form_for(kind: str) -> type[QuestionForm]:
    """The form of one kind, with its author fields as fields like any other."""
    own = {f"{OWN}-{name}": _as_wide_as_it_holds(field) for name, field in KINDS[kind].AuthorForm.base_fields.items()}
    fields = {**own, **fields_for(places_of(kind))}
    form: type[QuestionForm] = type("QuestionForm", (QuestionForm,), {"kind_class": KINDS[kind], **fields})
    return form


def places_of(kind: str) -> list[str]:
    """Where a question of this kind may have pictures."""
    return [place for place in PLACES if place != "answer" or KINDS[kind].self_rated]


def _as_wide_as_it_holds(field: forms.Field) -> forms.Field:
    field, most = deepcopy(field), getattr(field, "max_length", None) or MOST_OF_A_LINE
    if isinstance(field, NumberField | AnyDateField) or most <= MOST_OF_A_WORD:
        field.widget.attrs["class"] = "short"
    elif most < MOST_OF_A_LINE:
        field.widget.attrs["class"] = "middle"
    return field


def picture_fields(kind: str) -> tuple[str, ...]:
    return tuple(fields_for(places_of(kind)))


def own_fields(kind: str) -> tuple[str, ...]:
    return tuple(f"{OWN}-{name}" for name in KINDS[kind].AuthorForm.base_fields)


def kinds_to_choose() -> list[dict[str, str]]:
    """The catalogue for templates, which would call a class where they should name it."""
    return [
        {
            "name": kind.name,
            "label": str(kind.label),
            "description": kind.description,
            "example": kind.example["prompt"],
        }
        for kind in KINDS.values()
    ]
