"""Facts in admin: the statement, when it held, its citations, and the questions asked about it."""

from collections.abc import Iterable
from typing import Annotated, TypedDict, override

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.admin.options import InlineModelAdmin, get_content_type_for_model
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextInputWidget
from django.contrib.messages.storage import default_storage
from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django_stubs_ext import Annotations

from studyapp.kinds.fields import Cleaned
from studyapp.kinds.written_dates import SortableDateField
from studyapp.library.admin.acts import RemarksAdmin
from studyapp.library.admin.base import deck_widget
from studyapp.library.admin.bulk import BulkAdmin, DateForm, DeckForm, date_fact
from studyapp.library.admin.check import CheckPage
from studyapp.library.admin.citations import CitationInline
from studyapp.library.admin.consequences import AGREED, Unconfirmed, consequences, sent_again, signed
from studyapp.library.admin.deletion import CarefulDeletionAdmin
from studyapp.library.admin.drafts import DraftsAdmin, show_fact
from studyapp.library.admin.filters import CitedArticle, Days, DisputedFact, FirstRelated, HasQuestions, WarnedFact
from studyapp.library.admin.forms import PlausibleForm
from studyapp.library.admin.history import HistoryAdmin
from studyapp.library.admin.publishing import Publisher
from studyapp.library.admin.question_form import kinds_to_choose
from studyapp.library.admin.slugs import SlugAdmin
from studyapp.library.admin.states import PausesAdmin, StatesAdmin, tell_refused
from studyapp.library.admin.suggesting import SuggestingAdmin
from studyapp.library.admin.versions import AGAIN
from studyapp.library.models import Article, Citation, Fact, Question, State
from studyapp.library.models.acts import acts_so_far
from studyapp.site.values import Context, number_in

DATES = ("as_of", "valid_from", "valid_to")


class FactForm(PlausibleForm[Fact]):
    """Refuses in words what the database would refuse without any."""

    class Meta:
        model = Fact
        fields = [
            "statement",
            "deck",
            "slug",
            "as_of",
            "valid_from",
            "valid_to",
            "can_change",
            "superseded_by",
            "fate_unknown",
            "translates",
            "position",
        ]
        field_classes = dict.fromkeys(DATES, SortableDateField)
        widgets = {
            "statement": forms.Textarea(attrs={"rows": 2, "cols": 80}),
            **{name: AdminTextInputWidget(attrs={"class": "short"}) for name in DATES},
        }

    @override
    def clean(self) -> Cleaned:
        cleaned = super().clean()

        def said(name: str) -> object:
            return cleaned.get(name) if name in self.fields else getattr(self.instance, name)

        live = Fact.objects.live().filter(pk=self.instance.pk).exists()
        if live and said("can_change") and not any(map(said, DATES)) and not self.errors:
            self.add_error(
                "as_of" if "as_of" in self.fields else None,
                "A published fact that can change needs a date. Give one, or untick “can change” below.",
            )
        return cleaned


FATE = ("superseded_by", "fate_unknown")


def _fate(fact: Fact) -> tuple[int | None, bool]:
    return fact.superseded_by_id, fact.fate_unknown


def _cited_by(fact: Fact) -> set[int]:
    """The articles whose warnings hang on where it cites them."""
    return {*fact.citations.order_by().values_list("article", flat=True)}


class Counted(TypedDict):
    source_count: int
    differing_count: int
    question_count: int


@admin.register(Fact)
class FactAdmin(
    BulkAdmin[Fact],
    DraftsAdmin[Fact],
    SlugAdmin[Fact],
    SuggestingAdmin[Fact],
    CarefulDeletionAdmin[Fact],
    RemarksAdmin[Fact],
    HistoryAdmin,
):
    slug_from = "statement"
    consequences_template = "admin/library/fact/consequences.html"
    form = FactForm
    list_display = ["statement", "deck", "state", "when", "sources", "question_total"]
    list_filter = [
        WarnedFact,
        ("deck", FirstRelated),
        "state",
        DisputedFact,
        HasQuestions,
        Days,
        ("citations__article", CitedArticle),
    ]
    list_select_related = ["deck"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["folded", "slug", "citations__folded"]
    autocomplete_fields = ["superseded_by", "translates"]
    inlines = [CitationInline]
    actions = [
        *("ready", "publish", "publish_with_questions", "unpublish", "pause", "retire"),
        *("change_deck", "change_date", "suggest_questions", "delete_selected"),
    ]
    buttons = [
        *PausesAdmin.buttons[:2],
        ("publish_with_questions", "Save and publish with its questions", frozenset(State)),
        *PausesAdmin.buttons[2:],
    ]
    fieldsets = [
        (None, {"fields": ["statement", "deck", "slug", "state"]}),
        (
            "When it held",
            {
                "fields": [
                    ("as_of", "valid_from", "valid_to"),
                    "can_change",
                    "superseded_by",
                    "fate_unknown",
                    "afterwards",
                ],
                "description": "A day, a month or a year, as students may write it: 12 November 2013, 2013-11 or 2013.",
            },
        ),
        ("Translation and order", {"fields": ["translates", "position"], "classes": ["collapse"]}),
    ]

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Fact]:
        return Fact.objects.with_counts().select_related("deck").order_by("deck", "position", "pk")

    @override
    def get_readonly_fields(self, request: HttpRequest, obj: Fact | None = None) -> list[str]:
        fixed = ["translates"] if obj and self.is_fixed(obj) else []
        return ["state", "afterwards", *super().get_readonly_fields(request, obj), *fixed]

    @override
    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Fact, Fact], request: HttpRequest, **kwargs: object
    ) -> forms.ModelChoiceField[Fact] | None:
        if db_field.name == "deck" and (widget := deck_widget(self.admin_site)):
            kwargs["widget"] = widget
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="what students read of the time after it")
    def afterwards(self, fact: Fact) -> str:
        return fact.sequel.label if fact.sequel else "Nothing: it holds, as far as is known"

    # The list

    @admin.display(ordering="as_of")
    def when(self, fact: Fact) -> str:
        return fact.when

    @admin.display(description="articles", ordering="source_count")
    def sources(self, fact: Annotated[Fact, Annotations[Counted]]) -> str:
        return f"{fact.source_count}, disputed" if fact.differing_count else str(fact.source_count)

    @admin.display(description="questions", ordering="question_count")
    def question_total(self, fact: Annotated[Fact, Annotations[Counted]]) -> int:
        return fact.question_count

    @admin.action(
        permissions=["publish_all"], description="Publish the selected %(verbose_name_plural)s with their questions"
    )
    def publish_with_questions(self, request: HttpRequest, queryset: QuerySet[Fact]) -> HttpResponse | None:
        return self.check_first(request, queryset, with_questions=True)

    def has_publish_all_permission(self, request: HttpRequest) -> bool:
        return self.has_publish_permission(request) and request.user.has_perm("library.publish_question")

    @override
    def _may(self, request: HttpRequest, verb: str, state: State) -> bool:
        if verb == "publish_with_questions":
            return self.has_publish_all_permission(request)
        return super()._may(request, verb, state)

    @admin.action(permissions=["change"], description="Change the deck of the selected %(verbose_name_plural)s")
    def change_deck(self, request: HttpRequest, queryset: QuerySet[Fact]) -> HttpResponse | None:
        publisher = Publisher(request.user, timezone.now())

        def change(fact: Fact, said: Cleaned) -> bool:
            if fact.deck == said["deck"]:
                return False
            fact.move_to(said["deck"], at=publisher.at)
            self._follow(request, fact, publisher)
            return True

        return self.change_all(request, queryset, "Change the deck", DeckForm, change)

    @admin.action(permissions=["change"], description="Change the date of the selected %(verbose_name_plural)s")
    def change_date(self, request: HttpRequest, queryset: QuerySet[Fact]) -> HttpResponse | None:
        publisher = Publisher(request.user, timezone.now())

        def change(fact: Fact, said: Cleaned) -> bool:
            if not date_fact(fact, said["as_of"]):
                return False
            self._look_again(fact)
            self._follow(request, fact, publisher)
            return True

        return self.change_all(request, queryset, "Change the date", DateForm, change)

    @override
    def publish_each(self, request: HttpRequest, things: Iterable[Fact], publisher: Publisher) -> None:
        """Questions that come back with their fact learn what its sources say by now."""
        facts = list(things)
        super().publish_each(request, facts, publisher)
        for fact in facts:
            self._follow(request, fact, publisher)

    def _follow(self, request: HttpRequest, fact: Fact, publisher: Publisher) -> None:
        for thing, problems in publisher.follow(fact):
            tell_refused(request, thing, problems, "was paused")

    # The page

    @override
    def get_urls(self) -> list[URLPattern]:
        return [path("check/", self.admin_site.admin_view(self.check_view), name="check"), *super().get_urls()]

    def check_view(self, request: HttpRequest) -> HttpResponse:
        questions = self.admin_site.get_model_admin(Question)
        assert isinstance(questions, StatesAdmin)  # noqa: S101  as it is registered
        return CheckPage(self, questions, request, timezone.now()).respond()

    @override
    def get_changeform_initial_data(self, request: HttpRequest) -> Cleaned:
        """Deck and date are most often those of the fact that this editor added last."""
        initial: Cleaned = dict(super().get_changeform_initial_data(request))
        last = self._last_added(request)
        return {"deck": last.deck_id, "as_of": last.as_of, **initial} if last else initial

    @override
    def get_formset_kwargs(
        self, request: HttpRequest, obj: Fact, inline: InlineModelAdmin[Citation, Fact], prefix: str
    ) -> Cleaned:
        """And so is the article."""
        kwargs: Cleaned = super().get_formset_kwargs(request, obj, inline, prefix)
        if obj._state.adding and request.method != "POST" and (last := self._last_added(request)):
            cited = last.citations.order_by("pk").last()
            kwargs["initial"] = [{"article": cited.article_id}] if cited else []
        return kwargs

    def _last_added(self, request: HttpRequest) -> Fact | None:
        added = LogEntry.objects.filter(
            user=request.user.pk, content_type=get_content_type_for_model(Fact), action_flag=ADDITION
        )
        keys = added.order_by("-pk").values_list("object_id", flat=True)[:1]
        return Fact.objects.filter(pk__in=[number_in(str(key)) or 0 for key in keys]).first()

    @override
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Context | None = None
    ) -> HttpResponse:
        fact = self.get_object(request, unquote(object_id))
        context = {
            "questions": fact.questions.select_related("revision") if fact else [],
            "kinds": kinds_to_choose(),
            "may_add_questions": request.user.has_perm("library.add_question"),
        }
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    @override
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Context | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Unconfirmed as found:
            return self._ask_first(request, found)

    def _ask_first(self, request: HttpRequest, found: Unconfirmed) -> HttpResponse:
        """Nothing is saved, and what was told of it is taken back too."""
        request._messages = default_storage(request)  # type: ignore[attr-defined]  # as its middleware sets it
        context = {
            **self.admin_site.each_context(request),
            "title": "Before it is saved",
            "opts": self.opts,
            "fact": found.fact,
            "address": request.get_full_path(),
            "consequences": found.consequences,
            "sent": sent_again(request),
            "agreed": (AGREED, signed(found.consequences)),
            "again": AGAIN,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.consequences_template, context)

    @override
    def preview(self, request: HttpRequest, thing: Fact, context: Context) -> HttpResponse:
        return show_fact(request, thing, context)

    @override
    def save_model(self, request: HttpRequest, obj: Fact, form: forms.ModelForm[Fact], change: bool) -> None:
        if not change:
            self.place_last(obj, obj.deck.facts.all())
        stored = Fact.objects.select_related("deck").filter(pk=obj.pk).first()
        if stored and stored.deck != obj.deck:
            stored.move_to(obj.deck, at=timezone.now())
        super().save_model(request, obj, form, change)
        waits = obj.is_live and self._needs_others(request, obj)  # and then publishing it retires them
        if obj.is_past and not waits and (stored is None or _fate(stored) != _fate(obj)):
            obj.retire_superseded_questions(at=timezone.now())
            messages.info(request, "Since it is over, its questions are retired, but for historical ones.")
        self._look_again(obj)

    def _look_again(self, fact: Fact) -> None:
        """Translations have its citations."""
        Fact.objects.filter(Q(pk=fact.pk) | Q(translates=fact)).keep_warnings(at=timezone.now())

    @override
    def save_related(
        self,
        request: HttpRequest,
        form: forms.ModelForm[Fact],
        formsets: Iterable[forms.BaseFormSet[forms.Form]],
        change: bool,
    ) -> None:
        fact = form.instance
        was_disputed, cited = change and fact.is_disputed, _cited_by(fact)
        super().save_related(request, form, formsets, change)
        if any(formset.has_changed() for formset in formsets):
            self._look_again(fact)
            Article.objects.filter(pk__in=cited | _cited_by(fact)).keep_warnings(at=timezone.now())
        for each in (fact, *fact.translations.select_related("translates", "deck")):
            self._follow(request, each, Publisher(request.user, timezone.now()))
        asked = change and (any(rows.has_changed() for rows in formsets) or {*form.changed_data} & {*FATE})
        found = list(consequences(fact, acts_so_far(), was_disputed=was_disputed)) if asked else []
        if found and request.POST.get(AGREED) != signed(found):
            raise Unconfirmed(fact, found)

    @override
    def delete_model(self, request: HttpRequest, obj: Fact) -> None:
        questions = list(obj.questions.all())
        if questions and not request.user.has_perm("library.delete_question"):
            raise PermissionDenied
        for question in questions:
            question.delete()
        cited = _cited_by(obj)
        obj.delete()
        Article.objects.filter(pk__in=cited).keep_warnings(at=timezone.now())
