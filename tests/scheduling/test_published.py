"""The 41 published FSRS-6 sequences, run through our own study days, steps and intervals."""

from datetime import datetime

import pytest

from studyapp.scheduling import Memory, Preset, Rating, Scheduled
from studyapp.scheduling.memory import propose
from tests.scheduling.prospects import review
from tests.scheduling.published import SEQUENCES, UTC_CLOCK, preset_of

# In these, w2 was set to 1 for a round number, which puts Good below Hard; the order of the ratings lifts it.
OUT_OF_ORDER = "fsrs-rs/next_interval_S1_"


def answer(memory: Memory | None, at: datetime, rating: Rating, preset: Preset) -> tuple[Scheduled, int | None]:
    """What we schedule, and the days FSRS proposes before they are put in order."""
    day, retention = UTC_CLOCK.day(at), preset.desired_retention
    _, proposed = propose(memory, rating, day=day, preset=preset, retention=retention)
    return review(memory, rating, at=at, clock=UTC_CLOCK, preset=preset), proposed


def agrees(expected, tolerance, at, scheduled, proposed, *, ordered):
    for name, value in expected.items():
        match name:
            case "stability":
                assert scheduled.memory.stability == pytest.approx(value, rel=tolerance["stability_rel"])
            case "stability_min":
                assert scheduled.memory.stability >= value
            case "difficulty":
                assert scheduled.memory.difficulty == pytest.approx(value, abs=tolerance["difficulty_abs"])
            case "interval_s":
                assert (scheduled.due.at - at).total_seconds() == value
            case "interval_days":
                assert proposed == value
                assert scheduled.interval == value if ordered else scheduled.interval > value
            case "interval_days_min":
                assert scheduled.interval >= value
            case "interval_days_max":
                assert max(proposed, scheduled.interval) <= value
            case _:
                assert name == "i"


def test_there_are_41_sequences_each_with_its_source_and_licence():
    assert len(SEQUENCES) == 41
    assert all(sequence["source"] and sequence["license"] for sequence in SEQUENCES)


@pytest.mark.parametrize("sequence", SEQUENCES, ids=lambda sequence: sequence["request"]["id"])
def test_a_published_sequence_agrees(sequence):
    request = sequence["request"]
    preset = preset_of(request)
    expected = {row["i"]: row for row in sequence["expect"]}
    ordered = not request["id"].startswith(OUT_OF_ORDER)
    memory = None
    for number, (when, rating) in enumerate(request["reviews"]):
        at = datetime.fromisoformat(when)
        scheduled, proposed = answer(memory, at, Rating(rating), preset)
        agrees(expected.pop(number, {}), sequence["tol"], at, scheduled, proposed, ordered=ordered)
        memory = scheduled.memory
    assert not expected
