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
from studyapp.library.models import Picture, Revision, Shown, Words
from studyapp.library.models.pictures import Columns, columns_of
from studyapp.library.picture_fields import PicturesForm, fields_for, standing_in_form
from studyapp.library.picturing import Encoded, read
from studyapp.own.limits import TooMuch, leave_room_for_a_picture


def keep_picture(
    owner: User, upload: UploadedFile[bytes], *, alt: str = "", credit: str = "", licence: str = "", at: datetime
) -> Picture:
    """What its owner chose, for the `Draft` of a card.

    Raises ValidationError where it is no picture that is taken, TooMuch or GuestsHaveNone.
    """
    return keep_encoded(owner, read(upload), Words(alt, credit, licence), at=at)


def copied_columns(revision: Revision, owner: User, *, at: datetime) -> Columns:
    """The columns of another learner's revision that shows the same pictures, as their own; where there are none, this
    costs no statement.

    Raises TooMuch or GuestsHaveNone.
    """
    keys = {place: key for place in revision.pictures if (key := getattr(revision, f"{place}_picture_id"))}
    # Read apart from the revision, which would hold them as long as it is held itself.
    pictures = Picture.objects.of(revision.owner_id).in_bulk(keys.values())
    copies = {
        place: keep_encoded(owner, pictures[key].encoded, pictures[key].words, at=at) for place, key in keys.items()
    }
    return columns_of(copies)


def keep_encoded(owner: User, encoded: Encoded, words: Words, *, at: datetime) -> Picture:
    """A picture that was read before. Raises TooMuch or GuestsHaveNone."""
    leave_room_for_a_picture(owner)
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
