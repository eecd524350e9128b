"""What runs beside requests for the library."""

from datetime import datetime, timedelta

from studyapp.jobs import job
from studyapp.library import kept_warnings
from studyapp.library.admin.planned import keep_days
from studyapp.library.models import Picture


@job(every=timedelta(minutes=10))
def keep_planned_days(at: datetime) -> str:
    """Publish what was planned for today, and put before editors what they wanted to look at again"""
    return keep_days(at)


@job(every=timedelta(hours=6))
def look_again_at_dates(at: datetime) -> str:
    """Take back the warnings of what was dated in time to come, once that is here"""
    return kept_warnings.look_again_at_dates(at=at)


@job(every=timedelta(hours=6))
def remove_pictures_of_nothing(at: datetime) -> str:
    """Remove pictures that no question shows or showed, a day after they were given"""
    return f"Removed: {Picture.objects.remove_unnamed(at=at)}"
