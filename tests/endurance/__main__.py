"""Run one of the suites: `uv run python -m tests.endurance SUITE FOLDER [--postgresql] [--rounds N]`.

FOLDER keeps the site and how far the run has come; the same command goes on with it. It ends with figures, and with a
sentence and a code other than 0 if they are not what they must be.
"""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path

from tests.endurance.cluster import Cluster, cluster, free_port
from tests.endurance.installation import Installation
from tests.endurance.keeping import Kept

ROUNDS = {"kills": 200, "bursts": 60, "full_disk": 5, "database_away": 20, "backups": 20, "two_servers": 20}
"""The suites, each a module, and how often each does by itself what it does; of `bursts` the seconds."""
SMALL_DISK = {"full_disk": "48m"}
POSTGRES_NEEDS = 3
"""So many times as much room: an empty cluster takes 60 MB."""


@contextmanager
def mounted(folder: Path, size: str) -> Iterator[None]:
    """A small disk in memory, in place of the folder."""
    if os.getuid():
        sys.exit("A small disk can only be mounted by root. Run this suite as root.")
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=0755", "tmpfs", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def site_in(folder: Path, *, postgresql: bool, disk: str = "") -> Iterator[tuple[Installation, Cluster | None]]:
    """What `folder` holds of an earlier run, or a new site; with the database on a `disk` of that size."""
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    with ExitStack() as used:
        if disk:
            used.enter_context(mounted(data, f"{POSTGRES_NEEDS * int(disk[:-1])}m" if postgresql else disk))
        own = used.enter_context(cluster(data / "postgres")) if postgresql else None
        database = own.address if own else f"sqlite:///{data.resolve() / 'site.sqlite3'}"
        site = Installation(database, free_port(), folder.resolve() / "log", workers=2 if own else 1)
        used.callback(site.stop)
        site.use_here()
        import_module("studyapp.demo.serving").collect_static()
        yield site, own


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped. The same command goes on."))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suite", choices=ROUNDS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--postgresql", action="store_true", help="on a cluster of its own, which is in FOLDER too")
    parser.add_argument("--rounds", type=int, help=f"if not {ROUNDS}")
    chosen = parser.parse_args()
    disk = SMALL_DISK.get(chosen.suite, "")
    with site_in(chosen.folder, postgresql=chosen.postgresql, disk=disk) as (site, own):
        if disk:  # what was on it is gone
            (chosen.folder / "kept.json").unlink(missing_ok=True)
        kept = Kept.of(chosen.folder / "kept.json")
        if not kept["prepared"]:
            site.prepare()
            kept.add("prepared")
            kept.write()
        run = import_module(f"tests.endurance.{chosen.suite}").run
        wrong = run(site, own, kept, chosen.rounds or ROUNDS[chosen.suite])
    sys.exit(wrong)


if __name__ == "__main__":
    main()
