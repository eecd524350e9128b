"""What an answer costs against the floor: `uv run python -m tests.benchmarks.answers`.

Prints the processor time of answers, quizzes and pages beside that of the same durable work done by Django's own means
(`floor.py`), how many times more it is, how much it may be and what it was when it was last committed. The settings are
those of a real site. `TEST_DATABASE_URL` names the database, as for tests; `--against FOLDER` names a checkout of
another commit, which is measured first, by the same measures; `--quick` takes less than a minute and `--keep` writes
the ratios for the next commit.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks import editors
from tests.benchmarks.databases import database, set_up
from tests.benchmarks.elsewhere import printed_by, rows_of
from tests.benchmarks.table import Row, keep_ratios, last_ratios, lines

QUICKLY = ["--cards=500", "--rounds=15", "--answers=0", "--rebuild"]
OF_BEFORE = {
    "rebuild_cards, microseconds a review": ("rebuild_cards, of what it took before", 1 / 6),
    "class of 200, the server's seconds": ("class of 200, of what it took before", 0.4),
}
"""What is compared with the other commit alone: how that is called, and how many times as much it may be."""


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer rounds with fewer cards, and nothing that lasts")
    parser.add_argument("--cards", type=int, default=2000, help="of each collection")
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--answers", type=int, default=1000, help="after which memory is compared")
    parser.add_argument("--rebuild", type=int, nargs="*", default=[20_000], help="reviews that are proven")
    parser.add_argument("--reviews", type=int, default=0, help="of a long log: a million or more")
    parser.add_argument("--editors", action="store_true", help="what editors wait for, too, which takes minutes")
    parser.add_argument("--served", action="store_true", help="a class of 200 and many who study at once, too")
    parser.add_argument("--against", type=Path, help="a checkout of another commit")
    parser.add_argument("--keep", action="store_true", help="write the ratios for the next run to compare with")
    parser.add_argument("--json", action="store_true", help="print the rows for another program")
    return parser


def measured(chosen: argparse.Namespace) -> Iterator[Row]:
    from studyapp.demo.serving import collect_static  # noqa: PLC0415  Django is set up first
    from tests.benchmarks import lasting, measuring  # noqa: PLC0415

    collect_static()
    with database():
        yield from measuring.against_the_floor(chosen.cards, chosen.rounds)
        yield from lasting.weight(measuring.member_of_all())
    if chosen.reviews:
        yield from lasting.long_log(chosen.reviews, chosen.rounds)
    if chosen.answers:
        yield from lasting.memory(chosen.answers)
    yield from lasting.proving(chosen.rebuild)


def same(chosen: argparse.Namespace) -> list[str]:
    """Arguments for measuring as much elsewhere."""
    sizes = {name: getattr(chosen, name) for name in ("cards", "rounds", "answers", "reviews")}
    served = ["--served"] if chosen.served else []
    return [*(f"--{name}={size}" for name, size in sizes.items()), *served, "--rebuild", *map(str, chosen.rebuild)]


def beside(rows: list[Row], others: list[Row]) -> Iterator[Row]:
    """With a row more for what is compared with the other commit alone."""
    costs = {row.measure: row.cost for row in others if row.measure in OF_BEFORE}
    for row in rows:
        yield row
        if row.measure in costs:
            called, must = OF_BEFORE[row.measure]
            yield Row(called, row.cost, costs[row.measure], must)


def rows_here(chosen: argparse.Namespace) -> tuple[str, list[Row]]:
    """The kind of database, and all that is measured on it."""
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(sys.stderr):
        set_up(Path(folder))
        from django.db import connection  # noqa: PLC0415  Django is set up first

        waited_for = editors.rows(against=chosen.against) if chosen.editors else ()
        return connection.vendor, [*measured(chosen), *waited_for]


def main() -> None:
    given, parser = sys.argv[1:], options()
    chosen = parser.parse_args(given)
    if chosen.quick:
        chosen = parser.parse_args([*QUICKLY, *given])
    others = rows_of(chosen.against, "answers", same(chosen)) if chosen.against else []
    served = printed_by("class_of_200") if chosen.served else []
    vendor, rows = rows_here(chosen)
    rows += served
    if chosen.json:
        json.dump([asdict(row) for row in rows], sys.stdout)
        return
    rows = [*beside(rows, others), *(printed_by("closed_loop") if chosen.served else [])]
    columns = {"last": last_ratios(vendor)} | ({"before": {row.measure: row.ratio for row in others}} if others else {})
    sys.stdout.writelines(f"{line}\n" for line in lines(rows, ("app", "beside"), columns))
    if chosen.keep:
        keep_ratios(rows, vendor)


if __name__ == "__main__":
    main()
