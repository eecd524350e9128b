"""Around every request: its id, what is measured of it, and pages for machines, for which no session is looked up."""

import logging
from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from studyapp.logs import RUN_ID, id_from
from studyapp.operating.metrics import observe
from studyapp.operating.urls import PAGES

HEADER = "X-Request-ID"
NO_VIEW = "none"
"""Static files, and addresses of no page."""
log = logging.getLogger("studyapp.requests")


class OperatingMiddleware:
    """The outermost one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        request.run_id = run_id = id_from(request.META.get("HTTP_X_REQUEST_ID", ""))  # type: ignore[attr-defined]  # for the log lines that Django writes when all is over
        token = RUN_ID.set(run_id)
        try:
            response = PAGES.get(request.path_info, self.get_response)(request)
            response.headers[HEADER] = run_id
            self.note(request, response, perf_counter() - began)
        finally:
            RUN_ID.reset(token)
        return response

    def note(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        measured, logged = settings.METRICS_TOKEN, log.isEnabledFor(logging.INFO)
        if not measured and not logged:
            return
        match, path = request.resolver_match, request.path_info
        view = match.view_name if match else path.lstrip("/") if path in PAGES else NO_VIEW
        if measured:
            observe(view, request.method, response.status_code, seconds)
        if logged:
            fields = {"view": view, "status": response.status_code, "ms": round(seconds * 1000, 1)}
            # Where in the code it was written is the same for all; to look it up would take as long as the rest.
            log.handle(log.makeRecord(log.name, logging.INFO, "", 0, "request", (), None, extra={"fields": fields}))
