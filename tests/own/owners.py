"""Whose rows name whose: of every table and every reference to what learners make for themselves."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import ForeignKey, Model

from studyapp.accounts.models import User
from studyapp.library.models.owned import Owned


def names_of_others() -> list[str]:
    """Every row that names an own row of somebody else's, as "table.column of row"."""
    return [
        f"{model._meta.label}.{column.name} of {row.pk}"
        for model in apps.get_models()
        for column in _to_own_rows(model)
        for row in model._base_manager.filter(**{f"{column.name}__owner__isnull": False})
        if not _may_name(row, column)
    ]


def _to_own_rows(model: type[Model]) -> Iterator[ForeignKey]:
    for column in model._meta.concrete_fields:
        if isinstance(column, ForeignKey) and issubclass(column.related_model, Owned):
            yield column


def _may_name(row: Model, column: ForeignKey) -> bool:
    if column.primary_key:
        return True  # it is a part of that row
    return set(_people(row)) == {getattr(row, column.name).owner_id}


def _people(row: Model) -> Iterator[int]:
    """Whose row it is: named in it, or in what it is a part of."""
    people = [column for column in row._meta.concrete_fields if column.related_model is User]
    for column in people:
        if (person := getattr(row, column.attname)) is not None:
            yield person
    if not people:
        for column in row._meta.concrete_fields:
            if isinstance(column, ForeignKey) and not issubclass(column.related_model, Owned):
                yield from _people(getattr(row, column.name))
