"""Every address, asked by everyone in every way, answers as the matrix says: the whole on demand, a part in CI."""

from collections.abc import Iterator
from itertools import product

import pytest
import time_machine

from tests.addresses import EVERY, Address
from tests.everywhere.matrix import AS_FORMS, METHODS, ROWS, expected, found
from tests.everywhere.world import PEOPLE, Visits, World, make_world
from tests.shelf import Shelf

Question = tuple[Address, str, str]
"""An address, a method, and one of PEOPLE."""


@pytest.fixture
def world(shelf: Shelf, clock: time_machine.Traveller) -> World:
    return make_world(shelf)


def every_question() -> Iterator[Question]:
    return product(EVERY.values(), METHODS, PEOPLE)


def some_questions() -> Iterator[Question]:
    """Each address is read by one of them, sent a form by another, and asked in another way by a third."""
    for turn, address in enumerate(EVERY.values()):
        for place, method in enumerate(("GET", "POST", METHODS[2 + turn % 6])):
            yield address, method, PEOPLE[(turn + turn // 8 + 3 * place) % 8]


def test_every_address_has_a_row() -> None:
    assert ROWS.keys() == EVERY.keys()


def unlike(world: World, questions: Iterator[Question]) -> list[str]:
    """What is answered otherwise."""
    visits = Visits(world)
    faults = []
    for address, method, who in questions:
        wanted = expected(address, method, who)
        came = found(visits.ask(who, method, world.path(address)))
        if came != wanted and not (method == "HEAD" and address.name in AS_FORMS):
            faults.append(f"{method} {address.name} by {who}: {came}, not {wanted}")
    return faults


def test_addresses_answer_as_the_matrix_says(world: World) -> None:
    assert unlike(world, some_questions()) == []


@pytest.mark.slow
def test_all_addresses_answer_everyone_as_the_matrix_says(world: World) -> None:
    assert unlike(world, every_question()) == []


def test_no_form_is_taken_without_its_token() -> None:
    exempt = {name for name, one in EVERY.items() if getattr(one.view, "csrf_exempt", False)}
    assert exempt == {"stop-reminders"}  # mail programs send it, which have none
