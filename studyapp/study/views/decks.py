"""Decks: which there are, what one holds, joining and leaving it, and the day to know it by."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from studyapp.accounts.models import User
from studyapp.kinds.true_false import TrueFalse
from studyapp.library.models import Deck, Question
from studyapp.library.models.decks import decks_for_readers
from studyapp.site.requests import LearnerRequest
from studyapp.site.values import number_in
from studyapp.study.decks.membership import join, leave
from studyapp.study.figures import Known, Plan
from studyapp.study.learners import study_day_of
from studyapp.study.models import Enrolment
from studyapp.study.progress.decks import deck_progress, progress_in
from studyapp.study.sitting.offers import offers
from studyapp.study.sitting.scopes import Scope
from studyapp.study.sitting.sitting import Sitting
from studyapp.study.spacing.exams import ExamPlan
from studyapp.study.spacing.rescheduling import bring_forward
from studyapp.study.views.common import for_a_learner
from studyapp.study.wording import on_day

FACTS = 50
"""So many of a deck's facts stand on one page."""
SAMPLES = 3
MOST_LOOKED_AT = 30
"""Questions, for those of different facts among them."""
TAKEN_BACK = timedelta(days=30)
"""So long an own deck that was deleted is listed, to be taken back."""


class ExamForm(forms.Form):
    """The day of an exam: today or later."""

    exam_on = forms.DateField(
        label=gettext_lazy("Day of the exam"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": gettext_lazy("Choose the day of the exam."),
            "invalid": gettext_lazy("Write the day as year, month and day, such as 2027-05-01."),
        },
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix, self.today = "", today
        self.fields["exam_on"].widget.attrs["min"] = today.isoformat()

    def clean_exam_on(self) -> date:
        day: date = self.cleaned_data["exam_on"]
        if day < self.today:
            raise ValidationError(_("That day is over. Choose today or a later day."))
        return day


@require_safe
def decks(request: HttpRequest) -> HttpResponse:
    learner, at = request.user, timezone.now()
    joined = deck_progress(learner, study_day_of(learner, at)) if learner.is_authenticated else []
    progress = {one.deck.pk: one for one in joined}
    listed = [(deck, progress.get(deck.pk)) for deck in decks_for_readers(get_language() or "en")]
    context: dict[str, object] = {"decks": listed}
    if learner.is_authenticated and not learner.is_guest:
        deleted = Deck.objects.of(learner).filter(removed_at__gte=at - TAKEN_BACK).order_by("-removed_at")
        context |= {
            "makes_own": True,
            "own": [one for one in joined if one.deck.is_own],
            "deleted": list(deleted),
            "just_deleted": number_in(request.GET.get("deleted", "")),
        }
    return render(request, "study/decks.html", context)


@require_safe
def deck(request: HttpRequest, slug: str) -> HttpResponse:
    return _show_deck(request, slug)


def _show_deck(request: HttpRequest, slug: str, form: ExamForm | None = None) -> HttpResponse:
    deck = get_object_or_404(Deck.objects.with_counts(), slug=slug)
    page = Paginator(deck.facts.live().with_counts(), FACTS).get_page(request.GET.get("page"))
    context: dict[str, object] = {"deck": deck, "page": page, "progress": None}
    if request.user.is_authenticated:
        context |= learners_part(request.user, deck, form)
    if context["progress"] is None:
        context["samples"] = samples_of(deck)
    return render(request, "study/deck.html", context, status=422 if form and form.errors else 200)


def samples_of(deck: Deck) -> list[Question]:
    """Some of what it asks, of a fact each. Whether something is true is a question only with its two options."""
    asked = Question.objects.live().filter(fact__deck=deck).exclude(kind=TrueFalse.name).with_content()
    found: dict[int, Question] = {}
    for question in asked.order_by("fact__position", "fact", "position", "pk")[:MOST_LOOKED_AT]:
        found.setdefault(question.fact_id, question)
    return list(found.values())[:SAMPLES]


def learners_part(learner: User, deck: Deck, form: ExamForm | None) -> dict[str, object]:
    """What the page says to one who is in the deck, or was."""
    at = timezone.now()
    today = study_day_of(learner, at)
    progress = progress_in(learner, deck, today)
    enrolment = learner.enrolments.filter(deck=deck).first()
    if progress is None or enrolment is None:
        return {"left_at": enrolment and enrolment.left_at}
    scope = Scope.of_deck(deck)
    sitting = Sitting.of(learner, at, scope)
    exam_on = enrolment.exam_on
    return {
        "progress": progress,
        "plan": Plan.of(sitting),
        "known": Known.of([progress.known], deck=scope.deck_name),
        "scope": scope,
        "offers": offers(learner, scope, at=at),
        "exam": ExamPlan.of(learner, progress, exam_on, today=today),
        "exam_address": reverse("own-exam", args=[deck.number]) if deck.is_own else reverse("exam", args=[deck.slug]),
        "form": form or ExamForm(today=today, initial={"exam_on": exam_on}),
    }


@for_a_learner
def join_deck(request: LearnerRequest, learner: User, slug: str, *, at: datetime) -> HttpResponse:
    """Join a deck; whoever comes here by a link, as after signing in, sees the deck and can join it there."""
    deck = get_object_or_404(Deck, slug=slug)
    if request.method != "POST":
        return redirect(deck)
    if join(learner, deck, at=at):
        messages.success(request, _("You have joined “%(deck)s”.") % {"deck": deck.title})
    return redirect("home")


@for_a_learner
def leave_deck(request: LearnerRequest, learner: User, slug: str, *, at: datetime) -> HttpResponse:
    """Leave a deck once the learner has confirmed it; whoever has left it already sees the deck. Twice is once."""
    deck = get_object_or_404(Deck, slug=slug)
    if request.method == "POST":
        if leave(learner, deck, at=at):
            messages.success(
                request, _("You have left “%(deck)s”. What you have learned is saved.") % {"deck": deck.title}
            )
        return redirect("decks")
    progress = progress_in(learner, deck, study_day_of(learner, at))
    if progress is None:
        return redirect(deck)
    return render(request, "study/leave.html", {"deck": deck, "progress": progress})


@for_a_learner
def exam(request: LearnerRequest, learner: User, slug: str, *, at: datetime) -> HttpResponse:
    """Set the day of the exam, or clear it: what is scheduled from now on keeps to it."""
    deck = get_object_or_404(Deck, slug=slug)
    return change_exam(request, learner, deck, lambda refused: _show_deck(request, slug, refused), at=at)


def change_exam(
    request: LearnerRequest, learner: User, deck: Deck, show: Callable[[ExamForm], HttpResponse], *, at: datetime
) -> HttpResponse:
    """Of a library's deck or an own one, whose page can `show` a form that is refused."""
    if request.method != "POST":
        return redirect(deck)
    enrolment = _enrolment(learner, deck)
    today = study_day_of(learner, at)
    if "clear" in request.POST:
        _set_exam(enrolment, None)
        messages.success(request, _("The exam is removed: your schedule follows only your memory again."))
        return redirect(deck)
    form = ExamForm(request.POST, today=today)
    if not form.is_valid():
        return show(form)
    _set_exam(enrolment, form.cleaned_data["exam_on"])
    messages.success(request, _exam_in_words(learner, deck, form.cleaned_data["exam_on"], today))
    return redirect(deck)


def _exam_in_words(learner: User, deck: Deck, day: date, today: date) -> str:
    """When it is, and whether the deck can be met by then."""
    progress = progress_in(learner, deck, today)
    plan = ExamPlan.of(learner, progress, day, today=today).in_words if progress else ""
    return f"{_('The exam is %(when)s.') % {'when': on_day(day, today)}} {plan}".strip()


@for_a_learner
def bring_exam_forward(request: LearnerRequest, learner: User, slug: str, *, at: datetime) -> HttpResponse:
    """Let what falls due on the day of the exam or later be asked before it."""
    return move_before_exam(request, learner, get_object_or_404(Deck, slug=slug), at=at)


def move_before_exam(request: LearnerRequest, learner: User, deck: Deck, *, at: datetime) -> HttpResponse:
    """Of a library's deck or an own one."""
    if request.method != "POST":
        return redirect(deck)
    enrolment = _enrolment(learner, deck)
    moved = bring_forward(learner, deck, enrolment.exam_on, at=at) if enrolment.exam_on else 0
    if moved:
        sentence = ngettext(
            "%(n)s review is now due in the last days before the exam.",
            "%(n)s reviews are now due in the last days before the exam.",
            moved,
        )
        messages.success(request, sentence % {"n": moved})
    else:
        messages.info(request, _("There was nothing to move to an earlier day."))
    return redirect(deck)


def _enrolment(learner: User, deck: Deck) -> Enrolment:
    """Raises Http404 for a deck they are not in."""
    enrolment = learner.enrolments.current().filter(deck=deck).first()
    if enrolment is None:
        raise Http404
    return enrolment


def _set_exam(enrolment: Enrolment, day: date | None) -> None:
    Enrolment.objects.filter(pk=enrolment.pk).update(exam_on=day)
