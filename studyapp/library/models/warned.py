"""What there is to look at again, one row a thing and sort of warning, so that lists can be narrowed to it."""

from collections.abc import Iterable, Mapping
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.constants import OnConflict

from studyapp.compiled import CompiledInsert
from studyapp.kinds.cautions import Caution, Sort

THINGS = ("article", "deck", "fact", "question")

IN_WORDS = {
    Sort.SHOWN: "The answer stands in the question or above it",
    Sort.ALSO_RIGHT: "A wrong option may be right",
    Sort.LENGTH: "An option tells by its length",
    Sort.SIBLINGS: "Questions on one fact give each other away",
    Sort.UNDATED: "No date, though it could change",
    Sort.DATES: "A date later than its sources, or to come",
    Sort.PARAGRAPH: "A paragraph that the article has not",
    Sort.RELATIVE_TIME: "Words of time that go stale",
    Sort.ONE_SOURCE: "One source only",
    Sort.UNREADABLE: "Too long to be read at a glance",
    Sort.OTHER_NAME: "A slip makes another name",
    Sort.EMPTY: "Says nearly nothing",
    Sort.LANGUAGE: "No such language",
    Sort.JUDGING: "Hard to judge fairly",
}
REMARKS = frozenset({Sort.ONE_SOURCE})
"""What is said, and no fault: a fact may well have one source, and no list of what is off is longer for it."""
GRAVE = ~Q(sort__in=sorted(sort.value for sort in REMARKS))


def sorts_in_words() -> list[tuple[str, str]]:
    """Named in migrations, so that a new sort needs none."""
    return [(sort.value, words) for sort, words in IN_WORDS.items()]


class KeptWarningQuerySet(models.QuerySet["KeptWarning"]):
    def grave(self) -> Self:
        """All but what is only remarked."""
        return self.filter(GRAVE)

    def keep(self, thing: str, found: Mapping[int, set[str]]) -> None:
        """What was found, by the keys of one sort of thing, in place of what stood; part of whatever changed them."""
        column = f"{thing}_id"
        kept = self.filter(**{f"{column}__in": found}).values_list("pk", column, "sort")
        stood = {(key, sort): pk for pk, key, sort in kept}
        wanted = {(key, sort) for key, sorts in found.items() for sort in sorts}
        if gone := [pk for row, pk in stood.items() if row not in wanted]:
            self.filter(pk__in=gone).delete()
        found_now = (KeptWarning(**{column: key}, sort=sort) for key, sort in sorted(wanted - stood.keys()))
        KEEP.run_all(found_now)


def _is_of(thing: str) -> Q:
    return Q(**{f"{other}__isnull": other != thing for other in THINGS})


class KeptWarning(models.Model):
    """That one thing draws a warning of one sort; what it says is worked out where it is read.

    Kept as things change, and proven by `rebuild_warnings`. What is retired is not looked at.
    """

    article = models.ForeignKey("Article", on_delete=models.CASCADE, null=True, related_name="kept_warnings")
    deck = models.ForeignKey("Deck", on_delete=models.CASCADE, null=True, related_name="kept_warnings")
    fact = models.ForeignKey("Fact", on_delete=models.CASCADE, null=True, related_name="kept_warnings")
    question = models.ForeignKey("Question", on_delete=models.CASCADE, null=True, related_name="kept_warnings")
    sort = models.CharField(max_length=20, choices=sorts_in_words)

    objects = KeptWarningQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["sort"], condition=GRAVE, name="warning_grave")]
        constraints = [
            models.CheckConstraint(
                condition=_is_of("article") | _is_of("deck") | _is_of("fact") | _is_of("question"),
                name="warning_is_of_one_thing",
            ),
            *(
                models.UniqueConstraint(fields=[thing, "sort"], name=f"warning_once_a_sort_of_{thing}")
                for thing in THINGS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thing}: {self.told}"

    @property
    def thing(self) -> models.Model:
        thing = self.article or self.deck or self.fact or self.question
        assert thing is not None  # noqa: S101  a constraint says so
        return thing

    @property
    def told(self) -> str:
        return IN_WORDS[Sort(self.sort)]


KEEP = CompiledInsert(KeptWarning, OnConflict.IGNORE)
"""Somebody may have found the same just now."""


def sorts(cautions: Iterable[Caution]) -> set[str]:
    return {caution.sort.value for caution in cautions}
