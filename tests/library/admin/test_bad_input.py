"""Every address that is ours in admin is sent what it should not be: nothing breaks, and nothing is changed."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import EditorFactory, LearnerFactory, QuestionFactory
from studyapp.insights.collecting import collect
from studyapp.insights.collectors import COLLECTORS
from studyapp.library.models import ArticleText, Question
from studyapp.study.decks.membership import join
from tests.answering import HTMX, answer
from tests.junk import everything
from tests.people import NOON

pytestmark = pytest.mark.django_db

OURS = re.compile(
    "desk/|settle/|plan/|remark/|revision/|check/|guide/|suggest/|preview/|collect/|itemfigures/question/|history/<"
    "|(wronganswer|report|act|job|editor)/<path:object_id>/change/"
)
HUGE = str(2**70)
ASKED = (
    "?fact=x&paragraph=x&kind=x&preview=x&next=//evil&with=questions&deck=x,1&revision=x&q=%00&stance=x",
    f"?fact={HUGE}&paragraph={HUGE}&question={HUGE}&deck={HUGE}&preview={HUGE}&kind=typed&with={HUGE}&p={HUGE}",
)
SENT: list[dict[str, Any]] = [
    {},
    {
        "_verb": "publish",
        "version": "x",
        "_seen": f"{HUGE}-x",
        "seal": "x",
        "post": "yes",
        "none": "1",
        "question": [HUGE, "x"],
        "publish": ["fact-x", f"fact-{HUGE}"],
        "kind": "x",
        "proposed": "\0",
        "publish_on": "2999-99-99",
        "look_on": "\0",
        "proposal": ["x"],
        "remark": "",
        "token": "²",
    },
    {
        "said": "accepted",
        "question": HUGE,
        "revision": "x",
        "kind": "typed",
        "proposed": "\0",
        "back": "1",
        "prompt": "\0",
        "statement": "\0",
        "deck": HUGE,
        "fact": HUGE,
        "text": "\0",
        "citations-TOTAL_FORMS": "1",
        "citations-INITIAL_FORMS": "1",
        "citations-0-id": HUGE,
    },
]
TURNED_AWAY = (302, 403, 404, 405)
ASKS_NOTHING = {"/admin/insights/itemfigures/collect/"}
"""Whatever it is sent, it does the same: figures are collected."""


def addresses(key: str) -> Iterator[str]:
    """With this key in all their gaps."""
    for room in admin.site.get_urls():
        for page in getattr(room, "url_patterns", []):
            route = str(page.pattern).replace("^", "").replace("$", "").replace("([^/]+)", "<path:key>")
            if "<" in f"{room.pattern}{route}" and OURS.search(f"{room.pattern}{route}"):
                yield f"/admin/{room.pattern}" + re.sub("<.*?>", key, route.replace("<slug:kind>", "typed"))
            elif OURS.search(route):
                yield f"/admin/{room.pattern}{route}"


@pytest.fixture
def question(lan: User) -> Question:
    """With all that hangs on one, from its article's text to a wrong answer."""
    question = QuestionFactory(kind="typed", spec={"answer": "Neap tides"})
    ArticleText.objects.create(article=question.fact.citations.get().article, text="One.\n\nTwo.")
    join(lan, question.fact.deck, at=NOON)
    answer(lan, question, at=NOON, response={"text": "Low tides"})
    collect(COLLECTORS, at=NOON)
    return question


def test_nothing_breaks_or_changes_whatever_is_sent(client: Client, question: Question) -> None:
    client.force_login(EditorFactory())
    client.raise_request_exception = False
    before, broken = everything(), []
    for key in (str(question.pk), HUGE):
        for page in addresses(key):
            broken += [page + asked for asked in ("", *ASKED) if client.get(page + asked).status_code >= 500]
            for headers in ({}, HTMX) if "desk" in page else ({},):
                sent = [] if page in ASKS_NOTHING else SENT
                answers = [client.post(page, told, headers=headers).status_code for told in sent]
                broken += [f"{page}: {status}" for status in answers if status >= 500]
    assert broken == []
    assert everything() == before


@pytest.mark.parametrize("who", ["a stranger", "a learner", "an editor who may do nothing"])
def test_who_may_not_is_shown_and_changes_nothing(client: Client, question: Question, who: str) -> None:
    if who == "a learner":
        client.force_login(LearnerFactory())
    elif who != "a stranger":
        client.force_login(EditorFactory(is_superuser=False))
    before, shown, statement = everything(), [], question.fact.statement
    for page in addresses(str(question.pk)):
        answers = (client.get(page, headers=HTMX), client.post(page, SENT[1]), client.put(page))
        open_to_them = (one for one in answers if one.status_code not in TURNED_AWAY or statement in one.text)
        shown += [(page, one.request["REQUEST_METHOD"], one.status_code) for one in open_to_them]
    assert shown == []
    assert everything() == before
