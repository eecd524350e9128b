"""Rows of a table once more, with something else in some of their columns: one statement, in which nothing is read and
written back, however many there are."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from django.db import connection
from django.db.models import Model


def copy_rows(
    model: type[Model],
    names: Sequence[str],
    rows: Sequence[Sequence[int]],
    *,
    told: Mapping[str, str],
    values: Mapping[str, object],
    back: Iterable[str] = (),
) -> list[tuple[int, ...]]:
    """Insert a row for each of `rows`, in their order.

    `rows` has whole numbers, called `names`; where the first is "source", it is the key of the row that is copied. By
    the name of a field, `told` has what SQL says of its column, of a number by `given.name`, and `values` the value
    that all have in it. The others are as in the source. What comes back are these columns of the new rows, in any
    order.
    """
    said, bound, quoted = [], [], connection.ops.quote_name
    fields = [field for field in model._meta.concrete_fields if not field.primary_key or field.name in told]
    for field in fields:
        if field.name in values:
            bound.append(field.get_db_prep_save(values[field.name], connection))
        said.append(told.get(field.name) or ("%s" if field.name in values else f"source.{quoted(str(field.column))}"))
    table, columns = model._meta.db_table, ", ".join(quoted(str(field.column)) for field in fields)
    row = f"({', '.join(['%s'] * len(names))})"
    source = f" JOIN {table} source ON source.id = given.source" if "source" in names else ""
    sql = f"""
        INSERT INTO {table} ({columns})
        WITH given ({", ".join(names)}) AS (VALUES {", ".join([row] * len(rows))})
        SELECT {", ".join(said)} FROM given{source} ORDER BY {", ".join(f"given.{name}" for name in names[1:] or names)}
        {"RETURNING " + ", ".join(back) if back else ""}
    """  # noqa: S608  names of our own
    with connection.cursor() as cursor:
        cursor.execute(sql, [*chain.from_iterable(rows), *bound])
        return list(cursor.fetchall()) if back else []
