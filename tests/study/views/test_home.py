"""The first page: what a visitor finds, and what a learner has before them today."""

import re

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import DeckFactory, FactFactory, QuestionFactory
from studyapp.library.models import Deck, Question, State
from studyapp.study.decks.membership import join, leave
from studyapp.study.models import Day
from tests.answering import answer, card_of, learn, put_in_review
from tests.junk import everything
from tests.people import DAY, MINUTE, NOON, TUESDAY
from tests.shelf import Shelf, rewrite, stock
from tests.statements import captured, data_statements

LINK = re.compile(r'href="([^"]+)"')
HOME, HOME_AT_REST = 13, 16
"""What the first page may cost in data statements: with work left, and when it offers more to study."""


def test_a_visitor_finds_the_decks_and_the_way_in(client: Client, shelf: Shelf) -> None:
    page = client.get("/")
    assert list(page.context["decks"]) == [shelf.harbour, shelf.lighthouse]
    assert b'href="/accounts/signup/"' in page.content


def test_one_line_says_what_the_library_is_about_and_how_long_a_day_takes(client: Client, shelf: Shelf) -> None:
    lines = re.findall(r"<p>.*?</p>", client.get("/").text, re.DOTALL)
    (line,) = (line for line in lines if shelf.harbour.title in line)
    assert re.search(r"about [0-9]+ minutes a day", line)


def test_an_empty_library_is_no_error(client: Client, db: None) -> None:
    assert client.get("/").status_code == 200


def test_on_the_first_day_there_are_decks_to_join(lans_browser: Client, lan: User, shelf: Shelf) -> None:
    page = lans_browser.get("/")
    assert list(page.context["offered"]) == [shelf.harbour, shelf.lighthouse]
    assert f'action="/decks/{shelf.harbour.slug}/join/"'.encode() in page.content
    lan.refresh_from_db()
    assert lan.study_day == TUESDAY


def test_a_learner_without_a_library_is_no_error(lans_browser: Client) -> None:
    assert lans_browser.get("/").status_code == 200


def test_one_who_joined_finds_what_is_new(lans_browser: Client, lan: User, lans: Shelf) -> None:
    page = lans_browser.get("/")
    assert [one.deck for one in page.context["decks"]] == [lans.harbour, lans.lighthouse]
    plan = page.context["plan"]
    assert (plan.due.n, plan.learning.n, plan.new.n) == (0, 0, 4)
    assert b'href="/study/"' in page.content


@pytest.mark.parametrize("new_per_day", [4, 0], ids=["work is left", "everything rests"])
def test_a_quiz_of_five_questions_is_one_tap_away(lan: User, lans: Shelf, new_per_day: int) -> None:
    User.objects.filter(pk=lan.pk).update(new_per_day=new_per_day)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(lan)
    page = browser.get("/")
    assert bool(page.context["plan"]) == bool(new_per_day)
    form = re.search(r'<form method="post" action="/quizzes/">.*?</form>', page.text, re.DOTALL)
    assert form
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)">', form[0]))
    assert browser.post("/quizzes/", sent, follow=True).context["stage"] == "ask"
    assert lan.attempts.get().quiz.length == 5


def test_when_everything_rests_it_says_until_when(
    lans_browser: Client, lan: User, lans: Shelf, clock: time_machine.Traveller
) -> None:
    for question in (lans.choice, lans.disputed, lans.true_false):
        card_of(lan, question).suspend(at=NOON - DAY)
    learn(lan, lans.flashcard, at=NOON)
    page = lans_browser.get("/")
    assert (page.context["sitting"].left, page.context["sitting"].answers_done) == (0, 2)
    assert page.context["next_due_day"] == card_of(lan, lans.flashcard).due_day
    assert b'href="/study/"' not in page.content
    clock.shift(DAY)
    assert lans_browser.get("/").context["sitting"].answers_done == 0


def test_after_a_long_holiday_the_day_is_still_bounded(lans_browser: Client, lan: User) -> None:
    questions = stock(9)
    join(lan, questions[0].fact.deck, at=NOON)
    for late, question in enumerate(questions):
        put_in_review(lan, question, due=TUESDAY - 100 * DAY + late * DAY)
    User.objects.filter(pk=lan.pk).update(reviews_per_day=5)
    page = lans_browser.get("/")
    assert (page.context["plan"].due.n, page.context["decks"][0].due) == (5, 5)


def test_a_superseded_fact_is_news_for_a_week_to_those_who_learned_it(
    lans_browser: Client, lan: User, lans: Shelf, clock: time_machine.Traveller
) -> None:
    learn(lan, lans.flashcard, at=NOON)
    old = lans.flashcard.fact
    old.superseded_by = FactFactory(deck=lans.harbour, position=9)
    old.save()
    old.retire_superseded_questions(at=NOON)
    assert not lans_browser.get("/").context["news"]
    clock.shift(DAY)
    page = lans_browser.get("/")
    assert [row.fact for row in page.context["news"]] == [old]
    assert old.superseded_by.get_absolute_url().encode() in page.content
    clock.shift(7 * DAY)
    assert lans_browser.get("/").context["news"]
    clock.shift(DAY)
    assert not lans_browser.get("/").context["news"]


def test_a_fact_with_several_questions_is_one_piece_of_news(
    lans_browser: Client, lan: User, lans: Shelf, clock: time_machine.Traveller
) -> None:
    old = lans.choice.fact
    for question in old.questions.all():
        learn(lan, question, at=NOON)
    old.superseded_by = FactFactory(deck=lans.harbour)
    old.save()
    old.retire_superseded_questions(at=NOON)
    clock.shift(DAY)
    page = lans_browser.get("/")
    assert lan.reviews.news(since=TUESDAY).count() > 1
    assert [row.question.fact for row in page.context["news"]] == [old]


def test_a_fact_whose_fate_is_unknown_is_news_too(
    lans_browser: Client, lan: User, lans: Shelf, clock: time_machine.Traveller
) -> None:
    learn(lan, lans.flashcard, at=NOON)
    old = lans.flashcard.fact
    old.fate_unknown = True
    old.save()
    old.retire_superseded_questions(at=NOON)
    clock.shift(DAY)
    page = lans_browser.get("/").content.decode()
    assert "No source says what happened after that." in page
    assert "The old questions are not asked any more." in page


def test_a_corrected_answer_is_news_to_those_who_knew_the_old_one(
    lans_browser: Client, lan: User, boris: User, lans: Shelf, clock: time_machine.Traveller
) -> None:
    join(boris, lans.harbour, at=NOON)
    answer(lan, lans.choice, at=NOON)
    rewrite(lans.choice, at=NOON + MINUTE, answer="The Sun", distractors=["The Moon"])
    clock.shift(DAY)
    assert [row.question for row in lans_browser.get("/").context["news"]] == [lans.choice]
    lans_browser.force_login(boris)
    assert not lans_browser.get("/").context["news"]


def test_news_of_a_deck_that_was_left_is_no_news(
    lans_browser: Client, lan: User, lans: Shelf, clock: time_machine.Traveller
) -> None:
    answer(lan, lans.choice, at=NOON)
    rewrite(lans.choice, at=NOON + MINUTE, answer="The Sun", distractors=["The Moon"])
    clock.shift(DAY)
    assert lans_browser.get("/").context["news"]
    leave(lan, lans.harbour, at=NOON + DAY)
    assert not lans_browser.get("/").context["news"]


@pytest.fixture
def contested(shelf: Shelf) -> Question:
    """A choice on a fact on which the sources differ: eleven boats, or twelve."""
    spec = {"answer": "11", "distractors": ["30", "40"], "answer_type": "other"}
    return QuestionFactory(fact=shelf.disputed.fact, prompt="How many boats were there?", spec=spec)


def test_a_visitor_answers_a_question_on_which_the_sources_differ_and_sees_them(
    client: Client, shelf: Shelf, contested: Question
) -> None:
    before = everything()
    page = client.get("/")
    fact = contested.fact
    assert page.context["sample"].question == contested
    # What is right stands on the page only once it is answered.
    assert fact.statement not in page.text
    assert "judged" not in page.text
    for option, right in (("11", True), ("30", False)):
        page = client.get("/", {"asked": str(contested.pk), "option": option})
        assert (page.status_code, page.context["sample"].verdict.right) == (200, right)
        assert fact.statement in page.text
        assert page.text.count('class="differs"') >= 1
        assert {citation.article.get_absolute_url() for citation in fact.cited} <= set(LINK.findall(page.text))
        assert 'href="/quizzes/try/"' in page.text
    assert client.get("/", {"asked": str(contested.pk), "give_up": "1"}).context["sample"].verdict.score == 0
    assert settings.SESSION_COOKIE_NAME not in client.cookies
    assert not Session.objects.exists()
    assert everything() == before


@pytest.mark.parametrize("sent", [{}, {"option": "Neither"}, {"option": ["", "11\0"]}])
def test_what_cannot_be_read_is_asked_again_and_tells_nothing(
    client: Client, contested: Question, sent: dict[str, str]
) -> None:
    page = client.get("/", {"asked": str(contested.pk), **sent})
    assert page.status_code == 422
    assert contested.fact.statement not in page.text


@pytest.mark.parametrize("asked", ["", "0", "x", "9" * 30])
def test_an_answer_to_another_question_is_none(client: Client, contested: Question, asked: str) -> None:
    page = client.get("/", {"asked": asked, "option": "11"})
    assert (page.status_code, page.context["sample"].response) == (200, None)


def test_the_question_is_in_the_readers_language_where_there_is_one_else_in_english(
    client: Client, contested: Question
) -> None:
    deck = DeckFactory(language="vi")
    assert client.get("/", headers={"Accept-Language": "vi"}).context["sample"].question == contested
    undisputed = QuestionFactory(fact=FactFactory(deck=deck), kind="choice")
    assert client.get("/", headers={"Accept-Language": "vi"}).context["sample"].question == undisputed
    vietnamese = FactFactory(deck=deck, translates=contested.fact, citations=[], published=True)
    asked = QuestionFactory(fact=vietnamese, prompt="Bao nhiêu?", spec=contested.author_spec())
    assert client.get("/", headers={"Accept-Language": "vi"}).context["sample"].question == asked
    assert client.get("/", headers={"Accept-Language": "ru"}).context["sample"].question == contested


def test_without_such_a_question_the_first_page_goes_without(client: Client, shelf: Shelf) -> None:
    Question.objects.filter(kind="choice").update(state=State.DRAFT)
    page = client.get("/")
    assert (page.status_code, page.context["sample"]) == (200, None)
    assert shelf.disputed.fact.statement not in page.text


def test_how_a_learner_is_doing_is_said_in_numbers(lans_browser: Client, lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    answer(lan, lans.flashcard, at=NOON, right=False)
    context = lans_browser.get("/").context
    assert (context["known"].known.n, context["known"].met.n) == (2, 2)
    assert (context["done"].answered.n, context["done"].right.n) == (3, 2)
    assert [one.answers for one in context["week"].days] == [0] * 6 + [3]


def test_one_line_says_what_the_day_holds(lans_browser: Client, lan: User, lans: Shelf) -> None:
    for question in (lans.choice, lans.true_false):
        put_in_review(lan, question, due=TUESDAY)
    answer(lan, lans.flashcard, at=NOON, right=False)
    page = lans_browser.get("/")
    assert (page.context["plan"].words, page.context["plan"].minutes.n) == ("2 reviews, 1 learning and 1 new", 1)
    page = lans_browser.get(f"/decks/{lans.lighthouse.slug}/")
    assert page.context["plan"].words == "1 review"


def test_the_words_of_the_plan_are_explained_beside_it(lans_browser: Client, lan: User, lans: Shelf) -> None:
    page = lans_browser.get("/").text
    assert all(f"<dt>{word}</dt>" in page for word in ("New", "Learning", "Due, a review"))


def test_a_goal_of_ones_own_is_shown_and_none_is_set_for_others(lans_browser: Client, lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    assert lans_browser.get("/").context["done"].goal is None
    User.objects.filter(pk=lan.pk).update(daily_goal=20)
    page = lans_browser.get("/")
    assert (page.context["done"].goal.n, page.context["done"].towards_goal) == (20, 1)
    assert '<progress\n      class="bar"\n      max="20"\n      value="1"' in page.text
    User.objects.filter(pk=lan.pk).update(daily_goal=1)
    answer(lan, lans.flashcard, at=NOON)
    assert lans_browser.get("/").context["done"].towards_goal == 1


@pytest.mark.parametrize(("days", "welcome"), [(4, False), (5, True), (90, True)])
def test_after_some_days_away_one_is_welcomed_back_until_the_first_answer(
    lans_browser: Client, lan: User, lans: Shelf, clock: time_machine.Traveller, days: int, welcome: bool
) -> None:
    assert not lans_browser.get("/").context["away"]
    learn(lan, lans.choice, at=NOON)
    clock.shift(days * DAY)
    page = lans_browser.get("/")
    assert page.context["away"] == welcome
    assert ("Welcome back." in page.text) == welcome
    assert "questions you have seen." in page.text or "question you have seen." in page.text
    answer(lan, lans.flashcard, at=NOON + days * DAY)
    assert not lans_browser.get("/").context["away"]


def test_where_the_decks_hold_more_than_the_day_asks_the_page_says_so(
    lans_browser: Client, lan: User, lans: Shelf
) -> None:
    assert not lans_browser.get("/").context["beyond_today"]
    User.objects.filter(pk=lan.pk).update(new_per_day=2)
    context = lans_browser.get("/").context
    assert (context["plan"].new.n, sum(one.new for one in context["decks"])) == (2, 3)
    assert context["beyond_today"]


def busy(learner: User, decks: int, cards: int) -> None:
    """Decks with reviews that are due, some days of study, and something new in each."""
    for n in range(decks):
        deck: Deck = DeckFactory(position=10 + n)
        questions = stock(cards, deck=deck)
        join(learner, deck, at=NOON - 9 * DAY)
        for question in questions[1:]:
            put_in_review(learner, question, due=TUESDAY)
        Day.objects.create(learner=learner, deck=deck, study_day=TUESDAY, due=cards - 1)
        Day.objects.create(learner=learner, deck=deck, study_day=TUESDAY - DAY, answers=3, right=2, reviews=1)
        QuestionFactory(fact=FactFactory(deck=deck), kind="typed", at=NOON - DAY)


def test_the_first_page_costs_the_same_with_any_number_of_decks_and_cards(
    lans_browser: Client, lan: User, boris: User, db: None
) -> None:
    busy(lan, 1, 3)
    busy(boris, 4, 40)
    found = []
    for learner in (lan, boris):
        lans_browser.force_login(learner)
        lans_browser.get("/")  # the first request of a day follows the library
        found.append(len(data_statements(captured(lans_browser, "/"))))
    assert found[0] <= found[1] <= HOME  # for Boris also when he will be through
    for learner in (lan, boris):
        lans_browser.force_login(learner)
        learner.cards.filter(queue__in=[1, 3]).update(queue=0, due_day=None)
        learner.days.update(due=0)
        assert not lans_browser.get("/").context["sitting"].left
        assert len(data_statements(captured(lans_browser, "/"))) <= HOME_AT_REST
