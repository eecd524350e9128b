"""The request as views see it: its user is ours, and htmx has had its say."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from studyapp.accounts.models import User


class PageRequest(HttpRequest):
    """Any request that reaches a view."""

    htmx: HtmxDetails


class LearnerRequest(PageRequest):
    """A request behind `login_required`."""

    user: User
