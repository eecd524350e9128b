"""System checks: what in this installation would keep people out."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

PRINTED = "django.core.mail.backends.console.EmailBackend"


@register()
def required_emails_go_out(**_: Any) -> list[CheckMessage]:
    """Whoever must confirm their address must get the email that asks for it."""
    printed = settings.MAILERS["default"]["BACKEND"] == PRINTED
    if settings.EMAIL_CONFIRMATION != "required" or not printed or not settings.HTTPS:
        return []
    return [
        Error(
            "EMAIL_CONFIRMATION is required, but emails are only printed: nobody could sign up.",
            hint="Set EMAIL_URL to a server that sends mail, or leave EMAIL_CONFIRMATION out.",
            id="studyapp.E001",
        )
    ]
