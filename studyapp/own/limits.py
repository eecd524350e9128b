"""How much one learner may make, as the settings say."""

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from studyapp.accounts.models import User
from studyapp.library.models import Fact, Picture


class TooMuch(Exception):
    """What was to be made goes beyond a limit; the text says which, and what to do."""


class GuestsHaveNone(Exception):
    """Own decks are for those with an account: a guest's would be gone with the browser's cookie."""


def leave_room(learner: User, cards: int = 0) -> None:
    """Raises GuestsHaveNone, or TooMuch where so many more cards would be too many; for who locked the learner."""
    if learner.is_guest:
        raise GuestsHaveNone
    made = Fact.objects.of(learner).filter(removed_at=None).count() if cards else 0
    if made + cards > settings.OWN_CARDS_MOST:
        raise TooMuch(
            _("You may have %(most)s cards of your own, and have %(made)s. Delete some that you need no more.")
            % {"most": number_format(settings.OWN_CARDS_MOST), "made": number_format(made)}
        )


def leave_room_for_pictures(learner: User, pictures: int) -> None:
    """Raises GuestsHaveNone, or TooMuch where so many more would be too many."""
    if learner.is_guest:
        raise GuestsHaveNone
    kept = Picture.objects.of(learner).count() if pictures else 0
    if kept + pictures > settings.OWN_PICTURES_MOST:
        raise TooMuch(
            _(
                "You may have %(most)s pictures, and have %(kept)s. Take some off your cards: they are deleted a day "
                "later."
            )
            % {"most": number_format(settings.OWN_PICTURES_MOST), "kept": number_format(kept)}
        )
