from typing import override

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "studyapp.exchange"
    verbose_name = "From other programs"

    @override
    def ready(self) -> None:
        from studyapp.accounts.models import GOES_FIRST  # noqa: PLC0415  models are there by now
        from studyapp.exchange.arriving.drafted import forget_hidden_drafts  # noqa: PLC0415

        GOES_FIRST.insert(0, forget_hidden_drafts)  # before the cards on which it hangs
