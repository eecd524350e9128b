"""All that apply: every right tick counts, every wrong one counts against, and the ask tells neither apart."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from studyapp.kinds import Hint, SourcedValue, Surroundings, text
from studyapp.kinds.several import Several

PORTS = {"answers": ["Hai Phong", "Da Nang", "Vung Tau"], "distractors": ["Hanoi", "Da Lat"]}
OPTIONS = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20),
    min_size=2,
    max_size=9,
    unique_by=text.normalise,
)


def several(**author):
    form = Several.author_form(author)
    assert form.is_valid(), form.errors
    return Several(form.cleaned_data)


@st.composite
def split(draw, options):
    """The options in two, in whatever order an editor may have written them."""
    mixed = draw(st.permutations(options))
    cut = draw(st.integers(1, len(mixed) - 1))
    return {"answers": mixed[:cut], "distractors": mixed[cut:]}


def ask(kind, seed, data=None):
    context = {"kind": kind, "form": kind.answer_form(data, seed=seed), "prompt_id": "prompt"}
    return render_to_string("kinds/several.html#ask", context)


def shown(kind, seed):
    return [value for value, _ in kind.answer_form(seed=seed).fields["options"].choices]


def response(kind, *picks):
    form = kind.answer_form(QueryDict("&".join(f"options={pick}" for pick in picks)), seed="1")
    assert form.is_valid(), form.errors
    return json.loads(json.dumps(form.cleaned_data))


@given(OPTIONS, st.text(max_size=20), st.data())
def test_neither_the_ask_nor_its_errors_depend_on_which_are_right(options, seed, data):
    kinds = [Several(data.draw(split(options))) for _ in range(2)]
    picks = data.draw(st.lists(st.sampled_from([*options, "no option"])))
    for given_so_far in (None, {}, {"options": picks}):
        assert ask(kinds[0], seed, given_so_far).encode() == ask(kinds[1], seed, given_so_far).encode()
    assert shown(kinds[0], seed) == shown(kinds[1], seed)


@given(OPTIONS, st.data())
def test_the_score_is_the_share_of_right_ticks_less_the_wrong_ones(options, data):
    spec = data.draw(split(options))
    picks = data.draw(st.lists(st.sampled_from(options), min_size=1, unique=True))
    verdict = Several(spec).grade({"options": sorted(picks)})
    right = len(set(picks) & set(spec["answers"]))
    assert verdict.score == pytest.approx(max(0, right - (len(picks) - right)) / len(spec["answers"]))
    assert 0 <= verdict.score <= 1
    assert verdict.right is (set(picks) == set(spec["answers"]))


@given(st.permutations(PORTS["answers"]))
def test_the_right_options_are_right_in_whatever_order_they_are_ticked(picks):
    kind = several(**PORTS)
    assert response(kind, *picks) == response(kind, *PORTS["answers"])
    assert kind.grade(response(kind, *picks)).right


@pytest.mark.parametrize(
    ("picks", "score"),
    [
        (["Da Nang"], 1 / 3),
        (["Da Nang", "Vung Tau"], 2 / 3),
        (["Da Nang", "Vung Tau", "Hai Phong", "Hanoi"], 2 / 3),
        (["Da Nang", "Hanoi"], 0),
        (["Hanoi", "Da Lat"], 0),
        (["Da Nang", "Vung Tau", "Hai Phong", "Hanoi", "Da Lat"], 1 / 3),
    ],
)
def test_ticking_everything_does_not_pay(picks, score):
    assert several(**PORTS).grade({"options": sorted(picks)}).score == pytest.approx(score)


def test_the_verdict_goes_through_what_was_right_and_what_was_ticked():
    kind, response = several(**PORTS), {"options": ["Da Nang", "Hanoi"]}
    judged, offered = kind.judged_options(response, seed="ada"), kind.answer_form(seed="ada").fields["options"].choices
    assert [(option.label, option.label) for option in judged] == offered
    assert {option.label for option in judged if option.missed} == {"Hai Phong", "Vung Tau"}
    assert {option.label for option in judged if option.chosen and not option.right} == {"Hanoi"}
    assert {option.label for option in judged if option.chosen and option.right} == {"Da Nang"}
    verdict = kind.grade(response)
    assert (verdict.expected, verdict.given) == ("Da Nang, Hai Phong and Vung Tau", "Da Nang and Hanoi")


def test_whoever_gives_up_missed_them_all():
    judged = several(**PORTS).judged_options({}, seed="ada")
    assert [option.missed for option in judged] == [option.right for option in judged]


@pytest.mark.parametrize(
    "posted",
    ["", "options=", "options=hanoi", "options=Hanoi&options=Hue", "options=Ha%00noi", "options=" + "x" * 9999],
)
def test_no_tick_or_one_at_no_option_is_asked_for_again(posted):
    assert list(several(**PORTS).answer_form(QueryDict(posted), seed="1").errors) == ["options"]


def test_a_refused_answer_keeps_its_ticks():
    tags = ask(several(**PORTS), "1", QueryDict("options=Hanoi&options=Hue")).split("<label")
    assert [" checked" in tag for tag in tags if "Hanoi" in tag] == [True]
    assert sum(" checked" in tag for tag in tags) == 1


def test_boxes_can_be_left_unticked_and_have_keys():
    html = ask(several(**PORTS), "1")
    assert "required" not in html
    assert [f'data-key="{number}"' in html for number in range(1, 7)] == [True] * 5 + [False]


def test_a_tick_sent_twice_counts_once():
    assert response(several(**PORTS), "Da Nang", "Da Nang") == {"options": ["Da Nang"]}


def test_guessing_must_hit_one_among_all_sets_of_ticks():
    assert several(**PORTS).guess == 1 / 31
    assert several(answers=["Hue"], distractors=["Vinh"]).guess == 1 / 3


@pytest.mark.parametrize(
    ("author", "fields"),
    [
        ({"distractors": ["Hanoi"]}, ["answers"]),
        ({"answers": ["Hue"]}, ["distractors"]),
        ({"answers": ["Hue", "HUE"], "distractors": ["Hanoi"]}, ["answers"]),
        ({"answers": ["Hue"], "distractors": ["Hanoi", "hanoi."]}, ["distractors"]),
        ({"answers": ["Hue"], "distractors": ["Huế"]}, ["distractors"]),
        ({"answers": ["12"], "distractors": ["a dozen"]}, ["distractors"]),
        ({"answers": list("ABCDE"), "distractors": list("FGHIJ")}, ["distractors"]),
        ({"answers": list("ABCDEFGHI"), "distractors": ["J"]}, ["answers"]),
    ],
)
def test_an_editor_is_told_which_field_to_mend(author, fields):
    assert list(Several.author_form(author).errors) == fields


def test_nine_options_are_not_too_many():
    assert several(answers=list("ABCDEFGH"), distractors=["I"]).guess == 1 / 511


def test_what_the_source_says_cannot_stand_as_a_wrong_option():
    spec = several(answers=["12"], distractors=["Eleven", "8"]).spec
    with pytest.raises(ValidationError, match="“Eleven” is right by the source"):
        Several.freeze(spec, Surroundings(sourced=(SourcedValue("11", "A report", ""),)))
    assert Several.freeze(spec, Surroundings(sourced=(SourcedValue("12", "A report", ""),))) == spec


@pytest.mark.parametrize(
    ("answers", "hint"), [(["Hue"], "One of them is right."), (["Hue", "Vinh"], "2 of them are right.")]
)
def test_the_hint_tells_how_many_are_right(answers, hint):
    assert several(answers=answers, distractors=["Hanoi"]).hint(seed="1") == Hint(hint)


def test_the_right_options_are_its_answers_whatever_their_order_and_company():
    kind = several(**PORTS)
    assert kind.answers == ("Hai Phong", "Da Nang", "Vung Tau")
    assert kind.key == several(answers=["Vung Tau", "hai phong", "Da Nang"], distractors=["Hue"]).key
    assert kind.key != several(answers=["Hai Phong", "Da Nang"], distractors=["Vung Tau"]).key


def test_an_answer_given_away_and_an_option_far_too_long_draw_warnings():
    kind = several(answers=["Hue"], distractors=["The old harbour of Hoi An", "Vinh"])
    assert len(kind.warnings("Is Hue a port?")) == 2
