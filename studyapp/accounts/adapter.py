"""How django-allauth behaves here where its own way would not do."""

from copy import copy

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from studyapp.accounts.guests import guest_of
from studyapp.accounts.models import User

LONGEST_EMAIL = 254
"""What the column holds, which is what RFC 5321 allows."""


class SignedUpAlready(Exception):
    """The address has an account since the form was looked at, or the guest is none any more."""


class Adapter(DefaultAccountAdapter):
    def clean_email(self, email: str) -> str:
        """allauth leaves the length to the database, and PostgreSQL would fail on it."""
        if len(email) > LONGEST_EMAIL:
            raise ValidationError(
                _("An email address has at most %(most)s characters. Check it for a slip.") % {"most": LONGEST_EMAIL}
            )
        return super().clean_email(email)

    def new_user(self, request: HttpRequest) -> User:
        """Whoever signs up: a guest stays the same row, and so keeps all they did."""
        guest = guest_of(request)
        if guest is None:
            return User()
        user = copy(guest)
        user.is_guest, user.ticket = False, None
        return user

    def save_user(self, request: HttpRequest, user: User, form: forms.Form, commit: bool = True) -> User:
        """Raises SignedUpAlready."""
        try:
            with transaction.atomic():
                if guest := guest_of(request):
                    guest.lock()
                    if not User.objects.filter(pk=guest.pk, is_guest=True).exists():
                        raise SignedUpAlready
                return super().save_user(request, user, form, commit)
        except IntegrityError as error:
            raise SignedUpAlready from error

    def is_safe_url(self, url: str) -> bool:
        """An address that cannot even be read is not safe; allauth itself would fail on it."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False
