"""What runs beside the progress pages: reading what learners have answered, for the figures that editors see."""

from datetime import datetime, timedelta

from studyapp.insights.collecting import collect
from studyapp.insights.collectors import COLLECTORS
from studyapp.jobs import job


@job(every=timedelta(hours=1))
def collect_answers(at: datetime) -> str:
    """Collect answers for the figures of how questions do"""
    return str(collect(COLLECTORS, at=at))
