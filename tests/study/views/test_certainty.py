"""How sure the learner was, said with the answer by whoever wants to."""

from typing import Any

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.scheduling import Rating
from studyapp.study.cards.events import Certainty
from tests.answering import form_for, learn
from tests.people import NOON
from tests.shelf import Shelf


def say(browser: Client, lan: User, lans: Shelf, text: str, certainty: Any) -> Any:
    form = form_for(lan, lans.lamp)
    return browser.post(form.url, {"ask": form.ask, "text": text, "certainty": certainty})


def test_it_is_asked_only_of_those_who_want_it(lans_browser: Client, lan: User, lans: Shelf) -> None:
    assert b'name="certainty"' not in lans_browser.get("/study/").content
    User.objects.filter(pk=lan.pk).update(ask_certainty=True)
    assert b'name="certainty"' in lans_browser.get("/study/").content


@pytest.mark.parametrize(
    ("certainty", "rating"),
    [(Certainty.GUESS, Rating.HARD), (Certainty.FAIRLY_SURE, Rating.GOOD), (Certainty.SURE, Rating.GOOD)],
)
def test_a_right_guess_is_hard_and_how_sure_they_were_is_kept(
    lans_browser: Client, lan: User, lans: Shelf, certainty: Certainty, rating: Rating
) -> None:
    assert say(lans_browser, lan, lans, "Fresnel", certainty.value).context["verdict"].right
    row = lan.reviews.get()
    assert (row.certainty, row.rating) == (certainty, rating)


@pytest.mark.parametrize("certainty", Certainty)
def test_wrong_is_again_however_sure_they_were(
    lans_browser: Client, lan: User, lans: Shelf, certainty: Certainty
) -> None:
    say(lans_browser, lan, lans, "A candle", certainty.value)
    row = lan.reviews.get()
    assert (row.certainty, row.rating) == (certainty, Rating.AGAIN)


def test_a_guess_stays_one_when_the_learner_says_they_were_right(lans_browser: Client, lan: User, lans: Shelf) -> None:
    form = form_for(lan, lans.lamp)
    lans_browser.post(form.url, {"ask": form.ask, "text": "A candle", "certainty": "1"})
    row = lans_browser.post(f"/study/{lans.lamp.pk}/override/", {"ask": form.ask, "claim": "right"}).context["row"]
    assert (row.certainty, row.rating) == (Certainty.GUESS, Rating.HARD)


def test_a_guess_was_never_too_easy(lans_browser: Client, lan: User, lans: Shelf) -> None:
    learn(lan, lans.lamp, at=NOON)
    assert "easy" not in say(lans_browser, lan, lans, "Fresnel", Certainty.GUESS.value).context["claims"]


@pytest.mark.parametrize("nonsense", ["0", "4", "sure", "1.0", "\0", "9" * 400, ""])
def test_any_other_word_for_it_is_refused(lans_browser: Client, lan: User, lans: Shelf, nonsense: str) -> None:
    assert say(lans_browser, lan, lans, "Fresnel", nonsense).status_code == 400
    assert not lan.reviews.exists()
