"""What came of a quiz: the result for its learner, and a page with the score alone for whomever they show it."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.site.requests import LearnerRequest
from studyapp.site.values import Context
from studyapp.study.cards.asks import BadAsk, sign, unsign
from studyapp.study.guests import DECKS_HELP, DECKS_LABEL
from studyapp.study.models import Attempt, Queue
from studyapp.study.quizzes.drawing import NothingToAsk
from studyapp.study.quizzes.making import again
from studyapp.study.quizzes.options import QuizOptions
from studyapp.study.quizzes.results import ItemResult, results_of
from studyapp.study.quizzes.scoreboard import ranking
from studyapp.study.quizzes.wording import name_of, remarks_on
from studyapp.study.sitting.scopes import Scope
from studyapp.study.views.common import for_a_learner
from studyapp.study.views.quizzes.choosing import CHANCE
from studyapp.study.views.quizzes.common import own_attempt

SALT = "study.quiz.score"
MOST_RANKED = 20


@dataclass(frozen=True, slots=True)
class Mistakes:
    """What was answered wrong, and how much of it the learner has cards for."""

    scope: Scope
    cards: int

    @classmethod
    def of(cls, attempt: Attempt, found: list[ItemResult]) -> "Mistakes":
        wrong = [result.item.question_id for result in found if result.answer is not None and not result.was_right]
        learner, scope = attempt.learner, Scope(quiz=attempt.quiz_id, cram=True)
        cards = learner.cards.filter(question__in=wrong).exclude(queue=Queue.OFF).count() if wrong else 0
        return cls(scope, cards)


def decks_to_join(learner: User, found: list[ItemResult]) -> list[Deck]:
    """The decks that the answers came from, and that the learner is not in."""
    answered = [result.fact.deck for result in found if result.answer is not None and not result.is_own]
    decks = {deck.pk: deck for deck in answered}
    joined = set(learner.enrolments.current().values_list("deck", flat=True)) if decks else set()
    return [deck for key, deck in decks.items() if key not in joined]


@for_a_learner
@require_safe
def result(request: LearnerRequest, learner: User, quiz: int, *, at: datetime) -> HttpResponse:
    """The score, each question with its verdict, and how it went the last time."""
    attempt = own_attempt(learner, quiz, at=at)
    if not attempt.is_finished:
        return redirect(attempt.quiz)
    found = results_of(attempt)
    context: Context = {
        "attempt": attempt,
        "quiz": attempt.quiz,
        "name": name_of(attempt.quiz),
        "results": found,
        "unanswered": sum(result.answer is None and result.late is None for result in found),
        "late": sum(result.late is not None for result in found),
        "remarks": remarks_on(attempt),
        "before": _before(attempt),
        "ranking": ranking(attempt.quiz)[:MOST_RANKED] if attempt.quiz.ranking else (),
        "next_round": attempt.quiz.followed_by.filter(closed_at=None).order_by("-made_at", "-pk").first(),
        "mistakes": Mistakes.of(attempt, found),
        "decks": decks_to_join(learner, found),
        "decks_label": DECKS_LABEL,
        "decks_help": DECKS_HELP,
        "options": QuizOptions.for_learner(attempt.quiz, learner),
        "score_url": reverse("quiz-score", args=[score_token(attempt)]),
    }
    return render(request, "study/quiz_result.html", context)


def _before(attempt: Attempt) -> Attempt | None:
    """The learner's last quiz of the same scope before this one; what is nobody's any more has lost it."""
    if attempt.quiz.owner_id is None:
        return None
    finished = attempt.learner.attempts.finished().filter(finished_at__lt=attempt.finished_at)
    if attempt.quiz.scope.get("own"):
        finished = finished.filter(quiz__owner=attempt.quiz.owner_id)  # whose decks the numbers are
    return finished.filter(quiz__scope=attempt.quiz.scope, quiz__owner__isnull=False).select_related("quiz").first()


@for_a_learner
def take_again(request: LearnerRequest, learner: User, quiz: int, *, at: datetime) -> HttpResponse:
    """A new quiz of the same questions, as they are worded now."""
    attempt = own_attempt(learner, quiz, at=at)
    if request.method != "POST" or not attempt.is_finished:
        return redirect(attempt.quiz)
    try:
        return redirect(again(learner, attempt.quiz, at=at, chance=CHANCE).quiz)
    except NothingToAsk:
        messages.info(request, _("The questions of this quiz are not asked any more. Choose another quiz."))
        return redirect("quizzes")


def score_token(attempt: Attempt) -> str:
    return sign(SALT, attempt.learner_id, attempt.quiz_id)


@require_safe
def score(request: HttpRequest, token: str) -> HttpResponse:
    """The score alone, for anybody who was given the address: no question, no answer, no name that was not chosen."""
    try:
        learner, quiz = unsign(SALT, token, 2)
    except BadAsk as error:
        raise Http404 from error
    attempt = Attempt.objects.finished().select_related("quiz").filter(learner=learner, quiz=quiz).first()
    if attempt is None:
        raise Http404
    context = {"attempt": attempt, "quiz": attempt.quiz, "name": name_of(attempt.quiz, to_others=True)}
    response = render(request, "study/quiz_score.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
