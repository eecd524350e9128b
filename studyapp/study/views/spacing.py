"""How a learner's reviews are spaced: what a desired retention costs, which parameters are in use, moving due days."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from studyapp.accounts.models import User
from studyapp.site.requests import LearnerRequest
from studyapp.site.values import number_in
from studyapp.study.learners import study_day_of
from studyapp.study.spacing.parameters import take_into_use
from studyapp.study.spacing.rescheduling import Respacing, respace_all
from studyapp.study.spacing.retention_cost import HORIZON, outlooks
from studyapp.study.views.common import for_a_learner


@for_a_learner
@require_safe
def spacing(request: LearnerRequest, learner: User, *, at: datetime) -> HttpResponse:
    context = {
        "outlooks": outlooks(learner, today=study_day_of(learner, at)),
        "horizon": HORIZON,
        "sets": learner.parameter_sets.all(),
    }
    return render(request, "study/spacing.html", context)


@for_a_learner
def use_parameters(request: LearnerRequest, learner: User, **_named: object) -> HttpResponse:
    """Go by another set of parameters, named by its number, or by the default (0)."""
    if request.method != "POST":
        return redirect("spacing")
    number = number_in(request.POST.get("number", ""))
    chosen = learner.parameter_sets.filter(number=number).first() if number else None
    if number is None or (number and chosen is None):
        raise Http404
    take_into_use(learner, chosen)
    messages.success(request, _("Now in use, from your next answers on. What is due stays due."))
    return redirect("spacing")


@for_a_learner
def respace(request: LearnerRequest, learner: User, *, at: datetime) -> HttpResponse:
    """Say what it would change to space all reviews anew, and do so when asked to."""
    if request.method != "POST":
        return render(request, "study/respace.html", {"respacing": Respacing.of(learner, at=at)})
    moved = respace_all(learner, at=at)
    if moved:
        messages.success(request, ngettext("Moved: %(n)s review.", "Moved: %(n)s reviews.", moved) % {"n": moved})
    else:
        messages.info(request, _("There was nothing to move."))
    return redirect("spacing")
