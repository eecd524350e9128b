"""The pages of quizzes: choosing, answering, the time limit, the end, the result; and what none of them may do."""

import re
from typing import Any

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyapp.accounts.models import User
from studyapp.demo.factories import DeckFactory, FactFactory, QuestionFactory, QuizFactory
from studyapp.library.models import Question
from studyapp.study.decks.membership import join
from studyapp.study.models import Attempt, Quiz, Review
from tests.answering import HTMX, card_of, learn, put_in_review, said
from tests.people import MINUTE, NOON, TUESDAY
from tests.quizzing import attempt_at, give, shown_on
from tests.shelf import Shelf, rewrite, stock
from tests.statements import data_statements

SECOND = MINUTE / 60
ANSWER, ANSWER_THAT_GRADUATES, LAST_ANSWER, SHOW = 8, 9, 9, 4


def question_at(quiz: Quiz, position: int = 1) -> Question:
    return quiz.items.select_related("question", "revision").get(position=position).asked.question


def send(browser: Client, quiz: Quiz, position: int = 1, *, right: bool = True, **headers: Any) -> Any:
    """Open the quiz, answer, and follow to where that leads."""
    url = f"/quizzes/{quiz.pk}/{position}/"
    sent = {"shown": shown_on(browser.get(url)), **said(question_at(quiz, position), right=right)}
    return browser.post(url, sent, follow=True, **headers)


@pytest.fixture
def quiz(lan: User, lans: Shelf) -> Quiz:
    return QuizFactory(owner=lan, questions=[lans.choice, lans.lamp, lans.disputed], made_at=NOON)


@pytest.fixture
def secret(lan: User, lans: Shelf) -> Quiz:
    """One that tells right from wrong only at the end."""
    return QuizFactory(owner=lan, questions=[lans.choice, lans.lamp], feedback_at_end=True, made_at=NOON)


@pytest.fixture
def timed(lan: User, lans: Shelf) -> Quiz:
    return QuizFactory(owner=lan, questions=[lans.choice, lans.lamp], minutes=10, made_at=NOON)


@pytest.fixture
def one_page(lan: User, lans: Shelf) -> Quiz:
    return QuizFactory(owner=lan, questions=[lans.choice, lans.lamp, lans.disputed], one_page=True, made_at=NOON)


# Choosing


def test_a_quiz_is_made_and_begun_at_once(lans_browser: Client, lan: User, lans: Shelf) -> None:
    sent = {"deck": [lans.harbour.slug], "length": "5", "minutes": "10", "feedback_at_end": "on"}
    page = lans_browser.post("/quizzes/", sent, follow=True)
    attempt = lan.attempts.get()
    assert page.redirect_chain[-1] == (f"/quizzes/{attempt.quiz_id}/1/", 302)
    assert page.context["stage"] == "ask"
    assert (attempt.quiz.scope, attempt.quiz.feedback_at_end) == ({"decks": [lans.harbour.slug]}, True)
    assert attempt.deadline == NOON + 10 * MINUTE
    assert "only 4 questions" in str(next(iter(get_messages(page.wsgi_request))))
    lans_browser.post("/quizzes/", sent)
    assert lan.attempts.count() == 1


def test_five_questions_are_one_tap_away_and_the_choices_are_folded_until_an_address_chooses(
    lans_browser: Client, client: Client, lan: User, lans: Shelf
) -> None:
    assert not lans_browser.get("/quizzes/").context["form"].is_chosen
    assert "<details open" not in lans_browser.get("/quizzes/").text
    assert lans_browser.get(f"/quizzes/?deck={lans.harbour.slug}").context["form"].is_chosen
    page = lans_browser.post("/quizzes/", {"length": "5"}, follow=True)
    assert (page.context["stage"], lan.attempts.get().quiz.minutes) == ("ask", None)
    assert 'href="/quizzes/try/?length=5"' in Client().get("/quizzes/").text


def test_an_address_chooses_beforehand_and_what_cannot_be_is_left_alone(lans_browser: Client, lans: Shelf) -> None:
    form = lans_browser.get(f"/quizzes/?deck={lans.harbour.slug}&length=5&minutes=7&one_page=1").context["form"]
    assert form["deck"].value() == [lans.harbour.slug]
    assert (form["length"].value(), form["minutes"].value(), form["one_page"].value()) == ("5", "7", True)
    form = lans_browser.get("/quizzes/?deck=nowhere&length=7").context["form"]
    assert (form["deck"].value(), form["length"].value()) == (["nowhere"], 10)


def test_nothing_to_ask_is_said_plainly(lans_browser: Client, lan: User, lans: Shelf) -> None:
    flashcards = DeckFactory()
    QuestionFactory(fact=FactFactory(deck=flashcards), kind="flashcard")
    for chosen in ({"deck": flashcards.slug}, {"mistakes": "7"}):
        page = lans_browser.post("/quizzes/", {"length": "5", **chosen})
        assert page.status_code == 422
        assert page.context["form"].non_field_errors()
    assert not lan.quizzes.exists()


def test_what_is_running_and_what_is_finished_stands_there(
    lans_browser: Client, lan: User, boris: User, quiz: Quiz, timed: Quiz
) -> None:
    attempt_at(timed).finish(at=NOON)
    QuizFactory(owner=boris, questions=[question_at(quiz)], made_at=NOON)
    page = lans_browser.get("/quizzes/")
    assert [attempt.quiz for attempt, _ in page.context["running"]] == [quiz]
    assert [attempt.quiz for attempt, _ in page.context["results"]] == [timed]


def test_what_ran_out_of_time_stands_among_the_results(
    lans_browser: Client, timed: Quiz, clock: time_machine.Traveller
) -> None:
    clock.shift(11 * MINUTE)
    page = lans_browser.get("/quizzes/")
    assert (page.context["running"], [attempt.quiz for attempt, _ in page.context["results"]]) == ([], [timed])


def test_results_are_paged(lans_browser: Client, lan: User, lans: Shelf) -> None:
    for _ in range(21):
        attempt_at(QuizFactory(owner=lan, questions=[lans.choice], made_at=NOON)).finish(at=NOON)
    with CaptureQueriesContext(connection) as captured:
        first = lans_browser.get("/quizzes/")
    assert len(first.context["results"]) == 20
    assert len(lans_browser.get("/quizzes/?page=2").context["results"]) == 1
    assert len(data_statements(captured)) <= 8


def test_a_visitor_may_choose_and_is_shown_the_first_question(client: Client, shelf: Shelf) -> None:
    assert client.get("/quizzes/").status_code == 200
    page = client.post("/quizzes/", {"deck": shelf.harbour.slug, "length": "5"})
    assert page["Location"].startswith(f"/quizzes/try/?deck={shelf.harbour.slug}&length=5")
    for path in ("/quizzes/1/", "/quizzes/1/1/", "/quizzes/1/result/"):
        assert client.get(path)["Location"].startswith("/accounts/login/")


# Answering


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_the_verdict_comes_at_once_and_again(
    lans_browser: Client, lan: User, quiz: Quiz, headers: dict[str, str]
) -> None:
    page = send(lans_browser, quiz, right=False, headers=headers)
    # A page that is gone back to has an address of its own; a swap costs one request.
    assert page.redirect_chain == ([] if headers else [(f"/quizzes/{quiz.pk}/1/", 302)])
    assert page.context["stage"] == "verdict"
    assert (page.context["result"].was_right, page.context["result"].verdict.expected) == (False, "The Moon")
    assert (b"<html" in page.content) == (not headers)
    # A double click, a retry and the back button find it so; another answer is refused with the way on.
    assert lans_browser.get(f"/quizzes/{quiz.pk}/1/").context["stage"] == "verdict"
    url, shown = f"/quizzes/{quiz.pk}/1/", shown_on(lans_browser.get(f"/quizzes/{quiz.pk}/", follow=True))
    again = lans_browser.post(url, {"shown": shown, **said(question_at(quiz), right=False)}, headers=headers)
    assert again.status_code == (200 if headers else 302)
    other = lans_browser.post(url, {"shown": shown, **said(question_at(quiz))}, headers=headers)
    assert (other.status_code, other.context["reason"]) == (409, "answered")
    assert f'href="/quizzes/{quiz.pk}/"' in other.content.decode()
    assert lan.quiz_answers.get().score == 0


def test_a_swap_goes_straight_on_where_verdicts_come_at_the_end(lans_browser: Client, lan: User, lans: Shelf) -> None:
    quiz = QuizFactory(owner=lan, questions=[lans.choice, lans.disputed], feedback_at_end=True, made_at=NOON)
    page = send(lans_browser, quiz, headers=HTMX)
    assert page.redirect_chain == []
    assert (page.context["stage"], page.context["item"].position) == ("ask", 2)
    page = send(lans_browser, quiz, 2, headers=HTMX)
    assert page.status_code == 200
    assert page["HX-Redirect"] == f"/quizzes/{quiz.pk}/result/"


def test_it_goes_on_to_the_next_that_is_open(lans_browser: Client, quiz: Quiz) -> None:
    send(lans_browser, quiz, 2)
    page = lans_browser.get(f"/quizzes/{quiz.pk}/", follow=True)
    assert (page.context["item"].position, page.context["next_open"], page.context["answered"]) == (1, 3, 1)
    page = lans_browser.get(f"/quizzes/{quiz.pk}/3/")
    assert (page.context["item"].position, page.context["next_open"]) == (3, 1)


def test_i_do_not_know(lans_browser: Client, lan: User, quiz: Quiz) -> None:
    url = f"/quizzes/{quiz.pk}/1/"
    page = lans_browser.post(url, {"shown": shown_on(lans_browser.get(url)), "give_up": "1"}, follow=True)
    assert (page.context["result"].gave_up, page.context["result"].was_right) == (True, False)
    assert card_of(lan, question_at(quiz)).log.get().rating == 1


def test_what_cannot_be_read_is_asked_back(lans_browser: Client, lan: User, quiz: Quiz) -> None:
    url = f"/quizzes/{quiz.pk}/3/"
    page = lans_browser.post(url, {"shown": shown_on(lans_browser.get(url)), "number": "a dozen or so"})
    assert (page.status_code, page.context["stage"]) == (422, "ask")
    assert "a dozen or so" in page.content.decode()
    assert not lan.quiz_answers.exists()


def test_how_long_it_took_is_kept(lans_browser: Client, lan: User, quiz: Quiz, clock: time_machine.Traveller) -> None:
    url = f"/quizzes/{quiz.pk}/1/"
    shown = shown_on(lans_browser.get(url))
    clock.shift(7)
    lans_browser.post(url, {"shown": shown, **said(question_at(quiz))})
    assert lan.quiz_answers.get().elapsed_ms == 7000
    assert lan.reviews.get().elapsed_ms == 7000


def test_where_feedback_waits_nothing_tells_right_from_wrong(
    lans_browser: Client, lan: User, lans: Shelf, secret: Quiz
) -> None:
    """Page for page, header for header."""
    seen, url = [], f"/quizzes/{secret.pk}/"
    for right in (True, False):
        found = []
        with transaction.atomic():
            shown = shown_on(lans_browser.get(f"{url}1/"))
            for headers in ({}, HTMX):
                sent = {"shown": shown, **said(lans.choice, right=right)}
                found += [lans_browser.post(f"{url}1/", sent, headers=headers)]
                found += [lans_browser.get(path, headers=headers) for path in (url, f"{url}1/", f"{url}result/")]
            found += [lans_browser.get("/quizzes/"), lans_browser.get(f"{url}finish/")]
            transaction.set_rollback(True)
        seen.append([masked(page) for page in found])
    assert seen[0] == seen[1]


def masked(page: Any) -> tuple[Any, ...]:
    """A page and its headers without the tokens that every request has its own of."""
    content = page.content.decode()
    for name in ("csrf_token", "csp_nonce"):
        if page.context and name in page.context:
            content = content.replace(str(page.context[name]), "*")
    content = re.sub(r'name="shown" value="[^"]+"', "", content)
    return page.status_code, content, {**page.headers, "Content-Security-Policy": "", "X-Request-ID": ""}


def test_at_the_end_everything_is_told(lans_browser: Client, secret: Quiz) -> None:
    assert send(lans_browser, secret, 1, right=False).context["stage"] == "ask"
    page = send(lans_browser, secret, 2)
    assert page.redirect_chain[-1][0] == f"/quizzes/{secret.pk}/result/"
    assert [mark.was_right for mark in page.context["results"]] == [False, True]
    assert lans_browser.get(f"/quizzes/{secret.pk}/1/")["Location"] == f"/quizzes/{secret.pk}/result/"


def test_a_quiz_keeps_what_it_asked_first(lans_browser: Client, lan: User, lans: Shelf, quiz: Quiz) -> None:
    rewrite(lans.choice, at=NOON, prompt="What now?", answer="Venus", distractors=["The Moon"])
    page = lans_browser.get(f"/quizzes/{quiz.pk}/", follow=True)
    assert "What now?" not in page.content.decode()
    url = f"/quizzes/{quiz.pk}/1/"
    page = lans_browser.post(url, {"shown": shown_on(page), "option": "The Moon"}, follow=True)
    assert page.context["result"].was_right


# All on one page


def fields(quiz: Quiz, *positions: int, right: bool = True) -> dict[str, Any]:
    return {
        f"{position}-{name}": value
        for position in positions
        for name, value in said(question_at(quiz, position), right=right).items()
    }


def test_what_is_filled_in_is_kept_and_what_is_empty_stays_open(
    lans_browser: Client, lan: User, one_page: Quiz, clock: time_machine.Traveller
) -> None:
    url = f"/quizzes/{one_page.pk}/"
    shown = shown_on(lans_browser.get(url))
    clock.shift(30)
    page = lans_browser.post(url, {"shown": shown, **fields(one_page, 1, 3)}, follow=True)
    assert (page.context["stage"], page.context["left_count"]) == ("all", 1)
    assert [answer.elapsed_ms for answer in lan.quiz_answers.all()] == [15_000, 15_000]
    page = lans_browser.post(url, {"shown": shown, **fields(one_page, 2, right=False)}, follow=True)
    assert page.redirect_chain[-1][0] == f"{url}result/"
    assert attempt_at(one_page).right == 2


def test_sent_twice_it_counts_once_and_another_answer_is_refused(
    lans_browser: Client, lan: User, one_page: Quiz
) -> None:
    url = f"/quizzes/{one_page.pk}/"
    sent = {"shown": shown_on(lans_browser.get(url)), **fields(one_page, 1)}
    for _ in range(2):
        assert lans_browser.post(url, sent).status_code == 302
    page = lans_browser.post(url, {**sent, **fields(one_page, 1, right=False)})
    assert (page.status_code, page.context["reason"]) == (409, "answered")
    assert (lan.quiz_answers.count(), lan.reviews.count()) == (1, 1)


def test_what_cannot_be_read_is_shown_again_and_the_rest_is_kept(
    lans_browser: Client, lan: User, one_page: Quiz
) -> None:
    url = f"/quizzes/{one_page.pk}/"
    sent = {"shown": shown_on(lans_browser.get(url)), **fields(one_page, 1), "3-number": "a dozen or so"}
    page = lans_browser.post(url, sent)
    assert page.status_code == 422
    assert "a dozen or so" in page.content.decode()
    assert [answer.position for answer in lan.quiz_answers.all()] == [1]


def test_a_slip_that_is_another_word_is_asked_back_once_on_one_page_too(
    lans_browser: Client, lan: User, lans: Shelf
) -> None:
    rewrite(lans.lamp, at=NOON, answer="abstained")
    lamp = Question.objects.get(pk=lans.lamp.pk)
    quiz = QuizFactory(owner=lan, questions=[lans.choice, lamp], one_page=True, made_at=NOON)
    url = f"/quizzes/{quiz.pk}/"
    sent = {"shown": shown_on(lans_browser.get(url)), **fields(quiz, 1), "2-text": "obtained"}
    page = lans_browser.post(url, sent)
    assert page.status_code == 422
    assert 'name="2-text-asked" value="obtained"' in page.content.decode()
    assert [answer.position for answer in lan.quiz_answers.all()] == [1]
    lans_browser.post(url, {"shown": shown_on(page), "2-text": "obtained", "2-text-asked": "obtained"})
    assert (lan.quiz_answers.count(), attempt_at(quiz).right) == (2, 1)


def test_finishing_saves_what_is_filled_in(lans_browser: Client, lan: User, one_page: Quiz) -> None:
    url = f"/quizzes/{one_page.pk}/"
    sent = {"shown": shown_on(lans_browser.get(url)), **fields(one_page, 1), "finish": "1"}
    page = lans_browser.post(url, sent, follow=True)
    assert page.redirect_chain[-1][0] == f"{url}finish/"
    assert page.context["left"] == 2
    assert lan.quiz_answers.count() == 1


# The time limit


def test_time_that_is_up_ends_it_with_what_was_given(
    lans_browser: Client, lan: User, timed: Quiz, clock: time_machine.Traveller
) -> None:
    send(lans_browser, timed, 1)
    shown = shown_on(lans_browser.get(f"/quizzes/{timed.pk}/", follow=True))
    clock.shift(11 * MINUTE)
    late = lans_browser.post(f"/quizzes/{timed.pk}/2/", {"shown": shown, **said(question_at(timed, 2))})
    assert (late.status_code, late.context["reason"]) == (409, "over")
    page = lans_browser.get(f"/quizzes/{timed.pk}/", follow=True)
    assert (page.context["unanswered"], page.context["late"]) == (0, 1)
    assert "does not count" in page.text
    assert (page.context["attempt"].right, page.context["attempt"].took) == (1, 10 * MINUTE)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize(("after", "right", "late"), [(1, 1, 0), (6, 0, 1)], ids=["within the grace", "after it"])
def test_what_a_page_sends_by_its_clock_counts_within_the_grace(
    lans_browser: Client,
    timed: Quiz,
    clock: time_machine.Traveller,
    headers: dict[str, str],
    after: int,
    right: int,
    late: int,
) -> None:
    url = f"/quizzes/{timed.pk}/1/"
    sent = {"shown": shown_on(lans_browser.get(url)), "position": "1", "time_up": "1", **said(question_at(timed))}
    early = lans_browser.post(url, sent, headers=headers)  # as when more time was taken elsewhere
    assert (early.status_code, early.context["stage"]) == (200, "ask")
    assert not timed.answers.exists()
    clock.move_to(NOON + 10 * MINUTE + after * SECOND, tick=False)
    page = lans_browser.post(url, sent, headers=headers)
    assert page.headers.get("HX-Redirect", page.get("Location")) == f"/quizzes/{timed.pk}/result/"
    attempt = attempt_at(timed)
    assert (attempt.ran_out, attempt.right, attempt.late_answers.count()) == (True, right, late)


@pytest.mark.parametrize(("after", "right", "late"), [(1, 2, 0), (6, 0, 2)], ids=["within the grace", "after it"])
def test_a_whole_page_sent_by_its_clock_keeps_all_that_is_filled_in(
    lans_browser: Client, lan: User, lans: Shelf, clock: time_machine.Traveller, after: int, right: int, late: int
) -> None:
    asked = [lans.choice, lans.lamp, lans.disputed]
    every = QuizFactory(owner=lan, questions=asked, minutes=10, one_page=True, made_at=NOON)
    url = f"/quizzes/{every.pk}/"
    shown = shown_on(lans_browser.get(url))
    sent = {"shown": shown, "time_up": "1", **fields(every, 1, 2), "3-number": "a dozen or so"}
    assert lans_browser.post(url, sent).context["stage"] == "all"
    clock.move_to(NOON + 10 * MINUTE + after * SECOND, tick=False)
    page = lans_browser.post(url, sent, follow=True)
    assert page.redirect_chain[-1][0] == f"{url}result/"
    assert (page.context["attempt"].right, page.context["late"], page.context["unanswered"]) == (right, late, 1)


def test_a_slip_is_taken_as_it_stands_when_there_is_no_time_to_ask_back(
    lans_browser: Client, lan: User, lans: Shelf, clock: time_machine.Traveller
) -> None:
    rewrite(lans.lamp, at=NOON, answer="abstained")
    lamp = Question.objects.get(pk=lans.lamp.pk)
    every = QuizFactory(owner=lan, questions=[lans.choice, lamp], minutes=10, one_page=True, made_at=NOON)
    url = f"/quizzes/{every.pk}/"
    shown = shown_on(lans_browser.get(url))
    clock.move_to(NOON + 10 * MINUTE + SECOND, tick=False)
    lans_browser.post(url, {"shown": shown, "time_up": "1", "2-text": "obtained"})
    assert every.answers.get().response == {"text": "obtained"}


def test_without_scripts_what_comes_with_a_wish_for_more_time_too_late_is_kept(
    lans_browser: Client, timed: Quiz, clock: time_machine.Traveller
) -> None:
    shown = shown_on(lans_browser.get(f"/quizzes/{timed.pk}/2/"))
    clock.shift(11 * MINUTE)
    sent = {"shown": shown, "position": "2", "more": "0", **said(question_at(timed, 2))}
    page = lans_browser.post(f"/quizzes/{timed.pk}/time-limit/", sent, follow=True)
    assert (page.context["late"], page.context["attempt"].more_time) == (1, 0)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_more_time_and_no_time_limit(
    lans_browser: Client, timed: Quiz, clock: time_machine.Traveller, headers: dict[str, str]
) -> None:
    url = f"/quizzes/{timed.pk}/time-limit/"
    clock.shift(9 * MINUTE)
    for _ in range(2):  # a double click
        assert lans_browser.post(url, {"more": "0"}, headers=headers).status_code in (200, 302)
    assert attempt_at(timed).deadline == NOON + 15 * MINUTE
    lans_browser.post(url, {"off": "1"}, headers=headers)
    clock.shift(60 * MINUTE)
    assert lans_browser.get(f"/quizzes/{timed.pk}/", follow=True).context["stage"] == "ask"
    attempt_at(timed).finish(at=NOON + 70 * MINUTE)
    assert len(lans_browser.get(f"/quizzes/{timed.pk}/result/").context["remarks"]) == 3


def test_what_is_filled_in_stays_when_the_time_limit_is_changed_without_scripts(
    lans_browser: Client, lan: User, lans: Shelf
) -> None:
    url = f"/quizzes/{QuizFactory(owner=lan, questions=[lans.lamp], minutes=10, made_at=NOON).pk}/time-limit/"
    assert 'value="Fres"' in lans_browser.post(url, {"more": "0", "position": "1", "text": "Fres"}).content.decode()
    every = QuizFactory(owner=lan, questions=[lans.choice, lans.lamp], minutes=9, one_page=True, made_at=NOON)
    page = lans_browser.post(f"/quizzes/{every.pk}/time-limit/", {"more": "0", "2-text": "Fres"})
    assert 'value="Fres"' in page.content.decode()
    assert not lan.quiz_answers.exists()


# The end


def test_finishing_early_asks_first(lans_browser: Client, quiz: Quiz) -> None:
    url = f"/quizzes/{quiz.pk}/finish/"
    assert lans_browser.get(url).context["left"] == 3
    assert not attempt_at(quiz).is_finished
    for _ in range(2):
        assert lans_browser.post(url)["Location"] == f"/quizzes/{quiz.pk}/result/"
    assert attempt_at(quiz).right == 0
    page = lans_browser.post(f"/quizzes/{quiz.pk}/1/", {"shown": "x"})
    assert page.status_code == 400


def test_the_result_shows_what_was_right_and_compares(
    lans_browser: Client, lan: User, quiz: Quiz, clock: time_machine.Traveller
) -> None:
    for position in (1, 2, 3):
        send(lans_browser, quiz, position, right=position > 1)
    page = lans_browser.get(f"/quizzes/{quiz.pk}/result/")
    assert page.context["before"] is None
    assert page.context["mistakes"].cards == 1
    study = lans_browser.get(f"/study/{page.context['mistakes'].scope.query}")
    assert study.context["card"].question == question_at(quiz, 1)
    clock.shift(MINUTE)
    assert lans_browser.post(f"/quizzes/{quiz.pk}/again/").status_code == 302
    anew = lan.quizzes.order_by("pk").last()
    assert anew is not None
    lans_browser.post(f"/quizzes/{anew.pk}/finish/")
    assert lans_browser.get(f"/quizzes/{anew.pk}/result/").context["before"].quiz == quiz


@pytest.mark.parametrize("right", [True, False])
def test_answers_from_a_deck_not_joined_lead_to_it(lans_browser: Client, lan: User, shelf: Shelf, right: bool) -> None:
    quiz = QuizFactory(owner=lan, questions=[shelf.choice, shelf.lamp], made_at=NOON)
    send(lans_browser, quiz, right=right)
    lans_browser.post(f"/quizzes/{quiz.pk}/finish/")
    page = lans_browser.get(f"/quizzes/{quiz.pk}/result/")
    assert (page.context["mistakes"].cards, page.context["decks"]) == (0, [shelf.harbour])
    assert f'href="{shelf.harbour.get_absolute_url()}"' in page.text
    join(lan, shelf.harbour, at=NOON)
    assert lans_browser.get(f"/quizzes/{quiz.pk}/result/").context["decks"] == []


def test_before_the_end_there_is_no_result(lans_browser: Client, lan: User, secret: Quiz) -> None:
    give(lan, secret, right=False)
    assert lans_browser.get(f"/quizzes/{secret.pk}/result/")["Location"] == f"/quizzes/{secret.pk}/"
    assert lans_browser.get(f"/study/?quiz={secret.pk}&cram=1").status_code == 404


def test_a_score_to_show_holds_no_question_and_no_name(client: Client, lans_browser: Client, quiz: Quiz) -> None:
    attempt_at(quiz).finish(at=NOON)
    url = lans_browser.get(f"/quizzes/{quiz.pk}/result/").context["score_url"]
    lans_browser.logout()
    page = client.get(url)
    content = page.content.decode()
    assert "0 of 3" in content
    assert page["X-Robots-Tag"] == "noindex"
    for secret in ("Lan", question_at(quiz).fact.statement, str(question_at(quiz))):
        assert not re.search(rf"\b{re.escape(secret)}\b", content)
    Attempt.objects.update(name="Captain")
    assert "Captain" in client.get(url).content.decode()
    for broken in (url[:-2] + "/", "/quizzes/score/x/", "/quizzes/score/%00/"):
        assert client.get(broken).status_code == 404
    quiz.owner.delete()
    assert client.get(url).status_code == 404


def test_another_learners_quiz_is_not_there(lans_browser: Client, boris: User, lans: Shelf) -> None:
    quiz = QuizFactory(owner=boris, questions=[lans.choice], made_at=NOON)
    for path in ("", "1/", "finish/", "result/", "time-limit/", "again/"):
        assert lans_browser.get(f"/quizzes/{quiz.pk}/{path}").status_code == 404
        assert lans_browser.post(f"/quizzes/{quiz.pk}/{path}", {"shown": "x", "more": "0"}).status_code in (404, 405)
    assert not attempt_at(quiz).is_finished


# What it costs


def test_an_answer_and_a_question_cost_few_statements(lans_browser: Client, lan: User, lans: Shelf) -> None:
    put_in_review(lan, lans.disputed, due=TUESDAY)
    learn(lan, lans.true_false, at=NOON)
    stock(200, deck=lans.harbour)
    quiz = QuizFactory(owner=lan, questions=[lans.disputed, lans.choice, lans.typed, lans.lamp], made_at=NOON)
    lans_browser.get(f"/quizzes/{quiz.pk}/", follow=True)
    costs = {}
    for position, most in ((1, ANSWER), (2, ANSWER), (3, ANSWER), (4, LAST_ANSWER)):
        url = f"/quizzes/{quiz.pk}/{position}/"
        with CaptureQueriesContext(connection) as asking:
            page = lans_browser.get(url)
        sent = {"shown": shown_on(page), **said(question_at(quiz, position))}
        with CaptureQueriesContext(connection) as answering:
            assert lans_browser.post(url, sent).status_code == 302
        with CaptureQueriesContext(connection) as judging:
            assert lans_browser.get(url).context["stage"] == "verdict"
        costs[position] = [len(data_statements(each)) for each in (asking, answering, judging)]
        assert costs[position][1] <= most, "\n".join(data_statements(answering))
        assert max(costs[position][0], costs[position][2]) <= SHOW, data_statements(asking)
    assert Review.objects.filter(kind="quiz").count() == 4
