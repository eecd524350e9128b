"""Sharing a quiz with others: its title and what it is to ask."""

from collections.abc import Callable
from datetime import datetime

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from studyapp.accounts.guests import account_required
from studyapp.accounts.models import User
from studyapp.site.requests import LearnerRequest
from studyapp.study.models import LONGEST_TITLE, Quiz
from studyapp.study.quizzes.drawing import NothingToAsk
from studyapp.study.quizzes.names import clean_line
from studyapp.study.quizzes.options import QuizOptions
from studyapp.study.quizzes.sharing import MOST_A_DAY, Terms, TooManyShared, share, share_own
from studyapp.study.views.common import for_a_learner
from studyapp.study.views.quizzes.choosing import CHANCE, OptionsForm, nothing_here


class TermsForm(forms.Form):
    """What a quiz for others is called, and what holds for those who take part."""

    # Without a validator of its own: `clean_line` says how to mend what is wrong.
    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("Everyone who takes part sees it."),
        required=False,
        strip=False,
        widget=forms.TextInput(attrs={"maxlength": LONGEST_TITLE, "required": True, "dir": "auto"}),
    )

    more_time = forms.BooleanField(
        label=gettext_lazy("People can take more time"),
        help_text=gettext_lazy("If this is off, only you can give someone 5 more minutes, as often as you like."),
        required=False,
        initial=True,
    )
    ranking = forms.BooleanField(
        label=gettext_lazy("Show a ranking to everyone who has finished"),
        help_text=gettext_lazy("It shows the names they chose and how many answers were right."),
        required=False,
    )

    def clean_title(self) -> str:
        empty = _("Give the quiz a title, so that everyone knows it is the right one.")
        return clean_line(self.cleaned_data["title"], most=LONGEST_TITLE, empty=empty)

    @property
    def terms(self) -> Terms:
        return Terms(**{name: self.cleaned_data[name] for name in ("title", "more_time", "ranking")})


class SharingForm(OptionsForm, TermsForm):
    """What it is to ask besides."""


@account_required
@for_a_learner
@require_http_methods(["GET", "HEAD", "POST"])
def share_quiz(request: LearnerRequest, learner: User, *, at: datetime) -> HttpResponse:
    """Choose what the quiz asks, and get its code."""
    form = SharingForm(request.POST if request.method == "POST" else None, request.GET, learner)
    return _make(request, form, lambda terms: share(learner, form.options, terms, at=at, chance=CHANCE))


@account_required
@for_a_learner
@require_http_methods(["GET", "HEAD", "POST"])
def share_own_quiz(request: LearnerRequest, learner: User, quiz: int, *, at: datetime) -> HttpResponse:
    """Let others answer what one has answered oneself."""
    own = get_object_or_404(learner.quizzes.filter(code=None), pk=quiz)
    form = TermsForm(request.POST if request.method == "POST" else None, label_suffix="")
    return _make(request, form, lambda terms: share_own(learner, own, terms, at=at), own=own)


def _make(
    request: LearnerRequest, form: TermsForm, make: Callable[[Terms], Quiz], own: Quiz | None = None
) -> HttpResponse:
    if form.is_valid():
        try:
            return redirect("quiz-scores", make(form.terms).pk)
        except NothingToAsk:
            form.add_error(None, nothing_here(form.options if isinstance(form, SharingForm) else QuizOptions()))
        except TooManyShared:
            form.add_error(None, too_many_today())
    context = {"form": form, "own": own, "own_cards": _may_ask_own_cards(form, own)}
    return render(request, "study/quiz_share.html", context, status=422 if form.errors else 200)


def _may_ask_own_cards(form: TermsForm, own: Quiz | None) -> bool:
    """Whether others may come to see texts that are so far the learner's alone."""
    if own is not None:
        return own.items.filter(question__owner__isnull=False).exists()
    return isinstance(form, SharingForm) and form.has_own_decks


def too_many_today() -> str:
    sentence = _(
        "You have shared %(most)d quizzes since yesterday, and that is the limit. Share the next one tomorrow."
    )
    return sentence % {"most": MOST_A_DAY}
