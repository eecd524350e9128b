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
from studyapp.exchange.arriving.drafting import may_draft
from studyapp.exchange.arriving.preparing import plain
from studyapp.exchange.arriving.readers import HEAD, READERS, Reader, recognise
from studyapp.library.models import Deck
from studyapp.own.forms import languages

LONGEST_NAME = 200


class BringForm(forms.Form):
    """One file, and what it does not say of itself."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        error_messages={
            "required": gettext_lazy("Choose the file that the other program saved."),
            "empty": gettext_lazy("This file is empty. Choose the one that the other program saved."),
        },
    )
    into = forms.ChoiceField(
        label=gettext_lazy("Deck"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose one of your decks.")},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        help_text=gettext_lazy("The language of its cards. It decides which small typos are forgiven."),
    )

    def __init__(
        self,
        learner: User,
        decks: list[Deck],
        data: Mapping[str, object] | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
    ) -> None:
        usual = {"language": (learner.language or get_language() or "en")[:2]}
        super().__init__(data, files, initial=usual, label_suffix="")
        self.decks = {str(deck.number): deck for deck in decks}
        self.shelf = {f"library-{deck.pk}": deck for deck in Deck.objects.all()} if may_draft(learner) else {}
        drafts = [(key, _("Library, as drafts: %(deck)s") % {"deck": deck.title}) for key, deck in self.shelf.items()]
        as_the_file_says = ("", _("The decks that the file names, or a new one"))
        for name, choices in (
            ("into", [as_the_file_says, *((number, deck.title) for number, deck in self.decks.items()), *drafts]),
            ("language", languages(get_language() or "en")),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # of a ChoiceField
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
    def name(self) -> str:
        """What the file is called, without the folders that some browsers send along."""
        return plain(PurePath(self.cleaned_data["file"].name).name, LONGEST_NAME) or _("File")

    @property
    def into_deck(self) -> Deck | None:
        return (self.decks | self.shelf).get(self.cleaned_data["into"])

    @property
    def is_for_library(self) -> bool:
        return self.cleaned_data["into"] in self.shelf
