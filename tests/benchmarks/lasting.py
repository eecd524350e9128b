"""What shows only with many reviews, many answers or the whole wire: long logs, memory, proving cards, a page's weight.

To be imported once Django is set up; each measure but the last has an empty database to begin with.
"""

import os
import re
import sys
from pathlib import Path

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from studyapp.accounts.models import User
from tests.benchmarks import floor
from tests.benchmarks.databases import Spent, address, database, spent_by
from tests.benchmarks.logs import let_all_be_due, owing, studied
from tests.benchmarks.measuring import ANSWER, NEXT, WARM, medians
from tests.benchmarks.sitters import Studying
from tests.benchmarks.table import Row
from tests.benchmarks.wire import Browser, Costs
from tests.statements import count_up

SHORT = 100
"""A short log is so many times shorter than a long one."""
WEIGHT, REQUESTS = "first study page, KB", "first study page, requests"
PROVING, PEAK = "rebuild_cards, microseconds a review", "rebuild_cards, most MB with {:,} reviews"
ASKED_FOR = re.compile(r'<script[^>]* src="([^"]+)"|<link rel="stylesheet"[^>]* href="([^"]+)"')
"""What a page is made of; its icon is fetched once for the whole site."""


def long_log(reviews: int, rounds: int) -> list[Row]:
    """Next and answer over their floors, with a log of `reviews` and with a short one."""
    short, long = (_answering(length, rounds) for length in (reviews // SHORT, reviews))
    return [
        Row(f"{name}, {reviews:,} reviews, over its floor", long[name] / long[below], short[name] / short[below], 1.1)
        for name, below in (("next", NEXT), ("answer", ANSWER))
    ]


def _answering(reviews: int, rounds: int) -> Costs:
    with database():
        learner = studied(reviews)
        let_all_be_due(learner)
        floor.build(learner, min(learner.cards.count(), 2000))
        count_up()
        return medians([Studying(WSGIHandler(), learner), floor.Floor(learner)], rounds)


def memory(answers: int) -> list[Row]:
    """Megabytes that this process holds, before so many answers and after them."""
    with database():
        # Two, since nobody is asked more than 9,999 reviews a day.
        students = [Studying(WSGIHandler(), owing(answers)) for _ in range(2)]
        count_up()
        medians(students, answers // 20)
        before = resident()
        medians(students, answers // 2 - WARM)
        return [Row(f"worker, MB after {answers:,} answers", resident(), before, 1.05)]


def resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


def proving(sizes: list[int]) -> list[Row]:
    """What `rebuild_cards` takes for a log that is right, without what every command takes."""
    found: list[Row] = []
    first: Spent | None = None
    for reviews in sizes:
        with database():
            rows = studied(reviews).reviews.count()
            command("rebuild_cards", "--fix")
            proven, nothing = command("rebuild_cards"), command("check")
        if first is None:
            found.append(Row(PROVING, 1000 * (proven.milliseconds - nothing.milliseconds) / rows))
        beside = first.megabytes if first else None
        found.append(Row(PEAK.format(reviews), proven.megabytes, beside, 1.1 if first else None))
        first = first or proven
    return found


def command(*words: str) -> Spent:
    environment = {**os.environ, "DATABASE_URL": address()}
    return spent_by(sys.executable, "manage.py", *words, folder=settings.BASE_DIR, environment=environment)


def weight(learner: User) -> list[Row]:
    """The first study page with all that it asks for, compressed as it is served: kilobytes and requests."""
    browser = Browser(WSGIHandler(), learner, HTTP_ACCEPT_ENCODING="gzip, br")
    page = browser.get("/study/")
    asked_for = [script or linked for script, linked in ASKED_FOR.findall(page.text)]
    fetched = [page, *map(browser.get, asked_for)]
    return [
        Row(WEIGHT, sum(response.size for response in fetched) / 1000, None, 28),
        Row(REQUESTS, len(fetched), None, 4),
    ]
