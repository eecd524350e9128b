"""The fields by which a question gets its pictures, for editors and for students: the picture, and words of it.

What was given is kept as soon as it is judged: whatever else a form is refused for, nobody has to choose it again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, override

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studyapp.kinds.fields import Cleaned, TextField
from studyapp.library.models import PLACES, Picture, Shown, Words
from studyapp.library.models.pictures import HEAVY, is_digest
from studyapp.library.picturing import MOST_BYTES, Encoded, read

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LABELS: "dict[str, tuple[str | _StrPromise, str | _StrPromise]]" = {
    "alt": (
        gettext_lazy("What the picture shows"),
        gettext_lazy("For those who cannot see it: read aloud, and shown where it does not load."),
    ),
    "credit": ("Who made the picture", "Shown below it, such as “Ada Byron, Harbour Gazette”."),
    "licence": ("Its licence", "Why it may be shown: “CC BY 4.0”, “public domain”, “with permission”."),
}
WORDS = tuple(LABELS)


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one place: the picture that stood in the form, by its digest, a new one, and whether to remove it.

    `stood` is None where the form said nothing of pictures.
    """

    stood: str | None = None
    upload: UploadedFile[bytes] | None = None
    removed: bool = False


class PictureInput(forms.Widget):
    """The picture that there is, with a box to remove it, and a file to choose."""

    needs_multipart_form = True

    @override
    def render(
        self, name: str, value: str | None, attrs: dict[str, object] | None = None, renderer: object = None
    ) -> SafeString:
        written = flatatt({**self.attrs, **(attrs or {})})
        context = {"name": name, "digest": value, "attrs": written, "most": MOST_BYTES}
        return render_to_string("library/_picture_input.html", context)

    @override
    def value_from_datadict(
        self, data: Mapping[str, object], files: MultiValueDict[str, UploadedFile[bytes]], name: str
    ) -> Sent:
        stood = str(data[name]) if name in data else None
        if stood and not is_digest(stood):
            stood = ""
        return Sent(stood, files.get(f"{name}-file"), f"{name}-remove" in data)


class PictureField(forms.Field):
    """Cleans to a picture that is new, the digest of the one that stood there, "" for none, None if nothing is said."""

    widget = PictureInput
    kept = ""
    """The digest of the new picture, once it is kept."""

    @override
    def clean(self, value: Sent) -> Encoded | str | None:
        if value.upload:
            return read(value.upload)
        return "" if value.removed else value.stood

    @override
    def prepare_value(self, value: Sent | str | None) -> str:
        if isinstance(value, Sent):
            return self.kept or ("" if value.removed else value.stood or "")
        return value or ""

    @override
    def has_changed(self, initial: object, data: object) -> bool:
        assert isinstance(data, Sent)  # noqa: S101  as its widget gives it
        return bool(data.upload or (data.removed and initial)) or data.stood not in (None, initial or "")


def fields_for(places: Iterable[str], *, words: Iterable[str] = WORDS) -> dict[str, forms.Field]:
    """The fields of a form whose question may have pictures there."""
    fields: dict[str, forms.Field] = {}
    for place in places:
        told = gettext_lazy("PNG, JPEG, WebP or GIF, up to 5 MB. Of one that moves, its beginning is kept.")
        fields[f"{place}_picture"] = PictureField(label=PLACES[place], help_text=told, required=False)
        fields |= {f"{place}_{name}": _words(name) for name in words}
    return fields


def _words(name: str) -> TextField:
    longest = next(field.max_length for field in Picture._meta.concrete_fields if field.name == name)
    label, told = LABELS[name]
    return TextField(label=label, help_text=told, required=False, max_length=longest)


def standing_in_form(shown: Mapping[str, Shown]) -> dict[str, str]:
    """What the fields say where these pictures are there, by name; empty where there are none."""
    return {
        f"{place}_{name}": getattr(shown[place], "digest" if name == "picture" else name) if place in shown else ""
        for place in PLACES
        for name in ("picture", *WORDS)
    }


MISSING = {
    "alt": "Say what the picture shows, for those who cannot see it.",
    "credit": "Say who made the picture.",
    "licence": "Say by which licence the picture may be shown.",
}


class PicturesForm(forms.BaseForm):
    """A form with `fields_for` some places."""

    owner: Model | None = None
    """Whose the pictures are; shared by all if nobody's, and then there must be words of them."""
    pictures: dict[str, Picture]
    """Once it is valid: what its question shows, by the places."""

    @override
    def clean(self) -> Cleaned:
        cleaned = super().clean() or {}
        places = [place for place in PLACES if f"{place}_picture" in self.fields]
        found = {place: self._picture(place, cleaned) for place in places}
        self.pictures = {place: picture for place, picture in found.items() if picture}
        return cleaned

    def keep(self, encoded: Encoded, words: Words) -> Picture:
        """Raises ValidationError where there is no room for it."""
        return Picture.objects.keep(encoded, words, at=timezone.now(), owner=self.owner)

    def _picture(self, place: str, cleaned: Cleaned) -> Picture | None:
        """The picture of a place, if there is one. Adds an error where there is something to mend."""
        name, names = f"{place}_picture", [word for word in WORDS if f"{place}_{word}" in self.fields]
        if not {name, *(f"{place}_{word}" for word in names)} <= cleaned.keys():
            return None  # what is wrong with it is said already
        field, given = self.fields[name], cleaned[name]
        words = Words(**{word: cleaned[f"{place}_{word}"] for word in names})
        assert isinstance(field, PictureField)  # noqa: S101  as `fields_for` made it
        stood = str(self.get_initial_for_field(field, name) or "")
        if given is None:
            return self._standing(stood)
        if not given:
            if not stood and any(getattr(words, word) for word in WORDS):
                self.add_error(name, _("Choose the picture of which this is said, or take out the words."))
            return None
        if self.owner is None and not words.suffice:
            self._ask_for_words(place, words, is_new=isinstance(given, Encoded))
            return None
        picture = self._worded(name, given, words)
        field.kept = picture.digest if picture else ""
        return picture

    def _standing(self, digest: str) -> Picture | None:
        return Picture.objects.of(self.owner).defer(*HEAVY).filter(digest=digest).first()

    def _worded(self, name: str, given: Encoded | str, words: Words) -> Picture | None:
        if isinstance(given, str):
            there = self._standing(given)
            if there and there.words == words:
                return there
            if not there:
                self.add_error(name, _("This picture is not there any more. Choose it again."))
                return None
            given = there.encoded
        try:
            return self.keep(given, words)
        except ValidationError as error:
            self.add_error(name, error)
            return None

    def _ask_for_words(self, place: str, words: Words, *, is_new: bool) -> None:
        for word in WORDS:
            if not getattr(words, word):
                self.add_error(f"{place}_{word}", MISSING[word])
        if is_new:
            self.add_error(f"{place}_picture", "Choose the picture again: it is kept together with what is said of it.")
