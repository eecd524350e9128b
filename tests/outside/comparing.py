"""What we expect of a package against what the real Anki made of it, counted by what was compared."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from studyapp.exchange.taking.losses import GUESSED
from studyapp.formats.anki.meaning import understood
from studyapp.formats.anki.package import open_package
from studyapp.formats.notes import Note, Progress, Refused
from studyapp.scheduling import StudyClock
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
    where = f"{Path(ours['package']).stem} in {ours['zone']} from {ours['rollover']}"
    for what in ("notes", "reviews"):
        found.compare(f"number of {what}", ours[what], theirs[what], where)
    found.compare("all new at first", ours["notes"], theirs["log"]["new"], where)
    found.compare("nothing new the second time", 0, theirs["again"]["new"] + theirs["again"]["updated"], where)
    found.compare("its own check of the collection", "", theirs["problems"], where)
    found.compare("number of cards", ours["number"], len(theirs["cards"]), where)
    found.compare("cards", sorted(ours["cards"]), sorted(theirs["cards"]), where)
    compare_back(found, ours, where)
    for key in ours["cards"].keys() & theirs["cards"].keys():
        compare_card(found, ours["cards"][key], theirs["cards"][key], theirs["recomputed"][key], f"{where}, {key}")


def compare_back(found: Found, ours: dict[str, Any], where: str) -> None:
    """What Anki exports, read here, against what we wrote."""
    clock = StudyClock(ZoneInfo(ours["zone"]), ours["rollover"])
    wrote, came = read(ours["package"], clock), read(ours["back"], clock)
    found.compare("cards, back here", sorted(wrote), sorted(came), where)
    for key in wrote.keys() & came.keys():
        before, after = wrote[key], came[key]
        found.compare("tags and texts, back here", before[0], after[0], f"{where}, {key}")
        found.compare("reviews, back here", before[1].log, after[1].log, f"{where}, {key}")
        found.compare("where it stands, back here", bare(before[1]), bare(after[1]), f"{where}, {key}")
        if before[1].memory and after[1].memory:
            found.compare("stability, back here", before[1].memory.stability, after[1].memory.stability, where)
            found.compare("difficulty, back here", before[1].memory.difficulty, after[1].memory.difficulty, where)
            found.compare("last answer, back here", before[1].memory.at, after[1].memory.at, f"{where}, {key}")


def bare(progress: Progress) -> Progress:
    """Without what is compared by itself, and without a burial, which Anki does not export: it is of the day alone."""
    return replace(progress, log=(), memory=None, buried=False)


def read(package: str, clock: StudyClock) -> dict[str, tuple[Any, Progress]]:
    """Each card by its note and its name: what it asks, and where it stands."""
    found: dict[str, tuple[Any, Progress]] = {}
    with open_package(Path(package)) as opened:
        for bundle in opened.bundles():
            if isinstance(bundle, Refused):
                note: Note | Refused = bundle
            else:
                note = understood(bundle, opened.notetypes, opened.decks, opened.calendar, clock=clock)
            if isinstance(note, Refused):
                found[f"{note.place} is refused: {note.told}"] = (None, Progress())
                continue
            for card in note.cards:
                told = (note.tags, note.deck, card.kind, dict(card.sent), dict(card.pictures))
                found[f"{note.guid} {card.name}"] = (told, card.progress or Progress())
    return found


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
