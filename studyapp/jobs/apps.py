from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "studyapp.jobs"

    def ready(self) -> None:
        from studyapp.jobs import checks  # noqa: F401, PLC0415  registers the check

        autodiscover_modules("jobs")
