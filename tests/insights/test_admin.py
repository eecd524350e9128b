"""Questions in figures, as editors see them: a list that sorts by everything, and a page for each question."""

import re
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.demo.factories import EditorFactory, LearnerFactory
from studyapp.insights.admin import ItemFiguresAdmin
from studyapp.insights.collectors import ITEMS
from studyapp.insights.jobs import collect_answers
from studyapp.insights.models import ItemFigures
from studyapp.insights.options import options_of
from studyapp.jobs.models import Job
from studyapp.jobs.registry import name_of
from studyapp.library.models import Question
from tests.insights.encounters import all_met, collected, crowd, met, told
from tests.people import NOON
from tests.shelf import rewrite, stock

pytestmark = pytest.mark.django_db

LIST = "/admin/insights/itemfigures/"
COLLECT = f"{LIST}collect/"
BUDGET = 10


def staff(*codenames: str) -> User:
    user = EditorFactory(is_superuser=False, time_zone="Asia/Ho_Chi_Minh")
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


@pytest.fixture
def editor(client: Client, clock: time_machine.Traveller) -> Client:
    """Edith's browser: she may see and change questions, and is no superuser."""
    client.force_login(staff("view_question", "change_question"))
    return client


@pytest.fixture
def questions(db: None) -> list[Question]:
    """Seven that twelve learners have met: of the first they were half right, of the last not one, and so on."""
    found, pupils = stock(7), crowd(12)
    told(
        met(
            pupil,
            question,
            right=place % 2 == 0 if number == 0 else place % 7 > number,
            first_ms=1000 * (number + place),
            answers=1 + number,
            hinted=number % 2,
            first_picks=1 << (place % 2),
        )
        for number, question in enumerate(found)
        for place, pupil in enumerate(pupils)
    )
    collected()
    return found


def page_of(question: Question) -> str:
    return f"{LIST}question/{question.pk}/"


def listed(response: Any) -> list[int]:
    found = re.findall(rf'class="field-prompt[^"]*"><a href="{LIST}question/([0-9]+)/"', response.text)
    return [int(key) for key in found]


def test_the_list_sorts_by_every_column_both_ways(editor: Client, questions: list[Question]) -> None:
    for column in range(len(ItemFiguresAdmin.list_display)):
        up, down = (editor.get(f"{LIST}?o={sign}{column}") for sign in ("", "-"))
        assert sorted(listed(up)) == sorted(listed(down)) == [question.pk for question in questions]
        assert f"?o=-{column}" in up.text, "it can be turned over"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("right_at_first", lambda one: one.first_right / one.firsts),
        ("median", lambda one: one.median_ms),
        ("asked", lambda one: one.answers),
        ("hints", lambda one: one.hinted / one.answers),
    ],
)
def test_it_sorts_by_what_the_column_says(editor: Client, questions: list[Question], name: str, key: Any) -> None:
    place = [*ItemFiguresAdmin.list_display].index(name)
    found = ItemFigures.objects.in_bulk(field_name="pk")
    by_question = {one.question_id: key(one) for one in found.values()}
    values = [by_question[question] for question in listed(editor.get(f"{LIST}?o=-{place}"))]
    assert values == sorted(values, reverse=True)


def test_those_without_a_figure_come_last_both_ways(editor: Client, questions: list[Question]) -> None:
    place = [*ItemFiguresAdmin.list_display].index("discriminates")
    without = {one.question_id for one in ItemFigures.objects.filter(discrimination=None)}
    assert 0 < len(without) < len(questions)
    for sign in ("", "-"):
        assert set(listed(editor.get(f"{LIST}?o={sign}{place}"))[-len(without) :]) == without


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("flag=is_easy", [1]),
        ("flag=any", [1]),
        ("flag=none", [0, 2]),
        ("flag=no-such", [0, 1, 2]),
        ("q=which", [0, 1, 2]),
    ],
)
def test_it_is_narrowed_by_what_to_look_at(editor: Client, query: str, expected: list[int]) -> None:
    found = stock(3)
    told(all_met(crowd(10), found))
    ItemFigures.objects.update(flags=0, is_easy=False)
    ItemFigures.objects.filter(question=found[1]).update(flags=1, is_easy=True)
    assert sorted(listed(editor.get(f"{LIST}?{query}"))) == [found[place].pk for place in expected]


def test_it_is_narrowed_by_deck_and_kind_and_shows_earlier_revisions_if_asked(editor: Client) -> None:
    [one], [other], pupils = stock(1), stock(1), crowd(10)
    told(all_met(pupils, [one, other]))
    rewrite(one, at=NOON, prompt="Which of these is it?")
    assert listed(editor.get(LIST)) == [other.pk]
    assert sorted(listed(editor.get(f"{LIST}?revisions=all"))) == [one.pk, other.pk]
    assert listed(editor.get(f"{LIST}?question__fact__deck__id__exact={other.fact.deck_id}")) == [other.pk]
    assert listed(editor.get(f"{LIST}?question__kind__exact=typed")) == []


def test_the_pages_cost_at_most_ten_statements_however_much_there_is(editor: Client) -> None:
    costs = []
    for count in (2, 20):
        found = stock(count)
        told(all_met(crowd(10) if count == 2 else list(User.objects.filter(name__startswith="Pupil")), found))
        for page in (LIST, f"{LIST}?o=3&flag=any", f"{LIST}?q=which", page_of(found[0])):
            editor.get(page)
            with CaptureQueriesContext(connection) as captured:
                assert editor.get(page).status_code == 200
            costs.append(len(captured))
    assert costs[:4] == costs[4:]
    assert max(costs) <= BUDGET


def test_a_question_shows_its_figures_in_words_and_as_a_picture_with_its_table(editor: Client) -> None:
    [question, *_], pupils = stock(7), crowd(12)
    labels = [option.label for option in options_of(question.asked.body)]
    right = labels.index("The Moon")
    wrong = next(place for place in range(len(labels)) if place != right)
    told(
        met(pupil, question, right=place < 3, first_picks=1 << (right if place < 3 else wrong), first_ms=2500)
        for place, pupil in enumerate(pupils)
    )
    page = editor.get(page_of(question)).text
    assert "25\N{NO-BREAK SPACE}%, 3 of 12" in page
    assert "2.5\N{NO-BREAK SPACE}s" in page
    assert "12 times, of 12 learners" in page
    assert '<svg\n  class="chart plot"' in page
    assert "75\N{NO-BREAK SPACE}%, 9 of 12" in page.partition("<table>")[2]
    never = [label for place, label in enumerate(labels) if place not in (right, wrong)]
    assert f"Nobody picks this distractor, though enough learners are wrong: “{never[0]}”" in page


def test_a_question_shows_all_its_revisions_and_what_they_did_to_it(editor: Client) -> None:
    [question], pupils = stock(1), crowd(20)
    told(all_met(pupils[:10], [question]))
    rewrite(question, at=NOON, prompt="What chiefly raises the tides?")
    page = editor.get(page_of(question)).text
    assert "What chiefly raises the tides?" in page
    assert "Fewer than 10 learners have answered it so" in page
    question.refresh_from_db()
    told(met(pupil, question) for pupil in pupils[10:])
    page = editor.get(page_of(question)).text
    assert "Right at the first answer, by revision" in page
    assert "Too easy to tell from guessing" in page


def test_nothing_tells_who_answered(editor: Client, questions: list[Question]) -> None:
    for page in (LIST, page_of(questions[0])):
        text = editor.get(page).text
        for pupil in User.objects.filter(name__startswith="Pupil"):
            assert str(pupil) not in text
            assert pupil.name not in text


def test_it_says_as_of_when_by_the_editors_own_clock(
    editor: Client, questions: list[Question], clock: time_machine.Traveller
) -> None:
    assert "As of 12:00." in editor.get(LIST).text, "noon in Hanoi"
    clock.shift(24 * 3600)
    assert "As of 6 January 2026, 12:00." in editor.get(page_of(questions[0])).text


def test_an_editor_asks_for_new_figures_and_twice_is_once(editor: Client, questions: list[Question]) -> None:
    for _ in range(2):
        response = editor.post(COLLECT, {"question": str(questions[0].pk)}, follow=True)
        assert response.redirect_chain == [(page_of(questions[0]), 302)]
        assert "Asked for." in response.text
        assert "Newer figures are on their way" in response.text
    [job] = Job.objects.filter(name=name_of(collect_answers))
    assert job.is_due(NOON)
    assert collect_answers(NOON) == "Read 0 rows of 0 cards."


@pytest.mark.parametrize("sent", ["", "no-such-thing", "9" * 30, "\0"])
def test_whatever_is_sent_along_the_list_comes_next(editor: Client, sent: str) -> None:
    response = editor.post(COLLECT, {"question": sent})
    assert response.status_code in (302, 400)
    if response.status_code == 302:
        assert response["Location"].startswith(LIST)


def test_it_is_asked_for_by_a_button_alone(editor: Client) -> None:
    assert editor.get(COLLECT).status_code == 405


@pytest.mark.parametrize(
    ("codenames", "seen", "asked"), [((), 403, 403), (("view_question",), 200, 403), (("change_question",), 200, 302)]
)
def test_who_may_see_questions_sees_their_figures_and_who_may_change_them_asks_for_new_ones(
    client: Client, questions: list[Question], codenames: tuple[str, ...], seen: int, asked: int
) -> None:
    client.force_login(staff("view_question", *codenames) if "change_question" in codenames else staff(*codenames))
    assert client.get(LIST).status_code == seen
    assert client.get(page_of(questions[0])).status_code == seen
    assert client.post(COLLECT).status_code == asked
    if seen == 200 and asked == 403:
        assert "Collect new answers" not in client.get(LIST).text


def test_a_learner_and_a_stranger_are_turned_away(client: Client, questions: list[Question]) -> None:
    for page in (LIST, page_of(questions[0]), COLLECT):
        assert client.get(page).status_code == 302
    client.force_login(LearnerFactory(lan=True))
    for page in (LIST, page_of(questions[0]), COLLECT):
        assert client.get(page).status_code in (302, 403)
        assert client.post(page).status_code in (302, 403)
    assert not Job.objects.exists()


def test_nobody_changes_a_figure(editor: Client, questions: list[Question]) -> None:
    key = ItemFigures.objects.filter(question=questions[0]).get().pk
    assert editor.get(f"{LIST}{key}/change/")["Location"] == page_of(questions[0])
    assert editor.get(f"{LIST}add/").status_code == 403
    assert editor.post(f"{LIST}{key}/delete/").status_code == 403


@pytest.mark.parametrize("key", ["0", "99999999999999999999", "no-such-thing"])
def test_what_is_not_there_is_not_found(editor: Client, key: str) -> None:
    assert editor.get(f"{LIST}question/{key}/", follow=True).status_code in (200, 404)
    for page in ("change", "history"):
        assert editor.get(f"{LIST}{key}/{page}/").status_code in (302, 404)


def test_a_question_leads_to_its_figures_and_the_first_page_to_those_to_look_at(
    client: Client, questions: list[Question], clock: time_machine.Traveller
) -> None:
    client.force_login(EditorFactory())
    assert (
        f'href="{page_of(questions[0])}"'
        in client.get(reverse("admin:library_question_change", args=[questions[0].pk])).text
    )
    ItemFigures.objects.filter(question=questions[1]).update(flags=1, is_contrary=True)
    page = client.get("/admin/").text
    assert f'href="{page_of(questions[1])}"' in page
    assert "Check the key" in page


def test_before_the_first_collection_it_says_so(editor: Client) -> None:
    page = editor.get(LIST).text
    assert "No answers were collected yet." in page
    assert "once 10 learners have answered it" in page
    assert ITEMS.name
