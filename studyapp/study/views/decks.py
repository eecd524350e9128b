"""Decks: which there are, what one holds, and joining it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from studyapp.accounts.requests import LearnerRequest
from studyapp.library.models import Deck
from studyapp.study.following import begin_day, join
from studyapp.study.learners import study_day_of
from studyapp.study.progress import deck_progress


@require_safe
def decks(request: HttpRequest) -> HttpResponse:
    joined = {}
    if request.user.is_authenticated:
        joined = {one.deck.pk: one for one in deck_progress(request.user, study_day_of(request.user, timezone.now()))}
    listed = [(deck, joined.get(deck.pk)) for deck in Deck.objects.with_counts()]
    return render(request, "study/decks.html", {"decks": listed})


@require_safe
def deck(request: HttpRequest, slug: str) -> HttpResponse:
    deck = get_object_or_404(Deck.objects.with_counts(), slug=slug)
    progress = None
    if request.user.is_authenticated:
        mine = deck_progress(request.user, study_day_of(request.user, timezone.now()))
        progress = next((one for one in mine if one.deck.pk == deck.pk), None)
    facts = deck.facts.live().with_counts()
    return render(request, "study/deck.html", {"deck": deck, "facts": facts, "progress": progress})


@login_required
def join_deck(request: LearnerRequest, slug: str) -> HttpResponse:
    """Join a deck; whoever comes here by a link, as after signing in, sees the deck and can join it there."""
    deck, at = get_object_or_404(Deck, slug=slug), timezone.now()
    if request.method != "POST":
        return redirect(deck)
    begin_day(request.user, at=at)
    if join(request.user, deck, at=at):
        messages.success(request, f"You have joined “{deck.title}”.")
    return redirect("home")
