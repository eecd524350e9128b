"""What views read from an address or a form, and what they give to a template."""

type Context = dict[str, object]
"""What a page is rendered with."""


def number_in(text: str) -> int | None:
    """The whole number that was sent, if it is one and of a size to be a key."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
