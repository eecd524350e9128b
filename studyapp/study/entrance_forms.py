"""The forms for signing up and in, where a guest chooses which of the decks they answered questions of to join."""

from typing import override

from allauth.account.forms import LoginForm, SignupForm
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from studyapp.accounts.guests import guest_of
from studyapp.accounts.models import User
from studyapp.site.page_tags import lang
from studyapp.study.guests import DECKS_HELP, DECKS_LABEL, choose, chosen, decks_answered


class DecksField(forms.MultipleChoiceField):
    """Decks by name. One that is not offered any more is no fault: the guest may have joined it in another tab."""

    @override
    def valid_value(self, value: object) -> bool:
        return True


class DeckChoice(forms.Form):
    """Nothing is ticked but what was ticked on the page before, or in this form when it was refused."""

    decks = DecksField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=DECKS_LABEL,
        help_text=DECKS_HELP,
    )
    request: HttpRequest

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own
        guest = guest_of(self.request)
        self.offered = {deck.slug: deck for deck in decks_answered(guest)} if guest else {}
        if not self.offered:
            del self.fields["decks"]
            return
        self.fields["decks"].choices = [  # type: ignore[attr-defined]  # a field with choices
            (slug, format_html("<span {}>{}</span>", lang(deck.language), deck.title))
            for slug, deck in self.offered.items()
        ]
        self.initial["decks"] = self.request.GET.getlist("decks") or chosen(self.request)

    def clean_decks(self) -> list[str]:
        return [slug for slug in self.cleaned_data["decks"] if slug in self.offered]

    def keep_choice(self, account: User) -> None:
        if "decks" in self.fields:
            choose(self.request, account, self.cleaned_data["decks"])


class SignUpForm(DeckChoice, SignupForm):  # type: ignore[misc]  # allauth has no types
    """An account for a visitor or a guest."""


class LogInForm(DeckChoice, LoginForm):  # type: ignore[misc]  # allauth has no types
    """A guest may have an account already."""

    @override
    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        self.keep_choice(self.user)
        response: HttpResponse = super().login(request, redirect_url)
        return response
