#!/usr/bin/env bash
# SQLite 3.54.1 by apsw 3.54.1.0 (and 3.40.1 by Python's own sqlite3 alike).
#
# A prepared statement is parsed and planned once and then only bound to values: that is what it is for. Its manual
# names two cases in which a bound value has it planned anew, LIKE and columns with collected statistics. There is a
# third. Where a table has an index for part of it (CREATE INDEX … WHERE kind = 'study'), every statement that compares
# that column with a parameter is planned anew each time it is run, even if the same value is bound again, and even if
# nothing else uses the index. A statement of many subqueries then costs several times what its rows cost.
# With the constant written into the SQL it is planned once.
#
# Seen: how often the authorizer is asked, which happens only while a statement is prepared, in four runs each:
# "kind is bound: 8 4 4 4", "kind is in the SQL: 4 0 0 0", "another column is bound: 4 0 0 0",
# "kind is bound, without the index: 4 0 0 0".
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet "apsw==3.54.1.0"
"$place/venv/bin/python" - <<'PYTHON'
import apsw

TABLE = "CREATE TABLE review (id INTEGER PRIMARY KEY, learner INTEGER, kind TEXT, day INTEGER)"
PART = "CREATE INDEX studied ON review (learner) WHERE kind = 'study'"


def asked(sql: str, values: tuple[object, ...], *, indexed: bool = True) -> list[int]:
    """How often the authorizer was asked in each of four runs."""
    connection, counts = apsw.Connection(":memory:"), []
    connection.execute(TABLE)
    if indexed:
        connection.execute(PART)

    def authorize(*_: object) -> int:
        counts[-1] += 1
        return apsw.SQLITE_OK

    connection.authorizer = authorize
    for _ in range(4):
        counts.append(0)
        connection.execute(sql, values).fetchall()
    return counts


bound = "SELECT day FROM review WHERE learner = ? AND kind = ?"
found = {
    "kind is bound": asked(bound, (1, "study")),
    "kind is in the SQL": asked("SELECT day FROM review WHERE learner = ? AND kind = 'study'", (1,)),
    "another column is bound": asked("SELECT day FROM review WHERE learner = ? AND day = ?", (1, 3)),
    "kind is bound, without the index": asked(bound, (1, "study"), indexed=False),
}
for what, counts in found.items():
    print(f"{what}: {' '.join(map(str, counts))}")
anew = {what for what, counts in found.items() if all(counts[1:])}
assert anew == {"kind is bound"}, f"planned anew in every run: {anew or 'none'}"
PYTHON
