"""One message for one press of a button, whatever came of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join


def in_one_message(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Before the next page shows them, join the messages of this one: what was done leads, as grave as the gravest."""
    if not 300 <= response.status_code < 400:
        return response
    told = list(messages.get_messages(request))
    if not told:
        return response
    first = next((one for one in told if one.level == messages.SUCCESS), told[0])
    rest = [one for one in told if one is not first]
    also = format_html_join("", '<span class="also">{}</span>', ((one.message,) for one in rest))
    level = max(one.level for one in told)
    messages.add_message(request, level, format_html("{}{}", first.message, also) if rest else first.message)
    return response
