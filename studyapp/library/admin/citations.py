"""Citations, inside their fact: which article says what, where, and whether it agrees."""

from typing import Any, override

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from studyapp.library.admin.base import NoDeletingAside
from studyapp.library.admin.values import ValuesField
from studyapp.library.models import Citation, Fact


class CitationForm(forms.ModelForm[Citation]):
    values = ValuesField(
        required=False,
        help_text="What this article gives, where sources or questions compare values. With several, name each.",
    )

    class Meta:
        model = Citation
        fields = ["article", "paragraph", "stance", "speaker", "says", "values"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        """An article that was filled in beforehand is sent back as such: alone it is no citation yet."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as they came
        if "article" in self.fields:
            self.fields["article"].show_hidden_initial = self.instance.pk is None


class CitationInline(NoDeletingAside[Citation], admin.StackedInline[Citation, Fact]):
    model = Citation
    form = CitationForm
    autocomplete_fields = ["article"]
    fieldsets = [(None, {"fields": [("article", "paragraph"), ("stance", "speaker"), "says", "values"]})]
    verbose_name_plural = "citations: who says so, and who says otherwise"

    @override
    def get_extra(self, request: HttpRequest, obj: Fact | None = None, **kwargs: Any) -> int:
        return 0 if obj else 1

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Citation]:
        return super().get_queryset(request).select_related("article")
