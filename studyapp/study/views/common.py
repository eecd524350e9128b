"""What the pages of study have in common: who acts, when, and within what; and how a sitting's page is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Self

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Revision
from studyapp.site.requests import LearnerRequest
from studyapp.site.values import Context
from studyapp.study.cards.asks import Ask, BadAsk, ExpiredAsk
from studyapp.study.models import Card
from studyapp.study.new_day import begin_day
from studyapp.study.sitting.scopes import BadScope, Scope
from studyapp.study.views.notices import tell_what_waits
from studyapp.study.views.unsent import put_by, sign_in_first

type View = Callable[..., HttpResponse]


class ScopedRequest(LearnerRequest):
    """A request behind `within_a_scope`: what its address narrows the sitting to."""

    scope: Scope


def for_a_learner(view: View) -> View:
    """A page for learners alone. The view is given who acts, and the moment; their study day has begun."""

    @wraps(view)
    @sign_in_first
    def wrapped(request: LearnerRequest, **named: object) -> HttpResponse:
        at, learner = timezone.now(), request.user
        begin_day(learner, at=at)
        tell_what_waits(request, learner)
        return view(request, learner, at=at, **named)

    return wrapped


def within_a_scope(view: View) -> View:
    """Refuse an address whose scope cannot be, before anything is recorded."""

    @wraps(view)
    def wrapped(request: ScopedRequest, *args: object, **named: object) -> HttpResponse:
        try:
            request.scope = Scope.read(request.GET)
            return view(request, *args, **named)
        except BadScope as refused:
            return refuse(request, refused)

    return wrapped


def refuse(request: HttpRequest, refused: BadScope) -> HttpResponse:
    status = 404 if refused.missing else 400
    return render(request, f"{status}.html", {"sentence": refused.sentence}, status=status)


@dataclass(frozen=True, slots=True)
class More:
    """What decides what is beside a question: its acts, and whether the answer is told, so that a note may be read."""

    told: bool
    met: bool
    in_review: bool
    marked: bool
    editor: bool
    own: bool
    keys: bool
    hint: bool
    undo: bool

    @classmethod
    def of(cls, card: Card, context: Context) -> Self:
        learner, stands = card.learner, (card.is_met, card.is_in_review, card.marked)
        own, told = card.question.is_own, "told" in context
        hint, undo = bool(context.get("offers_hint")), bool(context.get("undoes"))
        return cls(told, *stands, learner.is_staff and not own, own, learner.single_key_shortcuts, hint, undo)


def show(request: ScopedRequest, stage: str, context: Context, status: int = 200) -> HttpResponse:
    """One page, one partial: htmx gets only what it swaps. A refused request takes over the whole page."""
    part = "#sitting" if request.htmx and status != 400 else ""
    card = context.get("card")
    more = More.of(card, context) if isinstance(card, Card) else None
    context = {"sitting": None, **context, "stage": stage, "query": request.scope.query, "more": more}
    return render(request, f"study/today.html{part}", context, status=status)


def conflict(request: ScopedRequest, reason: str, status: int = 409) -> HttpResponse:
    """Say plainly why nothing was recorded, and the way on."""
    return show(request, "conflict", {"reason": reason}, status=status)


def to_study(request: ScopedRequest, *, question: int | None = None) -> HttpResponse:
    """Go on studying within the scope of the address, with this very question if it may be asked."""
    query = request.scope.query
    preferred = "" if question is None else f"{'&' if query else '?'}question={question}"
    return redirect(reverse("study") + query + preferred)


def own_card(learner: User, question: int) -> Card:
    card = Card.of(learner, question)
    if card is None:
        raise Http404
    return card


def revision_shown(card: Card, ask: Ask) -> Revision:
    """The revision that was shown, which an edit may have followed."""
    revision = card.question.revision
    if revision is None or revision.pk != ask.revision:
        revision = Revision.objects.with_own(card.learner_id).get(pk=ask.revision, question=card.question_id)
    revision.question = card.question
    return revision


def on_a_card(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A POST about one card and one showing of it; whoever comes here by a link or a reload goes on studying."""

    @wraps(view)
    @for_a_learner
    @within_a_scope
    def wrapped(request: ScopedRequest, learner: User, question: int, *, at: datetime) -> HttpResponse:
        if request.method != "POST":
            return to_study(request)
        card = own_card(learner, question)
        try:
            ask = Ask.read(request.POST.get("ask", ""), learner=learner.pk, question=question, at=at)
        except BadAsk:
            return conflict(request, "bad", status=400)
        except ExpiredAsk:
            return put_by(request, "expired", at=at) or conflict(request, "expired")
        return view(request, card, ask, at=at)

    return wrapped
