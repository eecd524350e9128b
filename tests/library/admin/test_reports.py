"""Reports in admin: to be read and resolved, and silent about who reported."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyapp.accounts.models import User
from studyapp.demo.factories import NOW, LearnerFactory, QuestionFactory
from studyapp.library.admin.versions import seen
from studyapp.library.models import Question
from studyapp.study.models import Notice, Report
from tests.library.admin.pages import act, address, list_address, said
from tests.people import DAY

pytestmark = pytest.mark.django_db


def _report(**fields: object) -> Report:
    question = fields.get("question") or QuestionFactory(kind="typed")
    assert isinstance(question, Question)
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


def test_a_question_is_one_row_the_most_reported_first_and_what_is_settled_last(editor: Client) -> None:
    once, done = _report(), _report(resolved_at=NOW + DAY, reported_at=NOW + DAY)
    twice = [_again(_report(reason="unclear"), reason="unclear", reported_at=NOW - DAY)]
    _again(twice[0], resolved_at=NOW, outcome="kept", reported_at=NOW + DAY)
    rows = editor.get(list_address(Report)).context["cl"].result_list
    assert [row.question for row in rows] == [twice[0].question, once.question, done.question]
    page = editor.get(list_address(Report)).content.decode()
    assert "2 open, 1 settled" in page
    assert "2 × unclear" in page


def test_the_page_of_a_question_has_all_that_was_said_of_it(editor: Client) -> None:
    report = _report()
    _again(report, comment="Nor is that.", resolved_at=NOW, outcome="kept")
    page = editor.get(address(report)).content.decode()
    assert "It is not." in page
    assert "Nor is that." in page
    assert "The question stays as it is" in page


def test_what_any_of_its_reports_says_finds_a_question(editor: Client) -> None:
    report = _report(reported_at=NOW - DAY)
    _again(report, comment="Quite another thing.")
    _report()
    found = editor.get(f"{list_address(Report)}?q=not").context["cl"].result_list
    assert report.question in [row.question for row in found]
    assert len(editor.get(f"{list_address(Report)}?q=quite").context["cl"].result_list) == 1
    assert len(editor.get(f"{list_address(Report)}?reason=unclear").context["cl"].result_list) == 0


def test_settling_settles_all_that_is_open_of_the_question_and_tells_each_learner(editor: Client) -> None:
    report, done = _report(), _report(resolved_at=NOW)
    other = _again(report, reported_at=NOW - DAY)
    act(editor, Report, "settle_changed", report, done)
    for one in (report, other, done):
        one.refresh_from_db()
    assert [one.outcome for one in (report, other, done)] == ["changed", "changed", ""]
    assert done.resolved_at == NOW
    assert {notice.learner_id for notice in Notice.objects.all()} == {report.learner_id, other.learner_id}


def test_a_report_is_settled_on_its_own_page_too_and_twice_is_once(editor: Client) -> None:
    report = _report()
    _settle(editor, report, "settle_kept")
    _settle(editor, report, "settle_changed")
    report.refresh_from_db()
    assert report.outcome == "kept"
    assert Notice.objects.get().what == "kept"


def test_what_came_after_the_page_was_opened_stays_open(editor: Client) -> None:
    report = _report()
    shown = seen([report])
    later = _again(report, reported_at=NOW + DAY)
    act(editor, Report, "settle_kept", report)
    later.refresh_from_db()
    assert later.resolved_at is None
    Report.objects.filter(pk=later.pk).update(comment="I mean it.")
    editor.post(address(report), {"CHANGE_FORM-action": "settle_kept", "_selected_action": report.pk, "_seen": shown})
    later.refresh_from_db()
    assert later.resolved_at is None


def test_what_a_learner_has_written_anew_is_read_first(editor: Client) -> None:
    report = _report()
    shown = seen([report])
    Report.objects.send(report.learner, report.revision, "other", "Or rather:", at=NOW + DAY)
    response = editor.post(
        address(report), {"CHANGE_FORM-action": "settle_kept", "_selected_action": report.pk, "_seen": shown}
    )
    assert "a learner has written more meanwhile" in said(response)
    report.refresh_from_db()
    assert report.resolved_at is None


def test_the_reporter_hears_of_it_once(editor: Client, client: Client) -> None:
    lan = LearnerFactory(lan=True)
    report = _report(learner=lan)
    act(editor, Report, "settle_changed", report)
    client.force_login(lan)
    told = [client.get("/").content.decode().count("The editors have changed it. Thank you!") for _ in range(2)]
    assert told == [1, 0]


def test_the_list_costs_the_same_however_much_is_reported(editor: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            editor.get(list_address(Report))
        return len(captured)

    report, few = _report(), cost()
    for _ in range(5):
        _again(report)
        _report()
    assert cost() == few <= 10


def _again(report: Report, **fields: object) -> Report:
    """Another learner reports the same question."""
    return _report(question=report.question, revision=report.revision, **fields)


def _settle(editor: Client, report: Report, outcome: str) -> None:
    report.refresh_from_db()
    data = {"CHANGE_FORM-action": outcome, "_selected_action": report.pk, "index": "0", "_seen": seen([report])}
    editor.post(address(report), data)


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
    act(client, Report, "settle_kept", report)
    client.post(address(report), {"CHANGE_FORM-action": "settle_kept", "_selected_action": report.pk, "index": "0"})
    report.refresh_from_db()
    assert report.resolved_at is None
