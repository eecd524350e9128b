"""Taking a quiz without an account: the first question is shown to a visitor, and its answer makes a guest of them."""

import random
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from studyapp.accounts.guests import TooManyGuests, let_in
from studyapp.accounts.models import User
from studyapp.kinds.base import AnswerForm, Response
from studyapp.site.requests import LearnerRequest
from studyapp.study.cards.asks import BadAsk
from studyapp.study.cards.grading import response_in
from studyapp.study.models import AnsweredOtherwise, Attempt, Over, QuizAnswer, QuizItem
from studyapp.study.quizzes.drawing import NothingToAsk, drawn
from studyapp.study.quizzes.first_question import FirstQuestion
from studyapp.study.views.quizzes.choosing import OptionsForm
from studyapp.study.views.quizzes.common import is_by_clock, learner_for, time_until
from studyapp.study.views.too_many import too_many

USUAL_LENGTH = "5"
CLOSED = gettext_noop("This quiz is closed. Ask the person who gave you the code.")


def refuse(request: HttpRequest, sentence: str, status: int, *, way: str = "") -> HttpResponse:
    """Say plainly why there is nothing here, and the way on."""
    return render(
        request,
        "study/quiz_refused.html",
        {"sentence": sentence, "way": way or reverse("quizzes"), "status": status},
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def try_quiz(request: LearnerRequest) -> HttpResponse:
    """A quiz for a visitor, drawn by the number in the address so that a reload shows the same; nothing is stored."""
    if request.method == "POST":
        return first_answer(request)
    if learner_for(request) is not None:
        return redirect(reverse("quizzes", query=request.GET))
    if not request.GET.get("draw"):
        query = request.GET.copy()
        query["draw"] = secrets.token_hex(4)
        return redirect(reverse("try-quiz", query=query))
    chosen = request.GET.copy()
    chosen.setdefault("length", USUAL_LENGTH)
    form = OptionsForm(chosen, chosen, None)
    if not form.is_valid():
        return refuse(request, str(next(iter(form.errors.values()))[0]), 400)
    at = timezone.now()
    chance = random.Random(request.GET["draw"])  # noqa: S311  anyone may know what is drawn
    try:
        questions = drawn(None, form.options, at.date(), chance)
    except NothingToAsk:
        return refuse(request, _("There are no questions here for a quiz. Choose another deck or article."), 404)
    asked = tuple((question.pk, question.asked.pk) for question in questions)
    return show_first(request, FirstQuestion.new(shown_at=at, asked=asked, options=form.options), at=at)


def show_first(
    request: LearnerRequest, entry: FirstQuestion, form: AnswerForm | None = None, *, at: datetime
) -> HttpResponse:
    revision, quiz = entry.revision(), entry.shared_quiz()
    minutes = quiz.minutes if quiz else entry.options and entry.options.minutes
    form = form or revision.body.answer_form(seed=entry.seed)
    context = {
        "entry": entry,
        "quiz": quiz,
        "length": quiz.length if quiz else len(entry.asked),
        "may_have_more_time": quiz is None or quiz.more_time,
        "revision": revision,
        "kind": revision.body,
        "form": form,
        **(time_until(entry.shown_at + timedelta(minutes=minutes), at) if minutes else {}),
    }
    return render(request, "study/quiz_entry.html", context, status=422 if form.errors else 200)


def first_answer(request: LearnerRequest) -> HttpResponse:
    """The visitor has answered: from now on they are a guest, and the quiz is theirs."""
    at = timezone.now()
    try:
        entry = FirstQuestion.read(request.POST.get("entry", ""), at=at)
        quiz = entry.shared_quiz()
        if entry.quiz is not None and (quiz is None or quiz.is_closed):
            return refuse(request, _(CLOSED), 409)
        revision = entry.revision()
    except BadAsk:
        return refuse(request, _("That page was open for too long. Start the quiz again."), 400)
    form = revision.body.answer_form(request.POST, seed=entry.seed)
    response = response_in(request.POST, form)
    if response is None and is_by_clock(request):
        sentence = _("Time ran out before you answered anything. Nothing is saved, and you can start again.")
        return refuse(request, sentence, 409, way=reverse("take-part", args=[quiz.code]) if quiz else "")
    if response is None:
        return show_first(request, entry, form, at=at)
    try:
        with transaction.atomic():
            learner = learner_for(request) or let_in(request, entry.ticket)
            attempt = entry.begin(learner)
    except TooManyGuests:
        return too_many(
            request,
            _("Very many people on your network have started here today without an account."),
            _("Try again in a few minutes, or tomorrow. If you sign up first, you can continue at once."),
        )
    return _keep(request, attempt, learner, response, entry.shown_at, at=at)


def _keep(
    request: LearnerRequest, attempt: Attempt, learner: User, response: Response, shown_at: datetime, *, at: datetime
) -> HttpResponse:
    item = QuizItem.of(learner, attempt.quiz_id, 1)
    assert item is not None  # noqa: S101  they have just begun it
    try:
        QuizAnswer.give(item, learner, response, shown_at=shown_at, at=at)
    except AnsweredOtherwise:
        sentence = _("You have already answered this question, and the first answer counts.")
        return refuse(request, sentence, 409, way=attempt.quiz.get_absolute_url())
    except Over:
        pass  # the quiz itself says so
    if is_by_clock(request):
        attempt.end_by_clock(at=at)
    if is_by_clock(request) or attempt.quiz.feedback_at_end or attempt.quiz.one_page:
        return redirect(attempt.quiz)
    return redirect("quiz-question", attempt.quiz_id, 1)
