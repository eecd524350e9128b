"""What runs beside study: reminders, guests that expire, answers judged again, and parameters that are fitted."""

from datetime import datetime, timedelta

from studyapp.jobs import job
from studyapp.scheduling.fitting import OptimiserMissing, TooFew
from studyapp.study import expiry, reminders
from studyapp.study.models import Regrade
from studyapp.study.spacing.parameters import FIT_EVERY, learners_to_fit, refit


@job(every=timedelta(minutes=5))
def send_reminders(at: datetime) -> str:
    """Send the reminders whose hour has come"""
    done = reminders.remind_all(at)
    if done.failures and not done.sent:
        raise OSError("; ".join(done.failures))
    failed = f", failed: {len(done.failures)} ({'; '.join(done.failures)})" if done.failures else ""
    return f"Sent: {done.sent}{failed}"


@job(every=timedelta(minutes=10))
def regrade(at: datetime) -> str:
    """Judge past answers again where editors asked for it"""
    return f"Answers judged again: {Regrade.objects.run(at=at)}"


@job(every=timedelta(days=1))
def expire_guests(at: datetime) -> str:
    """Erase guests who have stayed away"""
    return f"Erased: {expiry.expire_guests(at)}"


@job(every=FIT_EVERY)
def fit_parameters(at: datetime) -> str:
    """Fit the memory model to each learner with enough reviews"""
    fitted = 0
    for learner in learners_to_fit(at):
        try:
            refit(learner, at=at)
        except TooFew:
            continue
        except OptimiserMissing as missing:
            return str(missing)
        fitted += 1
    return f"Fitted: {fitted}"
