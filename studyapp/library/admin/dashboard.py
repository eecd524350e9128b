"""The first page of admin: what waits for an editor, in panels, to which rooms above add their own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, Model, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.timezone import localtime

from studyapp.library.models import Act, Article, Deck, Fact, Question, State, Thing

MOST = 6
"""Rows of a panel: whoever wants more opens the list."""
COUNTED = 99
"""What waits is counted up to here, so that a panel costs the same however much waits."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing: the address of its page, its words, and what is to be known of it."""

    address: str
    words: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """The way to a list of them all, by a word for what it lists: “questions”."""

    address: str
    words: str


@dataclass(frozen=True, slots=True)
class Panel:
    """What waits for an editor in one respect.
    Of `count` a panel need know no more than that it is above `COUNTED`; None where nothing waits to become less.
    """

    title: str
    count: int | None
    rows: Sequence[Row]
    links: Sequence[Link] = ()
    nothing: str = "Nothing waits."
    """What is said where there are no rows."""

    @property
    def counted(self) -> str:
        if self.count is None:
            return ""
        return f"more than {COUNTED}" if self.count > COUNTED else str(self.count)


type Fill = Callable[[HttpRequest], Panel | None]
"""Makes a panel in a statement or two, or None for an editor who may not see what stands in it."""

_FILLS: list[tuple[int, Fill]] = []


def panel(place: int) -> Callable[[Fill], Fill]:
    """Have a panel stand on the first page. Taken are 10 for what waits for review, 15 for an
    editor's files, 20 for warnings, 35 for what was
    not published as planned, 40 for what is paused, 50 for what is due for a look, and 60 for what changed."""

    def register(fill: Fill) -> Fill:
        _FILLS.append((place, fill))
        return fill

    return register


def panels(request: HttpRequest) -> list[Panel]:
    """Those that this editor may see, in the order of their places."""
    filled = (fill(request) for _, fill in sorted(_FILLS, key=lambda placed: placed[0]))
    return [one for one in filled if one]


def in_words(words: str) -> str:
    return Truncator(words).chars(110)


def listed(model: type[Model], words: str, **narrowed: str) -> Link:
    """The way to the list of a model, narrowed by its filters."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return Link(f"{address}?{urlencode(narrowed)}" if narrowed else address, words)


def _may_view(request: HttpRequest, model: type[Model]) -> bool:
    return request.user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")


# What waits, of whichever model

THINGS: dict[type[Thing], Combinable] = {
    Fact: F("statement"),
    Question: Coalesce("revision__prompt", "slug", output_field=CharField()),
    Article: Coalesce(NullIf("title", Value("")), "known_as", output_field=CharField()),
}
"""With the words by which each is known."""
STANDING = {
    "moved_at": F("standing__moved_at"),
    "who": F("standing__moved_by__email"),
    "publish_on": F("standing__publish_on"),
    "refused": F("standing__refused"),
    "look_on": F("standing__look_on"),
}


class Found(NamedTuple):
    """One such thing, with what `STANDING` says of it."""

    what: str
    key: int
    words: str
    moved_at: datetime | None
    who: str | None
    publish_on: date | None
    refused: str | None
    look_on: date | None


def _found(request: HttpRequest, condition: Q, *models: type[Thing], order: str) -> list[Found]:
    """What this editor may see of that, in one statement, and no more of it than is counted."""
    parts = [
        model._default_manager.filter(condition)
        .order_by()
        .annotate(what=Value(model._meta.model_name), words=THINGS[model], **STANDING)
        .values_list("what", "pk", "words", *STANDING)
        for model in models
        if _may_view(request, model)
    ]
    if not parts:
        return []
    return [Found(*row) for row in parts[0].union(*parts[1:], all=True).order_by(order, "pk")[: COUNTED + 1]]


def _panel(found: list[Found], title: str, told: Callable[[Found], str], links: Sequence[Link], nothing: str) -> Panel:
    rows = [
        Row(reverse(f"admin:library_{one.what}_change", args=[one.key]), in_words(one.words), told(one))
        for one in found[:MOST]
    ]
    return Panel(title, len(found), rows, links, nothing)


def _since(one: Found) -> str:
    """What it is, and who brought it there when, as far as that is known."""
    by = f"by {one.who}" if one.who else ""
    return ", ".join(filter(None, [one.what.capitalize(), by, moment(one.moved_at) if one.moved_at else ""]))


def _lists(request: HttpRequest, *models: type[Thing], **narrowed: str) -> list[Link]:
    return [
        listed(model, str(model._meta.verbose_name_plural), **narrowed) for model in models if _may_view(request, model)
    ]


@panel(place=10)
def waiting_for_review(request: HttpRequest) -> Panel | None:
    if not any(_may_view(request, model) for model in THINGS):
        return None
    found = _found(request, Q(state=State.READY), *THINGS, order="moved_at")
    links = _lists(request, *THINGS, state__exact=State.READY)
    return _panel(found, "Waiting for review", _since, links, "Nothing waits for review.")


@panel(place=35)
def not_published_as_planned(request: HttpRequest) -> Panel | None:
    """Only where there is any."""
    found = _found(
        request, Q(standing__publish_on__isnull=False) & ~Q(standing__refused=""), *THINGS, order="publish_on"
    )
    links = _lists(request, *THINGS, days="refused")
    return _panel(found, "Not published as planned", lambda one: one.refused or "", links, "") if found else None


@panel(place=40)
def paused(request: HttpRequest) -> Panel | None:
    if not any(_may_view(request, model) for model in (Fact, Question)):
        return None
    found = _found(request, Q(state=State.PAUSED), Fact, Question, order="moved_at")
    links = _lists(request, Fact, Question, state__exact=State.PAUSED)
    return _panel(found, "Paused", _since, links, "Nothing is paused.")


@panel(place=50)
def due_for_a_look(request: HttpRequest) -> Panel | None:
    if not any(_may_view(request, model) for model in THINGS):
        return None
    found = _found(request, Q(standing__look_due=True), *THINGS, order="look_on")
    links = _lists(request, *THINGS, days="look")
    return _panel(found, "Due for a look", _look, links, "Nothing is due for a look.")


def _look(one: Found) -> str:
    since = f", since {date_format(one.look_on, 'j F Y')}" if one.look_on else ""
    return f"{one.what.capitalize()}{since}"


@panel(place=60)
def recently_changed(request: HttpRequest) -> Panel | None:
    """By editors, in the library: what the seeds wrote is not among it."""
    models = [model for model in (Article, Deck, Fact, Question) if _may_view(request, model)]
    if not models:
        return None
    types = ContentType.objects.get_for_models(*models).values()
    found = LogEntry.objects.filter(content_type__in=types).select_related("user", "content_type").order_by("-pk")
    rows = [_entry(entry) for entry in found[:MOST]]
    whole = Link(reverse("admin:library_act_changelist"), "The history of the library")
    links = [whole] if _may_view(request, Act) else []
    return Panel("Recently changed", None, rows, links, "Nobody has changed anything yet.")


def _entry(entry: LogEntry) -> Row:
    address = "" if entry.is_deletion() else entry.get_admin_url() or ""
    what = entry.content_type.name if entry.content_type else ""
    told = f"{what.capitalize()}. {entry.get_change_message()} {entry.user}, {moment(entry.action_time)}"
    return Row(address, in_words(entry.object_repr), told)


def moment(at: datetime) -> str:
    return date_format(localtime(at), "j F Y, H:i")
