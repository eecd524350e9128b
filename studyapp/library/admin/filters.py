"""Filters of the lists that no single column gives."""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any, ClassVar, override

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.fields.related import RelatedField
from django.http import HttpRequest
from django.utils.text import Truncator
from django_stubs_ext import StrPromise

from studyapp.kinds.cautions import Sort
from studyapp.library.admin.base import MOST_LISTED
from studyapp.library.models import Citation, KeptWarning, Question, Standing
from studyapp.library.models.warned import IN_WORDS
from studyapp.site.values import number_in


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


class Warned(admin.SimpleListFilter):
    """What draws warnings, of any sort or of one; `columns` are those by which a warning names such a thing."""

    title, parameter_name = "warnings", "warned"
    columns: tuple[str, ...]
    sorts: frozenset[Sort] = frozenset(Sort)

    @override
    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Model]) -> list[tuple[str, str]]:
        return [("yes", "Some"), ("no", "None"), *((it.value, IN_WORDS[it]) for it in Sort if it in self.sorts)]

    @override
    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        if not (value := self.value()):
            return queryset
        rows = KeptWarning.objects.grave() if value in ("yes", "no") else KeptWarning.objects.filter(sort=value)
        drawing = reduce(or_, (Q(pk__in=rows.exclude(**{it: None}).values(it)) for it in self.columns))
        return queryset.exclude(drawing) if value == "no" else queryset.filter(drawing)


class WarnedArticle(Warned):
    columns = ("article",)
    sorts = frozenset({Sort.LANGUAGE, Sort.DATES, Sort.RELATIVE_TIME, Sort.EMPTY, Sort.PARAGRAPH})


class WarnedDeck(Warned):
    """A deck for itself or for what stands in it."""

    columns = ("deck", "fact__deck", "question__fact__deck")


class WarnedFact(Warned):
    columns = ("fact",)
    sorts = frozenset(
        {Sort.UNDATED, Sort.DATES, Sort.PARAGRAPH, Sort.RELATIVE_TIME, Sort.ONE_SOURCE, Sort.UNREADABLE, Sort.EMPTY}
    )


class WarnedQuestion(Warned):
    columns = ("question",)
    sorts = frozenset(Sort) - {Sort.DATES, Sort.PARAGRAPH, Sort.ONE_SOURCE, Sort.LANGUAGE}


class Days(admin.SimpleListFilter):
    """What is planned for a day, and what became of it."""

    title = parameter_name = "days"
    offered: ClassVar[dict[str, tuple[str, Q]]] = {
        "look": ("Due for a look", Q(look_due=True)),
        "planned": ("Planned to be published", Q(publish_on__isnull=False)),
        "refused": ("Not published as planned", ~Q(refused="")),
    }

    @override
    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Model]) -> list[tuple[str, str]]:
        return [(value, words) for value, (words, _) in self.offered.items()]

    @override
    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        if (chosen := self.value() or "") not in self.offered:
            return queryset
        name = queryset.model._meta.model_name or ""
        found = Standing.objects.filter(self.offered[chosen][1], **{f"{name}__isnull": False})
        return queryset.filter(pk__in=found.order_by().values(name))


class FirstRelated(admin.RelatedFieldListFilter):
    """Other things in the order of their list, the chosen one among them however far down it stands.

    Whoever wants one of very many finds it in its own list, which leads back here.
    """

    @override
    def field_choices(
        self, field: RelatedField[Model, Model], request: HttpRequest, model_admin: admin.ModelAdmin[Model]
    ) -> list[tuple[str, str | StrPromise]]:
        offered = self.offered(field.related_model._default_manager.all())
        first = list(offered.order_by(*self.field_admin_ordering(field, request, model_admin))[:MOST_LISTED])
        chosen = [key for value in self.lookup_val or () if (key := number_in(str(value))) is not None]
        absent = set(chosen) - {thing.pk for thing in first}
        return [(str(thing.pk), Truncator(str(thing)).chars(60)) for thing in [*first, *offered.filter(pk__in=absent)]]

    def offered(self, things: QuerySet[Model]) -> QuerySet[Model]:
        return things


class CitedArticle(FirstRelated):
    """Articles that are cited at all, by outlet and headline."""

    @override
    def offered(self, things: QuerySet[Model]) -> QuerySet[Model]:
        return things.filter(Exists(Citation.objects.filter(article=OuterRef("pk"))))


class Stated(admin.AllValuesFieldListFilter):
    """What articles say of themselves, and those that do not say."""

    @override
    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        self.lookup_choices = self.lookup_choices[:MOST_LISTED]
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or "Not stated"}
