#!/usr/bin/env bash
# psycopg_pool 3.3.3 with `check=ConnectionPool.check_connection`, on psycopg 3.3.9 and PostgreSQL 15 (any later too).
#
# After the server was restarted, the idle connections of a pool are all broken. One would think that a request throws
# them away and connects anew, which takes milliseconds, since the server is up again. So it is for the first of them;
# after each further one whose check fails the request sleeps, and longer each time, although the check failed at once.
# With four idle connections and a timeout of 5 s it fails with PoolTimeout while the server answers everybody else.
#
# Seen: "with 1 broken: a connection after 0.0 s", "with 4 broken: PoolTimeout after 5.1 s",
# "a connection of its own, then: 0.0 s".
# It needs PostgreSQL's own programs (initdb, pg_ctl), which it looks for in the PATH and in /usr/lib/postgresql.
set -euo pipefail
place=$(mktemp -d)
programs=$({ command -v initdb; ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null || true; } | sort -rV | head -1 | xargs -r dirname)
[ -n "$programs" ] || { echo "PostgreSQL is not installed here."; exit 2; }
as_user() { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }
finish() { as_user "$programs/pg_ctl" -D "$place/data" -m immediate -s stop >/dev/null 2>&1 || true; rm -rf "$place"; }
trap finish EXIT

python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet "psycopg[binary]==3.3.9" "psycopg-pool==3.3.3"
chmod 755 "$place"
[ "$(id -u)" != 0 ] || chown postgres "$place"
as_user "$programs/initdb" -D "$place/data" -U tide -A trust >/dev/null
printf "listen_addresses = ''\nunix_socket_directories = '%s'\n" "$place" >> "$place/data/postgresql.conf"
as_user "$programs/pg_ctl" -D "$place/data" -w -s -l "$place/log" start

restart() { as_user "$programs/pg_ctl" -D "$place/data" -w -s -m fast -l "$place/log" restart; }
export -f restart as_user
export programs place
"$place/venv/bin/python" - <<'PYTHON'
import logging
import os
import subprocess
from time import monotonic

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

logging.disable()
AT = f"host={os.environ['place']} user=tide dbname=postgres"


def after_a_restart(idle: int) -> tuple[float, bool]:
    """The seconds that the first request takes, and whether it gets a connection."""
    with ConnectionPool(AT, min_size=idle, max_size=idle, timeout=5, check=ConnectionPool.check_connection) as pool:
        pool.wait()
        subprocess.run(["bash", "-c", "restart"], check=True)
        begun = monotonic()
        try:
            with pool.connection() as connection:
                connection.execute("SELECT 1")
        except PoolTimeout:
            return monotonic() - begun, False
        return monotonic() - begun, True


for idle in (1, 4):
    seconds, connected = after_a_restart(idle)
    print(f"with {idle} broken: {'a connection' if connected else 'PoolTimeout'} after {seconds:.1f} s")
begun = monotonic()
psycopg.connect(AT).close()
own = monotonic() - begun
print(f"a connection of its own, then: {own:.1f} s")
assert not connected, "Four broken connections cost no PoolTimeout any more."
assert own < 0.5, "The server itself was slow, so this shows nothing."
PYTHON
