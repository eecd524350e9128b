"""How far a long run has come, in a file: whoever stops it goes on later with the same command."""

import json
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Kept:
    """Figures and ledgers of a run, by name."""

    path: Path
    values: dict[str, int] = field(default_factory=dict)
    rows: dict[str, list[list[int]]] = field(default_factory=dict)

    @classmethod
    def of(cls, path: Path) -> "Kept":
        found = json.loads(path.read_text()) if path.exists() else {"values": {}, "rows": {}}
        return cls(path, found["values"], found["rows"])

    def add(self, name: str, count: int = 1) -> None:
        self.values[name] = self.values.get(name, 0) + count

    def __getitem__(self, name: str) -> int:
        return self.values.get(name, 0)

    def write(self) -> None:
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps({"values": self.values, "rows": self.rows}))
        fresh.rename(self.path)

    def __str__(self) -> str:
        return "\n".join(f"{name}: {count}" for name, count in self.values.items())
