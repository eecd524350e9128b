"""A deck of one's own: made, described anew, studied, deleted and taken back."""

from datetime import datetime

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from studyapp.accounts.models import User
from studyapp.library.models import Deck, Fact, Question
from studyapp.own import writing
from studyapp.own.forms import DeckForm
from studyapp.own.once import make_deck_once
from studyapp.own.views.common import deck_of, for_an_owner
from studyapp.site.requests import LearnerRequest
from studyapp.site.values import number_in
from studyapp.study.learners import study_day_of
from studyapp.study.progress.decks import progress_in
from studyapp.study.quizzes.drawing import SCORED, own_askable
from studyapp.study.views.decks import ExamForm, change_exam, learners_part, move_before_exam

RECENT = 10
"""So many of its cards stand on a deck's page, the newest first."""


@for_an_owner
def new_deck(request: LearnerRequest, learner: User, *, at: datetime) -> HttpResponse:
    form = DeckForm(learner, request.POST if request.method == "POST" else None)
    if form.is_valid():
        after = number_in(request.POST.get("after", ""))
        return redirect(make_deck_once(learner, **form.cleaned_data, shown_after=after, at=at))
    context = {"form": form, "after": writing.newest_number(Deck, learner)}
    return render(request, "own/deck_form.html", context, status=422 if form.errors else 200)


@for_an_owner
@require_safe
def deck(request: LearnerRequest, learner: User, number: int, **_: datetime) -> HttpResponse:
    return _show_deck(request, learner, deck_of(learner, number))


def _show_deck(request: LearnerRequest, learner: User, deck: Deck, form: ExamForm | None = None) -> HttpResponse:
    notes = Fact.objects.of(learner).filter(deck=deck, removed_at=None)
    recent = list(notes.order_by("-number")[:RECENT])
    asked = Question.objects.of(learner).filter(fact__in=recent).select_related("revision", "fact")
    deleted = number_in(request.GET.get("deleted", ""))
    context = {
        "deck": deck,
        "notes": recent,
        "recent": sorted(asked, key=lambda question: question.fact.position, reverse=True),
        "count": notes.count(),
        "may_be_quizzed": own_askable(learner).filter(fact__deck=deck, kind__in=SCORED).exists(),
        # Whoever has just deleted a card can take it back at once.
        "deleted": deleted and _deleted_in(learner, deck).filter(number=deleted).first(),
        **learners_part(learner, deck, form),
    }
    return render(request, "own/deck.html", context, status=422 if form and form.errors else 200)


def _deleted_in(learner: User, deck: Deck) -> QuerySet[Fact]:
    return Fact.objects.of(learner).filter(deck=deck, removed_at__isnull=False)


@for_an_owner
def edit_deck(request: LearnerRequest, learner: User, number: int, **_: datetime) -> HttpResponse:
    deck = deck_of(learner, number)
    form = DeckForm(learner, request.POST if request.method == "POST" else None, deck)
    if form.is_valid():
        writing.describe(deck, **form.cleaned_data)
        return redirect(deck)
    return render(request, "own/deck_form.html", {"form": form, "deck": deck}, status=422 if form.errors else 200)


@for_an_owner
def delete_deck(request: LearnerRequest, learner: User, number: int, *, at: datetime) -> HttpResponse:
    """Delete a deck once its owner has confirmed it; on the list of decks it can be taken back. Twice is once."""
    deck = get_object_or_404(Deck.objects.of(learner), number=number)
    if request.method == "POST":
        writing.remove_deck(learner, deck, at=at)
    elif deck.removed_at is None:
        progress = progress_in(learner, deck, study_day_of(learner, at))
        return render(request, "own/delete_deck.html", {"deck": deck, "progress": progress})
    return redirect(f"{reverse('decks')}?deleted={number}")


@for_an_owner
def take_deck_back(request: LearnerRequest, learner: User, number: int, *, at: datetime) -> HttpResponse:
    deck = get_object_or_404(Deck.objects.of(learner), number=number)
    if request.method != "POST":
        return redirect("decks")
    if writing.take_deck_back(learner, deck, at=at):
        messages.success(request, _("The deck is back, and you continue where you stopped."))
    return redirect(deck)


@for_an_owner
def exam(request: LearnerRequest, learner: User, number: int, *, at: datetime) -> HttpResponse:
    deck = deck_of(learner, number)
    return change_exam(request, learner, deck, lambda refused: _show_deck(request, learner, deck, refused), at=at)


@for_an_owner
def bring_exam_forward(request: LearnerRequest, learner: User, number: int, *, at: datetime) -> HttpResponse:
    return move_before_exam(request, learner, deck_of(learner, number), at=at)
