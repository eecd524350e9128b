"""What a learner does with one card besides answering it: suspend, resume, report."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from studyapp.accounts.requests import LearnerRequest
from studyapp.study.following import begin_day
from studyapp.study.models import Report, Stale
from studyapp.study.views.sitting import conflict, own_card


class ReportForm(forms.ModelForm):
    # Declared, since the model's own field would offer "nothing" as a first choice.
    reason = forms.ChoiceField(label="What is wrong?", choices=Report.Reason, widget=forms.RadioSelect)

    class Meta:
        model = Report
        fields = ["reason", "comment"]
        labels = {"comment": "Tell us more, if you like"}
        widgets = {"comment": forms.Textarea(attrs={"rows": 4})}


@login_required
def suspend(request: LearnerRequest, question: int) -> HttpResponse:
    """Do not ask it again until the learner resumes it."""
    return _set_aside(request, question, aside=True)


@login_required
def resume(request: LearnerRequest, question: int) -> HttpResponse:
    return _set_aside(request, question, aside=False)


def _set_aside(request: LearnerRequest, question: int, *, aside: bool) -> HttpResponse:
    """Twice is once."""
    if request.method != "POST":
        return redirect("study")
    at = timezone.now()
    begin_day(request.user, at=at)
    card = own_card(request.user, question)
    try:
        if card.suspended != aside:
            (card.suspend if aside else card.unsuspend)(at=at)
    except Stale:
        return conflict(request, "stale")
    if aside:
        messages.success(request, "Suspended: it will not be asked until you resume it.")
    else:
        messages.success(request, "Resumed: it will be asked when it is due.")
    return redirect("study" if aside else "suspended")


@login_required
@require_safe
def suspended(request: LearnerRequest) -> HttpResponse:
    cards = request.user.cards.filter(suspended=True, withdrawn=False).with_content().order_by("place")
    return render(request, "study/suspended.html", {"cards": cards})


@login_required
def report(request: LearnerRequest, question: int) -> HttpResponse:
    """Tell the editors that something is wrong with a question."""
    card = own_card(request.user, question)
    form = ReportForm(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        form.instance.learner, form.instance.question = request.user, card.question
        form.instance.revision, form.instance.reported_at = card.question.revision, timezone.now()
        form.save()
        messages.success(request, "Thank you. The editors will look at it.")
        return redirect("study")
    return render(request, "study/report.html", {"card": card, "form": form}, status=422 if form.errors else 200)
