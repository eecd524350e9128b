"""Which lapse makes a card a leech."""

import pytest

from studyapp.scheduling import is_leech
from tests.scheduling.published import UNITS

HITS = [(int(threshold), hits) for threshold, hits in UNITS["leech"]["threshold_hits"].items()]


@pytest.mark.parametrize(("threshold", "hits"), HITS)
def test_published_leech_lapses_agree(threshold, hits):
    until = hits[-1] if hits else 20
    assert [lapses for lapses in range(until + 1) if is_leech(lapses, threshold)] == hits


def test_by_default_a_leech_has_eight_lapses_and_is_told_again_every_four():
    assert [lapses for lapses in range(21) if is_leech(lapses)] == [8, 12, 16, 20]
