"""Bring your cards: a file is sent, read beside the request, looked at, and brought in."""

from datetime import datetime

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from studyapp.accounts.models import User
from studyapp.exchange.arriving.files import keep_file
from studyapp.exchange.arriving.forms import BringForm
from studyapp.exchange.arriving.readers import READERS
from studyapp.exchange.arriving.seen import PAGE, Seen
from studyapp.exchange.jobs import bring_in
from studyapp.exchange.models import OPEN, Import, ImportRow, State
from studyapp.jobs.models import Job
from studyapp.library.models import Deck
from studyapp.own.views.common import for_an_owner, sent
from studyapp.site.requests import LearnerRequest
from studyapp.site.values import Context, number_in

LISTED = 10
"""Imports, the newest first."""
LAST_PAGE = 10**6
MOST_OPEN = 3
"""Files that wait for one learner: each is kept in the database."""


@for_an_owner
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: LearnerRequest, learner: User, *, at: datetime) -> HttpResponse:
    """Send a file; and the ones that were sent before."""
    decks = list(Deck.objects.of(learner).filter(removed_at=None).order_by("title"))
    form = BringForm(learner, decks, *sent(request)) if request.method == "POST" else BringForm(learner, decks)
    if form.is_valid():
        if Import.objects.of(learner).filter(state__in=OPEN).count() < MOST_OPEN:
            return redirect(_take(learner, form, at=at))
        form.add_error(None, _("Some of your files wait below. Bring them in or stop them first."))
    listed = Import.objects.of(learner)[:LISTED]
    context = {"form": form, "listed": listed, "readers": READERS}
    return render(request, "exchange/bring.html", context, status=422 if form.errors else 200)


def _take(learner: User, form: BringForm, *, at: datetime) -> Import:
    """Keep the file, and have it read as soon as may be."""
    upload = form.cleaned_data["file"]
    with transaction.atomic():
        learner.lock()
        arrival = Import.objects.create(
            learner=learner,
            name=form.name,
            format=form.reader.name,
            size=upload.size,
            language=form.cleaned_data["language"],
            interface_language=get_language() or "en",
            into=form.into_deck,
            for_library=form.is_for_library,
            sent_at=at,
        )
    keep_file(arrival, upload)
    Import.objects.filter(pk=arrival.pk).move(State.UPLOADED, before=State.ARRIVING)
    Job.objects.ask_for(bring_in, at=at)
    return arrival


@for_an_owner
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: LearnerRequest, learner: User, number: int, *, at: datetime) -> HttpResponse:
    """One file: how far it is, what was understood, and by `do` apply, choose or cancel what becomes of it."""
    arrival = get_object_or_404(Import.objects.of(learner), pk=number)
    if request.method != "POST":
        return _page(request, arrival)
    match request.POST.get("do"):
        case "cancel":
            return _cancel(request, learner, arrival, at=at)
        case "choose":
            _choose(request, learner, arrival)
            return redirect(arrival)
        case "apply":
            return _apply(request, learner, arrival, at=at)
    sentence = _("We could not tell what to do with the file. Use the buttons on its page.")
    return render(request, "400.html", {"sentence": sentence}, status=400)


def _page(request: LearnerRequest, arrival: Import, *, refusal: str = "", status: int = 200) -> HttpResponse:
    context: Context = {"arrival": arrival, "refusal": refusal}
    if arrival.state == State.READ:
        context |= _rows(request, Seen(arrival))
    elif arrival.state == State.DONE:
        came_to = arrival.decks.filter(is_chosen=True, into__removed_at=None, into__isnull=False)
        context |= {"seen": Seen(arrival), "decks": [deck.into for deck in came_to.select_related("into")]}
    part = "#standing" if request.htmx and arrival.is_under_way else ""
    answer = render(request, f"exchange/import.html{part}", context, status=status)
    if request.htmx and not arrival.is_under_way:
        answer["HX-Refresh"] = "true"  # there is more to show than how far it is
    return answer


def _rows(request: LearnerRequest, seen: Seen) -> Context:
    """A page of the rows of one state: the one in the address, or the first that has any."""
    counts = seen.counts
    tabs = [(state, state.label, counts[state]) for state in ImportRow.State if counts.get(state)]
    state = request.GET.get("show", "")
    if state not in counts:
        state = tabs[0][0] if tabs else ImportRow.State.NEW
    page = min(max(number_in(request.GET.get("page", "")) or 1, 1), LAST_PAGE)
    rows = seen.rows(state, page)
    shown = {"rows": rows[:PAGE], "page": page, "more": len(rows) > PAGE}
    return {"seen": seen, "tabs": tabs, "show": state, **shown}


def _choose(request: LearnerRequest, learner: User, arrival: Import) -> bool:
    """Keep which decks are wanted, and whether with the schedule. False if it does not wait for that any more."""
    positions = {number for text in request.POST.getlist("deck") if (number := number_in(text)) is not None}
    with transaction.atomic():
        learner.lock()
        waits = Import.objects.filter(pk=arrival.pk, state=State.READ)
        with_schedule = "schedule" in request.POST and arrival.has_schedule
        if not waits.update(with_schedule=with_schedule):
            return False
        arrival.decks.update(is_chosen=False)
        arrival.decks.filter(position__in=positions).update(is_chosen=True)
    return True


def _cancel(request: LearnerRequest, learner: User, arrival: Import, *, at: datetime) -> HttpResponse:
    """Nothing of it is brought in. Twice is once."""
    with transaction.atomic():
        learner.lock()
        stopped = Import.objects.filter(pk=arrival.pk, state__in=OPEN).update(state=State.CANCELLED, ended_at=at)
    if stopped:
        Job.objects.ask_for(bring_in, at=at)
        messages.success(request, _("Stopped. Nothing of “%(file)s” was brought in.") % {"file": arrival.name})
    return redirect("bring")


def _apply(request: LearnerRequest, learner: User, arrival: Import, *, at: datetime) -> HttpResponse:
    """Have the worker bring it in, as it was shown. Twice is once."""
    if arrival.state != State.READ or not _choose(request, learner, arrival):
        return redirect(arrival)
    arrival.refresh_from_db()
    seen = Seen(arrival)
    if not seen.is_worth_it:
        return _page(request, arrival, refusal=_("There is nothing new in the decks that are ticked."), status=422)
    if seen.too_many:
        return _page(request, arrival, status=422)
    if Import.objects.of(learner).done().count() != arrival.done_before:
        Import.objects.filter(pk=arrival.pk).move(State.UPLOADED, before=State.READ)
        messages.info(request, _("Your cards have changed since this file was read, so we read it once more."))
    elif not _begin(arrival):
        return _page(
            request, arrival, refusal=_("Another file is being brought in. Wait until it is done."), status=409
        )
    Job.objects.ask_for(bring_in, at=at)
    return redirect(arrival)


def _begin(arrival: Import) -> bool:
    """False where another import of theirs is under way."""
    total = arrival.rows.filter(deck__is_chosen=True, cards__gt=0).count()
    try:
        with transaction.atomic():
            now = {"rows_total": total, "rows_done": 0, "cards_new": 0}
            Import.objects.filter(pk=arrival.pk).move(State.APPLYING, before=State.READ, **now)
    except IntegrityError:  # the database lets one through
        return False
    return True
