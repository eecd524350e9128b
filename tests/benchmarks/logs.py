"""A log of any length, written by the database itself: millions of rows in minutes."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.study.models import Card, Review
from tests.benchmarks.growing import collection
from tests.statements import count_up

REVIEWS_OF_CARD, DAYS = 50, 900
ROWS_AT_ONCE = 100_000
"""A site's statement may take fifteen seconds."""

EARLIER = {
    "sqlite": {
        "study_day": "date(study_day, '-' || {back} || ' days')",
        "answered_at": "datetime(answered_at, '-' || {back} || ' days')",
    },
    "postgresql": {
        "study_day": "study_day - {back}",
        "answered_at": "answered_at - {back} * interval '1 day'",
    },
}
"""A day and a moment, moved back by so many days."""


def studied(reviews: int) -> User:
    """A learner with a log of about so many reviews, the last of each card a month ago."""
    learner = collection(max(reviews // REVIEWS_OF_CARD, 1), at=timezone.now())
    first = learner.reviews.filter(version=0)
    count = first.count()
    more = reviews // count - 1
    step = max(ROWS_AT_ONCE // count, 1)
    for start in range(1, more + 1, step):
        _repeat(learner, start, min(start + step - 1, more), more)
    begun = timezone.now() - timedelta(DAYS + 30)
    first.update(study_day=begun.date(), answered_at=begun)
    learner.cards.filter(version=1).update(version=more + 1)
    count_up()
    return learner


def _repeat(learner: User, start: int, end: int, last: int) -> None:
    """Each card's first row once more for each version from `start` to `end`, on days that come later and later."""
    quote = connection.ops.quote_name
    columns = [field.column for field in Review._meta.concrete_fields if field.column]
    back = f"(({last} - version_n) * {DAYS} / {last})"
    moved = {name: sql.format(back=back) for name, sql in EARLIER[connection.vendor].items()}
    taken = [{"version": "version_n", **moved}.get(column, quote(column)) for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE series(version_n) AS (SELECT {start} UNION ALL SELECT version_n + 1 FROM series "
            f"WHERE version_n < {end}) INSERT INTO {quote(Review._meta.db_table)} ({', '.join(map(quote, columns))}) "
            f"SELECT {', '.join(taken)} FROM {quote(Review._meta.db_table)} CROSS JOIN series "
            "WHERE learner_id = %s AND version = 0",
            [learner.pk],
        )


def let_all_be_due(learner: User) -> None:
    """Let every review fall due today, of which the learner's limit takes its part."""
    learner.cards.filter(queue=Card.Queue.REVIEW).update(due_day=learner.study_day)


def owing(reviews: int) -> User:
    """A learner with more than so many reviews due, all of which may be done today."""
    learner = collection(reviews + 500, at=timezone.now())
    let_all_be_due(learner)
    User.objects.filter(pk=learner.pk).update(reviews_per_day=9999)
    return learner
