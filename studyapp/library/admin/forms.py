"""The form that articles, decks and facts have in common."""

from typing import override

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from studyapp.kinds.fields import Cleaned
from studyapp.library.plausible import doubts

type Files = MultiValueDict[str, UploadedFile[bytes]]
"""What admin hands to every form."""


class Plausible(forms.BaseForm):
    """Refuses what cannot be right of a date or a language, as the seeds do."""

    @override
    def clean(self) -> Cleaned:
        cleaned = super().clean() or {}
        for name, told in doubts(cleaned, at=timezone.now()):
            self.add_error(name, told)
        return cleaned


class PlausibleForm[M: Model](Plausible, forms.ModelForm[M]):
    """The same of what is stored."""
