"""Decks, their preset and the configuration of a collection, as Anki’s JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studyapp.formats.anki.notetypes import Json, stable_key
from studyapp.formats.anki.scheduled import Days

THEIRS = 1
"""Anki’s own preset, and its own deck."""


@dataclass(frozen=True, slots=True)
class Plan:
    """By which the learner studies."""

    retention: float
    parameters: tuple[float, ...]
    """FSRS-6, w0 to w20."""
    learning_minutes: tuple[float, ...]
    relearning_minutes: tuple[float, ...]
    longest_interval: int
    """Days."""
    new_per_day: int
    reviews_per_day: int
    leech_lapses: int

    @property
    def decay(self) -> float:
        return self.parameters[20]

    def key(self, site: str) -> int:
        """Another plan is another preset: Anki never changes one that it has."""
        return stable_key("preset", site, repr(self))


def preset_json(key: int, name: str, plan: Plan) -> Json:
    new = {"delays": plan.learning_minutes, "perDay": plan.new_per_day, "bury": True}
    reviews = {"maxIvl": plan.longest_interval, "perDay": plan.reviews_per_day, "bury": True}
    lapses = {"delays": plan.relearning_minutes, "leechFails": plan.leech_lapses, "leechAction": 1}
    return {
        "id": key,
        "mod": 0,
        "name": name,
        "usn": 0,
        "maxTaken": 60,
        "autoplay": True,
        "timer": 0,
        "replayq": True,
        "new": {"initialFactor": 2500, "ints": [1, 4, 0], "order": 1, **new},
        "rev": {"ease4": 1.3, "ivlFct": 1.0, "hardFactor": 1.2, **reviews},
        "lapse": {"minInt": 1, "mult": 0.0, **lapses},
        "dyn": False,
        "fsrsParams6": plan.parameters,
        "desiredRetention": plan.retention,
        "sm2Retention": 0.9,
    }


def default_preset() -> Json:
    """Which every collection has."""
    lapses = {"delays": [10.0], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0.0}
    new = {"bury": False, "delays": [1.0, 10.0], "initialFactor": 2500, "ints": [1, 4, 0], "order": 1, "perDay": 20}
    reviews = {"bury": False, "ease4": 1.3, "ivlFct": 1.0, "maxIvl": 36500, "perDay": 200, "hardFactor": 1.2}
    told = {"maxTaken": 60, "autoplay": True, "timer": 0, "replayq": True, "dyn": False}
    return {"id": THEIRS, "mod": 0, "name": "Default", "usn": 0, **told, "new": new, "rev": reviews, "lapse": lapses}


def deck_json(key: int, name: str, preset: int, seconds: int) -> Json:
    today = {f"{what}Today": [0, 0] for what in ("lrn", "rev", "new", "time")}
    said = {"collapsed": False, "browserCollapsed": False, "desc": "", "dyn": 0, "extendNew": 0, "extendRev": 0}
    return {"id": key, "mod": seconds, "name": name, "usn": -1, "conf": preset, **today, **said}


def decks_json(names: Mapping[tuple[str, ...], int], preset: int, seconds: int) -> dict[str, Json]:
    """With those in which they are, and Anki’s own."""
    known = {THEIRS: deck_json(THEIRS, "Default", THEIRS, 0)}
    for deck, key in names.items():
        known[key] = deck_json(key, "::".join(deck), preset, seconds)
    return {str(key): deck for key, deck in known.items()}


def configuration(days: Days, notetypes: Iterable[int], next_position: int) -> Json:
    return {
        "schedVer": 2,
        "sched2021": True,
        "fsrs": True,
        "rollover": days.calendar.rollover,
        "creationOffset": days.calendar.minutes_west,
        "curDeck": THEIRS,
        "activeDecks": [THEIRS],
        "curModel": next(iter(notetypes), 0),
        "nextPos": next_position,
        "newSpread": 0,
        "collapseTime": 1200,
        "timeLim": 0,
        "estTimes": True,
        "dueCounts": True,
        "addToCur": True,
        "dayLearnFirst": False,
        "sortType": "noteFld",
        "sortBackwards": False,
    }
