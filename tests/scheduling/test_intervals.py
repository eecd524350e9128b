"""From the days FSRS proposes to the days a card waits."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.scheduling import Rating, corrected_retention
from studyapp.scheduling.intervals import Window, land, windows
from tests.scheduling.histories import loads, seeds

TODAY = date(2024, 6, 20)
LONGEST = 36500
PASSES = (Rating.HARD, Rating.GOOD, Rating.EASY)


def landing(window: Window, load: dict[int, int], seed: str = "7:1") -> int:
    counts = {TODAY + timedelta(days=days): count for days, count in load.items()}
    landed = land({Rating.GOOD: window}, today=TODAY, seed=seed, load=counts)
    return landed[Rating.GOOD]


@pytest.mark.parametrize(("guess", "aim"), [(0, 0.90), (0.25, 0.925), (0.5, 0.95), (1, 1)])
def test_the_aim_leaves_room_for_lucky_guesses(guess, aim):
    assert corrected_retention(0.90, guess) == pytest.approx(aim)


@pytest.mark.parametrize("guess", [-0.1, 1.1])
def test_a_guess_that_is_no_probability_is_refused(guess):
    with pytest.raises(ValueError, match="between 0 and 1"):
        corrected_retention(0.9, guess)


def test_hard_waits_a_day_at_least_and_each_better_rating_a_day_more():
    made = windows(dict.fromkeys(Rating, 1), previous=0, maximum=LONGEST)
    assert [made[rating].plain for rating in Rating] == [1, 1, 2, 3]


def test_no_interval_passes_the_maximum():
    made = windows(dict.fromkeys(Rating, 100), previous=0, maximum=100)
    assert {window.plain for window in made.values()} == {100}
    assert max(window.last for window in made.values()) == 100


def test_fuzz_alone_does_not_shorten_the_wait_after_a_pass():
    proposed = dict.fromkeys(Rating, 20)
    assert windows(proposed, previous=19, maximum=LONGEST)[Rating.HARD].first == 20
    assert windows(proposed, previous=0, maximum=LONGEST)[Rating.HARD].first == 17
    assert windows(proposed, previous=19, maximum=LONGEST)[Rating.AGAIN].first == 17


@given(
    st.lists(st.integers(1, 130) | st.integers(1, 40_000), min_size=3, max_size=3).map(sorted),
    st.integers(0, 400),
    st.sampled_from([1, 2, 3, 4, 90, LONGEST]),
    seeds,
    loads,
)
def test_intervals_keep_their_order_up_to_the_maximum_whatever_the_load(days, previous, maximum, seed, load):
    made = windows(dict(zip(PASSES, days, strict=True)), previous=previous, maximum=maximum)
    counts = {TODAY + timedelta(days=ahead): count for ahead, count in load.items()}
    landed = land(made, today=TODAY, seed=seed, load=counts)
    hard, good, easy = (landed[rating] for rating in PASSES)
    assert 1 <= hard <= good <= easy <= maximum
    assert hard < good or good >= maximum - 1
    assert good < easy or easy == maximum
    assert all(made[rating].first <= landed[rating] <= made[rating].last for rating in PASSES)


def test_the_emptiest_day_of_the_window_is_picked():
    crowded = dict.fromkeys(range(1, 100), 40)
    window = Window(30, 27, 33)
    for emptiest in range(27, 34):
        assert landing(window, crowded | {emptiest: 2}) == emptiest


def test_a_day_that_is_missing_from_the_load_is_empty():
    assert landing(Window(30, 27, 33), {27: 9, 28: 9, 30: 9, 31: 9, 32: 9, 33: 9}) == 29


def test_an_emptier_day_is_preferred_but_not_always_taken():
    drawn = Counter(landing(Window(30, 29, 31), {29: 9, 30: 10, 31: 9}, f"{n}:1") for n in range(1000))
    assert drawn[30] < 300
    assert drawn[30] > 200


def test_the_load_has_no_say_beyond_ninety_days():
    crowded = dict.fromkeys(range(1, 200), 40) | {93: 0}
    assert landing(Window(90, 84, 96), crowded) == 93
    assert landing(Window(91, 85, 97), crowded) == landing(Window(91, 85, 97), {}) != 93


@given(seeds, st.integers(1, 90), st.integers(0, 10), st.integers(0, 10), st.integers(0, 500))
def test_an_equal_load_changes_nothing(seed, plain, below, above, count):
    window = Window(plain, max(1, plain - below), plain + above)
    assert landing(window, dict.fromkeys(range(1, 120), count), seed) == landing(window, {}, seed)


def test_without_a_seed_or_a_load_the_interval_is_the_plain_one():
    for last in range(1, 130):
        days = range(1, last + 1)
        assert [landing(Window(plain, 1, last), {}, seed="") for plain in days] == list(days)


def test_hard_and_easy_keep_clear_of_where_good_lands():
    made = {Rating.HARD: Window(9, 7, 11), Rating.GOOD: Window(10, 8, 12), Rating.EASY: Window(11, 9, 13)}
    crowded = dict.fromkeys((TODAY + timedelta(days=n) for n in range(7, 14)), 40)
    for emptiest, between in [(8, (7, 9, 13)), (12, (7, 11, 13))]:
        load = crowded | {TODAY + timedelta(days=emptiest): 0}
        for seed in ("7:1", "7:2", "8:1"):
            landed = land(made, today=TODAY, seed=seed, load=load)
            assert landed[Rating.GOOD] == emptiest
            assert between[0] <= landed[Rating.HARD] < emptiest < landed[Rating.EASY] <= between[2]


def test_the_seed_reaches_every_day_of_the_window():
    assert {landing(Window(30, 27, 33), {}, f"{card}:1") for card in range(100)} == set(range(27, 34))
