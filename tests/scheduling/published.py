"""Reads the published FSRS-6 numbers kept in data/."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from studyapp.scheduling import Memory, Preset, State, StudyClock

DATA = Path(__file__).parent / "data"
UTC_CLOCK = StudyClock(ZoneInfo("Etc/UTC"))
UNITS: dict[str, Any] = json.loads((DATA / "fsrs_unit_vectors.json").read_text())
SEQUENCES: list[dict[str, Any]] = [json.loads(line) for line in (DATA / "fsrs_vectors.jsonl").read_text().splitlines()]


def preset_of(request: dict[str, Any]) -> Preset:
    return Preset(
        parameters=tuple(request["parameters"]),
        desired_retention=request["desired_retention"],
        learning_steps=tuple(timedelta(seconds=s) for s in request["learning_steps_s"]),
        relearning_steps=tuple(timedelta(seconds=s) for s in request["relearning_steps_s"]),
        maximum_interval=request["maximum_interval"],
    )


def in_review(stability: float, difficulty: float, last: date) -> Memory:
    return Memory(stability, difficulty, State.REVIEW, None, last)


def at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC_CLOCK.zone)
