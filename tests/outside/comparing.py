"""What we expect of a package against what the real Anki made of it, counted by what was compared."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studyapp.exchange.taking.losses import GUESSED
from studyapp.scheduling.fuzz import least_after

NEAR = 1e-3


@dataclass(frozen=True)
class Rounded:
    """Days, equal to the whole number that they are nearest to: either, where half a day is within the precision."""

    exact: float | None

    def __eq__(self, other: object) -> bool:
        if self.exact is None or not isinstance(other, int):
            return self.exact is other
        return abs(self.exact - other) <= 0.5 + NEAR * self.exact

    __hash__ = None  # type: ignore[assignment]  # as near as this, there are no classes of equals


@dataclass
class Found:
    """What was compared, and what was found to differ."""

    compared: Counter[str] = field(default_factory=Counter)
    differing: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def compare(self, what: str, ours: Any, theirs: Any, where: str) -> None:
        self.compared[what] += 1
        same = near(ours, theirs) if isinstance(ours, float) and theirs is not None else ours == theirs
        if not same:
            self.differing[what].append(f"{where}: ours {ours}, theirs {theirs}")


def near(ours: float, theirs: float) -> bool:
    return abs(ours - theirs) <= NEAR * max(1, abs(ours))


def in_order(following: dict[str, Any], before: int) -> dict[str, float | None]:
    """The days for each rating, without fuzz, as both programs put them in order: each longer than the one below it.

    Known to differ: where an interval would be within its fuzz of the one `before`, it is no shorter in Anki, and here
    than the days waited. And while Good leads to a step, Anki has Easy wait a day longer than Good would.
    """
    days: dict[str, float | None] = {}
    below = 0.0
    for rating in ("hard", "good", "easy"):
        exact = min(max(following[rating]["exact"], 1), 36500)
        waits = not following[rating]["is_step"]
        at_least = max(below, least_after(exact, before)) if waits else 1
        days[rating] = max(exact, at_least) if waits else None
        if waits or rating == "good":
            below = round(max(exact, at_least)) + 1
    return {"again": None} | days


def compare(found: Found, ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    where = f"{Path(ours['path']).stem} in {ours['zone']} from {ours['rollover']}"
    for what in ("notes", "reviews"):
        found.compare(f"number of {what}", ours[what], theirs[what], where)
    found.compare("all new at first", ours["notes"], theirs["log"]["new"], where)
    found.compare("nothing new the second time", 0, theirs["again"]["new"] + theirs["again"]["updated"], where)
    found.compare("its own check of the collection", "", theirs["problems"], where)
    found.compare("number of cards", ours["number"], len(theirs["cards"]), where)
    found.compare("cards", sorted(ours["cards"]), sorted(theirs["cards"]), where)
    for key in ours["cards"].keys() & theirs["cards"].keys():
        compare_card(found, ours["cards"][key], theirs["cards"][key], theirs["recomputed"][key], f"{where}, {key}")


def compare_card(
    found: Found, ours: dict[str, Any], theirs: dict[str, Any], recomputed: dict[str, Any], where: str
) -> None:
    found.compare("suspended", ours["suspended"], theirs["queue"] == -1, where)
    found.compare("buried", ours["buried"] and not ours["suspended"], theirs["queue"] in (-2, -3), where)
    found.compare("state", ours["state"], theirs["kind"], where)
    if not ours["state"]:
        return
    found.compare("stability", ours["s"], theirs["s"], where)
    found.compare("difficulty", ours["d"], theirs["d"], where)
    found.compare("reps and lapses", [ours["reps"], ours["lapses"]], [theirs["reps"], theirs["lapses"]], where)
    if ours["due"] is not None and (ours["state"] == 2 or theirs["queue"] == 3):
        found.compare("due day", ours["due"], theirs["due"], where)
    elif ours["due_at"] is not None and ours["state"] != 2:
        found.compare("due moment", int(ours["due_at"]), theirs["due"], where)
    found.compare("stability, recomputed", ours["s"], recomputed["s"], where)
    found.compare("difficulty, recomputed", ours["d"], recomputed["d"], where)
    kind = "with guessing, ours at the plain retention" if ours["kind"] in GUESSED else "without guessing"
    days = in_order(ours["next"], theirs["ivl"] if ours["state"] == 2 else 0)
    for rating, after in ours["next"].items():
        there = theirs["next"][rating]
        found.compare(f"next interval, kinds {kind}", Rounded(days[rating]), there["days"], f"{where} {rating}")
        found.compare("stability after one more answer", after["s"], there["s"], f"{where} {rating}")
        found.compare("difficulty after one more answer", after["d"], there["d"], f"{where} {rating}")
