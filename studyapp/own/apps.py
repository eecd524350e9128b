from typing import override

from django.apps import AppConfig


class OwnConfig(AppConfig):
    name = "studyapp.own"

    @override
    def ready(self) -> None:
        from studyapp.accounts.models import GOES_FIRST  # noqa: PLC0415  models are there by now
        from studyapp.library import slots  # noqa: PLC0415
        from studyapp.own import library_pages  # noqa: PLC0415
        from studyapp.own.erasing import forget_what_they_made  # noqa: PLC0415

        slots.FACT.append(library_pages.make_a_card)
        GOES_FIRST.append(forget_what_they_made)
