"""The pages on which a learner chooses what to take along, and the files."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from allauth.core.ratelimit import consume
from django.http import FileResponse, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from studyapp.accounts.models import User
from studyapp.exchange.taking.losses import Offer, losses_of, offers_to
from studyapp.exchange.taking.package import write_package
from studyapp.exchange.taking.questions import FORMATS, Format, write
from studyapp.formats.classroom.going import Written
from studyapp.formats.losses import counted
from studyapp.site.requests import LearnerRequest
from studyapp.site.values import number_in
from studyapp.study.views.common import for_a_learner
from studyapp.study.views.too_many import too_many

WITHOUT, SHOW = "no", "show"
"""What the form sends: no schedule, and that the page is to say what the chosen decks lose."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_a_learner  # type: ignore[arg-type]  # a file is another sort of response
def take_along(request: LearnerRequest, learner: User, *, at: datetime) -> HttpResponseBase:
    """Which decks there are, and what of the chosen ones cannot be taken along, all if none is; then the file."""
    offers = offers_to(learner)
    if request.method != "POST":
        return _page(request, offers, _chosen(request.GET, offers) or offers)
    chosen = _chosen(request.POST, offers)
    if not chosen:
        return _page(request, offers, [], fault=_("Choose at least one deck."), status=422)
    if SHOW in request.POST:
        return _page(request, offers, chosen)
    if not consume(request, action="package", user=learner):
        return too_many(request, _("You have downloaded your cards very often."), _("Try again in an hour."))
    return _file(learner, chosen, at=at, schedule=request.POST.get("schedule") != WITHOUT)


@require_http_methods(["GET", "HEAD", "POST"])
@for_a_learner  # type: ignore[arg-type]  # a file is another sort of response
def take_questions(request: LearnerRequest, learner: User, *, at: datetime) -> HttpResponseBase:
    """The same in formats of classrooms: the file comes once the page has said what that format loses."""
    offers = offers_to(learner)
    sent = request.POST if request.method == "POST" else request.GET
    chosen = _chosen(sent, offers)
    form = next((one for one in FORMATS if one.name == sent.get("format")), FORMATS[0])
    if request.method != "POST":
        return _questions_page(request, offers, chosen or offers, form)
    if not chosen:
        return _questions_page(request, offers, [], form, fault=_("Choose at least one deck."), status=422)
    if not consume(request, action="package", user=learner):
        return too_many(request, _("You have downloaded your cards very often."), _("Try again in an hour."))
    written = write(learner, [offer.deck for offer in chosen], form, at=at)
    if SHOW in request.POST or request.POST.get("shown") != _key(form, chosen):
        return _questions_page(request, offers, chosen, form, written=written)
    name = f"studyapp-{at:%Y-%m-%d}.{form.ending}"
    answer = HttpResponse(written.data, content_type=form.sort)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _key(form: Format, chosen: Sequence[Offer]) -> str:
    """What the page has told the losses of."""
    return " ".join([form.name, *(str(offer.deck.pk) for offer in chosen)])


def _questions_page(
    request: LearnerRequest,
    offers: Sequence[Offer],
    chosen: Sequence[Offer],
    form: Format,
    *,
    written: Written | None = None,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "offers": [(offer, offer in chosen) for offer in offers],
        "formats": [(one, one is form) for one in FORMATS],
        "written": written,
        "losses": counted(written.lost) if written else [],
        "shown": _key(form, chosen) if written else "",
        "fault": fault,
    }
    return render(request, "exchange/take_questions.html", context, status=status)


def _file(learner: User, chosen: Sequence[Offer], *, at: datetime, schedule: bool) -> FileResponse:
    """Written whole before it is sent, so that what is sent is whole."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cards.apkg"
        write_package(path, learner, [offer.deck for offer in chosen], at=at, schedule=schedule)
        file = path.open("rb")  # still to be read once its name is gone
    return FileResponse(file, as_attachment=True, filename=f"studyapp-{at:%Y-%m-%d}.apkg")


def _chosen(sent: QueryDict, offers: Sequence[Offer]) -> list[Offer]:
    keys = set(map(number_in, sent.getlist("deck")))
    return [offer for offer in offers if offer.deck.pk in keys]


def _page(
    request: LearnerRequest, offers: Sequence[Offer], chosen: Sequence[Offer], *, fault: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "offers": [(offer, offer in chosen) for offer in offers],
        "cards": sum(offer.cards for offer in chosen),
        "losses": losses_of(chosen) if chosen else [],
        "without": request.POST.get("schedule") == WITHOUT,
        "day_start": request.user.day_start,
        "fault": fault,
    }
    return render(request, "exchange/take_along.html", context, status=status)
