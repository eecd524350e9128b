"""The figures of all questions, made anew of all encounters in a few statements, however long the log is.

Sums are of whole numbers, which come to the same in whatever order they are added: so what was collected bit by bit and
what was rebuilt are equal to the last digit.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import batched
from statistics import median
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, F, Sum, Window
from django.db.models.functions import RowNumber

from studyapp.insights.classical import Pairs
from studyapp.insights.flags import flag
from studyapp.insights.models.collecting import Collection
from studyapp.insights.models.items import FEWEST, Encounter, ItemFigures
from studyapp.insights.options import Picked, options_of
from studyapp.library.models import Revision

FEWEST_OTHERS = 5
"""A rest score is the share right of so many other questions at least."""
WHOLE = 10_000
"""A rest score counts in ten-thousandths."""
REVISIONS_AT_ONCE = 500
COUNTED = ("answers", "quiz", "practice", "hinted", "overridden", "lapses")
MADE = tuple(column.attname for column in ItemFigures._meta.concrete_fields if not column.primary_key)


@dataclass(slots=True)
class Firsts:
    """The first answers to one revision: how many, how many of them right, and who of them has a rest score; by what
    was picked.
    """

    count: int = 0
    right: int = 0
    pairs: Pairs = field(default_factory=Pairs)
    by_picks: dict[int | None, tuple[int, Pairs]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """The first answers to one revision with which the same was picked."""

    revision: int
    picks: int | None
    count: int
    right: int
    pairs: Pairs


def make_figures() -> None:
    """Put the figures of all encounters in place of those before. What stays the same is not written."""
    made = {figures.pk: figures for figures in _figures()}
    with transaction.atomic():
        list(Collection.objects.select_for_update().order_by("pk"))  # one after the other
        before = {row.pop("revision_id"): row for row in ItemFigures.objects.values("revision_id", *MADE)}
        changed = [figures for key, figures in sorted(made.items()) if _values(figures) != before.get(key)]
        ItemFigures.objects.bulk_create(
            changed, batch_size=REVISIONS_AT_ONCE, update_conflicts=True, unique_fields=["revision"], update_fields=MADE
        )
        for gone in batched(sorted(before.keys() - made.keys()), REVISIONS_AT_ONCE):
            ItemFigures.objects.filter(pk__in=gone).delete()


def _values(figures: ItemFigures) -> dict[str, object]:
    return {name: getattr(figures, name) for name in MADE}


def _figures() -> list[ItemFigures]:
    """Of every revision that enough learners have answered."""
    columns, sums = ("revision_id", "question_id", "question__kind"), {name: Sum(name) for name in COUNTED}
    totals = Encounter.objects.order_by().values(*columns).annotate(learners=Count("*"), **sums)
    firsts, medians = _firsts(), _medians()
    found, kinds = [], {}
    for row in totals.filter(learners__gte=FEWEST):
        key = row["revision_id"]
        kinds[key] = row.pop("question__kind")
        found.append(_of_learners(row, firsts.get(key, Firsts()), medians.get(key)))
    _count_picks(found, firsts)
    return flag(found, kinds)


def _of_learners(counted: dict[str, Any], firsts: Firsts, median_ms: int | None) -> ItemFigures:
    enough, compared = firsts.count >= FEWEST, firsts.pairs.count
    return ItemFigures(
        **counted,
        firsts=firsts.count,
        first_right=firsts.right if enough else None,
        median_ms=median_ms,
        compared=compared,
        discrimination=firsts.pairs.discrimination if compared >= FEWEST else None,
        is_contrary=compared >= FEWEST and firsts.pairs.is_surely_negative,
    )


def _firsts() -> dict[int, Firsts]:
    found: defaultdict[int, Firsts] = defaultdict(Firsts)
    for group in _groups():
        of_all = found[group.revision]
        of_all.count += group.count
        of_all.right += group.right
        of_all.pairs += group.pairs
        of_all.by_picks[group.picks] = (group.count, group.pairs)
    return found


def _groups() -> Iterator[Group]:
    """What first answers add up to, each beside its learner's rest score: the share right of their first answers to
    all other questions.
    """
    # By hand, since the ORM does not add up what a window has made.
    sql = f"""
        WITH firsts AS (
            SELECT revision_id, learner_id, first_picks, CASE WHEN first_right THEN 1 ELSE 0 END AS correct
            FROM insights_encounter WHERE first_right IS NOT NULL
        ), beside AS (
            SELECT revision_id, first_picks, correct,
                COUNT(*) OVER (PARTITION BY learner_id) - 1 AS others,
                SUM(correct) OVER (PARTITION BY learner_id) - correct AS others_correct
            FROM firsts
        ), scored AS (
            SELECT revision_id, first_picks, correct,
                CASE WHEN others >= {FEWEST_OTHERS} THEN {WHOLE} * others_correct / others END AS rest
            FROM beside
        )
        SELECT revision_id, first_picks, COUNT(*), SUM(correct), COUNT(rest),
            COALESCE(SUM(CASE WHEN rest IS NULL THEN 0 ELSE correct END), 0),
            COALESCE(SUM(rest), 0), COALESCE(SUM(rest * rest), 0), COALESCE(SUM(correct * rest), 0)
        FROM scored GROUP BY revision_id, first_picks
    """  # noqa: S608  names and numbers of our own
    with connection.cursor() as cursor:
        cursor.execute(sql)
        for revision, picks, count, right, *sums in cursor.fetchall():
            yield Group(revision, picks, count, int(right), Pairs(*map(int, sums)))


def _medians() -> dict[int, int]:
    """The time of the middle first answer to each revision, or between the middle two, in milliseconds."""
    placed = Encounter.objects.filter(first_ms__isnull=False).annotate(
        twice=2 * Window(RowNumber(), partition_by="revision_id", order_by="first_ms"),
        of=Window(Count("*"), partition_by="revision_id"),
    )
    middle = placed.filter(of__gte=FEWEST, twice__gte=F("of"), twice__lte=F("of") + 2).order_by()
    found: defaultdict[int, list[int]] = defaultdict(list)
    for revision, first_ms in middle.values_list("revision_id", "first_ms"):
        found[revision].append(first_ms or 0)
    return {revision: int(median(times)) for revision, times in found.items()}


def _count_picks(figures: list[ItemFigures], firsts: dict[int, Firsts]) -> None:
    """Note what was picked, where there are options and first answers enough."""
    offering = [one for one in figures if one.first_right is not None and None not in firsts[one.pk].by_picks]
    for some in batched(offering, REVISIONS_AT_ONCE):
        revisions = Revision.objects.select_related("question").in_bulk([one.pk for one in some])
        for one in some:
            by_picks = firsts[one.pk].by_picks
            options = options_of(revisions[one.pk].body)
            one.picks = [
                Picked.of(option, [group for picks, group in by_picks.items() if picks and picks >> place & 1]).stored
                for place, option in enumerate(options)
            ]
            one.gave_up = sum(count for picks, (count, _) in by_picks.items() if picks == 0)
