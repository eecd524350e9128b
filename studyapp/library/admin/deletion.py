"""Deleting with care: what nobody met goes, what others hang on is retired or kept, and the page says which and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, override

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import get_text_list

from studyapp.library.admin.links import link, links
from studyapp.library.admin.versions import VersionsAdmin, held_if_sent, seen
from studyapp.library.models import Fact, Question, State
from studyapp.site.values import Context


@dataclass(frozen=True)
class Fate[M: models.Model]:
    """What deleting comes to for one thing."""

    thing: M
    end: Literal["deleted", "retired", "kept"]
    why: str = ""


def holders(thing: models.Model, *, but: str = "") -> list[str]:
    """The kinds of rows that hang on a thing and may not lose it, but for those of the relation named `but`."""
    found = {
        str(relation.related_model._meta.verbose_name_plural)
        for relation in thing._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel)
        and relation.on_delete is models.PROTECT
        and relation.related_name != but
        and relation.related_model._base_manager.filter(**{relation.field.name: thing}).exists()
    }
    return sorted(found)


def fate_of[M: models.Model](thing: M) -> Fate[M]:
    """A fact's own questions go with it, if they may go themselves."""
    why = _why_not(thing)
    if not why and isinstance(thing, Fact) and any(_why_not(question) for question in thing.questions.all()):
        why = "Its questions cannot all be deleted."
    if not why:
        return Fate(thing, "deleted")
    return Fate(
        thing, "retired" if isinstance(thing, Fact | Question) and thing.state != State.RETIRED else "kept", why
    )


def _why_not(thing: models.Model) -> str:
    if isinstance(thing, Fact | Question) and thing.state == State.PUBLISHED:
        return "It is published, and only a draft can be deleted."
    if held := holders(thing, but="questions" if isinstance(thing, Fact) else ""):
        return f"{get_text_list(held, 'and').capitalize()} hang on it."
    return ""


class CarefulDeletionAdmin[M: models.Model](VersionsAdmin[M]):
    """One page for a single thing and for many, in place of Django's own."""

    actions = ["delete_selected"]

    @admin.action(permissions=["delete"], description="Delete the selected %(verbose_name_plural)s")
    def delete_selected(self, request: HttpRequest, queryset: QuerySet[M]) -> HttpResponse | None:
        return self._delete(request, queryset)

    @override
    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Context | None = None) -> HttpResponse:
        thing = self.get_object(request, unquote(object_id))
        if not self.has_delete_permission(request, thing):
            raise PermissionDenied
        if thing is None:
            messages.warning(request, "There is no such page any more; perhaps it was deleted.")
            return HttpResponseRedirect(self._list_address)
        with held_if_sent(request, self.model, object_id):
            if request.method == "POST" and self.is_overtaken(request, [object_id]):
                return HttpResponseRedirect(request.get_full_path())
            return self._delete(request, [thing]) or HttpResponseRedirect(self._list_address)

    @property
    def _list_address(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def _delete(self, request: HttpRequest, things: Iterable[M]) -> HttpResponse | None:
        """The page that says what would happen, or, once it is confirmed, None."""
        if request.method == "POST" and request.POST.get("post"):
            with transaction.atomic():
                self._carry_out(request, [fate_of(thing) for thing in things])
            return None
        fates = [fate_of(thing) for thing in things]
        context = {
            **self.admin_site.each_context(request),
            "title": "Delete",
            "opts": self.opts,
            "deleted": [fate.thing for fate in fates if fate.end == "deleted"],
            "retired": [fate for fate in fates if fate.end == "retired"],
            "kept": [fate for fate in fates if fate.end == "kept"],
            "things": [fate.thing for fate in fates],
            "seen": seen(fate.thing for fate in fates),
            "list_address": self._list_address,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/library/delete.html", context)

    def _carry_out(self, request: HttpRequest, fates: list[Fate[M]]) -> None:
        at = timezone.now()
        deleted = [fate.thing for fate in fates if fate.end == "deleted"]
        retired = [fate.thing for fate in fates if fate.end == "retired"]
        kept = [fate for fate in fates if fate.end == "kept"]
        if retired and not request.user.has_perm(f"library.publish_{self.opts.model_name}"):
            raise PermissionDenied
        for thing in retired:
            assert isinstance(thing, Fact | Question)  # noqa: S101  nothing else has a state
            thing.move(State.RETIRED, at=at, editor=request.user)
            self.log_change(request, thing, "Retired in place of being deleted.")
        if deleted:
            self.log_deletions(request, deleted)  # type: ignore[arg-type]  # it only walks through them
            names = [str(thing) for thing in deleted]
            for thing in deleted:
                self.delete_model(request, thing)
            messages.success(request, f"Deleted: {get_text_list(names, 'and')}.")
        if retired:
            messages.success(request, format_html("Retired instead of deleted: {}.", links(retired)))
        for fate in kept:
            messages.warning(request, format_html("{} was kept. {}", link(fate.thing), fate.why))
