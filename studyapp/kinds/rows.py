"""What kinds with rows have in common: each row gets one choice, none is chosen twice, and every row is scored."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import override

from django import forms
from django.core.exceptions import ValidationError

from studyapp.kinds import fields, options
from studyapp.kinds.base import Kind


class Rows(Kind):
    """A kind whose `rows` each get a choice."""

    recognition = True
    needs_named_source_when_disputed = True
    half_is_hard = True
    row = "row"
    """What a row's field is called, before its number."""

    @property
    @abstractmethod
    def rows(self) -> Sequence[str]:
        """What stands before each row, all different."""

    @property
    def names(self) -> dict[str, str]:
        """The field of each row, numbered in the order of their text, which tells nothing of the right one."""
        return {row: f"{self.row}_{number}" for number, row in enumerate(sorted(self.rows))}

    def row_fields(self, choices: Iterable[tuple[str, str]], *, seed: str, unknown: str) -> dict[str, forms.Field]:
        """A choice for each row, in an order that `seed` gives. `unknown` tells who chose what is not offered."""
        names, choices = self.names, list(choices)
        return {
            names[row]: forms.ChoiceField(
                label=row, choices=choices, required=False, error_messages={"invalid_choice": unknown}
            )
            for row in options.shuffled(names, seed)
        }

    def chosen(self, cleaned: fields.Cleaned, *, missing: str, double: Callable[[str], str]) -> dict[str, str]:
        """The choice of each row. Raises ValidationError where one is `missing`, or says which was made twice."""
        chosen = {row: cleaned[name] for row, name in self.names.items()}
        if not all(chosen.values()):
            raise ValidationError(missing, code="required")
        made = sorted(chosen.values())
        if twice := next((choice for choice in made if made.count(choice) > 1), None):
            raise ValidationError(double(twice), code="double")
        return chosen

    @property
    @override
    def answers(self) -> tuple[str, ...]:
        return ()
