"""Form fields for dates that editors write as students may: 2013-11-12, 12 November 2013, ngày 12 tháng 11 năm 2013."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from studyapp.kinds import dates, fields, partial_dates, styles


class AnyDateField(fields.TextField):
    """A year, a month or a day of any age; cleans to its canonical text."""

    def to_python(self, value: object) -> str:
        written = super().to_python(value)
        try:
            return self.canonical(written) if written else ""
        except ValueError as fault:
            raise ValidationError(str(fault), code="date") from fault

    def canonical(self, written: str) -> str:
        """Raises ValueError with a sentence."""
        return dates.as_written(written, styles.current())


class SortableDateField(AnyDateField):
    """One from the year 1000 on, whose text can be sorted."""

    def widget_attrs(self, widget: forms.Widget) -> fields.Cleaned:  # noqa: ARG002
        """A date may be longer in words than it is kept."""
        return {"maxlength": str(dates.MAX_LENGTH)}

    def canonical(self, written: str) -> str:
        return partial_dates.parse(super().canonical(written))


class DayField(forms.DateField):
    """A whole day."""

    def to_python(self, value: object) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return super().to_python(value)  # a moment becomes its day
        try:
            written = partial_dates.parse(dates.as_written(fields.showable(str(value)), styles.current()))
        except ValueError as fault:
            raise ValidationError(str(fault), code="date") from fault
        if partial_dates.precision(written) != "day":
            raise ValidationError("Give the day as well, or leave the date empty.", code="precision")
        return date.fromisoformat(written)
