"""Show on the first page of admin what waits for an editor."""

from django import template
from django.template.context import RequestContext

from studyapp.library.admin import dashboard
from studyapp.library.admin.dashboard import Panel

register = template.Library()


@register.simple_tag(takes_context=True)
def panels(context: RequestContext) -> list[Panel]:
    return dashboard.panels(context.request)
