"""Parameters fitted to one learner's log."""

import sys
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from math import log

import pytest
from fsrs_rs_python import FSRS, FSRSItem, FSRSReview

from studyapp.scheduling import Memory, Preset, Rating, State, remember, retrievability
from studyapp.scheduling.fitting import FEWEST, Choice, Fit, History, OptimiserMissing, TooFew, fit, log_loss, shrink
from tests.scheduling.learners import BEGIN, DEFAULT, FORGETFUL, learner

AGAIN, GOOD = Rating.AGAIN, Rating.GOOD
TRUTHS = {"by the default": DEFAULT, "forgetful": FORGETFUL}


@cache
def log_of(name: str, seed: int) -> list[History]:
    return learner(TRUTHS[name], cards=300, days=150, seed=seed)


@cache
def fit_of(name: str, seed: int) -> Fit:
    return fit(log_of(name, seed))


def rows(*answers: tuple[int, Rating]) -> History:
    return [(BEGIN + timedelta(days=ahead), rating) for ahead, rating in answers]


def with_next_days(reviews: int, rating: Callable[[int], Rating]) -> list[History]:
    """One next-day review on each of so many cards, two a day."""
    return [rows((n // 2, GOOD), (n // 2, GOOD), (n // 2 + n % 30 + 1, rating(n))) for n in range(reviews)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_learner_unlike_the_default_is_predicted_better(seed):
    found = fit_of("forgetful", seed)
    assert found.choice is not Choice.DEFAULT
    assert found.chosen.log_loss < found.candidates[Choice.DEFAULT].log_loss - 0.005
    afterwards = log_of("forgetful", seed + 10)
    losses = [log_loss(afterwards, parameters, BEGIN) for parameters in (found.chosen.parameters, DEFAULT)]
    assert losses[0] < losses[1]


def test_a_learner_exactly_by_the_default_keeps_it():
    found = fit_of("by the default", 3)
    assert found.choice is Choice.DEFAULT
    assert found.chosen.parameters == DEFAULT


@pytest.mark.parametrize("name", TRUTHS)
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_what_is_kept_is_never_worse_than_the_default_and_the_best_of_the_three(name, seed):
    found = fit_of(name, seed)
    held_out = {
        choice: log_loss(log_of(name, seed), candidate.parameters, found.since)
        for choice, candidate in found.candidates.items()
    }
    assert list(held_out) == list(Choice)
    assert {choice: candidate.log_loss for choice, candidate in found.candidates.items()} == held_out
    assert found.chosen.log_loss == min(held_out.values()) <= held_out[Choice.DEFAULT]


def test_three_quarters_in_time_are_fitted_on_and_the_rest_is_held_out():
    histories = with_next_days(800, lambda n: AGAIN if n % 5 == 0 else GOOD)
    found = fit(histories)
    assert found.fitted_on + found.held_out == 800
    assert 590 <= found.fitted_on <= 600  # whole days only
    assert sum(history[-1][0] < found.since for history in histories) == found.fitted_on


def test_what_is_fitted_is_what_fsrs_rs_makes_of_the_next_day_reviews_in_the_order_of_time():
    found, items = fit_of("forgetful", 1), []
    for history in sorted(map(list, log_of("forgetful", 1))):
        for number, ((before, _), (day, _)) in enumerate(pairwise(history), start=2):
            if before < day < found.since:
                gaps = [0, *((later - earlier).days for (earlier, _), (later, _) in pairwise(history[:number]))]
                reviews = [FSRSReview(rating, gap) for (_, rating), gap in zip(history, gaps, strict=False)]
                items.append((day, FSRSItem(reviews)))
    in_time = [item for _, item in sorted(items, key=lambda dated: dated[0])]
    expected = FSRS([]).compute_parameters(in_time)
    assert found.candidates[Choice.FITTED].parameters == pytest.approx(expected, abs=1e-6)


def test_what_is_held_out_has_no_say_in_what_is_fitted():
    found = fit_of("forgetful", 1)
    histories = [
        [(day, GOOD if day >= found.since else rating) for day, rating in history] for history in log_of("forgetful", 1)
    ]
    other = fit(histories)
    assert other.since == found.since
    for choice, candidate in found.candidates.items():
        assert other.candidates[choice].parameters == candidate.parameters
        assert other.candidates[choice].log_loss != candidate.log_loss


def test_the_same_log_gives_the_same_fit_whatever_the_order_of_its_cards():
    assert fit(reversed(log_of("forgetful", 2))) == fit_of("forgetful", 2) == fit(log_of("forgetful", 2))


def test_the_shrunk_parameters_are_drawn_to_the_default_by_how_little_was_fitted_on():
    found = fit_of("forgetful", 1)
    fitted = found.candidates[Choice.FITTED].parameters
    assert found.candidates[Choice.SHRUNK].parameters == shrink(fitted, found.fitted_on)


@pytest.mark.parametrize(("reviews", "trust"), [(0, 0.0), (250, 0.2), (1000, 0.5), (3000, 0.75)])
def test_trust_in_a_fit_grows_with_the_reviews_it_was_made_on(reviews, trust):
    fitted = tuple(value + 0.1 for value in DEFAULT)
    shrunk = shrink(fitted, reviews)
    assert shrunk[4:] == pytest.approx([value + 0.1 * trust for value in DEFAULT[4:]])
    logs = [log(own / value) for own, value in zip(shrunk[:4], DEFAULT[:4], strict=True)]
    assert logs == pytest.approx([trust * log((value + 0.1) / value) for value in DEFAULT[:4]])


def test_initial_stabilities_shrink_by_ratios_and_the_rest_by_differences():
    fitted = (*(100 * value for value in DEFAULT[:4]), *(2 * value for value in DEFAULT[4:]))
    shrunk = shrink(fitted, 1000)
    assert shrunk == pytest.approx([*(10 * value for value in DEFAULT[:4]), *(1.5 * value for value in DEFAULT[4:])])
    assert shrunk[2] == pytest.approx(23.065)
    assert shrunk[20] == pytest.approx(0.2313)


def test_a_log_with_too_few_next_day_reviews_is_refused():
    with pytest.raises(TooFew, match="400 next-day reviews or more; this log has 399") as refusal:
        fit(with_next_days(FEWEST - 1, lambda n: GOOD))
    assert refusal.value.reviews == 399


def test_answers_on_the_day_of_the_last_one_are_no_next_day_reviews():
    with pytest.raises(TooFew) as refusal:
        fit([rows(*[(7, GOOD)] * 500), rows((7, GOOD), (6, GOOD), (7, GOOD), (8, GOOD)), []])
    assert refusal.value.reviews == 1


def test_just_enough_reviews_are_fitted():
    found = fit(with_next_days(FEWEST, lambda n: AGAIN if n % 3 == 0 else GOOD))
    assert found.fitted_on + found.held_out == 400


def test_cards_never_answered_or_answered_once_do_not_matter():
    histories = with_next_days(FEWEST, lambda n: AGAIN if n % 3 == 0 else GOOD)
    assert fit([[], rows((7, GOOD)), *histories]) == fit(histories)


def test_reviews_that_all_fall_on_one_day_keep_the_default():
    found = fit([rows((0, GOOD), (3, AGAIN if n % 3 else GOOD)) for n in range(FEWEST)])
    assert (found.choice, found.fitted_on) == (Choice.DEFAULT, 0)
    assert {candidate.parameters for candidate in found.candidates.values()} == {DEFAULT}


def test_gaps_too_long_to_learn_from_keep_the_default():
    found = fit([rows((n, GOOD), (n + 400, AGAIN if n % 3 == 0 else GOOD)) for n in range(FEWEST)])
    assert found.candidates[Choice.FITTED].parameters == found.chosen.parameters == DEFAULT


@pytest.mark.parametrize("rating", [GOOD, AGAIN])
def test_one_who_knows_all_or_nothing_gets_parameters_that_can_be_scheduled_with(rating):
    histories = [
        [*history, (history[-1][0] + timedelta(days=n % 90 + 1), rating)]
        for n, history in enumerate(with_next_days(FEWEST, lambda n: rating))
    ]
    for candidate in fit(histories).candidates.values():
        assert remember(None, GOOD, day=BEGIN, preset=Preset(parameters=candidate.parameters)).stability > 0


def test_without_the_optional_package_one_is_told_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", None)
    with pytest.raises(OptimiserMissing, match="uv sync --extra optimiser"):
        fit(with_next_days(FEWEST, lambda n: GOOD))


def test_progress_is_told_from_the_first_phase_to_the_last():
    told = []
    fit(with_next_days(FEWEST, lambda n: GOOD), progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]


def test_log_loss_is_the_mean_surprise_at_next_day_reviews():
    history = rows((0, GOOD), (0, GOOD), (5, AGAIN), (5, GOOD), (7, GOOD))
    graduated = Memory(2.3065, 2.1112121, State.REVIEW, None, BEGIN)
    first = retrievability(graduated, BEGIN + timedelta(days=5), Preset())
    relearnt = remember(graduated, AGAIN, day=BEGIN + timedelta(days=5), preset=Preset())
    relearnt = remember(relearnt, GOOD, day=BEGIN + timedelta(days=5), preset=Preset())
    second = retrievability(relearnt, BEGIN + timedelta(days=7), Preset())
    assert log_loss([history], DEFAULT, BEGIN) == pytest.approx((-log(1 - first) - log(second)) / 2)
    assert log_loss([history], DEFAULT, BEGIN + timedelta(days=6)) == pytest.approx(-log(second))


def test_log_loss_of_nothing_is_refused():
    with pytest.raises(ValueError, match="no next-day review on 2024-03-01"):
        log_loss([rows((0, GOOD), (5, GOOD))], DEFAULT, date(2024, 3, 1))
