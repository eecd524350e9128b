"""What someone sends who signs up, and whether their address must be confirmed."""

from pytest_django.fixtures import Settings

SIGN_UP = {
    "email": "Minh@Example.org",
    "name": "Minh",
    "time_zone": "Asia/Saigon",
    "password1": "a tide comes in",
}


def require(settings: Settings, confirmation: str) -> None:
    settings.EMAIL_CONFIRMATION = confirmation
    settings.ACCOUNT_EMAIL_VERIFICATION = {"optional": "optional", "required": "mandatory"}[confirmation]
