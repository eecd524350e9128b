"""The forms of own decks and cards: a card's is its kind's author form, in a student's words, front and back first."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import cast

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.forms.utils import ErrorList
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from studyapp.accounts.models import User
from studyapp.formats.notes import long_texts
from studyapp.kinds import KINDS
from studyapp.kinds.base import Sent, Spec
from studyapp.kinds.fields import LONGEST_BACK, LONGEST_FRONT, SPOKEN, LongTextField, TextField
from studyapp.library.models import PLACES, Deck, Draft, Picture, Revision
from studyapp.markdown import FORMATTED, escaped, simplest
from studyapp.own.pictures import OwnPicturesForm
from studyapp.own.words import EXPLANATION, KINDS_IN_WORDS, Said
from studyapp.own.writing import Written


@cache
def languages(called_in: str) -> list[tuple[str, str]]:
    """Codes of two letters, with what the languages are called in one of them; in the order of these names."""
    names = Locale.parse(called_in, sep="-").languages
    found = ((code, names.get(code, name)) for code, name in SPOKEN if code)
    return sorted(found, key=lambda one: one[1].casefold())


def _offer(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    cast("forms.ChoiceField", field).choices = choices


class DeckForm(forms.Form):
    """What a learner says of a deck of their own."""

    title = TextField(
        label=gettext_lazy("Title"),
        max_length=120,
        error_messages={"required": gettext_lazy("Give the deck a title.")},
    )
    description = forms.CharField(
        label=gettext_lazy("Description"),
        help_text=gettext_lazy("If you like: what the deck is about."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        help_text=gettext_lazy("The language of its cards. It decides which small typos are forgiven."),
    )

    def __init__(self, learner: User, data: Sent | None = None, deck: Deck | None = None) -> None:
        said = {name: getattr(deck, name) for name in ("title", "description", "language")} if deck else {}
        usual = {"language": (learner.language or get_language() or "en")[:2]}
        super().__init__(data, initial=usual | said, label_suffix="")
        kept = [(said["language"], said["language"])] if said and len(said["language"]) > 2 else []
        _offer(self.fields["language"], languages(get_language() or "en") + kept)


class WordsForm(forms.Form):
    """What a card of any kind has beside its answer."""

    prompt = LongTextField(
        max_length=LONGEST_FRONT,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write what the card asks.")},
    )
    explanation = LongTextField(
        required=False, max_length=LONGEST_BACK, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )


class CardForm:
    """A card as its owner fills it in. `written` is what came of it, once it is valid."""

    def __init__(
        self,
        owner: User,
        kind: str,
        data: Sent | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
        *,
        initial: Spec | None = None,
        revision: Revision | None = None,
    ) -> None:
        """`initial` is what is proposed in plain text, by the names of the fields; or else `revision` what the card
        says by now. Of that, what the form does not show stays as it is.
        """
        initial = as_typed(kind, self._filling(revision) if revision else initial or {})
        self.kind, self.in_words = kind, KINDS_IN_WORDS[kind]
        if data is not None:
            shown = {"prompt", "explanation", *self.in_words.fields}
            data = {**data, **{name: value for name, value in (initial or {}).items() if name not in shown}}
        self.words = WordsForm(data, initial=dict(initial or {}), label_suffix="")
        self.answer = KINDS[kind].own_form(data, initial_spec=initial)
        self.answer.label_suffix = ""
        for bound, said in self._said():
            bound.field.label = bound.label = said.label
            bound.field.help_text = bound.help_text = said.help
            bound.field.required |= said.needed
        places = [place for place in PLACES if place != "answer" or KINDS[kind].self_rated]
        self.pictures = OwnPicturesForm(owner, places, data, files, shown=revision.shown if revision else None)
        if "spoken_in" in self.answer.fields:
            anything = ("", _("no language in particular"))
            _offer(self.answer.fields["spoken_in"], [anything, *languages(get_language() or "en")])

    @staticmethod
    def _filling(revision: Revision) -> Spec:
        """What shows a revision in the form."""
        return {"prompt": revision.prompt, "explanation": revision.explanation, **revision.question.author_spec()}

    def _said(self) -> Iterator[tuple[BoundField, Said]]:
        yield self.words["prompt"], self.in_words.front
        for name, said in self.in_words.fields.items():
            yield self.answer[name], said
        yield self.words["explanation"], EXPLANATION

    @property
    def front(self) -> BoundField:
        return self.words["prompt"]

    @property
    def first(self) -> list[BoundField]:
        """What stands below the front."""
        return [self.answer[name] for name, said in self.in_words.fields.items() if said.first]

    @property
    def more(self) -> list[BoundField]:
        """What few need; and what nobody is shown, if something is wrong with it."""
        said = self.in_words.fields
        rare = [bound for bound in self.answer if bound.errors if bound.name not in said]
        return [*(self.answer[name] for name in said if not said[name].first), self.words["explanation"], *rare]

    @property
    def opens_more(self) -> bool:
        """Whether something stands there that should be seen."""
        return any(bound.errors or bound.value() for bound in [*self.more, *self.pictures])

    def is_valid(self) -> bool:
        """It reads the pictures and keeps them, which takes a while: never as others wait for what is locked."""
        return all([self.words.is_valid(), self.answer.is_valid(), self.pictures.is_valid()])

    @property
    def errors(self) -> dict[str, ErrorList]:
        return {**self.words.errors, **self.answer.errors, **self.pictures.errors}

    @property
    def non_field_errors(self) -> ErrorList:
        return self.words.non_field_errors() or self.answer.non_field_errors()

    def refuse(self, error: ValidationError | str) -> None:
        """Say what is wrong with it as a whole, or with its front."""
        if isinstance(error, ValidationError) and hasattr(error, "error_dict"):
            known = {name: found for name, found in error.error_dict.items() if name in self.words.fields}
            error = ValidationError(known) if known else ValidationError(error.messages)
        self.words.add_error(None, error)

    @property
    def written(self) -> Written:
        return Written(self.kind, draft_of(self.kind, self.words, self.answer.cleaned_data, self.pictures.pictures))


def as_typed(kind: str, said: Spec) -> Spec:
    """What a card says, as its owner types it: plain text with what looks like formatting escaped."""
    if said.get(FORMATTED):
        return said
    return {**said, **{name: escaped(str(said[name])) for name in long_texts(kind) if said.get(name)}}


def draft_of(kind: str, words: WordsForm, spec: Spec, pictures: Mapping[str, Picture] | None = None) -> Draft:
    """Of forms that are valid: plain, where nothing in it is formatted."""
    said = {**words.cleaned_data, **spec}
    texts, is_formatted = simplest({name: said[name] for name in long_texts(kind)})
    spec = {name: texts.get(name, value) for name, value in spec.items()} | ({FORMATTED: True} if is_formatted else {})
    return Draft(texts["prompt"], spec, texts["explanation"], pictures)


class PlaceForm(forms.Form):
    """One of the learner's own decks, by its number."""

    deck = forms.TypedChoiceField(
        label=gettext_lazy("Deck"),
        coerce=int,
        error_messages={
            "required": gettext_lazy("Choose one of your decks."),
            "invalid_choice": gettext_lazy("Choose one of your decks."),
        },
    )

    def __init__(self, decks: list[Deck], data: Sent | None = None, chosen: int | None = None) -> None:
        super().__init__(data, initial={"deck": chosen}, label_suffix="")
        self.decks = {deck.number: deck for deck in decks}
        _offer(self.fields["deck"], [(str(deck.number), deck.title) for deck in decks])

    @property
    def chosen(self) -> Deck:
        return self.decks[self.cleaned_data["deck"]]
