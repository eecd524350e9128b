"""Getting a copy of a deck that someone shares: enter its code, look at it, and take it."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from studyapp.accounts.guests import guest_of, to_sign_up
from studyapp.accounts.models import User
from studyapp.own.limits import TooMuch
from studyapp.own.models import Copied, Sharing
from studyapp.own.sharing import Closed, HasOne, Preview, copy
from studyapp.site.requests import LearnerRequest
from studyapp.site.values import number_in
from studyapp.study.new_day import begin_day
from studyapp.study.quizzes.codes import read_code
from studyapp.study.quizzes.guessing import count_wrong, guessed_too_often
from studyapp.study.views.quizzes.taking_part import slower


@require_safe
def code(request: LearnerRequest) -> HttpResponse:
    """Where a code is typed in."""
    typed = request.GET.get("code", "")
    found = read_code(typed)
    if not found:
        return render(request, "own/code.html", {"typed": typed[:20]}, status=422 if typed.strip() else 200)
    return redirect("own-join", found)


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: LearnerRequest, code: str) -> HttpResponse:
    """What the deck has, and a copy of it for whoever has an account."""
    at = timezone.now()
    if guessed_too_often(request, at=at):
        return slower(request)
    sharing = Sharing.objects.opened_by(code)
    if sharing is None:
        return _unknown(request, code) if count_wrong(request) else slower(request)
    if request.method != "POST":
        return _show(request, sharing)
    if guest_of(request) or not request.user.is_authenticated:
        return to_sign_up(request)
    begin_day(request.user, at=at)
    return _take(request, request.user, sharing, at=at)


def _take(request: LearnerRequest, learner: User, sharing: Sharing, *, at: datetime) -> HttpResponse:
    having = number_in(request.POST.get("having", ""))
    if having is None:
        return render(request, "400.html", status=400)
    try:
        deck = copy(learner, sharing, having=having, at=at)
    except HasOne:
        return _show(request, sharing, status=409)
    except Closed:
        return _unknown(request, sharing.code)
    except TooMuch as refused:
        return _show(request, sharing, refusal=str(refused), status=422)
    cards = Preview.of(deck).cards
    sentence = ngettext(
        "This deck is yours now, with %(n)d card.", "This deck is yours now, with %(n)d cards.", cards
    ) % {"n": cards}
    messages.success(request, sentence)
    return redirect(deck)


def _show(request: LearnerRequest, sharing: Sharing, *, refusal: str = "", status: int = 200) -> HttpResponse:
    has_account = request.user.is_authenticated and not guest_of(request)
    copies = Copied.objects.by(sharing.code, request.user) if has_account else Copied.objects.none()
    context = {
        "sharing": sharing,
        "preview": Preview.of(sharing.deck),
        "has_account": has_account,
        "owns": has_account and sharing.deck.owner_id == request.user.pk,
        "copies": list(copies),
        "refusal": refusal,
    }
    return render(request, "own/join.html", context, status=status)


def _unknown(request: LearnerRequest, code: str) -> HttpResponse:
    return render(request, "own/code.html", {"typed": code[:20], "unknown": True}, status=404)
