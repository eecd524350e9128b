"""Questions in figures, in admin: a list to sort by any figure, and a page for each question with its revisions."""

from typing import override

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.views.decorators.http import require_POST

from studyapp.accounts.models import User
from studyapp.insights import desk, inbox, reported  # noqa: F401  fill the editors' pages
from studyapp.insights.collectors import ITEMS
from studyapp.insights.item_list import Flagged, KnownFirst, Revisions, share_of
from studyapp.insights.item_words import (
    NONE,
    SHORT,
    bar,
    correlation,
    moment,
    options_figure,
    raised,
    revisions_figure,
    right_first,
    seconds,
    sentences,
    told,
)
from studyapp.insights.jobs import collect_answers
from studyapp.insights.models import Collection, ItemFigures
from studyapp.insights.models.items import FEWEST
from studyapp.jobs.models import Job
from studyapp.jobs.neglect import neglected
from studyapp.jobs.registry import name_of
from studyapp.library.admin.base import SoundAdmin
from studyapp.library.admin.filters import FirstRelated
from studyapp.library.models import Question, Revision
from studyapp.site.values import Context, number_in


@admin.register(ItemFigures)
class ItemFiguresAdmin(SoundAdmin[ItemFigures]):
    """Read only. Who may see a question may see how it does, and who may change it may have the figures made anew."""

    list_display = [
        *("prompt", "looks", "right_at_first", "discriminates", "median", "asked"),
        *("hints", "otherwise", "lapsed", "quizzes", "kind", "number"),
    ]
    list_display_links = None
    list_filter = [Flagged, Revisions, ("question__fact__deck", FirstRelated), "question__kind", "question__state"]
    list_select_related = ["revision", "question"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["revision__prompt", "question__slug"]
    ordering = ["-flags", KnownFirst(F("discrimination")).asc(), "pk"]

    # The list

    @admin.display(description="question", ordering="revision__prompt")
    def prompt(self, one: ItemFigures) -> SafeString:
        address = reverse("admin:insights_question", args=[one.question_id])
        return format_html('<a href="{}">{}</a>', address, Truncator(one.revision.prompt).chars(90))

    @admin.display(ordering="question__kind")
    def kind(self, one: ItemFigures) -> str:
        return one.question.get_kind_display()

    @admin.display(description="rev.", ordering="revision__number")
    def number(self, one: ItemFigures) -> int:
        return one.revision.number

    @admin.display(ordering="answers")
    def asked(self, one: ItemFigures) -> int:
        return one.answers

    @admin.display(description="right at first", ordering=share_of("first_right", "firsts"))
    def right_at_first(self, one: ItemFigures) -> SafeString | str:
        share = right_first(one)
        return format_html("{} {}", share.in_percent, bar(share)) if share else NONE

    @admin.display(description="discrimination", ordering=KnownFirst(F("discrimination")))
    def discriminates(self, one: ItemFigures) -> str:
        return correlation(one)

    @admin.display(description="time", ordering=KnownFirst(F("median_ms")))
    def median(self, one: ItemFigures) -> str:
        return seconds(one.median_ms)

    @admin.display(description="hints", ordering=share_of("hinted"))
    def hints(self, one: ItemFigures) -> str:
        return _percent(one.hinted, one)

    @admin.display(description="judged otherwise", ordering=share_of("overridden"))
    def otherwise(self, one: ItemFigures) -> str:
        return _percent(one.overridden, one)

    @admin.display(description="lapses", ordering=share_of("lapses"))
    def lapsed(self, one: ItemFigures) -> str:
        return _percent(one.lapses, one)

    @admin.display(description="in quizzes", ordering=share_of("quiz"))
    def quizzes(self, one: ItemFigures) -> str:
        return _percent(one.quiz, one)

    @admin.display(description="to look at", ordering="flags")
    def looks(self, one: ItemFigures) -> SafeString:
        return format_html_join(" ", '<span class="flag">{}</span>', ([SHORT[name]] for name in raised(one)))

    @override
    def changelist_view(self, request: HttpRequest, extra_context: Context | None = None) -> HttpResponse:
        # Without the sidebar no column is cut off.
        context = {"title": "Questions in figures", "is_nav_sidebar_enabled": False, **_collected(request)}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    # A question, and asking for new figures

    @override
    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("question/<int:question>/", wrap(self.question_view), name="insights_question"),
            path("collect/", wrap(self.collect_view), name="insights_collect"),
            *super().get_urls(),
        ]

    @override
    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> ItemFigures | None:
        return super().get_object(request, object_id, from_field) if number_in(object_id) else None

    @override
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Context | None = None
    ) -> HttpResponse:
        one = self.get_object(request, object_id)
        if not self.has_view_permission(request):
            raise PermissionDenied
        address = (
            reverse("admin:insights_question", args=[one.question_id])
            if one
            else reverse("admin:insights_itemfigures_changelist")
        )
        return HttpResponseRedirect(address)

    def question_view(self, request: HttpRequest, question: int) -> HttpResponse:
        """One question: the figures of each of its revisions that has any."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        key = number_in(str(question))
        asked = Question.objects.select_related("revision", "fact__deck").filter(pk=key).first() if key else None
        if asked is None or asked.revision is None:
            raise Http404
        revisions = list(asked.revisions.order_by("-number"))
        figures = {one.pk: one for one in ItemFigures.objects.filter(question=question)}
        numbered = [
            (revision.number, figures[revision.pk]) for revision in reversed(revisions) if revision.pk in figures
        ]
        context = {
            **self.admin_site.each_context(request),
            **_collected(request, question),
            "title": asked.revision.prompt,
            "opts": self.opts,
            "question": asked,
            "revisions": [_shown(revision, figures.get(revision.pk)) for revision in revisions],
            "by_revision": revisions_figure(numbered),
        }
        return TemplateResponse(request, "admin/insights/question.html", context)

    @method_decorator(require_POST)
    def collect_view(self, request: HttpRequest) -> HttpResponse:
        """Have the process that runs jobs do it at once: twice is once, and nobody's page waits for it."""
        if not _may_collect(request):
            raise PermissionDenied
        at = timezone.now()
        Job.objects.ask_for(collect_answers, at=at)
        if sentence := neglected(at):
            messages.warning(request, sentence)
        else:
            messages.success(request, "Asked for. Look again in a moment: the figures then say a later time.")
        question = number_in(request.POST.get("question", ""))
        return HttpResponseRedirect(
            reverse("admin:insights_question", args=[question])
            if question
            else reverse("admin:insights_itemfigures_changelist")
        )

    # Who may

    @override
    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @override
    def has_view_permission(self, request: HttpRequest, obj: ItemFigures | None = None) -> bool:
        return request.user.has_perm("library.view_question")

    @override
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @override
    def has_change_permission(self, request: HttpRequest, obj: ItemFigures | None = None) -> bool:
        return False

    @override
    def has_delete_permission(self, request: HttpRequest, obj: ItemFigures | None = None) -> bool:
        return False


def _percent(part: int, one: ItemFigures) -> str:
    return f"{round(100 * part / one.answers)}\u00a0%"


def _shown(revision: Revision, one: ItemFigures | None) -> dict[str, object]:
    shown: dict[str, object] = {"revision": revision, "figures": one}
    if one is not None:
        shown |= {"told": list(told(one)), "sentences": sentences(one), "options": options_figure(one)}
    return shown


def _may_collect(request: HttpRequest) -> bool:
    return request.user.has_perm("library.change_question")


def _collected(request: HttpRequest, question: int | None = None) -> Context:
    """As of when the figures are, whether newer ones are on their way, and what every page says of them."""
    at = timezone.now()
    assert isinstance(request.user, User)  # noqa: S101  admin lets nobody else in
    as_of = Collection.objects.as_of(ITEMS.name)
    job = Job.objects.filter(name=name_of(collect_answers)).first()
    return {
        "as_of": moment(as_of, request.user) if as_of else "",
        "under_way": job is not None and (job.is_held(at) or job.is_due(at)),
        "may_collect": _may_collect(request),
        "asked_from": question or "",
        "fewest": FEWEST,
    }
