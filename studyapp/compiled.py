"""Querysets, updates and inserts that are compiled to SQL once, and run with other values each time.

To build a statement of many subqueries and turn it into SQL costs Django several times what the database needs to
answer it. A `CompiledQuery` has it built once per shape and database; a request only binds its values.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import timedelta
from functools import lru_cache, partial
from itertools import batched, chain
from operator import attrgetter
from threading import local
from typing import Any, Self, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    Expression,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    QuerySet,
    TextField,
)
from django.db.models.base import ModelState
from django.db.models.constants import OnConflict
from django.db.models.fetch_modes import FetchMode
from django.db.models.query import ModelIterable, RelatedPopulator, get_related_populators
from django.db.models.signals import post_init, pre_init
from django.db.models.sql import InsertQuery, UpdateQuery
from django.db.models.sql.compiler import SQLCompiler

SEVERAL = (list, tuple, set, frozenset)

MOST_SHAPES = 256
"""How many shapes of one query a process keeps; beyond that the one that was asked longest ago is built anew."""

ROWS_AT_ONCE = 500
"""Rows of one statement: with the columns of our widest table, fewer values than any database takes at once."""

type Values = Mapping[str, Any]
type Bound = tuple[Any, ...]
"""Values as the database is given them, in order."""
type Reader[Row] = Callable[[Bound], list[Row]]

SET = "set "
"""Before the name of a column that is set, which rows may be found by too."""


class UnfitValue(TypeError):
    """A value that would need another statement than the one that was compiled."""


class UnfitQuery(TypeError):
    """A queryset that one compiled statement cannot stand for."""


class Parameter(Expression):
    """Stands in a queryset for a value that is bound later.

    Where rules add days or minutes to the value, the parameter does so once it is bound.
    """

    def __init__(self, name: str, field: "Field[Any, Any]", offset: timedelta | None = None) -> None:
        super().__init__(output_field=field)
        self.name, self.offset = name, offset

    def __add__(self, other: object) -> Self:  # type: ignore[override]  # not in SQL, where days are counted otherwise
        if not isinstance(other, timedelta):
            return NotImplemented
        return type(self)(self.name, self.output_field, (self.offset or timedelta()) + other)

    def __sub__(self, other: object) -> Self:  # type: ignore[override]  # as above
        return self + -other if isinstance(other, timedelta) else NotImplemented

    def as_sql(self, *_: object) -> tuple[str, tuple[Any]]:
        return "%s", (self,)

    def bind(self, values: Values, connection: BaseDatabaseWrapper) -> object:
        """What the database is given for it."""
        value = values[self.name]
        if self.offset is not None:
            value += self.offset
        return self.output_field.get_db_prep_value(value, connection)


class CompiledQuery[Row]:
    """The rows of the queryset that `build` makes.

    `build` takes what decides the shape of the statement by position, and by name what is only a value in it. There it
    is given a Parameter of the field in `fields`: it may compare it, or add days and minutes to it, but not look at it.
    So the rules that it calls are those that any other queryset is made by.
    """

    def __init__(self, build: "Callable[..., QuerySet[Any, Row]]", **fields: "Field[Any, Any]") -> None:
        self.build, self.fields = build, fields
        self._statement = lru_cache(MOST_SHAPES)(self._compile)

    def rows(self, *shape: Hashable, **values: object) -> list[Row]:
        """Run it. Raises UnfitValue for a value of None, or of several: that is another statement."""
        _refuse_unfit(values)
        connection = _connection()
        return self._statement(connection.vendor, *shape).run(values, connection)

    def get(self, *shape: Hashable, **values: object) -> Row | None:
        """The first row, or None; so for a number that no column holds, which an address may, and no database takes."""
        if any(isinstance(value, int) and value > BigIntegerField.MAX_BIGINT for value in values.values()):
            return None
        return next(iter(self.rows(*shape, **values)), None)

    def _compile(self, _vendor: str, *shape: Hashable) -> "_Statement[Row]":
        return _Statement(self.build(*shape, **_parameters(self.fields)))


class CompiledUpdate:
    """Sets `columns` of the rows that `build` finds; what they are set to, which may be None, is given at each run."""

    def __init__(
        self, build: "Callable[..., QuerySet[Any]]", columns: Iterable[str], **fields: "Field[Any, Any]"
    ) -> None:
        self.build, self.columns, self.fields = build, tuple(columns), fields
        self._statement = lru_cache(MOST_SHAPES)(self._compile)

    def run(self, changed: Mapping[str, object], **values: object) -> int:
        """How many rows there were. `changed` has a value for each of the columns."""
        _refuse_unfit(values)
        connection = _connection()
        sql, parameters = self._statement(connection.vendor)
        settings = {f"{SET}{name}": changed[name] for name in self.columns}
        with connection.cursor() as cursor:
            cursor.execute(sql, _bound(parameters, {**values, **settings}, connection))
            return int(cursor.rowcount)

    def _compile(self, _vendor: str) -> "tuple[str, list[Parameter]]":
        queryset = self.build(**_parameters(self.fields))
        query, fields = UpdateQuery(queryset.model), queryset.model._meta.get_field
        query.where = queryset.query.where
        query.add_update_values({name: Parameter(f"{SET}{name}", fields(name)) for name in self.columns})
        return _sql_of(query.get_compiler(DEFAULT_DB_ALIAS))


class CompiledInsert[Row: Model]:
    """Saves rows of a model that are new; no signal is sent. Rows that clash with one that stands are told by `clash`:
    None refuses them, and with UPDATE they are written over it, found by their key.
    """

    def __init__(self, model: type[Row], clash: OnConflict | None = None) -> None:
        self.model, self.clash = model, clash
        self._statement = lru_cache(MOST_SHAPES)(self._compile)

    def run(self, row: Row) -> None:
        """One that brings its key with it."""
        connection = _connection()
        fields = self.model._meta.concrete_fields
        values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
        with connection.cursor() as cursor:
            cursor.execute(self._statement(connection.vendor), values)
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS

    def run_all(self, rows: Iterable[Row]) -> None:
        """Many, in few statements within the caller's transaction: all bring their keys, or all get them here."""
        for some in batched(rows, ROWS_AT_ONCE):
            self._run_some(some)

    def _run_some(self, rows: tuple[Row, ...]) -> None:
        connection, key = _connection(), self.model._meta.pk
        keyed = rows[0].pk is not None
        fields = [field for field in self.model._meta.concrete_fields if keyed or field is not key]
        columns = [_column(field, rows, connection) for field in fields]
        sql = self._statement(connection.vendor, keyed=keyed, rows=len(rows))
        with connection.cursor() as cursor:
            cursor.execute(sql, tuple(chain.from_iterable(zip(*columns, strict=True))))
            keys = [] if keyed or self.clash else cursor.fetchall()
        for row, (pk,) in zip(rows, keys, strict=False):
            row.pk = pk
        for row in rows:
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS

    def _compile(self, _vendor: str, *, keyed: bool = True, rows: int = 1) -> str:
        key, columns = self.model._meta.pk, self.model._meta.concrete_fields
        written = [field for field in columns if keyed or field is not key]
        over = [field for field in columns if field is not key] if self.clash == OnConflict.UPDATE else []
        found_by = [key] if over else []
        query = InsertQuery(self.model, on_conflict=self.clash, update_fields=over, unique_fields=found_by)
        query.insert_values(written, [self.model()], raw=True)
        compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        [(sql, _)] = compiler.as_sql()
        head, values = str(sql).split(" VALUES ")
        row, *clash = values.partition(" ON CONFLICT")
        key_back = "" if keyed or self.clash else f" RETURNING {compiler.quote_name(key.column)}"
        return f"{head} VALUES {', '.join([row] * rows)}{''.join(clash)}{key_back}"


AS_IT_IS: dict[type[Field[Any, Any]], type] = {
    CharField: str,
    TextField: str,
    IntegerField: int,
    ForeignKey: int,
    BooleanField: bool,
}
"""Fields whose values the database is given as they are, if they are of exactly this type."""


def _column(field: "Field[Any, Any]", rows: Sequence[Model], connection: BaseDatabaseWrapper) -> list[Any]:
    """What the database is given of each row; to have Django make texts and numbers ready takes most of the time."""
    if isinstance(field, ForeignKey):
        for row in rows:
            if getattr(row, field.attname) is None and field.is_cached(row):
                row._prepare_related_fields_for_save("insert", [field])  # type: ignore[attr-defined]  # Django's own
    plain = next((type_ for known, type_ in AS_IT_IS.items() if isinstance(field, known)), None)
    is_made = type(field).pre_save is not Field.pre_save
    values = [field.pre_save(row, add=True) for row in rows] if is_made else map(attrgetter(field.attname), rows)
    return [
        value if value is None or type(value) is plain else field.get_db_prep_save(value, connection)
        for value in values
    ]


class _Statement[Row]:
    """A queryset and what its compiler made of it: SQL in which only the parameters are left to bind."""

    def __init__(self, queryset: "QuerySet[Any, Row]") -> None:
        if queryset._prefetch_related_lookups:  # type: ignore[attr-defined]  # Django's own name for it
            raise UnfitQuery("A compiled query is one statement, so it prefetches nothing.")
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, self.parameters = _sql_of(self.compiler)
        del self.compiler.connection  # of the thread that happened to be first; each brings its own
        self._mine = local()

    def run(self, values: Values, connection: BaseDatabaseWrapper) -> list[Row]:
        return self._reader_for(connection)(_bound(self.parameters, values, connection))

    def _reader_for(self, connection: BaseDatabaseWrapper) -> "Reader[Row]":
        """This thread's; to prepare one takes longer than to read a row with it."""
        mine = cast("tuple[BaseDatabaseWrapper, Reader[Row]] | None", getattr(self._mine, "reader", None))
        if mine is not None and mine[0] is connection:
            return mine[1]
        compiler, queryset = copy(self.compiler), self.queryset.all()
        compiler.connection = connection
        columns = [column for column, *_ in compiler.select[: compiler.col_count]]
        converters, composite = compiler.get_converters(columns), compiler.has_composite_fields(columns)
        vars(compiler).update(get_converters=lambda _: converters, has_composite_fields=lambda _: composite)
        reads_models = queryset._iterable_class is ModelIterable
        reader = (_model_reader if reads_models else _iterable_reader)(queryset, compiler, self.sql)
        self._mine.reader = connection, reader
        return reader


def _iterable_reader[Row](queryset: "QuerySet[Any, Row]", compiler: SQLCompiler, sql: str) -> "Reader[Row]":
    """All else is Django's: the queryset finds its compiler ready, executes what it says and reads the rows."""
    vars(queryset.query)["get_compiler"] = lambda *_, **__: compiler

    def read(bound: Bound) -> list[Row]:
        vars(compiler)["as_sql"] = lambda: (sql, bound)
        return list(cast("Iterable[Row]", queryset._iterable_class(queryset)))  # type: ignore[arg-type]  # of any model

    return read


def _model_reader[Row](queryset: "QuerySet[Any, Row]", compiler: SQLCompiler, sql: str) -> "Reader[Row]":
    """Models, and those they are joined to: what Django's own iterable does, but prepared once and not at each run."""
    of, select, mode = cast("dict[str, Any]", compiler.klass_info), compiler.select, queryset._fetch_mode  # type: ignore[attr-defined]  # Django's own name for it
    if mode.track_peers or queryset._known_related_objects:  # type: ignore[attr-defined]  # as above
        raise UnfitQuery("A compiled query knows no row but those that it reads.")
    first, last = of["select_fields"][0], of["select_fields"][-1] + 1
    names = [column.target.attname for column, *_ in select[first:last]]
    joined, new = get_related_populators(of, select, DEFAULT_DB_ALIAS, mode), _maker(of["model"], mode)
    for populator in _all_of(joined):
        vars(populator)["from_db"] = _maker(populator.model_cls, mode)
    annotated = list((compiler.annotation_col_map or {}).items())

    def made(row: "Sequence[Any]") -> Row:
        model = new(DEFAULT_DB_ALIAS, names, row[first:last])
        for related in joined:
            related.populate(row, model)
        for name, position in annotated:
            setattr(model, name, row[position])
        return cast("Row", model)

    def read(bound: Bound) -> list[Row]:
        with compiler.connection.cursor() as cursor:
            cursor.execute(sql, bound)
            found = cursor.fetchall()
        return [made(row) for row in compiler.results_iter([found])] if found else []

    return read


def _all_of(populators: "Iterable[RelatedPopulator]") -> "Iterator[RelatedPopulator]":
    for populator in populators:
        yield populator
        yield from _all_of(populator.related_populators)


def _maker(model: type[Model], mode: FetchMode) -> Callable[[str, Sequence[str], Sequence[object]], Model]:
    """What `from_db` of a model does, which looks at field after field of each row; where it is Django's own and nobody
    listens, that comes to the same as to put the columns where they belong.
    """
    if model.__init__ is not Model.__init__ or model.from_db.__func__ is not Model.from_db.__func__:  # type: ignore[attr-defined]  # a method of the class
        return partial(model.from_db, fetch_mode=mode)
    if pre_init.has_listeners(model) or post_init.has_listeners(model):
        return partial(model.from_db, fetch_mode=mode)

    def made(alias: str, names: Sequence[str], values: Sequence[object]) -> Model:
        row, state = model.__new__(model), ModelState()
        vars(state).update(adding=False, db=alias, fetch_mode=mode)
        vars(row).update(zip(names, values, strict=True), _state=state)
        return row

    return made


def _parameters(fields: "Mapping[str, Field[object, object]]") -> dict[str, Parameter]:
    return {name: Parameter(name, field) for name, field in fields.items()}


def _connection() -> BaseDatabaseWrapper:
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    return connection


def _refuse_unfit(values: Mapping[str, object]) -> None:
    if unfit := [name for name, value in values.items() if value is None or isinstance(value, SEVERAL)]:
        raise UnfitValue(f"{', '.join(unfit)}: a compiled query takes one value each, and never None")


def _sql_of(compiler: SQLCompiler) -> tuple[str, list[Parameter]]:
    """SQL with its constants in it, and what is left to bind, in order.

    SQLite plans a statement anew whenever a value is bound on which the use of an index for part of a table depends.
    """
    quote = compiler.connection.schema_editor().quote_value
    sql, params = cast("tuple[str, Sequence[object]]", compiler.as_sql())
    literals = ("%s" if isinstance(p, Parameter) else str(quote(p)).replace("%", "%%") for p in params)
    return sql.replace("%%", "%%%%") % tuple(literals), [p for p in params if isinstance(p, Parameter)]


def _bound(parameters: Iterable[Parameter], values: Values, connection: BaseDatabaseWrapper) -> Bound:
    """What stands for each parameter; one that occurs again, as most do, is made ready but once."""
    named = {(parameter.name, parameter.offset): parameter for parameter in parameters}
    ready = {key: parameter.bind(values, connection) for key, parameter in named.items()}
    return tuple(ready[parameter.name, parameter.offset] for parameter in parameters)
