"""The list of one's own cards, and what is done with many of them at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from studyapp.accounts.models import User
from studyapp.library.models import Deck, Fact
from studyapp.library.search import LONGEST, BadQuery, Query
from studyapp.own import at_once, writing
from studyapp.own.limits import TooMuch
from studyapp.own.listing import PAGE, Stand, Wanted, When
from studyapp.own.views.common import for_an_owner
from studyapp.site.requests import LearnerRequest
from studyapp.site.values import Context, number_in
from studyapp.study.learners import study_day_of

LAST_PAGE = 10**6
"""As far as an address may turn the pages."""

FROM_THE_LIST = {"invalid_choice": _("Choose one from the list.")}


class Refused(Exception):
    """What was asked for cannot be done; the sentence says how to mend it."""


class WantedForm(forms.Form):
    q = forms.CharField(
        label=_("Words on the card"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto", "maxlength": LONGEST, "autocapitalize": "none"}),
    )
    deck = forms.ChoiceField(label=_("Deck"), required=False, error_messages=FROM_THE_LIST)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All but deleted")), *Stand.choices],
        error_messages=FROM_THE_LIST,
    )
    due = forms.ChoiceField(
        label=_("Due"), required=False, choices=[("", _("Any day")), *When.choices], error_messages=FROM_THE_LIST
    )

    def __init__(self, decks: dict[int, Deck], sent: QueryDict) -> None:
        super().__init__(sent, label_suffix="")
        self.decks = decks
        self.fields["deck"].choices = [  # type: ignore[attr-defined]  # of a ChoiceField
            ("", gettext("All decks")),
            *((str(number), deck.title) for number, deck in decks.items()),
        ]

    def clean_q(self) -> Query | None:
        words = self.cleaned_data["q"]
        try:
            return Query.read(words) if words else None
        except BadQuery as refused:
            raise ValidationError(str(refused)) from refused

    @property
    def wanted(self) -> Wanted:
        """Only if it is valid."""
        read = self.cleaned_data
        return Wanted(self.decks.get(number_in(read["deck"]) or 0), read["q"], read["state"], read["due"])

    @property
    def query(self) -> str:
        """What it narrows the list to, as it stands in an address: "deck=1&state=new&"."""
        sent = {name: value for name in self.fields if (value := self.data.get(name))}
        return f"{urlencode(sent)}&" if sent else ""


@for_an_owner
@require_http_methods(["GET", "HEAD", "POST"])
def cards(request: LearnerRequest, learner: User, *, at: datetime) -> HttpResponse:
    """The learner's own cards, the newest first; by POST, something is done with those that are chosen."""
    mine = list(Deck.objects.of(learner).order_by("title", "number"))
    if request.method != "POST":
        return _page(request, learner, mine, at=at)
    verb = VERBS.get(request.POST.get("do", ""))
    if verb is None:
        sentence = gettext("We could not tell what to do with the cards. Use the buttons below the list.")
        return render(request, "400.html", {"sentence": sentence}, status=400)
    try:
        done = verb(Chosen(request, learner, _chosen(learner, request.POST), _by_number(mine), at))
    except (Refused, TooMuch) as refused:
        return _page(request, learner, mine, refusal=str(refused), at=at)
    messages.success(request, done or gettext("Nothing was changed: this was done before."))
    return redirect(f"{reverse('own-cards')}?{request.GET.urlencode()}")


def _by_number(mine: list[Deck]) -> dict[int, Deck]:
    """The decks that are there."""
    return {deck.number or 0: deck for deck in mine if deck.removed_at is None}


def _page(request: LearnerRequest, learner: User, mine: list[Deck], *, refusal: str = "", at: datetime) -> HttpResponse:
    decks = _by_number(mine)
    form = WantedForm(decks, request.GET)
    context: Context = {"form": form, "decks": decks.values(), "refusal": refusal}
    if not form.is_valid():
        return render(request, "own/cards.html", context, status=400)
    number = min(max(number_in(request.GET.get("page", "")) or 1, 1), LAST_PAGE)
    first = (number - 1) * PAGE
    wanted = form.wanted
    lines = wanted.lines(learner, mine, study_day_of(learner, at), first=first, most=PAGE + 1)
    context |= {
        "lines": lines[:PAGE],
        "query": form.query,
        "narrowed": wanted != Wanted(),
        "deleted": wanted.stand == Stand.DELETED,
        "into": wanted.deck or (next(iter(decks.values())) if len(decks) == 1 else None),
        "number": number,
        "first": first + 1,
        "last": first + len(lines[:PAGE]),
        "more": len(lines) > PAGE,
    }
    part = "#list" if request.htmx else ""
    return render(request, f"own/cards.html{part}", context, status=422 if refusal else 200)


# What is done with those that are chosen: a verb says what it did, and nothing where it had been done before


@dataclass(frozen=True, slots=True)
class Chosen:
    request: LearnerRequest
    learner: User
    notes: list[Fact]
    decks: dict[int, Deck]
    at: datetime


def _chosen(learner: User, sent: QueryDict) -> list[Fact]:
    """The notes whose boxes were ticked; all that were shown, where that was. What is no number of an own card is
    passed over.
    """
    words = " ".join(sent.getlist("listed" if sent.get("all") else "card")).split()
    numbers = {number for word in words if (number := number_in(word)) is not None}
    if len(numbers) > PAGE:
        raise Refused(gettext("Nothing was changed: choose at most %(n)s cards at once.") % {"n": PAGE})
    notes = list(Fact.objects.of(learner).filter(number__in=numbers, deck__removed_at=None))
    if not notes:
        raise Refused(gettext("No card was chosen, so nothing was changed. Tick the boxes beside the cards first."))
    return notes


def _suspend(chosen: Chosen) -> str:
    n = at_once.suspend(chosen.learner, chosen.notes, at=chosen.at)
    sentence = ngettext(
        "%(n)s card is suspended: it is not asked until you resume it.",
        "%(n)s cards are suspended: they are not asked until you resume them.",
        n,
    )
    return sentence % {"n": n} if n else ""


def _resume(chosen: Chosen) -> str:
    n = at_once.resume(chosen.learner, chosen.notes, at=chosen.at)
    sentence = ngettext(
        "%(n)s card is resumed: it is asked when it is due.",
        "%(n)s cards are resumed: they are asked when they are due.",
        n,
    )
    return sentence % {"n": n} if n else ""


def _move(chosen: Chosen) -> str:
    deck = chosen.decks.get(number_in(chosen.request.POST.get("to", "")) or 0)
    if deck is None:
        raise Refused(gettext("Nothing was changed: choose the deck to move the cards to."))
    n = writing.move(chosen.learner, chosen.notes, deck)
    sentence = ngettext("%(n)s card is in “%(deck)s” now.", "%(n)s cards are in “%(deck)s” now.", n)
    return sentence % {"n": n, "deck": deck.title} if n else ""


def _delete(chosen: Chosen) -> str:
    """With the way back for just these."""
    there = [note for note in chosen.notes if note.removed_at is None]
    n = writing.remove(chosen.learner, there, at=chosen.at)
    sentence = ngettext("%(n)s card is deleted.", "%(n)s cards are deleted.", n) % {"n": n}
    return render_to_string("own/_deleted.html", {"sentence": sentence, "notes": there}, chosen.request) if n else ""


def _take_back(chosen: Chosen) -> str:
    n = writing.take_back(chosen.learner, chosen.notes, at=chosen.at)
    sentence = ngettext("%(n)s card is back.", "%(n)s cards are back.", n)
    return sentence % {"n": n} if n else ""


VERBS: dict[str, Callable[[Chosen], str]] = {
    "suspend": _suspend,
    "resume": _resume,
    "move": _move,
    "delete": _delete,
    "take-back": _take_back,
}
