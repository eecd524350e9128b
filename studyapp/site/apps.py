from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "studyapp.site"
