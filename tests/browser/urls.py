"""The project's addresses, and some where things go wrong on purpose, so that each error page can be looked at."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from studyapp.urls import *  # noqa: F403  the handlers of errors among them
from studyapp.urls import urlpatterns as project


def unreadable(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


def forbidden_page(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "429.html", status=429)


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


urlpatterns = [
    *project,
    path("wrong/400/", unreadable),
    path("wrong/403/", forbidden_page),
    path("wrong/429/", too_many),
    path("wrong/500/", broken),
]
