"""The values of a citation as rows of a form: a name where there are several, a type, and the value itself."""

from collections.abc import Iterator, Mapping
from typing import override

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from studyapp.kinds import dates, quantities, styles
from studyapp.library.models import CitedValue, ValueType
from studyapp.site.values import Context

MOST = 20
"""Rows that are read."""

type Row = dict[str, str]
EMPTY: Row = {"name": "", "type": "", "value": ""}


class ValuesWidget(forms.Widget):
    """The rows that there are, and one more."""

    template_name = "admin/library/fact/values.html"

    @override
    def get_context(self, name: str, value: list[Row] | None, attrs: Context | None) -> Context:
        context: Context = super().get_context(name, None, attrs)
        rows = [*(value or []), EMPTY]
        return {**context, "rows": rows, "types": ValueType.choices, "longest": CitedValue.LONGEST}

    @override
    def render(
        self, name: str, value: list[Row] | None, attrs: Context | None = None, renderer: object = None
    ) -> SafeString:
        """By the project's own templates, which the renderer of forms does not know."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    @override
    def value_from_datadict(self, data: Mapping[str, object], files: object, name: str) -> list[Row]:
        return list(_rows(data, name))

    @override
    def value_omitted_from_data(self, data: Mapping[str, object], files: object, name: str) -> bool:
        return f"{name}-0-value" not in data


def _rows(data: Mapping[str, object], name: str) -> Iterator[Row]:
    for number in range(MOST):
        row = {part: str(data.get(f"{name}-{number}-{part}", "")).strip() for part in ("name", "type", "value")}
        if row["name"] or row["value"] or row["type"]:
            yield row


class ValuesField(forms.Field):
    """Values as `Citation.values` keeps them: a number in full, a date as 2013-11-12, however they were written."""

    widget = ValuesWidget

    @override
    def clean(self, value: list[Row] | None) -> list[Row]:
        return [_read(row) for row in value or []]

    @override
    def has_changed(self, initial: list[Row] | None, data: list[Row] | None) -> bool:
        return (initial or []) != (data or [])


def _read(row: Row) -> Row:
    """Raises ValidationError."""
    if row["type"] not in ValueType.values or not row["value"]:
        raise ValidationError("Give both a value and its type, or neither.")
    try:
        return {**row, "value": _canonical(row["value"], row["type"])}
    except ValueError as error:
        raise ValidationError(str(error)) from error


def _canonical(value: str, value_type: str) -> str:
    if value_type == ValueType.NUMBER:
        quantity = quantities.read(value)
        if quantity.units:
            raise ValueError(f"Write the number alone, without “{quantity.units[0]}”.")
        return quantities.plain(quantity.value)
    return dates.as_written(value, styles.current()) if value_type == ValueType.DATE else value
