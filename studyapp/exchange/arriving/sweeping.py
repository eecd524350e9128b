"""What an import leaves behind goes: its file and rows once it is done, and cards that nobody saw where it is not."""

from datetime import datetime

from studyapp.accounts.models import Gone
from studyapp.exchange.arriving.drafted import take_drafts_back, tell
from studyapp.exchange.arriving.files import remove_file
from studyapp.exchange.arriving.reading import forget_rows
from studyapp.exchange.models import Import, State
from studyapp.own.hidden import drop


def give_up_forgotten(*, at: datetime) -> int:
    """Those to which nobody came back."""
    return Import.objects.forgotten(at=at).update(state=State.SWEPT, ended_at=at)


def sweep(arrival: Import, *, at: datetime) -> None:
    """In short transactions. Killed in between, the next one goes on."""
    try:
        take_drafts_back(arrival)
        if arrival.for_library and arrival.state == State.DONE:
            tell(arrival, at=at)
        for deck in arrival.decks.exclude(hidden=None).select_related("hidden"):
            assert deck.hidden is not None  # noqa: S101  only those are read
            drop(arrival.learner, deck.hidden)
        remove_file(arrival)
        forget_rows(arrival)
    except Gone:
        return  # all of it went with the account
    Import.objects.filter(pk=arrival.pk).update(is_swept=True)
