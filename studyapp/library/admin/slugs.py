"""Short names and ids: suggested while a thing is new, and never changed afterwards."""

from collections.abc import Sequence
from typing import override

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest


class SlugAdmin[M: Model](admin.ModelAdmin[M]):
    """Seeds, addresses and learners' progress hang on the slug, which is suggested from `slug_from`."""

    slug_from = "title"

    @override
    def get_readonly_fields(self, request: HttpRequest, obj: M | None = None) -> list[str]:
        return ["slug"] if obj else []

    @override
    def get_prepopulated_fields(self, request: HttpRequest, obj: M | None = None) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": (self.slug_from,)}
