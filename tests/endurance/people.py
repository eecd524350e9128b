"""Who takes part, and what they are asked. To be imported once Django is set up."""

import random
import sys
import time
from collections.abc import Collection, Sequence

from django.db import connections
from django.test import Client
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.demo.factories import LearnerFactory
from studyapp.exchange.models import Import
from studyapp.library.models import Deck
from studyapp.study.decks.membership import join
from studyapp.study.models import QuizAnswer, Review
from tests.endurance.installation import Installation
from tests.endurance.keeping import Kept
from tests.endurance.learners import Gate, Learner, Ledger, Sent
from tests.endurance.roles import QuizTaker, Student
from tests.shelf import stock

NEW_A_DAY = 999
type Crowd = tuple[list[User], Gate, Ledger, list[Learner]]
FINISHED_WITHIN = 300
"""Seconds; whoever was killed while they ran a job holds it for a minute."""


def shelved(questions: int) -> Deck:
    """A deck of so many questions, with all that the library keeps of it."""
    return stock(questions)[0].fact.deck


def members(deck: Deck, count: int) -> list[User]:
    """So many learners in it, those who are there already first."""
    found = list(User.objects.filter(enrolments__deck=deck).order_by("pk"))[:count]
    for _ in range(count - len(found)):
        learner = LearnerFactory(new_per_day=NEW_A_DAY, reviews_per_day=9999)
        join(learner, deck, at=timezone.now())
        found.append(learner)
    return found


def session_of(learner: User) -> str:
    client = Client()
    client.force_login(learner)
    return client.cookies["sessionid"].value


def browsers(
    learners: Sequence[User],
    roles: Sequence[type[Learner]],
    port: int,
    gate: Gate,
    ledger: Ledger,
    chance: random.Random,
) -> list[Learner]:
    """One for each learner, who has the role at their place, and the first again after the last."""
    return [
        roles[n % len(roles)](port, session_of(one), one.pk, gate, ledger, random.Random(chance.random()))
        for n, one in enumerate(learners)
    ]


def studied(learners: Sequence[User]) -> set[Sent]:
    """The answers of these learners that the database has."""
    rows = Review.objects.filter(learner__in=learners, kind=Review.Event.STUDY)
    return {Sent(*row) for row in rows.values_list("learner", "question", "version")}


def quizzed(learners: Sequence[User]) -> set[Sent]:
    rows = QuizAnswer.objects.filter(learner__in=learners)
    return {Sent(*row) for row in rows.values_list("learner", "quiz", "position")}


def landed(browsers: Sequence[Learner]) -> int:
    """How many answers the database has that got no reply."""
    found = 0
    for browser in browsers:
        if browser.cut is not None:
            kind, sent = browser.cut
            learner = [User.objects.get(pk=sent.learner)]
            found += sent in (studied(learner) if kind == "study" else quizzed(learner))
    return found


def on_a_shelf(site: Installation, count: int, questions: int) -> list[User]:
    """So many learners in a deck of so many questions, or those of an earlier run."""
    deck = Deck.objects.filter(owner=None).order_by("pk").first()
    if deck is None:
        deck = shelved(questions)
        site.fix()
    return members(deck, count)


def ledger_so_far(kept: Kept, learners: Sequence[User]) -> Ledger:
    """What was acknowledged in earlier runs; and what the database has, where the one before was broken off."""
    of_before = {name: [Sent(*row) for row in kept.rows.get(name, [])] for name in ("studied", "quizzed")}
    return Ledger(
        studied=[*{*of_before["studied"], *studied(learners)}],
        quizzed=[*{*of_before["quizzed"], *quizzed(learners)}],
        imported=[Sent(*row) for row in kept.rows.get("imported", [])],
    )


def at_work(site: Installation, kept: Kept, count: int, questions: int) -> Crowd:
    """The site serves, and learners study and take quizzes: three of four study."""
    learners = on_a_shelf(site, count, questions)
    gate, ledger = Gate(), ledger_so_far(kept, learners)
    roles, chance = [Student, Student, Student, QuizTaker], random.Random(time.time_ns())
    at_their_desks = browsers(learners, roles, site.port, gate, ledger, chance)
    connections.close_all()
    site.start()
    gate.open()
    for browser in at_their_desks:
        browser.start()
    return learners, gate, ledger, at_their_desks


def let_them_finish(site: Installation, browsers: Sequence[Learner], gate: Gate) -> None:
    """What each has begun comes to its end, over a server that nobody kills."""
    if not site.is_up:
        site.start()
    gate.ended = True
    gate.open()
    for browser in browsers:
        browser.join(FINISHED_WITHIN)
    site.stop()


def compare(ledger: Ledger, learners: Sequence[User]) -> tuple[int, int]:
    """How many acknowledged answers are lost, and how many the database has that nobody was told of."""
    told = set(ledger.studied), set(ledger.quizzed)
    found = studied(learners), quizzed(learners)
    lost = sum(len(one - other) for one, other in zip(told, found, strict=True))
    return lost, sum(len(other - one) for one, other in zip(told, found, strict=True))


def cards_missing(ledger: Ledger) -> int:
    """How many cards too few or too many came of the files that were said to be brought in."""
    numbers = {arrival.pk: arrival.cards_new for arrival in Import.objects.done()}
    return sum(abs(sent.number - numbers.get(sent.about, 0)) for sent in ledger.imported)


def keep(kept: Kept, ledger: Ledger) -> None:
    """Write down what was acknowledged so far."""
    for name in ("studied", "quizzed", "imported"):
        kept.rows[name] = sorted(list(sent) for sent in list(getattr(ledger, name)))
        kept.values[name] = len(kept.rows[name])
    kept.write()


def told(
    site: Installation, kept: Kept, ledger: Ledger, learners: Sequence[User], *, allowed: Collection[int] = (503,)
) -> str | None:
    """Print the figures; the sentence that says what is wrong with them, if anything is."""
    lost, doubled = compare(ledger, learners)
    missing = cards_missing(ledger)
    connections.close_all()
    keep(kept, ledger)
    for status, count in ledger.statuses.items():
        kept.add(f"replies with {status}" if status else "no reply", count)
    odd = sum(
        n for name, n in kept.values.items() if name.startswith("replies with 5") and int(name[-3:]) not in allowed
    )
    found = {"lost": lost, "doubled": doubled, "cards missing": missing, "5xx": odd, "differences": site.differences()}
    kept.values |= found
    kept.write()
    sys.stdout.write(f"{kept}\n")
    return f"Something is lost, doubled or wrong. {ledger.faults[:3]}" if any(found.values()) or ledger.faults else None
