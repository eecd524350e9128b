"""An ask names exactly what was shown, to one learner, for two days; and gives nothing away."""

import json
from base64 import urlsafe_b64decode
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core import signing
from hypothesis import given
from hypothesis import strategies as st

from studyapp.study.cards.asks import LONGEST_ELAPSED, MAX_AGE, SALT, Ask, BadAsk, ExpiredAsk

SHOWN = datetime(2026, 1, 6, 5, 0, 0, 123000, tzinfo=UTC)
ASK = Ask(learner=7, question=11, revision=13, version=2, shown_at=SHOWN)

numbers = st.integers(1, 2**62)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


def read(token: str, *, learner: int = 7, question: int = 11, at: datetime = SHOWN) -> Ask:
    return Ask.read(token, learner=learner, question=question, at=at)


@given(numbers, numbers, numbers, st.integers(0, 2**31 - 1), moments, st.booleans())
def test_what_was_shown_comes_back(
    learner: int, question: int, revision: int, version: int, at: datetime, hinted: bool
) -> None:
    at = at.replace(microsecond=at.microsecond // 1000 * 1000)
    ask = Ask(learner, question, revision, version, at, hinted)
    assert read(ask.token, learner=learner, question=question, at=at) == ask


def test_the_token_carries_nothing_but_what_was_shown() -> None:
    payload = ASK.token.split(":")[0]
    shown = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert shown == [7, 11, 13, 2, int(SHOWN.timestamp() * 1000), 0]


def test_an_ask_is_good_for_two_days_and_no_longer() -> None:
    assert read(ASK.token, at=SHOWN + MAX_AGE) == ASK
    with pytest.raises(ExpiredAsk):
        read(ASK.token, at=SHOWN + MAX_AGE + timedelta(milliseconds=1))


def test_another_learner_cannot_use_it() -> None:
    with pytest.raises(BadAsk):
        read(ASK.token, learner=8)


def test_it_answers_no_other_question() -> None:
    with pytest.raises(BadAsk):
        read(ASK.token, question=12)


def test_a_changed_version_does_not_fit_the_signature() -> None:
    _, *signature = ASK.token.split(":")
    forged, *_ = Ask(7, 11, 13, 3, SHOWN).token.split(":")
    with pytest.raises(BadAsk):
        read(":".join([forged, *signature]))


@given(st.integers(0, len(ASK.token) - 1))
def test_a_part_of_a_token_is_none(length: int) -> None:
    with pytest.raises(BadAsk):
        read(ASK.token[:length])


@given(st.text())
def test_no_other_text_is_a_token(text: str) -> None:
    with pytest.raises(BadAsk):
        read(text)


@pytest.mark.parametrize(
    "token",
    [
        "x" * 100_000,
        ":" * 100_000,
        ASK.token * 1000,
        f"{ASK.token}\0",
        f"\0{ASK.token}",
        ASK.token.replace(":", "\0:", 1),
        signing.TimestampSigner(salt=SALT).sign("not JSON"),
        signing.TimestampSigner(salt=SALT).sign(".not compressed"),
        signing.dumps([7, 11, 13], salt=SALT),
        signing.dumps({"question": 11}, salt=SALT),
        signing.dumps([7, 11, 13, 2, 0, 0]),
    ],
    ids=[
        *("long", "colons", "repeated", "nul behind", "nul before", "nul within"),
        *("no json", "not compressed", "three numbers", "a table", "signed for something else"),
    ],
)
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(BadAsk):
        read(token)


def test_the_time_taken_counts_up_to_an_hour_and_is_never_negative() -> None:
    assert ASK.elapsed_ms(SHOWN + timedelta(seconds=1.5)) == 1500
    assert ASK.elapsed_ms(SHOWN - timedelta(seconds=1)) == 0
    assert ASK.elapsed_ms(SHOWN + timedelta(days=1)) == LONGEST_ELAPSED / timedelta(milliseconds=1)


@given(st.integers(0, 2**63), st.timedeltas(timedelta(hours=-1), MAX_AGE))
def test_the_time_taken_is_the_smaller_of_what_the_page_says_and_the_age_of_the_ask(
    shown_ms: int, age: timedelta
) -> None:
    at = SHOWN + age
    seen = ASK.on_screen(shown_ms, at=at)
    assert seen.elapsed_ms(at) == min(shown_ms, ASK.elapsed_ms(at))
    assert seen.shown_at >= ASK.shown_at
    assert seen == replace(ASK, shown_at=seen.shown_at)


@given(st.timedeltas(timedelta(hours=-1), MAX_AGE))
def test_a_page_that_does_not_say_how_long_it_was_shown_was_shown_at_once(age: timedelta) -> None:
    assert ASK.on_screen(None, at=SHOWN + age) is ASK


def test_the_seed_differs_from_showing_to_showing_and_from_learner_to_learner() -> None:
    asks = [ASK, Ask(8, 11, 13, 2, SHOWN), Ask(7, 12, 13, 2, SHOWN), Ask(7, 11, 13, 3, SHOWN)]
    assert len({ask.seed for ask in asks}) == 4


def test_the_seed_is_the_same_when_the_page_is_loaded_again_or_reworded() -> None:
    assert Ask(7, 11, 14, 2, SHOWN + timedelta(minutes=5)).seed == ASK.seed
