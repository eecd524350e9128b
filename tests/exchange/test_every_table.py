"""A person with a row in every table that names people: the download has it or says why not, and it goes with them."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.db.models import Model
from django.test import Client

from studyapp.accounts.models import ParameterSet, User
from studyapp.demo.factories import NOW, PASSWORD, LearnerFactory, QuestionFactory, QuizFactory
from studyapp.exchange.models import Import
from studyapp.exchange.own_data import EXPORTED, LEFT_OUT
from studyapp.insights.collecting import collect
from studyapp.insights.collectors import COLLECTORS
from studyapp.insights.models import WrongAnswer
from studyapp.library.models import Act, Draft, Question, Standing
from studyapp.own.models import Arrived
from studyapp.own.pictures import keep_picture
from studyapp.study.decks.membership import join
from studyapp.study.models import Bookmark, LateAnswer, Notice, Outdated, Regrade, Report
from studyapp.study.models.snapshots import Snapshot
from tests.answering import answer
from tests.own.decks import own_deck, own_note
from tests.people import group
from tests.pictures import upload
from tests.quizzing import give

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

ADDRESS, WORDS = "lan@example.org", "What Lan wrote"


@pytest.fixture
def lan() -> User:
    """Who learns, takes quizzes, reports, and edits."""
    lan = LearnerFactory(lan=True)
    question = QuestionFactory(kind="typed")
    _learn(lan, question)
    _edit(lan, question)
    _make(lan)
    collect(COLLECTORS, at=NOW)
    return lan


def _learn(lan: User, question: Question) -> None:
    EmailAddress.objects.create(user=lan, email=ADDRESS, verified=True, primary=True)
    join(lan, question.fact.deck, at=NOW)
    answer(lan, question, at=NOW, response={"text": WORDS})
    lan.cards.with_content().get(question=question).write_note(WORDS, at=NOW + timedelta(minutes=1))
    quiz = QuizFactory(owner=lan, questions=[question], title=WORDS)
    give(lan, quiz, at=NOW + timedelta(minutes=2))
    LateAnswer.objects.create(learner=lan, quiz=quiz, position=1, response={"text": WORDS}, came_at=NOW)
    Report.objects.send(lan, question.asked, "other", WORDS, at=NOW)
    Notice.objects.leave(lan, question, Notice.What.KEPT)
    Outdated.objects.create(learner=lan, fact=question.fact, noticed_at=NOW)
    Bookmark.objects.create(learner=lan, fact=question.fact, kept_at=NOW)
    Snapshot.objects.create(learner=lan, study_day=NOW.date(), taken_at=NOW, figures={})
    fitted: dict[str, Any] = {"values": [], "choice": "default", "fitted_on": 1, "held_out": 1, "log_losses": {}}
    ParameterSet.objects.create(learner=lan, number=1, fitted_at=NOW, **fitted)


def _edit(lan: User, question: Question) -> None:
    lan.groups.add(group("Editors"))
    lan.user_permissions.add(Permission.objects.all()[0])
    question.revise(Draft("Which tides are low?", question.author_spec()), at=NOW, editor=lan)
    Regrade.objects.create(revision=question.asked, editor=lan, asked_at=NOW)
    LogEntry.objects.create(user=lan, object_repr="a tide", action_flag=2)
    Act.objects.record([Act.on(question.fact, Act.What.REVIEWED, editor=lan.pk)])
    by = {f"{verb}_by": lan for verb in ("edited", "ready", "moved", "planned")}
    Standing.objects.keep(question.fact, **by)
    citation = question.fact.citations.get()
    for thing in (question.fact, citation, citation.article):
        thing._history_user = lan
        thing.save()


def _make(lan: User) -> None:
    note = own_note(own_deck(lan, WORDS), WORDS, WORDS)
    Arrived.objects.create(fact=note, owner=lan, guid=WORDS, name=WORDS, tags=[WORDS], digest="")
    Import.objects.create(learner=lan, name=WORDS, size=1, said=WORDS, sent_at=NOW)
    keep_picture(lan, upload(), alt=WORDS, at=NOW)


def naming(person: int) -> Iterator[tuple[str, bool]]:
    """Each column that names people, by its label, and whether a row names this one."""
    for model in apps.get_models(include_auto_created=True):
        for column in model._meta.get_fields(include_hidden=True):
            if column.related_model is User and not column.auto_created and column.concrete:
                found = model._base_manager.filter(**{column.name: person})
                yield f"{model._meta.label}.{column.name}", found.exists()


def written() -> Iterator[tuple[str, str]]:
    """All that any table holds."""
    models: list[type[Model]] = [*apps.get_models(include_auto_created=True)]
    for model in models:
        for row in model._base_manager.values():
            yield model._meta.label, json.dumps(row, default=str, ensure_ascii=False)


def test_what_any_table_holds_of_a_person_is_in_the_download_and_goes_with_them(client: Client, lan: User) -> None:
    assert [label for label, is_named in naming(lan.pk) if not is_named] == []
    assert WrongAnswer.objects.filter(written=WORDS).exists()
    client.force_login(lan)
    found = json.loads(client.get("/accounts/my-data/").getvalue())
    assert [name for name in EXPORTED if not found[name]["rows"]] == []
    assert found["left_out"] == LEFT_OUT
    assert client.post("/accounts/delete/", {"password": PASSWORD}).status_code == 302
    collect(COLLECTORS, at=NOW)
    assert [label for label, is_named in naming(lan.pk) if is_named] == []
    assert not User.objects.filter(pk=lan.pk).exists()
    assert not any(session.get_decoded().get("_auth_user_id") for session in Session.objects.all())
    assert [label for label, row in written() if ADDRESS in row or WORDS in row] == []
