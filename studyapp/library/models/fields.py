"""Types the library shares: fields, and what seeds say."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce

from studyapp.kinds import partial_dates, text

type SeedTable = dict[str, Any]
"""What a seed says of one thing, as TOML."""


class PartialDateField(models.CharField[str, str]):
    """A date known to the day, month or year, as ISO 8601 text: "2013-11-12", "2013-11", "2013", or "" if unknown."""

    description = "A date known to the day, the month or the year"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs["blank"] = True
        super().__init__(*args, **kwargs)

    def to_python(self, value: object) -> str:
        if value in (None, ""):
            return ""
        if not isinstance(value, str | int | date):
            raise ValidationError("Give a date as 2013-11-12, 2013-11 or 2013.")
        try:
            return partial_dates.parse(value)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class FoldedField(models.TextField[str, str]):
    """The words of other columns, folded for searching, with a space before and after each; kept with every save."""

    def __init__(self, *args: Any, of: Sequence[str] = (), **kwargs: Any) -> None:
        kwargs |= {"blank": True, "default": "", "editable": False}
        super().__init__(*args, **kwargs)
        self.of = tuple(of)

    def deconstruct(self) -> tuple[str, str, Sequence[object], dict[str, object]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: ARG002
        value = self.folded(model_instance)
        setattr(model_instance, self.attname, value)
        return value

    def folded(self, instance: models.Model) -> str:
        return text.folded(*(getattr(instance, name) for name in self.of))


OUTER = models.OuterRef("pk")


def count_of(
    rows: models.QuerySet[models.Model], by: str, counted: str = "pk", *, of: models.OuterRef | Coalesce = OUTER
) -> Coalesce:
    """How many rows name the outer one, or what is `of` it, in `by`: counted for each row shown, and for no other."""
    grouped = rows.filter(**{by: of}).order_by().values(by)
    number = grouped.annotate(number=models.Count(counted, distinct=counted != "pk")).values("number")
    return Coalesce(models.Subquery(number, output_field=models.IntegerField()), 0)


class SeedDigestField(models.CharField[str, str]):
    """What the seeds last wrote here, as a digest, so that an editor's change shows; "" for what an editor made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"max_length": 64, "blank": True, "default": "", "editable": False}
        super().__init__(*args, **kwargs)
