"""Citations, inside their fact: which article says what, where, and whether it agrees."""

from typing import Any, override

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from studyapp.kinds import partial_dates, quantities
from studyapp.kinds.fields import Cleaned
from studyapp.library.admin.base import NoDeletingAside
from studyapp.library.models import Citation, Fact


class CitationForm(forms.ModelForm[Citation]):
    """Keeps a value as seeds do: a number in full, a date as 2013-11-12."""

    class Meta:
        model = Citation
        fields = ["article", "paragraph", "stance", "says", "value_type", "value"]

    @override
    def clean(self) -> Cleaned:
        cleaned = super().clean() or {}
        value, value_type = cleaned.get("value", ""), cleaned.get("value_type", "")
        if value and value_type:
            try:
                cleaned["value"] = _canonical(value, value_type)
            except ValueError as error:
                self.add_error("value", str(error))
        return cleaned


def _canonical(value: str, value_type: str) -> str:
    if value_type == Citation.ValueType.NUMBER:
        quantity = quantities.read(value)
        if quantity.units:
            raise ValueError(f"Write the number alone, without “{quantity.units[0]}”.")
        return quantities.plain(quantity.value)
    return partial_dates.parse_of_any_age(value) if value_type == Citation.ValueType.DATE else value


class CitationInline(NoDeletingAside[Citation], admin.StackedInline[Citation, Fact]):
    model = Citation
    form = CitationForm
    autocomplete_fields = ["article"]
    fieldsets = [(None, {"fields": [("article", "paragraph"), ("stance", "says"), ("value_type", "value")]})]
    verbose_name_plural = "citations: who says so, and who says otherwise"

    @override
    def get_extra(self, request: HttpRequest, obj: Fact | None = None, **kwargs: Any) -> int:
        return 0 if obj else 1

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Citation]:
        return super().get_queryset(request).select_related("article")
