"""Guests: learners without an account, made at their first answer so that nobody has to sign up to begin."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.core.ratelimit import consume
from django.contrib.auth import REDIRECT_FIELD_NAME, login, logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View

from studyapp.accounts.models import User
from studyapp.accounts.zones import canonical


class TooManyGuests(Exception):
    """More came from one address than a large class."""


def let_in(request: HttpRequest, ticket: UUID) -> User:
    """Sign the visitor in as the guest of this ticket. Raises TooManyGuests."""
    guest = User.objects.filter(ticket=ticket).first()
    if guest is None:
        if not consume(request, action="guest"):
            raise TooManyGuests
        guest = User.objects.guest(ticket, time_zone=canonical(request.POST.get("time_zone", "")))
    secret = request.META.get("CSRF_COOKIE")
    login(request, guest)
    if secret:
        # Another tab, or the page before this one, still holds a form of the visitor: let it be sent.
        request.META["CSRF_COOKIE"] = secret
    return guest


def guest_of(request: HttpRequest) -> User | None:
    """The guest who makes this request, also on the pages for signing in and up."""
    user = getattr(request, "guest", None) or request.user
    return user if isinstance(user, User) and user.is_guest else None


def sign_out_if_gone(request: HttpRequest) -> bool:
    """Whether the account of whoever makes this request was erased meanwhile; then nobody is signed in any more."""
    learner = guest_of(request) or request.user
    if not learner.is_authenticated or User.objects.filter(pk=learner.pk).exists():
        return False
    logout(request)
    return True


class GuestsMayEnter(View):
    """A view of django-allauth for visitors, which a guest may use as well: to it they are nobody yet."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if guest := guest_of(request):
            request.guest, request.user = guest, AnonymousUser()  # type: ignore[attr-defined]  # for guest_of
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]  # of the view that this is mixed into
        return {**context, "guest": guest_of(self.request)}


def account_required(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page about an address or a password, or one that takes an account: a guest is led to signing up."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return to_sign_up(request) if guest_of(request) else view(request, *args, **kwargs)

    return wrapped


def to_sign_up(request: HttpRequest) -> HttpResponse:
    query = {REDIRECT_FIELD_NAME: request.path}
    return redirect(reverse("account_signup", query=query))
