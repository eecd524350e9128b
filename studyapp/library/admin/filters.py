"""Filters of the lists that no single column gives."""

from collections.abc import Iterator
from typing import Any, override

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.db.models.fields.related import RelatedField
from django.http import HttpRequest
from django.utils.text import Truncator

from studyapp.library.models import Citation, Question


class YesNoFilter(admin.SimpleListFilter):
    """`yes` and `no` say what the two choices are called; `condition` is what holds for yes."""

    yes, no = "Yes", "No"

    @override
    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Model]) -> list[tuple[str, str]]:
        return [("yes", self.yes), ("no", self.no)]

    @override
    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(self.condition() if self.value() == "yes" else ~self.condition())

    def condition(self) -> Exists:
        raise NotImplementedError


def _differing(fact: str) -> Exists:
    return Exists(Citation.objects.filter(fact=OuterRef(fact), stance=Citation.Stance.DIFFERS))


class DisputedFact(YesNoFilter):
    title, parameter_name, yes, no = "sources", "disputed", "Differ", "Agree"

    @override
    def condition(self) -> Exists:
        return _differing("pk")


class QuestionOnDisputedFact(DisputedFact):
    @override
    def condition(self) -> Exists:
        return _differing("fact")


class HasQuestions(YesNoFilter):
    title, parameter_name, yes, no = "questions", "asked", "Has questions", "Has none"

    @override
    def condition(self) -> Exists:
        return Exists(Question.objects.filter(fact=OuterRef("pk")))


class CitedArticle(admin.RelatedOnlyFieldListFilter):
    """Articles that are cited at all, by outlet and headline."""

    @override
    def field_choices(
        self, field: RelatedField[object, object], request: HttpRequest, model_admin: admin.ModelAdmin[Model]
    ) -> list[tuple[str, Any]]:
        choices = super().field_choices(field, request, model_admin)
        return [(pk, Truncator(str(label)).chars(60)) for pk, label in choices]


class Stated(admin.AllValuesFieldListFilter):
    """What articles say of themselves, and those that do not say."""

    @override
    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or "Not stated"}
