"""What fitted parameters are worth on a real log, on demand: `uv run pytest tests/benchmarks -m slow -n0 -s`.

STUDYAPP_REVIEW_LOG names the log, a CSV file with the columns card_id, review_rating (1 to 4), review_time (ISO 8601,
UTC) and review_duration; STUDYAPP_REVIEW_ZONE names its time zone (UTC without it), STUDYAPP_REVIEW_DAY_START the hour
at which its study days begin (4).
The first four fifths in time go to the fit, which holds out a part of its own; the last fifth is a test that neither
fitting nor choosing has seen.
"""

import csv
import os
from collections import defaultdict
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from studyapp.scheduling import Rating, StudyClock
from studyapp.scheduling.fitting import Choice, History, fit, log_loss

LOG = os.environ.get("STUDYAPP_REVIEW_LOG")

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not LOG, reason="STUDYAPP_REVIEW_LOG names no review log")]


def histories() -> list[History]:
    zone, day_start = (
        os.environ.get("STUDYAPP_REVIEW_ZONE", "Etc/UTC"),
        os.environ.get("STUDYAPP_REVIEW_DAY_START", "4"),
    )
    clock = StudyClock(ZoneInfo(zone), int(day_start))
    with Path(LOG or "").open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: datetime.fromisoformat(row["review_time"]))
    by_card = defaultdict(list)
    for row in rows:
        day = clock.day(datetime.fromisoformat(row["review_time"]))
        by_card[row["card_id"]].append((day, Rating(int(row["review_rating"]))))
    return list(by_card.values())


def test_what_was_kept_is_no_worse_than_the_default_on_the_last_fifth():
    log = histories()
    days = sorted(day for history in log for (before, _), (day, _) in pairwise(history) if day > before)
    last_fifth = days[len(days) * 4 // 5]
    found = fit([[row for row in history if row[0] < last_fifth] for history in log])
    losses = {choice: log_loss(log, found.candidates[choice].parameters, last_fifth) for choice in Choice}
    lines = [
        f"{len(days)} next-day reviews on {len(log)} cards: {found.fitted_on} fitted on, {found.held_out} held out,",
        f"{sum(day >= last_fifth for day in days)} in the last fifth, from {last_fifth} on. Log loss in nats:",
    ]
    for choice, loss in losses.items():
        kept = " (kept)" if choice is found.choice else ""
        lines.append(f"{choice:>8}: held out {found.candidates[choice].log_loss:.4f}, last fifth {loss:.4f}{kept}")
    lines.append("kept: " + " ".join(f"{parameter:.4f}" for parameter in found.chosen.parameters))
    print("", *lines, sep="\n")  # noqa: T201
    assert losses[found.choice] <= losses[Choice.DEFAULT]
