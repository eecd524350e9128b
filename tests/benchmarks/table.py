"""Rows of a benchmark's table, the ratios that were committed last, and how both are printed."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

LAST = Path(__file__).with_name("last_ratios.json")

type Ratios = dict[str, float]
"""By measure."""


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured, what stands beside it, and how many times as much it may be."""

    measure: str
    cost: float
    beside: float | None = None
    must: float | None = None

    @property
    def ratio(self) -> float:
        """The cost itself, where nothing stands beside it."""
        return self.cost if self.beside is None else self.cost / self.beside


def last_ratios(vendor: str, file: Path = LAST) -> Ratios:
    """Those of one database; none where none were kept."""
    return _kept(file).get(vendor, {})


def keep_ratios(rows: Iterable[Row], vendor: str, file: Path = LAST) -> None:
    """Write these for the next run to compare with; what was not measured stays as it was.

    What has no bound, such as the time of one machine, tells the next one nothing.
    """
    kept = _kept(file)
    kept[vendor] = kept.get(vendor, {}) | {row.measure: round(row.ratio, 2) for row in rows if row.must is not None}
    file.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n")


def _kept(file: Path) -> dict[str, Ratios]:
    found: dict[str, Ratios] = json.loads(file.read_text()) if file.exists() else {}
    return found


def lines(
    rows: Iterable[Row],
    names: tuple[str, str],
    columns: Mapping[str, Mapping[str, float]] | None = None,
) -> Iterator[str]:
    """A table of `rows`. `names` say what stands in its first two columns of numbers, and each of `columns` adds one,
    by measure, after those that every table has.
    """
    columns = columns or {}
    headings = [*names, "ratio", "must", *columns]
    yield f"{'measure':<44}" + "".join(f" {heading:>9}" for heading in headings)
    for row in rows:
        others = [ratios.get(row.measure) for ratios in columns.values()]
        numbers = [row.cost, row.beside, row.ratio, row.must, *others]
        yield f"{row.measure:<44}" + "".join(f" {_number(number):>9}" for number in numbers)


def _number(number: float | None) -> str:
    if number is None:
        return ""
    return f"{number:.2f}" if number < 100 else f"{number:.0f}"
