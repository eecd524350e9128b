"""The library that comes with the project stays as it is when it is loaded again."""

import pytest
from django.conf import settings

from studyapp.demo.factories import NOW
from studyapp.library.models import Change, Revision
from studyapp.library.seeds import load

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.xdist_group("content")]


def test_our_own_seeds_load_and_load_again_without_a_trace() -> None:
    first = load(settings.BASE_DIR / "seeds", at=NOW)
    assert first.created
    assert not first.kept
    before = Change.objects.count(), Revision.objects.count()
    again = load(settings.BASE_DIR / "seeds", at=NOW)
    assert again.changed_nothing
    assert not again.kept
    assert again.unchanged == len(first.created)
    assert (Change.objects.count(), Revision.objects.count()) == before
