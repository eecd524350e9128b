"""Random learners: zones with changes of the clocks, day starts, and histories of answers."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from studyapp.scheduling import Preset, Rating, StudyClock

ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",  # once changed its clocks at one minute past midnight
    "America/Havana",  # changes at midnight
    "America/Sao_Paulo",  # skipped midnight
    "Australia/Lord_Howe",  # changes by half an hour
    "Pacific/Chatham",  # 45 minutes off the hour
    "Pacific/Apia",  # skipped the whole of 30 December 2011
    "Africa/Casablanca",  # winter time around Ramadan
    "Antarctica/Troll",  # changes by two hours
    "Asia/Ho_Chi_Minh",  # never changes
]
STEPS = st.lists(
    st.sampled_from([timedelta(minutes=m) for m in (1, 10, 100, 1440, 4320)]), max_size=3, unique=True
).map(lambda steps: tuple(sorted(steps)))

clocks = st.builds(StudyClock, st.sampled_from([ZoneInfo(name) for name in ZONES]), st.integers(0, 6))
moments = st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
days = st.dates(date(1990, 1, 2), date(2039, 12, 30))
ratings = st.sampled_from(Rating)
gaps = st.one_of(
    st.timedeltas(timedelta(0), timedelta(minutes=30)),
    st.timedeltas(timedelta(0), timedelta(days=2)),
    st.timedeltas(timedelta(0), timedelta(days=400)),
)
presets = st.builds(
    Preset,
    desired_retention=st.floats(0.7, 0.99),
    learning_steps=STEPS,
    relearning_steps=STEPS,
    maximum_interval=st.sampled_from([1, 2, 3, 30, 365, 36500]),
)
guesses = st.sampled_from([0.0, 1 / 24, 0.25, 0.5])
seeds = st.text(max_size=6)
loads = st.dictionaries(st.integers(0, 120), st.integers(0, 300), max_size=120)


@dataclass(frozen=True)
class Answer:
    """One answer of a random history, with what the schedule was told."""

    at: datetime
    rating: Rating
    guess: float
    seed: str
    load: dict[date, int]


@st.composite
def histories(draw: st.DrawFn) -> tuple[StudyClock, Preset, list[Answer]]:
    clock, preset, at = draw(clocks), draw(presets), draw(moments)
    answers = []
    for gap in draw(st.lists(gaps, min_size=1, max_size=8)):
        at += gap
        today = clock.day(at)
        load = {today + timedelta(days=ahead): count for ahead, count in draw(loads).items()}
        answers.append(Answer(at, draw(ratings), draw(guesses), draw(seeds), load))
    return clock, preset, answers
