"""Flashcards: the learner judges, and sees the back only once the card is turned."""

import pytest
from django.template.loader import render_to_string

from studyapp.kinds.flashcard import RATINGS, Flashcard

BACK = "Half <b>of</b> it: the rest came later."


def flashcard(answer=BACK):
    form = Flashcard.author_form({"answer": answer})
    assert form.is_valid(), form.errors
    return Flashcard(form.cleaned_data)


def rendered(kind, part, **context):
    return render_to_string(f"{kind.template}#{part}", {"kind": kind, "form": kind.answer_form(), **context})


@pytest.mark.parametrize(("rating", "right"), [(1, False), (2, True), (3, True), (4, True)])
def test_the_rating_is_the_verdict(rating, right):
    kind = flashcard()
    form = kind.answer_form({"rating": str(rating)})
    assert form.is_valid()
    assert form.cleaned_data == {"rating": rating}
    verdict = kind.grade(form.cleaned_data)
    assert (verdict.right, verdict.expected) == (right, BACK)


@pytest.mark.parametrize("rating", ["", "0", "5", "3.0", "Good", None])
def test_any_other_rating_is_asked_for_again(rating):
    assert not flashcard().answer_form({"rating": rating}).is_valid()


def test_the_back_is_hidden_until_the_card_is_turned():
    kind = flashcard("Seoul")
    assert "Seoul" not in rendered(kind, "ask")
    assert "Seoul" in rendered(kind, "revealed")


def test_the_four_ratings_answer_to_their_keys_and_good_to_space():
    revealed = rendered(flashcard(), "revealed", ratings=[(rating, label, "4 d") for rating, label in RATINGS])
    assert revealed.count("4 d") == 4
    for rating, keys in [(1, "1"), (2, "2"), (3, "3 Space"), (4, "4")]:
        assert f'name="rating" value="{rating}" data-key="{keys}"' in revealed


def test_the_back_is_escaped():
    assert "<b>" not in rendered(flashcard(), "revealed")


def test_a_back_is_not_endless_and_not_empty():
    assert not Flashcard.author_form({"answer": "x" * 601}).is_valid()
    assert not Flashcard.author_form({"answer": " "}).is_valid()
