"""Pages about the site itself: help for students; the manifest by which a phone installs it, and its worker then."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

PAPER = "#fbf9f4"
"""The colour of base.html's `theme-color` by light; a manifest can name one alone."""

ICONS = (("icon-192.png", 192, "any"), ("icon-512.png", 512, "any"), ("icon-maskable-512.png", 512, "maskable"))


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "site/help.html")


@require_safe
@cache_control(private=True, max_age=86_400)
def manifest(_request: HttpRequest) -> JsonResponse:
    """A page that is not about the learner: browsers need not ask for it again all day."""
    icons = [
        {"src": static(f"studyapp/{name}"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for name, size, purpose in ICONS
    ]
    content = {
        "id": "/",
        "name": "Studyapp",
        "short_name": "Studyapp",
        "description": _("Facts from the news, asked again just before you would forget them."),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": icons,
    }
    return JsonResponse(content, content_type="application/manifest+json")


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker of an installed site. At the root, since a worker sees no pages above its own folder."""
    return render(request, "site/service_worker.js", content_type="text/javascript")
