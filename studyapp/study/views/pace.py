"""Catching up after an absence: the learner picks how many reviews a day."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from studyapp.accounts.models import User
from studyapp.accounts.requests import LearnerRequest
from studyapp.study.catching_up import ALL, Backlog
from studyapp.study.following import begin_day
from studyapp.study.learners import study_day_of

RANGE = f"Give a whole number of reviews a day, from 1 to {ALL}."


class PaceForm(forms.Form):
    """So many reviews a day."""

    pace = forms.IntegerField(
        label="Reviews a day",
        min_value=1,
        max_value=ALL,
        widget=forms.NumberInput(attrs={"min": 1, "max": ALL}),
        error_messages=dict.fromkeys(["required", "invalid", "min_value", "max_value"], RANGE),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pace(request: LearnerRequest) -> HttpResponse:
    """Set the pace, or with `usual` go back to the usual limit."""
    at, learner = timezone.now(), request.user
    begin_day(learner, at=at)
    if "usual" in request.POST:
        _set(learner, None)
        messages.success(request, f"Up to {learner.reviews_per_day} reviews a day, as in your settings.")
        return redirect("home")
    form = PaceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        _set(learner, form.cleaned_data["pace"])
        sentence = (
            "Everything that is due is asked."
            if learner.catch_up_pace == ALL
            else (f"Up to {learner.catch_up_pace} reviews a day until you have caught up.")
        )
        messages.success(request, sentence)
        return redirect("home")
    context = {"form": form, "backlog": Backlog.of(learner, study_day_of(learner, at))}
    return render(request, "study/pace.html", context, status=422 if form.errors else 200)


def _set(learner: User, pace: int | None) -> None:
    learner.catch_up_pace = pace
    learner.save(update_fields=["catch_up_pace"])
