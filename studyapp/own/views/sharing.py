"""Sharing a deck of one's own: its code, and the end of taking copies."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.own.models import Sharing
from studyapp.own.sharing import change_code, close, open_to_others
from studyapp.own.views.common import deck_of, for_an_owner
from studyapp.site.requests import LearnerRequest
from studyapp.study.views.quizzes.scoreboard import picture_of


@for_an_owner
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: LearnerRequest, learner: User, number: int, *, at: datetime) -> HttpResponse:
    """Open it to whoever has the code, close it, or give it another code."""
    deck = deck_of(learner, number)
    if request.method == "POST":
        if not _done(request, learner, deck, at=at):
            return render(request, "400.html", status=400)
        return redirect("own-share", number)
    sharing = Sharing.objects.filter(deck=deck).first()
    context: dict[str, object] = {"deck": deck, "sharing": sharing}
    if sharing and sharing.is_open:
        link = request.build_absolute_uri(reverse("own-join", args=[sharing.code]))
        entrance = request.build_absolute_uri(reverse("own-code"))
        context |= {"link": link, "qr": picture_of(link), "entrance": entrance}
    return render(request, "own/share.html", context)


def _done(request: LearnerRequest, learner: User, deck: Deck, *, at: datetime) -> bool:
    """False for what is none of the three."""
    match request.POST.get("do"):
        case "open":
            open_to_others(learner, deck, at=at)
            messages.success(request, _("Anyone with the code can now get a copy of this deck."))
        case "close":
            close(learner, deck)
            messages.success(request, _("The code does not work any more. The copies that others have stay theirs."))
        case "change":
            change_code(learner, deck, seen=request.POST.get("code", ""))
            messages.success(request, _("This deck has a new code. The old one does not work any more."))
        case _other:
            return False
    return True
