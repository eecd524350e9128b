"""One card of one's own."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from studyapp.accounts.models import User
from studyapp.library.models import Fact
from studyapp.site.requests import LearnerRequest
from studyapp.study.views.common import for_a_learner


@for_a_learner
def card(request: LearnerRequest, learner: User, number: int, **_: datetime) -> HttpResponse:
    note = get_object_or_404(Fact.objects.of(learner).select_related("deck"), number=number)
    return render(request, "own/card.html", {"note": note})
