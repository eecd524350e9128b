"""The verbs of taking a quiz."""

import re
from datetime import datetime, timedelta
from typing import Any

from studyapp.accounts.models import User
from studyapp.study.models import Attempt, Given, Quiz, QuizAnswer
from tests.people import NOON, TOOK


def give(
    learner: User, quiz: Quiz, position: int = 1, *, right: bool = True, at: datetime = NOON, took: timedelta = TOOK
) -> Given:
    """Answer as a request does, which finds everything anew."""
    item = quiz.items.with_content().get(position=position)
    body = item.asked.body
    form = body.answer_form(body.sample_answer(right=right))
    assert form.is_valid()
    learner = User.objects.get(pk=learner.pk)
    return QuizAnswer.give(item, learner, form.cleaned_data, shown_at=at - took, at=at)


def attempt_at(quiz: Quiz) -> Attempt:
    return Attempt.objects.select_related("quiz").get(learner=quiz.owner_id, quiz=quiz)


def shown_on(page: Any) -> str:
    found = re.search(r'name="shown" value="([^"]+)"', page.content.decode())
    assert found, "No question is asked on this page."
    return found[1]


def entry_on(page: str) -> str:
    found = re.search(r'name="entry" value="([^"]+)"', page)
    assert found, "no first question on this page"
    return found[1]
