"""The pages for faults that are none of the code: two did the same at once, the database is full, or it is away."""

from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import ObjectDoesNotExist, ObjectNotUpdated
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.log import log_response
from django.utils.translation import gettext as _

from studyapp.accounts.guests import sign_out_if_gone
from studyapp.accounts.models import Gone
from studyapp.faults import came_between, is_away, is_full

TRY_AGAIN_AFTER = 60
"""Seconds."""
OF_THE_GONE = (Gone, DatabaseError, ObjectDoesNotExist, ObjectNotUpdated)
"""What comes of writing about an account that was erased meanwhile, or of reading what was its."""


def page_for(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """The page that says what to do; None for a fault of the code."""
    if is_full(error):
        return full(request, str(error))
    if is_away(error):
        return _away(request, error)
    if isinstance(error, OF_THE_GONE) and sign_out_if_gone(request):
        return conflict(request, _("Your account was deleted at the same moment, and what you sent with it."))
    return conflict(request) if isinstance(error, Gone) or came_between(error) else None


def full(request: HttpRequest, error: str) -> HttpResponse:
    response = render(None, "507.html", status=507)
    log_response(
        "The database takes nothing more, so that nothing could be recorded at %s. "
        "Free some space on its disk, or make it writable again. It says: %s",
        *(request.path, error),
        response=response,
        request=request,
    )
    return response


def _away(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    response = render(None, "503.html", status=503)
    response["Retry-After"] = str(TRY_AGAIN_AFTER)
    log_response(
        "The database cannot be reached, or is too busy, at %s. See that it runs, and that DATABASE_URL is right. "
        "It says: %s",
        *(request.path, error),
        response=response,
        request=request,
    )
    return response


def session_lost(request: HttpRequest, error: SessionInterrupted) -> HttpResponse:
    """The session could not be kept. Django says that it is gone, whatever the reason; what lies behind says which."""
    behind = error.__context__
    while behind is not None:
        if page := page_for(request, behind):
            return page
        behind = behind.__context__
    return conflict(request, _("You signed in or out at the same moment, in another window."))


def conflict(request: HttpRequest, sentence: str = "") -> HttpResponse:
    """Two at once: the one is done, and this one is not. It takes over the page, out of a swap too."""
    response = render(request, "409.html", {"sentence": sentence}, status=409)
    response["HX-Retarget"] = response["HX-Reselect"] = "#main"
    response["HX-Reswap"] = "outerHTML show:window:top"
    return response
