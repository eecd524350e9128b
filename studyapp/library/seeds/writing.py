"""Many rows in few statements, and where the database refuses them, one by one, to tell which and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from studyapp.library.models import Act, Article, Recorded, State
from studyapp.library.seeds.faults import Place

AT_ONCE = 500


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

    def add(self, thing: Model, place: Place, within: str) -> None:
        self.waiting[id(thing)] = Waiting(thing, place, within)

    def flush(self, *models: type[Model]) -> list[Refusal]:
        """Store what waits, with its history, a model at a time; what the database refuses comes back."""
        refused: list[Refusal] = []
        for model in models or dict.fromkeys(type(one.thing) for one in self.waiting.values()):
            some = {key: one for key, one in self.waiting.items() if type(one.thing) is model}
            self.waiting = {key: one for key, one in self.waiting.items() if key not in some}
            refused += _store(model, list(some.values()))
        return refused


def _store(model: type[Model], waiting: list[Waiting]) -> list[Refusal]:
    new = [one.thing for one in waiting if one.thing.pk is None]
    old = [one.thing for one in waiting if one.thing.pk is not None]
    before = model._default_manager.in_bulk([thing.pk for thing in old]) if old else {}
    try:
        with transaction.atomic():
            model._default_manager.bulk_create(new, batch_size=AT_ONCE)
            overwrite(model, old)
    except IntegrityError:
        for thing in new:
            thing.pk, thing._state.adding = None, True
        return [refusal for one in waiting if (refusal := _refusal(one))]
    remember(model, new, update=False)
    remember(model, old, update=True)
    tell([*new, *old], before)
    return []


def overwrite(model: type[Model], things: list[Model]) -> None:
    """Update whole rows."""
    names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model._default_manager.bulk_create(
        things, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["pk"], update_fields=names
    )


def remember(model: type[Model], things: list[Model], *, update: bool) -> None:
    """Keep the history that a save by itself would have kept."""
    if things and (history := getattr(model, "history", None)):
        history.bulk_history_create(things, batch_size=AT_ONCE, update=update)


def tell(things: list[Model], before: Mapping[int, Model]) -> None:
    """Leave the acts that saving them one by one would have left."""
    recorded = [thing for thing in things if isinstance(thing, Recorded)]
    Act.objects.record(act for thing in recorded for act in _acts(thing, before.get(thing.pk)))


def _acts(thing: Recorded, before: Model | None) -> Iterator[Act]:
    """An article has its state from its file as it has its other fields."""
    assert before is None or isinstance(before, Recorded)  # noqa: S101  it is an older state of the same row
    yield from thing.told_since(before)
    if isinstance(thing, Article) and isinstance(before, Article) and before.state != thing.state:
        yield Act.moving(thing, State(before.state), State(thing.state))


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
