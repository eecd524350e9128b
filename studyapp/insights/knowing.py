"""What is known today, as histograms of the memories behind it."""

from collections.abc import Sequence
from itertools import pairwise

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studyapp.insights.charts import Column, columns
from studyapp.insights.figures import Figure, in_percent
from studyapp.study.progress.snapshots import COLUMNS, STABILITY_EDGES, KnowledgeFigures


def histograms(knowledge: KnowledgeFigures) -> list[Figure]:
    return [_retrievability(knowledge), _stability(knowledge), _difficulty(knowledge)]


def _retrievability(knowledge: KnowledgeFigures) -> Figure:
    edges = [place / COLUMNS for place in range(COLUMNS + 1)]
    return _histogram(
        knowledge.retrievability,
        [
            _("%(low)s to %(high)s") % {"low": in_percent(low), "high": in_percent(high)}
            for low, high in pairwise(edges)
        ],
        [(at, in_percent(at)) for at in (0, 0.5, 1)],
        name="retrievability",
        title=_("Chance to remember today"),
        about=_(
            "The columns show your chance to remember a question today, in steps of ten percent. The taller a column, "
            "the more questions."
        ),
        head=_("Chance to remember"),
    )


def _stability(knowledge: KnowledgeFigures) -> Figure:
    spans = [
        _("less than a day"),
        *(_("%(low)d to %(high)d days") % {"low": low, "high": high} for low, high in pairwise(STABILITY_EDGES)),
        _("more than a year"),
    ]
    places = len(STABILITY_EDGES) + 1
    return _histogram(
        knowledge.stability,
        spans,
        [(place / places, number_format(days)) for place, days in enumerate(STABILITY_EDGES, 1)],
        name="stability",
        title=_("How long you will remember, in days"),
        about=_(
            "The columns show how many days it takes until your chance to remember falls to 90 percent. The taller a "
            "column, the more questions."
        ),
        head=_("Lasts"),
    )


def _difficulty(knowledge: KnowledgeFigures) -> Figure:
    return _histogram(
        knowledge.difficulty,
        [number_format(level) for level in range(1, COLUMNS + 1)],
        [((place + 0.5) / COLUMNS, number_format(place + 1)) for place in range(COLUMNS)],
        name="difficulty",
        title=_("How hard your questions are"),
        about=_(
            "One column for each level of difficulty, from 1 (easy) to 10 (hard). The taller it is, the more questions."
        ),
        head=_("Difficulty"),
    )


def _histogram(
    counts: Sequence[int],
    spans: Sequence[str],
    names: Sequence[tuple[float, str]],
    *,
    name: str,
    title: str,
    about: str,
    head: str,
) -> Figure:
    given = [
        Column(
            [("first", count)],
            ngettext("%(span)s: %(count)d question", "%(span)s: %(count)d questions", count)
            % {"span": span, "count": count},
        )
        for span, count in zip(spans, counts, strict=True)
    ]
    return Figure.of(
        columns(given, names=names),
        name=name,
        title=title,
        about=about,
        head=[head, _("Questions")],
        rows=[[span, number_format(count)] for span, count in zip(spans, counts, strict=True)],
    )
