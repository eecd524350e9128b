"""Editors give a question pictures in its form, with words; nothing that they chose is lost on the way."""

from typing import Any

import pytest
from django.test import Client

from studyapp.demo.factories import QuestionFactory
from studyapp.library.models import Picture, Question
from tests.library.admin.pages import address, errors, filled, save
from tests.pictures import WORDS, claiming, drawn, upload

pytestmark = pytest.mark.django_db

SAID = {"prompt_alt": WORDS.alt, "prompt_credit": WORDS.credit, "prompt_licence": WORDS.licence}


@pytest.fixture
def card() -> Question:
    made: Question = QuestionFactory(kind="flashcard")
    return made


def give(editor: Client, question: Question, file: bytes | None = None, **fields: Any) -> Any:
    return save(editor, address(question), **{"prompt_picture-file": upload(file), **SAID, **fields})


def newest(question: Question) -> Question:
    return Question.objects.with_content().get(pk=question.pk)


def test_a_picture_is_given_reworded_and_removed_each_time_in_a_revision(editor: Client, card: Question) -> None:
    give(editor, card)
    page = address(card)
    shown = newest(card).asked.shown["prompt"]
    assert shown.words == WORDS
    assert f"/pictures/{shown.digest}/small/" in editor.get(page).content.decode()
    save(editor, page, explanation="So it is.")
    assert newest(card).asked.shown["prompt"] == shown
    save(editor, page, prompt_alt="A harbour at high tide", sort_of_edit="wording")
    assert newest(card).asked.shown["prompt"].alt == "A harbour at high tide"
    save(editor, page, **{"prompt_picture-remove": "on"}, sort_of_edit="answer")
    asked = newest(card).asked
    assert (asked.number, asked.minor, asked.shown) == (5, False, {})
    assert Picture.objects.count() == 2  # as older revisions show them
    told = editor.get(f"{page.removesuffix('change/')}revision/2/").content.decode()
    assert str(shown) in told


@pytest.mark.parametrize(
    ("file", "fields", "told"),
    [
        (None, {"prompt_alt": ""}, {"prompt_alt": "Say what the picture shows", "prompt_picture": "Choose it again"}),
        (None, {"prompt_credit": ""}, {"prompt_credit": "Say who made the picture"}),
        (None, {"prompt_licence": ""}, {"prompt_licence": "Say by which licence"}),
        (claiming(30_000, 30_000), {}, {"prompt_picture": "more than 24 megapixels"}),
        (b"<svg/>", {}, {"prompt_picture": "an SVG drawing"}),
        (None, {"prompt_picture-file": None}, {"prompt_picture": "Choose the picture of which this is said"}),
        (None, {"prompt_picture-file": None, "prompt_picture": "0" * 64}, {"prompt_picture": "not there any more"}),
        (None, {"prompt_picture-file": None, "prompt_picture": "../\0"}, {"prompt_picture": "Choose the picture"}),
    ],
    ids=lambda it: None if isinstance(it, str) else "-",
)
def test_what_cannot_be_taken_is_said_beside_its_field_and_changes_nothing(
    editor: Client, card: Question, file: bytes | None, fields: dict[str, Any], told: dict[str, str]
) -> None:
    found = errors(give(editor, card, file, **fields))
    for name, words in told.items():
        assert words in found[name].replace("Choose the picture again", "Choose it again")
    assert newest(card).asked.number == 1
    assert not Picture.objects.exists()


def test_a_picture_need_not_be_chosen_again_when_the_form_is_refused_for_something_else(
    editor: Client, card: Question
) -> None:
    refused = give(editor, card, prompt="")
    assert "prompt" in errors(refused)
    data = filled(refused)
    assert f"/pictures/{data['prompt_picture']}/small/" in refused.content.decode()
    editor.post(address(card), data | {"prompt": "Why two tides?", "_continue": "1"})
    assert newest(card).asked.shown["prompt"].words == WORDS


def test_two_editors_do_not_take_each_others_pictures_away(editor: Client, card: Question) -> None:
    opened = filled(editor.get(address(card)))
    save(editor, address(card), explanation="Fedor was here.")
    late = editor.post(address(card), {**opened, **SAID, "prompt_picture-file": upload(), "_continue": "1"})
    assert late.status_code == 409
    data = filled(late)
    assert data["explanation"] == "Fedor was here."
    editor.post(address(card), data | {"_continue": "1"})
    asked = newest(card).asked
    assert (asked.explanation, asked.shown["prompt"].words) == ("Fedor was here.", WORDS)
    behind = {**opened, "prompt_alt": "A boat", "_continue": "1"}
    assert editor.post(address(card), behind).status_code == 409
    assert newest(card).asked.shown["prompt"].words == WORDS


def test_a_question_is_previewed_with_its_pictures(editor: Client, card: Question) -> None:
    back: Any = {"answer_picture-file": upload(drawn(colour="red")), "answer_alt": "A tide"}
    give(editor, card, **back, answer_credit="Ada", answer_licence="CC0")
    shown = newest(card).asked.shown
    page = editor.get(f"{address(card).removesuffix('change/')}preview/").content.decode()
    assert shown["prompt"].digest in page
    assert shown["answer"].digest not in page
    form = filled(editor.get(address(card)))
    beside = editor.post(f"{address(card).removesuffix('change/')}preview/", form, headers={"HX-Request": "true"})
    assert {digest for digest in (one.digest for one in shown.values()) if digest in beside.content.decode()} == {
        one.digest for one in shown.values()
    }
