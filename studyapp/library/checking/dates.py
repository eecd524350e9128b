"""When a fact was reported to be so: not at all, later than anything that supports it, or in time to come."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from studyapp.kinds import partial_dates
from studyapp.kinds.base import Kind
from studyapp.kinds.cautions import Caution, Sort
from studyapp.library.plausible import doubt_of_report

if TYPE_CHECKING:
    from studyapp.library.models import Fact, Question


def about_date(fact: "Fact", *, at: datetime) -> Iterator[Caution]:
    if fact.can_change and not (fact.as_of or fact.valid_from or fact.valid_to):
        yield Caution(Sort.UNDATED, "It could go stale and has no date. Give one, or untick “can change”.")
    if fact.as_of:
        yield from about_report(str(fact.as_of), at=at)
        yield from _about_articles(fact)


def about_report(day: str, *, at: datetime) -> Iterator[Caution]:
    if told := doubt_of_report(day, at):
        yield Caution(Sort.DATES, told)


def _about_articles(fact: "Fact") -> Iterator[Caution]:
    """Where one of them does not say its day, it may be that day."""
    found = [one.article.published_on for one in fact.cited if not one.differs]
    days = [day for day in found if day]
    if days and len(days) == len(found) and partial_dates.earliest(str(fact.as_of)) > max(days):
        newest = partial_dates.display(max(days).isoformat())
        told = (
            f"“As of” says {fact.as_of}, and the newest article that supports it is of {newest}. "
            "Take the date of the article, or cite a newer one."
        )
        yield Caution(Sort.DATES, told)


def about_history(question: "Question", body: Kind) -> Iterator[Caution]:
    """What is asked of the past says when, in its rows if not in its prompt, unless that ended on a known day."""
    if not question.historical or not question.fact.is_past or question.fact.valid_to:
        return
    labels = (str(field.label or "") for field in body.answer_form(seed="").fields.values())
    said = " ".join([question.attribution, question.asked.prompt, *labels])
    if not any(char.isdigit() for char in said):
        told = "What it asks about is over, and no date stands in it or above it. Say when, or tick “shows the date”."
        yield Caution(Sort.UNDATED, told)
