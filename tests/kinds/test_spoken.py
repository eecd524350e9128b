"""A name can be heard in the language that an editor gave it; where nothing is said of that, nothing is kept of it."""

import pytest
from django.template.loader import render_to_string

from studyapp.kinds import KINDS
from studyapp.kinds.typed import TypedForm

SPEAKABLE = ["typed", "flashcard"]
BUTTON = '<button type="button" class="tiny" data-say="{}" data-language="vi" hidden>'


def spec_of(kind: str, **spoken: str) -> dict[str, object]:
    form = KINDS[kind].author_form({"answer": "To Lam", **spoken})
    assert form.is_valid(), form.errors
    return form.cleaned_data


def verdict_of(kind: str, **spoken: str) -> str:
    body = KINDS[kind](spec_of(kind, **spoken))
    context = {"kind": body, "verdict": body.given_up(), "language": "en"}
    return render_to_string(f"kinds/{kind}.html#verdict", context)


@pytest.mark.parametrize("kind", SPEAKABLE)
def test_a_spec_that_says_nothing_of_it_is_as_it_was_before_there_was_a_choice(kind: str) -> None:
    assert not {"spoken_in", "spoken_as"} & spec_of(kind, spoken_in="", spoken_as="").keys()
    assert "data-say" not in verdict_of(kind)


@pytest.mark.parametrize("kind", SPEAKABLE)
@pytest.mark.parametrize(("spoken", "words"), [({}, "To Lam"), ({"spoken_as": "Tô Lâm"}, "Tô Lâm")])
def test_with_the_verdict_a_name_is_said_in_its_language_and_as_that_writes_it(
    kind: str, spoken: dict[str, str], words: str
) -> None:
    assert BUTTON.format(words) in verdict_of(kind, spoken_in="vi", **spoken)


@pytest.mark.parametrize(
    ("spoken", "code"), [({"spoken_in": "klingon"}, "invalid_choice"), ({"spoken_as": "Tô Lâm"}, "unnamed")]
)
def test_a_language_is_one_that_there_is(spoken: dict[str, str], code: str) -> None:
    form = KINDS["typed"].author_form({"answer": "To Lam", **spoken})
    assert [error.code for error in form.errors.as_data()["spoken_in"]] == [code]


def test_what_is_rare_stands_at_the_end_of_the_editors_form() -> None:
    assert list(TypedForm().fields)[-2:] == ["spoken_in", "spoken_as"]
