"""Every address of the site, and the pages for when something goes wrong."""

import sys
from uuid import uuid4

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.utils import timezone

from studyapp.accounts.guests import account_required
from studyapp.exchange.views import guide, privacy
from studyapp.fault_pages import full, page_for, session_lost
from studyapp.site.requests import PageRequest
from studyapp.study.views.unsent import put_by

admin.autodiscover()
admin.site.unregister(EmailAddress)  # learners' addresses are on no editor's page
admin.site.login = account_required(secure_admin_login(admin.site.login))  # type: ignore[assignment, method-assign]  # as allauth says

urlpatterns = [
    path("", include("studyapp.site.urls")),
    path("", include("studyapp.study.urls")),
    path("", include("studyapp.library.urls")),
    path("", include("studyapp.insights.urls")),
    path("", include("studyapp.own.urls")),
    path("bring/", include("studyapp.exchange.arriving.urls")),
    path("accounts/", include("studyapp.accounts.urls")),
    path("accounts/", include("studyapp.exchange.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("privacy/", privacy, name="privacy"),
    path("help/your-cards/", guide, name="cards-guide"),
    path("", include("studyapp.operating.urls")),
]


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, SessionInterrupted):
        return session_lost(request, exception)
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    return render(None, f"{status}.html", status=status)  # the request itself may be unreadable


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """In the words of what refused it, where that has any: `PermissionDenied("An editor can do that.")`."""
    return render(request, "403.html", {"sentence": str(exception or "")}, status=403)


def csrf_failure(request: PageRequest, reason: str = "") -> HttpResponse:
    """An answer whose form was signed for this very learner is kept, and shown to them again to be sent anew."""
    wrong_token = reason.startswith("CSRF ")  # else it came from another site
    kept = put_by(request, "form", at=timezone.now()) if wrong_token else None
    return kept or render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    # Django's cache keeps faults to itself, and a count that cannot be kept looks like a limit that is reached.
    counts = cache.add(f"counts:{uuid4()}", 1, timeout=1)
    return render(request, "429.html", status=429) if counts else full(request, "a count of requests could not be kept")


def server_error(request: HttpRequest) -> HttpResponse:
    # Django calls this while it handles the error, whichever part of the site it came from.
    return page_for(request, sys.exception()) or render(None, "500.html", status=500)  # nothing else can be trusted


handler400 = bad_request
handler403 = forbidden
handler404 = not_found
handler429 = too_many_requests  # django-allauth's
handler500 = server_error
