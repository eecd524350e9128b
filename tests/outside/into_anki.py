"""From here into the real Anki: are all notes, cards and reviews there, and does it go on as we would?

Needs an environment of its own, for Anki is under the AGPL and no part of this project:

    uv venv /tmp/anki && uv pip install --python /tmp/anki/bin/python anki==26.9.3
    uv run python -m tests.outside.into_anki --anki /tmp/anki/bin/python --learners 500
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.conf import settings
from django.db import transaction
from django.test.runner import DiscoverRunner
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.exchange.taking.losses import GUESSED, offers_to
from studyapp.exchange.taking.notes import cards_of
from studyapp.exchange.taking.package import NAME, write_package
from studyapp.formats.anki.writing import Origin
from studyapp.scheduling import Prospects, Rating, State, StudyClock
from studyapp.scheduling.formulas import formulas_of
from studyapp.scheduling.fuzz import least_after
from studyapp.study.learners import clock_of, preset_of
from studyapp.study.models import Card
from tests.outside.lives import lived

JUDGE = Path(__file__).with_name("judge.py")
NEAR = 1e-3
KINDS = {State.LEARNING: 1, State.REVIEW: 2, State.RELEARNING: 3}


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


def expected(learner: User, card: Card, *, at: datetime) -> dict[str, Any]:
    memory = card.memory
    today = clock_of(learner).day(at)
    told: dict[str, Any] = {"suspended": card.suspended, "buried": card.buried_on == today, "kind": card.question.kind}
    if memory is None:
        return told | {"state": 0}
    told |= {"state": KINDS[memory.state], "s": memory.stability, "d": memory.difficulty}
    told |= {"due": (card.due_day - today).days if card.due_day and (memory.step is None or not card.due_at) else None}
    told |= {
        "reps": card.reps,
        "lapses": card.lapses,
        "step": memory.step,
        "due_at": card.due_at and card.due_at.timestamp(),
    }
    clock = StudyClock(learner.zone, learner.day_start, floor=today)
    prospects = Prospects.of(memory, at=at, clock=clock, preset=preset_of(learner))
    told["next"] = {rating.name.lower(): next_of(prospects, rating) for rating in Rating}
    return told


def next_of(prospects: Prospects, rating: Rating) -> dict[str, Any]:
    """What would be remembered, and the `exact` days until it falls to what is wanted; None of a step."""
    after, days = prospects.proposals[rating]
    until = formulas_of(prospects.preset).days_until(prospects.preset.desired_retention)
    exact = after.stability * until
    return {"exact": exact, "is_step": days is None, "s": after.stability, "d": after.difficulty}


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


def write_learner(rng: Random, number: int, folder: Path, acts: int) -> dict[str, Any]:
    """Let one learner live, write their package, and leave the database as it was."""
    with transaction.atomic():
        now = timezone.now()
        learner = lived(rng, number, now=now, acts=acts)
        decks = [offer.deck for offer in offers_to(learner)]
        path = folder / f"{number}.apkg"
        written = write_package(path, learner, decks, at=now, schedule=True)
        origin = Origin(NAME, settings.SITE_URL)
        cards = {
            f"{origin.guid('question', card.question.slug or str(card.question_id))} 0": expected(learner, card, at=now)
            for card in cards_of(learner, decks)
        }
        transaction.set_rollback(True)
    sizes = {"notes": written.notes, "number": written.cards, "reviews": written.reviews}
    return {"path": str(path), "zone": learner.time_zone, "rollover": learner.day_start, "cards": cards, **sizes}


def judge(anki: str, learners: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What Anki makes of each package, in the learner's zone."""
    found: dict[str, dict[str, Any]] = {}
    for zone in sorted({each["zone"] for each in learners}):
        there = [each for each in learners if each["zone"] == zone]
        asked = "".join(json.dumps({"package": each["path"], "rollover": each["rollover"]}) + "\n" for each in there)
        run = subprocess.run(
            [anki, str(JUDGE)], input=asked, text=True, env={**os.environ, "TZ": zone}, capture_output=True, check=False
        )
        answers = run.stdout.splitlines()
        if len(answers) != len(there):
            sys.exit(f"Anki answered {len(answers)} of {len(there)}: {run.stderr[-3000:]}")
        found |= {each["path"]: json.loads(answer) for each, answer in zip(there, answers, strict=True)}
    return [found[each["path"]] for each in learners]


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--anki", required=True, help="the Python that has Anki")
    parser.add_argument("--learners", type=int, default=500)
    parser.add_argument("--first", type=int, default=0, help="the number of the first: each has a life of its own")
    parser.add_argument("--acts", type=int, default=80)
    asked = parser.parse_args()
    runner = DiscoverRunner(verbosity=0)
    databases = runner.setup_databases()
    found, states = Found(), Counter[str]()
    try:
        with tempfile.TemporaryDirectory() as folder:
            numbers = range(asked.first, asked.first + asked.learners)
            learners = [write_learner(Random(n), n, Path(folder), asked.acts) for n in numbers]
            for ours, theirs in zip(learners, judge(asked.anki, learners), strict=True):
                states.update(str(card["state"]) for card in ours["cards"].values())
                compare(found, ours, theirs)
    finally:
        runner.teardown_databases(databases)
    print(
        f"{len(learners)} learners, cards by state (0 new, 1 learning, 2 review, 3 relearning): {dict(sorted(states.items()))}"
    )
    print(f"reviews: {sum(each['reviews'] for each in learners)}")
    for what, number in sorted(found.compared.items()):
        print(f"{number:8} {what}: {len(found.differing[what])} differ")
        for line in found.differing[what][:5]:
            print(f"         {line}")
    sys.exit(any(found.differing.values()))


if __name__ == "__main__":
    main()
