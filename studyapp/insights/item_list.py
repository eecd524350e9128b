"""What the list of questions in figures is sorted and narrowed by."""

from collections.abc import Iterator
from typing import Any, override

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import ExpressionWrapper, F, FloatField, QuerySet
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.functions import Cast
from django.http import HttpRequest

from studyapp.insights.flags import FLAGS
from studyapp.insights.item_words import SHORT
from studyapp.insights.models import ItemFigures
from studyapp.insights.models.items import CURRENT


class KnownFirst(ExpressionWrapper[Combinable]):
    """Sorts by a figure, on every database with those last that have none."""

    def __init__(self, expression: Combinable) -> None:
        super().__init__(expression, output_field=FloatField())

    @override
    def asc(self, **options: Any) -> OrderBy:
        return super().asc(nulls_last=True)

    @override
    def desc(self, **options: Any) -> OrderBy:
        return super().desc(nulls_last=True)


def share_of(part: str, whole: str = "answers") -> KnownFirst:
    return KnownFirst(Cast(part, FloatField()) / F(whole))


class Flagged(admin.SimpleListFilter):
    title, parameter_name = "what to look at", "flag"

    @override
    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[ItemFigures]) -> list[tuple[str, str]]:
        return [*SHORT.items(), ("any", "Any of these"), ("none", "None of these")]

    @override
    def queryset(self, request: HttpRequest, queryset: QuerySet[ItemFigures]) -> QuerySet[ItemFigures]:
        match self.value():
            case "any":
                return queryset.filter(flags__gt=0)
            case "none":
                return queryset.filter(flags=0)
            case str(name) if name in FLAGS:
                return queryset.filter(**{name: True})
        return queryset


class Revisions(admin.SimpleListFilter):
    """Unless all are asked for, those that are asked now."""

    title, parameter_name = "revisions", "revisions"

    @override
    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[ItemFigures]) -> list[tuple[str, str]]:
        return [("all", "Earlier ones too")]

    @override
    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        first, *others = super().choices(changelist)
        yield {**first, "display": "As asked now"}
        yield from others

    @override
    def queryset(self, request: HttpRequest, queryset: QuerySet[ItemFigures]) -> QuerySet[ItemFigures]:
        return queryset if self.value() == "all" else queryset.filter(CURRENT)
