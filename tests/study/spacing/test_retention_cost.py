"""The page on how reviews are spaced: what a desired retention costs, and the parameters in use."""

from decimal import Decimal

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.study.models import Day
from studyapp.study.spacing.retention_cost import outlooks
from tests.answering import card_of, learn, put_in_review
from tests.people import DAY, NOON, TUESDAY
from tests.shelf import Shelf
from tests.study.parameters import parameters


def test_before_anything_is_learned_there_is_nothing_to_compute_from(
    lans_browser: Client, lan: User, lans: Shelf
) -> None:
    assert outlooks(lan, today=TUESDAY) == []
    assert lans_browser.get("/study/spacing/").status_code == 200


def test_to_know_more_costs_more(lan: User, lans: Shelf) -> None:
    for question in lans.questions:
        put_in_review(lan, question, due=TUESDAY + DAY)
    found = outlooks(lan, today=TUESDAY)
    assert [outlook.percent for outlook in found] == [85, 90, 95]
    assert [outlook.is_own for outlook in found] == [False, True, False]
    reviews = [outlook.cost.reviews_per_day for outlook in found]
    remembered = [outlook.cost.remembered for outlook in found]
    assert reviews == sorted(reviews)
    assert reviews[0] < reviews[-1]
    assert remembered[0] < remembered[-1]


def test_a_learners_own_retention_stands_among_the_usual_ones(lan: User, lans: Shelf) -> None:
    put_in_review(lan, lans.choice, due=TUESDAY + DAY)
    lan.desired_retention = Decimal("0.80")
    assert [(outlook.percent, outlook.is_own) for outlook in outlooks(lan, today=TUESDAY)] == [
        *((80, True), (85, False), (90, False), (95, False))
    ]


def test_whoever_answers_slowly_is_told_of_more_minutes(lan: User, lans: Shelf) -> None:
    put_in_review(lan, lans.choice, due=TUESDAY + DAY)
    usual = outlooks(lan, today=TUESDAY)[0].cost.minutes_per_day
    Day.objects.create(learner=lan, deck=lans.harbour, study_day=TUESDAY, answers=10, elapsed_ms=10 * 36_000)
    slow = outlooks(lan, today=TUESDAY)[0].cost.minutes_per_day
    assert slow == pytest.approx(3 * usual)


def test_a_set_is_taken_into_use_and_the_default_restored(lans_browser: Client, lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    by_default = card_of(lan, lans.choice).stability
    parameters(lan)
    page = lans_browser.post("/study/spacing/use/", {"number": "1"}, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "Now in use, from your next answers on. What is due stays due."
    ]
    assert card_of(lan, lans.choice).stability != by_default
    lans_browser.post("/study/spacing/use/", {"number": "0"})
    assert card_of(lan, lans.choice).stability == by_default


@pytest.mark.parametrize("number", ["", "2", "x", "-1", "9" * 30, "\0"])
def test_a_set_that_is_not_there_is_refused(lans_browser: Client, lan: User, lans: Shelf, number: str) -> None:
    parameters(lan)
    assert lans_browser.post("/study/spacing/use/", {"number": number}).status_code == 404
    assert User.objects.get(pk=lan.pk).parameters is None


def test_nobody_elses_set_is_to_be_had(lans_browser: Client, lan: User, boris: User, lans: Shelf) -> None:
    parameters(boris)
    assert lans_browser.post("/study/spacing/use/", {"number": "1"}).status_code == 404
    assert lans_browser.get("/study/spacing/").context["sets"].count() == 0
