"""Editors: who may enter the editors' pages, and how somebody is invited to be one."""

from collections.abc import Iterable
from typing import ClassVar

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from studyapp.accounts.adapter import plain_email
from studyapp.accounts.models import User

LANGUAGE = "en"
"""Of the editors' pages, and so of the email that leads to them."""


class EditorManager(models.Manager["Editor"]):
    def get_queryset(self) -> models.QuerySet["Editor"]:
        return super().get_queryset().filter(is_staff=True)

    def invite(self, request: HttpRequest, email: str, name: str, groups: Iterable[Group]) -> "Editor":
        """Make an editor of this address, whether or not it has an account, and write to it.

        An account whose address was never confirmed may be anybody's: it can be entered only by the link in the email.
        Raises OSError, having changed nothing, where no email can be sent.
        """
        with transaction.atomic():
            user, _ = User.objects.select_for_update().get_or_create(
                email=plain_email(email), defaults={"name": name, "password": ""}
            )
            user.is_staff, user.is_active = True, True
            if not user.email_is_confirmed:
                user.set_unusable_password()
                EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
            user.save(update_fields=["is_staff", "is_active", "password"])
            user.groups.add(*groups)
            editor = self.get(pk=user.pk)
            editor.write(request)
        return editor


def confirm_invited(user: User) -> None:
    """Whoever set the first password of an account came by the email that was sent to its address."""
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


class Editor(User):
    """A user who may enter the editors' pages; what they learn themselves is nobody's affair but theirs."""

    objects: ClassVar[EditorManager] = EditorManager()  # type: ignore[assignment]  # of those alone

    class Meta:
        proxy = True
        ordering: ClassVar[list[str]] = ["email"]
        default_permissions = ()

    @property
    def has_come(self) -> bool:
        """Whether they have ever set a password, by the link or as a learner before."""
        return self.has_usable_password()

    def write(self, request: HttpRequest) -> None:
        """The email with the way in: a link to set a password, good once and for a few days, or the editors' pages."""
        context: dict[str, object] = {"editor": self, "admin_url": request.build_absolute_uri(reverse("admin:index"))}
        if not self.has_come:
            user = User.objects.get(pk=self.pk)
            key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
            link = get_adapter(request).get_reset_password_from_key_url(key)
            context["password_url"] = f"{link}?{urlencode({'next': reverse('admin:index')})}"
        with translation.override(LANGUAGE):
            get_adapter(request).send_mail("account/email/editor_invitation", self.email, context)
