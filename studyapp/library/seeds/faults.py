"""What is wrong with a seed, said to whoever can mend it: file, fact, question, field, remedy."""

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
    """Every fault found; nothing was loaded."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def faults_of(error: ValidationError, place: Place) -> list[Fault]:
    """A validation error of a model or form, field by field."""
    if hasattr(error, "error_dict"):
        return [
            Fault(place, "" if field == "__all__" else field, message)
            for field, messages in error.message_dict.items()
            for message in messages
        ]
    return [Fault(place, "", message) for message in error.messages]
