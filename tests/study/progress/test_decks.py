"""What the database adds up of a learner's decks is what the schedule believes."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from studyapp.accounts.models import User
from studyapp.scheduling import Memory, Preset, State, retrievability
from studyapp.study.progress.decks import Recalled, deck_progress, recalled_by_deck
from tests.answering import put_in_review
from tests.people import TUESDAY
from tests.shelf import Shelf

memories = st.lists(st.tuples(st.floats(0.01, 3000), st.integers(-3, 5000)), max_size=5)


@given(memories)
def test_the_chance_of_recall_is_that_of_the_schedule(
    lan: User, lans: Shelf, memories: list[tuple[float, int]]
) -> None:
    wanted = 0.0
    with transaction.atomic():
        for question, (stability, ago) in zip(lans.questions[:5], memories, strict=False):
            last = TUESDAY - timedelta(days=ago)
            put_in_review(lan, question, due=TUESDAY)
            lan.cards.filter(question=question).update(stability=stability, last_day=last)
            wanted += retrievability(Memory(stability, 5.0, State.REVIEW, None, last), TUESDAY, Preset())
        harbour, lighthouse = (one.known for one in deck_progress(lan, TUESDAY, known=True))
        # Two statements add the same numbers up, and PostgreSQL may do so in another order.
        expected = Recalled(len(memories), pytest.approx(wanted))  # type: ignore[arg-type]  # for comparing
        assert (harbour, lighthouse) == (expected, Recalled(0, 0))
        assert recalled_by_deck(lan, TUESDAY) == ({lans.harbour.pk: expected} if memories else {})
        transaction.set_rollback(True)
