"""Pictures on a learner's own cards: kept for them alone, and as many as there is room for."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import override

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from studyapp.accounts.models import User
from studyapp.library.models import Picture, Shown, Words
from studyapp.library.picture_fields import PicturesForm, fields_for, standing_in_form
from studyapp.library.picturing import Encoded, read
from studyapp.own.limits import TooMuch, leave_room_for_pictures


def keep_picture(
    owner: User, upload: UploadedFile[bytes], *, alt: str = "", credit: str = "", licence: str = "", at: datetime
) -> Picture:
    """What its owner chose, for the `Draft` of a card.

    Raises ValidationError where it is no picture that is taken, TooMuch or GuestsHaveNone.
    """
    return keep_encoded(owner, read(upload), Words(alt, credit, licence), at=at)


def keep_encoded(owner: User, encoded: Encoded, words: Words, *, at: datetime) -> Picture:
    """A picture that was read before. Raises TooMuch or GuestsHaveNone."""
    leave_room_for_pictures(owner, 0 if Picture.objects.has(encoded, words, owner) else 1)
    return Picture.objects.keep(encoded, words, at=at, owner=owner)


class OwnPicturesForm(PicturesForm, forms.Form):
    """The pictures of one card; its `pictures` are for the card's `Draft`."""

    owner: User

    def __init__(
        self,
        owner: User,
        places: Iterable[str],
        data: Mapping[str, object] | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
        *,
        shown: Mapping[str, Shown] | None = None,
    ) -> None:
        """`shown` is what the card shows by now."""
        super().__init__(data, files, initial=standing_in_form(shown or {}), label_suffix="")
        self.owner = owner
        self.fields |= fields_for(places, words=["alt"])
        for told_above in [*self.fields.values()][2:]:
            told_above.help_text = ""

    @override
    def keep(self, encoded: Encoded, words: Words) -> Picture:
        try:
            return keep_encoded(self.owner, encoded, words, at=timezone.now())
        except TooMuch as error:
            raise ValidationError(str(error)) from error
