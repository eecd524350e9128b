"""Spans of time as a learner reads them."""

from studyapp.study.models import Review


def wait_in_words(row: Review) -> str:
    """How long until the card of this answer is asked again: "in 10 minutes", "tomorrow", "in 4 days"."""
    if row.due_day is None:
        return ""
    if row.due_at is not None:
        minutes = max(round((row.due_at - row.answered_at).total_seconds() / 60), 1)
        return f"in {minutes} minute{'s' if minutes > 1 else ''}"
    days = (row.due_day - row.study_day).days
    if days < 1:
        return "today"
    if days == 1:
        return "tomorrow"
    if days < 60:
        return f"in {days} days"
    return f"in {round(days / 30.44)} months" if days < 730 else f"in {round(days / 365.25)} years"
