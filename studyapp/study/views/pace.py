"""Catching up after an absence: the learner picks how many reviews a day."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from studyapp.accounts.models import User
from studyapp.site.requests import LearnerRequest
from studyapp.study.figures import Plan
from studyapp.study.sitting.sitting import Sitting
from studyapp.study.spacing.backlog import ALL, Backlog
from studyapp.study.views.common import for_a_learner

RANGE = format_lazy(_("Enter a whole number of reviews a day, from 1 to {most}."), most=ALL)


class PaceForm(forms.Form):
    """So many reviews a day."""

    pace = forms.IntegerField(
        label=_("Reviews a day"),
        min_value=1,
        max_value=ALL,
        widget=forms.NumberInput(attrs={"min": 1, "max": ALL}),
        error_messages=dict.fromkeys(["required", "invalid", "min_value", "max_value"], RANGE),
    )

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data)
        self.label_suffix = ""


@for_a_learner
@require_http_methods(["GET", "HEAD", "POST"])
def pace(request: LearnerRequest, learner: User, *, at: datetime) -> HttpResponse:
    """Set the pace, or with `usual` go back to the usual limit."""
    if "usual" in request.POST:
        _set(learner, None)
        usual = learner.reviews_per_day
        sentence = ngettext(
            "Up to %(n)s review a day, as in your settings.", "Up to %(n)s reviews a day, as in your settings.", usual
        )
        messages.success(request, sentence % {"n": usual})
        return redirect("home")
    form = PaceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        _set(learner, form.cleaned_data["pace"])
        messages.success(request, _chosen(form.cleaned_data["pace"]))
        return redirect("home")
    sitting = Sitting.of(learner, at)
    context = {"form": form, "backlog": Backlog.of(learner, sitting.day), "plan": Plan.of(sitting)}
    return render(request, "study/pace.html", context, status=422 if form.errors else 200)


def _chosen(pace: int) -> str:
    if pace == ALL:
        return gettext("You get everything that is due.")
    sentence = ngettext(
        "Up to %(n)s review a day until you have caught up.",
        "Up to %(n)s reviews a day until you have caught up.",
        pace,
    )
    return sentence % {"n": pace}


def _set(learner: User, pace: int | None) -> None:
    learner.catch_up_pace = pace
    learner.save(update_fields=["catch_up_pace"])
