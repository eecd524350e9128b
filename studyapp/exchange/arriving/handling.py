"""What the pages of learners and of editors have in common: a file is taken, shown as it was read, and brought in."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from studyapp.accounts.models import User
from studyapp.exchange.arriving.files import keep_file
from studyapp.exchange.arriving.forms import FileForm
from studyapp.exchange.arriving.seen import PAGE, Seen
from studyapp.exchange.jobs import bring_in
from studyapp.exchange.models import OPEN, Import, ImportRow, State
from studyapp.jobs.models import Job
from studyapp.site.requests import LearnerRequest
from studyapp.site.values import Context, number_in

LAST_PAGE = 10**6
MOST_OPEN = 3
"""Files that wait for one learner: each is kept in the database."""


def may_send(learner: User, form: FileForm) -> bool:
    """Whether the form is valid, and not too many files wait."""
    if not form.is_valid():
        return False
    if Import.objects.of(learner).filter(state__in=OPEN).count() < MOST_OPEN:
        return True
    form.add_error(None, _("Some of your files wait below. Bring them in or stop them first."))
    return False


def take(learner: User, form: FileForm, *, at: datetime) -> Import:
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
            for_library=form.for_library,
            sent_at=at,
        )
    keep_file(arrival, upload)
    Import.objects.filter(pk=arrival.pk).move(State.UPLOADED, before=State.ARRIVING)
    Job.objects.ask_for(bring_in, at=at)
    return arrival


@dataclass(frozen=True, slots=True)
class Look:
    """The page of one file, in the style of its room."""

    template: str
    whole: str
    """The name of the page on which files are sent."""
    context: Context = field(default_factory=dict)


def page_of(request: LearnerRequest, arrival: Import, look: Look, *, at: datetime) -> HttpResponse:
    """How far it is, what was understood, and by `do` apply, choose or cancel what becomes of it."""
    if request.method != "POST":
        return _page(request, arrival, look)
    match request.POST.get("do"):
        case "cancel":
            return _cancel(request, arrival, look, at=at)
        case "choose":
            _choose(request, arrival)
            return redirect(arrival)
        case "apply":
            return _apply(request, arrival, look, at=at)
    sentence = _("We could not tell what to do with the file. Use the buttons on its page.")
    return render(request, "400.html", {"sentence": sentence}, status=400)


def _page(
    request: LearnerRequest, arrival: Import, look: Look, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context: Context = {**look.context, "arrival": arrival, "refusal": refusal}
    if arrival.state == State.READ:
        context |= _rows(request, Seen(arrival))
    elif arrival.state == State.DONE:
        came_to = arrival.decks.filter(is_chosen=True, into__removed_at=None, into__isnull=False)
        context |= {"seen": Seen(arrival), "decks": [deck.into for deck in came_to.select_related("into")]}
    part = "#standing" if request.htmx and arrival.is_under_way else ""
    answer = render(request, f"{look.template}{part}", context, status=status)
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


def _choose(request: LearnerRequest, arrival: Import) -> bool:
    """Keep which decks are wanted, and whether with the schedule. False if it does not wait for that any more."""
    positions = {number for text in request.POST.getlist("deck") if (number := number_in(text)) is not None}
    with transaction.atomic():
        arrival.learner.lock()
        waits = Import.objects.filter(pk=arrival.pk, state=State.READ)
        with_schedule = "schedule" in request.POST and arrival.has_schedule
        if not waits.update(with_schedule=with_schedule):
            return False
        arrival.decks.update(is_chosen=False)
        arrival.decks.filter(position__in=positions).update(is_chosen=True)
    return True


def _cancel(request: LearnerRequest, arrival: Import, look: Look, *, at: datetime) -> HttpResponse:
    """Nothing of it is brought in. Twice is once."""
    with transaction.atomic():
        arrival.learner.lock()
        stopped = Import.objects.filter(pk=arrival.pk, state__in=OPEN).update(state=State.CANCELLED, ended_at=at)
    if stopped:
        Job.objects.ask_for(bring_in, at=at)
        messages.success(request, _("Stopped. Nothing of “%(file)s” was brought in.") % {"file": arrival.name})
    return redirect(look.whole)


def _apply(request: LearnerRequest, arrival: Import, look: Look, *, at: datetime) -> HttpResponse:
    """Have the worker bring it in, as it was shown. Twice is once."""
    if arrival.state != State.READ or not _choose(request, arrival):
        return redirect(arrival)
    arrival.refresh_from_db()
    seen = Seen(arrival)
    if not seen.is_worth_it:
        return _page(
            request, arrival, look, refusal=_("There is nothing new in the decks that are ticked."), status=422
        )
    if seen.too_many:
        return _page(request, arrival, look, status=422)
    if Import.objects.of(arrival.learner).done().count() != arrival.done_before:
        Import.objects.filter(pk=arrival.pk).move(State.UPLOADED, before=State.READ)
        messages.info(request, _("Your cards have changed since this file was read, so we read it once more."))
    elif not _begin(arrival):
        return _page(
            request, arrival, look, refusal=_("Another file is being brought in. Wait until it is done."), status=409
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
