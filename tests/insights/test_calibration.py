"""What was claimed is held against what came true, as the Brier score does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.insights.calibration import CLAIMS, Calibration
from studyapp.study.cards.fold import Tally
from studyapp.study.models import Review


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    said = {name: draw(st.integers(0, 500)) for name in ("guesses", "fairly_sure", "sure")}
    right = {f"{name}_right": draw(st.integers(0, count)) for name, count in said.items()}
    return Tally(**said, **right)


@given(tallies())
def test_the_score_is_the_mean_square_by_which_the_words_were_off(tally: Tally) -> None:
    certainty = Review.Certainty
    said = [
        (certainty.GUESS, tally.guesses, tally.guesses_right),
        (certainty.FAIRLY_SURE, tally.fairly_sure, tally.fairly_sure_right),
        (certainty.SURE, tally.sure, tally.sure_right),
    ]
    squares = [
        (CLAIMS[level] - outcome) ** 2
        for level, count, right in said
        for outcome in [1] * right + [0] * (count - right)
    ]
    found = Calibration.of(tally)
    assert found.total == len(squares)
    assert found.brier == (pytest.approx(sum(squares) / len(squares)) if squares else None)


def test_sure_and_right_scores_better_than_fairly_sure_and_right_and_sure_and_wrong_worst() -> None:
    tallies = [Tally(sure=9, sure_right=9), Tally(fairly_sure=9, fairly_sure_right=9), Tally(sure=9)]
    scores = [Calibration.of(tally).brier or 0 for tally in tallies]
    assert scores == sorted(scores)
    assert 0 < scores[0] < 0.01
    assert scores[2] > 0.9


def test_more_claimed_than_came_true_leans_one_way_and_less_the_other() -> None:
    assert (Calibration.of(Tally(sure=10, sure_right=5)).lean or 0) == pytest.approx(0.45)
    assert (Calibration.of(Tally(guesses=10, guesses_right=10)).lean or 0) == pytest.approx(-0.7)
    assert Calibration.of(Tally()).lean is None


def test_a_few_answers_say_little() -> None:
    assert Calibration.of(Tally(sure=19)).says_little
    assert not Calibration.of(Tally(sure=10, guesses=10)).says_little


def test_a_word_that_was_never_said_claims_nothing() -> None:
    figure = Calibration.of(Tally(sure=10, sure_right=8)).figure()
    (chart,) = figure.charts
    assert len(chart.lines) == len(chart.rects) == 1
    assert figure.rows == [
        ["A guess", "30\u00a0%", "–"],
        ["Fairly sure", "70\u00a0%", "–"],
        ["Sure", "95\u00a0%", "80\u00a0%, 8 of 10"],
    ]
