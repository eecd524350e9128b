"""Pasting a list into an own deck: seen as a table before it is kept."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.own.limits import TooMuch
from studyapp.own.pasted import FAULTS, NotAsShown, Offer, Pasted, Way
from studyapp.own.pasting import Fault, Layout, Separator, guess
from studyapp.own.views.common import deck_of, for_an_owner
from studyapp.site.requests import LearnerRequest
from studyapp.site.values import Context, number_in

LONGEST_SEPARATOR = 10

SEPARATORS = {
    "": _("Find it out for me"),
    Separator.DASH: _("A dash with spaces around it"),
    Separator.TAB: _("A tab, as in a spreadsheet"),
    Separator.COMMA: _("A comma"),
    Separator.SEMICOLON: _("A semicolon"),
    Separator.OWN: _("Something else"),
}


class PasteForm(forms.Form):
    pasted = forms.CharField(
        label=_("Your list"),
        help_text=_("Each card on a line of its own: the front, a dash, tab, comma or semicolon, and the back."),
        strip=False,
        error_messages={
            "required": _("Paste your list here first."),
            "null_characters_not_allowed": _("There is an invisible character in this list. Copy it as plain text."),
        },
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
    )
    way = forms.ChoiceField(
        label=_("Kind of card"),
        choices=Way.choices,
        initial=Way.FLASHCARD,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a kind of card."), "invalid_choice": _("Choose one from the list.")},
    )
    separator = forms.ChoiceField(
        label=_("Between front and back"),
        choices=[*SEPARATORS.items()],
        required=False,
        error_messages={"invalid_choice": _("Choose one from the list.")},
    )
    own_separator = forms.CharField(
        label=_("Something else between front and back"), strip=False, required=False, max_length=LONGEST_SEPARATOR
    )
    between_cards = forms.CharField(
        label=_("Between cards"),
        help_text=_("Leave it empty if each card is on a line of its own."),
        strip=False,
        required=False,
        max_length=LONGEST_SEPARATOR,
    )
    swapped = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_pasted(self) -> str:
        pasted: str = self.cleaned_data["pasted"]
        if not pasted.strip():
            raise ValidationError(self.fields["pasted"].error_messages["required"])
        return pasted

    def clean(self) -> None:
        if self.cleaned_data.get("separator") == Separator.OWN and not self.cleaned_data.get("own_separator"):
            self.add_error("own_separator", gettext("Write what is between the front and the back of a card."))

    @property
    def layout(self) -> Layout:
        """Only if it is valid."""
        read = self.cleaned_data
        separator = Separator(read["separator"] or guess(read["pasted"], read["between_cards"]))
        return Layout(separator, read["own_separator"], read["between_cards"], read["swapped"])

    def as_read(self, layout: Layout) -> "PasteForm":
        """The same, to be sent again as it was read."""
        return PasteForm(
            initial={**self.cleaned_data, "separator": layout.separator, "swapped": "on" if layout.swapped else ""},
            auto_id=False,
        )


@for_an_owner
@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: LearnerRequest, learner: User, number: int, *, at: datetime) -> HttpResponse:
    """See what a list becomes, with its sides swapped by `do` swap, and keep it by `do` keep."""
    deck = deck_of(learner, number)
    sent, do = request.POST.copy(), request.POST.get("do")
    if do == "swap":
        sent["swapped"] = "" if sent.get("swapped") else "on"
    form = PasteForm(sent if request.method == "POST" else None, label_suffix="")
    if not form.is_valid():
        return render(request, "own/paste.html", {"deck": deck, "form": form}, status=422 if form.is_bound else 200)
    offer, status = None, 200
    try:
        pasted = Pasted.read(form.cleaned_data["pasted"], form.layout, Way(form.cleaned_data["way"]))
        if do == "keep":
            kept = pasted.keep(learner, deck, shown=number_in(sent.get("count", "")) or 0, at=at)
            messages.success(request, _said_of(len(kept), deck))
            return redirect(deck)
        offer = pasted.offer(learner, deck)
    except NotAsShown:
        form.add_error(None, gettext("Nothing was kept: the deck has changed. This is what can be added now."))
        offer, status = pasted.offer(learner, deck), 409
    except (TooMuch, ValidationError) as refused:
        form.add_error(None, refused if isinstance(refused, ValidationError) else str(refused))
        status = 422
    return render(request, "own/paste.html", {"deck": deck, "form": form, **_table(form, offer)}, status=status)


def _said_of(kept: int, deck: Deck) -> str:
    if not kept:
        return gettext("Nothing was added: the deck has all that can be taken from this list.")
    sentence = ngettext("%(n)s card is in “%(deck)s” now.", "%(n)s cards are in “%(deck)s” now.", kept)
    return sentence % {"n": kept, "deck": deck.title}


def _table(form: PasteForm, offer: Offer | None) -> Context:
    if offer is None:
        return {}
    layout = form.layout
    longest = dict(zip((Fault.LONG_FRONT, Fault.LONG_BACK), Way(form.cleaned_data["way"]).longest, strict=True))
    refused = [(row, FAULTS[row.fault] % {"n": longest.get(row.fault)}) for row in offer.rows if row.fault]
    return {
        "offer": offer,
        "refused": refused,
        "separator": SEPARATORS[layout.separator],
        "again": form.as_read(layout),
    }
