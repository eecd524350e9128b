"""The sitting: show a question, judge the answer, go on. Each address works with and without htmx."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override as override_language
from django.views.decorators.http import require_safe

from studyapp.accounts.models import User
from studyapp.kinds import Kind
from studyapp.library.models import Revision
from studyapp.scheduling import Rating
from studyapp.site.requests import LearnerRequest
from studyapp.site.values import number_in
from studyapp.study.cards.asks import Ask, BadAsk, ExpiredAsk
from studyapp.study.cards.events import ASIDES, COUNTED
from studyapp.study.cards.grading import GAVE_UP, judge, response_in, right_rating
from studyapp.study.decks.changes import follow_library
from studyapp.study.models import Card, Outcome, Report, Review, Stale, TooManyReports
from studyapp.study.new_day import begin_day
from studyapp.study.progress.decks import next_due_day
from studyapp.study.sitting.offers import offers
from studyapp.study.sitting.scopes import EVERYTHING, BadScope, Scope, no_such
from studyapp.study.sitting.sitting import Sitting
from studyapp.study.sitting.wording import about
from studyapp.study.spacing.backlog import Backlog
from studyapp.study.unsent import Unsent, take
from studyapp.study.views.unsent import ANSWERS, STUDY, answered_meanwhile, put_by, say_why, sign_in_first
from studyapp.study.wording import wait_in_words


def show(request: LearnerRequest, stage: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """One page, one partial: htmx gets only what it swaps. A refused request takes over the whole page."""
    part = "#sitting" if request.htmx and status != 400 else ""
    context = {**context, "stage": stage, "query": scope_of(request).query}
    return render(request, f"study/today.html{part}", context, status=status)


def scope_of(request: LearnerRequest) -> Scope:
    """What the address narrows the sitting to; everything, if it cannot be read."""
    try:
        return Scope.read(request.GET)
    except BadScope:
        return EVERYTHING


def to_study(request: LearnerRequest, *, question: int | None = None) -> HttpResponse:
    """Go on studying within the scope of the address, with this very question if it may be asked."""
    query = scope_of(request).query
    wish = "" if question is None else f"{'&' if query else '?'}question={question}"
    return redirect(reverse("study") + query + wish)


def refuse(request: LearnerRequest, refused: BadScope) -> HttpResponse:
    status = 404 if refused.missing else 400
    return render(request, f"{status}.html", {"sentence": refused.sentence}, status=status)


def within_a_scope(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse an address whose scope cannot be, before anything is recorded."""

    @wraps(view)
    def wrapped(request: LearnerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            Scope.read(request.GET)
            return view(request, *args, **kwargs)
        except BadScope as refused:
            return refuse(request, refused)

    return wrapped


def conflict(request: LearnerRequest, reason: str, status: int = 409) -> HttpResponse:
    """Say plainly why nothing was recorded, and the way on."""
    return show(request, "conflict", {"reason": reason}, status=status)


def own_card(learner: User, question: int) -> Card:
    # By the question's own key: that lookup finds nothing, where the foreign key's would fail, for a number too large.
    card = learner.cards.with_content().filter(question__pk=question).first()
    if card is None:
        raise Http404
    return card


def on_a_card(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A POST about one card and one showing of it; whoever comes here by a link or a reload goes on studying."""

    @wraps(view)
    @sign_in_first
    @within_a_scope
    def wrapped(request: LearnerRequest, question: int) -> HttpResponse:
        if request.method != "POST":
            return to_study(request)
        at, learner = timezone.now(), request.user
        begin_day(learner, at=at)
        card = own_card(learner, question)
        try:
            ask = Ask.read(request.POST.get("ask", ""), learner=learner.pk, question=question, at=at)
        except BadAsk:
            return conflict(request, "bad", status=400)
        except ExpiredAsk:
            return put_by(request, "expired", at=at) or conflict(request, "expired")
        return view(request, card, ask, at=at)

    return wrapped


@login_required
@require_safe
@within_a_scope
def study(request: LearnerRequest) -> HttpResponse:
    """The next question, or the end of the day's work."""
    at, learner = timezone.now(), request.user
    begin_day(learner, at=at)
    scope = scope_of(request)
    sitting = Sitting.of(learner, at, scope)
    if missing := sitting.missing:
        raise no_such(missing)
    if unsent := take(request, learner.pk, acts=STUDY, at=at):
        return show_unsent(request, sitting, unsent, at=at)
    return _show_next(request, sitting, number_in(request.GET.get("question", "")), at=at)


def _show_next(request: LearnerRequest, sitting: Sitting, wish: int | None, *, at: datetime) -> HttpResponse:
    learner, card = sitting.learner, _next_card(sitting, wish)
    if card is not None and not card.question.is_live:
        follow_library(learner, at=at)
        sitting = Sitting.of(learner, at, sitting.scope)
        card = _next_card(sitting, wish)
    if card is None:
        return _show_done(request, sitting, at=at)
    return _show_ask(request, card, card.ask(at=at), sitting=sitting, about=about(sitting))


def _show_done(request: LearnerRequest, sitting: Sitting, *, at: datetime) -> HttpResponse:
    learner = sitting.learner
    context = {
        "sitting": sitting,
        "about": about(sitting),
        "enrolled": learner.enrolments.current().exists(),
        "next_due_day": next_due_day(learner, sitting.day),
        "tomorrow": sitting.day + timedelta(days=1),
        "offers": offers(learner, sitting.scope.place, at=at, besides=sitting.scope),
        "backlog": Backlog.of(learner, sitting.day),
    }
    return show(request, "done", context)


def _next_card(sitting: Sitting, wish: int | None) -> Card | None:
    cards, early = sitting.learner.cards.with_content(), sitting.scope.is_early
    if wish and (card := cards.asked_on(sitting.day, early=early).filter(question=wish).first()):
        return card
    return cards.get(question=sitting.next_question) if sitting.next_question else None


def show_unsent(request: LearnerRequest, sitting: Sitting, unsent: Unsent, *, at: datetime) -> HttpResponse:
    """The question to which an answer was sent and not recorded, filled in as it was; or why that cannot be."""
    learner, ask = sitting.learner, Ask.opened(unsent.token)
    mine = learner.cards.with_content().filter(question=ask.question)
    card = mine.first()
    if card is not None and not card.question.is_live:
        follow_library(learner, at=at)
        card = mine.get()
    answered = card is not None and card.log.standing().filter(version__gte=ask.version, kind__in=COUNTED).exists()
    if card is None or answered or not _may_be_asked(card, sitting):
        if unsent.act in ANSWERS:
            gone = _("Not recorded: the question that you answered is not asked at present.")
            messages.warning(request, answered_meanwhile() if answered else gone)
        return _show_next(request, sitting, None, at=at)
    fresh = replace(card.ask(at=at), hinted=ask.hinted)
    context: dict[str, Any] = {"sitting": sitting, "about": about(sitting)}
    if fresh.revision != ask.revision:
        sentence = _("Not recorded: the question was changed meanwhile. It is shown as it is asked now.")
        messages.warning(request, sentence)
        return _show_ask(request, card, replace(fresh, hinted=False), **context)
    if ask.version == card.version:
        say_why(request, unsent)
        fresh = fresh if ask.is_expired(at) else ask
    elif unsent.act in ANSWERS:
        messages.warning(
            request,
            _(
                "Not recorded yet: meanwhile you did something else with this question, in another tab or on another "
                "device. Your answer is filled in again; send it only if it still holds."
            ),
        )
    revision = _revision(card, fresh)
    if revision.body.self_rated:
        return show(request, "revealed", {"card": card, "ask": fresh, "kind": revision.body, "revision": revision})
    form = revision.body.answer_form(seed=fresh.seed, locale=learner.number_style)
    form.fill_in_again(unsent.sent)
    return _show_ask(request, card, fresh, form=form, revision=revision, unsent=unsent, **context)


def _may_be_asked(card: Card, sitting: Sitting) -> bool:
    cards, scope = sitting.learner.cards.filter(question=card.question_id), sitting.scope
    if scope.cram:
        return cards.met_before(sitting.day, or_not=True).exists()
    return cards.asked_on(sitting.day, early=scope.is_early).exists()


def _show_ask(
    request: LearnerRequest,
    card: Card,
    ask: Ask,
    *,
    form: Any = None,
    revision: Revision | None = None,
    **context: Any,
) -> HttpResponse:
    revision = revision or _revision(card, ask)
    form = form or revision.body.answer_form(seed=ask.seed, locale=request.user.number_style)
    context |= {"card": card, "ask": ask, "kind": revision.body, "form": form, "revision": revision}
    hint = revision.body.hint(seed=ask.hint_seed)
    context |= {"hint": hint if ask.hinted else None, "offers_hint": hint is not None and not ask.hinted}
    return show(request, "ask", context, status=422 if form.errors else 200)


def _revision(card: Card, ask: Ask) -> Revision:
    """The revision that was shown, which an edit may have followed."""
    revision = card.question.revision
    if revision is None or revision.pk != ask.revision:
        revision = Revision.objects.get(pk=ask.revision, question=card.question_id)
    revision.question = card.question
    return revision


@on_a_card
def answer(request: LearnerRequest, card: Card, ask: Ask, *, at: datetime) -> HttpResponse:
    revision = _revision(card, ask)
    sent = request.POST.get("certainty")
    if sent is not None and sent not in map(str, Review.Certainty.values):
        return conflict(request, "bad", status=400)
    certainty = Review.Certainty(int(sent)) if sent is not None else None
    form = revision.body.answer_form(request.POST, seed=ask.seed, locale=request.user.number_style)
    response = response_in(request.POST, form)
    if response is None:
        if ask.version != card.version:
            return conflict(request, "stale")
        return _show_ask(request, card, ask, form=form, revision=revision)
    try:
        keep = card.cram if scope_of(request).cram else card.answer
        outcome = keep(response, ask, revision, at=at, certainty=certainty)
    except Stale:
        return conflict(request, "stale")
    return _show_verdict(request, card, ask, outcome, revision)


def _show_verdict(request: LearnerRequest, card: Card, ask: Ask, outcome: Outcome, revision: Revision) -> HttpResponse:
    row, verdict, body = outcome.review, outcome.verdict, revision.body
    newest = card.is_newest(row)
    acts = card.log.undoable().order_by("-version")
    context = {
        "card": card,
        "ask": ask,
        "kind": body,
        "revision": revision,
        "row": row,
        "next_due": wait_in_words(row),
        "verdict": verdict,
        "gave_up": row.response == GAVE_UP,
        "fact": card.question.fact,
        "citations": card.question.fact.citations.select_related("article"),
        "newest": newest,
        "undoable": row if row.version == card.version - 1 else newest and acts.first(),
        "claims": open_claims(card, row, body) if newest else [],
    }
    return show(request, "verdict", context)


def show_verdict_again(request: LearnerRequest, card: Card, ask: Ask) -> HttpResponse:
    """The verdict that the learner was reading while they did something else with the card."""
    answered = Q(version=ask.version) | Q(replaces=ask.version)
    row = card.log.standing().filter(answered, kind__in=COUNTED).order_by("version").last()
    if row is None:
        return to_study(request)
    revision = _revision(card, ask)
    return _show_verdict(request, card, ask, Outcome(row, judge(revision.body, row.response)), revision)


def open_claims(card: Card, row: Review, body: Kind) -> list[str]:
    """What the learner may say against the verdict on their newest answer, `row`."""
    claims = []
    if row.kind == Review.Event.STUDY and body.disputable and row.response != GAVE_UP:
        claims.append("wrong" if row.was_right else "right")
    if row.kind == Review.Event.STUDY and body.can_be_easy and row.was_right and not row.was_helped and card.reps > 1:
        claims.append("easy")
    return claims


def _claimed(claim: str, judged: Review) -> Rating:
    """What the answer is worth by the learner's own word."""
    return {
        "right": right_rating(helped=judged.was_helped),
        "wrong": Rating.AGAIN,
        "easy": Rating.EASY,
    }[claim]


@on_a_card
def show_hint(request: LearnerRequest, card: Card, ask: Ask, **_: Any) -> HttpResponse:
    """Help with the question that is shown. It records nothing; the ask that comes with it says what it costs."""
    revision = _revision(card, ask)
    if revision.body.hint(seed=ask.hint_seed) is None:
        return conflict(request, "bad", status=400)
    if ask.version != card.version:
        return conflict(request, "stale")
    form = revision.body.answer_form(seed=ask.seed, locale=request.user.number_style)
    form.fill_in_again(request.POST)
    return _show_ask(request, card, replace(ask, hinted=True), form=form, revision=revision)


@on_a_card
def reveal(request: LearnerRequest, card: Card, ask: Ask, **_: Any) -> HttpResponse:
    """Turn a flashcard over. It records nothing: the learner's own rating does."""
    revision = _revision(card, ask)
    if not revision.body.self_rated:
        return conflict(request, "bad", status=400)
    if ask.version != card.version:
        return conflict(request, "stale")
    return show(request, "revealed", {"card": card, "ask": ask, "kind": revision.body, "revision": revision})


@on_a_card
def override(request: LearnerRequest, card: Card, ask: Ask, *, at: datetime) -> HttpResponse:
    """ "I was right", "I was wrong", "too easy": the learner's own schedule only, and editors hear of it."""
    claim, revision = request.POST.get("claim"), _revision(card, ask)
    judged = card.log.filter(version=ask.version).first()
    if judged is None or not card.is_newest(judged):
        return conflict(request, "stale")
    if claim not in open_claims(card, judged, revision.body):
        return conflict(request, "bad", status=400)
    try:
        row = card.override(_claimed(claim, judged), ask.version, at=at)
    except Stale:
        return conflict(request, "stale")
    if claim == "right":
        _tell_editors(card, revision, row, at=at)
    return _show_verdict(request, card, ask, Outcome(row, judge(revision.body, row.response)), revision)


def _tell_editors(card: Card, revision: Revision, row: Review, *, at: datetime) -> None:
    """An answer should have been accepted, unless the learner has told them something else in their own words."""
    if card.learner.reports.open().filter(question=card.question_id).exclude(reason=Report.Reason.JUDGED).exists():
        return
    with override_language(settings.LANGUAGE_CODE):  # editors read it
        said = judge(revision.body, row.response).given
    with suppress(TooManyReports):  # the judgement stands all the same
        Report.objects.send(card.learner, revision, Report.Reason.JUDGED, said, at=at)


@login_required
@within_a_scope
def undo(request: LearnerRequest) -> HttpResponse:
    """Take back the learner's last act, which the form names, so that a double click takes back only one."""
    if request.method != "POST":
        return to_study(request)
    at, learner = timezone.now(), request.user
    begin_day(learner, at=at)
    question, version = (number_in(request.POST.get(name, "")) for name in ("question", "version"))
    if question is None or version is None:
        return conflict(request, "bad", status=400)
    card = own_card(learner, question)
    try:
        card.undo(version, at=at)
    except Stale:
        return conflict(request, "stale")
    undone = card.log.get(version=version)
    if not undone.is_counted:
        messages.success(request, _("Undone: %(act)s.") % {"act": undone.get_kind_display().lower()})
    # Without the learner's own judgement or remark the answer still stands: the question need not be asked again.
    stands = undone.kind in (Review.Event.OVERRIDE, *ASIDES)
    return to_study(request, question=None if stands else question)
