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
from studyapp.study.quizzes.sharing import MOST_A_DAY, TooManyShared, share, share_own
from studyapp.study.views.common import for_a_learner
from studyapp.study.views.quizzes.choosing import CHANCE, OptionsForm


class TitleForm(forms.Form):
    """What a quiz for others is called."""

    # Without a validator of its own: `clean_line` says how to mend what is wrong.
    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("Whoever takes part sees it."),
        required=False,
        strip=False,
        widget=forms.TextInput(attrs={"maxlength": LONGEST_TITLE, "required": True, "dir": "auto"}),
    )

    def clean_title(self) -> str:
        empty = _("Give the quiz a title, so that those who take part know that it is the right one.")
        return clean_line(self.cleaned_data["title"], most=LONGEST_TITLE, empty=empty)


class SharingForm(OptionsForm, TitleForm):
    """What it is to ask besides."""


@account_required
@for_a_learner
@require_http_methods(["GET", "HEAD", "POST"])
def share_quiz(request: LearnerRequest, learner: User, *, at: datetime) -> HttpResponse:
    """Choose what the quiz asks, and get its code."""
    form = SharingForm(request.POST if request.method == "POST" else None, request.GET, learner)
    return _make(request, form, lambda title: share(learner, form.options, title, at=at, chance=CHANCE))


@account_required
@for_a_learner
@require_http_methods(["GET", "HEAD", "POST"])
def share_own_quiz(request: LearnerRequest, learner: User, quiz: int, *, at: datetime) -> HttpResponse:
    """Let others answer what one has answered oneself."""
    own = get_object_or_404(learner.quizzes.filter(code=None), pk=quiz)
    form = TitleForm(request.POST if request.method == "POST" else None, label_suffix="")
    return _make(request, form, lambda title: share_own(learner, own, title, at=at), own=own)


def _make(
    request: LearnerRequest, form: TitleForm, make: Callable[[str], Quiz], own: Quiz | None = None
) -> HttpResponse:
    if form.is_valid():
        try:
            return redirect("quiz-scores", make(form.cleaned_data["title"]).pk)
        except NothingToAsk:
            form.add_error(None, _("There is no question here that a quiz can ask. Choose another deck or article."))
        except TooManyShared:
            sentence = _(
                "You have shared %(most)d quizzes since yesterday, which is the most. Share the next tomorrow."
            )
            form.add_error(None, sentence % {"most": MOST_A_DAY})
    return render(request, "study/quiz_share.html", {"form": form, "own": own}, status=422 if form.errors else 200)
