"""The verdict on an answer: shown, read again, judged otherwise by the learner, taken back; and a card turned over."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override as override_language

from studyapp.accounts.models import User
from studyapp.kinds import Kind, styles
from studyapp.kinds.base import AnswerForm
from studyapp.kinds.flashcard import RATINGS
from studyapp.library.models import Fact, Revision
from studyapp.library.origins import changed_origin
from studyapp.scheduling import Rating
from studyapp.site.values import number_in
from studyapp.study.cards.asks import Ask, BadAsk, ExpiredAsk
from studyapp.study.cards.events import ASIDES, COUNTED, JUDGED_AGAIN, UNDOABLE
from studyapp.study.cards.grading import GAVE_UP, Judged, judge, right_rating
from studyapp.study.learners import study_day_of
from studyapp.study.models import Card, Outcome, Report, Review, Stale, TooManyReports
from studyapp.study.unsent import Unsent
from studyapp.study.views.common import (
    ScopedRequest,
    conflict,
    for_a_learner,
    on_a_card,
    own_card,
    revision_shown,
    show,
    to_study,
    within_a_scope,
)
from studyapp.study.wording import again_in_words, wait_in_short


@dataclass(frozen=True, slots=True)
class Retyped:
    """The line below a verdict in which the right answer is typed once more; `right` once something was typed."""

    form: AnswerForm
    right: bool | None = None


def show_verdict(
    request: ScopedRequest,
    card: Card,
    ask: Ask,
    outcome: Outcome,
    revision: Revision,
    retyped: Retyped | None = None,
) -> HttpResponse:
    row, verdict, body = outcome.review, outcome.verdict, revision.body
    newest = card.is_newest(row)
    act = row if row.version == card.version - 1 and row.kind in UNDOABLE else newest and card.newest_act
    context = {
        "card": card,
        "ask": ask,
        "kind": body,
        "revision": revision,
        "row": row,
        "again": again_in_words(row),
        "verdict": verdict,
        "options": body.judged_options(row.response, seed=ask.seed),
        "judged": _judged(row),
        **_told(card.question.fact, revision),
        "focus": True,
        "newest": newest,
        "undoes": act and (card.question_id, act.version),
        "claims": open_claims(card, row, body) if newest else [],
    }
    if body.is_written and not row.was_right and card.learner.retype_wrong:
        retyped = retyped or Retyped(body.answer_form(seed=ask.seed))
        context |= {"retyped": retyped, "form": retyped.form, "focus": retyped.right is None}
    return show(request, "verdict", context)


def _told(fact: Fact, revision: Revision) -> dict[str, object]:
    """What a page tells of the fact once its answer is given. An own one has no sources."""
    sources = [] if fact.is_own else fact.sources
    origin = changed_origin(fact, since=revision.created_at)
    return {"told": True, "fact": fact, "citations": sources, "origin": origin}


def _judged(row: Review) -> Judged:
    counted_as = ""
    if row.kind in JUDGED_AGAIN:
        counted_as = "easy" if row.rating == Rating.EASY else "right" if row.was_right else "wrong"
    return Judged(row.was_right, row.was_partly_right, row.response == GAVE_UP, counted_as)


def show_turned(
    request: ScopedRequest, card: Card, ask: Ask, revision: Revision, unsent: Unsent | None = None, *, at: datetime
) -> HttpResponse:
    """A flashcard turned over, with all that a verdict tells: once it is rated the next question comes at once."""
    context = {"card": card, "ask": ask, "kind": revision.body, "revision": revision, "unsent": unsent}
    waits = {} if request.scope.cram else _waits(card, at=at)
    context["ratings"] = [(rating, label, waits.get(rating, "")) for rating, label in RATINGS]
    context["explains"] = not card.is_met
    return show(request, "revealed", {**context, **_told(card.question.fact, revision)})


def _waits(card: Card, *, at: datetime) -> dict[int, str]:
    """What stands on the button of each rating: how long until the card comes again."""
    day = study_day_of(card.learner, at)
    return {int(rating): wait_in_short(due, at=at, day=day) for rating, due in card.foreseen(at=at).items()}


@on_a_card
def retype(request: ScopedRequest, card: Card, ask: Ask, *, at: datetime) -> HttpResponse:
    """The right answer typed once more, for the hand to learn it. It is looked at and kept nowhere."""
    body = revision_shown(card, ask).body
    if not body.is_written:
        return conflict(request, "bad", status=400)
    form = body.answer_form(request.POST, seed=ask.seed)
    right = form.is_valid() and body.grade(form.cleaned_data).right
    return show_again(request, card, ask, Retyped(form, right), at=at)


def show_again(
    request: ScopedRequest, card: Card, ask: Ask, retyped: Retyped | None = None, *, at: datetime
) -> HttpResponse:
    """The verdict, or the card turned over, that the learner was reading while they did something else with it."""
    answered = Q(version=ask.version) | Q(replaces=ask.version)
    row = card.log.not_undone().filter(answered, kind__in=(*COUNTED, *JUDGED_AGAIN)).order_by("version").last()
    if row is None:
        act, fresh = card.newest_act, card.ask(at=at)
        revision = revision_shown(card, fresh)
        turned = revision.body.self_rated and act is not None and act.kind in ASIDES
        return show_turned(request, card, fresh, revision, at=at) if turned else to_study(request)
    revision = revision_shown(card, ask)
    return show_verdict(request, card, ask, Outcome(row, judge(revision.body, row.response)), revision, retyped)


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
def override(request: ScopedRequest, card: Card, ask: Ask, *, at: datetime) -> HttpResponse:
    """ "I was right", "I was wrong", "too easy": the learner's own schedule only, and editors hear of it."""
    claim, revision = request.POST.get("claim"), revision_shown(card, ask)
    judged = card.log.filter(version=ask.version).first()
    if judged is None or not card.is_newest(judged):
        return conflict(request, "stale")
    if claim not in open_claims(card, judged, revision.body):
        return conflict(request, "bad", status=400)
    try:
        row = card.override(_claimed(claim, judged), ask.version, at=at)
    except Stale:
        return conflict(request, "stale")
    if claim == "right" and not card.question.is_own:
        _tell_editors(card, revision, row, at=at)
    return show_verdict(request, card, ask, Outcome(row, judge(revision.body, row.response)), revision)


def _tell_editors(card: Card, revision: Revision, row: Review, *, at: datetime) -> None:
    """An answer should have been accepted, unless the learner has told them something else in their own words."""
    if card.learner.reports.open().filter(question=card.question_id).exclude(reason=Report.Reason.JUDGED).exists():
        return
    with override_language(settings.LANGUAGE_CODE), styles.override(styles.ENGLISH):  # editors read it
        said = judge(revision.body, row.response).given
    with suppress(TooManyReports):  # the judgement stands all the same
        Report.objects.send(card.learner, revision, Report.Reason.JUDGED, said, at=at)


@for_a_learner
@within_a_scope
def undo(request: ScopedRequest, learner: User, *, at: datetime) -> HttpResponse:
    """Take back the learner's last act, which the form names, so that a double click takes back only one."""
    if request.method != "POST":
        return to_study(request)
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
    if undone.kind in ASIDES:
        return _stay(request, card, at=at)
    # Without the learner's own judgement the answer still stands: the question need not be asked again.
    return to_study(request, question=None if undone.kind == Review.Event.OVERRIDE else question)


def _stay(request: ScopedRequest, card: Card, *, at: datetime) -> HttpResponse:
    """Where the learner was: at a verdict on `card`, or at a question, which the form that they sent says."""
    try:
        ask = Ask.read(request.POST.get("ask", ""), learner=request.user.pk, question=card.question_id, at=at)
    except (BadAsk, ExpiredAsk):
        return to_study(request, question=number_in(request.POST.get("asked", "")))
    return show_again(request, card, ask, at=at)
