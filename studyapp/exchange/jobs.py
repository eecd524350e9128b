"""What runs beside requests: files that learners bring are read, applied, and swept."""

from datetime import datetime, timedelta

from studyapp.exchange.arriving.sweeping import give_up_forgotten, sweep
from studyapp.exchange.arriving.working import go_on
from studyapp.exchange.models import Import
from studyapp.jobs import job


@job(every=timedelta(minutes=5))
def bring_in(at: datetime) -> str:
    """Read the files that learners bring, and make cards of them"""
    give_up_forgotten(at=at)
    under_way = list(Import.objects.under_way().select_related("learner", "into"))
    for arrival in under_way:
        go_on(arrival, at=at)
    left_behind = list(Import.objects.left_behind().select_related("learner"))
    for arrival in left_behind:
        sweep(arrival, at=at)
    return f"Gone on with: {len(under_way)}, swept: {len(left_behind)}"
