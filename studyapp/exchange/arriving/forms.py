"""The form by which a file is sent."""

from collections.abc import Mapping
from pathlib import PurePath

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from studyapp.accounts.models import User
from studyapp.exchange.arriving.preparing import plain
from studyapp.exchange.arriving.readers import HEAD, READERS, Reader, recognise
from studyapp.library.models import Deck
from studyapp.own.forms import languages

LONGEST_NAME = 200


class FileForm(forms.Form):
    """One file, and what it does not say of itself."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        error_messages={
            "required": gettext_lazy("Choose the file that the other program saved."),
            "empty": gettext_lazy("This file is empty. Choose the one that the other program saved."),
        },
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        help_text=gettext_lazy("The language of its cards. It decides which small typos are forgiven."),
    )

    for_library = False

    def __init__(
        self,
        learner: User,
        data: Mapping[str, object] | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        usual = {"language": (learner.language or get_language() or "en")[:2], **(initial or {})}
        super().__init__(data, files, initial=usual, label_suffix="")
        self.fields["language"].choices = languages(get_language() or "en")  # type: ignore[attr-defined]  # of a ChoiceField
        endings = [ending for reader in READERS for ending in reader.endings]
        self.fields["file"].widget.attrs["accept"] = ",".join(endings)

    reader: Reader
    """Only if it is valid."""

    def clean_file(self) -> UploadedFile[bytes]:
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        size = upload.size or 0
        if size > settings.IMPORT_MOST_BYTES:
            told = _("This file has %(size)s, and may have %(most)s. Save fewer decks at once, and bring them in turn.")
            sizes = {"size": size, "most": settings.IMPORT_MOST_BYTES}
            raise ValidationError(told % {name: filesizeformat(size) for name, size in sizes.items()})
        reader = recognise(upload.read(HEAD), upload.name or "")
        if reader is None:
            told = _("We cannot read this sort of file. What we can read: %(formats)s.")
            raise ValidationError(told % {"formats": "; ".join(str(reader.label) for reader in READERS)})
        self.reader = reader
        return upload

    @property
    def into_deck(self) -> Deck | None:
        """Where all of it goes; None: as the file says."""
        raise NotImplementedError

    @property
    def name(self) -> str:
        """What the file is called, without the folders that some browsers send along."""
        return plain(PurePath(self.cleaned_data["file"].name).name, LONGEST_NAME) or _("File")


class BringForm(FileForm):
    """Into decks of one's own."""

    into = forms.ChoiceField(
        label=gettext_lazy("Deck"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose one of your decks.")},
    )
    field_order = ("file", "into", "language")

    def __init__(
        self,
        learner: User,
        data: Mapping[str, object] | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
    ) -> None:
        super().__init__(learner, data, files)
        decks = Deck.objects.of(learner).filter(removed_at=None).order_by("title")
        self.decks = {str(deck.number): deck for deck in decks}
        as_the_file_says = ("", _("The decks that the file names, or a new one"))
        choices = [as_the_file_says, *((number, deck.title) for number, deck in self.decks.items())]
        self.fields["into"].choices = choices  # type: ignore[attr-defined]  # of a ChoiceField

    @property
    def into_deck(self) -> Deck | None:
        return self.decks.get(self.cleaned_data["into"])


class LibraryForm(FileForm):
    """Into a deck of the library."""

    for_library = True
    into = forms.ModelChoiceField(
        Deck.objects.order_by("title"),
        label="Deck",
        empty_label=None,
        error_messages={"required": "Choose a deck.", "invalid_choice": "Choose a deck that is there."},
    )
    field_order = ("file", "into", "language")

    @property
    def into_deck(self) -> Deck | None:
        deck: Deck = self.cleaned_data["into"]
        return deck
