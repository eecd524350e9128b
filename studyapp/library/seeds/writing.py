"""Many rows in few statements, and where the database refuses them, one by one, to tell which and why."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.db.models.constants import OnConflict
from django.utils import timezone

from studyapp.compiled import CompiledInsert
from studyapp.library.models import Act, Article, Citation, Fact, Recorded, State
from studyapp.library.seeds.faults import Place


@dataclass(frozen=True, slots=True)
class Waiting:
    """A thing that is sound in itself and waits to be stored."""

    thing: Model
    place: Place
    within: str


type Refusal = tuple[ValidationError, Place, str]


@dataclass
class Batch:
    """What waits, in the order in which it came."""

    waiting: dict[int, Waiting] = field(default_factory=dict)
    added: set[tuple[type[Model], int]] = field(default_factory=set)
    """What this batch has stored as new, by model and key."""

    def add(self, thing: Model, place: Place, within: str) -> None:
        self.waiting[id(thing)] = Waiting(thing, place, within)

    def flush(self, *models: type[Model]) -> list[Refusal]:
        """Store what waits, with its history, a model at a time; what the database refuses comes back."""
        refused: list[Refusal] = []
        for model in models or dict.fromkeys(type(one.thing) for one in self.waiting.values()):
            some = {key: one for key, one in self.waiting.items() if type(one.thing) is model}
            self.waiting = {key: one for key, one in self.waiting.items() if key not in some}
            refused += self._store(model, list(some.values()))
        return refused

    def _store(self, model: type[Model], waiting: list[Waiting]) -> list[Refusal]:
        new = [one.thing for one in waiting if one.thing.pk is None]
        again = [one.thing for one in waiting if one.thing.pk is not None]
        old = [thing for thing in again if (model, thing.pk) not in self.added]
        before = model._default_manager.in_bulk([thing.pk for thing in old]) if old else {}
        try:
            with transaction.atomic():
                _insert(model).run_all(new)
                _insert(model, OnConflict.UPDATE).run_all(again)
        except IntegrityError:
            for thing in new:
                thing.pk, thing._state.adding = None, True
            return [refusal for one in waiting if (refusal := _refusal(one))]
        self.added |= {(model, thing.pk) for thing in new}
        remember(model, new, update=False)
        remember(model, again, update=True)
        Act.objects.record(act for thing in [*new, *old] for act in self._acts(thing, before.get(thing.pk)))
        return []

    def _acts(self, thing: Model, before: Model | None) -> Iterator[Act]:
        """What saving it would have left: of a thing that is new in this very batch, no more than that it was added.

        An article has its state from its file as it has its other fields.
        """
        if not isinstance(thing, Recorded) or (isinstance(thing, Citation) and (Fact, thing.fact_id) in self.added):
            return
        assert before is None or isinstance(before, Recorded)  # noqa: S101  it is an older state of the same row
        yield from thing.told_since(before)
        if isinstance(thing, Article) and isinstance(before, Article) and before.state != thing.state:
            yield Act.moving(thing, State(before.state), State(thing.state))


@cache
def _insert(model: type[Model], clash: OnConflict | None = None) -> CompiledInsert[Model]:
    return CompiledInsert(model, clash)


def remember(model: type[Model], things: list[Model], *, update: bool) -> None:
    """Keep the history that a save by itself would have kept."""
    if not things or not (history := getattr(model, "history", None)):
        return
    version, names = history.model, [field.attname for field in history.model.tracked_fields]
    _insert(version).run_all(
        version(
            history_date=timezone.now(),
            history_user=version.get_default_history_user(thing),
            history_change_reason="",
            history_type="~" if update else "+",
            **{name: getattr(thing, name) for name in names},
        )
        for thing in things
    )


def _refusal(one: Waiting) -> Refusal | None:
    """Store a single thing; where that fails, why: to ask beforehand would cost a query for each constraint."""
    try:
        with transaction.atomic():
            one.thing.save()
    except IntegrityError:
        try:
            one.thing.full_clean()
        except ValidationError as error:
            return error, one.place, one.within
        raise
    return None
