"""What is to come of a learner's cards."""

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.scheduling import Preset
from studyapp.scheduling.course import Held, Plan
from studyapp.scheduling.simulation import SAMPLE, Cost, Pace, SimulatedDay, cost_of, simulate
from tests.scheduling.published import in_review

TODAY = date(2024, 6, 20)
PRESET = Preset()
ALL = 1_000_000
IDLE = Plan(days=30, reviews_per_day=0, new_per_day=0, new_left=0)
BUSY = Plan(days=90, reviews_per_day=200, new_per_day=10, new_left=500)
RETENTIONS = (0.80, 0.85, 0.90, 0.95)


def card(stability: float, *, ago: int, due_in: int, guess: float = 0.0) -> Held:
    memory = in_review(stability, 5.0, TODAY - timedelta(days=ago))
    return Held(memory, TODAY + timedelta(days=due_in), guess)


def collection(cards: int, seed: int = 1) -> list[Held]:
    """Cards in the midst of their intervals, a few of them overdue."""
    rng, held = random.Random(seed), []
    for _ in range(cards):
        interval = max(round(rng.lognormvariate(2.5, 1.2)), 1)
        ago = rng.randint(0, interval + 1)
        held.append(card(interval, ago=ago, due_in=interval - ago, guess=rng.choice([0.0, 0.0, 0.25])))
    return held


def foresee(held: list[Held], plan: Plan, preset: Preset = PRESET, **more: int) -> list[SimulatedDay]:
    return simulate(held, plan, today=TODAY, preset=preset, **more)


def costs(held: list[Held], plan: Plan, sample: int = SAMPLE) -> list[Cost]:
    return cost_of(RETENTIONS, held, plan, today=TODAY, preset=PRESET, sample=sample)


def test_a_higher_retention_costs_more_and_remembers_more():
    found = costs(collection(400), BUSY)
    for lower, higher in pairwise(found):
        assert lower.reviews_per_day < higher.reviews_per_day
        assert lower.minutes_per_day < higher.minutes_per_day
        assert lower.remembered < higher.remembered
        assert lower.share < higher.share


def test_what_a_clock_that_was_ahead_dated_is_taken_for_today():
    """A power of a negative number is a complex one."""
    ahead, today = ([card(2, ago=ago, due_in=1)] for ago in (-30, 0))
    assert costs(ahead, IDLE) == costs(today, IDLE)


def test_no_cards_cost_nothing():
    assert foresee([], IDLE) == [SimulatedDay(0, 0, 0, 0)] * 30
    assert set(costs([], IDLE)) == {Cost(retention, 0, 0, 0, 0) for retention in RETENTIONS}


def test_what_is_never_reviewed_is_slowly_forgotten():
    days = foresee([card(10, ago=0, due_in=10)] * 20, IDLE)
    remembered = [day.remembered for day in days]
    assert remembered == sorted(remembered, reverse=True)
    assert remembered[9] == pytest.approx(18)  # stability is when nine in ten are left
    assert {(day.reviews, day.learned) for day in days} == {(0, 0)}


def test_a_lucky_guess_does_not_count_as_known():
    known, guessed = (foresee([card(10, ago=0, due_in=10, guess=guess)] * 20, IDLE)[9] for guess in (0, 0.5))
    assert known.remembered == pytest.approx(20 * 0.9)
    assert guessed.remembered == pytest.approx(20 * (0.9 - 0.5) / (1 - 0.5))


def test_what_can_be_guessed_is_asked_more_often():
    plan = replace(IDLE, days=200, reviews_per_day=1000)
    plain, guessable = (foresee([card(10, ago=10, due_in=0, guess=guess)] * 100, plan) for guess in (0.0, 0.25))
    assert sum(day.reviews for day in guessable) > 1.1 * sum(day.reviews for day in plain)


def test_every_card_is_reviewed_when_it_is_due_and_not_before():
    held = [card(40, ago=0, due_in=due) for due in (0, 3, 3, 7)]
    days = foresee(held, replace(IDLE, days=8, reviews_per_day=100), replace(PRESET, desired_retention=0.9))
    assert [day.reviews for day in days] == [1, 0, 0, 2, 0, 0, 0, 1]


def test_a_card_that_was_passed_waits_two_days_at_least():
    held = [card(1, ago=0, due_in=0)] * 3
    days = foresee(held, replace(IDLE, days=3, reviews_per_day=100), replace(PRESET, desired_retention=0.97))
    assert [day.reviews for day in days] == [3, 0, 3]


def test_one_in_ten_reviews_is_a_lapse_at_nine_in_ten():
    held = [card(30, ago=30, due_in=0)] * 4000
    (day,) = foresee(held, replace(IDLE, days=1, reviews_per_day=5000), sample=ALL)
    assert day.reviews == 4000
    assert day.lapses == pytest.approx(400, abs=60)


def test_the_limit_of_reviews_binds_and_the_rest_waits():
    held = [card(30, ago=30, due_in=0)] * 100
    days = foresee(held, replace(IDLE, days=4, reviews_per_day=30))
    assert [day.reviews for day in days[:3]] == [30, 30, 30]
    unlimited = foresee(held, replace(IDLE, days=4, reviews_per_day=1000))
    assert unlimited[0].reviews == 100


def test_the_limit_of_new_cards_binds_until_none_are_left():
    days = foresee([], replace(IDLE, days=6, new_per_day=10, new_left=35))
    assert [day.learned for day in days] == [10, 10, 10, 5, 0, 0]


def test_a_backlog_drains_the_longest_overdue_first():
    """The one that is long overdue is the one that stops being forgotten."""
    long_overdue, lately_due = card(20, ago=400, due_in=-380), card(20, ago=20, due_in=0)
    plan = replace(IDLE, days=1, reviews_per_day=1)
    for held in ([long_overdue, lately_due], [lately_due, long_overdue]):
        (day,) = foresee(held, plan)
        # A card just answered is as good as known, whether it was right or had to be learnt again.
        left = foresee([lately_due], replace(plan, reviews_per_day=0))[0].remembered
        assert day.remembered - left > 0.7


def test_a_backlog_is_gone_in_the_days_that_the_limit_allows():
    held = [card(60, ago=80, due_in=-20)] * 200
    days = foresee(held, replace(IDLE, days=40, reviews_per_day=20))
    assert [day.reviews for day in days[:10]] == [20] * 10
    assert sum(day.reviews for day in days[20:]) < 200


def test_an_answer_known_at_once_is_seen_less_often_than_one_first_got_wrong():
    plan = replace(BUSY, reviews_per_day=1000)
    known, unknown = (foresee([], replace(plan, first_right=share)) for share in (1.0, 0.0))
    assert sum(day.reviews for day in known) < sum(day.reviews for day in unknown)


def test_no_interval_passes_the_longest_one():
    held = [card(1000, ago=0, due_in=0)] * 10
    plan = replace(IDLE, days=31, reviews_per_day=1000)
    days = foresee(held, plan, replace(PRESET, maximum_interval=10))
    assert [day.reviews for day in days] == [10, *[0] * 9] * 3 + [10]


def test_the_same_arguments_give_the_same_days_and_another_seed_gives_others():
    held = collection(200)
    assert foresee(held, BUSY, seed=3) == foresee(held, BUSY, seed=3) != foresee(held, BUSY, seed=4)


def test_the_order_in_which_the_cards_are_given_hardly_matters():
    held = [card(stability, ago=stability, due_in=stability % 30) for stability in range(10, 200)]
    assert foresee(held, BUSY) == foresee(held[::-1], BUSY)


@pytest.mark.parametrize("limits", [(200, 10), (60, 10), (200, 0)])
def test_a_sample_scaled_up_is_near_the_whole(limits):
    held = collection(3000)
    plan = replace(BUSY, reviews_per_day=limits[0], new_per_day=limits[1])
    sampled, whole = (costs(held, plan, sample=sample) for sample in (SAMPLE, ALL))
    for some, every in zip(sampled, whole, strict=True):
        assert some.reviews_per_day == pytest.approx(every.reviews_per_day, rel=0.08)
        assert some.minutes_per_day == pytest.approx(every.minutes_per_day, rel=0.08)
        assert some.remembered == pytest.approx(every.remembered, rel=0.03)
        assert some.share == pytest.approx(every.share, abs=0.02)


def test_limits_are_cut_like_the_sample():
    held = collection(3000)
    days = foresee(held, replace(BUSY, reviews_per_day=30, new_per_day=7), sample=100)
    assert sum(day.reviews for day in days) == pytest.approx(30 * 90, rel=0.02)
    assert sum(day.learned for day in days) == pytest.approx(500, rel=0.1)


def test_the_minutes_are_those_of_the_pace():
    plan = replace(IDLE, days=2, reviews_per_day=100, new_per_day=3, new_left=6)
    held = [card(30, ago=30, due_in=0)] * 50
    reviews, lapses, learned = (
        sum(getattr(day, count) for day in foresee(held, plan)) for count in ("reviews", "lapses", "learned")
    )
    (cost,) = cost_of([0.9], held, plan, today=TODAY, preset=PRESET, pace=Pace(right=10, wrong=100, new=1000))
    assert lapses > 0
    assert cost.minutes_per_day == pytest.approx(((reviews - lapses) * 10 + lapses * 100 + learned * 1000) / 60 / 2)
    assert cost.reviews_per_day == reviews / 2


def test_the_days_that_are_foreseen_are_those_that_are_paid_for():
    held = collection(300)
    days = foresee(held, BUSY, replace(PRESET, desired_retention=0.85))
    cost = costs(held, BUSY)[1]
    assert cost.reviews_per_day == pytest.approx(sum(day.reviews for day in days) / 90)
    assert cost.remembered == days[-1].remembered
    assert cost.share == pytest.approx(days[-1].remembered / (300 + sum(day.learned for day in days)))


def test_parameters_out_of_bounds_are_refused():
    with pytest.raises(ValueError, match="out of bounds"):
        foresee([], IDLE, Preset(parameters=(-1.0, *PRESET.parameters[1:])))


@given(
    st.integers(0, 40),
    st.builds(
        Plan,
        st.integers(1, 20),
        st.integers(0, 30),
        st.integers(0, 10),
        st.integers(0, 60),
        st.floats(0, 0.5),
        st.floats(0, 1),
    ),
    st.integers(1, 50),
)
def test_no_count_is_negative_nor_more_than_there_is(cards, plan, sample):
    days = foresee(collection(cards), plan, sample=sample)
    assert len(days) == plan.days
    learned = 0.0
    for day in days:
        assert 0 <= day.lapses <= day.reviews
        learned += day.learned
        assert learned <= min(plan.new_left, plan.new_per_day * plan.days) + (cards + plan.new_left) / sample + 1e-9
        assert 0 <= day.remembered <= cards + learned + 1e-9
