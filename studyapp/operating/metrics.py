"""Figures for an operator's tools, in the text format of Prometheus: of all processes that serve, and of the jobs."""

import os
from collections.abc import Iterable
from functools import cache
from secrets import compare_digest
from typing import override

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from studyapp.jobs.queue import Queue

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""Seconds."""
ANSWERING = {"answer", "answer-first", "quiz-question"}
"""Views whose POST records an answer."""
PLAIN = "text/plain; charset=utf-8"

THIS_PROCESS = CollectorRegistry()
REQUESTS = Histogram(
    "studyapp_request_seconds",
    "From the whole request to its answer, by the name of the view.",
    ["view", "status"],
    registry=THIS_PROCESS,
    buckets=BUCKETS,
)
ANSWERS = Counter("studyapp_answers", "Answers of learners that were taken.", ["view"], registry=THIS_PROCESS)


def observe(view: str, method: str | None, status: int, seconds: float) -> None:
    """Count one request. No address, and nothing of the learner."""
    _requests_of(view, status // 100).observe(seconds)
    if view in ANSWERING and method == "POST" and status < 400:
        ANSWERS.labels(view).inc()


@cache
def _requests_of(view: str, hundreds: int) -> Histogram:
    return REQUESTS.labels(view, f"{hundreds}xx")


class Jobs(Collector):
    """How the jobs stand, by one statement."""

    @override
    def collect(self) -> Iterable[Metric]:
        try:
            queue = Queue.at(timezone.now())
        except Error:
            yield GaugeMetricFamily("studyapp_database_up", "Whether the database answers.", 0)
            return
        yield GaugeMetricFamily("studyapp_database_up", "Whether the database answers.", 1)
        yield GaugeMetricFamily("studyapp_jobs_waiting", "Jobs that are due and not run.", len(queue.waiting))
        longest = queue.longest_wait.total_seconds()
        yield GaugeMetricFamily("studyapp_jobs_longest_wait_seconds", "How long the first of them has waited.", longest)
        failures = GaugeMetricFamily("studyapp_job_failures", "How often in a row each failed.", labels=["job"])
        for job in queue.jobs:
            failures.add_metric([job.name], job.failures)
        yield failures


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For whoever knows METRICS_TOKEN; where it is not set there is no such page."""
    if not settings.METRICS_TOKEN:
        return HttpResponse("There is no such page.\n", status=404, content_type=PLAIN)
    given = request.META.get("HTTP_AUTHORIZATION", "")
    if not compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
        refusal = HttpResponse("Send the header Authorization: Bearer METRICS_TOKEN.\n", status=401, content_type=PLAIN)
        refusal["WWW-Authenticate"] = "Bearer"
        return refusal
    return HttpResponse(_requests() + _jobs(), content_type=CONTENT_TYPE_LATEST)


def _requests() -> bytes:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(THIS_PROCESS)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # prometheus_client says nothing of its types
    return generate_latest(registry)


def _jobs() -> bytes:
    registry = CollectorRegistry()
    registry.register(Jobs())
    return generate_latest(registry)
