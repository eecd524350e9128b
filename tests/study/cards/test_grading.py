"""What an answer tells the schedule."""

from typing import Any

import pytest

from studyapp.kinds import KINDS, Kind
from studyapp.kinds.base import Verdict
from studyapp.scheduling import Rating
from studyapp.study.cards.grading import GAVE_UP, RAPID_GUESS_MS, is_rapid_guess, judge, rating_for

JUDGED = [name for name, kind in KINDS.items() if not kind.self_rated]


def body_of(kind: str) -> Kind:
    form = KINDS[kind].author_form(KINDS[kind].example)
    assert form.is_valid(), form.errors
    return KINDS[kind](form.cleaned_data)


def said(body: Kind, *, right: bool) -> dict[str, Any]:
    form = body.answer_form(body.sample_answer(right=right))
    assert form.is_valid(), form.errors
    return form.cleaned_data


def rated(body: Kind, response: dict[str, Any]) -> Rating:
    return rating_for(body, response, judge(body, response))


@pytest.mark.parametrize("kind", JUDGED)
def test_right_is_good_and_wrong_is_again(kind: str) -> None:
    body = body_of(kind)
    assert rated(body, said(body, right=True)) is Rating.GOOD
    assert rated(body, said(body, right=False)) is Rating.AGAIN


@pytest.mark.parametrize("kind", JUDGED)
def test_right_after_a_hint_is_hard_and_wrong_is_still_again(kind: str) -> None:
    body = body_of(kind)
    for right, rating in ((True, Rating.HARD), (False, Rating.AGAIN)):
        response = said(body, right=right)
        assert rating_for(body, response, judge(body, response), helped=True) is rating


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("helped", [False, True])
def test_half_an_answer_is_hard_only_for_several_order_and_match(kind: str, *, helped: bool) -> None:
    body = body_of(kind)
    forgiving = kind in {"several", "order", "match"}
    for score, rating in ((0.49, Rating.AGAIN), (0.5, Rating.HARD if forgiving else Rating.AGAIN)):
        assert rating_for(body, {"rating": 1}, Verdict(score, "", ""), helped=helped) is rating


@pytest.mark.parametrize("kind", KINDS)
def test_giving_up_is_again_and_shows_the_answer(kind: str) -> None:
    body = body_of(kind)
    assert rated(body, GAVE_UP) is Rating.AGAIN
    verdict = judge(body, GAVE_UP)
    assert (verdict.score, verdict.given, verdict.expected) == (0, "", body.expected)


@pytest.mark.parametrize("rating", Rating)
def test_a_flashcard_takes_the_learners_own_rating(rating: Rating) -> None:
    assert rated(body_of("flashcard"), {"rating": int(rating)}) is rating


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("right", [True, False])
def test_only_a_quick_right_pick_is_a_guess(kind: str, *, right: bool) -> None:
    body = body_of(kind)
    verdict = judge(body, said(body, right=right))
    assert is_rapid_guess(body, verdict, RAPID_GUESS_MS - 1) is (right and body.recognition)
    assert not is_rapid_guess(body, verdict, RAPID_GUESS_MS)


def test_giving_up_at_once_is_no_guess() -> None:
    body = body_of("choice")
    assert not is_rapid_guess(body, judge(body, GAVE_UP), 0)
