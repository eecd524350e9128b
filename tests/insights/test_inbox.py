"""The inbox: what a wrong answer could become, what that would change, and that it is done once and by who may."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyapp.accounts.models import User
from studyapp.demo.factories import EditorFactory, QuestionFactory
from studyapp.insights.collecting import collect
from studyapp.insights.collectors import COLLECTORS
from studyapp.insights.models import Decision, WrongAnswer
from studyapp.jobs.models import Job
from studyapp.library.answers import around
from studyapp.library.models import Question, Standing, State
from studyapp.scheduling import Rating
from studyapp.study.decks.membership import join
from studyapp.study.models import Regrade
from tests.answering import answer, card_of
from tests.library.admin.pages import address, list_address, said
from tests.people import MINUTE, NOON
from tests.shelf import rewrite
from tests.statements import data_statements

pytestmark = pytest.mark.django_db

MOST_STATEMENTS = 10
CHOICE = {"answer": "Neap tides", "distractors": ["Spring tides", "Rip tides"]}


@pytest.fixture
def edith(client: Client) -> User:
    edith = EditorFactory(email="edith@example.org")
    client.force_login(edith)
    return edith


@pytest.fixture
def typed(lan: User, boris: User) -> Question:
    question = QuestionFactory(kind="typed", spec={"answer": "Neap tides"})
    for learner in (lan, boris):
        join(learner, question.fact.deck, at=NOON)
    return question


def write(learner: User, question: Question, text: str, n: int = 0) -> None:
    answer(learner, question, at=NOON + n * MINUTE, response={"text": text})


def wrong(*learners: User, question: Question, text: str = "Low tides") -> WrongAnswer:
    """What all of these wrote."""
    for learner in learners:
        write(learner, question, text)
    collect(COLLECTORS, at=NOON)
    return WrongAnswer.objects.get(written=text)


def page(client: Client, waiting: WrongAnswer) -> Any:
    return client.get(address(waiting))


def press(client: Client, waiting: WrongAnswer, way: str, *, shown: Any = None, **more: str) -> Any:
    """Press the button of one way, on the page as it was shown."""
    ways = (shown or page(client, waiting)).context["ways"]
    chosen = next(one for one in ways if one.said == way)
    data = {"said": way, "question": chosen.question.pk, "revision": chosen.question.revision_id, **more}
    return client.post(address(waiting), data)


def _untouched(question: Question) -> bool:
    return not question.revisions.filter(editor__isnull=False).exists() and not Decision.objects.exists()


def test_i_was_right_comes_first(client: Client, edith: User, lan: User, boris: User, typed: Question) -> None:
    for n in range(2):
        write(lan, typed, "Half tides", n)
        write(boris, typed, "Half tides", n)
    write(lan, typed, "Low tides", 3)
    card_of(lan, typed).override(Rating.GOOD, 2, at=NOON + 3 * MINUTE)
    collect(COLLECTORS, at=NOON)
    listed = client.get(list_address(WrongAnswer)).context["cl"].result_list
    assert [one.written for one in listed] == ["Low tides", "Half tides"]


def test_one_click_accepts_it_and_past_answers_are_judged_again(
    client: Client, edith: User, lan: User, boris: User, typed: Question
) -> None:
    waiting = wrong(lan, boris, question=typed)
    shown = page(client, waiting)
    assert "2 answers of 2 learners" in " ".join(shown.content.decode().split())
    press(client, waiting, "accepted", shown=shown, regrade="on")
    typed.refresh_from_db()
    assert typed.author_spec()["aliases"] == ["Low tides"]
    assert (typed.asked.minor, typed.asked.editor) == (True, edith)
    assert not WrongAnswer.objects.exists()
    assert Job.objects.filter(name="study.regrade").exists()
    [regrade] = Regrade.objects.all()
    assert (regrade.run(at=NOON), regrade.editor) == (2, edith)
    collect(COLLECTORS, at=NOON)
    assert not WrongAnswer.objects.exists()


def test_where_two_look_at_everything_it_waits_to_be_published_and_so_do_past_answers(
    client: Client, edith: User, lan: User, boris: User, typed: Question, settings: LazySettings
) -> None:
    settings.EDITORS_FOUR_EYES = True
    told = said(press(client, wrong(lan, boris, question=typed), "accepted", regrade="on"))
    assert "waits for review" in told
    assert "judged again once the question is published" in told
    typed.refresh_from_db()
    assert typed.state == State.READY
    assert Standing.objects.of(typed).edited_by == edith
    assert Regrade.objects.run(at=NOON) == 0
    typed.publish(at=NOON, freeze=around(typed, typed.author_spec()), editor=EditorFactory())
    assert Regrade.objects.run(at=NOON) == 2


def test_past_answers_stay_where_that_is_not_wanted(
    client: Client, edith: User, lan: User, boris: User, typed: Question
) -> None:
    press(client, wrong(lan, boris, question=typed), "accepted")
    assert not Regrade.objects.exists()


def test_listed_as_wrong_it_lowers_past_answers_only_if_the_editor_asks_for_it(
    client: Client, edith: User, lan: User, boris: User, ada: User
) -> None:
    question = QuestionFactory(kind="typed", spec={"answer": "Montgomery"})
    for learner in (lan, boris, ada):
        join(learner, question.fact.deck, at=NOON)
    write(lan, question, "Montgamera")
    assert card_of(lan, question).right == 1, "two slips in a long word"
    waiting = wrong(boris, ada, question=question, text="Montgamira")
    shown = page(client, waiting)
    assert "1 answer of 1 learner that counted as right" in " ".join(shown.content.decode().split())
    assert ">Judge past answers again" not in shown.content.decode()
    press(client, waiting, "refused", shown=shown, regrade="on")
    question.refresh_from_db()
    assert question.author_spec()["wrong_answers"] == ["Montgamira"]
    assert Regrade.objects.get().run(at=NOON) == 1
    assert card_of(lan, question).right == 0
    assert client.get(list_address(WrongAnswer)).context["cl"].result_count == 0


def test_it_becomes_a_wrong_option_of_another_question_on_the_fact(
    client: Client, edith: User, lan: User, boris: User, typed: Question
) -> None:
    choice = QuestionFactory(kind="choice", fact=typed.fact, spec=CHOICE)
    press(client, wrong(lan, boris, question=typed), "offered", regrade="on")
    choice.refresh_from_db()
    assert "Low tides" in choice.author_spec()["distractors"]
    assert choice.asked.minor
    assert not Regrade.objects.exists()
    assert Decision.objects.get().said == "offered"


def test_what_the_gate_refuses_is_not_saved_and_the_editor_is_told_why(
    client: Client, edith: User, lan: User, boris: User, typed: Question
) -> None:
    choice = QuestionFactory(
        kind="choice", fact=typed.fact, spec={**CHOICE, "distractors": [f"Tide {n}" for n in range(8)]}
    )
    waiting = wrong(lan, boris, question=typed)
    response = press(client, waiting, "offered")
    assert response.status_code == 422
    assert "Give at most 8 here; there are 9." in said(response)
    assert _untouched(choice)


def test_what_was_changed_since_the_page_was_opened_is_not_overrun(
    client: Client, edith: User, lan: User, boris: User, typed: Question
) -> None:
    waiting = wrong(lan, boris, question=typed)
    shown = page(client, waiting)
    rewrite(typed, at=NOON, aliases=["Neaps"])
    response = press(client, waiting, "accepted", shown=shown, regrade="on")
    assert response.status_code == 409
    assert "the question was changed after you opened this page" in said(response)
    assert response.context["ways"][0].amendment.differences == [("Also right", "", "Low tides")]
    typed.refresh_from_db()
    assert typed.author_spec()["aliases"] == ["Neaps"]
    assert not Regrade.objects.exists()


def test_a_second_click_does_nothing_more(client: Client, edith: User, lan: User, boris: User, typed: Question) -> None:
    waiting = wrong(lan, boris, question=typed)
    shown = page(client, waiting)
    for _ in range(2):
        press(client, waiting, "accepted", shown=shown, regrade="on")
    typed.refresh_from_db()
    assert (typed.author_spec()["aliases"], Regrade.objects.count()) == (["Low tides"], 1)
    assert typed.revisions.filter(editor=edith).count() == 1


def test_what_is_left_waits_no_more_until_it_is_brought_back(
    client: Client, edith: User, lan: User, boris: User, typed: Question
) -> None:
    waiting = wrong(lan, boris, question=typed)

    def listed(query: str = "") -> int:
        collect(COLLECTORS, at=NOON)
        return int(client.get(f"{list_address(WrongAnswer)}{query}").context["cl"].result_count)

    client.post(address(waiting), {"said": "left"})
    assert (listed(), listed("?done=left")) == (0, 1)
    client.post(address(waiting), {"said": ""})
    assert (listed(), listed("?done=left")) == (1, 0)


@pytest.mark.parametrize(
    "sent",
    [
        {"said": "guessed"},
        {"said": "accepted", "question": "x"},
        {"said": "offered", "question": "9" * 30},
        {"said": "\0"},
    ],
)
def test_junk_changes_nothing(
    client: Client, edith: User, lan: User, boris: User, typed: Question, sent: dict[str, str]
) -> None:
    waiting = wrong(lan, boris, question=typed)
    assert client.post(address(waiting), {"revision": "1", **sent}).status_code == 409
    assert _untouched(typed)


@pytest.mark.parametrize("key", ["0", "x", "9" * 30, "1_00"])
def test_what_waits_no_more_leads_back_to_the_list(client: Client, edith: User, key: str) -> None:
    response = client.get(f"/admin/insights/wronganswer/{key}/change/")
    assert (response.status_code, response["Location"]) == (302, list_address(WrongAnswer))


@pytest.mark.parametrize(("codenames", "status"), [([], 403), (["view_question"], 200)])
def test_who_may_only_look_decides_nothing(
    client: Client, lan: User, boris: User, typed: Question, codenames: list[str], status: int
) -> None:
    waiting = wrong(lan, boris, question=typed)
    reader = User.objects.create_user("vera@example.org", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(reader)
    assert client.get(list_address(WrongAnswer)).status_code == status
    assert page(client, waiting).status_code == status
    assert "<button" not in page(client, waiting).content.decode().partition("wrong-answer")[2]
    data = {"said": "accepted", "question": typed.pk, "revision": typed.revision_id}
    assert client.post(address(waiting), data).status_code == 403
    assert client.post(address(waiting), {"said": "left"}).status_code == 403
    assert _untouched(typed)


def test_nobody_is_named(client: Client, edith: User, lan: User, boris: User, typed: Question) -> None:
    waiting = wrong(lan, boris, question=typed)
    for shown in (client.get(list_address(WrongAnswer)), page(client, waiting)):
        told = shown.content.decode().partition('id="content"')[2]
        assert not any(name in told for name in ("Lan", "Boris", "lan@", "boris@", "Asia/", "Europe/"))


def test_the_pages_cost_the_same_however_much_was_answered(
    client: Client, edith: User, lan: User, boris: User, typed: Question
) -> None:
    QuestionFactory(kind="choice", fact=typed.fact, spec=CHOICE)
    waiting = wrong(lan, boris, question=typed)

    def costs() -> list[int]:
        found = []
        for shown in (list_address(WrongAnswer), address(waiting)):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(shown).status_code == 200
            found.append(len(data_statements(captured)))
            assert len(captured) <= MOST_STATEMENTS
        return found

    before = costs()
    for n in range(1, 6):
        for learner in (lan, boris):
            write(learner, typed, f"Tides of the {'abcdefgh'[n] * 3}", n)
    collect(COLLECTORS, at=NOON)
    assert WrongAnswer.objects.count() == 6
    assert costs() == before


@pytest.mark.parametrize(
    ("kind", "spec", "response", "after"),
    [
        ("number", {"answer": "11", "unit": "boats"}, {"number": "13"}, ("Tolerance", "", "2")),
        (
            "cloze",
            {"blanks": ["Spring", "Neap"]},
            {"blank_1": "king", "blank_2": "neap"},
            ("Answers", "Spring", "Spring | king"),
        ),
        ("date", {"answer": "1984-05-08"}, {"date": "1985-05-08"}, None),
    ],
)
def test_each_kind_accepts_in_its_own_way(
    client: Client,
    edith: User,
    lan: User,
    boris: User,
    kind: str,
    spec: dict[str, Any],
    response: dict[str, str],
    after: Any,
) -> None:
    question = QuestionFactory(kind=kind, spec=spec)
    for learner in (lan, boris):
        join(learner, question.fact.deck, at=NOON)
        answer(learner, question, at=NOON, response=response)
    collect(COLLECTORS, at=NOON)
    ways = page(client, WrongAnswer.objects.get()).context["ways"]
    assert [way.amendment.differences for way in ways] == ([[after]] if after else [])
    assert [(way.foreseen.answers, way.foreseen.learners) for way in ways] == ([(2, 2)] if after else [])
