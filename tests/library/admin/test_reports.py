"""Reports in admin: to be read and resolved, and silent about who reported."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import NOW, LearnerFactory, QuestionFactory
from studyapp.study.models import Report
from tests.library.admin.pages import act, address, list_address

pytestmark = pytest.mark.django_db


def _report(**fields: object) -> Report:
    question = QuestionFactory(kind="typed")
    defaults = {"learner": LearnerFactory(), "question": question, "revision": question.revision}
    return Report.objects.create(**defaults | {"reason": "wrong", "comment": "It is not.", "reported_at": NOW} | fields)


def test_the_list_shows_what_is_wrong_with_which_question(editor: Client) -> None:
    report = _report()
    page = editor.get(list_address(Report)).content.decode()
    assert "The answer is wrong" in page
    assert "It is not." in page
    assert report.revision.prompt in page


def test_the_page_leads_to_the_question_and_shows_what_was_asked_then(editor: Client) -> None:
    report = _report()
    page = editor.get(address(report)).content.decode()
    assert address(report.question) in page
    assert "Neap tides" in page
    assert 'name="_save"' not in page


def test_open_and_resolved_are_told_apart(editor: Client) -> None:
    fresh, done = _report(), _report(resolved_at=NOW)

    def found(query: str) -> set[Report]:
        return set(editor.get(f"{list_address(Report)}?{query}").context["cl"].result_list)

    assert found("resolved=no") == {fresh}
    assert found("resolved=yes") == {done}
    assert found(f"question__id__exact={done.question.pk}") == {done}


def test_marking_as_resolved_stamps_only_what_is_open(editor: Client) -> None:
    fresh, done = _report(), _report(resolved_at=NOW)
    act(editor, Report, "mark_resolved", fresh, done)
    fresh.refresh_from_db()
    done.refresh_from_db()
    assert fresh.resolved_at is not None
    assert done.resolved_at == NOW


def test_a_report_is_resolved_on_its_own_page_too(editor: Client) -> None:
    report = _report()
    data = {"CHANGE_FORM-action": "mark_resolved", "_selected_action": report.pk, "index": "0"}
    editor.post(address(report), data)
    report.refresh_from_db()
    assert report.resolved_at is not None


def test_nobody_writes_or_deletes_a_report_here(editor: Client) -> None:
    report = _report()
    assert editor.get("/admin/study/report/add/").status_code == 403
    assert editor.post(address(report), {"comment": "Well."}).status_code == 403
    assert editor.post(address(report, "delete"), {"post": "yes"}).status_code == 403
    act(editor, Report, "delete_selected", report, post="yes")
    report.refresh_from_db()
    assert report.comment == "It is not."


def test_the_learner_is_nowhere_named(editor: Client) -> None:
    report = _report(learner=LearnerFactory(lan=True))
    for page in (list_address(Report), address(report), f"{list_address(Report)}?q=lan"):
        shown = editor.get(page).content.decode()
        assert "lan@example.org" not in shown
        assert "Lan<" not in shown
        assert "Asia/Ho_Chi_Minh" not in shown


def test_whoever_may_only_look_resolves_nothing(client: Client) -> None:
    reader = User.objects.create_user("vera@example.org", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_report"))
    client.force_login(reader)
    report = _report()
    assert client.get(list_address(Report)).context["action_form"] is None
    act(client, Report, "mark_resolved", report)
    client.post(address(report), {"CHANGE_FORM-action": "mark_resolved", "_selected_action": report.pk, "index": "0"})
    report.refresh_from_db()
    assert report.resolved_at is None
