"""Models whose rows tell of themselves: saved, they leave an act with what differs, field by field."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import ClassVar, Self

from django.db import models, transaction
from django.db.models.base import ModelBase

from studyapp.library.models.acts import Act, Differences


class Recorded(models.Model):
    """Saving or deleting one leaves an act in the same transaction."""

    recorded: ClassVar[tuple[str, ...]]
    """The fields that are told. A state is told by the verb that moves it."""

    class Meta:
        abstract = True

    def save(
        self,
        *,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        adding, saved = self._state.adding, None if update_fields is None else {*update_fields}
        save = partial(
            super().save, force_insert=force_insert, force_update=force_update, using=using, update_fields=saved
        )
        if not self.is_recorded or (not adding and saved is not None and not saved & {*self.recorded}):
            save()
            return
        with transaction.atomic():
            before = None if adding else type(self)._base_manager.filter(pk=self.pk).first()
            save()
            Act.objects.record(self.told_since(before, saved))

    def delete(self, using: str | None = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        if not self.is_recorded:
            return super().delete(using, keep_parents)
        with transaction.atomic():
            acts = list(self.told_of_deletion())
            deleted = super().delete(using, keep_parents)
            Act.objects.record(acts)
        return deleted

    @property
    def is_recorded(self) -> bool:
        """Whether acts tell of it."""
        return True

    def told_since(self, before: Self | None, saved: Collection[str] | None = None) -> Iterator[Act]:
        """The act that it is to have been saved over what stood before."""
        if before is None:
            yield Act.on(self, Act.What.ADDED)
        elif differences := self.differences_from(before, saved):
            yield Act.on(self, Act.What.EDITED, differences=differences)

    def told_of_deletion(self) -> Iterator[Act]:
        yield Act.on(self, Act.What.DELETED)

    def differences_from(self, before: Self, saved: Collection[str] | None = None) -> Differences:
        told = [name for name in self.recorded if saved is None or name in saved]
        fields = [field for field in self._meta.concrete_fields if field.name in told]
        return [
            [str(field.verbose_name), _said(before, field.name), _said(self, field.name)]
            for field in fields
            if getattr(before, field.attname) != getattr(self, field.attname)
        ]


def _said(row: models.Model, name: str) -> str:
    shown = getattr(row, f"get_{name}_display", None)
    return in_words(shown() if shown else getattr(row, name))


def in_words(value: object) -> str:
    """What a column or a part of a spec holds, for an editor to read."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return " ".join(in_words(part) for part in value.values() if part not in ("", None))
    if isinstance(value, list | tuple):
        return "; ".join(in_words(part) for part in value)
    return "" if value is None else str(value)


def differences_of(before: Mapping[str, object], after: Mapping[str, object], labels: dict[str, str]) -> Differences:
    """Between two tables of values, those of which there are labels first."""
    names = {**labels, **{name: name.replace("_", " ") for name in [*before, *after] if name not in labels}}
    return [
        [label, in_words(before.get(name)), in_words(after.get(name))]
        for name, label in names.items()
        if before.get(name) != after.get(name) and in_words(before.get(name)) != in_words(after.get(name))
    ]
