"""How django-allauth behaves here where its own way would not do."""

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST_EMAIL = 254
"""What the column holds, which is what RFC 5321 allows."""


class Adapter(DefaultAccountAdapter):
    def clean_email(self, email: str) -> str:
        """allauth leaves the length to the database, and PostgreSQL would fail on it."""
        if len(email) > LONGEST_EMAIL:
            raise ValidationError(
                _("An email address has at most %(most)s characters. Check it for a slip.") % {"most": LONGEST_EMAIL}
            )
        return super().clean_email(email)

    def is_safe_url(self, url: str) -> bool:
        """An address that cannot even be read is not safe; allauth itself would fail on it."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False
