"""Addresses for machines: proxies, monitors, and tools that collect figures."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import path

from studyapp.operating import metrics, probes

PAGES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/healthz": probes.healthz,
    "/readyz": probes.readyz,
    "/metrics": metrics.metrics,
}
"""They are answered by the outermost middleware, so that no session, host or redirect comes between."""

urlpatterns = [path(address.removeprefix("/"), page, name=address.removeprefix("/")) for address, page in PAGES.items()]
