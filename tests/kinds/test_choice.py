"""Choice: what is shown depends on the set of options alone, never on which of them is right."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from studyapp.kinds import SourcedValue, Surroundings, text
from studyapp.kinds.choice import Choice

SUBMARINES = {"answer": "Kilo", "distractors": ["Akula", "Lada", "Yasen"]}
OPTIONS = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20),
    min_size=2,
    max_size=9,
    unique_by=text.normalise,
)


def choice(**author):
    form = Choice.author_form(author)
    assert form.is_valid(), form.errors
    return Choice(form.cleaned_data)


def ask(kind, seed):
    context = {"kind": kind, "form": kind.answer_form(seed=seed), "prompt_id": "prompt"}
    return render_to_string(f"{kind.template}#ask", context)


def shown(kind, seed):
    return [value for value, _ in kind.answer_form(seed=seed).fields["option"].choices]


@given(OPTIONS, st.text(max_size=20), st.data())
def test_the_ask_never_depends_on_which_option_is_right(options, seed, data):
    mixed = data.draw(st.permutations(options))
    specs = [{"answer": right[0], "distractors": right[1:], "draw": 0} for right in (options, mixed)]
    assert ask(Choice(specs[0]), seed).encode() == ask(Choice(specs[1]), seed).encode()


def test_drawn_and_written_options_look_alike():
    written = choice(**SUBMARINES)
    drawn = Choice({**written.spec, "distractors": ["Akula"], "drawn": ["Lada", "Yasen"]})
    assert ask(written, "7:1") == ask(drawn, "7:1")


def test_the_order_is_stable_for_a_showing_and_differs_between_showings():
    kind = choice(**SUBMARINES)
    orders = {tuple(shown(kind, f"card:{version}")) for version in range(40)}
    assert shown(kind, "card:1") == shown(kind, "card:1")
    assert len(orders) > 10


def test_every_option_comes_first_about_as_often():
    kind = choice(**SUBMARINES)
    firsts = [shown(kind, f"card:{version}")[0] for version in range(400)]
    assert all(60 < firsts.count(option) < 140 for option in kind.options)


@pytest.mark.parametrize(("option", "right"), [("Kilo", True), ("Akula", False)])
def test_the_option_picked_is_judged(option, right):
    kind = choice(**SUBMARINES)
    form = kind.answer_form(QueryDict(f"option={option}"), seed="1")
    assert form.is_valid()
    verdict = kind.grade(json.loads(json.dumps(form.cleaned_data)))
    assert (verdict.right, verdict.expected, verdict.given) == (right, "Kilo", option)


@pytest.mark.parametrize("option", ["", "kilo", "Typhoon", "Ki\x00lo", "x" * 10_000])
def test_what_is_no_option_is_asked_for_again(option):
    assert not choice(**SUBMARINES).answer_form({"option": option}, seed="1").is_valid()


def test_the_chance_of_guessing_is_one_among_the_options():
    assert choice(**SUBMARINES).guess == 0.25
    assert choice(answer="Kilo", distractors=["Lada"]).guess == 0.5
    assert Choice({**choice(**SUBMARINES).spec, "drawn": ["Typhoon"]}).guess == 0.2


@pytest.mark.parametrize(
    ("author", "fields"),
    [
        ({"answer": "", "distractors": ["Lada"]}, ["answer"]),
        ({"answer": "Kilo"}, ["distractors"]),
        ({"answer": "Kilo", "distractors": ["kilo."]}, ["distractors"]),
        ({"answer": "Kilo", "distractors": ["Lada", "LADA"]}, ["distractors"]),
        ({"answer": "11", "distractors": ["12", "eleven"]}, ["distractors"]),
        ({"answer": "$3.6 billion", "distractors": ["$3,600 million"]}, ["distractors"]),
        ({"answer": "Kilo", "distractors": ["x" * 201]}, ["distractors"]),
        ({"answer": "Kilo", "distractors": list("ABCDEFGHI")}, ["distractors"]),
        ({"answer": "Kilo", "distractors": ["Lada"], "draw": 3}, ["answer_type"]),
        ({"answer": "Kilo", "distractors": list("ABCDEFG"), "draw": 2, "answer_type": "other"}, ["draw"]),
        ({"answer": "Kilo", "distractors": ["Lada"], "draw": "some"}, ["draw"]),
        ({"answer": "Kilo", "distractors": ["Lada"], "answer_type": "boat"}, ["answer_type"]),
    ],
)
def test_an_editor_is_told_which_field_to_mend(author, fields):
    assert list(Choice.author_form(author).errors) == fields


def test_numbers_of_a_seed_and_lines_of_a_browser_make_the_same_spec():
    posted = QueryDict("answer=2013&distractors=2001%0D%0A%0D%0A+2009+%0D%0A2024&answer_type=year&draw=")
    form = Choice.author_form(posted)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == choice(answer=2013, distractors=[2001, 2009, 2024], answer_type="year").spec


POOL = ("Hanoi", "Moscow", "Pyongyang", "Seoul", "Beijing", "hanoi")
DRAWING = {"answer": "Hanoi", "distractors": ["Moscow"], "answer_type": "place", "draw": 2}


def test_further_options_are_drawn_from_the_library_and_stay_drawn():
    spec = choice(**DRAWING).spec
    drawn = Choice.freeze(spec, Surroundings(pool=POOL))["drawn"]
    assert len(drawn) == 2
    assert set(drawn) <= {"Pyongyang", "Seoul", "Beijing"}
    assert drawn == Choice.freeze(spec, Surroundings(pool=POOL[::-1]))["drawn"]
    assert Choice(Choice.freeze(spec, Surroundings(pool=POOL))).guess == 0.25


def test_other_answers_draw_other_options_and_the_same_on_every_machine():
    drawn = [
        Choice.freeze({**choice(**DRAWING).spec, "answer": answer}, Surroundings(pool=POOL))["drawn"]
        for answer in ("Hanoi", "Da Nang", "Hue")
    ]
    assert drawn == [["Pyongyang", "Seoul"], ["Seoul", "hanoi"], ["Beijing", "Hanoi"]]


def test_a_growing_library_changes_few_of_the_drawn_options():
    spec = choice(**DRAWING).spec
    before = Choice.freeze(spec, Surroundings(pool=POOL))["drawn"]
    for newcomer in ("Tokyo", "Bangkok", "Vientiane"):
        after = Choice.freeze(spec, Surroundings(pool=(*POOL, newcomer)))["drawn"]
        assert len(set(after) - set(before)) <= 1


def test_a_sourced_value_is_never_drawn_as_wrong():
    sourced = (SourcedValue("Hanoi", "A", ""), SourcedValue("Seoul", "B", ""))
    spec = choice(**DRAWING).spec
    assert set(Choice.freeze(spec, Surroundings(pool=POOL, sourced=sourced))["drawn"]) == {"Pyongyang", "Beijing"}


def test_too_small_a_library_to_draw_from_is_said_so():
    with pytest.raises(ValidationError, match="Only 1 further"):
        Choice.freeze(choice(**DRAWING).spec, Surroundings(pool=("Hanoi", "Moscow", "Seoul")))


COUNTS = {"answer": "11", "distractors": ["8", "a dozen", "30"]}


def test_what_a_source_says_cannot_stand_as_a_wrong_option():
    both = (SourcedValue("11", "A report", ""), SourcedValue("12", "RKS News", ""))
    with pytest.raises(ValidationError, match="“a dozen” is right by one of the sources"):
        Choice.freeze(choice(**COUNTS).spec, Surroundings(sourced=both))


def test_where_one_source_is_named_the_others_may_be_wrong_options():
    spec = choice(**COUNTS).spec
    kind = Choice(Choice.freeze(spec, Surroundings(sourced=(SourcedValue("11", "A report", ""),))))
    assert kind.grade({"option": "11"}).right
    assert not kind.grade({"option": "a dozen"}).right


def test_an_answer_that_no_source_gives_cannot_be_published():
    with pytest.raises(ValidationError, match="give 12, but the answer is “11”"):
        Choice.freeze(choice(**COUNTS).spec, Surroundings(sourced=(SourcedValue("12", "RKS News", ""),)))


def test_an_option_far_longer_than_the_rest_draws_a_warning():
    long = choice(answer="The diesel-electric submarines of the Kilo class", distractors=["Akula", "Lada"])
    assert any("far longer" in warning for warning in long.warnings("Which?"))
    assert choice(**SUBMARINES).warnings("Which?") == []


def test_all_of_the_above_draws_a_warning():
    assert choice(answer="Kilo", distractors=["Lada", "None of the above"]).warnings("Which?")


def test_an_answer_given_away_draws_a_warning():
    assert choice(**SUBMARINES).warnings("Which class, the Kilo or another?")


def test_a_hint_strikes_two_wrong_options_and_leaves_two():
    kind = choice(**SUBMARINES)
    struck = {kind.hint(seed=f"card:{version}").struck for version in range(40)}
    assert all(len(set(two)) == 2 and "Kilo" not in two and set(two) < set(kind.options) for two in struck)
    assert kind.hint(seed="card:1") == kind.hint(seed="card:1")
    assert len({frozenset(two) for two in struck}) == 3


def test_a_hint_strikes_one_of_three_options_and_none_of_two():
    one = choice(answer="Kilo", distractors=["Lada", "Yasen"]).hint(seed="1")
    assert len(one.struck) == 1
    assert "Kilo" not in one.text
    assert choice(answer="Kilo", distractors=["Lada"]).hint(seed="1") is None


@given(OPTIONS, st.text(max_size=20))
def test_at_least_two_options_remain_and_the_right_one_is_among_them(options, seed):
    kind = Choice({"answer": options[0], "distractors": options[1:], "draw": 0})
    hint = kind.hint(seed=seed)
    left = set(kind.options) - set(hint.struck if hint else ())
    assert options[0] in left
    assert len(left) >= 2


def test_struck_options_are_crossed_out_and_cannot_be_picked():
    kind = choice(**SUBMARINES)
    hint = kind.hint(seed="card:1")
    context = {"kind": kind, "form": kind.answer_form(seed="card:1"), "prompt_id": "prompt", "hint": hint}
    helped = render_to_string(f"{kind.template}#ask", context)
    for option in kind.options:
        assert (f"<s>{option}</s>" in helped) is (option in hint.struck)
    assert helped.count(" disabled") == 2
    assert " disabled" not in ask(kind, "card:1")


def test_other_distractors_make_no_other_answer():
    assert choice(**SUBMARINES).key == choice(answer="Kilo.", distractors=["Typhoon"]).key
    assert choice(**SUBMARINES).key != choice(answer="Akula", distractors=["Kilo", "Lada", "Yasen"]).key
