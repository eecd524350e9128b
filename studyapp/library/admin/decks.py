"""Decks in admin."""

from typing import Any, override

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from studyapp.library.admin.deletion import CarefulDeletionAdmin
from studyapp.library.admin.slugs import SlugAdmin
from studyapp.library.models import Deck


@admin.register(Deck)
class DeckAdmin(SlugAdmin, CarefulDeletionAdmin):
    list_display = ["title", "language", "facts", "questions", "position"]
    search_fields = ["title", "slug", "description"]
    fields = ["title", "slug", "description", "language", "position"]

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Deck]:
        return Deck.objects.with_counts().order_by("position", "title", "pk")

    @admin.display(description="published facts")
    def facts(self, deck: Any) -> int:
        return deck.fact_count

    @admin.display(description="published questions")
    def questions(self, deck: Any) -> int:
        return deck.question_count
