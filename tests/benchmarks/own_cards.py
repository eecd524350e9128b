"""What 50,000 cards of a learner's own cost: `uv run python -m tests.benchmarks.own_cards`.

Prints what the next question and an answer cost with few own cards and with many, against the floor (`floor.py`); how
many seconds a copy of such a deck takes, and how many the deletion of an account.
`TEST_DATABASE_URL` names the database, as for tests; `--cards`, `--deleted` and `--rounds` make it shorter.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path

from tests.benchmarks.databases import database, set_up
from tests.benchmarks.table import Row, lines

FEW = 2000


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cards", type=int, default=50_000, help="of the learner who has many")
    parser.add_argument("--deleted", type=int, default=10_000, help="cards of the account that is deleted")
    parser.add_argument("--rounds", type=int, default=60)
    return parser


def studied(cards: int, rounds: int) -> Iterator[Row]:
    from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415  Django is set up first
    from django.utils import timezone  # noqa: PLC0415

    from tests.benchmarks import floor, measuring  # noqa: PLC0415
    from tests.benchmarks.growing_own import own_collection  # noqa: PLC0415
    from tests.benchmarks.sitters import Studying  # noqa: PLC0415
    from tests.statements import count_up  # noqa: PLC0415

    at, site = timezone.now(), WSGIHandler()
    learners = {number: own_collection(number, at=at) for number in (FEW, cards)}
    floor.build(learners[FEW], cards)
    count_up()
    studying = [Studying(site, learner, f", {number:,} own cards") for number, learner in learners.items()]
    costs = measuring.medians([floor.Floor(learners[FEW]), *studying], rounds)
    for number in learners:
        of = f", {number:,} own cards"
        yield Row(f"next{of}", costs[f"next{of}"], costs[measuring.NEXT], measuring.AGAINST["next"][2])
        yield Row(f"answer{of}", costs[f"answer{of}"], costs[measuring.ANSWER], measuring.AGAINST["answer"][2])


def copied_and_deleted(cards: int, deleted: int) -> Iterator[Row]:
    """Seconds."""
    from django.utils import timezone  # noqa: PLC0415  Django is set up first

    from studyapp.demo.factories import LearnerFactory  # noqa: PLC0415
    from studyapp.library.models import Deck  # noqa: PLC0415
    from studyapp.own.models import Sharing  # noqa: PLC0415
    from studyapp.own.sharing import copy, open_to_others  # noqa: PLC0415
    from tests.benchmarks.growing_own import own_collection  # noqa: PLC0415

    at = timezone.now()
    for size in dict.fromkeys([deleted, cards]):
        learner, other = own_collection(size, at=at), LearnerFactory()
        deck = Deck.objects.of(learner).get()
        open_to_others(learner, deck, at=at)
        sharing = Sharing.objects.get(deck=deck)
        yield Row(f"a copy of {size:,} cards, seconds", seconds(partial(copy, other, sharing, having=0, at=at)))
        yield Row(f"an account of {size:,} cards deleted, seconds", seconds(learner.erase))
        yield Row(f"an account of {size:,} new cards deleted, seconds", seconds(other.erase))


def seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def main() -> None:
    chosen = options().parse_args()
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(sys.stderr):
        set_up(Path(folder))
        from studyapp.demo.serving import collect_static  # noqa: PLC0415  Django is set up first

        collect_static()
        with database():
            rows = list(studied(chosen.cards, chosen.rounds))
        with database():
            rows += copied_and_deleted(chosen.cards, chosen.deleted)
    sys.stdout.writelines(f"{line}\n" for line in lines(rows, ("app", "beside")))


if __name__ == "__main__":
    main()
