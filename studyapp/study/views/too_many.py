"""The page for what was tried too often: what happened, and when to try again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def too_many(request: HttpRequest, sentence: str, wait: str) -> HttpResponse:
    return render(request, "429.html", {"sentence": sentence, "wait": wait}, status=429)
