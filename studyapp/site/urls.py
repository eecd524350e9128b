"""Addresses of the pages about the site itself."""

from django.urls import path
from django.views.generic import TemplateView

from studyapp.site import pages

urlpatterns = [
    path("help/", pages.help_page, name="help"),
    path("offline/", TemplateView.as_view(template_name="site/offline.html"), name="offline"),
    path("service-worker.js", pages.service_worker, name="service-worker"),
    path("manifest.webmanifest", pages.manifest, name="manifest"),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain")),
]
