"""Whether what is kept of how much each deck holds is so."""

from collections.abc import Iterator

from studyapp.library.models import Deck, DeckCount


def differences(*, fix: bool = False) -> Iterator[str]:
    """The decks of which something else is kept than students meet; all is written anew where `fix` is true."""
    kept = {deck.pk: (deck.fact_count, deck.question_count) for deck in Deck.objects.with_counts()}
    for deck in Deck.objects.counted():
        if kept[deck.pk] != (deck.fact_count, deck.question_count):
            yield (
                f"{deck.slug}: {deck.fact_count} facts and {deck.question_count} questions are published, "
                "and other numbers are kept."
            )
    if fix:
        DeckCount.objects.recount()
