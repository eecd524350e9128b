"""Short names and ids: suggested while a thing is new, and never changed afterwards."""

from collections.abc import Sequence
from typing import Any, override

from django.contrib import admin
from django.http import HttpRequest


class SlugAdmin(admin.ModelAdmin):
    """Seeds, addresses and learners' progress hang on the slug, which is suggested from `slug_from`."""

    slug_from = "title"

    @override
    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["slug"] if obj else []

    @override
    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": (self.slug_from,)}
