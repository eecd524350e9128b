"""Bring your cards: a learner's own decks from the files of other programs."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from studyapp.accounts.models import User
from studyapp.exchange.arriving.forms import BringForm
from studyapp.exchange.arriving.handling import Look, may_send, page_of, take
from studyapp.exchange.arriving.readers import READERS
from studyapp.exchange.models import Import
from studyapp.own.views.common import for_an_owner, sent
from studyapp.site.requests import LearnerRequest

LISTED = 10
"""Imports, the newest first."""


@for_an_owner
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: LearnerRequest, learner: User, *, at: datetime) -> HttpResponse:
    """Send a file; and the ones that were sent before."""
    form = BringForm(learner, *sent(request)) if request.method == "POST" else BringForm(learner)
    if request.method == "POST" and may_send(learner, form):
        return redirect(take(learner, form, at=at))
    listed = Import.objects.for_decks_of(learner)[:LISTED]
    context = {"form": form, "listed": listed, "readers": READERS}
    return render(request, "exchange/bring.html", context, status=422 if form.errors else 200)


@for_an_owner
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: LearnerRequest, learner: User, number: int, *, at: datetime) -> HttpResponse:
    """One of the files."""
    arrival = get_object_or_404(Import.objects.for_decks_of(learner), pk=number)
    return page_of(request, arrival, Look("exchange/import.html", whole="bring"), at=at)
