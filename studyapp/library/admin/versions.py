"""Nobody undoes anybody: what an editor sends says what it was made from, and waits for a look if that has changed."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar, override

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME, AdminForm
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.auth import get_user_model
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Model, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.utils.html import format_html

from studyapp.kinds.fields import Cleaned
from studyapp.library.admin.base import SoundAdmin
from studyapp.library.admin.links import links
from studyapp.library.admin.repeats import Done, key_of
from studyapp.library.admin.sheets import OWN, Difference, Page, Sheet, differences, laid_on
from studyapp.library.admin.telling import in_one_message
from studyapp.library.models import Article, Deck, Fact, Question, State, gathered
from studyapp.site.values import Context, number_in

SEEN = "_seen"
"""The field in which a list sends back what its rows were when it was shown."""

AGAIN = "_again"
"""The button that leads back to a form from what would come of saving it."""

ADDED = ("csrfmiddlewaretoken", "version")
"""What a form sends without its editor."""


@dataclass(frozen=True, slots=True)
class Version:
    """What a form was made from, and the newest entry of the editors' log at that time."""

    sheet: Sheet
    entry: int

    @classmethod
    def of(cls, sheet: Sheet) -> "Version":
        return cls(sheet, LogEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0)

    @classmethod
    def in_request(cls, request: HttpRequest) -> "Version":
        """One of nothing at all where the request says none, or one that we did not give."""
        try:
            return cls(*_signer().unsign_object(request.POST.get("version", "")))
        except BadSignature:
            return cls.of({})

    def __str__(self) -> str:
        return _signer().sign_object([self.sheet, self.entry], compress=True)

    def next_entry(self, thing: Model) -> LogEntry | None:
        """What editors last did to the thing since then."""
        done = LogEntry.objects.filter(content_type=get_content_type_for_model(thing), object_id=thing.pk)
        return done.filter(pk__gt=self.entry).select_related("user").order_by("-pk").first()


def _signer() -> Signer:
    return Signer(salt=__name__)


@dataclass(frozen=True, slots=True)
class Conflict:
    """What was stored since a form was opened, beside what was typed in it."""

    differences: list[Difference]
    entry: LogEntry | None
    """What the log says of it: nothing where the seeds did it, or it came of another change."""


class VersionField(forms.CharField):
    widget = forms.HiddenInput

    @override
    def has_changed(self, initial: object, data: object) -> bool:
        """It is no part of what an editor changes, as the log tells it."""
        return False


class VersionedForm[M: Model](forms.ModelForm[M]):
    """Not valid where it was made from something else than what is stored now."""

    version = VersionField(required=False)
    stored: ClassVar[Version] = Version({}, 0)
    conflict: ClassVar[Conflict | None] = None

    @override
    def get_initial_for_field(self, field: forms.Field, field_name: str) -> object:
        return str(self.stored) if field_name == "version" else super().get_initial_for_field(field, field_name)

    @override
    def clean(self) -> Cleaned:
        cleaned = super().clean() or {}
        if self.conflict:
            self.add_error(None, "Nothing was saved: this was changed after you opened it.")
        elif AGAIN in self.data:
            self.add_error(None, "Nothing is saved yet. What you typed stands here, for you to go on.")
        return cleaned


def seen(things: Iterable[Model]) -> list[str]:
    """Rows as an editor sees them: the key of each, and a digest of its columns, a fact's citations among them."""
    things = list(things)
    if things and isinstance(things[0], Fact):
        prefetch_related_objects(things, "citations")
    return [f"{thing.pk}-{sha256(repr(_columns(thing)).encode()).hexdigest()[:16]}" for thing in things]


def _columns(thing: Model) -> list[object]:
    hanging = map(_columns, thing.citations.all()) if isinstance(thing, Fact) else ()
    return [*(getattr(thing, field.attname) for field in thing._meta.concrete_fields), *hanging]


def _with_state(sheet: Sheet, thing: Model) -> Sheet:
    """The state is no field, but a verb would undo whoever moved it."""
    state = {"state": str(State(thing.state).label)} if isinstance(thing, Article | Fact | Question) else {}
    return {**sheet, OWN: {**sheet[OWN], **state}}


def _rows(model: type[Model], keys: Iterable[str]) -> QuerySet[Model]:
    return model._default_manager.filter(pk__in=[number for key in keys if (number := number_in(key)) is not None])


@contextmanager
def held(model: type[Model], keys: Iterable[str]) -> Iterator[None]:
    """Whoever else changes these waits. Facts and questions are held by their decks, as they are where they move."""
    rows = _rows(model, keys)
    if model in (Fact, Question):
        rows = Deck.objects.filter(pk__in=rows.order_by().values("deck" if model is Fact else "fact__deck"))
    with transaction.atomic():
        list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
        with gathered():
            yield


@contextmanager
def adding(request: HttpRequest) -> Iterator[None]:
    """What one editor adds waits for what they add already."""
    with transaction.atomic():
        editors = get_user_model()._default_manager.filter(pk=request.user.pk or 0)
        list(editors.select_for_update(no_key=True).values_list("pk", flat=True))
        with gathered():
            yield


class SentBefore(Exception):
    """This very form was sent, and saved, already."""

    def __init__(self, done: Done) -> None:
        super().__init__()
        self.done = done


def landed(request: HttpRequest, done: Done) -> HttpResponse:
    """Where the first of two identical requests led."""
    messages.info(request, "It was sent twice, and done once.")
    return HttpResponseRedirect(done.location)


def held_if_sent(request: HttpRequest, model: type[Model], key: str) -> AbstractContextManager[None]:
    """For a page that is only shown nobody waits."""
    return held(model, [key]) if request.method == "POST" else nullcontext()


def answered(response: HttpResponse, context: Context) -> HttpResponse:
    """The page of a form, which says with its status, too, that there are two versions."""
    page = context["adminform"]
    assert isinstance(page, AdminForm)  # noqa: S101  as admin has it
    if getattr(page.form, "conflict", None):
        response.status_code = 409
    return response


class SeenAdmin[M: Model](SoundAdmin[M]):
    """A list sends back with an action what its rows were."""

    @override
    def changelist_view(self, request: HttpRequest, extra_context: Context | None = None) -> HttpResponse:
        page = super().changelist_view(request, extra_context)
        if isinstance(page, TemplateResponse) and page.context_data and "cl" in page.context_data:
            page.context_data["seen"] = seen(page.context_data["cl"].result_list)
        return page


class VersionsAdmin[M: Model](SeenAdmin[M]):
    """Forms with their buttons, and actions of lists, go ahead only from what is stored now."""

    # The form

    @override
    def get_form(
        self, request: HttpRequest, obj: M | None = None, change: bool = False, **kwargs: object
    ) -> type[forms.ModelForm[M]]:
        if obj is None or not self.has_change_permission(request, obj):
            return super().get_form(request, obj, change, **kwargs)
        bases = (VersionedForm, kwargs.pop("form", self.form))
        versioned = type("VersionedForm", bases, {})  # type: ignore[arg-type]  # what is called form is one
        form = super().get_form(request, obj, change, form=versioned, **kwargs)
        assert issubclass(form, VersionedForm)  # noqa: S101  as it was asked to be
        stored = self.get_object(request, str(obj.pk))
        page = self._page(request, form, stored or obj)
        form.stored = Version.of(_with_state(page.sheet, stored) if stored else {})
        if request.method == "POST":
            form.conflict = self._conflict(request, form, page)
        return form

    def _page(
        self, request: HttpRequest, form: type[VersionedForm[M]], thing: M, sent: QueryDict | None = None
    ) -> Page[M]:
        formsets = [
            formset(sent, instance=thing, prefix=formset.get_default_prefix(), queryset=inline.get_queryset(request))
            for formset, inline in self.get_formsets_with_inlines(request, thing)
            if inline.has_change_permission(request, thing)
        ]
        return Page(form(sent, instance=thing), formsets)

    def _conflict(self, request: HttpRequest, form: type[VersionedForm[M]], page: Page[M]) -> Conflict | None:
        """If there is one, the request says from now on what was typed on top of what is stored, made from that."""
        opened, stored = Version.in_request(request), form.stored.sheet
        if opened.sheet == stored:
            return None
        thing = page.form.instance
        if done := Done.by(key_of(request), seen([thing])):
            raise SentBefore(done)
        sent = self._page(request, form, thing, request.POST)
        typed = laid_on(stored, sent.sheet, opened.sheet)
        found = list(differences(opened.sheet, stored, typed, page.fields | sent.fields))
        pressed = {name: str(value) for name, value in request.POST.items() if name.startswith("_")}
        anew = QueryDict(mutable=True)
        anew.update({**pressed, **dict(sent.sending(typed, stored)), "version": str(form.stored)})
        request.POST = anew  # type: ignore[assignment]  # nothing writes into it from here on
        return Conflict(found, opened.next_entry(thing))

    @override
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Context | None = None,
    ) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        key = key_of(request)
        with held(self.model, [object_id]) if object_id else adding(request):
            if object_id and self._is_gone(request, object_id):
                return self._show_what_was_typed(request)
            if not object_id and (done := Done.by(key, [])):
                return landed(request, done)
            try:
                response = super().changeform_view(request, object_id, form_url, extra_context)
            except SentBefore as error:
                return landed(request, error.done)
            if response.status_code == 302:
                Done(response["Location"], seen(_rows(self.model, [object_id])) if object_id else []).remember(key)
            return in_one_message(request, response)

    def _is_gone(self, request: HttpRequest, key: str) -> bool:
        return self.has_change_permission(request) and not _rows(self.model, [key]).exists()

    def _show_what_was_typed(self, request: HttpRequest) -> HttpResponse:
        """There is no form any more in which it could stand."""
        sent = {name: str(words) for name, words in request.POST.items() if name[0] != "_" and name not in ADDED}
        context = {
            **self.admin_site.each_context(request),
            "title": "Nothing was saved",
            "opts": self.opts,
            "typed": {name: words for name, words in sent.items() if words and not words.isdigit()},
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/library/gone.html", context, status=409)

    @override
    def render_change_form(
        self,
        request: HttpRequest,
        context: Context,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: M | None = None,
    ) -> HttpResponse:
        return answered(super().render_change_form(request, context, add, change, form_url, obj), context)

    # The list

    @override
    def response_action(
        self,
        request: HttpRequest,
        queryset: QuerySet[M],
        action_location: admin.ActionLocation = admin.ActionLocation.CHANGE_LIST,
    ) -> HttpResponse | None:
        ticked, key = request.POST.getlist(ACTION_CHECKBOX_NAME), key_of(request)
        with held(self.model, ticked):
            now = seen(_rows(self.model, ticked))
            if not set(now) <= set(request.POST.getlist(SEEN)) and (done := Done.by(key, now)):
                return landed(request, done)
            if self.is_overtaken(request, ticked):
                return None
            response = super().response_action(request, queryset, action_location)
            if response is None or response.status_code == 302:
                location = response["Location"] if response else request.get_full_path()
                Done(location, seen(_rows(self.model, ticked))).remember(key)
            return in_one_message(request, response) if response else None

    def is_overtaken(self, request: HttpRequest, keys: Iterable[str]) -> bool:
        """Whether one of these is no longer as it was shown: each such is named, and then nothing is done to any."""
        shown, things = request.POST.getlist(SEEN), list(_rows(self.model, keys))
        changed = [thing for thing, row in zip(things, seen(things), strict=True) if row not in shown]
        if changed:
            messages.error(
                request,
                format_html(
                    "Nothing was done, since this changed after you opened the page: {}. "
                    "Look at it as it is now, and choose again.",
                    links(changed),
                ),
            )
        return bool(changed)
