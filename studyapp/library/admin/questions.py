"""Questions in admin: the kind first, then one form; every save is a revision, and the page lists them all."""

from typing import override

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelChoiceField, ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from studyapp.kinds import KINDS
from studyapp.kinds.fields import Cleaned
from studyapp.library import guide
from studyapp.library.admin.acts import ActsAdmin
from studyapp.library.admin.base import Fieldsets
from studyapp.library.admin.bulk import BulkAdmin, TypeForm, type_answers
from studyapp.library.admin.deletion import CarefulDeletionAdmin
from studyapp.library.admin.filters import Days, FirstRelated, QuestionOnDisputedFact, WarnedQuestion
from studyapp.library.admin.preview import Preview, about, preview_page, preview_panel
from studyapp.library.admin.question_form import (
    ASKED_BACK,
    OWN,
    QuestionForm,
    form_for,
    kinds_to_choose,
    own_fields,
    picture_fields,
)
from studyapp.library.admin.revisions import RESTORED, around, filling, of_question, revision_page
from studyapp.library.admin.suggesting import suggest_page
from studyapp.library.models import Fact, Question, Revision, State
from studyapp.library.picturing import look_at
from studyapp.site.values import Context, number_in

FOLLOWS = (("according_to", "speaker"), ("asks_for", "shows_date"))


@admin.register(Question)
class QuestionAdmin(BulkAdmin[Question], CarefulDeletionAdmin[Question], ActsAdmin[Question]):
    list_display = ["prompt", "kind", "fact", "deck", "state"]
    list_filter = [WarnedQuestion, ("fact__deck", FirstRelated), "kind", "state", QuestionOnDisputedFact, Days]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["sought__words", "fact__folded"]
    autocomplete_fields = ["fact"]
    actions = ["ready", "publish", "unpublish", "pause", "retire", "change_type", "delete_selected"]

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return Question.objects.with_content()

    # The list

    @admin.action(
        permissions=["change"], description="Change the type of answer of the selected %(verbose_name_plural)s"
    )
    def change_type(self, request: HttpRequest, queryset: QuerySet[Question]) -> HttpResponse | None:
        def change(question: Question, said: Cleaned) -> bool:
            return type_answers(question, said["answer_type"], request.user)

        return self.change_all(request, queryset, "Change the type of answer", TypeForm, change)

    @admin.display(ordering="revision__prompt")
    def prompt(self, question: Question) -> str:
        return str(question)

    @admin.display(ordering="fact__deck")
    def deck(self, question: Question) -> str:
        return str(question.fact.deck)

    # The kind comes first

    @override
    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("guide/", wrap(self.guide_view), name="question_guide"),
            path("guide/<slug:kind>/", wrap(self.guide_view), name="question_guide"),
            path("suggest/", wrap(self.suggest_view), name="question_suggest"),
            path("add/preview/", wrap(self.preview_new_view), name="question_preview_new"),
            path("<path:object_id>/preview/", wrap(self.preview_view), name="question_preview"),
            path("<path:object_id>/revision/<int:number>/", wrap(self.revision_view), name="question_revision"),
            *super().get_urls(),
        ]

    def suggest_view(self, request: HttpRequest) -> HttpResponse:
        return suggest_page(self, request)

    def guide_view(self, request: HttpRequest, kind: str = "") -> HttpResponse:
        """The editors' guide: all of it, or what it says of one kind."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if kind and kind not in KINDS:
            raise Http404
        section = guide.about(kind) if kind else guide.whole()
        kinds = kinds_to_choose()
        context = {
            **self.admin_site.each_context(request),
            "title": section.title,
            "opts": self.opts,
            "section": section,
            "kinds": kinds,
            "kind": next((each for each in kinds if each["name"] == kind), None),
        }
        return TemplateResponse(request, "admin/library/question/guide.html", context)

    @override
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Context | None = None) -> HttpResponse:
        if request.GET.get("kind") in KINDS:
            # Without its own query the form would be sent to an address that does not say the kind.
            return super().add_view(request, f"?{request.GET.urlencode()}", extra_context)
        if not self.has_add_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "Add question",
            "opts": self.opts,
            "kinds": kinds_to_choose(),
            "fact": Fact.objects.filter(pk=number_in(request.GET.get("fact", "")) or 0).first(),
            "query": urlencode([(name, str(value)) for name, value in request.GET.items() if name != "kind"]),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/library/question/choose_kind.html", context)

    @override
    def response_add(self, request: HttpRequest, obj: Question, post_url_continue: str | None = None) -> HttpResponse:
        response = super().response_add(request, obj, post_url_continue)
        if "_addanother" in request.POST:
            return HttpResponseRedirect(f"{reverse('admin:library_question_add')}?fact={obj.fact_id}")
        return response

    # The form

    @override
    def get_form(
        self, request: HttpRequest, obj: Question | None = None, change: bool = False, **kwargs: object
    ) -> type[ModelForm[Question]]:
        return super().get_form(request, obj, change, **(kwargs | {"form": form_for(self._kind(request, obj))}))

    def _kind(self, request: HttpRequest, obj: Question | None) -> str:
        return obj.kind if obj else request.GET["kind"]

    @override
    def get_fieldsets(self, request: HttpRequest, obj: Question | None = None) -> Fieldsets:
        kind = KINDS[self._kind(request, obj)]
        if not self._may_write(request, obj):
            return [(None, {"fields": ["kind", "fact", "slug", "state", "prompt", "explanation", "written",
                                       *FOLLOWS, "historical", "position"]})]  # fmt: skip
        learned = obj is not None and obj.state == State.PUBLISHED
        learners: Fieldsets = [("Learners", {"fields": ["sort_of_edit"]})] if learned else []
        pictured = obj is not None and obj.revision is not None and obj.revision.pictures
        label = str(kind.label).lower()
        return [
            (None, {"fields": ["kind", "fact", "slug", "state"]}),
            ("What is asked", {"fields": ["prompt"]}),
            (
                f"The answer: {label}",
                {"fields": own_fields(kind.name), "description": kind.description},
            ),
            ("With the verdict", {"fields": ["explanation"]}),
            ("Pictures", {"fields": picture_fields(kind.name), "classes": [] if pictured else ["collapse"]}),
            ("Sources, time and order", {"fields": [*FOLLOWS, "historical", "position"]}),
            *learners,
        ]

    def _may_write(self, request: HttpRequest, obj: Question | None) -> bool:
        return self.has_change_permission(request, obj) if obj else self.has_add_permission(request)

    @override
    def get_readonly_fields(self, request: HttpRequest, obj: Question | None = None) -> list[str]:
        if not self._may_write(request, obj):
            return ["kind", "state", "prompt", "explanation", "written"]
        if obj is None:
            return ["kind", "state"]
        return ["kind", "state", "slug", "fact"] if self.is_fixed(obj) else ["kind", "state", "slug"]

    def explanation(self, question: Question) -> str:
        return question.revision.explanation if question.revision else ""

    @admin.display(description="answer")
    def written(self, question: Question) -> SafeString:
        """The kind's own fields, for those who may only look."""
        form = question.kind_class.author_form(initial_spec=question.author_spec())
        return format_html_join("", "<p>{}: {}</p>", [(field.label, _in_words(field.value())) for field in form])

    @override
    def get_changeform_initial_data(self, request: HttpRequest) -> Cleaned:
        initial: Cleaned = dict(super().get_changeform_initial_data(request))
        fact = Fact.objects.filter(pk=number_in(request.GET.get("fact", "")) or 0).first()
        return initial | {
            "fact": fact,
            "slug": Question.objects.free_slug(fact.slug, self._kind(request, None)) if fact else "",
        }

    # Saving

    @override
    def save_model(self, request: HttpRequest, obj: Question, form: ModelForm[Question], change: bool) -> None:
        assert isinstance(form, QuestionForm)  # noqa: S101  get_form says so
        if not change:
            self.place_last(obj, obj.fact.questions.all())
        before = Fact.objects.filter(questions=obj.pk or 0).exclude(pk=obj.fact_id).first()
        super().save_model(request, obj, form, change)
        if before:
            before.keep_warnings_of_questions()
        form.said_else = obj.says_else(form.draft)
        freeze = form.surroundings if obj.state == State.PUBLISHED else None
        revision = obj.revise(form.draft, at=timezone.now(), freeze=freeze, minor=form.minor, editor=request.user)
        if revision is None:
            obj.fact.keep_warnings_of_questions()
        if revision is None and change:
            messages.info(request, "What is asked and what is right stayed the same, so there is no new revision.")
        elif revision is not None and obj.is_live:
            kept = "keep their progress" if revision.minor else "meet it again, with the new answer"
            messages.info(request, f"This is revision {revision.number}. Learners {kept}.")
        self.tell_warnings(request, obj)

    def tell_warnings(self, request: HttpRequest, question: Question) -> None:
        for warning in question.warnings():
            messages.warning(request, warning)

    @override
    def delete_model(self, request: HttpRequest, obj: Question) -> None:
        super().delete_model(request, obj)
        obj.fact.keep_warnings_of_questions()

    @override
    def says_else(self, form: ModelForm[Question]) -> bool:
        assert isinstance(form, QuestionForm)  # noqa: S101  get_form says so
        return form.said_else or super().says_else(form)

    @override
    def response_change(self, request: HttpRequest, obj: Question) -> HttpResponse:
        if ASKED_BACK in request.POST:  # a button beside what was asked, which is no button of the form
            pressed = request.POST.copy()
            pressed["_continue"] = "1"
            request.POST = pressed  # type: ignore[assignment]  # nothing writes into it from here on
        return super().response_change(request, obj)

    # The page

    @override
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Context | None = None,
    ) -> HttpResponse:
        look_at(request.FILES)  # it takes a while, and from here on others wait
        return super().changeform_view(request, object_id, form_url, extra_context)

    @override
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Context | None = None
    ) -> HttpResponse:
        question = self.get_object(request, unquote(object_id))
        context = {"revisions": _revisions(question) if question else []}
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

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
        """What is asked is written beside what it is about.

        To bring a revision back is to save it once more: it fills the form, which goes through the same gate.
        """
        page = context["adminform"]
        assert isinstance(page, AdminForm)  # noqa: S101  as admin has it
        may_write = self._may_write(request, obj)
        if obj and request.method == "GET" and RESTORED in request.GET and may_write:
            self._restore(context, of_question(obj, request.GET[RESTORED]))
        form = page.form
        chosen = (obj and obj.fact_id) or form.initial.get("fact") or form.data.get("fact")
        key = chosen.pk if isinstance(chosen, Fact) else number_in(str(chosen or ""))
        context["about"] = about(Fact.objects.filter(pk=key or 0).first(), obj)
        if may_write:
            context["preview_address"] = self._preview_address(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _restore(self, context: Context, revision: Revision | None) -> None:
        page = context["adminform"]
        assert isinstance(page, AdminForm)  # noqa: S101  as admin has it
        context["restored"] = revision
        if revision is None:
            return
        told, follows = filling(revision, OWN), page.form.fields["according_to"]
        assert isinstance(follows, ModelChoiceField)  # noqa: S101  as the model says
        assert follows.queryset is not None  # noqa: S101
        article = told.get("according_to")
        if article is not None and not follows.queryset.filter(pk=article).exists():
            del told["according_to"]
            context["source_gone"] = True
        context["circumstances_known"] = around(revision) is not None
        page.form.initial = {**page.form.initial, **told}

    def revision_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return revision_page(self, request, object_id, number)

    def _preview_address(self, request: HttpRequest, question: Question | None) -> str:
        if question:
            return reverse("admin:question_preview", args=[question.pk])
        return f"{reverse('admin:question_preview_new')}?{urlencode({'kind': self._kind(request, None)})}"

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        question = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, question):
            raise PermissionDenied
        if question and "prompt" in request.POST:
            return self._preview_form(request, question)
        if question is None or question.revision is None:
            messages.warning(request, "There is nothing to preview yet.")
            return HttpResponseRedirect(reverse("admin:library_question_changelist"))
        return preview_page(request, Preview.of(question))

    def preview_new_view(self, request: HttpRequest) -> HttpResponse:
        """Of a question that is not stored yet."""
        if request.method != "POST" or request.GET.get("kind") not in KINDS:
            return HttpResponseRedirect(reverse("admin:library_question_add"))
        return self._preview_form(request, None)

    def _preview_form(self, request: HttpRequest, question: Question | None) -> HttpResponse:
        if not self._may_write(request, question):
            raise PermissionDenied
        kind = form_for(self._kind(request, question))
        # Whoever else changed it meanwhile is of no concern to what is only shown.
        bound = admin.ModelAdmin.get_form(self, request, question, change=question is not None, form=kind)
        form = bound(request.POST, request.FILES, instance=question)
        assert isinstance(form, QuestionForm)  # noqa: S101  as it was asked to be
        preview = Preview.of_form(form)
        return preview_panel(request, preview) if "HX-Request" in request.headers else preview_page(request, preview)


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(str(value or "–").splitlines())


def _revisions(question: Question) -> list[Revision]:
    """The newest first, each able to say what the answer was."""
    revisions = list(question.revisions.select_related("editor").order_by("-number"))
    for revision in revisions:
        revision.question = question
    return revisions
