"""The editors' guide in admin: whole, and one kind of question at a time."""

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.demo.factories import LearnerFactory
from studyapp.kinds import KINDS


def test_the_whole_guide_is_there(editor: Client) -> None:
    page = editor.get(reverse("admin:question_guide"))
    assert page.status_code == 200
    assert page.context["title"] == "The editors' guide"
    assert {kind["name"] for kind in page.context["kinds"]} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_page_that_its_form_and_the_choice_of_a_kind_lead_to(editor: Client, kind: str) -> None:
    address = reverse("admin:question_guide", args=[kind])
    page = editor.get(address)
    assert page.status_code == 200
    assert page.context["title"].startswith(kind)
    assert address in editor.get(reverse("admin:library_question_add")).content.decode()
    assert reverse("admin:library_question_add") + f"?kind={kind}" in page.content.decode()


def test_there_is_no_page_for_a_kind_that_does_not_exist(editor: Client) -> None:
    assert editor.get("/admin/library/question/guide/nonsense/").status_code == 404


def test_it_is_for_editors(client: Client, db: None) -> None:
    client.force_login(LearnerFactory(lan=True))
    assert client.get(reverse("admin:question_guide")).status_code in {302, 403}
