from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "studyapp.accounts"

    def ready(self) -> None:
        from studyapp.accounts import checks  # noqa: F401, PLC0415  registers the checks
