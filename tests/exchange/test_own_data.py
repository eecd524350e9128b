"""The download of a learner's own data is complete, theirs alone, and can be read by a person and a program."""

import json
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import NOW, EditorFactory, LearnerFactory, QuestionFactory, QuizFactory
from studyapp.exchange.own_data import EXPORTED, LEFT_OUT
from studyapp.library.models import Draft, Question
from studyapp.own import writing
from studyapp.own.models import Sharing
from studyapp.own.sharing import open_to_others
from studyapp.study.decks.membership import join
from studyapp.study.models import Attempt, QuizAnswer, Report
from studyapp.study.quizzes.options import QuizOptions
from studyapp.study.quizzes.sharing import Terms, share
from tests.own.decks import card_of, draft, own_deck, own_note

pytestmark = pytest.mark.django_db


def download(client: Client, person: User) -> dict[str, Any]:
    client.force_login(person)
    found: dict[str, Any] = json.loads(client.get("/accounts/my-data/").getvalue())
    return found


def answer(learner: User, question: Question) -> None:
    join(learner, question.fact.deck, at=NOW)
    card = learner.cards.with_content().get(question=question)
    assert question.revision is not None
    card.answer({"text": "neap tides"}, card.ask(at=NOW), question.revision, at=NOW + timedelta(seconds=4))


def reword(question: Question, editor: User) -> None:
    question.revise(Draft("What are neap tides?", question.author_spec()), at=NOW, editor=editor)


@pytest.fixture
def lan() -> User:
    return LearnerFactory(lan=True)


def test_every_table_about_people_is_exported_or_left_out_for_a_reason() -> None:
    about_people = {User._meta.label} | {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        for column in model._meta.get_fields(include_hidden=True)
        if column.related_model is User and not column.auto_created
    }
    named = {part.model._meta.label for part in EXPORTED.values()} | {
        label for label in LEFT_OUT if label.count(".") == 1
    }
    unlinked = {"sessions.Session"}  # it names the person inside its data
    assert named == about_people | unlinked
    assert all(LEFT_OUT.values())


def test_the_quizzes_lan_took_are_in_it_with_what_was_asked(client: Client, lan: User) -> None:
    question = QuestionFactory(kind="typed")
    quiz = QuizFactory(owner=lan, questions=[question])
    QuizAnswer.give(quiz.items.with_content().get(), lan, {"text": "neap tides"}, shown_at=NOW, at=NOW)
    found = download(client, lan)
    assert [len(found[name]["rows"]) for name in ("quizzes", "quiz_attempts", "quiz_answers")] == [1, 1, 1]
    row = found["quiz_answers"]["rows"][0]
    assert (row["prompt"], row["question_name"], row["response"]) == (
        str(question),
        question.slug,
        {"text": "neap tides"},
    )


def test_what_lan_did_is_all_in_it(client: Client, lan: User) -> None:
    question = QuestionFactory(kind="typed")
    answer(lan, question)
    assert question.revision is not None
    Report.objects.create(
        learner=lan, question=question, revision=question.revision, reason="wrong", comment="So not.", reported_at=NOW
    )
    found = download(client, lan)
    rows = {name: found[name]["rows"] for name in EXPORTED}
    assert {name: len(part) for name, part in rows.items() if part} == {
        "account": 1,
        "decks_joined": 1,
        "cards": 1,
        "reviews": 1,
        "days": 1,
        "reports": 1,
    }
    assert rows["account"][0]["email"] == "lan@example.org"
    assert rows["account"][0]["desired_retention"] == "0.90"
    assert rows["decks_joined"][0]["deck_name"] == question.fact.deck.title
    assert rows["reviews"][0]["response"] == {"text": "neap tides"}
    assert rows["reviews"][0]["prompt"] == str(question)
    assert rows["reviews"][0]["answered_at"] == "2026-01-05T12:00:04Z"
    assert rows["cards"][0]["question_name"] == question.slug
    assert rows["reports"][0]["comment"] == "So not."


def test_marks_and_notes_are_in_it_with_the_card_and_its_log(client: Client, lan: User) -> None:
    question = QuestionFactory(kind="typed")
    join(lan, question.fact.deck, at=NOW)
    card = lan.cards.with_content().get(question=question)
    card.mark(at=NOW)
    card.write_note("Neaps are weak.", at=NOW + timedelta(seconds=1))
    found = download(client, lan)
    assert [(row["marked"], row["note"]) for row in found["cards"]["rows"]] == [(True, "Neaps are weak.")]
    acts = [(row["kind"], row["response"]) for row in found["reviews"]["rows"]]
    assert acts == [("mark", {}), ("note", {"note": "Neaps are weak."})]


def test_every_column_of_an_exported_row_is_in_it(client: Client, lan: User) -> None:
    answer(lan, QuestionFactory(kind="typed"))
    found = download(client, lan)
    for name in ("account", "cards", "reviews", "days", "decks_joined"):
        columns = {column.attname for column in EXPORTED[name].model._meta.concrete_fields}
        assert columns - found[name]["rows"][0].keys() <= {"learner_id", "password"}, name


def test_what_lan_made_is_in_it_whole_and_nothing_is_left_of_it_after_the_account(client: Client, lan: User) -> None:
    note = own_note(own_deck(lan, "Knots"), "What joins two ropes?", "Sheet bend", "typed")
    own_note(own_deck(LearnerFactory(boris=True), "Sails"))
    writing.rewrite(card_of(note), draft("What ties them?", "Sheet bend", "typed"), answer_changed=False, at=NOW)
    open_to_others(lan, note.deck, at=NOW)
    found = download(client, lan)
    rows = {name: found[name]["rows"] for name in EXPORTED if name.startswith("own_") and found[name]["rows"]}
    assert {name: len(part) for name, part in rows.items()} == {
        "own_decks": 1,
        "own_notes": 1,
        "own_cards": 1,
        "own_cards_texts": 2,
    }
    for name, part in rows.items():
        columns = {column.attname for column in EXPORTED[name].model._meta.concrete_fields}
        assert columns - part[0].keys() == {"owner_id"}, name
    assert (rows["own_decks"][0]["title"], rows["own_decks"][0]["code"]) == ("Knots", Sharing.objects.get().code)
    assert [row["prompt"] for row in rows["own_cards_texts"]] == ["What joins two ropes?", "What ties them?"]
    assert (found["cards"]["rows"][0]["question_name"], found["cards"]["rows"][0]["prompt"]) == (
        None,
        "What ties them?",
    )
    assert found["decks_joined"]["rows"][0]["deck_name"] == "Knots"
    lan.erase()
    for part in EXPORTED.values():
        assert not part.rows(lan).exists(), part.model
    assert not Sharing.objects.exists()


def test_what_was_asked_in_a_quiz_is_in_it_even_if_it_was_a_copy(client: Client, lan: User) -> None:
    boris = LearnerFactory(boris=True)
    own_note(own_deck(boris), "What joins two ropes?", "Sheet bend", "typed")
    quiz = share(boris, QuizOptions(own=(1,)), Terms("Knots"), at=NOW, chance=Random(1))
    Attempt.objects.begin(quiz, lan, at=NOW)
    QuizAnswer.give(quiz.items.with_content().get(), lan, {"text": "Sheet bend"}, shown_at=NOW, at=NOW)
    [row] = download(client, lan)["quiz_answers"]["rows"]
    assert (row["question_name"], row["prompt"]) == (None, "What joins two ropes?")


def test_nobody_elses_rows_are_in_it(client: Client, lan: User) -> None:
    question = QuestionFactory(kind="typed")
    boris, edith = LearnerFactory(boris=True), EditorFactory()
    answer(boris, question)
    reword(question, edith)
    found = download(client, lan)
    assert [name for name in EXPORTED if found[name]["rows"]] == ["account"]
    assert "boris" not in json.dumps(found)


def test_the_password_is_not_in_it_and_it_says_so(client: Client, lan: User) -> None:
    found = download(client, lan)
    assert lan.password not in json.dumps(found)
    assert "accounts.User.password" in found["left_out"]


def test_an_editor_finds_what_they_edited(client: Client) -> None:
    edith, question = EditorFactory(), QuestionFactory(kind="typed")
    reword(question, edith)
    LogEntry.objects.create(user=edith, object_repr="a tide", action_flag=2, change_message="Worded better.")
    fact = question.fact
    fact._history_user = edith  # type: ignore[attr-defined]
    fact.statement = "The tide was higher still."
    fact.save()
    found = download(client, edith)
    assert [row["prompt"] for row in found["editing_of_questions"]["rows"]] == ["What are neap tides?"]
    assert [row["change_message"] for row in found["editing_log"]["rows"]] == ["Worded better."]
    assert [row["fact_name"] for row in found["editing_of_facts"]["rows"]] == [fact.slug]


def test_each_part_is_explained(client: Client, lan: User) -> None:
    found = download(client, lan)
    assert all(found[name]["about"] for name in EXPORTED)


def test_it_is_offered_as_a_file_and_kept_by_no_cache(client: Client, lan: User) -> None:
    client.force_login(lan)
    response = client.get("/accounts/my-data/")
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"].startswith('attachment; filename="studyapp-my-data-')
    assert "no-store" in response["Cache-Control"]


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    assert client.get("/accounts/my-data/")["Location"] == "/accounts/login/?next=/accounts/my-data/"


def test_it_is_only_read(client: Client, lan: User) -> None:
    client.force_login(lan)
    assert client.post("/accounts/my-data/").status_code == 405


def test_the_settings_page_leads_to_it(client: Client, lan: User) -> None:
    client.force_login(lan)
    assert "/accounts/my-data/" in client.get("/accounts/settings/").text
