"""Cards of one's own: made one after the other, looked at, worded anew, moved, deleted and taken back."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from studyapp.accounts.models import User
from studyapp.kinds import KINDS
from studyapp.library.models import Deck, Draft, Fact, Question
from studyapp.library.origins import changed_origin
from studyapp.own import writing
from studyapp.own.forms import CardForm, PlaceForm
from studyapp.own.limits import TooMuch
from studyapp.own.models import Arrived
from studyapp.own.once import add_once
from studyapp.own.views.common import deck_of, for_an_owner, note_of, sent
from studyapp.own.words import FIRST_KINDS, KINDS_IN_WORDS
from studyapp.site.requests import LearnerRequest
from studyapp.site.values import Context, number_in
from studyapp.study.learners import study_day_of
from studyapp.study.models import Card
from studyapp.study.progress.knowledge import knowledge_of_card
from studyapp.study.views.common import own_card


@for_an_owner
def add_card(request: LearnerRequest, learner: User, number: int, *, at: datetime) -> HttpResponse:
    """A card of the kind that the address names; once it is saved, the empty form again for the next one."""
    deck, kind = deck_of(learner, number), request.GET.get("kind", FIRST_KINDS[0])
    if kind not in KINDS:
        raise Http404
    form = CardForm(learner, kind, *sent(request)) if request.method == "POST" else CardForm(learner, kind)
    if request.method == "POST" and keep(request, learner, deck, form, at=at):
        return redirect(f"{reverse('own-add-card', args=[number])}?kind={kind}")
    if not form.errors:
        form.front.field.widget.attrs["autofocus"] = True
    context = {"deck": deck, "form": form, "after": writing.newest_number(Fact, learner), **kinds_to_choose(kind)}
    part = "#writing" if request.htmx else ""
    return render(request, f"own/add_card.html{part}", context, status=422 if form.errors else 200)


def kinds_to_choose(kind: str) -> Context:
    """The kinds that come first, and the others; each with its name, its label and what it asks."""
    listed = [(name, KINDS[name].label, KINDS_IN_WORDS[name].asks) for name in (*FIRST_KINDS, *KINDS)]
    first, others = listed[: len(FIRST_KINDS)], [one for one in listed if one[0] not in FIRST_KINDS]
    return {"kind": kind, "first_kinds": first, "other_kinds": others, "is_other": kind not in FIRST_KINDS}


def keep(
    request: LearnerRequest, learner: User, deck: Deck, form: CardForm, *, at: datetime, made_from: Fact | None = None
) -> Fact | None:
    """The card that was filled in, made; None where something is wrong, which the form then says."""
    if not form.is_valid():
        return None
    after = number_in(request.POST.get("after", ""))
    try:
        note = add_once(learner, deck, form.written, shown_after=after, at=at, made_from=made_from)
    except ValidationError as error:
        form.refuse(error)
        return None
    except TooMuch as error:
        form.refuse(str(error))
        return None
    messages.success(request, _("Saved: %(card)s") % {"card": note.statement})
    return note


@for_an_owner
def card(request: LearnerRequest, learner: User, number: int, *, at: datetime) -> HttpResponse:
    """One card: both sides, where it stands, and the form to edit it."""
    note = note_of(learner, number)
    shown = own_card(learner, Question.objects.of(learner).get(fact=note).pk)
    if request.method != "POST" or note.removed_at is not None:
        return _show_card(request, shown, at=at)
    form = CardForm(learner, shown.question.kind, *sent(request), revision=shown.question.asked)
    if not form.is_valid():
        return _show_card(request, shown, form, at=at, status=422)
    with transaction.atomic():
        learner.lock()  # so that it stands still from here on
        return _edit(request, own_card(learner, shown.question_id), form, at=at)


def _show_card(
    request: LearnerRequest,
    card: Card,
    form: CardForm | None = None,
    *,
    at: datetime,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    learner, revision, note = card.learner, card.question.asked, card.question.fact
    today = study_day_of(learner, at)
    others = Deck.objects.of(learner).filter(removed_at=None).exclude(pk=note.deck_id).order_by("title")
    context = {
        "card": card,
        "note": note,
        "revision": revision,
        "body": revision.body,
        "today": today,
        "knowledge": knowledge_of_card(card.queue, card.due_day, card.stability, today),
        "origin": changed_origin(note, since=revision.created_at),
        "made_from": Fact.objects.visible().select_related("deck").filter(pk=note.made_from_id or 0).first(),
        "tags": Arrived.objects.filter(fact=note).values_list("tags", flat=True).first(),
        "form": form or CardForm(learner, card.question.kind, revision=revision),
        "places": PlaceForm(list(others)),
        **more,
    }
    return render(request, "own/card.html", context, status=status)


def _edit(request: LearnerRequest, card: Card, form: CardForm, *, at: datetime) -> HttpResponse:
    """Word it anew, unless that was done elsewhere meanwhile; whether a new answer is to be learned is asked."""
    draft = form.written.draft
    if not card.question.says_else(draft):
        messages.info(request, _("Nothing has changed."))
        return redirect(card.question)
    if number_in(request.POST.get("revision", "")) != card.question.asked.number:
        return _show_card(request, card, form, at=at, status=409, is_stale=True)
    changed = _answer_changed(request.POST, card.question, draft)
    if changed is None:
        return _show_card(request, card, form, at=at, asks=_ask(card.question, draft))
    try:
        writing.rewrite(card, draft, answer_changed=changed, at=at)
    except ValidationError as error:
        form.refuse(error)
        return _show_card(request, card, form, at=at, status=422)
    messages.success(request, _("Saved. You learn the new answer from now on.") if changed else _("Saved."))
    return redirect(card.question)


def _answer_changed(sent: Mapping[str, str], question: Question, draft: Draft) -> bool | None:
    """Whether the card is to be learned again; None if its owner has yet to say so."""
    if not _ask(question, draft):
        return False
    return {"yes": True, "no": False}.get(sent.get("answer_changed", ""))


def _ask(question: Question, draft: Draft) -> Context | None:
    """Both answers, and whether they seem to be two; None where the answer is the same to the letter."""
    before, after = question.asked.body, question.kind_class(draft.spec)
    differs = before.key != after.key
    if not differs and before.expected == after.expected:
        return None
    return {"before": before.expected, "after": after.expected, "differs": differs}


@for_an_owner
def move_card(request: LearnerRequest, learner: User, number: int, **named: datetime) -> HttpResponse:
    """Put it into another own deck, with all that is known of it."""
    note = note_of(learner, number)
    if request.method != "POST":
        return redirect(note)
    form = PlaceForm(list(Deck.objects.of(learner).filter(removed_at=None)), request.POST)
    if not form.is_valid():
        question = Question.objects.of(learner).get(fact=note).pk
        return _show_card(request, own_card(learner, question), at=named["at"], status=422, places=form)
    if writing.move(learner, [note], form.chosen):
        messages.success(request, _("Moved to “%(deck)s”.") % {"deck": form.chosen.title})
    return redirect(note)


@for_an_owner
def delete_card(request: LearnerRequest, learner: User, number: int, *, at: datetime) -> HttpResponse:
    """It can be taken back on the page of its deck, to which this leads. Twice is once."""
    note = note_of(learner, number)
    if request.method != "POST":
        return redirect(note)
    writing.remove(learner, [note], at=at)
    return redirect(f"{note.deck.get_absolute_url()}?deleted={number}")


@for_an_owner
def take_card_back(request: LearnerRequest, learner: User, number: int, *, at: datetime) -> HttpResponse:
    note = note_of(learner, number)
    if request.method == "POST":
        try:
            if writing.take_back(learner, [note], at=at):
                messages.success(request, _("The card is back, and you continue where you stopped."))
        except TooMuch as error:
            messages.error(request, str(error))
    return redirect(note)
