"""What every request of a learner has in common: their time zone and language, no copies kept, a way back in."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import resolve_url
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from studyapp.accounts.presence import SessionStore, present_user
from studyapp.kinds import styles
from studyapp.site.requests import PageRequest

GetResponse = Callable[[HttpRequest], HttpResponse]


METHODS = ("GET", "HEAD", "POST")


class MethodsMiddleware:
    """Pages are read and forms are sent: no other method is asked of any view, many of which would take it for GET."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)


class SessionsMiddleware(SessionMiddleware):
    """Django's own, which finds sessions by our means."""

    def __init__(self, get_response: GetResponse) -> None:
        super().__init__(get_response)
        self.SessionStore = SessionStore


class GZipPagesMiddleware(GZipMiddleware):
    """Django's own, but for pictures, which are as small as can be."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_picture = response.headers.get("Content-Type", "").startswith("image/")
        return response if is_picture else super().process_response(request, response)


class PresentUserMiddleware:
    """The user who is there, in place of a proxy: every page looks at them a hundred times over."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = present_user(request)
        return self.get_response(request)


class LearnerTimeZoneMiddleware:
    """Templates show dates and hours in the learner's own zone."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(request.user.zone):
            return self.get_response(request)


class LearnerLanguageMiddleware:
    """Pages speak the language, and the numbers on them are in the style, that the learner chose.

    Who chose none keeps what LocaleMiddleware found, and the style of that.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with styles.override(request.user.number_style):
            return self._in_language(request.user.language, request)

    def _in_language(self, language: str, request: HttpRequest) -> HttpResponse:
        if not language:
            return self.get_response(request)
        with translation.override(language):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        return response


class PrivatePagesMiddleware:
    """No page is kept by a browser or a proxy: what one learner saw is theirs, and was true when asked for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response


def page_in_view(htmx: HtmxDetails) -> str | None:
    """The path of the page the learner sees, None if it is not ours. What htmx called may answer to POST alone."""
    try:
        return htmx.current_url_abs_path
    except ValueError:  # the header is anyone's to write, and `http://[` is no address
        return None


class ExpiredSessionMiddleware:
    """A swap must not put the sign-in page into the middle of another: htmx is told to go there, and to come back."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PageRequest) -> HttpResponse:
        response = self.get_response(request)
        login = resolve_url(settings.LOGIN_URL)
        if not (request.htmx and response.status_code == 302 and response["Location"].startswith(login)):
            return response
        page = page_in_view(request.htmx) or resolve_url(settings.LOGIN_REDIRECT_URL)
        return HttpResponseClientRedirect(f"{login}?{urlencode({REDIRECT_FIELD_NAME: page})}")


class RefusedFormMiddleware:
    """A form that was sent and refused is answered 422, also by the views of django-allauth, which say 200."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        form = (response.context_data or {}).get("form")
        if request.method == "POST" and response.status_code == 200 and getattr(form, "errors", None):
            response.status_code = 422
        return response
