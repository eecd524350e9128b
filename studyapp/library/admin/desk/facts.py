"""The piece of the desk on which a fact is written, with what the article says of it."""

from collections.abc import Sequence
from typing import ClassVar, override

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Field as DbField
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from studyapp.kinds.fields import Cleaned
from studyapp.library.admin.citations import CitationForm, CitationInline
from studyapp.library.admin.desk.places import Place
from studyapp.library.admin.facts import FactAdmin, FactForm
from studyapp.library.admin.slugs import free_slug
from studyapp.library.models import Article, Citation, Fact
from studyapp.site.values import Context


class FactHereForm(FactForm):
    """A fact from one article. Sent twice, it is there once."""

    place: ClassVar[Place]

    @override
    def clean(self) -> Cleaned:
        cleaned = super().clean()
        twin = Fact.objects.filter(citations__article=self.place.article, statement=cleaned.get("statement", ""))
        if self.instance._state.adding and twin.exists():
            self.add_error("statement", "This very fact was saved from this article already. Look among its facts.")
        return cleaned


class CitationHereForm(CitationForm):
    """What the article at hand says, and no other."""

    article: ClassVar[Article]

    class Meta(CitationForm.Meta):
        fields = ["paragraph", "stance", "speaker", "says", "values"]

    @override
    def clean(self) -> Cleaned:
        self.instance.article = self.article
        return super().clean() or {}

    def _get_validation_exclusions(self) -> set[str]:
        """Though it is no field, the article is looked at: one paragraph is cited once."""
        found: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # Django's stubs leave it out
        return found - {"article"}


class CitationHereInline(CitationInline):
    form = CitationHereForm
    autocomplete_fields = []
    template = "admin/library/desk/citations.html"
    fieldsets = [
        (None, {"fields": ["says", ("paragraph", "stance")]}),
        ("Speaker and values", {"fields": ["speaker", "values"], "classes": ["collapse"]}),
    ]
    place: Place
    adds: int
    """How many rows are new."""

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Citation]:
        return super().get_queryset(request).filter(article=self.place.article)

    @override
    def get_extra(self, request: HttpRequest, obj: Fact | None = None, **kwargs: object) -> int:
        return 0

    @override
    def get_min_num(self, request: HttpRequest, obj: Fact | None = None, **kwargs: object) -> int:
        """A new row has to be filled in."""
        there = obj.citations.filter(article=self.place.article).count() if obj and obj.pk else 0
        return there + self.adds

    @override
    def get_formset(
        self, request: HttpRequest, obj: Fact | None = None, **kwargs: object
    ) -> type[BaseInlineFormSet[Citation, Fact, ModelForm[Citation]]]:
        form = type("CitationHereForm", (CitationHereForm,), {"article": self.place.article})
        return super().get_formset(request, obj, **{**kwargs, "form": form})


class FactPiece(FactAdmin):
    """The admin of facts, from one article."""

    inlines = [CitationHereInline]
    actions = []
    change_form_template = "admin/library/desk/fact_form.html"
    consequences_template = "admin/library/desk/consequences.html"
    fieldsets = [
        (None, {"fields": ["statement", ("deck", "as_of"), "can_change"]}),
        ("When it held", {"fields": [("valid_from", "valid_to"), "fate_unknown"], "classes": ["collapse"]}),
    ]

    def __init__(self, site: AdminSite, place: Place, *, cites_anew: str = "") -> None:
        """`cites_anew` is the stance of one more citation of a fact that is there already."""
        super().__init__(Fact, site)
        self.place, self.cites_anew = place, cites_anew

    @override
    def get_inline_instances(
        self, request: HttpRequest, obj: Fact | None = None
    ) -> list[InlineModelAdmin[Citation, Fact]]:
        found = super().get_inline_instances(request, obj)
        for inline in found:
            assert isinstance(inline, CitationHereInline)  # noqa: S101  there is no other
            inline.place, inline.adds = self.place, int(obj is None or obj.pk is None or bool(self.cites_anew))
        return found

    @override
    def get_formset_kwargs(
        self, request: HttpRequest, obj: Fact, inline: InlineModelAdmin[Citation, Fact], prefix: str
    ) -> dict[str, object]:
        filled = {"paragraph": self.place.number, "stance": self.cites_anew or Citation.Stance.SUPPORTS}
        return {**super().get_formset_kwargs(request, obj, inline, prefix), "initial": [filled]}

    @override
    def get_form(
        self, request: HttpRequest, obj: Fact | None = None, change: bool = False, **kwargs: object
    ) -> type[ModelForm[Fact]]:
        here = type("FactHereForm", (FactHereForm,), {"place": self.place})
        return super().get_form(request, obj, change, **{**kwargs, "form": here})

    @override
    def formfield_for_dbfield(
        self, db_field: DbField[object, object], request: HttpRequest, **kwargs: object
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_add_related = field.widget.can_change_related = field.widget.can_view_related = False
        if field and db_field.name == "statement":
            field.widget = forms.Textarea(attrs={"rows": 3, "data-focus": True})
        return field

    @override
    def get_changeform_initial_data(self, request: HttpRequest) -> Cleaned:
        return {**super().get_changeform_initial_data(request), **self.place.remembered}

    @override
    def get_prepopulated_fields(self, request: HttpRequest, obj: Fact | None = None) -> dict[str, Sequence[str]]:
        return {}

    @override
    def render_change_form(
        self,
        request: HttpRequest,
        context: Context,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Fact | None = None,
    ) -> HttpResponse:
        context |= {
            "place": self.place,
            "cites_anew": self.cites_anew,
            "address": self.address_of(obj),
            "back": self.back_to(obj),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def address_of(self, fact: Fact | None) -> str:
        return self.place.at("fact", fact.pk, stance=self.cites_anew) if fact else self.place.at("fact")

    def back_to(self, fact: Fact | None) -> str:
        return self.place.at(fact=fact.pk if fact and not self.cites_anew else "")

    @override
    def save_model(self, request: HttpRequest, obj: Fact, form: ModelForm[Fact], change: bool) -> None:
        if not change:
            obj.slug = free_slug(Fact, obj.statement)
        super().save_model(request, obj, form, change)

    @override
    def response_add(self, request: HttpRequest, obj: Fact, post_url_continue: str | None = None) -> HttpResponse:
        messages.success(request, "The fact was saved as a draft.")
        return HttpResponseRedirect(self.place.at(fact=obj.pk))

    @override
    def response_change(self, request: HttpRequest, obj: Fact) -> HttpResponse:
        messages.success(request, "The fact was saved.")
        return HttpResponseRedirect(self.place.at(fact=obj.pk))
