"""What all our admin pages share: actions that refuse made-up keys, and no deleting from beside a field."""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, override

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import BadRequest
from django.core.paginator import Page, Paginator
from django.db.models import Field as DbField
from django.db.models import ForeignKey, Model, Q, QuerySet
from django.forms import Field, ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.utils.text import smart_split, unescape_string_literal

from studyapp.kinds import text
from studyapp.library.models import Deck, Fact
from studyapp.library.models.fields import FoldedField
from studyapp.site.values import Context, number_in

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldsetSpec

type Fieldsets = _FieldsetSpec
"""The fields of a form in groups, each with its heading."""


class SoundAutocomplete(AutocompleteSelect):
    """Django's own fails on a chosen key that is no number when it shows a refused form again."""

    @override
    def optgroups(
        self, name: str, value: Sequence[str], attrs: dict[str, object] | None = None
    ) -> list[tuple[str | None, list[dict[str, object]], int | None]]:
        return super().optgroups(name, [key for key in value if number_in(str(key))], attrs)


MOST_LISTED = 40
"""Of more things than these nobody looks through a list: they are looked for by their words."""


class FirstOrSought(SoundAutocomplete):
    """The first things in the order of their list, for who has no JavaScript; any other is found by its words."""

    @override
    def optgroups(
        self, name: str, value: Sequence[str], attrs: dict[str, object] | None = None
    ) -> list[tuple[str | None, list[dict[str, object]], int | None]]:
        groups = super().optgroups(name, value, attrs)
        options = groups[0][1]
        listed = {str(option["value"]) for option in options}
        for thing in self.choices.queryset[:MOST_LISTED]:
            if str(thing.pk) not in listed:
                options.append(self.create_option(name, thing.pk, str(thing), selected=False, index=len(options)))
        return groups


def deck_widget(site: AdminSite) -> FirstOrSought | None:
    """How the deck of a fact is chosen among many; None where an ordinary list shows them all."""
    many = Deck.objects.order_by()[MOST_LISTED : MOST_LISTED + 1].exists()
    return FirstOrSought(Fact._meta.get_field("deck"), site) if many else None


class NoDeletingAside[M: Model](BaseModelAdmin[M]):
    """Beside a field that names another thing there is no button that deletes it."""

    @override
    def formfield_for_foreignkey(
        self, db_field: ForeignKey[M, M], request: HttpRequest, **kwargs: object
    ) -> ModelChoiceField[M] | None:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and type(field.widget) is AutocompleteSelect:
            field.widget.__class__ = SoundAutocomplete
        return field

    @override
    def formfield_for_dbfield(
        self, db_field: DbField[object, object], request: HttpRequest, **kwargs: object
    ) -> Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
        return field


class KeysFirst[M: Model](Paginator[M]):
    """Looks up which rows a page has, and then all that it shows of them: no other row is counted beside or sorted."""

    @override
    def page(self, number: int | str) -> Page[M]:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        rows = self.object_list
        assert isinstance(rows, QuerySet)  # noqa: S101  as admin has it
        keys = list(rows.values_list("pk", flat=True)[first : first + self.per_page]) if self.count else []
        return Page(rows.filter(pk__in=keys), number, self)


COMPLETIONS = 200
"""Whoever finds more than these writes another letter sooner than to look through them."""


class Completions[M: Model](KeysFirst[M]):
    """Of very many, those that were made first: no others are sorted."""

    def __init__(self, object_list: QuerySet[M], *args: Any, **kwargs: Any) -> None:
        first = list(object_list.order_by("pk").values_list("pk", flat=True)[:COMPLETIONS])
        super().__init__(object_list.filter(pk__in=first), *args, **kwargs)
        self.count = len(first)


def _is_completing(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.url_name == "autocomplete"


def _has(sought: str, model: type[Model], column: str) -> Q:
    """What is sought stands in a column; of several words in one that is folded, the first begins a word there."""
    if not isinstance(model._meta.get_field(column), FoldedField):
        return Q(**{f"{column}__icontains": sought})
    words = text.folded_words(sought)
    needle = f" {' '.join(words)}" if len(words) > 1 else "".join(words)
    return Q(**{f"{column}__contains": needle}) if needle else Q(pk=None)


class SoundAdmin[M: Model](NoDeletingAside[M], admin.ModelAdmin[M]):
    """Django's own answers a key that is no number, or a NUL in an address, with a server error."""

    paginator = KeysFirst

    @override
    def changelist_view(self, request: HttpRequest, extra_context: Context | None = None) -> HttpResponse:
        if any("\0" in value for _, values in request.GET.lists() for value in values):
            raise BadRequest("No list can be asked for that.")
        return super().changelist_view(request, extra_context)

    @override
    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[M], search_term: str
    ) -> tuple[QuerySet[M], bool]:
        """Every word stands in one of the fields, or beside: a related table is read once a word, not once a row.

        Accents, strokes and case make no difference, where a column is kept folded.
        """
        fields = self.get_search_fields(request)
        for word in smart_split(search_term.replace("\0", "")) if fields else ():
            quoted = word[0] in "\"'" and word[0] == word[-1] and len(word) > 1
            sought = unescape_string_literal(word) if quoted else word
            queryset = queryset.filter(reduce(or_, self._standing_in(sought, fields)))
        return queryset, False

    @override
    def get_search_fields(self, request: HttpRequest) -> list[str] | tuple[str, ...]:
        """While somebody writes, only in the things themselves."""
        names = super().get_search_fields(request)
        return [name for name in names if "__" not in name] if _is_completing(request) else names

    @override
    def get_paginator(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Paginator[M]:
        return (
            Completions(*args, **kwargs) if _is_completing(request) else super().get_paginator(request, *args, **kwargs)
        )

    def _standing_in(self, sought: str, names: Iterable[str]) -> Iterator[Q]:
        for name in names:
            relation, _, column = name.partition("__")
            if not column:
                yield _has(sought, self.model, name)
                continue
            field = self.opts.get_field(relation)
            assert field.related_model is not None  # noqa: S101  its name says so
            assert field.remote_field is not None  # noqa: S101
            other = field.related_model
            found = other._default_manager.filter(_has(sought, other, column)).order_by()
            if field.many_to_one:
                yield Q(**{f"{relation}__in": found.values("pk")})
            else:
                yield Q(pk__in=found.values(field.remote_field.name))

    @override
    def response_action(
        self,
        request: HttpRequest,
        queryset: QuerySet[M],
        action_location: admin.ActionLocation = admin.ActionLocation.CHANGE_LIST,
    ) -> HttpResponse | None:
        if None in map(number_in, request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest("What was ticked is not in this list.")
        return super().response_action(request, queryset, action_location)
