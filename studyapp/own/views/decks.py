"""A deck of one's own: what is in it, and how far it is known."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from studyapp.accounts.models import User
from studyapp.library.models import Deck, Fact
from studyapp.site.requests import LearnerRequest
from studyapp.study.views.common import for_a_learner


@for_a_learner
def deck(request: LearnerRequest, learner: User, number: int, **_: datetime) -> HttpResponse:
    deck = get_object_or_404(Deck.objects.of(learner), number=number)
    notes = Fact.objects.of(learner).filter(deck=deck, removed_at=None).order_by("position")
    return render(request, "own/deck.html", {"deck": deck, "notes": notes})
