"""Short names and ids: suggested while a thing is new, and never changed afterwards."""

from collections.abc import Container, Sequence
from itertools import count
from typing import override

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.text import slugify

from studyapp.kinds.text import without_accents

LONGEST = 60
"""Characters of a name that is made."""


class SlugAdmin[M: Model](admin.ModelAdmin[M]):
    """Seeds, addresses and learners' progress hang on the slug, which is suggested from `slug_from`."""

    slug_from = "title"

    @override
    def get_readonly_fields(self, request: HttpRequest, obj: M | None = None) -> list[str]:
        return ["slug"] if obj else []

    @override
    def get_prepopulated_fields(self, request: HttpRequest, obj: M | None = None) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": (self.slug_from,)}


def free_slug(model: type[Model], words: str, *, promised: Container[str] = ()) -> str:
    """A name that nothing of this sort has or is promised, made of the first words, or of the name of the sort."""
    wanted = slugify(without_accents(words))[:LONGEST].strip("-") or str(model._meta.model_name)
    taken = set(model._default_manager.filter(slug__startswith=wanted).values_list("slug", flat=True))
    slugs = (wanted if n == 1 else f"{wanted}-{n}" for n in count(1))
    return next(slug for slug in slugs if slug not in taken and slug not in promised)
