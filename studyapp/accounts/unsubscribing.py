"""The signed link at the end of a reminder, which stops reminders without signing in."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from studyapp.accounts.models import User

SALT = "studyapp.accounts.unsubscribing"


def link_for(learner: User) -> str:
    """It never runs out: an email may lie unread for long, and must still be good for getting rid of the next."""
    token = Signer(salt=SALT).sign(str(learner.pk))
    return settings.SITE_URL + reverse("stop-reminders", args=[token])


def learner_of(token: str) -> User | None:
    """Whose link it is; None if it is not one of ours, or the account is gone."""
    try:
        return User.objects.filter(pk=Signer(salt=SALT).unsign(token)).first()
    except BadSignature:
        return None
