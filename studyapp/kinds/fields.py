"""Form fields that take what seeds hold (numbers, booleans, lists) and what a browser posts (text) alike."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, override

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from studyapp.kinds import quantities, text

ANSWER_TYPES = [
    ("", "Any"),
    ("person", "Person"),
    ("place", "Place"),
    ("organisation", "Organisation"),
    ("year", "Year"),
    ("quantity", "Quantity"),
    ("other", "Other"),
]

NAMED = frozenset({"person", "place", "organisation"})
"""Types of answers that are somebody's or something's own name."""


type Cleaned = dict[str, Any]
"""A form's ``cleaned_data``, as Django hands it on."""


class AuthorForm(forms.Form):
    """What an editor writes for one kind of question; ``cleaned_data`` is the spec."""


def showable(value: str) -> str:
    """Text with its whitespace folded; ValidationError where it holds characters that cannot be shown."""
    tidied = text.tidy(value)
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in tidied):
        raise ValidationError(
            _("There is an invisible character in this. Type it again instead of pasting it."),
            code="control_character",
        )
    return tidied


class TextField(forms.CharField):
    """One line of text, whitespace folded; takes a number or a date from a seed as its text."""

    def to_python(self, value: object) -> str:
        if isinstance(value, (list, tuple, dict)):
            raise ValidationError(_("Give one text here, not a list."), code="list")
        return showable(super().to_python(value) or "")


LONGEST_FRONT, LONGEST_BACK = 2000, 5000
"""Characters of what learners write at length on cards of their own: a front; a back, and an explanation."""
_INDENTED = re.compile(r" {0,12}")


class LongTextField(TextField):
    """Text of several lines, whitespace folded within each but not before it, and no more than one empty line."""

    def to_python(self, value: object) -> str:
        if isinstance(value, (list, tuple, dict)):
            raise ValidationError(_("Give one text here, not a list."), code="list")
        lines = (forms.CharField.to_python(self, value) or "").expandtabs(4).splitlines()
        kept: list[str] = []
        for line in lines:
            words = showable(line)
            if words or (kept and kept[-1]):
                indented = _INDENTED.match(line)
                kept.append(indented[0] + words if words and indented and kept else words)
        return "\n".join(kept).rstrip()


class AnswerField(TextField):
    """A learner's own words; what is blank once normalised (spaces, invisible marks) counts as not given."""

    def to_python(self, value: object) -> str:
        written = super().to_python(value)
        return written if text.normalise(written) else ""


def _too_many(most: int, given: int) -> str:
    return _("Give at most %(most)s here; there are %(given)s.") % {"most": most, "given": given}


def too_long(text: str, most: int) -> str:
    """What is said of one of several texts."""
    return _("“%(text)s…” is too long: at most %(most)s characters each.") % {"text": text[:40], "most": most}


class LinesField(forms.Field):
    """Several short texts: a list in a seed, one per line in a browser; cleans to a list of strings."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, *, max_items: int = 20, max_length: int = 200, **options: Any) -> None:
        self.max_items = max_items
        self.max_length = max_length
        super().__init__(**options)

    def to_python(self, value: object) -> list[str]:
        if value in self.empty_values:
            return []
        if isinstance(value, str):
            value = value.splitlines()
        if not isinstance(value, (list, tuple)):
            value = [value]
        if any(isinstance(item, (list, tuple, dict)) for item in value):
            raise ValidationError("Each entry must be one text, not a list.", code="list")
        lines = [line for item in value if (line := showable(str(item)))]
        self._check_bounds(lines)
        return lines

    def _check_bounds(self, lines: list[str]) -> None:
        if len(lines) > self.max_items:
            raise ValidationError(_too_many(self.max_items, len(lines)), code="many")
        for line in lines:
            if len(line) > self.max_length:
                raise ValidationError(too_long(line, self.max_length), code="long")

    def prepare_value(self, value: object) -> object:
        return "\n".join(str(item) for item in value) if isinstance(value, (list, tuple)) else value


class PairsField(forms.Field):
    """Texts in pairs, "left = right" one per line or, in a seed, [left, right]; cleans to a list of such lists."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, *, max_items: int = 20, max_length: int = 200, **options: Any) -> None:
        self.max_items = max_items
        self.max_length = max_length
        super().__init__(**options)

    def to_python(self, value: object) -> list[list[str]]:
        if value in self.empty_values:
            return []
        if isinstance(value, str):
            value = [line for line in value.splitlines() if line.split()]
        pairs = [self._pair(entry) for entry in (value if isinstance(value, (list, tuple)) else [value])]
        if len(pairs) > self.max_items:
            raise ValidationError(_too_many(self.max_items, len(pairs)), code="many")
        return pairs

    def _pair(self, entry: object) -> list[str]:
        # Cut before the text is composed: a mark after "=" would make another sign of the two.
        halves = entry.partition("=")[::2] if isinstance(entry, str) else entry
        nested = (list, tuple, dict)
        if (
            not isinstance(halves, (list, tuple))
            or len(halves) != 2
            or any(isinstance(half, nested) for half in halves)
        ):
            raise ValidationError(_("Write each pair as “left = right”."), code="pair")
        left, right = (showable(str(half)) for half in halves)
        if not left or not right:
            alone = {"text": (left or right)[:40]}
            raise ValidationError(_("“%(text)s” has no partner. Write “left = right”.") % alone, code="pair")
        if "=" in left:
            sentence = _("“%(text)s” is on the left and must not contain “=”.")
            raise ValidationError(sentence % {"text": left[:40]}, code="pair")
        for half in (left, right):
            if len(half) > self.max_length:
                raise ValidationError(too_long(half, self.max_length), code="long")
        return [left, right]

    def prepare_value(self, value: object) -> object:
        if not isinstance(value, (list, tuple)):
            return value
        return "\n".join(" = ".join(map(str, one)) if isinstance(one, (list, tuple)) else str(one) for one in value)


class TruthField(forms.TypedChoiceField):
    """True or false as two plain choices, neither of them ticked beforehand; cleans to a bool."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=[("true", pgettext_lazy("statement", "True")), ("false", pgettext_lazy("statement", "False"))],
            coerce=lambda value: value == "true",
            empty_value=None,
            **options,
        )

    def to_python(self, value: object) -> str:
        return str(super().to_python(value)).strip().lower()

    def prepare_value(self, value: object) -> object:
        return str(value).lower() if isinstance(value, bool) else value


class _Tick(forms.CheckboxInput):
    """A checkbox that hands on what was sent, where Django's takes every word for a tick."""

    def value_from_datadict(self, data: Mapping[str, object], files: object, name: str) -> object:  # type: ignore[override]  # Django's hands on a bool alone  # noqa: ARG002
        return data.get(name, False)


class FlagField(forms.BooleanField):
    """A box to tick; a seed says true or false, and any other word is a mistake rather than a yes."""

    widget = _Tick

    def to_python(self, value: object) -> bool:
        if value not in (None, "", True, False, "on"):
            raise ValidationError("Write true or false, without quotation marks.", code="flag")
        return super().to_python(value)


class NumberField(forms.Field):
    """A number as an editor writes it ("11", "3.6 billion"); cleans to a Quantity, or to None when empty."""

    widget = forms.TextInput

    def to_python(self, value: object) -> quantities.Quantity | None:
        if value in self.empty_values:
            return None
        if isinstance(value, (bool, list, tuple, dict)):
            raise ValidationError("Give one number here, such as 11 or 3.6 billion.", code="number")
        written = quantities.plain(value) if isinstance(value, float) else str(value)
        try:
            quantity = quantities.read(written)
        except ValueError as fault:
            raise ValidationError(str(fault), code="number") from fault
        if quantity.units:
            sentence = _("Write the number alone: “%(unit)s” belongs in the unit field.")
            raise ValidationError(sentence % {"unit": quantity.units[0]}, code="unit")
        return quantity


def holds_text(field: forms.Field) -> bool:
    """Whether an editor writes there in their own words, rather than choosing."""
    return not isinstance(field, forms.ChoiceField | forms.BooleanField | forms.IntegerField)


def texts_in(value: object) -> Iterator[str]:
    """Every text in a value of a spec, in lists and in lists of them too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts_in(one)


def answer_type_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Type of answer",
        required=False,
        choices=ANSWER_TYPES,
        help_text="What sort of thing the answer is. Answers of one type can be each other’s wrong options.",
    )


_NAMES = sorted((name, code) for code, name in Locale("en").languages.items() if len(code) == 2)
SPOKEN = [("", "no language in particular"), *((code, name) for name, code in _NAMES)]
"""The languages of the world that have a short code, by their names."""


class SpeakableForm(AuthorForm):
    """An answer that may be a name, and be heard in a language of its own. Where nothing is said of that, nothing is
    kept of it: a spec is as it was before there was a choice."""

    spoken_in = forms.ChoiceField(
        label="A name in",
        required=False,
        choices=lambda: SPOKEN,  # a list would be copied, choice by choice, for every form
        error_messages={
            "invalid_choice": gettext_lazy("No language has the code “%(value)s”. Write its two letters, such as vi.")
        },
        help_text="The language of a name. With the verdict, whose browser has a voice for it can hear the answer.",
    )
    spoken_as = TextField(
        label="Written there",
        required=False,
        max_length=200,
        help_text="How that language writes the name, if otherwise than the answer: Tô Lâm for To Lam.",
    )

    @override
    def order_fields(self, field_order: Iterable[str] | None) -> None:
        """What is rare stands at the end."""
        super().order_fields(field_order or [name for name in self.fields if name not in SpeakableForm.base_fields])

    @override
    def clean(self) -> Cleaned:
        spec = super().clean() or {}
        if spec.get("spoken_as") and not spec.get("spoken_in"):
            fault = _("Say which language that is, or no voice can read it.")
            self.add_error("spoken_in", ValidationError(fault, code="unnamed"))
        return {name: value for name, value in spec.items() if value or name not in SpeakableForm.base_fields}
