"""Decks: which there are, what one holds, joining it, and the day to know it by."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from studyapp.accounts.models import User
from studyapp.accounts.requests import LearnerRequest
from studyapp.library.models import Deck
from studyapp.study.exams import ExamPlan
from studyapp.study.following import begin_day, join
from studyapp.study.learners import study_day_of
from studyapp.study.models import Enrolment
from studyapp.study.more import offers
from studyapp.study.progress import deck_progress
from studyapp.study.rescheduling import bring_forward
from studyapp.study.scopes import Scope
from studyapp.study.sitting import Sitting
from studyapp.study.words import on_day


class ExamForm(forms.Form):
    """The day of an exam: today or later."""

    exam_on = forms.DateField(
        label="Day of the exam",
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": "Choose the day of the exam.",
            "invalid": "Write the day as year, month and day, such as 2027-05-01.",
        },
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix, self.today = "", today
        self.fields["exam_on"].widget.attrs["min"] = today.isoformat()

    def clean_exam_on(self) -> date:
        day: date = self.cleaned_data["exam_on"]
        if day < self.today:
            raise ValidationError("That day is over. Choose today or a later day.")
        return day


@require_safe
def decks(request: HttpRequest) -> HttpResponse:
    joined = {}
    if request.user.is_authenticated:
        joined = {one.deck.pk: one for one in deck_progress(request.user, study_day_of(request.user, timezone.now()))}
    listed = [(deck, joined.get(deck.pk)) for deck in Deck.objects.with_counts()]
    return render(request, "study/decks.html", {"decks": listed})


@require_safe
def deck(request: HttpRequest, slug: str) -> HttpResponse:
    return _show_deck(request, slug)


def _show_deck(request: HttpRequest, slug: str, form: ExamForm | None = None) -> HttpResponse:
    deck = get_object_or_404(Deck.objects.with_counts(), slug=slug)
    context: dict[str, Any] = {"deck": deck, "facts": deck.facts.live().with_counts(), "progress": None}
    if request.user.is_authenticated:
        context |= _own_part(request.user, deck, form)
    return render(request, "study/deck.html", context, status=422 if form and form.errors else 200)


def _own_part(learner: User, deck: Deck, form: ExamForm | None) -> dict[str, Any]:
    """What the page says to one who has joined the deck."""
    at = timezone.now()
    today = study_day_of(learner, at)
    progress = next((one for one in deck_progress(learner, today) if one.deck.pk == deck.pk), None)
    if progress is None:
        return {}
    scope = Scope(deck=deck.slug)
    sitting = Sitting.of(learner, at, scope)
    exam_on = learner.enrolments.values_list("exam_on", flat=True).get(deck=deck)
    new_left = max(learner.new_per_day - sitting.new_done, 0)
    return {
        "progress": progress,
        "sitting": sitting,
        "scope": scope,
        "offers": offers(learner, scope, at=at),
        "plan": ExamPlan.of(learner, progress, exam_on, today=today, new_left=new_left),
        "form": form or ExamForm(today=today, initial={"exam_on": exam_on}),
    }


@login_required
def join_deck(request: LearnerRequest, slug: str) -> HttpResponse:
    """Join a deck; whoever comes here by a link, as after signing in, sees the deck and can join it there."""
    deck, at = get_object_or_404(Deck, slug=slug), timezone.now()
    if request.method != "POST":
        return redirect(deck)
    begin_day(request.user, at=at)
    if join(request.user, deck, at=at):
        messages.success(request, f"You have joined “{deck.title}”.")
    return redirect("home")


@login_required
def exam(request: LearnerRequest, slug: str) -> HttpResponse:
    """Set the day of the exam, or clear it: what is scheduled from now on keeps to it."""
    deck, at = get_object_or_404(Deck, slug=slug), timezone.now()
    if request.method != "POST":
        return redirect(deck)
    begin_day(request.user, at=at)
    enrolment = _enrolment(request.user, deck)
    today = study_day_of(request.user, at)
    if "clear" in request.POST:
        _set_exam(enrolment, None)
        messages.success(request, "There is no exam any more: everything goes by your memory alone.")
        return redirect(deck)
    form = ExamForm(request.POST, today=today)
    if not form.is_valid():
        return _show_deck(request, slug, form)
    _set_exam(enrolment, form.cleaned_data["exam_on"])
    messages.success(request, f"The exam is {on_day(form.cleaned_data['exam_on'], today)}.")
    return redirect(deck)


@login_required
def bring_exam_forward(request: LearnerRequest, slug: str) -> HttpResponse:
    """Let what falls due on the day of the exam or later be asked before it."""
    deck, at = get_object_or_404(Deck, slug=slug), timezone.now()
    if request.method != "POST":
        return redirect(deck)
    begin_day(request.user, at=at)
    enrolment = _enrolment(request.user, deck)
    moved = bring_forward(request.user, deck, enrolment.exam_on, at=at) if enrolment.exam_on else 0
    if moved:
        due = "1 review now falls" if moved == 1 else f"{moved} reviews now fall"
        messages.success(request, f"{due} due in the last days before the exam.")
    else:
        messages.info(request, "There was nothing to bring forward.")
    return redirect(deck)


def _enrolment(learner: User, deck: Deck) -> Enrolment:
    """Raises Http404 for a deck they have not joined."""
    enrolment = learner.enrolments.filter(deck=deck).first()
    if enrolment is None:
        raise Http404
    return enrolment


def _set_exam(enrolment: Enrolment, day: date | None) -> None:
    Enrolment.objects.filter(pk=enrolment.pk).update(exam_on=day)
