"""True or false: one statement, and its correction with every verdict."""

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from studyapp.kinds import SourcedValue, Surroundings
from studyapp.kinds.true_false import TrueFalse

CORRECTION = "He went on to South Korea."


def true_false(*, answer, correction=CORRECTION):
    form = TrueFalse.author_form({"answer": answer, "correction": correction})
    assert form.is_valid(), form.errors
    return TrueFalse(form.cleaned_data)


@pytest.mark.parametrize(
    ("written", "answer"),
    [(True, True), (False, False), ("true", True), ("false", False), ("True", True), (" FALSE ", False)],
)
def test_a_seed_and_a_browser_say_true_and_false_alike(written, answer):
    assert true_false(answer=written).spec["answer"] is answer


@pytest.mark.parametrize("written", ["", None, "perhaps", "1", 1, "yes"])
def test_anything_else_is_asked_for_again(written):
    assert list(TrueFalse.author_form({"answer": written, "correction": CORRECTION}).errors) == ["answer"]
    assert not true_false(answer=True).answer_form({"answer": written}).is_valid()


def test_a_false_statement_needs_its_correction_and_a_true_one_does_not():
    assert list(TrueFalse.author_form({"answer": False}).errors) == ["correction"]
    assert TrueFalse.author_form({"answer": True}).is_valid()


@pytest.mark.parametrize("answer", [True, False])
@pytest.mark.parametrize("given", ["true", "false"])
def test_the_judgement_and_the_correction_are_shown(answer, given):
    kind = true_false(answer=answer)
    form = kind.answer_form(QueryDict(f"answer={given}"))
    assert form.is_valid()
    verdict = kind.grade(form.cleaned_data)
    assert verdict.right is ((given == "true") is answer)
    assert (verdict.expected, verdict.given) == (str(answer), given.title())
    assert verdict.notes == (CORRECTION,)


def test_whoever_gives_up_sees_the_correction_too():
    assert true_false(answer=False).given_up().notes == (CORRECTION,)


def test_the_ask_is_the_same_whichever_is_right():
    asks = {
        render_to_string("kinds/true_false.html#ask", {"kind": kind, "form": kind.answer_form(), "prompt_id": "p"})
        for kind in (true_false(answer=True), true_false(answer=False))
    }
    assert len(asks) == 1


def test_it_is_a_coin_toss_and_has_no_answer_to_be_mixed_up_with_others():
    assert true_false(answer=True).guess == 0.5
    assert true_false(answer=True).answers == ()
    assert TrueFalse.needs_named_source_when_disputed


def test_another_correction_is_no_other_answer():
    assert true_false(answer=False).key == true_false(answer=False, correction="He flew to Seoul.").key
    assert true_false(answer=False).key != true_false(answer=True).key


def test_sourced_values_are_not_its_business():
    spec = true_false(answer=True).spec
    assert TrueFalse.freeze(spec, Surroundings(sourced=(SourcedValue("12", "RKS News", ""),))) == spec
