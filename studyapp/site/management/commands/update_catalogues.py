"""Take new words to be translated from templates and code into the catalogues, and compile these."""

from typing import Any

from django.core.management.base import BaseCommand

from studyapp.site import catalogues


class Command(BaseCommand):
    help = "Bring studyapp/locale up to the source: run it, fill in what it lists, and run it again."

    def handle(self, **_: Any) -> None:
        for language in catalogues.LANGUAGES:
            missing = catalogues.update(language)
            self.stdout.write(f"{catalogues.po_path(language)}: {len(missing) or 'nothing'} to be translated")
            for message in missing:
                self.stdout.write(f"  {message}")
