from django.apps import AppConfig


class StudyConfig(AppConfig):
    name = "studyapp.study"

    def ready(self) -> None:
        from studyapp.study import checks  # noqa: F401, PLC0415  registers the checks
