"""What the database refuses, and by which of its named constraints."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import UniqueConstraint


def _said_of(name: str) -> str:
    """What the database's message says of a constraint: its name, but on SQLite the columns of a unique key."""
    if connection.vendor == "sqlite":
        for model in apps.get_models():
            for constraint in model._meta.constraints:
                if constraint.name == name and isinstance(constraint, UniqueConstraint):
                    columns = (model._meta.get_field(field).column for field in constraint.fields)
                    return ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
    return name


@contextmanager
def refused_by(name: str) -> Iterator[None]:
    """The database refuses this, by the constraint of this name. A text too long PostgreSQL refuses before that."""
    with pytest.raises((IntegrityError, DataError)) as caught, transaction.atomic():
        yield
    assert (_said_of(name) if isinstance(caught.value, IntegrityError) else "value too long") in str(caught.value)
