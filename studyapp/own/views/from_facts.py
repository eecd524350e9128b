"""A card of one's own from a fact of the library: the deck is chosen, the sides are proposed."""

from datetime import datetime

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from studyapp.accounts.models import User
from studyapp.library.models import Deck, Fact
from studyapp.own import writing
from studyapp.own.forms import CardForm, PlaceForm
from studyapp.own.proposing import sides
from studyapp.own.views.cards import keep
from studyapp.own.views.common import for_an_owner, sent
from studyapp.site.requests import LearnerRequest

KIND = "flashcard"


@for_an_owner
def make_card(request: LearnerRequest, learner: User, slug: str, *, at: datetime) -> HttpResponse:
    """The deck that was written in last is chosen; whoever has none gets one."""
    fact = get_object_or_404(Fact.objects.visible().select_related("deck"), slug=slug)
    if request.method == "POST":
        form = CardForm(learner, KIND, *sent(request))
        form.is_valid()
        with transaction.atomic():
            learner.lock()  # so that a double click makes but one first deck
            return _keep(request, learner, fact, form, at=at)
    form = CardForm(learner, KIND, initial=sides(fact))
    return _show(request, fact, form, PlaceForm(_decks(learner), chosen=_written_in_last(learner)))


def _keep(request: LearnerRequest, learner: User, fact: Fact, form: CardForm, *, at: datetime) -> HttpResponse:
    decks = _decks(learner)
    # A form that was shown before there was a deck names none.
    places = PlaceForm(decks, {"deck": _written_in_last(learner)} | request.POST.dict())
    if form.is_valid() and (not decks or places.is_valid()):
        deck = places.chosen if decks else _first_deck(learner, fact, at=at)
        if keep(request, learner, deck, form, at=at, made_from=fact):
            return redirect(fact)
    return _show(request, fact, form, places, status=422)


def _show(request: LearnerRequest, fact: Fact, form: CardForm, places: PlaceForm, *, status: int = 200) -> HttpResponse:
    context = {"fact": fact, "form": form, "places": places, "after": writing.newest_number(Fact, request.user)}
    return render(request, "own/from_fact.html", context, status=status)


def _decks(learner: User) -> list[Deck]:
    return list(Deck.objects.of(learner).filter(removed_at=None).order_by("title"))


def _written_in_last(learner: User) -> int | None:
    """The number of the deck into which the newest card went, or else of the newest deck."""
    notes = Fact.objects.of(learner).filter(removed_at=None, deck__removed_at=None)
    number: int | None = notes.order_by("-number").values_list("deck__number", flat=True).first()
    return number or max((deck.number or 0 for deck in _decks(learner)), default=None)


def _first_deck(learner: User, fact: Fact, *, at: datetime) -> Deck:
    return writing.make_deck(learner, title=_("My cards"), description="", language=fact.deck.language, at=at)
