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
from collections import Counter
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from django.db import transaction
from django.test.runner import DiscoverRunner
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.exchange.identities import name_of
from studyapp.exchange.taking.losses import offers_to
from studyapp.exchange.taking.notes import cards_of
from studyapp.exchange.taking.package import write_package
from studyapp.scheduling import Prospects, Rating, State, StudyClock
from studyapp.scheduling.formulas import formulas_of
from studyapp.study.learners import clock_of, preset_of
from studyapp.study.models import Card
from tests.outside.comparing import Found, compare
from tests.outside.lives import lived

JUDGE = Path(__file__).with_name("judge.py")
NAMES = {0: "new", 1: "in learning", 2: "in review", 3: "learned again"}
KINDS = {State.LEARNING: 1, State.REVIEW: 2, State.RELEARNING: 3}


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


def write_learner(rng: Random, number: int, folder: Path, acts: int) -> dict[str, Any]:
    """Let one learner live, write their package, and leave the database as it was."""
    with transaction.atomic():
        now = timezone.now()
        learner = lived(rng, number, now=now, acts=acts)
        decks = [offer.deck for offer in offers_to(learner)]
        path = folder / f"{number}.apkg"
        written = write_package(path, learner, decks, at=now, schedule=True)
        cards = {f"{name_of(card.question)} 0": expected(learner, card, at=now) for card in cards_of(learner, decks)}
        transaction.set_rollback(True)
    sizes = {"notes": written.notes, "number": written.cards, "reviews": written.reviews}
    return {
        "package": str(path),
        "back": f"{path}.back",
        "zone": learner.time_zone,
        "rollover": learner.day_start,
        "cards": cards,
        **sizes,
    }


def judge(anki: str, learners: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What Anki makes of each package, in the learner's zone."""
    found: dict[str, dict[str, Any]] = {}
    for zone in sorted({each["zone"] for each in learners}):
        there = [each for each in learners if each["zone"] == zone]
        asked = "".join(
            json.dumps({name: each[name] for name in ("package", "rollover", "back")}) + "\n" for each in there
        )
        run = subprocess.run(
            [anki, str(JUDGE)], input=asked, text=True, env={**os.environ, "TZ": zone}, capture_output=True, check=False
        )
        answers = run.stdout.splitlines()
        if len(answers) != len(there):
            sys.exit(f"Anki answered {len(answers)} of {len(there)}: {run.stderr[-3000:]}")
        found |= {each["package"]: json.loads(answer) for each, answer in zip(there, answers, strict=True)}
    return [found[each["package"]] for each in learners]


def tell(learners: list[dict[str, Any]], states: Counter[int], found: Found) -> None:
    by_state = ", ".join(f"{number} {NAMES[state]}" for state, number in sorted(states.items()))
    reviews = sum(each["reviews"] for each in learners)
    lines = [f"{len(learners)} learners; cards: {by_state}; {reviews} rows of their logs"]
    for what, number in sorted(found.compared.items()):
        differing = found.differing[what]
        lines += [f"{number:8} {what}: {len(differing)} differ", *(f"         {line}" for line in differing[:5])]
    sys.stdout.write("\n".join(lines) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--anki", required=True, help="the Python that has Anki")
    parser.add_argument("--learners", type=int, default=500)
    parser.add_argument("--first", type=int, default=0, help="the number of the first: each has a life of its own")
    parser.add_argument("--acts", type=int, default=80)
    asked = parser.parse_args()
    runner = DiscoverRunner(verbosity=0)
    databases = runner.setup_databases()
    found, states = Found(), Counter[int]()
    try:
        with tempfile.TemporaryDirectory() as folder:
            numbers = range(asked.first, asked.first + asked.learners)
            learners = [write_learner(Random(n), n, Path(folder), asked.acts) for n in numbers]
            for ours, theirs in zip(learners, judge(asked.anki, learners), strict=True):
                states.update(card["state"] for card in ours["cards"].values())
                compare(found, ours, theirs)
    finally:
        runner.teardown_databases(databases)
    tell(learners, states, found)
    sys.exit(any(found.differing.values()))


if __name__ == "__main__":
    main()
