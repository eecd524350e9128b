"""What the pages of own decks and cards have in common: whose they are, and that guests have none."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.datastructures import MultiValueDict

from studyapp.accounts.models import User
from studyapp.library.models import Deck, Fact
from studyapp.site.requests import LearnerRequest
from studyapp.study.views.common import View, for_a_learner


def for_an_owner(view: View) -> Callable[..., HttpResponse]:
    """A page for learners with an account, as `for_a_learner` gives it; a guest is told to make one."""

    @wraps(view)
    @for_a_learner
    def wrapped(request: LearnerRequest, learner: User, *, at: datetime, **named: object) -> HttpResponse:
        if learner.is_guest:
            return render(request, "own/guests.html", status=403)
        try:
            return view(request, learner, at=at, **named)
        except Deck.DoesNotExist as gone:  # in another tab, since it was looked up
            raise Http404 from gone

    return wrapped


def sent(request: LearnerRequest) -> tuple[dict[str, str], MultiValueDict[str, UploadedFile[bytes]]]:
    """What was written into a form, and the files beside it."""
    return request.POST.dict(), request.FILES


def deck_of(learner: User, number: int) -> Deck:
    """Raises Http404 for one that there is not, or that was deleted."""
    return get_object_or_404(Deck.objects.of(learner), number=number, removed_at=None)


def note_of(learner: User, number: int) -> Fact:
    """Be it deleted, but in a deck that is not; with its deck. Raises Http404."""
    notes = Fact.objects.of(learner).select_related("deck").filter(deck__removed_at=None)
    return get_object_or_404(notes, number=number)
