"""Wrong answers in admin: what many learners write, or one who says that it is right, and what to do about it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, override

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from studyapp.accounts.models import User
from studyapp.insights.collectors import WRONG_ANSWERS
from studyapp.insights.deciding import Way, bring_back, decide, in_english, note, ways
from studyapp.insights.item_words import moment
from studyapp.insights.models import Collection, Said, WrongAnswer
from studyapp.jobs.models import Job
from studyapp.jobs.neglect import neglected
from studyapp.library.admin.base import SoundAdmin
from studyapp.library.admin.dashboard import COUNTED, MOST, Link, Panel, Row, in_words, panel
from studyapp.library.admin.filters import FirstRelated
from studyapp.library.admin.links import link
from studyapp.library.admin.states import StatesAdmin
from studyapp.library.admin.versions import held
from studyapp.library.models import Citation, Question, State
from studyapp.site.values import Context, number_in
from studyapp.study.jobs import regrade

if TYPE_CHECKING:
    from django.contrib.admin.filters import _ListFilterChoices

DONE = {
    Said.ACCEPTED: "“{}” is accepted from now on.",
    Said.REFUSED: "“{}” is a listed wrong answer from now on.",
    Said.OFFERED: "“{}” is an option from now on.",
    Said.LEFT: "“{}” stays as it is.",
}


WITH = ("revision", "according_to", "fact__deck", "fact__translates")
"""Of a question, what its page and its gate look at."""


def cited(prefix: str = "") -> list[Prefetch[str, QuerySet[Citation], str]]:
    """And what its fact rests on, in a statement or two."""
    citations = Citation.objects.select_related("article")
    return [Prefetch(f"{prefix}{fact}__citations", citations) for fact in ("fact", "fact__translates")]


class Waiting(admin.SimpleListFilter):
    """Unless others are asked for, those that wait for an editor."""

    title, parameter_name = "what was done", "done"

    @override
    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[WrongAnswer]) -> list[tuple[str, str]]:
        return [(said.value, str(said.label)) for said in Said if said != Said.ACCEPTED]

    @override
    def choices(self, changelist: ChangeList) -> "Iterator[_ListFilterChoices]":
        first, *others = super().choices(changelist)
        yield {**first, "display": "Nothing yet"}
        yield from others

    @override
    def queryset(self, request: HttpRequest, queryset: QuerySet[WrongAnswer]) -> QuerySet[WrongAnswer]:
        said = self.value()
        return queryset.filter(decision=said if said in Said.values else "")


class Wanted(admin.SimpleListFilter):
    title, parameter_name = "learners", "learners"

    @override
    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[WrongAnswer]) -> list[tuple[str, str]]:
        return [("claimed", "Say that it is right")]

    @override
    def queryset(self, request: HttpRequest, queryset: QuerySet[WrongAnswer]) -> QuerySet[WrongAnswer]:
        return queryset.filter(Q(claims__gt=0) | Q(reports__gt=0)) if self.value() == "claimed" else queryset


@admin.register(WrongAnswer)
class WrongAnswerAdmin(SoundAdmin[WrongAnswer]):
    """To be read, and decided. Whose answers these are is nowhere shown."""

    list_display = ["shown", "by", "prompt", "right"]
    list_display_links = None
    list_filter = [Waiting, Wanted, ("question__fact__deck", FirstRelated)]
    list_select_related = ["question__revision", "question__fact__deck"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["written", "folded", "question__slug"]
    ordering = ["-claims", "-learners", "-answers", "pk"]

    # The list

    @override
    def changelist_view(self, request: HttpRequest, extra_context: Context | None = None) -> HttpResponse:
        as_of = Collection.objects.as_of(WRONG_ANSWERS.name)
        assert isinstance(request.user, User)  # noqa: S101  admin lets nobody else in
        told = f"as of {moment(as_of, request.user)}" if as_of else "of which none was collected yet"
        return super().changelist_view(request, {"title": f"Wrong answers, {told}", **(extra_context or {})})

    @admin.display(description="they wrote", ordering="folded")
    def shown(self, wrong: WrongAnswer) -> SafeString:
        address = reverse("admin:insights_wronganswer_change", args=[wrong.pk])
        where = f" in blank {wrong.gap}" if wrong.gap else ""
        return format_html('<a href="{}">{}</a>{}', address, Truncator(in_english(wrong)).chars(80), where)

    @admin.display(description="learners", ordering="learners")
    def by(self, wrong: WrongAnswer) -> str:
        claims = f"“I was right” {wrong.claims} time{'s'[: wrong.claims != 1]}" if wrong.claims else ""
        reports = f"{wrong.reports} reported it" if wrong.reports else ""
        return "; ".join(filter(None, [str(wrong.learners), claims, reports]))

    @admin.display(description="question", ordering="question")
    def prompt(self, wrong: WrongAnswer) -> SafeString:
        return link(wrong.question)

    @admin.display(description="right answer")
    def right(self, wrong: WrongAnswer) -> str:
        return Truncator(wrong.question.asked.body.expected_in_english).chars(80)

    # One of them

    @override
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Context | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = WrongAnswer.objects.select_related(*(f"question__{name}" for name in WITH))
        wrong = found.prefetch_related(*cited("question__")).filter(pk=number_in(unquote(object_id)) or 0).first()
        if wrong is None:
            messages.info(request, "It waits no more: it was seen to, or the question asks something else by now.")
            return HttpResponseRedirect(reverse("admin:insights_wronganswer_changelist"))
        if request.method == "POST":
            return self._decide(request, wrong)
        return self._page(request, wrong)

    def _page(self, request: HttpRequest, wrong: WrongAnswer, status: int = 200) -> HttpResponse:
        at = timezone.now()
        context = {
            **self.admin_site.each_context(request),
            "title": f"“{Truncator(in_english(wrong)).chars(60)}”",
            "opts": self.opts,
            "wrong": wrong,
            "question": wrong.question,
            "body": wrong.question.asked.body,
            "shown": in_english(wrong),
            "ways": ways(wrong, at=at) if self._may_decide(request) else [],
            "may_decide": self._may_decide(request),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/insights/wrong_answer.html", context, status=status)

    def _decide(self, request: HttpRequest, wrong: WrongAnswer) -> HttpResponse:
        if not self._may_decide(request):
            raise PermissionDenied
        at, said, shown = timezone.now(), request.POST.get("said", ""), in_english(wrong)
        if said == "":
            bring_back(wrong)
            messages.success(request, f"“{shown}” waits again.")
        elif said == Said.LEFT:
            note(wrong, Said.LEFT, at=at)
            messages.success(request, DONE[Said.LEFT].format(shown))
        else:
            return self._go(request, wrong, said)
        return HttpResponseRedirect(reverse("admin:insights_wronganswer_changelist"))

    def _go(self, request: HttpRequest, wrong: WrongAnswer, said: str) -> HttpResponse:
        """Do what the form names, if what it would change is still what the page was made from."""
        at, target = timezone.now(), number_in(request.POST.get("question", ""))
        with held(Question, [str(wrong.question_id)]):
            wrong.question = Question.objects.select_related(*WITH).prefetch_related(*cited()).get(pk=wrong.question_id)
            chosen = (way for way in ways(wrong, at=at) if (way.said, way.question.pk) == (said, target))
            way = next(chosen, None)
            if way is None or str(way.question.revision_id) != request.POST.get("revision"):
                messages.error(
                    request,
                    "Nothing was saved, since the question was changed after you opened this page. Look at it as it is "
                    "now, and choose again.",
                )
                return self._page(request, wrong, status=409)
            return self._do(request, wrong, way)

    def _do(self, request: HttpRequest, wrong: WrongAnswer, way: Way) -> HttpResponse:
        at, shown = timezone.now(), in_english(wrong)
        try:
            done = decide(wrong, way, regrades="regrade" in request.POST, editor=request.user, at=at)
        except ValidationError as error:
            messages.error(request, f"Nothing was saved. {' '.join(error.messages)}")
            return self._page(request, wrong, status=422)
        messages.success(request, format_html("{} {}", DONE[way.said].format(shown), link(way.question)))
        if done.revision is not None:
            questions = self.admin_site.get_model_admin(Question)
            assert isinstance(questions, StatesAdmin)  # noqa: S101  as it is registered
            questions.was_edited(request, way.question)
            told = f"From what learners wrote: {way.said.label.lower()} “{shown}”."
            questions.log_change(request, way.question, told)
        if done.regrade is not None and way.question.state != State.PUBLISHED:
            messages.info(request, "Past answers are judged again once the question is published.")
        elif done.regrade is not None:
            Job.objects.ask_for(regrade, at=at)
            answers, learners = way.foreseen.answers, way.foreseen.learners
            messages.info(
                request,
                neglected(at)
                or f"Past answers are being judged again: {answers}, of {learners} learner{'s'[: learners != 1]}.",
            )
        return HttpResponseRedirect(reverse("admin:insights_wronganswer_changelist"))

    # Who may

    def _may_decide(self, request: HttpRequest) -> bool:
        return bool(self.admin_site.get_model_admin(Question).has_change_permission(request))

    @override
    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @override
    def has_view_permission(self, request: HttpRequest, obj: WrongAnswer | None = None) -> bool:
        return _may_view(request)

    @override
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @override
    def has_change_permission(self, request: HttpRequest, obj: WrongAnswer | None = None) -> bool:
        return False

    @override
    def has_delete_permission(self, request: HttpRequest, obj: WrongAnswer | None = None) -> bool:
        return False


@panel(place=35)
def claimed_right(request: HttpRequest) -> Panel | None:
    """What learners say is right although it was judged wrong, and what many of them write."""
    if not _may_view(request):
        return None
    found = list(
        WrongAnswer.objects.filter(decision="")
        .select_related("question__revision", "question__fact__deck")
        .order_by("-claims", "-learners", "-answers", "pk")[: COUNTED + 1]
    )
    rows = [
        Row(
            reverse("admin:insights_wronganswer_change", args=[wrong.pk]),
            in_words(in_english(wrong)),
            f"{in_words(wrong.question.asked.words)} {_counted(wrong)}",
        )
        for wrong in found[:MOST]
    ]
    links = [Link(reverse("admin:insights_wronganswer_changelist"), "All wrong answers")]
    return Panel("Wrong answers that many give", len(found), rows, links, "No wrong answer waits for you.")


def _counted(wrong: WrongAnswer) -> str:
    learners = f"{wrong.learners} learner{'s'[: wrong.learners != 1]}"
    return (
        f"({learners}, “I was right” {wrong.claims} time{'s'[: wrong.claims != 1]})"
        if wrong.claims
        else f"({learners})"
    )


def _may_view(request: HttpRequest) -> bool:
    return request.user.has_perm("library.view_question") or request.user.has_perm("library.change_question")
