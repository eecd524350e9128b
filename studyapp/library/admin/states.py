"""Publish, take back to draft, retire: one verb each, as an action on the list and as a button on the page."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, override

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from studyapp.library.admin.links import link, links
from studyapp.library.admin.publishing import Publisher
from studyapp.library.models import Fact, NotPublishable, Question, State
from studyapp.site.values import Context

type Thing = Fact | Question

SHOWN_IN_A_MESSAGE = 10
"""Longer lists are counted, not named."""


def tell_refused(request: HttpRequest, thing: Thing, problems: Iterable[str], what: str = "was not published") -> None:
    messages.warning(request, format_html("{} {}: {}", link(thing), what, " ".join(problems)))


def _named(things: Sequence[Thing]) -> SafeString | str:
    return links(things) if len(things) <= SHOWN_IN_A_MESSAGE else f"{len(things)} of them"


class StatesAdmin[T: Thing](admin.ModelAdmin[T]):
    """What facts and questions have in common: their state, moved by verbs and never by a field."""

    buttons: list[tuple[str, str, frozenset[State]]] = [
        ("publish", "Save and publish", frozenset(State) - {State.PUBLISHED}),
        ("unpublish", "Save and take back to draft", frozenset(State) - {State.DRAFT}),
        ("retire", "Save and retire", frozenset(State) - {State.RETIRED}),
    ]
    """Verb, words on the button, and the states in which it is offered."""

    # The verbs

    @admin.action(permissions=["change"], description="Publish the selected %(verbose_name_plural)s")
    def publish(self, request: HttpRequest, queryset: QuerySet[T]) -> None:
        self.publish_each(request, queryset, Publisher(request.user, timezone.now()))

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def publish_each(self, request: HttpRequest, things: Iterable[T], publisher: Publisher) -> None:
        """Of what an editor looked at, what can be published."""
        self._move(request, things, publisher.publish, "published")

    @admin.action(permissions=["change"], description="Take the selected %(verbose_name_plural)s back to draft")
    def unpublish(self, request: HttpRequest, queryset: QuerySet[T]) -> None:
        at = timezone.now()
        self._move(request, queryset, lambda thing: thing.move(State.DRAFT, at=at), "taken back to draft")

    @admin.action(permissions=["change"], description="Retire the selected %(verbose_name_plural)s")
    def retire(self, request: HttpRequest, queryset: QuerySet[T]) -> None:
        at = timezone.now()
        self._move(request, queryset, lambda thing: thing.move(State.RETIRED, at=at), "retired")

    def _move(self, request: HttpRequest, things: Iterable[T], verb: Callable[[T], None], done: str) -> None:
        """Do it to each that allows it, and say of every single one what became of it."""
        moved: list[T] = []
        stood: list[T] = []
        for thing in things:
            before = thing.state
            try:
                verb(thing)
            except NotPublishable as error:
                tell_refused(request, thing, error.problems)
            else:
                (stood if thing.state == before else moved).append(thing)
                if thing.state != before:
                    self.log_change(request, thing, done.capitalize() + ".")
        if moved:
            messages.success(request, format_html("{}: {}.", done.capitalize(), _named(moved)))
        if stood:
            messages.info(request, format_html("{} already: {}.", done.capitalize(), _named(stood)))

    # The buttons: the page is saved first, so that a verb never loses what was typed

    @override
    def render_change_form(self, request: HttpRequest, context: Context, *args: Any, **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj")
        if self.has_change_permission(request, obj) and not context.get("is_popup"):
            state = self.state_of(obj) if obj else State.DRAFT
            context["verbs"] = [(verb, words) for verb, words, states in self.buttons if state in states]
        return super().render_change_form(request, context, *args, **kwargs)

    @override
    def response_add(self, request: HttpRequest, obj: T, post_url_continue: str | None = None) -> HttpResponse:
        return self._response_verb(request, obj) or super().response_add(request, obj, post_url_continue)

    @override
    def response_change(self, request: HttpRequest, obj: T) -> HttpResponse:
        return self._response_verb(request, obj) or super().response_change(request, obj)

    def _response_verb(self, request: HttpRequest, obj: T) -> HttpResponse | None:
        verb = request.POST.get("_verb")
        if verb not in {name for name, *_ in self.buttons}:
            return None
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        messages.success(request, format_html("{} was saved.", link(obj)))
        getattr(self, verb)(request, self.get_queryset(request).filter(pk=obj.pk))
        opts = self.opts
        return HttpResponseRedirect(reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[obj.pk]))

    @override
    def view_on_site(self, obj: T) -> str | None:
        """The fact's public page, once there is one."""
        fact = obj.fact if isinstance(obj, Question) else obj
        return None if fact.state == State.DRAFT else fact.get_absolute_url()

    # A form, or an old version in the history, must not bring another state along

    def state_of(self, obj: T) -> State:
        stored = self.model._default_manager.filter(pk=obj.pk).values_list("state", flat=True).first()
        return State(stored or State.DRAFT)

    @override
    def save_model(self, request: HttpRequest, obj: T, form: ModelForm[T], change: bool) -> None:
        obj.state = self.state_of(obj)
        super().save_model(request, obj, form, change)

    def is_fixed(self, obj: T) -> bool:
        """Whether its place is settled. A room above may know of more that hangs on it."""
        return self.state_of(obj) != State.DRAFT

    def place_last(self, obj: T, siblings: QuerySet[T]) -> None:
        """Where the editor gave no position, it comes after what is there."""
        last = siblings.order_by("-position").values_list("position", flat=True).first()
        obj.position = obj.position or (last or 0) + 1
