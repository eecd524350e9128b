"""How django-allauth behaves here where its own way would not do."""

import unicodedata
from copy import copy

from allauth.account.adapter import DefaultAccountAdapter
from allauth.utils import build_absolute_uri
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from studyapp.accounts.guests import guest_of
from studyapp.accounts.models import User

CONFIRMATION_SENT = "account/messages/email_confirmation_sent.txt"
LONGEST_EMAIL = 254
"""What the column holds, which is what RFC 5321 allows."""


def plain_email(email: str) -> str:
    """One spelling for all that a database could take for the same address: `ſ` and `S` are both an `s` to it."""
    return unicodedata.normalize("NFKC", email.strip()).upper().lower()


class SignedUpAlready(Exception):
    """The address has an account since the form was looked at, or the guest is none any more."""


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def clean_email(self, email: str) -> str:
        """In its one spelling; allauth leaves the length to the database, and PostgreSQL would fail on it."""
        email = plain_email(email)
        if len(email) > LONGEST_EMAIL:
            raise ValidationError(
                _("An email address can have at most %(most)s characters. Check it for a typo.")
                % {"most": LONGEST_EMAIL}
            )
        cleaned: str = super().clean_email(email)
        return cleaned

    def new_user(self, request: HttpRequest) -> User:
        """Whoever signs up: a guest stays the same row, and so keeps all they did.

        Where an email must be confirmed first, the guest goes on until then, whether or not it has an account already.
        """
        guest = guest_of(request)
        if guest is None or settings.EMAIL_CONFIRMATION == "required":
            return User()
        user = copy(guest)
        user.is_guest, user.ticket, user.last_login = False, None, None
        return user

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *rest: object, **more: object
    ) -> None:
        """To whoever is not in an account yet, `respond_email_verification_sent` says it in one notice."""
        is_said = settings.EMAIL_CONFIRMATION == "required" and message_template == CONFIRMATION_SENT
        if not is_said or (request.user.is_authenticated and not request.user.is_guest):
            super().add_message(request, level, message_template, *rest, **more)

    def respond_email_verification_sent(self, request: HttpRequest, user: User | None) -> HttpResponse:  # noqa: ARG002  allauth's
        """To all alike, whether or not there is such an account: a notice, and no page of its own."""
        sent = _("We have sent you an email. Open the link in it to confirm that the address is yours.")
        messages.info(request, f"{sent} {_('No email after a few minutes? Look in your spam folder.')}")
        return redirect("home")

    def _get_login_attempts_cache_key(self, _request: HttpRequest, **credentials: str) -> str:
        """Wrong passwords count for the account, by whatever name of the site they came; allauth counts by host too."""
        return plain_email(credentials.get("email", ""))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Links lead to the site's own address; allauth takes the host that whoever asked for the email has named."""
        asked = build_absolute_uri(self.request, "/")
        links = {
            name: f"{settings.SITE_URL}/{value.removeprefix(asked)}"
            for name, value in context.items()
            if name.endswith("_url") and isinstance(value, str) and value.startswith(asked)
        }
        super().send_mail(template_prefix, email, {**context, **links})

    def save_user(self, request: HttpRequest, user: User, form: forms.Form, commit: bool = True) -> User:
        """Raises SignedUpAlready."""
        try:
            with transaction.atomic():
                if guest := guest_of(request):
                    guest.lock()
                    if not User.objects.filter(pk=guest.pk, is_guest=True).exists():
                        raise SignedUpAlready
                saved: User = super().save_user(request, user, form, commit)
                return saved
        except IntegrityError as error:
            raise SignedUpAlready from error

    def is_safe_url(self, url: str) -> bool:
        """An address that cannot even be read is not safe; allauth itself would fail on it."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False
