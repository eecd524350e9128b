"""What the real Anki makes of packages: run by its own Python, in the zone that TZ names, and asked in JSON.

Reads {"rollover": hour, "package": path, "back": path} from each line that comes in, exports what it has to the second
path if there is one, and answers each with a line.
"""

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

os.environ["ANKI_TEST_MODE"] = "1"  # intervals without fuzz

from anki import deck_config_pb2 as options
from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)

LOGGED = ("new", "updated", "duplicate", "conflicting", "missing_notetype", "missing_deck", "empty_first_field")
AGE = 100 * 86_400
"""Seconds."""
RATINGS = ("again", "hard", "good", "easy")


def judged(package: str, rollover: int, back: str = "") -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        collection = begun_before(str(Path(folder) / "collection.anki2"))
        try:
            for name, value in {"rollover": rollover, "fsrs": True}.items():
                collection.set_config(name, value)
            log = imported(collection, package)
            cards = cards_in(collection)
            told = {
                "log": log,
                "notes": collection.note_count(),
                "reviews": collection.db.scalar("select count() from revlog"),
                "cards": cards,
                "tags": sorted(collection.tags.all()),
                "problems": problems_of(collection),
            }
            wanted = {"with_scheduling": True, "with_deck_configs": True, "with_media": True, "legacy": True}
            if back:
                collection.export_anki_package(out_path=back, options=ExportAnkiPackageOptions(**wanted), limit=None)
            recompute(collection)
            told["recomputed"] = {key: memory_of(collection, card["id"]) for key, card in cards.items()}
            told["again"] = imported(collection, package)
            return told
        finally:
            collection.close()


def begun_before(path: str) -> Any:
    """A collection that is not of today: one that was just made has no day before it."""
    collection = Collection(path)
    collection.db.execute("update col set crt = crt - ?", AGE)
    collection.close()
    return Collection(path)


def imported(collection: Any, package: str) -> dict[str, int]:
    wanted = ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True)
    log = collection.import_anki_package(ImportAnkiPackageRequest(package_path=package, options=wanted)).log
    return {name: len(getattr(log, name)) for name in LOGGED}


def cards_in(collection: Any) -> dict[str, Any]:
    """By the note's identity and the card's number in it."""
    rows = collection.db.all(
        "select c.id, n.guid, c.ord, c.type, c.queue, c.due, c.ivl, c.reps, c.lapses, c.left, "
        "(select count() from revlog where cid = c.id) from cards c join notes n on n.id = c.nid"
    )
    found = {}
    for key, guid, number, kind, queue, due, ivl, reps, lapses, left, reviews in rows:
        found[f"{guid} {number}"] = {
            "id": key,
            "kind": kind,
            "queue": queue,
            "due": due - collection.sched.today if due < 1_000_000 and kind else due,
            "ivl": ivl,
            "reps": reps,
            "lapses": lapses,
            "left": left,
            "reviews": reviews,
            **memory_of(collection, key),
            "next": next_of(collection, key),
        }
    return found


def memory_of(collection: Any, key: int) -> dict[str, Any]:
    memory = collection.get_card(key).memory_state
    return {"s": memory.stability, "d": memory.difficulty} if memory else {"s": None, "d": None}


def next_of(collection: Any, key: int) -> dict[str, Any]:
    """For each rating the days until the card would come back, and what would be remembered; of a step no days."""
    states = collection._backend.get_scheduling_states(key)
    found = {}
    for rating in RATINGS:
        normal = getattr(states, rating).normal
        which = normal.WhichOneof("kind")
        state = getattr(normal, which)
        learning = state.learning if which == "relearning" else state
        days = state.scheduled_days if which == "review" else None
        memory = learning.memory_state
        found[rating] = {"days": days, "s": memory.stability, "d": memory.difficulty}
    return found


def recompute(collection: Any) -> None:
    """Save the options of each deck with another retention, which works all memories out again from the reviews."""
    for deck in collection.decks.all_names_and_ids(skip_empty_default=True):
        shown = collection.decks.get_deck_configs_for_update(deck.id)
        current = shown.current_deck.config_id
        config = next(each.config for each in shown.all_config if each.config.id == current)
        config.config.desired_retention = 0.84 if config.config.desired_retention != 0.84 else 0.86
        wanted = options.UpdateDeckConfigsRequest(
            target_deck_id=deck.id, configs=[config], fsrs=True, limits=shown.current_deck.limits
        )
        collection.decks.update_deck_configs(wanted)


def problems_of(collection: Any) -> str:
    """What its own check of the database says."""
    problems, fine = collection.fix_integrity()
    return "" if fine else str(problems)


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(judged(**json.loads(line))) + "\n")
