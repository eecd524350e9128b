"""A PostgreSQL of one's own, which can be stopped hard, filled up and thrown away."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import chown, which

import psycopg


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def programs() -> Path:
    """The folder of `initdb` and `pg_ctl`, of the newest version; Debian keeps them out of the PATH."""
    if found := which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if not versions:
        raise SystemExit("PostgreSQL is not installed (Debian: apt install postgresql).")
    return versions[-1].parent


@dataclass(frozen=True)
class Cluster:
    """Its files are in `folder`, which root gives to the user postgres."""

    folder: Path
    port: int

    @property
    def address(self) -> str:
        return f"postgres://studyapp@127.0.0.1:{self.port}/postgres"

    def run(self, program: str, *words: str) -> None:
        user = "postgres" if os.getuid() == 0 else None
        command = [str(programs() / program), "-D", str(self.folder / "data"), *words]
        subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL, user=user)

    def make(self) -> None:
        if (self.folder / "data").exists():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.getuid() == 0:
            chown(self.folder, "postgres")
        self.run("initdb", "-U", "studyapp", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")

    def start(self) -> None:
        """It keeps what it acknowledged, as a real one does: fsync stays on."""
        told = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        self.run("pg_ctl", "-w", "-s", "-l", str(self.folder / "log"), "-o", told, "start")

    def stop(self, mode: str = "fast") -> None:
        """`immediate` is as if its machine had lost power, but for what the operating system still writes."""
        self.run("pg_ctl", "-w", "-s", "-m", mode, "stop")

    @property
    def answers(self) -> bool:
        try:
            psycopg.connect(self.address, connect_timeout=3).close()
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """One that runs, in a folder that may hold it already."""
    made = Cluster(folder, free_port())
    made.make()
    (folder / "data" / "postmaster.pid").unlink(missing_ok=True)  # of a run that was killed itself
    made.start()
    try:
        yield made
    finally:
        with suppress(subprocess.CalledProcessError):  # it has ended by itself
            made.stop("immediate")
