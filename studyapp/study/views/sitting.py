"""The sitting: show a question, judge the answer, go on. Each address works with and without htmx."""

from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from studyapp.accounts.models import User
from studyapp.kinds.base import AnswerForm
from studyapp.library.models import Fact, Revision
from studyapp.site.requests import LearnerRequest
from studyapp.site.values import number_in
from studyapp.study.cards.asks import Ask
from studyapp.study.cards.events import COUNTED
from studyapp.study.cards.grading import GAVE_UP, response_in
from studyapp.study.decks.changes import follow_library
from studyapp.study.figures import Done, Plan, tomorrow
from studyapp.study.learners import study_day_of
from studyapp.study.models import Card, Outcome, Review, Stale
from studyapp.study.progress.decks import next_due_day
from studyapp.study.progress.gains import Gains
from studyapp.study.sitting.offers import offers
from studyapp.study.sitting.scopes import no_such
from studyapp.study.sitting.sitting import Sitting
from studyapp.study.sitting.wording import in_words
from studyapp.study.spacing.backlog import Backlog
from studyapp.study.unsent import Unsent, is_kept, take
from studyapp.study.views.common import (
    ScopedRequest,
    conflict,
    for_a_learner,
    on_a_card,
    revision_shown,
    show,
    to_study,
    within_a_scope,
)
from studyapp.study.views.unsent import ANSWERS, STUDY, answered_meanwhile, say_why
from studyapp.study.views.verdicts import show_turned, show_verdict
from studyapp.study.wording import again_in_words

MOST_WRONG = 5
"""So many of the answers that were sure and wrong are listed at the end of a day."""
ANSWERS_BEFORE_AN_OFFER = 10
"""So many answers on one day, and the learner is asked whether a tap should answer at once."""


def study(request: LearnerRequest) -> HttpResponse:
    """The next question, or the end of the day's work; ahead of its time for a page whose verdict is still read."""
    view = show_ahead if request.headers.get("Purpose") == "prefetch" else show_next
    response: HttpResponse = view(request)
    return response


@for_a_learner
@require_safe
@within_a_scope
def show_next(request: ScopedRequest, learner: User, *, at: datetime) -> HttpResponse:
    sitting = Sitting.of(learner, at, request.scope)
    if missing := sitting.missing:
        raise no_such(missing)
    if unsent := take(request, learner.pk, acts=STUDY, at=at):
        return show_unsent(request, sitting, unsent, at=at)
    return _show_next(request, sitting, number_in(request.GET.get("question", "")), at=at)


@login_required
@require_safe
@within_a_scope
def show_ahead(request: ScopedRequest) -> HttpResponse:
    """The next question, while the verdict before it is still read. It writes nothing.

    204 if that cannot be: then it is shown, with all that comes before it, when the learner asks for it.
    """
    at, learner = timezone.now(), request.user
    if learner.study_day == study_day_of(learner, at) and not is_kept(request):
        sitting = Sitting.of(learner, at, request.scope)
        card = None if sitting.missing or sitting.over else _next_card(sitting, None)
        if card is not None and card.question.is_live:
            # To show a message is to forget it.
            return _show_ask(request, card, card.ask(at=at), sitting, messages=())
    return HttpResponse(status=204)


def _show_next(request: ScopedRequest, sitting: Sitting, preferred: int | None, *, at: datetime) -> HttpResponse:
    if sitting.over:
        return _show_outdated(request, sitting, sitting.over)
    learner, card = sitting.learner, _next_card(sitting, preferred)
    if card is not None and not card.question.is_live:
        follow_library(learner, at=at)
        sitting = Sitting.of(learner, at, sitting.scope)
        card = _next_card(sitting, preferred)
    if card is None:
        return _show_done(request, sitting, at=at)
    return _show_ask(request, card, card.ask(at=at), sitting)


def _show_outdated(request: ScopedRequest, sitting: Sitting, over: int) -> HttpResponse:
    """What the learner knew and is over, with what came after it, in place of a question."""
    fact = Fact.objects.select_related("deck", "superseded_by__deck").get(pk=over)
    return show(request, "outdated", {**in_words(sitting), "fact": fact})


@for_a_learner
@within_a_scope
def read_outdated(request: ScopedRequest, learner: User, fact: int, *, at: datetime) -> HttpResponse:
    """They have read that it is over, and go on; by a link or a reload they just go on."""
    if request.method == "POST":
        outdated = learner.outdated.select_related("learner", "fact")
        get_object_or_404(outdated, fact=number_in(str(fact)) or 0).tell(at=at)
    return to_study(request)


def _show_done(request: ScopedRequest, sitting: Sitting, *, at: datetime) -> HttpResponse:
    learner = sitting.learner
    joined = list(learner.enrolments.current().select_related("deck"))
    exams = [one for one in joined if one.exam_on and one.exam_on >= sitting.day]
    context = {
        **in_words(sitting),
        "enrolled": bool(joined),
        "next_exam": min(exams, key=lambda one: (one.exam_on, one.deck_id), default=None),
        "plan": Plan.of(sitting),
        "done": Done.of(sitting),
        "tomorrow": tomorrow(sitting),
        "next_due_day": next_due_day(learner, sitting.day),
        "offers": offers(learner, sitting.scope.place, at=at, besides=sitting.scope),
        "backlog": Backlog.of(learner, sitting.day),
    }
    if sitting.answers_done and sitting.scope.is_everything:
        context |= _gained(sitting)
    return show(request, "done", context)


def _gained(sitting: Sitting) -> dict[str, object]:
    """What the day brought, and where certainty is asked what is worth a second look."""
    learner, wrong = sitting.learner, []
    if learner.ask_certainty:
        rows = learner.reviews.sure_and_wrong().filter(study_day=sitting.day)
        wrong = list(rows.select_related("question__fact__deck")[:MOST_WRONG])
    return {"gains": Gains.of(learner, sitting.day), "sure_and_wrong": wrong}


def _next_card(sitting: Sitting, preferred: int | None) -> Card | None:
    learner, question = sitting.learner, sitting.next_question
    if preferred:
        asked = learner.cards.asked_on(sitting.day, early=sitting.scope.is_early)
        question = preferred if asked.filter(question=preferred).exists() else question
    return Card.of(learner, question) if question else None


def show_unsent(request: ScopedRequest, sitting: Sitting, unsent: Unsent, *, at: datetime) -> HttpResponse:
    """The question to which an answer was sent and not recorded, filled in as it was; or why that cannot be."""
    learner, ask = sitting.learner, Ask.opened(unsent.token)
    card = Card.of(learner, ask.question)
    if card is not None and not card.question.is_live:
        follow_library(learner, at=at)
        card = Card.of(learner, ask.question)
    answered = card is not None and card.log.not_undone().filter(version__gte=ask.version, kind__in=COUNTED).exists()
    if card is None or answered or not _may_be_asked(card, sitting):
        if unsent.act in ANSWERS:
            gone = _("Not saved: the question you answered is not in use at the moment.")
            messages.warning(request, answered_meanwhile() if answered else gone)
        return _show_next(request, sitting, None, at=at)
    fresh = replace(card.ask(at=at), hinted=ask.hinted)
    if fresh.revision != ask.revision:
        sentence = _("Not saved: the question was changed in the meantime. This is the new version.")
        messages.warning(request, sentence)
        return _show_ask(request, card, replace(fresh, hinted=False), sitting)
    if ask.version == card.version:
        say_why(request, unsent)
        fresh = fresh if ask.is_expired(at) else ask
    elif unsent.act in ANSWERS:
        messages.warning(
            request,
            _(
                "Not saved yet: in the meantime you did something else with this question, in another tab or on "
                "another device. Your answer is filled in again; send it only if you still mean it."
            ),
        )
    revision = revision_shown(card, fresh)
    if revision.body.self_rated:
        return show_turned(request, card, fresh, revision, unsent, at=at)
    form = revision.body.answer_form(seed=fresh.seed)
    form.fill_in_again(unsent.sent)
    return _show_ask(request, card, fresh, sitting, form=form, revision=revision, unsent=unsent)


def _may_be_asked(card: Card, sitting: Sitting) -> bool:
    cards, scope = sitting.learner.cards.filter(question=card.question_id), sitting.scope
    if scope.cram:
        return cards.met_before(sitting.day, or_not=True).exists()
    return cards.asked_on(sitting.day, early=scope.is_early).exists()


def _show_ask(
    request: ScopedRequest,
    card: Card,
    ask: Ask,
    sitting: Sitting | None = None,
    *,
    form: AnswerForm | None = None,
    revision: Revision | None = None,
    **context: object,
) -> HttpResponse:
    revision = revision or revision_shown(card, ask)
    form = form or revision.body.answer_form(seed=ask.seed)
    context |= {"card": card, "ask": ask, "kind": revision.body, "form": form, "revision": revision}
    if sitting:
        context |= {**in_words(sitting), "undoes": sitting.undoes}
    answers = sitting.answers_done if sitting else 0
    context["offers_at_once"] = (
        answers >= ANSWERS_BEFORE_AN_OFFER
        and request.user.answer_at_once is None
        and not request.user.ask_certainty
        and revision.body.one_tap
    )
    hint = revision.body.hint(seed=ask.hint_seed)
    context |= {"hint": hint if ask.hinted else None, "offers_hint": hint is not None and not ask.hinted}
    return show(request, "ask", context, status=422 if form.errors else 200)


@for_a_learner
@within_a_scope
def choose_at_once(request: ScopedRequest, learner: User, **_: object) -> HttpResponse:
    """Whether the first tap on an option answers: said where it was offered, and changed in the settings."""
    if request.method == "POST":
        if request.POST.get("at_once") not in ("yes", "no"):
            return conflict(request, "bad", status=400)
        learner.answer_at_once = request.POST["at_once"] == "yes"
        learner.save(update_fields=["answer_at_once"])
        messages.success(request, _at_once_in_words(learner))
    return to_study(request, question=number_in(request.POST.get("question", "")))


def _at_once_in_words(learner: User) -> str:
    if learner.answer_at_once:
        return _("From now on, one tap on an option sends your answer. You can change this in your settings.")
    return _("It stays as it is. You can change it in your settings.")


@on_a_card
def answer(request: ScopedRequest, card: Card, ask: Ask, *, at: datetime) -> HttpResponse:
    revision = revision_shown(card, ask)
    sent = request.POST.get("certainty")
    if sent is not None and sent not in map(str, Review.Certainty.values):
        return conflict(request, "bad", status=400)
    certainty = Review.Certainty(int(sent)) if sent is not None else None
    form = revision.body.answer_form(request.POST, seed=ask.seed)
    response = response_in(request.POST, form)
    if response is None:
        if ask.version != card.version:
            return conflict(request, "stale")
        return _show_ask(request, card, ask, form=form, revision=revision)
    try:
        keep = card.cram if request.scope.cram else card.answer
        seen = ask.on_screen(number_in(request.POST.get("shown_ms", "")), at=at)
        outcome = keep(response, seen, revision, at=at, certainty=certainty)
    except Stale:
        return conflict(request, "stale")
    if revision.body.self_rated and response != GAVE_UP:
        return _go_on(request, outcome, at=at)
    return show_verdict(request, card, ask, outcome, revision)


def _go_on(request: ScopedRequest, rated: Outcome, *, at: datetime) -> HttpResponse:
    """The next question at once: who has rated themselves has read the answer and its sources before."""
    messages.success(request, f"{rated.verdict.given} · {again_in_words(rated.review)}")
    if not request.htmx:
        return to_study(request)
    return _show_next(request, Sitting.of(request.user, at, request.scope), None, at=at)


@on_a_card
def show_hint(request: ScopedRequest, card: Card, ask: Ask, **_: object) -> HttpResponse:
    """Help with the question that is shown. It records nothing; the ask that comes with it says what it costs."""
    revision = revision_shown(card, ask)
    if revision.body.hint(seed=ask.hint_seed) is None:
        return conflict(request, "bad", status=400)
    if ask.version != card.version:
        return conflict(request, "stale")
    form = revision.body.answer_form(seed=ask.seed)
    form.fill_in_again(request.POST)
    return _show_ask(request, card, replace(ask, hinted=True), form=form, revision=revision)


@on_a_card
def reveal(request: ScopedRequest, card: Card, ask: Ask, *, at: datetime) -> HttpResponse:
    """Turn a flashcard over. It records nothing: the learner's own rating does."""
    revision = revision_shown(card, ask)
    if not revision.body.self_rated:
        return conflict(request, "bad", status=400)
    if ask.version != card.version:
        return conflict(request, "stale")
    return show_turned(request, card, ask, revision, at=at)
