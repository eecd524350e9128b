"""The pieces of the desk on which questions are written: a composed one, a draft, or one of a chosen kind."""

import re
from collections.abc import Sequence
from typing import ClassVar, override

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone

from studyapp.kinds import KINDS
from studyapp.kinds.fields import Cleaned
from studyapp.library.admin.base import Fieldsets
from studyapp.library.admin.desk.places import Place
from studyapp.library.admin.forms import Files
from studyapp.library.admin.publishing import Publisher
from studyapp.library.admin.question_form import OWN, QuestionForm, form_for, own_fields
from studyapp.library.admin.questions import FOLLOWS, QuestionAdmin
from studyapp.library.models import Dismissal, Fact, Question
from studyapp.library.models.dismissals import as_known
from studyapp.library.suggesting import Proposal
from studyapp.site.values import Context

NEW = "new"
_TOKEN = re.compile(r"[0-9a-z]{1,32}")
IN_SIGHT = (
    "answer",
    "answers",
    "distractors",
    "blanks",
    "items",
    "pairs",
    "correction",
    "unit",
    "answer_type",
    "aliases",
)
"""A kind's own fields that are not folded away."""


class QuestionHereForm(QuestionForm):
    """A question on one fact; there are several such forms on a page. Sent twice, it is there once."""

    fact: ClassVar[Fact]
    token: ClassVar[str]

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Files | None = None,
        *,
        initial: Cleaned | None = None,
        instance: Question | None = None,
    ) -> None:
        super().__init__(data, files, initial=initial, instance=instance or Question(fact=self.fact))
        self.auto_id = f"{self.token}-%s"

    @override
    def clean(self) -> Cleaned:
        cleaned = super().clean()
        twins = self.fact.questions.filter(kind=self.kind_class.name, revision__prompt=cleaned.get("prompt", ""))
        if twins.exclude(pk=self.instance.pk).exists():
            self.add_error(
                "prompt", "A question of this kind with this very prompt is there already. Look below the fact."
            )
        return cleaned


class QuestionPiece(QuestionAdmin):
    """The admin of questions, on one fact."""

    actions = []
    change_form_template = "admin/library/desk/question_form.html"

    def __init__(
        self, site: AdminSite, place: Place, fact: Fact, *, kind: str = "", proposal: Proposal | None = None
    ) -> None:
        super().__init__(Question, site)
        self.place, self.fact, self.kind, self.proposal = place, fact, kind, proposal

    @override
    def _kind(self, request: HttpRequest, obj: Question | None) -> str:
        return obj.kind if obj else self.kind

    def _token(self, request: HttpRequest, obj: Question | None) -> str:
        """What the form's ids begin with."""
        if obj:
            return f"q{obj.pk}"
        sent = request.POST.get("token", "")
        return sent if _TOKEN.fullmatch(sent) else f"p{self.proposal.key}" if self.proposal else NEW

    @override
    def get_form(
        self, request: HttpRequest, obj: Question | None = None, change: bool = False, **kwargs: object
    ) -> type[ModelForm[Question]]:
        bases = (QuestionHereForm, form_for(self._kind(request, obj)))
        here = type("QuestionHereForm", bases, {"fact": self.fact, "token": self._token(request, obj)})
        return super(QuestionAdmin, self).get_form(request, obj, change, **{**kwargs, "form": here})

    @override
    def get_fieldsets(self, request: HttpRequest, obj: Question | None = None) -> Fieldsets:
        if not self._may_write(request, obj):
            return [(None, {"fields": ["prompt", "explanation", "written"]})]
        own = own_fields(self._kind(request, obj))
        shown = [name for name in own if name.removeprefix(f"{OWN}-") in IN_SIGHT]
        folded = [name for name in own if name not in shown]
        return [
            (None, {"fields": ["prompt", *shown]}),
            (
                "Explanation, source and more",
                {"fields": ["explanation", *folded, *FOLLOWS, "historical"], "classes": ["collapse"]},
            ),
        ]

    @override
    def get_changeform_initial_data(self, request: HttpRequest) -> Cleaned:
        if self.proposal is None:
            return {}
        composed = self.proposal
        author = KINDS[composed.kind].author_form(initial_spec=composed.body.spec)
        return {
            **{f"{OWN}-{name}": value for name, value in author.initial.items()},
            "prompt": composed.prompt,
            "explanation": composed.explanation,
            "according_to": composed.according_to,
            "historical": composed.historical,
        }

    @override
    def get_prepopulated_fields(self, request: HttpRequest, obj: Question | None = None) -> dict[str, Sequence[str]]:
        return {}

    @override
    def render_change_form(
        self,
        request: HttpRequest,
        context: Context,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Question | None = None,
    ) -> HttpResponse:
        kind = self._kind(request, obj)
        new = self.place.at("new_question", self.fact.pk, kind=kind)
        context |= {
            "place": self.place,
            "address": self.place.at("question", obj.pk) if obj else new,
            "kinds_address": self.place.at("new_question", self.fact.pk, anew=1),
            "dismiss_address": self.place.at("dismiss", self.fact.pk),
            "fact": self.fact,
            "question": obj,
            "kind_label": KINDS[kind].label,
            "kind_name": kind,
            "proposal": self.proposal,
            "token": self._token(request, obj),
            "proposed": as_known(self.proposal.expected) if self.proposal else request.POST.get("proposed", ""),
            "warnings": obj.warnings() if obj else [],
            "may_publish": self.has_publish_permission(request),
        }
        return super(QuestionAdmin, self).render_change_form(request, context, add, change, form_url, obj)

    # Saving

    @override
    def save_model(self, request: HttpRequest, obj: Question, form: ModelForm[Question], change: bool) -> None:
        if not change:
            obj.slug = Question.objects.free_slug(self.fact.slug, obj.kind)
        super().save_model(request, obj, form, change)
        if proposed := request.POST.get("proposed", ""):
            self._settle(obj, proposed)

    def _settle(self, question: Question, proposed: str) -> None:
        """What was composed and given another answer is not proposed again as it was."""
        assert question.revision is not None  # noqa: S101  it was revised just now
        question.revision.question = question
        if as_known(question.revision.body.expected_in_english) != as_known(proposed):
            Dismissal.objects.dismiss(self.fact, question.kind, proposed)

    @override
    def tell_warnings(self, request: HttpRequest, question: Question) -> None:
        """They stand beside the question."""

    @override
    def response_add(self, request: HttpRequest, obj: Question, post_url_continue: str | None = None) -> HttpResponse:
        return self._then(request, obj)

    @override
    def response_change(self, request: HttpRequest, obj: Question) -> HttpResponse:
        return self._then(request, obj)

    def _then(self, request: HttpRequest, question: Question) -> HttpResponse:
        """Back to the piece, or, where that would be a page without the others, to all of it."""
        shown = question.pk if "_preview" in request.POST else ""
        if request.POST.get("_verb") == "publish" and self._publish(request, question):
            return HttpResponseRedirect(self.place.at(fact=self.fact.pk))
        if getattr(request, "htmx", False):
            after = "1" if request.POST.get("token") == NEW else ""
            return HttpResponseRedirect(self.place.at("question", question.pk, preview=shown, after=after))
        return HttpResponseRedirect(self.place.at(fact=self.fact.pk, preview=shown))

    def _publish(self, request: HttpRequest, question: Question) -> bool:
        """Nothing goes live with a warning that did not stand beside it."""
        if not self.has_publish_permission(request):
            raise PermissionDenied
        if not {*map(str, question.warnings())} <= {*request.POST.getlist("warned")}:
            messages.warning(request, "Saved, and not published: look at the warnings first, and publish it then.")
            return False
        found = self.get_queryset(request).filter(pk=question.pk)
        self.publish_each(request, found, Publisher(request.user, timezone.now()))
        return True

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return super().get_queryset(request).filter(fact=self.fact)
