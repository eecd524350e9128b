"""A small folder of seeds about ocean tides, to be changed line by line."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studyapp.demo.factories import NOW
from studyapp.library.seeds import Report, SeedFaults, load

ALMANAC = """\
title = "Tides of the year"
publisher = "The Harbour Almanac"
published_on = 2021-03-01
"""
GAZETTE = """\
title = "What moves the sea"
"""
TIDES = """\
title = "Ocean tides"
language = "en"

[[facts]]
id = "main-cause"
statement = "The Moon's pull is the chief cause of ocean tides."
as_of = 2021-03-01
citations = [
  { article = "almanac", says = "the Moon, chiefly", paragraph = 2 },
  { article = "gazette", says = "Moon and Sun alike", paragraph = 5, stance = "differs" },
]
[[facts.questions]]
id = "main-cause-choice"
kind = "choice"
according_to = "almanac"
prompt = "According to the almanac, what chiefly raises the tides?"
answer = "The Moon"
distractors = ["The wind", "Jupiter"]

[[facts]]
id = "neap"
statement = "Tides of least range are called neap tides."
can_change = false
citations = [{ article = "almanac", says = "neaps" }]
[[facts.questions]]
id = "neap-typed"
kind = "typed"
prompt = "What are the tides of least range called?"
answer = "Neap tides"
"""


@dataclass
class Folder:
    path: Path

    @classmethod
    def at(cls, path: Path) -> "Folder":
        folder = cls(path / "seeds")
        for name, text in (("articles/almanac", ALMANAC), ("articles/gazette", GAZETTE), ("decks/tides", TIDES)):
            folder.write(name, text)
        return folder

    def write(self, name: str, text: str | bytes) -> None:
        file = self.path / f"{name}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def remove(self, name: str) -> None:
        (self.path / f"{name}.toml").unlink()

    def change(self, old: str, new: str, *, name: str = "decks/tides") -> None:
        """Put `new` in the place of `old`, which must stand there once."""
        text = (self.path / f"{name}.toml").read_text()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def load(self, **options: Any) -> Report:
        return load(self.path, **{"at": NOW, **options})

    def faults(self) -> list[str]:
        """What is wrong, in the words an editor reads."""
        try:
            self.load()
        except SeedFaults as error:
            return [str(fault) for fault in error.faults]
        return []
