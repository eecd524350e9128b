"""Which cards are forgotten so often that asking again is not enough."""


def is_leech(lapses: int, threshold: int = 8) -> bool:
    """Whether this very lapse makes a card a leech: at the threshold, then every half of it, rounded up.

    A threshold of 0 turns leeches off.
    """
    if threshold < 1 or lapses < threshold:
        return False
    return (lapses - threshold) % -(-threshold // 2) == 0
