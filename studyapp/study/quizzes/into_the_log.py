"""What a learner answered in quizzes before they joined a deck, taken up into the logs of its cards."""

from copy import copy
from datetime import timedelta

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.study.cards.grading import judge
from studyapp.study.models import QuizAnswer, QuizItem


def take_up(learner: User, deck: Deck) -> None:
    """Let the answers to this deck's questions that are in no log yet count, each as of its own moment and study day.

    For the transaction that deals the cards, and locked the learner.
    """
    if not learner.quizzes_count:
        return
    items = QuizItem.objects.of(learner).with_content().filter(question__fact__deck=deck)
    asked = {(item.quiz_id, item.position): item for item in items}
    if not asked:
        return
    # An answer that was given at this moment is among them, since the learner is locked; a later one finds its card.
    cards = {card.question_id: card for card in learner.cards.with_content().filter(deck=deck)}
    for answer in learner.quiz_answers.filter(quiz__in={quiz for quiz, _ in asked}, logged_as=None).order_by(
        "answered_at", "quiz_id", "position"
    ):
        item = asked.get((answer.quiz_id, answer.position))
        card = cards.get(item.asked.question.pk) if item else None
        if item is None or card is None:
            continue
        # The study day that the learner has reached by now is no bound to days gone by; what the card says is.
        card.learner = copy(learner)
        card.learner.study_day = card.last_day
        QuizAnswer.objects.filter(pk=answer.pk).update(logged_as=card.version)
        shown_at = answer.answered_at - timedelta(milliseconds=answer.elapsed_ms)
        verdict = judge(item.asked.body, answer.response)
        card.quiz(answer.response, verdict, item.asked, shown_at=shown_at, at=answer.answered_at)
