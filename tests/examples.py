"""How many random examples are tried of what takes long."""

from hypothesis import settings


def one_in(part: int) -> settings:
    """So many times fewer than of other tests, whatever the profile."""
    return settings(max_examples=settings.default.max_examples // part)
