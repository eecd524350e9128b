"""Where a card may stand in another program."""

from studyapp.formats.notes import Answered, Progress, Remembered, Sort, Stage
from tests.people import DAY, NOON, TUESDAY

LEARNED = Progress(
    Stage.REVIEW,
    due=TUESDAY + 3 * DAY,
    interval=12,
    memory=Remembered(12.5, 4.5, NOON - 10 * DAY),
    reps=3,
    lapses=1,
    marked=True,
    log=(
        Answered(NOON - 30 * DAY, Sort.LEARNING, 1, 9_000, 0.01),
        Answered(NOON - 29 * DAY, Sort.REVIEW, 3, 5_000, 12),
        Answered(NOON - 28 * DAY, Sort.MOVED, None, 0, 12),
        Answered(NOON - 10 * DAY, Sort.REVIEW, 4, 4_000, 12),
    ),
)
"""In review, with three answers and a day that was moved."""
