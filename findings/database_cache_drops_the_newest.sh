#!/usr/bin/env bash
# Django 6.1.3, django.core.cache.backends.db.DatabaseCache, on SQLite (the same code serves every database).
#
# A full cache drops a part of its live entries (CULL_FREQUENCY) to make room. Which ones has nothing to do with age,
# use or time left: it sorts the keys and drops the first of the alphabet. So a counter whose key sorts first is gone
# with the very next thing that is stored, however young it is, while the oldest entries stay; and two sorts of keys
# in one table are not equals: the one whose prefix sorts first pays for the growth of the other.
#
# Seen: "of 9 old keys, m0 to m8, 9 are left; the newest, 'a', is gone; the newest, 'z', is there".
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet "django==6.1.3"
"$place/venv/bin/python" - <<'PYTHON'
import django
from django.conf import settings

CACHE = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "kept",
    "OPTIONS": {"MAX_ENTRIES": 10, "CULL_FREQUENCY": 10},
}
settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}, CACHES={"default": CACHE}
)
django.setup()

from django.core.cache import cache
from django.core.management import call_command

call_command("createcachetable", verbosity=0)


def after(newest: str) -> tuple[int, bool]:
    """How many of nine older keys are left, and whether the newest is, once the cache has run over by one."""
    cache.clear()
    for number in range(9):
        cache.set(f"m{number}", "old", timeout=3600)
    cache.set(newest, "new", timeout=3600)
    cache.set("n-one-more", 1, timeout=3600)
    cache.set("n-and-one", 1, timeout=3600)
    return sum(cache.get(f"m{number}") is not None for number in range(9)), cache.get(newest) is not None


first, last = after("a"), after("z")
says = {True: "is there", False: "is gone"}
print(f"of 9 old keys, m0 to m8, {first[0]} are left; the newest, 'a', {says[first[1]]}; the newest, 'z', {says[last[1]]}")
assert first == (9, False) and last[1], "it no longer goes by the alphabet"
PYTHON
