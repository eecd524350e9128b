"""Quizzes from own decks: answered as any other by their owner, and of a shared one others have a copy of the texts."""

import random
import re
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.demo.factories import QuestionFactory, QuizFactory
from studyapp.library.models import Deck, Draft, Fact, Picture
from studyapp.own import writing
from studyapp.own.pictures import keep_picture
from studyapp.study.decks.membership import join
from studyapp.study.models import Quiz, QuizAnswer, QuizItem, QuizPicture, Review
from studyapp.study.quizzes.drawing import NothingToAsk
from studyapp.study.quizzes.making import again, make
from studyapp.study.quizzes.options import QuizOptions
from studyapp.study.quizzes.sharing import Terms, share, share_own
from tests.own.decks import card_of, draft, own_deck, own_note
from tests.own.owners import names_of_others
from tests.people import NOON
from tests.pictures import drawn, upload
from tests.quizzing import entry_on, give, shown_on
from tests.statements import data_statements

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

CHANCE = random.Random(1)
OF_KNOTS = QuizOptions(own=(1,), length=5)


@pytest.fixture
def knots(lan: User) -> Deck:
    deck = own_deck(lan)
    own_note(deck, "What joins two ropes?", "Sheet bend", "typed")
    own_note(deck, "What is a loop?", "Bowline", "choice", distractors=["Reef knot"], explanation="")
    own_note(deck, "A flashcard", "is never scored")
    return deck


@pytest.fixture
def shared(lan: User, knots: Deck) -> Quiz:
    return share(lan, OF_KNOTS, Terms("Knots for all"), at=NOON, chance=CHANCE)


def asked(quiz: Quiz) -> set[str]:
    return {item.asked.prompt for item in quiz.items.with_content()}


def test_a_quiz_asks_own_decks_that_are_chosen_beside_others(lan: User, knots: Deck) -> None:
    library, sails = QuestionFactory(), own_deck(lan, "Sails")
    own_note(sails, "Which sail is foremost?", "The jib", "typed")
    own = make(lan, OF_KNOTS, at=NOON, chance=CHANCE).quiz
    assert asked(own) == {"What joins two ropes?", "What is a loop?"}
    both = make(lan, QuizOptions(decks=(library.fact.deck.slug,), own=(2,)), at=NOON, chance=CHANCE).quiz
    assert asked(both) == {str(library), "Which sail is foremost?"}
    everything = make(lan, QuizOptions(), at=NOON, chance=CHANCE).quiz
    assert asked(everything) == asked(own) | asked(both)
    writing.remove_deck(lan, sails, at=NOON)
    with pytest.raises(NothingToAsk):
        make(lan, QuizOptions(own=(2,)), at=NOON, chance=CHANCE)


def test_an_answer_in_it_counts_for_the_card(lan: User, knots: Deck) -> None:
    quiz = make(lan, OF_KNOTS, at=NOON, chance=CHANCE).quiz
    for position in (1, 2):
        give(lan, quiz, position, right=position == 1)
    assert [row.kind for row in lan.reviews.all()] == ["quiz", "quiz"]
    wrong = make(lan, QuizOptions(mistakes=1), at=NOON, chance=CHANCE).quiz
    assert wrong.length == 1
    assert again(lan, quiz, at=NOON, chance=CHANCE).quiz.length == 2


def test_nobody_elses_quiz_has_own_cards(lan: User, boris: User, knots: Deck) -> None:
    for options in (QuizOptions(), OF_KNOTS):
        with pytest.raises(NothingToAsk):
            make(boris, options, at=NOON, chance=CHANCE)
    with pytest.raises(NothingToAsk):  # not even of her own, unless she says so
        share(lan, QuizOptions(), Terms("All I know"), at=NOON, chance=CHANCE)


def test_the_pages_of_it_lead_to_the_card_and_to_no_source(lans_browser: Client, lan: User, knots: Deck) -> None:
    page = lans_browser.get(reverse("quizzes"), {"own": "1"}).text
    assert 'name="own"\n            value="1"\n             checked' in page
    made = lans_browser.post(reverse("quizzes"), {"own": "1", "length": "5"}, follow=True)
    quiz = Quiz.objects.get()
    for item in quiz.items.with_content():
        address = reverse("quiz-question", args=[quiz.pk, item.position])
        sent = {**item.asked.body.sample_answer(right=False), "shown": shown_on(made)}
        verdict = lans_browser.post(address, sent, follow=True).text
        assert item.asked.question.fact.get_absolute_url() in verdict
        assert "About this fact" not in verdict
    result = lans_browser.get(reverse("quiz-result", args=[quiz.pk])).text
    assert "Knots" in result
    assert "Where this comes from" not in result
    assert "not joined" not in result
    none = lans_browser.post(reverse("quizzes"), {"own": "2", "length": "5"})
    assert (none.status_code, "no deck of your own" in none.text) == (422, True)


def test_a_deck_of_flashcards_alone_makes_no_quiz_and_says_why(lans_browser: Client, lan: User) -> None:
    own_note(own_deck(lan))
    for page in ("quizzes", "share-quiz"):
        refused = lans_browser.post(reverse(page), {"own": "1", "length": "5", "title": "Knots"})
        assert refused.status_code == 422
        assert "no flashcards" in refused.text


def test_a_shared_quiz_names_no_row_of_an_own_deck(lan: User, boris: User, knots: Deck, shared: Quiz) -> None:
    library = QuestionFactory()
    mixed = make(lan, QuizOptions(decks=(library.fact.deck.slug,), own=(1,)), at=NOON, chance=CHANCE).quiz
    for quiz in (shared, share_own(lan, mixed, Terms("The same"), at=NOON)):
        assert len(asked(quiz)) == quiz.length
        assert QuizItem.objects.filter(quiz=quiz, question__owner__isnull=False).count() == 0
        take_part(boris, quiz)
        for position in range(1, quiz.length + 1):
            assert give(boris, quiz, position).verdict.right
    assert not Review.objects.filter(learner=boris).exists()
    assert not names_of_others()


def take_part(learner: User, quiz: Quiz) -> Client:
    browser = Client()
    browser.force_login(learner)
    browser.post(reverse("take-part", args=[quiz.code]), {"name": "B"})
    return browser


def test_who_takes_part_goes_on_while_its_owner_rewrites_and_deletes(
    lan: User, boris: User, knots: Deck, shared: Quiz
) -> None:
    browser = take_part(boris, shared)
    page = browser.get(reverse("quiz-question", args=[shared.pk, 1]))
    assert page.status_code == 200
    writing.remove(lan, list(Fact.objects.of(lan)), at=NOON)
    writing.remove_deck(lan, knots, at=NOON)
    assert give(boris, shared, 1).verdict.right
    answered = browser.get(reverse("quiz-question", args=[shared.pk, 1])).text
    assert "Edit this card" not in answered
    assert "About this fact" not in answered
    give(boris, shared, 2, right=False)
    result = browser.get(reverse("quiz-result", args=[shared.pk])).text
    assert "1 of 2 right" in " ".join(result.split())
    for prompt in asked(shared):
        assert prompt in result
    assert "own=1" not in result, "it is no deck of theirs"
    once_more = again(boris, shared, at=NOON, chance=CHANCE).quiz
    assert (asked(once_more), once_more.scope, once_more.owner) == (asked(shared), {}, boris)
    lan.erase()
    assert asked(once_more) == {"What joins two ropes?", "What is a loop?"}
    assert give(boris, once_more, 1).verdict.right


def test_who_has_begun_it_finishes_it_after_its_owner_has_gone(lan: User, boris: User, shared: Quiz) -> None:
    browser = take_part(boris, shared)
    lan.erase()
    for position in (1, 2):
        question = reverse("quiz-question", args=[shared.pk, position])
        page = browser.get(question)
        item: Any = shared.items.with_content().get(position=position)
        sent = {**item.asked.body.sample_answer(right=True), "shown": shown_on(page)}
        assert browser.post(question, sent, follow=True).status_code == 200
    result = browser.get(reverse("quiz-result", args=[shared.pk]))
    assert "2 of 2 right" in " ".join(result.text.split())
    assert (result.context["before"], result.context["quiz"].scope) == (None, {})
    assert not Deck.objects.of(lan.pk).exists()
    boris.erase()
    assert not Quiz.objects.exists()


@pytest.fixture
def pictured(lan: User) -> Quiz:
    """Lan's, shared, of one question with a picture beside it and another one with its explanation."""
    words = draft("What joins two ropes?", "Sheet bend", "typed")
    pictures = {
        place: keep_picture(lan, upload(drawn(colour=colour)), alt=place, at=NOON)
        for place, colour in (("prompt", "teal"), ("explanation", "red"))
    }
    card = writing.Written("typed", Draft(words.prompt, words.spec, "", pictures))
    writing.add(lan, own_deck(lan), [card], at=NOON)
    return share(lan, OF_KNOTS, Terms("Knots for all"), at=NOON, chance=CHANCE)


def addresses_on(page: Any) -> list[str]:
    """Of the pictures, in their order."""
    return re.findall(r'src="(/[a-z0-9/]*pictures/[^"]+)"', page.text)


def test_a_picture_is_shown_while_it_is_asked_and_that_of_the_explanation_after(boris: User, pictured: Quiz) -> None:
    browser, question = take_part(boris, pictured), reverse("quiz-question", args=[pictured.pk, 1])
    [front] = addresses_on(browser.get(question))
    give(boris, pictured, 1, right=False)
    answered, result = (browser.get(page) for page in (question, reverse("quiz-result", args=[pictured.pk])))
    for page in (answered, result):
        assert [front] == addresses_on(page)[:1]
        assert len(addresses_on(page)) == 2
    assert not re.search(r'"/pictures/', answered.text + result.text)


def test_it_is_sent_to_who_has_begun_the_quiz_and_to_nobody_else(
    lan: User, boris: User, ada: User, pictured: Quiz
) -> None:
    browser = take_part(boris, pictured)
    give(boris, pictured, 1)
    front, why = addresses_on(browser.get(reverse("quiz-result", args=[pictured.pk])))
    with CaptureQueriesContext(connection) as found:
        sent = browser.get(why)
    assert len(data_statements(found)) == 1
    assert (sent.status_code, sent["Content-Type"]) == (200, "image/webp")
    assert sent["Cache-Control"].startswith("private")
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert sent.content == bytes(Picture.objects.of(lan).get(alt="explanation").small)
    other = Client()
    for _ in range(2):  # as a visitor, and as another learner
        assert other.get(why).status_code == 404
        assert other.get(front).status_code == 200  # which anybody with the code is asked
        other.force_login(ada)
    Quiz.objects.filter(pk=pictured.pk).update(closed_at=NOON)
    assert [one.get(front).status_code for one in (other, browser)] == [404, 200]
    assert other.get(front.replace(str(pictured.pk), "0", 1)).status_code == 404


def test_a_visitor_sees_the_picture_of_the_first_question(client: Client, pictured: Quiz) -> None:
    [front] = addresses_on(client.post(reverse("take-part", args=[pictured.code]), {"name": "V"}))
    assert client.get(front).status_code == 200


def test_pictures_stay_with_the_quiz_when_its_owner_goes_and_go_with_it(lan: User, boris: User, pictured: Quiz) -> None:
    browser = take_part(boris, pictured)
    give(boris, pictured, 1)
    once_more = again(boris, pictured, at=NOON, chance=CHANCE).quiz
    lan.erase()
    assert not Picture._base_manager.exists()
    for quiz in (pictured, once_more):
        [front, *_] = addresses_on(browser.get(reverse("quiz-question", args=[quiz.pk, 1])))
        assert browser.get(front).status_code == 200
    assert QuizPicture.objects.count() == 2  # kept once
    give(boris, once_more, 1)
    passed_on = share_own(boris, once_more, Terms("Knots again"), at=NOON)
    assert passed_on.pictures.count() == 2
    boris.erase()
    assert not QuizPicture.objects.exists()


def test_a_picture_of_an_own_card_is_shown_to_its_owner(lans_browser: Client, lan: User, pictured: Quiz) -> None:
    own = make(lan, OF_KNOTS, at=NOON, chance=CHANCE).quiz
    [front] = addresses_on(lans_browser.get(reverse("quiz-question", args=[own.pk, 1])))
    assert front.startswith("/pictures/")
    give(lan, own, 1)
    assert len(addresses_on(lans_browser.get(reverse("quiz-question", args=[own.pk, 1])))) == 2


def test_a_visitor_answers_its_first_question(client: Client, shared: Quiz) -> None:
    entrance = reverse("take-part", args=[shared.code])
    entry = entry_on(client.post(entrance, {"name": "V"}).text)
    first: Any = shared.items.with_content().get(position=1)
    sent = {**first.asked.body.sample_answer(right=True), "entry": entry}
    assert client.post(reverse("answer-first", args=[shared.code]), sent).status_code == 302
    assert QuizAnswer.objects.get().score == 1
    assert not names_of_others()


def test_the_page_for_others_does_not_tell_what_a_deck_is_called(lans_browser: Client, lan: User, knots: Deck) -> None:
    quiz = make(lan, OF_KNOTS, at=NOON, chance=CHANCE).quiz
    for position in (1, 2):
        give(lan, quiz, position)
    score = lans_browser.get(reverse("quiz-result", args=[quiz.pk])).context["score_url"]
    page = Client().get(score)
    assert page.status_code == 200
    assert "Knots" not in page.text


def test_numbers_of_own_decks_are_those_of_whose_quiz_it_is(lan: User, boris: User, shared: Quiz) -> None:
    own_note(own_deck(boris, "Boats"), "What floats?", "A boat", "typed")
    own = make(boris, OF_KNOTS, at=NOON, chance=CHANCE).quiz
    give(boris, own)
    browser = take_part(boris, shared)
    for position in (1, 2):
        give(boris, shared, position)
    assert browser.get(reverse("quiz-result", args=[shared.pk])).context["before"] is None


def test_a_question_of_a_quiz_is_named_or_copied_and_never_both(lan: User, shared: Quiz, knots: Deck) -> None:
    question = card_of(Fact.objects.of(lan).get(number=1)).question
    QuizFactory(owner=lan, questions=[question])
    join(lan, knots, at=NOON)
    for wrong in ({"pinned": None}, {"question": question}):
        with pytest.raises(IntegrityError), transaction.atomic():
            shared.items.filter(position=1).update(**wrong)
