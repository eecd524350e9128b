"""What was done before it was kept is found in versions, revisions and notices, and comes first."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from studyapp.demo.factories import NOW, QuestionFactory
from studyapp.library.models import Act, Fact, State
from tests.library.admin.pages import address, save

pytestmark = pytest.mark.django_db


def test_versions_revisions_and_notices_become_acts_in_their_order(editor: Client, edith: Any) -> None:
    question = QuestionFactory(kind="typed", fact__citations=[{"says": "high"}])
    fact = question.fact
    save(editor, address(fact), statement="The tide was low.", citations__0__says="low")
    save(editor, address(question), prompt="Which tides are weak?")
    Fact.objects.get(pk=fact.pk).move(State.RETIRED, at=NOW)
    Act.objects.all().delete()
    import_module("studyapp.library.migrations.0014_acts_so_far").keep(apps, None)
    told = list(Act.objects.about(fact).order_by("pk"))
    assert [act.at for act in told] == sorted(act.at for act in told)
    found = {(act.kind, act.what): act for act in told}
    assert {("fact", "added"), ("fact", "edited"), ("fact", "published"), ("fact", "retired")} <= found.keys()
    assert {what for kind, what in found if kind == "question"} == {"added", "edited", "resumed", "stopped"}
    assert (found["fact", "retired"].before, found["fact", "retired"].after) == ("Published", "Retired")
    changes = [change for act in told for change in act.differences if act.editor == edith]
    assert ["citation: says", "high", "low"] in changes
    assert any(was != now == "The tide was low." for _, was, now in changes)
    assert any(now == "Which tides are weak?" for _, _, now in changes)
    article = fact.citations.get().article
    assert Act.objects.about(article).get().what == "added"
