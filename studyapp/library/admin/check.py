"""Check, then publish: the page that lists what will be published before any of it is, and publishes what is ticked.

Who may look sees the list with its warnings; to publish takes the permission to.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme

from studyapp.library.admin.checklist import Checklist, Seal, opened
from studyapp.library.admin.links import links
from studyapp.library.admin.publishing import Publisher
from studyapp.library.admin.states import MOST_CHECKED, StatesAdmin
from studyapp.library.admin.versions import held
from studyapp.library.models import Fact, Question, State
from studyapp.site.values import number_in


@dataclass(frozen=True)
class CheckPage:
    """The page for one request."""

    facts: StatesAdmin[Fact]
    questions: StatesAdmin[Question]
    request: HttpRequest
    at: datetime

    def respond(self) -> HttpResponse:
        if not all(each.has_view_permission(self.request) for each in (self.facts, self.questions)):
            raise PermissionDenied("What is checked here is for those to see who may see facts and questions.")
        if self.request.method != "POST":
            return self._show(self._checklist())
        if not self._may_publish:
            raise PermissionDenied("You may look here. To publish takes somebody who is in the group Publishers.")
        with held(Fact, [str(entry.fact.pk) for entry in self._checklist().entries]):
            checklist, seen = self._checklist(), opened(self.request.POST.get("seal", ""))
            if checklist.seal != seen:
                return self._show(checklist, seen)
            return self._publish(checklist)

    def _checklist(self) -> Checklist:
        return Checklist.of(
            self._keys("fact"),
            self._keys("question"),
            with_questions=self._with_questions,
            publisher=Publisher(self.request.user, self.at),
        )

    @property
    def _with_questions(self) -> bool:
        return self.request.GET.get("with") == "questions"

    @property
    def _may_publish(self) -> bool:
        """All that was asked for."""
        asked = ((self.facts, self._keys("fact")), (self.questions, self._keys("question") or self._with_questions))
        return all(each.has_publish_permission(self.request) for each, named in asked if named)

    def _keys(self, what: str) -> list[int]:
        listed = self.request.GET.get(what, "").split(",")[:MOST_CHECKED]
        return [key for part in listed if (key := number_in(part)) is not None]

    # What is shown

    def _show(self, checklist: Checklist, seen: Seal | None = None) -> HttpResponse:
        """With what was seen before, if that has changed since: then nothing was published."""
        if not checklist.entries:
            messages.warning(self.request, "Tick some facts or questions first, and then choose to publish them.")
            return HttpResponseRedirect(self._next)
        now = checklist.seal
        changed = {} if seen is None else {key: digest for key, digest in now.items() if seen.get(key) != digest}
        ticked = self.request.POST.getlist("publish")
        context = {
            **self.facts.admin_site.each_context(self.request),
            "title": "Check, then publish",
            "opts": self.facts.opts,
            "may_publish": self._may_publish,
            "checklist": checklist,
            "is_stale": seen is not None,
            "changed": changed,
            "gone": len((seen or {}).keys() - now.keys()),
            "ticked": {
                row.key
                for row in checklist.rows
                if row.is_usual and (seen is None or row.key in ticked or row.key not in seen)
            },
            "back": self._next,
        }
        self.request.current_app = self.facts.admin_site.name
        page = "admin/library/check.html"
        return TemplateResponse(self.request, page, context, status=200 if seen is None else 409)

    # What is done

    def _publish(self, checklist: Checklist) -> HttpResponse:
        ticked = self.request.POST.getlist("publish")
        chosen = {row.key for row in checklist.offered if row.key in ticked}
        if not chosen:
            messages.error(self.request, "Nothing was published: tick at least one first.")
            return HttpResponseRedirect(self.request.get_full_path())
        publisher = Publisher(self.request.user, self.at)
        facts = [it for it in checklist.entries if it.row and it.row.key in chosen]
        self._leave_out([row.thing for it in facts for row in it.returning if row.is_offered and row.key not in chosen])
        found = Fact.objects.filter(pk__in=[it.fact.pk for it in facts]).select_related("deck")
        self.facts.publish_each(self.request, list(found.order_by("deck", "position", "pk")), publisher)
        if back := [row.thing for it in facts for row in it.returning if row.key in chosen]:
            messages.success(self.request, format_html("Asked again with their facts: {}.", links(back)))
        back_already = {row.key for it in checklist.entries for row in it.returning}
        asked = [row.thing.pk for it in checklist.entries for row in it.questions if row.key in chosen - back_already]
        self.questions.publish_each(self.request, self._questions(asked), publisher)
        return HttpResponseRedirect(self._next)

    def _leave_out(self, things: Iterable[Model]) -> None:
        """What would be asked again by itself as its fact is published, but for this."""
        for question in Question.objects.with_content().filter(pk__in=[thing.pk for thing in things]):
            question.move(State.DRAFT, at=self.at, editor=self.request.user)
            self.questions.log_change(self.request, question, "Taken back to draft as its fact was published.")

    def _questions(self, keys: Iterable[int]) -> QuerySet[Question]:
        cited = (f"{fact}__citations__article" for fact in ("fact", "fact__translates"))
        found = Question.objects.with_content().filter(pk__in=keys).prefetch_related(*cited)
        return found.order_by("fact", "position", "pk")

    @property
    def _next(self) -> str:
        wanted = self.request.GET.get("next", "")
        if url_has_allowed_host_and_scheme(wanted, {self.request.get_host()}, require_https=self.request.is_secure()):
            return wanted
        return reverse("admin:library_fact_changelist" if self._keys("fact") else "admin:library_question_changelist")
