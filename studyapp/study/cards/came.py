"""What a card that was learned in another program brings along, as its row of the log keeps it."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Self

from studyapp.scheduling import Memory, State
from studyapp.study.cards.log import Told


@dataclass(frozen=True, slots=True)
class Came:
    """Its `memory` there, None while it was not learned; and how often it was answered and forgotten."""

    memory: Memory | None
    reps: int
    lapses: int

    @classmethod
    def read(cls, response: dict[str, Told]) -> Self:
        memory = response["memory"]
        if memory is not None:
            memory = Memory(
                **memory | {"state": State(memory["state"]), "last_day": date.fromisoformat(memory["last_day"])}
            )
        return cls(memory, response["reps"], response["lapses"])

    @property
    def response(self) -> dict[str, Told]:
        """As the row keeps it, in JSON."""
        memory = asdict(self.memory) if self.memory else None
        if memory is not None:
            memory |= {"state": str(memory["state"]), "last_day": memory["last_day"].isoformat()}
        return {"memory": memory, "reps": self.reps, "lapses": self.lapses}
