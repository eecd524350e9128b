"""Tables about learners, split by learner: in one PostgreSQL by hash, or over several by Citus.

Every query about a learner names the learner, so that it meets one part. Django knows nothing of parts: a table keeps
its name, its columns, its constraints and its indexes.
"""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import connection, models

LEARNER = "learner_id"
CONSTRAINTS = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = %s::regclass AND contype IN ('p', 'u', 'f') ORDER BY contype = 'f', conname
"""
INDEXES = """
    SELECT pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = %s::regclass AND indexrelid NOT IN (SELECT conindid FROM pg_constraint WHERE conindid <> 0)
    ORDER BY indexrelid::regclass::text
"""
NAMES = """
DO $$
DECLARE part record;
BEGIN
  FOR part IN
    SELECT inhrelid::regclass AS named, left(of_all.relname, 58) || substring(of_part.relname from '_[0-9]+$') AS called
    FROM pg_inherits JOIN pg_index ON indexrelid = inhrelid
    JOIN pg_class of_all ON of_all.oid = inhparent JOIN pg_class of_part ON of_part.oid = indrelid
    WHERE inhrelid::regclass::text !~ (left(of_all.relname, 58) || '_[0-9]+$')
  LOOP
    EXECUTE format('ALTER INDEX %s RENAME TO %I', part.named, part.called);
  END LOOP;
END $$;
"""
"""An index of a part is called like that of the whole, with the part's number: so errors name the constraint."""
IS_WHOLE = "SELECT relkind = 'r' FROM pg_class WHERE oid = %s::regclass"


def keys(model: type[models.Model]) -> Iterator[tuple[str, ...]]:
    """The columns of each key: the primary one, and all that is unique, be it under a condition."""
    columns = {field.name: field.attname for field in model._meta.concrete_fields}
    yield tuple(field.attname for field in model._meta.pk_fields)
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            yield (field.attname,)
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            yield tuple(columns[name] for name in constraint.fields)


def tables() -> list[str]:
    """Those whose every key begins with the learner; PostgreSQL can enforce no other key over several parts."""
    found = (model for model in apps.get_models() if model._meta.managed and not model._meta.proxy)
    return sorted(model._meta.db_table for model in found if all(key[0] == LEARNER for key in keys(model)))


def partitioning(parts: int) -> Iterator[str]:
    """Statements for psql that split each table which is still whole, its rows included. Raises DatabaseError where a
    table is missing."""
    for table in tables():
        if _rows(IS_WHOLE, table) == [(True,)]:
            yield from _split(table, parts)
    yield NAMES.strip()


def distributing() -> Iterator[str]:
    """Statements for psql that hand the same tables to Citus, one learner's rows together on one node.

    What they refer to is copied to each node: it is read often and written seldom.
    """
    first, *_ = chosen = tables()
    for table in _referred_to(model for model in apps.get_models() if model._meta.db_table in chosen):
        yield f"SELECT create_reference_table('{table}');"
    for table in chosen:
        together = "" if table == first else f", colocate_with => '{first}'"
        yield f"SELECT create_distributed_table('{table}', '{LEARNER}'{together});"


def _split(table: str, parts: int) -> Iterator[str]:
    quote = connection.ops.quote_name
    name, whole = quote(table), quote(f"{table}_whole")
    constraints, indexes = _rows(CONSTRAINTS, table), _rows(INDEXES, table)
    yield f"ALTER TABLE {name} RENAME TO {whole};"
    yield f"CREATE TABLE {name} (LIKE {whole} INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY HASH ({LEARNER});"
    for part in range(parts):
        values = f"WITH (MODULUS {parts}, REMAINDER {part})"
        yield f"CREATE TABLE {quote(f'{table}_{part}')} PARTITION OF {name} FOR VALUES {values};"
    yield f"INSERT INTO {name} SELECT * FROM {whole};"  # noqa: S608  names of our own tables
    yield f"DROP TABLE {whole};"
    for constraint, definition in constraints:
        yield f"ALTER TABLE {name} ADD CONSTRAINT {quote(str(constraint))} {definition};"
    for (definition,) in indexes:
        yield f"{definition};"


def _rows(query: str, table: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        return list(cursor.fetchall())


def _referred_to(those: Iterable[type[models.Model]]) -> list[str]:
    """The tables that these refer to, and those that they refer to in turn."""
    found, waiting = set[type[models.Model]](), set(those)
    while waiting:
        columns = waiting.pop()._meta.concrete_fields
        new = {field.related_model for field in columns if isinstance(field, models.ForeignKey)} - found
        found |= new
        waiting |= new
    return sorted(model._meta.db_table for model in found)
