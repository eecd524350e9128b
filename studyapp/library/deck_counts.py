"""Whether what is kept of how much each deck holds is so."""

from collections.abc import Iterator

from studyapp.library.models import Deck, DeckCount


def differences(*, fix: bool = False) -> Iterator[str]:
    """The decks of which something else is kept than students meet; all is written anew where `fix` is true."""
    names = ("slug", "fact_count", "question_count")
    kept = dict.fromkeys(Deck.objects.with_counts().values_list(*names))
    for slug, facts, questions in Deck.objects.counted().values_list(*names):
        if (slug, facts, questions) not in kept:
            yield f"{slug}: {facts} facts and {questions} questions are published, and others are kept."
    if fix:
        DeckCount.objects.recount()
