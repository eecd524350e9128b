"""The same answer many times at once: one review, the right state, and nothing for a stranger."""

from collections import Counter
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.demo.factories import FactFactory, LearnerFactory, QuestionFactory, QuizFactory
from studyapp.library.models import Question
from studyapp.study.decks.membership import join
from studyapp.study.models import Card, Review
from studyapp.study.rebuilding import differences
from tests.at_once import all_at_once
from tests.quizzing import shown_on

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 20


@pytest.fixture
def lan() -> User:
    return LearnerFactory(lan=True)


@pytest.fixture
def card(lan: User) -> Card:
    fact = FactFactory()
    QuestionFactory(fact=fact, kind="choice", spec={"answer": "Kilo", "distractors": ["Akula", "Lada", "Yasen"]})
    QuestionFactory(fact=fact, kind="typed", spec={"answer": "Kilo"})
    join(lan, fact.deck, at=timezone.now())
    return lan.cards.get(queue=Card.Queue.NEW)


def ask_for(card: Card) -> str:
    """A token for the card as it stands, shown just now."""
    card = card.learner.cards.with_content().get(question=card.question_id)
    return card.ask(at=timezone.now()).token


def posting(learner: User, card: Card, ask: str, option: str) -> Callable[[], int]:
    client = Client()
    client.force_login(learner)
    return lambda: client.post(f"/study/{card.question_id}/answer/", {"ask": ask, "option": option}).status_code


def answers_of(card: Card) -> int:
    return card.log.filter(kind=Review.Event.STUDY).count()


def test_twenty_double_clicks_are_one_answer(lan: User, card: Card):
    ask = ask_for(card)
    codes = all_at_once(*[posting(lan, card, ask, "Kilo") for _ in range(AT_ONCE)])
    assert codes == [200] * AT_ONCE
    assert answers_of(card) == 1
    card.refresh_from_db()
    assert (card.version, card.reps) == (1, 1)
    assert lan.days.get(answers=1).new == 1
    assert list(differences(lan)) == []


def test_two_tabs_with_different_answers_leave_one_of_them(lan: User, card: Card):
    first, second = ask_for(card), ask_for(card)
    calls = [posting(lan, card, first, "Kilo"), posting(lan, card, second, "Lada")] * (AT_ONCE // 2)
    codes = Counter(all_at_once(*calls))
    assert codes == {200: AT_ONCE // 2, 409: AT_ONCE // 2}
    assert answers_of(card) == 1
    assert list(differences(lan)) == []


def test_an_undone_answer_does_not_come_back_with_a_late_retry(lan: User, card: Card):
    ask = ask_for(card)
    assert posting(lan, card, ask, "Kilo")() == 200
    client = Client()
    client.force_login(lan)
    client.post("/study/undo/", {"question": card.question_id, "version": 0})
    codes = all_at_once(*[posting(lan, card, ask, "Kilo") for _ in range(AT_ONCE)])
    assert codes == [409] * AT_ONCE
    card.refresh_from_db()
    assert (card.reps, card.queue) == (0, Card.Queue.NEW)
    assert list(differences(lan)) == []

    assert posting(lan, card, ask_for(card), "Kilo")() == 200
    assert card.log.not_undone().filter(kind=Review.Event.STUDY).count() == 1
    assert list(differences(lan)) == []


def test_twenty_undos_of_one_answer_are_one_undo(lan: User, card: Card):
    for option in ("Lada", "Kilo"):
        assert posting(lan, card, ask_for(card), option)() == 200

    def undo() -> int:
        client = Client()
        client.force_login(lan)
        return client.post("/study/undo/", {"question": card.question_id, "version": 1}).status_code

    codes = all_at_once(*[undo] * AT_ONCE)
    assert set(codes) <= {302, 409}
    assert 302 in codes
    assert card.log.filter(kind=Review.Event.UNDO).count() == 1
    assert card.log.not_undone().filter(kind=Review.Event.STUDY).count() == 1
    assert list(differences(lan)) == []


def test_a_stranger_with_the_same_ask_gets_nothing(lan: User, card: Card):
    boris, ada = LearnerFactory(boris=True), LearnerFactory(ada=True)
    join(ada, card.deck, at=timezone.now())
    ask = ask_for(card)
    codes = all_at_once(
        *[posting(lan, card, ask, "Kilo")] * 5,
        *[posting(boris, card, ask, "Kilo")] * 5,
        *[posting(ada, card, ask, "Kilo")] * 5,
    )
    assert Counter(codes) == {200: 5, 404: 5, 400: 5}
    assert Review.objects.count() == 1
    for learner in (lan, boris, ada):
        assert list(differences(learner)) == []


def test_of_an_answer_and_a_burial_at_once_each_is_kept_whole_or_not_at_all(lan: User, card: Card):
    ask = ask_for(card)

    def bury() -> int:
        client = Client()
        client.force_login(lan)
        return client.post(f"/study/{card.question_id}/bury/").status_code

    codes = all_at_once(*[posting(lan, card, ask, "Kilo"), bury] * (AT_ONCE // 2))
    assert set(codes) <= {200, 302, 409}
    kinds = list(card.log.order_by("version").values_list("kind", flat=True))
    card.refresh_from_db()
    assert card.version == len(kinds) == len(set(kinds))  # neither of them twice
    assert (Review.Event.STUDY in kinds) == (200 in codes) == (card.reps == 1)
    assert (Review.Event.BURY in kinds) == (302 in codes) == (card.buried_on is not None)
    assert list(differences(lan)) == []


def test_one_learner_answering_many_cards_at_once_keeps_every_count(lan: User):
    deck = FactFactory().deck
    questions = [
        QuestionFactory(
            fact=FactFactory(deck=deck), kind="choice", spec={"answer": "Kilo", "distractors": ["Akula", "Lada"]}
        )
        for _ in range(AT_ONCE)
    ]
    join(lan, deck, at=timezone.now())
    cards = list(lan.cards.all())
    assert len(cards) == len(questions)
    codes = all_at_once(*[posting(lan, card, ask_for(card), "Lada") for card in cards])
    assert codes == [200] * AT_ONCE
    day = lan.days.get(answers__gt=0)
    assert (day.answers, day.new, day.right) == (AT_ONCE, AT_ONCE, 0)
    assert list(differences(lan)) == []


def test_two_tabs_joining_a_deck_deal_its_cards_once(lan: User):
    question = QuestionFactory(kind="typed", spec={"answer": "Kilo"})
    client = Client()
    client.force_login(lan)
    slug = question.fact.deck.slug
    codes = all_at_once(*[lambda: client.post(f"/decks/{slug}/join/").status_code] * 10)
    assert codes == [302] * 10
    assert lan.cards.count() == 1
    assert list(differences(lan)) == []


def test_twenty_first_answers_of_a_visitor_make_one_guest_with_one_quiz(card: Card):
    shown = Client().get("/quizzes/try/", follow=True)
    data = {"entry": shown.context["entry"].token, "give_up": "1"}

    def posting_first() -> int:
        return Client().post("/quizzes/try/", data).status_code

    assert all_at_once(*[posting_first] * AT_ONCE) == [302] * AT_ONCE
    guest = User.objects.get(is_guest=True)
    assert (guest.quizzes.count(), guest.attempts.count(), guest.quiz_answers.count()) == (1, 1, 1)


def test_a_quiz_on_two_devices_and_studying_at_once_leave_one_answer_each(lan: User, card: Card):
    quiz = QuizFactory(owner=lan, questions=[Question.objects.get(pk=card.question_id)])
    url, ask, client = f"/quizzes/{quiz.pk}/1/", ask_for(card), Client()
    client.force_login(lan)
    shown = shown_on(client.get(url))

    def quizzed(option: str) -> Callable[[], int]:
        device = Client()
        device.force_login(lan)
        return lambda: device.post(url, {"shown": shown, "option": option}).status_code

    calls = [quizzed("Kilo"), quizzed("Lada"), posting(lan, card, ask, "Kilo")] * 6
    codes = all_at_once(*calls)
    assert set(codes) <= {200, 302, 409}
    assert codes.count(302) == 6
    assert lan.quiz_answers.get().logged_as is not None
    assert card.log.filter(kind=Review.Event.QUIZ).count() == 1
    assert answers_of(card) == (200 in codes)
    assert list(differences(lan)) == []


def test_twenty_reports_of_one_question_at_once_are_one(lan: User, card: Card):
    def reporting() -> int:
        client = Client()
        client.force_login(lan)
        return client.post(f"/study/{card.question_id}/report/", {"reason": "wrong"}).status_code

    assert all_at_once(*[reporting] * AT_ONCE) == [302] * AT_ONCE
    assert lan.reports.count() == 1
