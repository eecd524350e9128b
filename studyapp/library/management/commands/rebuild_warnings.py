"""`manage.py rebuild_warnings`: prove that lists are narrowed to what draws warnings; 0 differences are expected."""

from collections.abc import Iterator

from django.utils import timezone

from studyapp.library import kept_warnings
from studyapp.library.management.commands.rebuild_search import RebuildCommand


def _differences(*, fix: bool = False) -> Iterator[str]:
    return kept_warnings.differences(at=timezone.now(), fix=fix)


class Command(RebuildCommand):
    help = "Compare the warnings that lists are narrowed by with what there is to warn of. --fix writes them anew."
    differences = _differences
