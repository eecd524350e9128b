"""Match: every pair counts, and the ask hangs on the two sets of texts alone."""

import json
import re
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect

from studyapp.kinds import Hint, Part, fields, text
from studyapp.kinds.match import Match
from tests.accounts.browser import browsing, page_with

CAPITALS = [["Vietnam", "Hanoi"], ["Russia", "Moscow"], ["Laos", "Vientiane"]]
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)


def match(pairs=CAPITALS, **author):
    form = Match.author_form({"pairs": pairs, **author})
    assert form.is_valid(), form.errors
    return Match(form.cleaned_data)


@st.composite
def spec(draw):
    lefts = draw(st.lists(TEXT, min_size=2, max_size=8, unique_by=text.normalise))
    rights = draw(st.lists(TEXT, min_size=len(lefts), max_size=len(lefts) + 3, unique_by=text.normalise))
    pairs = [list(pair) for pair in zip(lefts, rights, strict=False)]
    return {"pairs": pairs, "distractors": rights[len(lefts) :]}


@st.composite
def mixed(draw, spec):
    """The same texts, paired up anew and in another order."""
    lefts = draw(st.permutations([left for left, _ in spec["pairs"]]))
    rights = draw(st.permutations([*(right for _, right in spec["pairs"]), *spec["distractors"]]))
    return {
        "pairs": [list(pair) for pair in zip(lefts, rights, strict=False)],
        "distractors": rights[len(lefts) :],
    }


def ask(kind, seed, data=None):
    context = {"kind": kind, "form": kind.answer_form(data, seed=seed), "prompt_id": "prompt"}
    return render_to_string("kinds/match.html#ask", context)


def shown(kind, seed):
    """The texts on the left, and those on the right as every row offers them."""
    form = kind.answer_form(seed=seed)
    offered = {tuple(value for value, _ in field.choices if value) for field in form.fields.values()}
    assert len(offered) == 1
    return [field.label for field in form.fields.values()], list(offered.pop())


def chosen(kind, pairs):
    """Form data that pairs the texts like this."""
    return {name: pairs[field.label] for name, field in kind.answer_form(seed="1").fields.items()}


@given(spec(), st.text(max_size=20), st.data())
def test_neither_the_ask_nor_its_errors_depend_on_what_goes_with_what(spec, seed, data):
    kinds = [Match(spec), Match(data.draw(mixed(spec)))]
    right = st.sampled_from(["", "nothing shown", *shown(kinds[0], seed)[1]])
    filled = {f"left_{number}": data.draw(right) for number in range(len(spec["pairs"]))}
    for given_so_far in (None, {}, filled):
        assert ask(kinds[0], seed, given_so_far).encode() == ask(kinds[1], seed, given_so_far).encode()
    assert shown(kinds[0], seed) == shown(kinds[1], seed)


@given(spec(), st.text(max_size=20), st.data())
def test_the_score_is_the_share_of_right_pairs(spec, seed, data):
    kind = Match(spec)
    answer = dict(data.draw(mixed(spec))["pairs"])
    form = kind.answer_form(chosen(kind, answer), seed=seed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"match": answer}
    verdict = kind.grade(json.loads(json.dumps(form.cleaned_data)))
    assert verdict.score == sum(answer[left] == right for left, right in spec["pairs"]) / len(spec["pairs"])
    assert verdict.right is (answer == dict(spec["pairs"]))


@given(spec(), st.text(max_size=20), st.data())
def test_the_right_pairs_are_right_in_whatever_order_the_form_sends_them(spec, seed, data):
    kind = Match(spec)
    sent = data.draw(st.permutations(list(kind.sample_answer(right=True).items())))
    form = kind.answer_form(dict(sent), seed=seed)
    assert form.is_valid(), form.errors
    assert kind.grade(form.cleaned_data).right


def test_both_sides_are_shuffled_and_not_alike():
    kind = match([[f"{letter} left", f"{letter} right"] for letter in "ABCDEF"])
    orders = [shown(kind, f"card:{version}") for version in range(40)]
    assert len({tuple(lefts) for lefts, _ in orders}) > 30
    assert len({tuple(rights) for _, rights in orders}) > 30
    assert sum([left[0] for left in lefts] == [right[0] for right in rights] for lefts, rights in orders) < 3


def test_the_verdict_goes_through_the_pairs():
    verdict = match(distractors=["Hue"]).grade({"match": {"Laos": "Vientiane", "Russia": "Hue", "Vietnam": "Moscow"}})
    assert verdict.parts == (
        Part("Vietnam", right=False, given="Moscow", expected="Hanoi"),
        Part("Russia", right=False, given="Hue", expected="Moscow"),
        Part("Laos", right=True, given="Vientiane", expected="Vientiane"),
    )
    assert verdict.score == pytest.approx(1 / 3)
    assert verdict.expected == "Vietnam – Hanoi; Russia – Moscow; Laos – Vientiane"
    assert verdict.given == "Vietnam – Moscow; Russia – Hue; Laos – Vientiane"


def test_whoever_gives_up_sees_every_pair():
    assert match().given_up().parts[0] == Part("Vietnam", right=False, given="", expected="Hanoi")


@pytest.mark.parametrize(
    ("rights", "sentence"),
    [
        (("Hanoi", "Moscow", ""), "Choose something for every row."),
        (("Hanoi", "Moscow", "Moscow"), "“Moscow” is chosen more than once. Use it in one row only."),
        (("Moscow", "Moscow", ""), "Choose something for every row."),
    ],
)
def test_a_row_that_is_empty_or_like_another_is_asked_for_again_in_one_sentence(rights, sentence):
    data = {f"left_{number}": right for number, right in enumerate(rights)}
    assert match().answer_form(data, seed="1").errors == {"__all__": [sentence]}


@pytest.mark.parametrize("right", ["hanoi", "Hue", "Laos", "Ha\x00noi", "x" * 9999])
def test_what_is_not_offered_is_said_beside_its_row(right):
    data = {**match().sample_answer(right=True), "left_0": right}
    assert list(match().answer_form(data, seed="1").errors) == ["left_0"]


def test_a_refused_answer_keeps_what_was_chosen():
    html = ask(match(), "1", {"left_0": "Hanoi", "left_1": "Hanoi", "left_2": ""})
    assert html.count(" selected") == 2


@pytest.mark.parametrize(("distractors", "ways"), [([], 6), (["Hue"], 24), (["Hue", "Perm"], 60)])
def test_guessing_must_hit_one_among_all_ways_to_pair_them_up(distractors, ways):
    assert match(distractors=distractors).guess == 1 / ways


@pytest.mark.parametrize(
    ("author", "faulty"),
    [
        ({}, ["pairs"]),
        ({"pairs": CAPITALS[:1]}, ["pairs"]),
        ({"pairs": [[str(number), f"x{number}"] for number in range(9)]}, ["pairs"]),
        ({"pairs": [*CAPITALS, ["vietnam.", "Hue"]]}, ["pairs"]),
        ({"pairs": [*CAPITALS, ["Cambodia", "Hà Nội"], ["China", "ha noi"]]}, ["pairs"]),
        ({"pairs": CAPITALS, "distractors": ["Perm", "hanoi."]}, ["distractors"]),
        ({"pairs": CAPITALS, "distractors": ["Perm", "perm"]}, ["distractors"]),
        ({"pairs": CAPITALS, "distractors": list("ABCDEFGHI")}, ["distractors"]),
    ],
)
def test_an_editor_is_told_which_field_to_mend(author, faulty):
    assert list(Match.author_form(author).errors) == faulty


def test_the_hint_is_one_of_the_pairs_and_stays():
    hints = [match().hint(seed=f"card:{version}") for version in range(40)]
    assert hints == [match(CAPITALS[::-1]).hint(seed=f"card:{version}") for version in range(40)]
    assert set(hints) == {Hint(f"“{left}” goes with “{right}”.") for left, right in CAPITALS}


def test_its_answer_is_the_pairs_and_means_nothing_beside_them():
    assert match().answers == ()
    assert match().key == match([["laos", "Vientiane."], *CAPITALS[:2]], distractors=["Hue"]).key
    assert match().key != match([["Vietnam", "Moscow"], ["Russia", "Hanoi"], CAPITALS[2]]).key


# The field an editor fills in


@pytest.mark.parametrize(
    "written",
    [
        CAPITALS,
        ["Vietnam = Hanoi", "Russia=Moscow", "Laos  =  Vientiane"],
        "Vietnam = Hanoi\r\n\r\n Russia =Moscow\nLaos= Vientiane\n",
        [("Vietnam", "Hanoi"), "Russia = Moscow", ["Laos", " Vientiane "]],
    ],
)
def test_pairs_of_a_seed_and_lines_of_a_browser_are_the_same(written):
    assert fields.PairsField().clean(written) == CAPITALS


def test_what_follows_the_first_sign_belongs_to_the_right():
    assert fields.PairsField().clean(["f = m·a = force", [2013, 11]]) == [["f", "m·a = force"], ["2013", "11"]]


@pytest.mark.parametrize(
    "written",
    [
        "Vietnam",
        "Vietnam =",
        "= Hanoi",
        ["Vietnam", "Hanoi"],
        [["Vietnam", "Hanoi", "Hue"]],
        [["Vietnam"]],
        [["a = b", "c"]],
        [["Vietnam", ["Hanoi"]]],
        ["Vietnam = Hanoi", 7],
        {"Vietnam": "Hanoi"},
        7,
        [["x" * 11, "y"]],
        [["x", "y" * 11]],
        [["x", "y\x1b"]],
        ["a = b"] * 4,
    ],
)
def test_what_makes_no_pairs_is_refused(written):
    with pytest.raises(ValidationError):
        fields.PairsField(max_items=3, max_length=10).clean(written)


PIECE = st.text(st.sampled_from("ab= \n\u0338\u0301\u2028\x0c") | st.characters(exclude_categories=["Cs"]), max_size=12)


@given(st.text(st.sampled_from("ab=\u0338 \n\r\u0085é"), max_size=40) | st.lists(st.tuples(PIECE, PIECE), max_size=8))
def test_pairs_shown_for_editing_come_back_the_same(written):
    field = fields.PairsField(required=False)
    try:
        pairs = field.clean(written)
    except ValidationError:
        return
    assert field.clean(field.prepare_value(pairs)) == pairs
    assert all(unicodedata.is_normalized("NFC", half) for pair in pairs for half in pair)


# By tapping, where JavaScript runs


@pytest.fixture
def harbour(browser):
    with browsing(browser, {"/": page_with(ask(match(), "1"))}) as page:
        page.goto("/")
        page.locator("body.scripted").wait_for()
        yield page


def left(page, text):
    return page.get_by_role("button", name=re.compile(f"^{re.escape(text)}"))


def right(page, text):
    return page.locator("[data-right-side]:not([hidden])", has_text=text)


def selected(page):
    return page.locator("li select").evaluate_all("selects => selects.map(select => select.value)")


@pytest.mark.browser
@pytest.mark.parametrize("begins_with", ["left", "right"])
def test_two_taps_make_a_pair_and_what_is_used_leaves_the_choice(harbour, begins_with):
    steps = [left(harbour, "Vietnam"), right(harbour, "Hanoi")]
    for step in steps if begins_with == "left" else reversed(steps):
        step.click()
    expect(left(harbour, "Vietnam")).to_contain_text("Hanoi")
    expect(right(harbour, "Hanoi")).to_have_count(0)
    assert "Hanoi" in selected(harbour)
    expect(harbour.get_by_role("status")).to_have_text("Vietnam: Hanoi")


@pytest.mark.browser
def test_a_tap_on_a_left_side_takes_its_partner_back(harbour):
    left(harbour, "Vietnam").click()
    right(harbour, "Hanoi").click()
    left(harbour, "Vietnam").click()
    expect(right(harbour, "Hanoi")).to_be_visible()
    right(harbour, "Moscow").click()
    expect(left(harbour, "Vietnam")).to_contain_text("Moscow")


@pytest.mark.browser
def test_pairs_are_made_with_the_keyboard_alone(harbour):
    left(harbour, "Russia").focus()
    harbour.keyboard.press("Enter")
    right(harbour, "Moscow").focus()
    harbour.keyboard.press("Space")
    assert "Moscow" in selected(harbour)
    assert harbour.evaluate("document.activeElement.hasAttribute('data-left-side')"), "the next open row has the focus"


@pytest.mark.browser
def test_without_javascript_there_are_selects_alone(browser):
    with browsing(browser, {"/": page_with(ask(match(), "1"))}, java_script_enabled=False) as page:
        page.goto("/")
        assert page.get_by_role("combobox").count() == len(match().rows)
        assert page.get_by_role("main").get_by_role("button").count() == 0
