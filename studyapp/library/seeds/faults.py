"""What is wrong with a seed, said to whoever can mend it: file, fact, question, field, remedy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the seeds something stands."""

    file: str
    fact: str = ""
    question: str = ""

    def __str__(self) -> str:
        named = [("fact", self.fact), ("question", self.question)]
        return ", ".join([self.file, *(f"{word} “{name}”" for word, name in named if name)])


@dataclass(frozen=True, slots=True)
class Fault:
    place: Place
    field: str
    message: str

    def __str__(self) -> str:
        field = f", {self.field}" if self.field else ""
        return f"{self.place}{field}: {self.message}"


class SeedFaults(Exception):
    """Every fault found, each once and file by file; nothing was loaded."""

    def __init__(self, faults: Iterable[Fault], warnings: Iterable[str] = ()) -> None:
        self.warnings = list(warnings)
        self.faults = sorted(dict.fromkeys(faults), key=lambda fault: fault.place.file)
        super().__init__("\n".join(map(str, self.faults)))


MANY = 20
"""A list with more than these is not told whole; the field’s own message says what stands in it."""

type Choices = Mapping[str, Iterable[str]]
"""What may stand in the fields that have a closed list."""


def faults_of(error: ValidationError, place: Place, choices: Choices) -> list[Fault]:
    """A validation error of a model or form, field by field; where there is a list to choose from, with that list."""
    if hasattr(error, "error_dict"):
        return [
            Fault(place, "" if field == "__all__" else field, message)
            for field, errors in error.error_dict.items()
            for one in errors
            for message in _messages(one, field, [choice for choice in choices.get(field, ()) if choice])
        ]
    return [Fault(place, "", message) for message in error.messages]


def _messages(error: ValidationError, field: str, allowed: list[str]) -> list[str]:
    if error.code == "invalid_choice" and error.params and 0 < len(allowed) <= MANY:
        return [no_such(field, error.params["value"], allowed)]
    return error.messages


def no_such(field: str, value: object, allowed: Iterable[str]) -> str:
    """That a closed list does not have this, and what it has."""
    return f"There is no {field} “{value}”. Use one of: {', '.join(allowed)}."
