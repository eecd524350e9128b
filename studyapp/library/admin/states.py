"""Mark as ready, publish, take back, retire: one verb each, as an action on the list and as a button on the page."""

from collections.abc import Callable, Iterable, Sequence
from typing import override

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from studyapp.library.admin.links import link, links, page_of
from studyapp.library.admin.planning import plan_page
from studyapp.library.admin.publishing import Publisher
from studyapp.library.admin.repeats import Done, key_of
from studyapp.library.admin.telling import in_one_message
from studyapp.library.admin.versions import SEEN, held, landed, seen
from studyapp.library.models import UNSEEN, Article, Fact, NotPublishable, Question, Standing, State, Thing
from studyapp.site.values import Context

MOST_CHECKED = 100
"""Facts or questions that are checked on one page."""
SHOWN_IN_A_MESSAGE = 10
"""Longer lists are counted, not named."""


def tell_refused(request: HttpRequest, thing: Thing, problems: Iterable[str], what: str = "was not published") -> None:
    messages.warning(request, format_html("{} {}: {}", link(thing), what, " ".join(problems)))


def check_address(what: str, keys: Iterable[object], *, with_questions: bool = False, then: str = "") -> str:
    """Where facts or questions are checked; `then` is the page that an editor sees afterwards."""
    query = {what: ",".join(map(str, keys)), "with": "questions" if with_questions else "", "next": then}
    return f"{reverse('admin:check')}?{urlencode({name: value for name, value in query.items() if value})}"


def named(things: Sequence[Thing]) -> SafeString | str:
    """For a message: longer lists are counted."""
    return links(things) if len(things) <= SHOWN_IN_A_MESSAGE else f"{len(things)} of them"


class StatesAdmin[T: Thing](admin.ModelAdmin[T]):
    """What articles, facts and questions have in common: their state, moved by verbs and never by a field."""

    buttons: list[tuple[str, str, frozenset[State]]] = [
        ("ready", "Save and mark as ready for review", frozenset({State.DRAFT})),
        ("publish", "Save and publish", frozenset(State) - {State.PUBLISHED}),
        ("unpublish", "Save and take back to draft", frozenset(State) - {State.DRAFT}),
        ("retire", "Save and retire", frozenset(State) - {State.RETIRED}),
    ]
    """Verb, words on the button, and the states in which it is offered."""

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"library.publish_{self.opts.model_name}")

    # The verbs

    @admin.action(permissions=["change"], description="Mark the selected %(verbose_name_plural)s as ready for review")
    def ready(self, request: HttpRequest, queryset: QuerySet[T]) -> None:
        def mark(thing: T) -> None:
            if thing.state not in UNSEEN:
                raise NotPublishable([f"It is {thing.get_state_display().lower()}: only a draft waits for review."])
            thing.move(State.READY, at=at, editor=request.user)

        at = timezone.now()
        self._move(request, queryset, mark, "marked as ready for review")

    @admin.action(permissions=["publish"], description="Publish the selected %(verbose_name_plural)s")
    def publish(self, request: HttpRequest, queryset: QuerySet[T]) -> HttpResponse | None:
        return self.check_first(request, queryset)

    def check_first(
        self, request: HttpRequest, things: QuerySet[T], *, with_questions: bool = False
    ) -> HttpResponse | None:
        """Lead to the page that lists what would be published; nothing is, before it was seen there."""
        found = list(things[: MOST_CHECKED + 1])
        if len(found) > MOST_CHECKED:
            messages.warning(request, f"Choose {MOST_CHECKED} at most: the page would be too long to read.")
            return None
        then = request.get_full_path() if "action" in request.POST else page_of(found[0])
        keys, what = [thing.pk for thing in found], str(self.opts.model_name)
        return HttpResponseRedirect(check_address(what, keys, with_questions=with_questions, then=then))

    def publish_each(self, request: HttpRequest, things: Iterable[T], publisher: Publisher) -> None:
        """Of what was checked, what can be published."""
        self._move(request, things, publisher.publish, "published")

    @admin.action(
        permissions=["change", "publish"], description="Take the selected %(verbose_name_plural)s back to draft"
    )
    def unpublish(self, request: HttpRequest, queryset: QuerySet[T]) -> None:
        def take_back(thing: T) -> None:
            if thing.state not in UNSEEN and not self.has_publish_permission(request):
                raise NotPublishable(["Readers know it, and so it takes the permission to publish."])
            thing.move(State.DRAFT, at=at, editor=request.user)

        at = timezone.now()
        self._move(request, queryset, take_back, "taken back to draft")

    @admin.action(permissions=["publish"], description="Retire the selected %(verbose_name_plural)s")
    def retire(self, request: HttpRequest, queryset: QuerySet[T]) -> None:
        at = timezone.now()
        self._move(request, queryset, lambda thing: thing.move(State.RETIRED, at=at, editor=request.user), "retired")

    def _move(self, request: HttpRequest, things: Iterable[T], verb: Callable[[T], None], done: str) -> None:
        """Do it to each that allows it, and say of every single one what became of it."""
        moved: list[T] = []
        stood: list[T] = []
        for thing in things:
            before = thing.state
            try:
                verb(thing)
            except NotPublishable as error:
                tell_refused(request, thing, error.problems, f"was not {done}")
            else:
                (stood if thing.state == before else moved).append(thing)
                if thing.state != before:
                    self.log_change(request, thing, done.capitalize() + ".")
        if moved:
            messages.success(request, format_html("{}: {}", done.capitalize(), named(moved)))
        if stood:
            messages.info(request, format_html("{} already: {}", done.capitalize(), named(stood)))

    # The buttons: the page is saved first, so that a verb never loses what was typed

    @override
    def render_change_form(
        self,
        request: HttpRequest,
        context: Context,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: T | None = None,
    ) -> HttpResponse:
        if obj and not self.has_change_permission(request, obj) and not context.get("is_popup"):
            context["verbs"] = self._offered_alone(request, obj)
            context["standing"] = Standing.objects.of(obj)
            context["alone"] = {"address": page_of(obj, "move"), "seen": seen([obj])}
        elif self.has_change_permission(request, obj) and not context.get("is_popup"):
            context["verbs"] = self._offered(request, self.state_of(obj) if obj else State.DRAFT)
            context["standing"] = Standing.objects.of(obj) if obj else None
            context["waits"] = obj and self.state_of(obj) == State.PUBLISHED and self._needs_others(request, obj)
        context["check_address"] = self._check_address(request, obj) if obj else ""
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _check_address(self, request: HttpRequest, thing: T) -> str:
        """Where it is seen with its warnings and what else would be published; of an article there is no such page."""
        may = all(request.user.has_perm(f"library.view_{what}") for what in ("fact", "question"))
        if isinstance(thing, Article) or not may:
            return ""
        what, is_fact = str(self.opts.model_name), isinstance(thing, Fact)
        return check_address(what, [thing.pk], with_questions=is_fact, then=page_of(thing))

    def _offered(self, request: HttpRequest, state: State) -> list[tuple[str, str]]:
        return [(verb, words) for verb, words, of in self.buttons if state in of and self._may(request, verb, state)]

    def _offered_alone(self, request: HttpRequest, thing: T) -> list[tuple[str, str]]:
        """For those who may publish and change nothing else: there is nothing to be saved first."""
        if not self.has_publish_permission(request):
            return []
        offered = self._offered(request, self.state_of(thing))
        return [(verb, words.removeprefix("Save and ").capitalize()) for verb, words in offered if verb != "ready"]

    def _may(self, request: HttpRequest, verb: str, state: State) -> bool:
        """What readers have never seen goes to review and back without the permission to publish."""
        return verb == "ready" or (verb == "unpublish" and state in UNSEEN) or self.has_publish_permission(request)

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
        if not self.has_change_permission(request, obj) or not self._may(request, verb, State(obj.state)):
            raise PermissionDenied
        messages.success(request, format_html("{} was saved.", link(obj)))
        led: HttpResponse | None = getattr(self, verb)(request, self.get_queryset(request).filter(pk=obj.pk))
        return led or HttpResponseRedirect(page_of(obj))

    # The buttons of those who only look and publish

    def move_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        with held(self.model, [object_id]):
            thing = self.get_object(request, unquote(object_id))
            if not self._looks_and_publishes(request, thing):
                raise PermissionDenied
            if thing is None:
                raise Http404
            response = self._move_alone(request, thing) if request.method == "POST" else None
            return in_one_message(request, response or HttpResponseRedirect(page_of(thing)))

    def _move_alone(self, request: HttpRequest, thing: T) -> HttpResponse | None:
        key, verb = key_of(request), request.POST.get("_verb", "")
        if request.POST.getlist(SEEN) != seen([thing]):
            if done := Done.by(key, seen([thing])):
                return landed(request, done)
            messages.error(request, "Nothing was done: this was changed after you opened it. Look at it as it is now.")
            return None
        if verb not in dict(self._offered_alone(request, thing)):
            raise PermissionDenied
        led: HttpResponse | None = getattr(self, verb)(request, self.get_queryset(request).filter(pk=thing.pk))
        location = led["Location"] if led else page_of(thing)
        Done(location, seen(self.get_queryset(request).filter(pk=thing.pk))).remember(key)
        return led

    @override
    def view_on_site(self, obj: T) -> str | None:
        """The public page, once there is one."""
        shown = obj.fact if isinstance(obj, Question) else obj
        return None if shown.state in UNSEEN else shown.get_absolute_url()

    # A form, or an old version in the history, must not bring another state along

    def state_of(self, obj: T) -> State:
        stored = self.model._default_manager.filter(pk=obj.pk).values_list("state", flat=True).first()
        return State(stored or State.DRAFT)

    @override
    def save_model(self, request: HttpRequest, obj: T, form: ModelForm[T], change: bool) -> None:
        obj.state = self.state_of(obj)
        super().save_model(request, obj, form, change)

    # Who edited it last, and what becomes of what is published when they did

    @override
    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm[T],
        formsets: Iterable[forms.BaseFormSet[forms.Form]],
        change: bool,
    ) -> None:
        formsets = list(formsets)
        super().save_related(request, form, formsets, change)
        if not change or self.says_else(form) or any(formset.has_changed() for formset in formsets):
            self.was_edited(request, form.instance)

    def says_else(self, form: ModelForm[T]) -> bool:
        """Whether its editor wrote anything in it."""
        return not {field.name for field in self.opts.fields}.isdisjoint(form.changed_data)

    def was_edited(self, request: HttpRequest, thing: T) -> None:
        """What is published waits for those who may publish what this editor wrote."""
        at = timezone.now()
        Standing.objects.edited(thing, at=at, editor=request.user)
        if thing.state == State.PUBLISHED and self._needs_others(request, thing):
            thing.move(State.READY, at=at, editor=request.user)
            told = "Since you changed it, {} waits for review: readers see nothing of it until somebody publishes it."
            messages.warning(request, format_html(told, link(thing)))

    def _needs_others(self, request: HttpRequest, thing: T) -> bool:
        """An article stays, since facts lead to it, and what it says of itself may be urgent."""
        own_way = self.has_publish_permission(request) and not settings.EDITORS_FOUR_EYES
        return not isinstance(thing, Article) and not own_way

    # The days that are planned

    @override
    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("<path:object_id>/plan/", wrap(self.plan_view), name=f"{name}_plan"),
            path("<path:object_id>/move/", wrap(self.move_view), name=f"{name}_move"),
            *super().get_urls(),
        ]

    def _looks_and_publishes(self, request: HttpRequest, thing: T | None) -> bool:
        return self.has_view_permission(request, thing) and self.has_publish_permission(request)

    def plan_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        thing = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, thing) and not self._looks_and_publishes(request, thing):
            raise PermissionDenied
        if thing is None:
            raise Http404
        return plan_page(self, request, thing)

    def is_fixed(self, obj: T) -> bool:
        """Whether its place is settled. A room above may know of more that hangs on it."""
        return self.state_of(obj) not in UNSEEN

    def place_last[Placed: Fact | Question](self, obj: Placed, siblings: QuerySet[Placed]) -> None:
        """Where the editor gave no position, it comes after what is there."""
        last = siblings.order_by("-position").values_list("position", flat=True).first()
        obj.position = obj.position or (last or 0) + 1


class PausesAdmin[T: (Fact, Question)](StatesAdmin[T]):
    """What is published and in doubt is paused; to be asked again, it is published again."""

    buttons = [
        *StatesAdmin.buttons[:-1],
        ("pause", "Save and pause", frozenset({State.PUBLISHED})),
        *StatesAdmin.buttons[-1:],
    ]

    @admin.action(permissions=["publish"], description="Pause the selected %(verbose_name_plural)s")
    def pause(self, request: HttpRequest, queryset: QuerySet[T]) -> None:
        at = timezone.now()

        def hold_up(thing: T) -> None:
            if thing.state not in (State.PUBLISHED, State.PAUSED):
                raise NotPublishable([f"It is {thing.get_state_display().lower()}: only what is published is paused."])
            thing.move(State.PAUSED, at=at, editor=request.user)

        self._move(request, queryset, hold_up, "paused")
