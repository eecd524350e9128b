"""How a learner's reviews are spaced: what a desired retention costs, which parameters are in use, moving due days."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from studyapp.site.requests import LearnerRequest
from studyapp.site.values import number_in
from studyapp.study.learners import study_day_of
from studyapp.study.new_day import begin_day
from studyapp.study.spacing.parameters import take_into_use
from studyapp.study.spacing.rescheduling import Respacing, respace_all
from studyapp.study.spacing.retention_cost import HORIZON, outlooks


@login_required
@require_safe
def spacing(request: LearnerRequest) -> HttpResponse:
    learner = request.user
    context = {
        "outlooks": outlooks(learner, today=study_day_of(learner, timezone.now())),
        "horizon": HORIZON,
        "sets": learner.parameter_sets.all(),
    }
    return render(request, "study/spacing.html", context)


@login_required
def use_parameters(request: LearnerRequest) -> HttpResponse:
    """Go by another set of parameters, named by its number, or by the default (0)."""
    if request.method != "POST":
        return redirect("spacing")
    learner, number = request.user, number_in(request.POST.get("number", ""))
    chosen = learner.parameter_sets.filter(number=number).first() if number else None
    if number is None or (number and chosen is None):
        raise Http404
    take_into_use(learner, chosen)
    messages.success(request, _("Taken into use. What is due stays due; the next intervals go by it."))
    return redirect("spacing")


@login_required
def respace(request: LearnerRequest) -> HttpResponse:
    """Say what it would change to space all reviews anew, and do so when asked to."""
    at, learner = timezone.now(), request.user
    if request.method != "POST":
        return render(request, "study/respace.html", {"respacing": Respacing.of(learner, at=at)})
    begin_day(learner, at=at)
    moved = respace_all(learner, at=at)
    if moved:
        messages.success(request, ngettext("Moved: %(n)s review.", "Moved: %(n)s reviews.", moved) % {"n": moved})
    else:
        messages.info(request, _("There was nothing to move."))
    return redirect("spacing")
