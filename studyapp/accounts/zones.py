"""Time zones: the ones to choose from, each under its one name, and what an older name stands for."""

from functools import cache
from importlib.resources import files

_TABLES = files("tzdata") / "zoneinfo"


@cache
def canonical_zones() -> frozenset[str]:
    """The zones that people live in, as the IANA's zone.tab lists them, and UTC."""
    rows = (_TABLES / "zone.tab").read_text(encoding="utf-8").splitlines()
    return frozenset(row.split("\t")[2] for row in rows if not row.startswith("#")) | {"UTC"}


@cache
def _links() -> dict[str, str]:
    """What each other name of a zone stands for: Asia/Saigon for Asia/Ho_Chi_Minh."""
    rows = (_TABLES / "tzdata.zi").read_text(encoding="utf-8").splitlines()
    return {name: zone for _, zone, name in (row.split() for row in rows if row.startswith("L "))}


def canonical(name: str) -> str:
    """The zone of this name, under the name that can be chosen; UTC for what is no place."""
    return next((zone for zone in (name, _links().get(name)) if zone in canonical_zones()), "UTC")
