"""What a learner does with one card besides answering it: put it aside, move it, note something, report it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import wraps

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.site.requests import LearnerRequest
from studyapp.study.cards.asks import Ask, BadAsk, ExpiredAsk
from studyapp.study.learners import preset_of, study_day_of
from studyapp.study.models import LONGEST_NOTE, Card, Report, Stale, TooManyReports
from studyapp.study.models.card_queries import CardQuerySet
from studyapp.study.views.common import ScopedRequest, conflict, for_a_learner, own_card, to_study, within_a_scope
from studyapp.study.views.too_many import too_many
from studyapp.study.views.verdicts import show_again

PAGE = 50
NOT_IN_REVIEW = _(
    "You can only choose the day of a question in review. This one is new, learning or suspended: it comes by "
    "itself, or when you resume it."
)

LISTS: dict[str, str | Promise] = {
    "suspended": pgettext_lazy("cards", "Suspended"),
    "buried": pgettext_lazy("cards", "Buried today"),
    "marked": pgettext_lazy("cards", "Marked"),
    "notes": pgettext_lazy("cards", "With a note"),
    "leeches": pgettext_lazy("cards", "Leeches"),
}
"""The titles of the lists of “Your cards”, by their name in the address."""


_TOO_LONG = format_lazy(
    _("A note has at most {most} characters. Make it a little shorter."),
    most=lazy(lambda: number_format(LONGEST_NOTE, force_grouping=True), str)(),
)


class ReportForm(forms.ModelForm[Report]):
    # Declared, since the model's own field would offer "nothing" as a first choice.
    reason = forms.ChoiceField(label=_("What is wrong?"), choices=Report.Reason, widget=forms.RadioSelect)

    class Meta:
        model = Report
        fields = ["reason", "comment"]
        labels = {"comment": _("Tell us more, if you like")}
        widgets = {"comment": forms.Textarea(attrs={"rows": 4, "dir": "auto"})}


class NoteField(forms.CharField):
    def to_python(self, value: object) -> str | None:
        """A browser counts the end of a line as one character and sends two."""
        text = super().to_python(value)
        return text and text.replace("\r\n", "\n")


class NoteForm(forms.Form):
    note = NoteField(
        label=_("Your note"),
        help_text=_("Only you see it, after you answer and under “Your cards”. Leave it empty to remove the note."),
        required=False,
        max_length=LONGEST_NOTE,
        error_messages={"max_length": _TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )

    def clean(self) -> None:
        if "note" not in self.data:
            raise ValidationError(_("No note arrived. Write it here, or leave the field empty to remove it."))


class DueForm(forms.Form):
    due_on = forms.DateField(
        label=_("Ask it again on"),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": _("Choose a day."),
            "invalid": _("Write the day as year-month-day, such as 2030-05-03."),
        },
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, card: Card, today: date, sent: QueryDict | None) -> None:
        super().__init__(sent, label_suffix="", initial={"due_on": card.due_day})
        self.card, self.today = card, today
        self.last = today + timedelta(days=preset_of(card.learner).maximum_interval)
        self.fields["due_on"].widget.attrs |= {"min": today.isoformat(), "max": self.last.isoformat()}

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if not self.today <= day <= self.last:
            ends = {"first": date_format(self.today), "last": date_format(self.last)}
            raise ValidationError(gettext("Choose a day from today, %(first)s, to %(last)s.") % ends)
        return day

    def clean(self) -> None:
        if not self.card.is_in_review:
            raise ValidationError(NOT_IN_REVIEW)


# Acts of one click


def an_act(act: Callable[..., str]) -> Callable[..., HttpResponse]:
    """A POST that does one thing to a card and says so in a sentence. Twice is once."""

    @wraps(act)
    @for_a_learner
    @within_a_scope
    def wrapped(request: ScopedRequest, learner: User, question: int, *, at: datetime) -> HttpResponse:
        if request.method != "POST":
            return to_study(request)
        return _do(request, own_card(learner, question), act, at=at)

    return wrapped


def _do(request: ScopedRequest, card: Card, act: Callable[..., str], *, at: datetime) -> HttpResponse:
    """Act, and go back to where the learner was: a verdict, a card turned over, one of the lists, or the sitting."""
    token, ask = request.POST.get("ask"), None
    try:
        if token:
            ask = Ask.read(token, learner=request.user.pk, question=card.question_id, at=at)
        sentence = act(card, at=at)
    except BadAsk:
        return conflict(request, "bad", status=400)
    except ExpiredAsk:
        return conflict(request, "expired")
    except Stale:
        return conflict(request, "stale")
    messages.success(request, sentence)
    if ask is not None:
        return show_again(request, card, ask, at=at)
    show = request.POST.get("show")
    return redirect(f"{reverse('cards')}?show={show}") if show in LISTS else to_study(request)


@an_act
def suspend(card: Card, *, at: datetime) -> str:
    """Do not ask it again until the learner resumes it."""
    card.suspend(at=at)
    return gettext("Suspended: it will not be asked until you resume it.")


@an_act
def resume(card: Card, *, at: datetime) -> str:
    card.unsuspend(at=at)
    return gettext("Resumed: it will be asked when it is due.")


@an_act
def bury(card: Card, *, at: datetime) -> str:
    card.bury(at=at)
    return gettext("Buried: it comes back tomorrow.")


@an_act
def unbury(card: Card, *, at: datetime) -> str:
    card.unbury(at=at)
    return gettext("Not buried any more: it will be asked when it is due.")


@an_act
def mark(card: Card, *, at: datetime) -> str:
    card.mark(at=at)
    return gettext("Marked. You can find it under “Your cards”.")


@an_act
def unmark(card: Card, *, at: datetime) -> str:
    card.unmark(at=at)
    return gettext("Mark removed.")


# Acts with a page of their own


@for_a_learner
@within_a_scope
def forget(request: ScopedRequest, learner: User, question: int, *, at: datetime) -> HttpResponse:
    """Start a card again as new, once the learner has confirmed it."""

    def act(card: Card, *, at: datetime) -> str:
        card.forget(at=at)
        return gettext("It starts again as new.")

    card = own_card(learner, question)
    if request.method == "POST":
        return _do(request, card, act, at=at)
    return _page(request, "forget", {"card": card})


@for_a_learner
@within_a_scope
def set_due(request: ScopedRequest, learner: User, question: int, *, at: datetime) -> HttpResponse:
    """Choose the study day on which a card in review is asked again."""

    def act(card: Card, *, at: datetime) -> str:
        day = form.cleaned_data["due_on"]
        card.set_due(day, at=at)
        if day == form.today:
            return gettext("It will be asked again today.")
        return gettext("It will be asked again on %(day)s.") % {"day": date_format(day)}

    card = own_card(learner, question)
    form = DueForm(card, study_day_of(learner, at), request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _do(request, card, act, at=at)
    context = {"card": card, "form": form, "refusal": "" if card.is_in_review else NOT_IN_REVIEW}
    return _page(request, "due", context)


@for_a_learner
@within_a_scope
def note(request: ScopedRequest, learner: User, question: int, *, at: datetime) -> HttpResponse:
    """Write a note on a card, which its learner alone will see."""

    def act(card: Card, *, at: datetime) -> str:
        card.write_note(form.cleaned_data["note"], at=at)
        return gettext("Note saved.") if card.note else gettext("Note removed.")

    card = own_card(learner, question)
    sent = request.POST if request.method == "POST" else None
    form = NoteForm(sent, label_suffix="", initial={"note": card.note})
    if form.is_valid():
        return _do(request, card, act, at=at)
    return _page(request, "note", {"card": card, "form": form})


@for_a_learner
@within_a_scope
def report(request: ScopedRequest, learner: User, question: int, *, at: datetime) -> HttpResponse:
    """Tell the editors that something is wrong with a question, unless it is the learner's own."""
    card = own_card(learner, question)
    if card.question.is_own:
        raise Http404
    form = ReportForm(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            Report.objects.send(learner, card.question.asked, **form.cleaned_data, at=at)
        except TooManyReports:
            return too_many(
                request,
                gettext("You have reported a lot of questions in one day, so this report was not sent."),
                gettext("Report it again tomorrow. Your earlier reports are saved, and the editors will look at them."),
            )
        messages.success(request, gettext("Thank you. The editors will look at it."))
        return to_study(request)
    return _page(request, "report", {"card": card, "form": form})


def _page(request: ScopedRequest, name: str, context: dict[str, object]) -> HttpResponse:
    """A page with a form about one card, from which the learner goes on studying what they studied."""
    # 422 is for a part of the sitting: sent from there, a refused form takes over the whole page.
    refused = 400 if request.htmx else 422
    form = context.get("form")
    status = refused if isinstance(form, forms.BaseForm) and form.errors else 200
    return render(request, f"study/{name}.html", {**context, "query": request.scope.query}, status=status)


@for_a_learner
@require_safe
def cards(request: LearnerRequest, learner: User, *, at: datetime) -> HttpResponse:
    """Your cards: what is set aside, marked, noted or often forgotten, one list at a time."""
    show = request.GET.get("show", "")
    show = show if show in LISTS else next(iter(LISTS))
    listed = _listed(learner.cards.all(), show, study_day_of(learner, at))
    page = Paginator(listed.with_content(), PAGE).get_page(request.GET.get("page"))
    makes_own = Deck.objects.of(learner).filter(removed_at=None).exists()
    context = {"show": show, "title": LISTS[show], "lists": LISTS.items(), "page": page, "makes_own": makes_own}
    return render(request, "study/cards.html", context)


def _listed(cards: CardQuerySet, show: str, day: date) -> CardQuerySet:
    match show:
        case "buried":
            return cards.buried_on(day)
        case "marked":
            return cards.marked()
        case "notes":
            return cards.with_notes()
        case "leeches":
            return cards.leeches()
    return cards.suspended()
