"""The worker's turn at one import. Killed at any moment, it goes on where it was; what fails is said to its learner."""

import logging
from datetime import datetime

from django.db import DatabaseError
from django.utils import translation
from django.utils.translation import gettext as _

from studyapp.accounts.models import Gone
from studyapp.exchange.arriving.applying import apply
from studyapp.exchange.arriving.reading import Stopped, read
from studyapp.exchange.models import ENDED, Import, State
from studyapp.formats.faults import BadFile
from studyapp.kinds import styles
from studyapp.own.limits import TooMuch

log = logging.getLogger(__name__)


def go_on(arrival: Import, *, at: datetime) -> None:
    """Read or apply it. Whatever is wrong with one does not stop the next."""
    with translation.override(arrival.interface_language), styles.override(arrival.learner.number_style):
        try:
            (read if arrival.state == State.UPLOADED else apply)(arrival, at=at)
        except (Stopped, Gone):
            return
        except (BadFile, TooMuch) as refused:
            _fail(arrival, str(refused), at=at)
        except DatabaseError:
            raise  # it is tried again
        except Exception:  # a fault of ours
            log.exception("The import %s failed.", arrival.pk)
            told = _("Something went wrong on our side, and nothing was brought in. Try another file, or tell us.")
            _fail(arrival, told, at=at)


def _fail(arrival: Import, told: str, *, at: datetime) -> None:
    Import.objects.filter(pk=arrival.pk).exclude(state__in=ENDED).update(state=State.FAILED, said=told, ended_at=at)
