"""How much a package may hold, since anybody may send one."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes are counted as unpacked, except those of the file."""

    file: int = 512 * MEGABYTE
    members: int = 50_000
    collection: int = 512 * MEGABYTE
    cell: int = 8 * MEGABYTE
    """What one cell of a table may hold, and the cards or the reviews of one note; in the old layouts one cell has all
    note types."""
    settings: int = 16 * MEGABYTE
    """Note types, or decks, altogether."""
    media_list: int = 6 * MEGABYTE
    picture: int = 32 * MEGABYTE
    everything: int = 4096 * MEGABYTE
    """All that is ever unpacked while the package is open."""
    steps: int = 20_000_000
    steps_per_byte: int = 10
    """Of SQLite's virtual machine, while a collection is open: some for any, and more for a large one."""
    text: int = MEGABYTE
    """Of one note; beyond it that note is refused, as with the next two."""
    cards: int = 500
    """Of one note."""
    reviews: int = 50_000
    """Of one note."""
