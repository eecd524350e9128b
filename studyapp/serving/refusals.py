"""The answers to requests that never reach a page: too large, or no HTTP at all."""

from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.template.loader import render_to_string
from django.utils import translation
from waitress.task import ErrorTask, WSGITask
from waitress.utilities import RequestEntityTooLarge


class TooLarge(WSGITask):  # type: ignore[misc]  # waitress has no types
    """Says on a designed page, in the visitor's language, that so much is not taken."""

    def execute(self) -> None:
        language = translation.get_language_from_request(WSGIRequest(self.get_environment()))
        with translation.override(language):
            page = render_to_string("413.html").encode()
        self.complete = True
        self.status = f"{RequestEntityTooLarge.code} {RequestEntityTooLarge.reason}"
        self.response_headers += [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Language", language),
            ("Cache-Control", "no-store"),
        ]
        self.content_length = len(page)
        self.set_close_on_finish()
        self.write(page)


def refusing(channel: Any, request: Any) -> ErrorTask | TooLarge:
    """What answers `request`, which cannot be served; the rest of it is not wanted."""
    channel.refused = True
    return (TooLarge if isinstance(request.error, RequestEntityTooLarge) else ErrorTask)(channel, request)
