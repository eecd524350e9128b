"""What holds for every kind of question, today's and tomorrow's."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.http import QueryDict
from django.template.loader import get_template, render_to_string

from studyapp import kinds
from studyapp.kinds import KINDS, Part, Surroundings, Verdict

pytestmark = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())


def example_of(kind):
    form = kind.author_form(kind.example)
    assert form.is_valid(), form.errors
    return kind(kind.freeze(form.cleaned_data, Surroundings()))


def rendered(body, part, **context):
    form = body.answer_form(seed="card:1")
    return render_to_string(f"{body.template}#{part}", {"kind": body, "form": form, "prompt_id": "prompt", **context})


class Tags(HTMLParser):
    """Collects every tag with its attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def ids(self):
        return [attributes["id"] for _, attributes in self.found if "id" in attributes]


def references(tags, attribute):
    """The ids that any tag names in this attribute."""
    return {name for _, attributes in tags.found for name in (attributes.get(attribute) or "").split()}


def test_it_goes_by_the_name_it_has_in_the_catalogue(kind):
    assert KINDS[kind.name] is kind
    assert Path(kinds.__file__).with_name(f"{kind.name}.py").exists()


def test_it_describes_itself_to_editors(kind):
    assert kind.label
    assert kind.description.endswith(".")


def test_every_field_of_its_author_form_has_a_label_and_help(kind):
    for name, field in kind.AuthorForm.base_fields.items():
        assert field.label, name
        assert field.help_text.endswith("."), name


def test_every_text_an_editor_writes_is_bounded(kind):
    for name in kind.AuthorForm.base_fields:
        assert not kind.author_form({**kind.example, name: "x" * 5000}).is_valid(), name


def test_nothing_an_editor_writes_may_hold_a_nul_byte(kind):
    for name in kind.AuthorForm.base_fields:
        assert not kind.author_form({**kind.example, name: "x\x00y"}).is_valid(), name


def test_its_example_is_a_question(kind):
    assert kind.example["prompt"].endswith(("?", "."))
    assert kind.prompt_fault(example_of(kind).spec, kind.example["prompt"]) == ""
    assert example_of(kind).warnings(kind.example["prompt"]) == []


def test_its_example_grades_a_right_answer_one_and_a_wrong_one_nought(kind):
    body = example_of(kind)
    for right in (True, False):
        form = body.answer_form(body.sample_answer(right=right), seed="card:1")
        assert form.is_valid(), form.errors
        verdict = body.grade(json.loads(json.dumps(form.cleaned_data)))
        assert verdict.score == float(right)
        assert verdict.right is right
        assert verdict.expected == body.expected
        assert {part.right for part in verdict.parts} <= {right}


def test_its_example_tells_who_nearly_knows_it_more_than_that(kind):
    body = example_of(kind)
    if (near := body.near_answer()) is None:
        assert kind.name in {"choice", "true_false", "flashcard"}
        return
    form = body.answer_form(near, seed="card:1")
    assert form.is_valid(), form.errors
    verdict = body.grade(form.cleaned_data)
    assert verdict.partly_right or verdict.notes


def test_editors_are_told_how_it_judges_in_whole_sentences(kind):
    body = example_of(kind)
    for right in (True, False):
        form = body.answer_form(body.sample_answer(right=right), seed="card:1")
        assert form.is_valid()
        assert all(reason.endswith(".") for reason in body.reasons(form.cleaned_data))


def test_all_its_answers_are_among_its_texts_and_none_of_its_settings(kind):
    body = example_of(kind)
    assert set(body.answers) <= set(body.texts)
    assert not {"other", "person", "day"} & set(body.texts)


def test_whoever_gives_up_is_shown_the_answer(kind):
    body = example_of(kind)
    verdict = body.given_up()
    assert (verdict.score, verdict.expected, verdict.given) == (0, body.expected, "")
    shown = rendered(body, "verdict", verdict=verdict, options=body.judged_options({}, seed="card:1"))
    assert all(part.expected in shown for part in verdict.parts)
    assert verdict.parts or body.expected in shown


def test_its_spec_can_be_shown_edited_and_saved_without_changing(kind):
    spec = example_of(kind).spec
    shown = kind.author_form(initial_spec=spec)
    again = kind.author_form({field.name: field.value() for field in shown})
    assert again.is_valid(), again.errors
    assert kind.freeze(again.cleaned_data, Surroundings()) == spec


def test_its_spec_survives_a_browser(kind):
    spec = example_of(kind).spec
    posted = QueryDict(mutable=True)
    for field in kind.author_form(initial_spec=spec, prefix="q"):
        value = field.value()
        if value not in (None, False, ""):
            posted[field.html_name] = "on" if value is True else value
    again = kind.author_form(posted, prefix="q")
    assert again.is_valid(), again.errors
    assert kind.freeze(again.cleaned_data, Surroundings()) == spec


def test_its_spec_is_kept_as_json_and_frozen_again_without_changing(kind):
    spec = example_of(kind).spec
    assert json.loads(json.dumps(spec)) == spec
    assert kind.freeze(spec, Surroundings()) == spec


def test_its_key_tells_one_answer_from_another(kind):
    body = example_of(kind)
    assert hash(body.key) == hash(example_of(kind).key)


def test_its_chance_of_guessing_is_a_chance(kind):
    guess = example_of(kind).guess
    assert 0 <= guess < 1
    assert (guess > 0) is kind.recognition


def test_its_template_has_an_ask_and_a_verdict(kind):
    for part in ("ask", "verdict"):
        assert get_template(f"kinds/{kind.name}.html#{part}")


def test_its_ask_gives_no_answer_away_and_needs_no_style_or_script_of_its_own(kind):
    tags = Tags(rendered(example_of(kind), "ask")).found
    for tag, attributes in tags:
        assert tag not in {"script", "style", "form"}
        assert not any(name == "style" or name.startswith("on") for name in attributes)
        assert "checked" not in attributes
    if not kind.recognition:
        assert example_of(kind).expected not in rendered(example_of(kind), "ask")


def test_its_ask_is_labelled_by_the_prompt_and_says_what_is_wrong_beside_the_field(kind):
    body = example_of(kind)
    if kind.self_rated:
        return
    empty = body.answer_form({}, seed="card:1")
    clean, refused = rendered(body, "ask"), rendered(body, "ask", form=empty)
    tags = Tags(refused)
    assert "prompt" in references(Tags(clean), "aria-labelledby") | references(Tags(clean), "aria-describedby")
    for attribute in ("aria-labelledby", "aria-describedby"):
        assert references(tags, attribute) <= {"prompt", *tags.ids()}
    assert "error" not in clean
    wrong = {empty.error_id if name == "__all__" else f"id_{name}-error" for name in empty.errors}
    assert wrong
    assert wrong <= references(tags, "aria-describedby")


def test_two_of_its_questions_share_a_page_without_sharing_ids_or_names(kind):
    body = example_of(kind)
    asks = [rendered(body, "ask", form=body.answer_form({}, seed="card:1", prefix=prefix)) for prefix in ("q1", "q2")]
    ids = [name for ask in asks for name in Tags(ask).ids()]
    names = [{attributes["name"] for _, attributes in Tags(ask).found if "name" in attributes} for ask in asks]
    assert len(ids) == len(set(ids))
    assert not names[0] & names[1]


def test_whatever_people_wrote_is_escaped(kind):
    body = example_of(kind)
    nasty = "<script>alert('x')</script>"
    parts = (Part(nasty, right=False, given=nasty, expected=nasty, note=nasty),)
    for verdict in (Verdict(0, nasty, nasty, (nasty,)), Verdict(0, nasty, nasty, (nasty,), parts)):
        assert "<script" not in rendered(body, "verdict", verdict=verdict)
    if (
        "answer" in kind.AuthorForm.base_fields
        and (form := kind.author_form({**kind.example, "answer": nasty})).is_valid()
    ):
        assert "<script" not in rendered(kind(form.cleaned_data), "ask")
