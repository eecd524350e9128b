"""The verbs of answering, and what has become of a card."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from studyapp.accounts.models import User
from studyapp.library.models import Question
from studyapp.study.cards.queues import mix_of
from studyapp.study.models import Card, Outcome, Queue
from studyapp.study.new_day import begin_day
from studyapp.study.sitting.sitting import Sitting
from tests.people import DAY, NOON, TOOK

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/study/"}


@dataclass(frozen=True)
class Form:
    """The form of a question on a page: what it sends, and where to."""

    url: str
    question: int
    ask: str


def form_on(response: Any) -> Form:
    page = response.content.decode()
    form = re.search(
        r'<form[^>]* action="(/study/([0-9]+)/(?:answer|reveal)/)".*?name="ask" value="([^"]+)"', page, re.S
    )
    assert form, "There is no question on this page."
    return Form(form[1], int(form[2]), form[3])


def form_for(learner: User, question: Question, *, at: datetime = NOON) -> Form:
    """The form as it was shown at a moment, whatever else came first."""
    token = card_of(learner, question).ask(at=at - TOOK).token
    return Form(f"/study/{question.pk}/answer/", question.pk, token)


def said(question: Question, *, right: bool = True) -> dict[str, Any]:
    """What the browser of a learner sends who knows the answer, or who does not."""
    revision = Question._base_manager.select_related("revision").get(pk=question.pk).revision
    assert revision is not None
    return dict(revision.body.sample_answer(right=right))


def card_of(learner: User, question: Question) -> Card:
    """The learner's card as the database has it."""
    return learner.cards.with_content().get(question=question)


def queue_of(learner: User, question: Question) -> Queue:
    return Queue(learner.cards.get(question=question).queue)


def response_to(question: Question, *, right: bool = True) -> dict[str, Any]:
    """What the answer form makes of the answer of a learner who knows, or who does not."""
    revision = Question._base_manager.select_related("revision").get(pk=question.pk).revision
    assert revision is not None
    form = revision.body.answer_form(said(question, right=right))
    assert form.is_valid(), form.errors
    return form.cleaned_data


def answer(
    learner: User,
    question: Question,
    *,
    at: datetime,
    right: bool = True,
    response: dict[str, Any] | None = None,
    took: timedelta = TOOK,
) -> Outcome:
    """Show the question and answer it: the sitting of one question."""
    begin_day(learner, at=at)
    card = card_of(learner, question)
    assert card.question.revision is not None
    ask = card.ask(at=at - took)
    return card.answer(response or response_to(question, right=right), ask, card.question.revision, at=at)


def due_day_of(learner: User, question: Question) -> date:
    day = card_of(learner, question).due_day
    assert day is not None
    return day


def learn(learner: User, question: Question, *, at: datetime) -> datetime:
    """Answer rightly until no step is left, and return when that was."""
    while (due := answer(learner, question, at=at).review.due) and due.at:
        at = due.at
    return at


def put_in_review(learner: User, question: Question, *, due: date) -> None:
    """Let a card stand as one that was learned ten days before it is due, without the log that would say so."""
    known = {"stability": 10.0, "difficulty": 5.0, "state": "review", "model": "fsrs-6", "reps": 3}
    learner.cards.filter(question=question).update(
        queue=Queue.REVIEW, due_day=due, last_day=due - 10 * DAY, mix=mix_of(question.pk, 3), **known
    )


def next_question(learner: User, *, at: datetime) -> Question | None:
    """What the learner would be asked now."""
    begin_day(learner, at=at)
    pk = Sitting.of(learner, at).next_question
    return None if pk is None else Question.objects.get(pk=pk)
