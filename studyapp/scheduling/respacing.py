"""Where a card would wait until, had its last answer been spaced by the settings of now."""

from collections.abc import Mapping
from datetime import date, timedelta

from studyapp.scheduling.days import no_earlier
from studyapp.scheduling.formulas import formulas_of
from studyapp.scheduling.intervals import Window, corrected_retention, land, windows
from studyapp.scheduling.memory import Memory
from studyapp.scheduling.preset import Preset
from studyapp.scheduling.rating import Rating


def respace(
    memory: Memory,
    due: date,
    *,
    today: date,
    preset: Preset,
    guess: float = 0.0,
    seed: str = "",
    load: Mapping[date, int] | None = None,
) -> date:
    """The study day to ask on by `preset`, of a card in review that was due on `due`.

    A day that `preset` might have chosen itself stays, and so does one that is past. What should have come before
    `today` comes today; any other falls on a day that is not over, drawn as after an answer: by the seed, the
    emptier days preferred by `load`, the reviews already due on each. What a clock that was ahead dated too late to be
    believed counts as answered today.
    """
    window = _window(memory, preset, guess)
    pushed = windows({Rating.GOOD: window.plain + 1}, previous=0, maximum=preset.maximum_interval)[Rating.GOOD]
    last_day = min(memory.last_day, no_earlier(today, memory.last_day))
    first, last = (last_day + timedelta(days=days) for days in (window.first, window.last))
    # Where Hard would have fallen on Good's day, Good was pushed a day on, which a memory does not tell of.
    chosen_last = last_day + timedelta(days=pushed.last)
    if first <= due <= chosen_last or (due <= today and last <= today):
        return due
    if last <= today:
        return today
    over = max((today - first).days, 0)
    room = Window(window.plain, window.first + over, window.last)
    landed = land({Rating.GOOD: room}, today=last_day, seed=seed, load=load or {})
    return last_day + timedelta(days=landed[Rating.GOOD])


def _window(memory: Memory, preset: Preset, guess: float) -> Window:
    """The days after the last answer that a review may fall on."""
    retention = corrected_retention(preset.desired_retention, guess)
    plain = round(memory.stability * formulas_of(preset).days_until(retention))
    return windows({Rating.GOOD: max(plain, 1)}, previous=0, maximum=preset.maximum_interval)[Rating.GOOD]
