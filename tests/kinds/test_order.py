"""Put into order: every item in its place counts, and the ask hangs on the set of items alone."""

import json

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect

from studyapp.kinds import Hint, Part, text
from studyapp.kinds.order import Order
from tests.accounts.browser import browsing, page_with

TIDE = ["Low water", "Flood", "High water", "Ebb"]
ITEMS = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20),
    min_size=3,
    max_size=8,
    unique_by=text.normalise,
)


def order(items=TIDE, **author):
    form = Order.author_form({"items": items, **author})
    assert form.is_valid(), form.errors
    return Order(form.cleaned_data)


def specs(items):
    return [{"items": list(one), "first": "", "last": ""} for one in items]


def ask(kind, seed, data=None):
    context = {"kind": kind, "form": kind.answer_form(data, seed=seed), "prompt_id": "prompt"}
    return render_to_string("kinds/order.html#ask", context)


def shown(kind, seed):
    return [field.label for field in kind.answer_form(seed=seed).fields.values()]


def places(kind, placed):
    """Form data that puts the items into this order."""
    fields = kind.answer_form(seed="1").fields
    return {name: str(placed.index(field.label) + 1) for name, field in fields.items()}


@given(ITEMS, st.text(max_size=20), st.data())
def test_neither_the_ask_nor_its_errors_depend_on_the_right_order(items, seed, data):
    kinds = [Order(spec) for spec in specs([items, data.draw(st.permutations(items))])]
    place = st.sampled_from(["", "9", *map(str, range(1, len(items) + 1))])
    filled = {f"item_{number}": data.draw(place) for number in range(len(items))}
    for given_so_far in (None, {}, filled):
        assert ask(kinds[0], seed, given_so_far).encode() == ask(kinds[1], seed, given_so_far).encode()
    assert shown(kinds[0], seed) == shown(kinds[1], seed)


@given(ITEMS, st.data())
def test_the_score_is_the_share_of_items_in_their_place(items, data):
    placed = data.draw(st.permutations(items))
    kind = Order(specs([items])[0])
    form = kind.answer_form(places(kind, placed), seed=data.draw(st.text(max_size=20)))
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"order": placed}
    verdict = kind.grade(json.loads(json.dumps(form.cleaned_data)))
    assert verdict.score == sum(one == other for one, other in zip(items, placed, strict=True)) / len(items)
    assert verdict.right is (placed == items)


@given(st.permutations(TIDE), st.text(max_size=20))
def test_the_right_order_is_right_in_whatever_order_the_form_sends_it(sent, seed):
    kind = order()
    right = places(kind, TIDE)
    names = {field.label: name for name, field in kind.answer_form(seed="1").fields.items()}
    posted = QueryDict("&".join(f"{names[item]}={right[names[item]]}" for item in sent))
    form = kind.answer_form(posted, seed=seed)
    assert form.is_valid(), form.errors
    assert kind.grade(form.cleaned_data).right


def test_the_order_is_stable_for_a_showing_and_differs_between_showings():
    kind = order()
    assert shown(kind, "card:1") == shown(kind, "card:1")
    assert len({tuple(shown(kind, f"card:{version}")) for version in range(60)}) > 15


def test_the_verdict_says_where_each_item_was_put_and_where_it_belongs():
    verdict = order().grade({"order": ["Low water", "High water", "Ebb", "Flood"]})
    assert verdict.parts == (
        Part("Low water", right=True, given="1st", expected="1st"),
        Part("Flood", right=False, given="4th", expected="2nd"),
        Part("High water", right=False, given="2nd", expected="3rd"),
        Part("Ebb", right=False, given="3rd", expected="4th"),
    )
    assert verdict.score == 0.25
    assert verdict.expected == "Low water, then Flood, then High water, then Ebb"
    assert verdict.given == "Low water, then High water, then Ebb, then Flood"


def test_whoever_gives_up_sees_every_place():
    parts = order().given_up().parts
    assert parts[0] == Part("Low water", right=False, given="", expected="1st")
    assert not any(part.right for part in parts)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("1", "2", "3", ""), "Give every item a place."),
        (("1", "2", "3", None), "Give every item a place."),
        (("1", "3", "3", "3"), "More than one item is 3rd. Give each item a different place."),
        (("2", "1", "2", "1"), "More than one item is 1st. Give each item a different place."),
    ],
)
def test_a_place_that_is_missing_or_given_twice_is_asked_for_again_in_one_sentence(given, sentence):
    data = {f"item_{number}": place for number, place in enumerate(given) if place is not None}
    assert order().answer_form(data, seed="1").errors == {"__all__": [sentence]}


@pytest.mark.parametrize("place", ["0", "5", "01", "1st", "x", "1\x00", "9" * 9999])
def test_what_is_no_place_is_said_beside_its_item(place):
    data = {**places(order(), TIDE), "item_0": place}
    assert list(order().answer_form(data, seed="1").errors) == ["item_0"]
    html = ask(order(), "1", data)
    assert html.count("aria-invalid") == html.count('aria-describedby="id_item_0-error"') == 1


def test_a_refused_answer_keeps_its_places():
    html = ask(order(), "1", {**places(order(), TIDE), "item_0": "", "item_1": "2"})
    assert html.count(" selected") == 3


def test_the_names_of_the_ends_stand_above_and_below():
    html = ask(order(first="lowest", last="highest"), "1")
    assert html.index("lowest") < html.index("<ul>") < html.index("</ul>") < html.index("highest")


def test_guessing_must_hit_one_among_all_orders():
    assert order().guess == 1 / 24
    assert order(list("ABC")).guess == 1 / 6


@pytest.mark.parametrize(
    ("author", "fields"),
    [
        ({}, ["items"]),
        ({"items": ["Flood", "Ebb"]}, ["items"]),
        ({"items": list("ABCDEFGHI")}, ["items"]),
        ({"items": ["Flood", "Ebb", "flood."]}, ["items"]),
        ({"items": ["11", "12", "eleven"]}, ["items"]),
        ({"items": TIDE, "first": "x" * 41}, ["first"]),
        ({"items": TIDE, "last": ["Ebb"]}, ["last"]),
    ],
)
def test_an_editor_is_told_which_field_to_mend(author, fields):
    assert list(Order.author_form(author).errors) == fields


def test_the_hint_tells_what_comes_first():
    assert order().hint(seed="1") == Hint("“Low water” comes first.")


def test_its_answer_is_the_order_and_means_nothing_beside_it():
    assert order().answers == ()
    assert order().key == order(["low water", "FLOOD", "High water.", "Ebb"], first="First").key
    assert order().key != order(TIDE[::-1]).key


# The buttons, where JavaScript runs


@pytest.fixture
def harbour(browser):
    with browsing(browser, {"/": page_with(ask(order(), "1"))}) as page:
        page.goto("/")
        page.locator("body.scripted").wait_for()
        yield page


def shown_places(page):
    """The items from top to bottom, each with the place its select says."""
    return page.locator("li").evaluate_all(
        "rows => rows.map(row => [row.querySelector('label').textContent, row.querySelector('select').value])"
    )


def move(page, item, where):
    page.get_by_role("button", name=f"Move {where}: {item}", exact=True).click()


@pytest.mark.browser
def test_a_button_moves_its_row_numbers_the_places_and_keeps_the_focus(harbour):
    first, second, third, fourth = shown(order(), "1")
    move(harbour, third, "up")
    assert shown_places(harbour) == [[first, "1"], [third, "2"], [second, "3"], [fourth, "4"]]
    assert harbour.evaluate("document.activeElement.getAttribute('aria-label')") == f"Move up: {third}"
    expect(harbour.get_by_role("status")).to_have_text(f"{third}: 2nd")
    harbour.keyboard.press("Enter")
    harbour.keyboard.press("Enter")
    assert shown_places(harbour) == [[third, "1"], [first, "2"], [second, "3"], [fourth, "4"]]
    move(harbour, fourth, "down")
    assert [item for item, _ in shown_places(harbour)] == [third, first, second, fourth]
    move(harbour, third, "down")
    assert shown_places(harbour) == [[first, "1"], [third, "2"], [second, "3"], [fourth, "4"]]


@pytest.mark.browser
def test_the_rows_stand_as_the_places_are_that_were_sent_before(browser):
    first, second, third, fourth = shown(order(), "1")
    sent = places(order(), [fourth, second, first, third])
    with browsing(browser, {"/": page_with(ask(order(), "1", sent))}) as page:
        page.goto("/")
        page.locator("body.scripted").wait_for()
        assert shown_places(page) == [[fourth, "1"], [second, "2"], [first, "3"], [third, "4"]]


@pytest.mark.browser
def test_the_arrow_keys_move_a_row_by_its_handle(harbour):
    first, second, *_ = shown(order(), "1")
    handle = harbour.get_by_role("button", name=f"Drag, or move with the arrow keys: {first}", exact=True)
    handle.focus()
    harbour.keyboard.press("ArrowDown")
    assert shown_places(harbour)[:2] == [[second, "1"], [first, "2"]]
    expect(handle).to_be_focused()
    expect(harbour.get_by_role("status")).to_have_text(f"{first}: 2nd")


@pytest.mark.browser
def test_a_row_is_dragged_to_its_place(harbour):
    first, second, third, fourth = shown(order(), "1")
    handle = harbour.get_by_role("button", name=f"Drag, or move with the arrow keys: {first}", exact=True)
    box, last = handle.bounding_box(), harbour.locator("li").last.bounding_box()
    assert box
    assert last
    harbour.mouse.move(box["x"] + 10, box["y"] + 10)
    harbour.mouse.down()
    harbour.mouse.move(box["x"] + 10, last["y"] + last["height"] - 2, steps=20)
    harbour.mouse.up()
    assert shown_places(harbour) == [[second, "1"], [third, "2"], [fourth, "3"], [first, "4"]]


@pytest.mark.browser
def test_what_was_swapped_in_has_buttons_that_work_too(harbour):
    harbour.evaluate("html => { document.getElementById('main').innerHTML = html }", ask(order(), "2"))
    first, second, *_ = shown(order(), "2")
    move(harbour, first, "down")
    assert shown_places(harbour)[:2] == [[second, "1"], [first, "2"]]


@pytest.mark.browser
def test_without_javascript_there_are_selects_and_no_buttons(browser):
    with browsing(browser, {"/": page_with(ask(order(), "1"))}, java_script_enabled=False) as page:
        page.goto("/")
        assert page.get_by_role("combobox").count() == 4
        assert page.get_by_role("main").get_by_role("button").count() == 0


@pytest.mark.browser
def test_everything_fits_a_narrow_phone_and_is_large_enough_to_touch(browser):
    kind = order([f"{item}, as the harbour master of Hai Phong has it in his oldest book" for item in TIDE])
    size = {"width": 320, "height": 640}
    with browsing(browser, {"/": page_with(ask(kind, "1"))}, viewport=size) as page:
        page.goto("/")
        page.locator("body.scripted").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        boxes = [box for one in page.locator("li select, li button").all() if (box := one.bounding_box())]
        assert len(boxes) == 12
        assert min(min(box["width"], box["height"]) for box in boxes) >= 44
