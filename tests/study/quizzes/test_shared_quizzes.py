"""A shared quiz: the same questions for everybody who has the code, and the owner alone sees how they fared."""

import re
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyapp.accounts.models import User
from studyapp.demo.factories import GuestFactory, QuizFactory
from studyapp.library.models import State
from studyapp.study.models import Attempt, Quiz
from studyapp.study.quizzes.codes import new_code
from studyapp.study.quizzes.scoreboard import participants
from studyapp.study.quizzes.sharing import MOST_A_DAY
from studyapp.study.views.quizzes.scoreboard import picture_of
from tests.answering import response_to, said
from tests.junk import BODIES, JUNK, NUMBERS, everything
from tests.people import DAY, MINUTE, NOON
from tests.quizzing import entry_on, give
from tests.shelf import Shelf
from tests.statements import data_statements

WISH = {"title": "Tides for all", "length": "5"}


@pytest.fixture(autouse=True)
def _at_noon(clock: time_machine.Traveller) -> None:
    """Nobody hurries."""


@pytest.fixture
def quiz(lan: User, shelf: Shelf) -> Quiz:
    """Lan's, of three questions."""
    asked = [shelf.choice, shelf.disputed, shelf.lamp]
    return QuizFactory(owner=lan, questions=asked, begun=False, made_at=NOON, title="Tides for all", code="B0CD1K7")


def named(browser: Client, quiz: Quiz, name: str = "Minh") -> Any:
    return browser.post(f"/q/{quiz.code}/", {"name": name})


def begun(browser: Client, quiz: Quiz, shelf: Shelf, name: str = "Minh", *, right: bool = True) -> Any:
    """A visitor names themselves and answers the first question."""
    entry = entry_on(named(browser, quiz, name).text)
    return browser.post(f"/q/{quiz.code}/answer/", {"entry": entry, **said(shelf.choice, right=right)})


def taken_by(quiz: Quiz, name: str, *, rights: list[bool], at: Any = NOON) -> User:
    """Someone who has answered so many questions, at a minute each."""
    guest = GuestFactory()
    Attempt.objects.begin(quiz, guest, at=at, name=name)
    for position, right in enumerate(rights, 1):
        give(guest, quiz, position, right=right, at=at + position * MINUTE)
    return guest


# Making one


def test_a_learner_shares_a_quiz_and_gets_its_code(lans_browser: Client, lan: User, shelf: Shelf) -> None:
    assert lans_browser.get("/quizzes/share/").status_code == 200
    page = lans_browser.post("/quizzes/share/", WISH, follow=True)
    quiz = lan.quizzes.get()
    assert (quiz.title, quiz.items.count()) == ("Tides for all", quiz.length)
    assert quiz.code
    assert quiz.code in page.text
    assert f"http://testserver/q/{quiz.code}/" in page.text
    assert not quiz.attempts.exists()
    assert "Tides for all" in lans_browser.get("/quizzes/").text


def test_a_learner_shares_what_they_answered_themselves(
    lans_browser: Client, lan: User, boris: User, shelf: Shelf
) -> None:
    own = QuizFactory(owner=lan, questions=[shelf.lamp, shelf.choice, shelf.disputed], made_at=NOON - DAY)
    for position in (1, 2, 3):
        give(lan, own, position)
    assert f"/quizzes/{own.pk}/share/" in lans_browser.get(f"/quizzes/{own.pk}/result/").text
    shelf.disputed.move(State.RETIRED, at=NOON)
    assert lans_browser.get(f"/quizzes/{own.pk}/share/").status_code == 200
    assert lans_browser.post(f"/quizzes/{own.pk}/share/", {"title": ""}).status_code == 422
    for _ in range(2):
        lans_browser.post(f"/quizzes/{own.pk}/share/", {"title": "Tides for all"})
    shared = lan.quizzes.get(code__isnull=False)
    assert [item.question for item in shared.items.all()] == [shelf.lamp, shelf.choice]
    assert (shared.length, shared.attempts.exists()) == (2, False)
    lans_browser.force_login(boris)
    assert lans_browser.get(f"/quizzes/{own.pk}/share/").status_code == 404


def test_what_is_asked_no_more_is_not_shared(lans_browser: Client, lan: User, shelf: Shelf) -> None:
    own = QuizFactory(owner=lan, questions=[shelf.lamp])
    shelf.lamp.move(State.RETIRED, at=NOON)
    assert lans_browser.post(f"/quizzes/{own.pk}/share/", {"title": "Tides"}).status_code == 422


def test_a_double_click_shares_one_quiz(lans_browser: Client, lan: User, shelf: Shelf) -> None:
    places = {lans_browser.post("/quizzes/share/", WISH)["Location"] for _ in range(2)}
    assert (len(places), lan.quizzes.count()) == (1, 1)


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"title": "x" * 81}, {"title": "Ti\u202edes"}, {"title": "\0"}, {"length": "7"}, {"deck": "x"}],
)
def test_a_quiz_that_cannot_be_is_not_shared(
    lans_browser: Client, lan: User, shelf: Shelf, wrong: dict[str, str]
) -> None:
    assert lans_browser.post("/quizzes/share/", WISH | wrong).status_code == 422
    assert not lan.quizzes.exists()


def test_nothing_to_ask_is_not_shared(lans_browser: Client, lan: User) -> None:
    assert lans_browser.post("/quizzes/share/", WISH).status_code == 422
    assert not lan.quizzes.exists()


def test_so_many_a_day_and_no_more(
    lans_browser: Client, lan: User, shelf: Shelf, clock: time_machine.Traveller
) -> None:
    for _ in range(MOST_A_DAY):
        QuizFactory(owner=lan, questions=[shelf.choice], begun=False, made_at=NOON, code=new_code())
    assert lans_browser.post("/quizzes/share/", WISH).status_code == 422
    clock.shift(DAY)
    assert lans_browser.post("/quizzes/share/", WISH).status_code == 302


def test_a_guest_is_led_to_signing_up_before_sharing(client: Client, shelf: Shelf) -> None:
    client.force_login(GuestFactory())
    for response in (client.get("/quizzes/share/"), client.post("/quizzes/share/", WISH)):
        assert response["Location"] == "/accounts/signup/?next=%2Fquizzes%2Fshare%2F"
    assert not Quiz.objects.exists()


# Finding it


@pytest.mark.parametrize("typed", ["B0CD1K7", "b0cd1k7", "bocd lk7", "B0CD-1K7"])
def test_a_code_is_found_however_it_is_typed(client: Client, quiz: Quiz, typed: str) -> None:
    page = client.get("/q/", {"code": typed}, follow=True)
    assert (page.status_code, page.context["quiz"]) == (200, quiz)


@pytest.mark.parametrize("typed", ["B0CD1K", "no code", *JUNK[2:]])
def test_what_is_no_code_is_refused_with_the_form_again(client: Client, quiz: Quiz, typed: str) -> None:
    page = client.get("/q/", {"code": typed})
    assert page.status_code == 422
    assert 'name="code"' in page.text


def test_an_unknown_code_says_so(client: Client, quiz: Quiz) -> None:
    page = client.get("/q/Z0CD1K7/")
    assert page.status_code == 404
    assert "Z0CD1K7" in page.text


# Taking part


def test_a_visitor_takes_part_by_a_name_and_becomes_a_guest_with_the_first_answer(
    client: Client, quiz: Quiz, shelf: Shelf, lan: User
) -> None:
    client.get(f"/q/{quiz.code}/")
    named(client, quiz)
    assert list(User.objects.all()) == [lan]
    response = begun(client, quiz, shelf, " Minh  Anh ")
    assert response["Location"] == f"/quizzes/{quiz.pk}/1/"
    attempt = quiz.attempts.get()
    assert (attempt.name, attempt.learner.is_guest, attempt.answers.get().score) == ("Minh Anh", True, 1)


def test_a_learner_takes_part_as_themselves_and_once(client: Client, boris: User, quiz: Quiz) -> None:
    client.force_login(boris)
    assert 'value="Boris"' in client.get(f"/q/{quiz.code}/").text
    assert named(client, quiz)["Location"] == quiz.get_absolute_url()
    assert named(client, quiz, "Somebody else")["Location"] == quiz.get_absolute_url()
    assert client.get(f"/q/{quiz.code}/")["Location"] == quiz.get_absolute_url()
    assert quiz.attempts.get().name == "Minh"


def test_a_second_click_makes_one_participant(client: Client, quiz: Quiz, shelf: Shelf) -> None:
    entry = entry_on(named(client, quiz).text)
    for browser in (client, Client()):
        browser.post(f"/q/{quiz.code}/answer/", {"entry": entry, **said(shelf.choice)})
    assert quiz.attempts.count() == 1


def test_everybody_answers_the_same_in_the_same_order(client: Client, quiz: Quiz, shelf: Shelf) -> None:
    begun(client, quiz, shelf)
    page = client.get(quiz.get_absolute_url(), follow=True)
    assert page.context["item"].question == shelf.disputed


@pytest.mark.parametrize("name", ["", "  ", "x" * 41, "Lan\0", "Lan\u202enaL", "\u200b", "\ue000"])
def test_a_name_that_will_not_do_is_refused(client: Client, boris: User, quiz: Quiz, name: str) -> None:
    sent = urlencode({"name": name.encode("utf-8", "surrogatepass")})
    for _ in ("a visitor", "a learner"):
        response = client.post(f"/q/{quiz.code}/", sent, content_type="application/x-www-form-urlencoded")
        assert response.status_code == 422
        client.force_login(boris)
    assert not quiz.attempts.exists()


def test_an_entry_of_one_quiz_is_none_of_another(client: Client, quiz: Quiz, shelf: Shelf, boris: User) -> None:
    """The address says nothing: what was signed does."""
    other = QuizFactory(owner=boris, questions=[shelf.choice], begun=False, code=new_code(), title="Another")
    entry = entry_on(named(client, quiz).text)
    client.post(f"/q/{other.code}/answer/", {"entry": entry, **said(shelf.choice)})
    assert (quiz.attempts.count(), other.attempts.count()) == (1, 0)


@pytest.mark.parametrize("entry", JUNK)
def test_a_forged_entry_makes_nobody(client: Client, quiz: Quiz, lan: User, entry: str) -> None:
    assert client.post(f"/q/{quiz.code}/answer/", {"entry": entry}).status_code == 400
    assert list(User.objects.all()) == [lan]


def test_the_first_page_does_not_tell_the_answer(client: Client, quiz: Quiz, shelf: Shelf) -> None:
    """Its options come in an order that goes by their set and the showing alone."""
    orders = set()
    for _ in range(12):
        page = named(client, quiz).text
        orders.add(tuple(re.findall(r'name="option"\s+value="([^"]+)"', page)))
    assert len(orders) > 1
    assert {order[0] for order in orders} != {"The Moon"}


def test_with_feedback_at_the_end_nothing_tells_right_from_wrong_before(lan: User, shelf: Shelf) -> None:
    asked = [shelf.choice, shelf.lamp]
    quiz = QuizFactory(owner=lan, questions=asked, begun=False, code=new_code(), title="T", feedback_at_end=True)
    pages = []
    for right in (True, False):
        browser = Client()
        response = begun(browser, quiz, shelf, right=right)
        page = browser.get(response["Location"])
        text = re.sub(r'(name="(?:shown|csrfmiddlewaretoken)" value|nonce)="[^"]*"', r"\1", page.text)
        pages.append((response["Location"], page.status_code, text))
    assert pages[0] == pages[1]


def test_answering_costs_a_participant_no_more_with_two_hundred_others(
    client: Client, quiz: Quiz, shelf: Shelf
) -> None:
    def costs(browser: Client) -> list[int]:
        begun(browser, quiz, shelf)
        shown = browser.get(quiz.get_absolute_url(), follow=True).context["shown"]
        found = []
        for act in (
            lambda: browser.post(f"/quizzes/{quiz.pk}/2/", {"shown": shown, **said(shelf.disputed)}),
            lambda: browser.get(f"{quiz.get_absolute_url()}3/"),
        ):
            with CaptureQueriesContext(connection) as captured:
                act()
            found.append(len(data_statements(captured)))
        return found

    alone = costs(client)
    guests = User.objects.bulk_create(User(is_guest=True, email=None) for _ in range(200))
    Attempt.objects.bulk_create(Attempt(learner=guest, quiz=quiz, started_at=NOON, name="Minh") for guest in guests)
    assert costs(Client()) == alone
    assert alone[0] <= 8
    assert alone[1] <= 4


ADDRESSES = ["/quizzes/share/", "/quizzes/try/", "/q/B0CD1K7/", "/q/B0CD1K7/answer/", "/q/"]


@pytest.mark.parametrize(("content_type", "body"), BODIES)
def test_whatever_is_sent_by_whomever_is_refused_and_changes_nothing(
    lans_browser: Client, quiz: Quiz, content_type: str, body: bytes
) -> None:
    owners = [f"/quizzes/{quiz.pk}/scores/{verb}/" for verb in ("name", "close")]
    lans_browser.get("/quizzes/")  # the day begins
    before = everything()
    for browser, addresses in ((Client(), ADDRESSES), (lans_browser, [*ADDRESSES, *owners])):
        for address in addresses:
            response = browser.generic("POST", address, body, content_type=content_type)
            assert response.status_code in {302, 400, 404, 405, 413, 422}, (address, response.status_code)
    assert everything() == before
    assert User.objects.count() == 1


@pytest.mark.parametrize("code", [*(junk for junk in JUNK if junk.strip()), "../..", "B0CD1K7%2F"])
def test_an_address_with_nonsense_for_a_code_is_not_found(client: Client, quiz: Quiz, code: str) -> None:
    address = f"/q/{quote(code, safe='')[:5000]}/"
    for response in (client.get(address), client.post(address, {"name": "Minh"})):
        assert response.status_code == 404


# The owner's page


def test_the_owner_sees_who_did_how_well(lans_browser: Client, quiz: Quiz) -> None:
    taken_by(quiz, "Minh", rights=[True, False])
    taken_by(quiz, "Ada", rights=[True, True, True])
    taken_by(quiz, "Minh", rights=[True, False, False], at=NOON + MINUTE)
    page = lans_browser.get(f"/quizzes/{quiz.pk}/scores/")
    names = [(one.name, one.namesake, one.right, one.answered) for one, _ in page.context["rows"]]
    assert names == [("Ada", 1, 3, 3), ("Minh", 2, 1, 3), ("Minh", 1, None, 2)]
    assert re.search(r"Minh</bdi>\s+\(2\)", page.text)
    tallies = [(tally.right, tally.answered) for tally in page.context["tallies"]]
    assert tallies == [(3, 3), (1, 3), (1, 2)]


def test_nobody_else_sees_it(client: Client, quiz: Quiz, boris: User) -> None:
    Attempt.objects.begin(quiz, boris, at=NOON, name="Boris")
    client.force_login(boris)
    for address in ("", "name/", "close/"):
        assert client.get(f"/quizzes/{quiz.pk}/scores/{address}").status_code == 404
        data = {"participant": str(boris.pk), "hide": "1", "close": "1"}
        assert client.post(f"/quizzes/{quiz.pk}/scores/{address}", data).status_code in {404, 405}
    quiz.refresh_from_db()
    assert not quiz.is_closed
    assert not quiz.attempts.get().hidden


def test_a_quiz_of_ones_own_that_is_not_shared_has_no_such_page(lans_browser: Client, lan: User, shelf: Shelf) -> None:
    own = QuizFactory(owner=lan, questions=[shelf.choice])
    assert lans_browser.get(f"/quizzes/{own.pk}/scores/").status_code == 404


def test_the_owner_hides_a_name_and_shows_it_again(lans_browser: Client, quiz: Quiz) -> None:
    guest = taken_by(quiz, "Rude", rights=[True])
    for hide, seen in (("1", False), ("1", False), ("0", True)):
        data = {"participant": str(guest.pk), "hide": hide}
        page = lans_browser.post(f"/quizzes/{quiz.pk}/scores/name/", data, follow=True)
        assert ("Rude" in page.text) == seen


@pytest.mark.parametrize("participant", [*NUMBERS, *JUNK])
def test_a_participant_who_is_none_cannot_be_hidden(lans_browser: Client, quiz: Quiz, participant: str) -> None:
    data = {"participant": participant, "hide": "1"}
    assert lans_browser.post(f"/quizzes/{quiz.pk}/scores/name/", data).status_code == 404


@pytest.mark.parametrize("junk", JUNK)
def test_neither_open_nor_closed_is_refused(lans_browser: Client, quiz: Quiz, junk: str) -> None:
    for address, field in (("close", "close"), ("name", "hide")):
        assert lans_browser.post(f"/quizzes/{quiz.pk}/scores/{address}/", {field: junk}).status_code == 400


@pytest.mark.parametrize("number", NUMBERS)
def test_a_quiz_of_a_number_that_is_none_is_not_found(lans_browser: Client, number: str) -> None:
    for page in ("scores", "share"):
        assert lans_browser.get(f"/quizzes/{number}/{page}/").status_code == 404


def test_a_closed_quiz_takes_no_answers_until_it_is_opened_again(
    client: Client, quiz: Quiz, shelf: Shelf, lan: User
) -> None:
    owner, late = Client(), Client()
    owner.force_login(lan)
    begun(client, quiz, shelf)
    entry = entry_on(named(late, quiz).text)
    shown = client.get(quiz.get_absolute_url(), follow=True).context["shown"]
    for _ in range(2):
        owner.post(f"/quizzes/{quiz.pk}/scores/close/", {"close": "1"})
    refused = client.post(f"/quizzes/{quiz.pk}/2/", {"shown": shown, **said(shelf.disputed)})
    assert refused.status_code == 409
    assert "This quiz is closed." in refused.text
    assert named(Client(), quiz).status_code == 409
    assert late.post(f"/q/{quiz.code}/answer/", {"entry": entry, **said(shelf.choice)}).status_code == 409
    assert (quiz.attempts.count(), quiz.answers.count()) == (1, 1)
    owner.post(f"/quizzes/{quiz.pk}/scores/close/", {"close": "0"})
    assert client.post(f"/quizzes/{quiz.pk}/2/", {"shown": shown, **said(shelf.disputed)}).status_code == 302
    assert quiz.answers.count() == 2


def test_the_answer_of_before_is_still_shown_once_it_is_closed(quiz: Quiz, shelf: Shelf) -> None:
    guest = taken_by(quiz, "Minh", rights=[True])
    Quiz.objects.filter(pk=quiz.pk).update(closed_at=NOON)
    assert give(guest, quiz, 1).replayed


def test_five_hundred_participants_come_in_pages(lans_browser: Client, quiz: Quiz) -> None:
    guests = User.objects.bulk_create(User(is_guest=True, email=None) for _ in range(501))
    Attempt.objects.bulk_create(Attempt(learner=guest, quiz=quiz, started_at=NOON, name="Minh") for guest in guests)
    with CaptureQueriesContext(connection) as captured:
        page = lans_browser.get(f"/quizzes/{quiz.pk}/scores/?page=6")
    assert [one.namesake for one, _ in page.context["rows"]] == [501]
    assert len(data_statements(captured)) <= 8


def test_erasing_a_participant_leaves_the_rest_whole(quiz: Quiz) -> None:
    minh, ada = (taken_by(quiz, name, rights=[True]) for name in ("Minh", "Ada"))
    minh.delete()
    assert [one.learner for one in participants(quiz)] == [ada]
    assert response_to(quiz.items.get(position=1).asked.question) == ada.quiz_answers.get().response


# Guessing codes


def wrong_guesses(browser: Client, count: int, **more: Any) -> list[int]:
    return [browser.get(f"/q/{number:07}/", **more).status_code for number in range(count)]


def test_sixty_wrong_codes_a_minute_by_one_address_and_no_more(
    client: Client, quiz: Quiz, clock: time_machine.Traveller
) -> None:
    assert wrong_guesses(client, 60) == [404] * 60
    # A cookie thrown away does not help, nor the form, nor a right guess.
    for browser in (client, Client()):
        for page in (
            browser.get("/q/0000061/"),
            browser.post("/q/0000062/"),
            browser.get("/q/", {"code": str(quiz.code)}, follow=True),
        ):
            assert page.status_code == 429
            assert "429.html" in [template.name for template in page.templates]
            assert "Wait a minute" in page.text
    assert client.get(f"/q/{quiz.code}/", REMOTE_ADDR="192.0.2.7").status_code == 200
    clock.shift(MINUTE)
    assert client.get(f"/q/{quiz.code}/").status_code == 200


def test_sixty_wrong_codes_a_minute_in_one_session_by_many_addresses(lans_browser: Client, quiz: Quiz) -> None:
    codes = [lans_browser.get("/q/0000000/", REMOTE_ADDR=f"192.0.2.{n}").status_code for n in range(61)]
    assert codes == [404] * 60 + [429]


def test_a_class_of_300_behind_one_address_enters_the_code(client: Client, quiz: Quiz) -> None:
    wrong_guesses(client, 59)
    for _ in range(300):
        assert Client().get("/q/", {"code": str(quiz.code)}, follow=True).status_code == 200
    assert wrong_guesses(client, 1) == [404]


# More time


@pytest.fixture
def hurried(lan: User, shelf: Shelf) -> Quiz:
    """Lan's, of three questions in ten minutes, and no more for who takes part."""
    asked, code = [shelf.choice, shelf.disputed, shelf.lamp], "B0CD1K8"
    fields = {"title": "Tides at once", "minutes": 10, "more_time": False, "begun": False}
    return QuizFactory(owner=lan, questions=asked, made_at=NOON, code=code, **fields)


@pytest.mark.parametrize("allowed", [True, False])
def test_who_shares_a_quiz_decides_whether_there_is_more_time(
    lans_browser: Client, lan: User, shelf: Shelf, allowed: bool
) -> None:
    sent = {**WISH, "minutes": "10", **({"more_time": "on"} if allowed else {})}
    lans_browser.post("/quizzes/share/", sent)
    quiz = lan.quizzes.get()
    assert quiz.more_time == allowed
    minh = Client()
    assert ("ask the person who made the quiz" in minh.get(f"/q/{quiz.code}/").text) != allowed
    entry = entry_on(named(minh, quiz).text)
    minh.post(f"/q/{quiz.code}/answer/", {"entry": entry, "give_up": "1"})
    page = minh.get(f"/quizzes/{quiz.pk}/2/")
    assert ("time-limit/" in page.text) == allowed
    before = quiz.attempts.get().deadline
    for act in ({"more": "0"}, {"off": "1"}):
        assert minh.post(f"/quizzes/{quiz.pk}/time-limit/", act).status_code in (200, 302)
        assert (quiz.attempts.get().deadline == before) != allowed


def test_in_a_quiz_of_ones_own_one_takes_more_time_oneself(lan: User, hurried: Quiz) -> None:
    assert Attempt.objects.begin(hurried, lan, at=NOON).may_have_more_time
    assert not Attempt.objects.begin(hurried, GuestFactory(), at=NOON).may_have_more_time


def test_the_maker_gives_more_time_to_one_alone(
    lans_browser: Client, hurried: Quiz, clock: time_machine.Traveller
) -> None:
    minh, ada = taken_by(hurried, "Minh", rights=[True]), taken_by(hurried, "Ada", rights=[True])
    url = f"/quizzes/{hurried.pk}/scores/time/"
    assert 'aria-label="5 more minutes for Minh"' in lans_browser.get(f"/quizzes/{hurried.pk}/scores/").text
    for _ in range(2):  # a double click
        lans_browser.post(url, {"participant": str(minh.pk), "more": "0"})
    assert minh.attempts.get().deadline == NOON + 15 * MINUTE
    assert ada.attempts.get().deadline == NOON + 10 * MINUTE
    clock.shift(11 * MINUTE)
    page = lans_browser.post(url, {"participant": str(ada.pk), "more": "0"}, follow=True)
    assert "Ada has no time limit running any more." in page.text
    assert ada.attempts.get().more_time == 0
    for wrong in ({}, {"participant": "x", "more": "0"}, {"participant": str(minh.pk)}):
        assert lans_browser.post(url, wrong).status_code == 400
    assert lans_browser.post(url, {"participant": "0", "more": "0"}).status_code == 404


def test_nobody_else_gives_more_time_or_makes_another_round(client: Client, boris: User, hurried: Quiz) -> None:
    minh = taken_by(hurried, "Minh", rights=[True])
    client.force_login(boris)
    for path in ("time", "another"):
        sent = {"participant": str(minh.pk), "more": "0"}
        assert client.post(f"/quizzes/{hurried.pk}/scores/{path}/", sent).status_code == 404
    assert minh.attempts.get().more_time == 0
    assert Quiz.objects.count() == 1


# Inviting, ranking, and once more


def test_the_picture_says_the_address_and_nothing_in_it_needs_a_style(lans_browser: Client, quiz: Quiz) -> None:
    page = lans_browser.get(f"/quizzes/{quiz.pk}/scores/")
    (picture,) = re.findall(r"<svg[^>]*class=\"qr\".*?</svg>", page.text)
    assert picture == picture_of(f"http://testserver/q/{quiz.code}/") != picture_of("http://testserver/q/")
    assert "style" not in picture
    assert f'data-copy="http://testserver/q/{quiz.code}/"' in page.text


@pytest.mark.parametrize("ranked", [True, False])
def test_who_has_finished_sees_the_ranking_where_there_is_one(lan: User, quiz: Quiz, ranked: bool) -> None:
    Quiz.objects.filter(pk=quiz.pk).update(ranking=ranked)
    minh = taken_by(quiz, "Minh", rights=[True, False, True])
    taken_by(quiz, "Ada", rights=[True, True, True])
    taken_by(quiz, "Boris", rights=[False, True, True])
    taken_by(quiz, "Somebody", rights=[True])
    rude = taken_by(quiz, "Rude", rights=[True, True, True])
    rude.attempts.update(hidden=True)
    browser = Client()
    browser.force_login(minh)
    page = browser.get(f"/quizzes/{quiz.pk}/result/")
    places = [(one.place, one.name, one.right) for one in page.context["ranking"]]
    assert places == ([(1, "Ada", 3), (2, "Minh", 2), (2, "Boris", 2)] if ranked else [])
    assert ("Ada" in page.text) == ranked
    assert "Rude" not in page.text
    assert ("The others see it too" in Client().get(f"/q/{quiz.code}/").text) == ranked


def test_another_round_is_found_in_the_result_of_the_one_before(
    lans_browser: Client, lan: User, quiz: Quiz, clock: time_machine.Traveller
) -> None:
    minh = taken_by(quiz, "Captain", rights=[True, True, True])
    clock.shift(5 * MINUTE)
    for _ in range(2):  # a double click makes one
        page = lans_browser.post(f"/quizzes/{quiz.pk}/scores/another/", follow=True)
    anew = lan.quizzes.exclude(pk=quiz.pk).get()
    assert page.redirect_chain[-1][0] == f"/quizzes/{anew.pk}/scores/"
    assert (anew.title, anew.follows, anew.code != quiz.code) == (quiz.title, quiz, True)
    browser = Client()
    browser.force_login(minh)
    assert f'href="/q/{anew.code}/"' in browser.get(f"/quizzes/{quiz.pk}/result/").text
    assert browser.get(f"/q/{anew.code}/").context["form"]["name"].value() == "Captain"
    lans_browser.post(f"/quizzes/{anew.pk}/scores/close/", {"close": "1"})
    assert f'href="/q/{anew.code}/"' not in browser.get(f"/quizzes/{quiz.pk}/result/").text
