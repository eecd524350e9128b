"""Decks in admin."""

from collections.abc import Callable
from functools import lru_cache
from typing import override

from django.contrib import admin
from django.db.models import Max, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from studyapp.kinds import text
from studyapp.kinds.fields import Cleaned
from studyapp.library.admin.acts import ActsAdmin
from studyapp.library.admin.deletion import CarefulDeletionAdmin
from studyapp.library.admin.filters import WarnedDeck
from studyapp.library.admin.forms import PlausibleForm
from studyapp.library.admin.slugs import SlugAdmin
from studyapp.library.admin.suggesting import SuggestingAdmin, address
from studyapp.library.models import Deck

_folded = lru_cache(maxsize=4096)(text.folded)


class DeckForm(PlausibleForm[Deck]):
    """All that an editor may say of a deck."""


@admin.register(Deck)
class DeckAdmin(SlugAdmin[Deck], SuggestingAdmin[Deck], CarefulDeletionAdmin[Deck], ActsAdmin[Deck]):
    form = DeckForm
    suggested_by = "deck"
    actions = ["suggest_questions", "delete_selected"]
    list_display = ["title", "language", "facts", "questions", "position"]
    search_fields = ["title", "slug", "description"]
    list_per_page = 25
    list_filter = [WarnedDeck]
    fields = ["title", "slug", "description", "language", "position", "optional"]

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Deck]:
        return Deck.objects.with_counts()

    @override
    def save_model(self, request: HttpRequest, obj: Deck, form: ModelForm[Deck], change: bool) -> None:
        super().save_model(request, obj, form, change)
        if {"title", "language", "description"} & {*form.changed_data}:
            obj.keep_warnings(at=timezone.now())

    @override
    def get_changeform_initial_data(self, request: HttpRequest) -> Cleaned:
        """A new deck comes after those that are there."""
        initial: Cleaned = dict(super().get_changeform_initial_data(request))
        last = Deck.objects.aggregate(last=Max("position"))["last"]
        return {"position": 0 if last is None else last + 1, **initial}

    @override
    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Deck], search_term: str
    ) -> tuple[QuerySet[Deck], bool]:
        """Few are looked through here, where students' pages carry no column for it."""
        words = text.folded_words(search_term)
        texts = queryset.order_by().values_list("pk", "title", "slug", "description")
        found = [pk for pk, *said in texts if all(word in _folded(*said) for word in words)]
        return (queryset.filter(pk__in=found) if words else queryset), False

    @override
    def get_list_display(self, request: HttpRequest) -> list[str | Callable[[Deck], str | bool]]:
        return [*self.list_display, *(["suggestions"] if self.has_suggest_permission(request) else [])]

    @admin.display(description="composed questions")
    def suggestions(self, deck: Deck) -> SafeString | str:
        return format_html('<a href="{}">Suggest</a>', address("deck", [str(deck.pk)])) if deck.fact_count else ""

    @admin.display(description="published facts")
    def facts(self, deck: Deck) -> int:
        return deck.fact_count

    @admin.display(description="published questions")
    def questions(self, deck: Deck) -> int:
        return deck.question_count
