"""What the fields of a page say, as stored and as sent: one sheet is laid on another, and where they differ is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count

from django.db.models import Model
from django.forms import BaseForm, BaseInlineFormSet, BooleanField, BoundField, ModelChoiceField, ModelForm
from django.forms.widgets import ChoiceWidget

from studyapp.site.values import number_in

type Said = str | list[dict[str, str]]
"""What a field says, as a browser would send it; rows where it is made of rows."""
type Part = dict[str, Said]
"""What one form says, by field."""
type Sheet = dict[str, Part]
"""What a page says, by form: the thing's own, and one for each row that hangs on it, such as "citations 12"."""

OWN = ""
"""The thing's own form."""


@dataclass(frozen=True)
class Page[M: Model]:
    """The forms of a page: unbound they show what is stored, bound they hold what was sent."""

    form: ModelForm[M]
    formsets: list[BaseInlineFormSet[Model, M, ModelForm[Model]]]

    @property
    def parts(self) -> Iterator[tuple[str, BaseForm]]:
        yield OWN, self.form
        for formset in self.formsets:
            for row in formset.forms:
                if (key := said(row["id"])) or row.has_changed():
                    yield f"{formset.prefix} {key or row.prefix}", row

    @property
    def fields(self) -> dict[tuple[str, str], BoundField]:
        """Those that an editor sees, by form and name."""
        return {(key, field.name): field for key, form in self.parts for field in form if not field.is_hidden}

    @property
    def sheet(self) -> Sheet:
        return {key: {field.name: said(field) for field in form if not field.is_hidden} for key, form in self.parts}

    def sending(self, sheet: Sheet, stored: Sheet) -> Iterator[tuple[str, str]]:
        """The fields of a request that says all this, in which formsets want what is stored to come first."""
        yield from _sending("", sheet[OWN])
        for formset in self.formsets:
            rows = [(key, part) for key, part in sheet.items() if key.startswith(f"{formset.prefix} ")]
            rows.sort(key=lambda row: row[0] not in stored)
            yield f"{formset.prefix}-TOTAL_FORMS", str(len(rows))
            yield f"{formset.prefix}-INITIAL_FORMS", str(sum(key in stored for key, _ in rows))
            for number, (key, part) in enumerate(rows):
                yield f"{formset.prefix}-{number}-id", key.split()[1] if key in stored else ""
                yield f"{formset.prefix}-{number}-{formset.fk.name}", str(formset.instance.pk)
                yield from _sending(f"{formset.prefix}-{number}-", part)


def said(field: BoundField) -> Said:
    value = field.field.prepare_value(field.data if field.form.is_bound else field.initial)
    if isinstance(value, list):
        return value
    if value is None or isinstance(value, bool):
        return "on" if value else ""
    shown = field.field.widget.format_value(value) if isinstance(value, date) else value
    return "\n".join(str(shown).splitlines()).strip()


def _sending(prefix: str, part: Part) -> Iterator[tuple[str, str]]:
    for name, value in part.items():
        if isinstance(value, str):
            yield f"{prefix}{name}", value
        else:
            for number, row in enumerate(value):
                yield from ((f"{prefix}{name}-{number}-{column}", text) for column, text in row.items())


def laid_on(stored: Sheet, sent: Sheet, opened: Sheet) -> Sheet:
    """What is stored, and on top of it what the sender changed since it was opened, and nothing else.

    A row that is gone from what is stored stays gone, unless the sender wrote something else into it.
    """
    sheet: Sheet = {}
    for key in {**stored, **sent}:
        was, now, typed = opened.get(key, {}), stored.get(key, {}), sent.get(key, {})
        if key in (OWN, *stored) or (typed != was and not typed.get("DELETE")):
            changed = {name: value for name, value in typed.items() if value != was.get(name) or name not in now}
            sheet[key] = {**now, **changed}
    return sheet


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that somebody changed: what it said, what is stored now, and what would be saved on top of that."""

    label: str
    opened: str
    stored: str
    typed: str
    by: str


def differences(
    opened: Sheet, stored: Sheet, typed: Sheet, fields: dict[tuple[str, str], BoundField]
) -> Iterator[Difference]:
    rows = count(1)
    for key in {**opened, **stored, **typed}:
        parts = [sheet.get(key, {}) for sheet in (opened, stored, typed)]
        row = f"{key.partition(' ')[0]}, {next(rows)}: " if key else ""
        for name in {name: None for part in parts for name in part}:
            was, now, mine = (part.get(name) or "" for part in parts)
            if was != now or now != mine:
                by = "you" if was == now else "the other" if now == mine else "both of you"
                field = fields.get((key, name))
                label = f"{row}{field.label if field else name}"
                yield Difference(label, _in_words(field, was), _in_words(field, now), _in_words(field, mine), by)


def _in_words(field: BoundField | None, value: Said) -> str:
    asked = field.field if field else None
    if not isinstance(value, str):
        return "\n".join(" ".join(row[part] for part in ("name", "type", "value") if row.get(part)) for row in value)
    if isinstance(asked, ModelChoiceField):
        assert asked.queryset is not None  # noqa: S101  as the model says
        return str(asked.queryset.model._default_manager.filter(pk=number_in(value)).first() or "")
    if asked and isinstance(asked.widget, ChoiceWidget):
        return next((str(label) for choice, label in asked.widget.choices if str(choice) == value), value)
    return ("yes" if value else "no") if isinstance(asked, BooleanField) else value
