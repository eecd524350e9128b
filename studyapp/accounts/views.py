"""The learner's own pages: settings, the language, and leaving for good. Signing up and in are django-allauth's."""

from copy import copy
from typing import cast

from allauth.account.adapter import get_adapter
from allauth.account.views import ConfirmEmailView, LoginView, PasswordResetFromKeyView, SignupView
from allauth.core.ratelimit import consume, consume_or_429, respond_429
from django.conf import settings as project
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import activate, get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from studyapp.accounts.adapter import SignedUpAlready, plain_email
from studyapp.accounts.editors import confirm_invited
from studyapp.accounts.forms import DeleteAccountForm, SettingsForm, SignupForm
from studyapp.accounts.guests import GuestsMayEnter
from studyapp.accounts.models import User
from studyapp.accounts.unsubscribing import learner_of


class LogIn(GuestsMayEnter, LoginView):  # type: ignore[misc]  # allauth has no types
    """Signing in."""


class SignUp(GuestsMayEnter, SignupView):  # type: ignore[misc]  # allauth has no types
    """Making an account, or making one of a guest. Twice is once: whoever knows the password of the account is in."""

    def get_form_kwargs(self) -> dict[str, object]:
        return {**super().get_form_kwargs(), "request": self.request}

    def form_valid(self, form: SignupForm) -> HttpResponse:
        try:
            page: HttpResponse = super().form_valid(form)
        except SignedUpAlready:
            # At this moment, in another request: now the form sees it.
            form.full_clean()
            if form.is_valid():
                form.add_error(None, _("You have already signed up with another email address. Sign in with that one."))
            return self.form_invalid(form)
        return page

    def form_invalid(self, form: SignupForm) -> HttpResponse:
        if account := self._account(form):
            form.keep_choice(account)
            get_adapter().login(self.request, account)
            return redirect(self.get_success_url() or project.LOGIN_REDIRECT_URL)
        if form.has_error("email", "email_taken") and self._asked_too_often():
            page: HttpResponse = respond_429(self.request)
        else:
            page = super().form_invalid(form)
        return page

    def _asked_too_often(self) -> bool:
        """Where it says that an address has an account, it does not say so for address after address."""
        if not self.request.session.session_key:
            self.request.session.create()
        return not consume(self.request, action="email_taken", key=self.request.session.session_key)

    def _account(self, form: SignupForm) -> User | None:
        """Theirs, if nothing is wrong but that they have one."""
        if set(form.errors) != {"email"}:
            return None
        known = {"email": plain_email(form.data["email"]), "password": form.cleaned_data["password1"]}
        try:
            account: User | None = get_adapter().authenticate(self.request, **known)
        except ValidationError:  # tried too often
            return None
        return account


class SetPassword(PasswordResetFromKeyView):  # type: ignore[misc]  # allauth has no types
    """By the link from an email; for an invited editor it is the first password."""

    def form_valid(self, form: Form) -> HttpResponse:
        invited = self.reset_user.is_staff and not self.reset_user.has_usable_password()
        response: HttpResponse = super().form_valid(form)
        if invited:
            confirm_invited(self.reset_user)
        return response


class ConfirmEmail(GuestsMayEnter, ConfirmEmailView):  # type: ignore[misc]  # allauth has no types
    """The link that confirms an address; in the browser that signed up it also signs in."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    # The form writes into a copy: a value that is refused must not show in the masthead.
    learner = cast(User, copy(request.user))
    form = SettingsForm(request.POST if request.method == "POST" else None, instance=learner)
    if request.method == "POST" and form.is_valid():
        # Nothing besides: an answer given meanwhile in another tab may have moved the study day on.
        learner.save(update_fields=form.changed_data)
        activate(learner.language or get_language_from_request(request))
        messages.success(request, _("Saved."))
        return redirect("settings")
    return render(request, "accounts/settings.html", {"form": form}, status=422 if form.errors else 200)


def choose_language(request: HttpRequest) -> HttpResponse:
    """The buttons at the foot of every page: for this browser, and for the account of whoever is signed in."""
    if request.method != "POST":
        return redirect("home")
    language = request.POST.get("language", "")
    if language not in dict(project.LANGUAGES):
        sentence = _("These pages are not available in that language. Choose one at the bottom of the page.")
        return render(request, "400.html", {"sentence": sentence}, status=400)
    if request.user.is_authenticated:
        request.user.language = language
        request.user.save(update_fields=["language"])
    back = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    # A bare word would be taken for the name of a page.
    response = redirect(back if here and back.startswith("/") else "home")
    response.set_cookie(
        project.LANGUAGE_COOKIE_NAME,
        language,
        max_age=project.LANGUAGE_COOKIE_AGE,
        secure=project.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


@sensitive_post_parameters("password")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_account(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        too_many: HttpResponse | None = consume_or_429(request, action="reauthenticate")
        if too_many:
            return too_many
    learner = cast(User, request.user)
    form = DeleteAccountForm(request.POST if request.method == "POST" else None, user=learner)
    if request.method == "POST" and form.is_valid():
        learner.erase()
        logout(request)
        messages.success(
            request,
            _("Your account and everything in it has been deleted. Goodbye, and come back any time."),
        )
        return redirect("home")
    return render(request, "accounts/delete.html", {"form": form}, status=422 if form.errors else 200)


@csrf_exempt  # mail programs post by themselves, and whoever has the signed link may stop what comes with it
@require_http_methods(["GET", "HEAD", "POST"])
def stop_reminders(request: HttpRequest, token: str) -> HttpResponse:
    learner = learner_of(token)
    if learner is None:
        return render(request, "accounts/stop_reminders.html", {"unknown": True}, status=404)
    if request.method == "POST":
        learner.stop_reminders()
    return render(request, "accounts/stop_reminders.html", {"stopped": learner.remind_at is None})
