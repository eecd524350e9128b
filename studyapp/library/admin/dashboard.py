"""The first page of admin: what waits for an editor, in panels, to which rooms above add their own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.timezone import localtime

from studyapp.library.models import Article, Deck, Fact, Question, State

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
    """The way to all of them."""

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
    """Have a panel stand on the first page. Taken places: 10 waiting for review, 40 paused, 60 recently changed."""

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


def listed(model: type[Fact | Question], words: str, **narrowed: str) -> Link:
    """The way to the list of a model, narrowed by its filters."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return Link(f"{address}?{urlencode(narrowed)}" if narrowed else address, words)


@panel(place=40)
def paused(request: HttpRequest) -> Panel | None:
    if not _may_view(request, Fact):
        return None
    found = list(Fact.objects.filter(state=State.PAUSED).order_by("pk")[: COUNTED + 1])
    rows = [Row(reverse("admin:library_fact_change", args=[fact.pk]), in_words(str(fact))) for fact in found[:MOST]]
    links = [listed(Fact, "All paused facts", state__exact=State.PAUSED)]
    return Panel("Paused", len(found), rows, links, "Nothing is paused.")


@panel(place=60)
def recently_changed(request: HttpRequest) -> Panel | None:
    """By editors, in the library: what the seeds wrote is not among it."""
    models = [model for model in (Article, Deck, Fact, Question) if _may_view(request, model)]
    if not models:
        return None
    types = ContentType.objects.get_for_models(*models).values()
    found = LogEntry.objects.filter(content_type__in=types).select_related("user", "content_type").order_by("-pk")
    rows = [_entry(entry) for entry in found[:MOST]]
    return Panel("Recently changed", None, rows, nothing="Nobody has changed anything yet.")


def _may_view(request: HttpRequest, model: type[Model]) -> bool:
    return request.user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")


def _entry(entry: LogEntry) -> Row:
    address = "" if entry.is_deletion() else entry.get_admin_url() or ""
    what = entry.content_type.name if entry.content_type else ""
    told = f"{what.capitalize()}. {entry.get_change_message()} {entry.user}, {moment(entry.action_time)}"
    return Row(address, in_words(entry.object_repr), told)


def moment(at: datetime) -> str:
    return date_format(localtime(at), "j F Y, H:i")
