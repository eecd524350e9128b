"""How questions do, in the words and pictures of the editors' pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from studyapp.accounts.models import User
from studyapp.insights.charts import Column, across, columns
from studyapp.insights.figures import Figure, Share
from studyapp.insights.flags import FLAGS, unpicked
from studyapp.insights.models.items import FEWEST, ItemFigures
from studyapp.insights.options import Picked

NONE = "–"
"""Of what rests on too few."""
SHORT = {
    "is_contrary": "Check the key",
    "is_unpicked": "Nobody picks a distractor",
    "is_easy": "Too easy",
    "is_slow": "Slow",
    "is_contested": "Judged otherwise",
}
LONG = {
    "is_contrary": "Stronger learners are more often wrong: check the key.",
    "is_unpicked": "Nobody picks this distractor, though enough learners are wrong: {}.",
    "is_easy": "Too easy to tell from guessing: nine of ten or more are right before they have learned it.",
    "is_slow": "Slow: it takes more than twice as long as is usual for its kind. Is the prompt hard to read?",
    "is_contested": "Learners often judge their answer otherwise than the app does: see which answers it refuses.",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One figure: its name, what it is, what it means, and a share to draw where it is one."""

    name: str
    value: str
    means: str = ""
    share: Share | None = None

    @property
    def bar(self) -> SafeString | str:
        return bar(self.share) if self.share else ""


def bar(share: Share) -> SafeString:
    """A share as a small picture; what it is stands beside it in numbers."""
    return format_html(
        '<svg class="bar" width="60" height="8" aria-hidden="true"><rect class="whole" width="100%" height="8"/>'
        '<rect class="part" width="{}" height="8"/></svg>',
        across((share.percent or 0.0) / 100),
    )


def moment(at: datetime, editor: User) -> str:
    """By the editor's own clock, and without the day if it is today's there: "14:20"."""
    here, now = localtime(at, editor.zone), localtime(timezone=editor.zone)
    return date_format(here, "H:i" if here.date() == now.date() else "j F Y, H:i")


def seconds(ms: int | None) -> str:
    return NONE if ms is None else f"{number_format(ms / 1000, 1)}\u00a0s"


def right_first(one: ItemFigures) -> Share | None:
    return None if one.first_right is None else Share(one.first_right, one.firsts)


def correlation(one: ItemFigures) -> str:
    return NONE if one.discrimination is None else number_format(one.discrimination, 2)


def raised(one: ItemFigures) -> list[str]:
    return [name for name in FLAGS if getattr(one, name)]


def sentences(one: ItemFigures) -> list[str]:
    """What is odd about it, in whole sentences."""
    labels = ", ".join(f"“{option.label}”" for option in unpicked(picked(one)))
    return [LONG[name].format(labels) for name in raised(one)]


def picked(one: ItemFigures) -> list[Picked]:
    return [Picked(**stored) for stored in one.picks or ()]


def told(one: ItemFigures) -> Iterator[Told]:
    """All figures of one revision, those of the first answers first."""
    right = right_first(one)
    yield Told(
        "Right at the first answer",
        str(right) if right else f"fewer than {FEWEST} learners saw this revision first",
        "Item difficulty p: the share of first answers that are right. The higher, the easier.",
        right,
    )
    yield Told(
        "Discrimination",
        NONE if one.discrimination is None else f"{correlation(one)}, of {number_format(one.compared)} learners",
        "Corrected item–rest correlation: above 0, those who have other questions right have this one right more "
        "often; 0.2 and more is good, below 0 is a reason to check the key.",
    )
    yield Told("Median time", seconds(one.median_ms), "Half of the first answers were quicker.")
    yield Told("Asked", f"{number_format(one.answers)} times, of {number_format(one.learners)} learners")
    study = one.answers - one.quiz - one.practice
    for name, count, means in (
        ("In study", study, ""),
        ("In quizzes", one.quiz, ""),
        ("For practice", one.practice, "Outside the schedule."),
        ("With a hint", one.hinted, ""),
        ("Judged otherwise", one.overridden, "The learner said “I was right” or “I was wrong” against the app."),
        ("Lapses", one.lapses, "Wrong at a review, after it had been learned."),
    ):
        share = Share(count, one.answers)
        yield Told(name, str(share), means, share)


def options_figure(one: ItemFigures) -> Figure | None:
    """What was picked at first, option by option; None where there are no options, or too few first answers."""
    options = picked(one)
    if not options:
        return None
    shares = [Share(option.count, one.firsts) for option in options]
    letters = [chr(ord("A") + place) for place in range(len(options))]
    given = [
        Column([("first" if option.right else "third", share.percent or 0.0)], f"{letter} {option.label}: {share}")
        for letter, option, share in zip(letters, options, shares, strict=True)
    ]
    rows = [
        [
            f"{letter} {option.label}",
            "right" if option.right else "wrong",
            str(share),
            NONE if option.elsewhere is None else f"{option.elsewhere}\u00a0%",
        ]
        for letter, option, share in zip(letters, options, shares, strict=True)
    ]
    rows.append(["Asked to be shown the answer", "", str(Share(one.gave_up or 0, one.firsts)), ""])
    return Figure.of(
        columns(given, names=_below(letters), top=100, unit="\u00a0%"),
        name=f"options-{one.pk}",
        title="What was picked at the first answer",
        about="One column for each option. The taller it is, the more learners picked it.",
        legend=[("first", "Right"), ("third", "Wrong")],
        head=["Option", "Key", "Picked by", "Right elsewhere"],
        rows=rows,
    )


def revisions_figure(numbered: Sequence[tuple[int, ItemFigures]]) -> Figure | None:
    """The share right at the first answer, revision by revision, the oldest first; None where there is but one."""
    shares = [(number, share) for number, one in numbered if (share := right_first(one))]
    if len(shares) < 2:
        return None
    given = [Column([("first", share.percent or 0.0)], f"Revision {number}: {share}") for number, share in shares]
    return Figure.of(
        columns(given, names=_below([str(number) for number, _ in shares]), top=100, unit="\u00a0%"),
        name="revisions",
        title="Right at the first answer, by revision",
        about="One column for each revision. The taller it is, the more learners were right.",
        head=["Revision", "Right at the first answer"],
        rows=[[str(number), str(share)] for number, share in shares],
    )


def _below(names: Sequence[str]) -> list[tuple[float, str]]:
    return [((place + 0.5) / len(names), name) for place, name in enumerate(names)]
