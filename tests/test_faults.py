"""A database that is full, read-only, busy or gone: what people are told, what goes on, and nothing half done."""

import contextlib
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import signals
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.utils import ConnectionHandler, OperationalError
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.demo.factories import PASSWORD, LearnerFactory, QuizFactory
from studyapp.faults import came_between, is_away, is_full
from studyapp.library.admin.versions import seen
from studyapp.library.models import Question
from studyapp.study.decks.membership import join
from studyapp.study.models import Card, Review
from studyapp.study.rebuilding import differences
from tests.answering import put_in_review, said
from tests.people import TUESDAY
from tests.shelf import stock

pytestmark = pytest.mark.django_db(transaction=True)

ENOUGH = 300
"""A page of SQLite has room for fewer rows than that."""
FULL_POSTGRES = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'could not extend file "base/16384/16731": No space left on device' USING ERRCODE = 'disk_full';
END $$;
"""


@pytest.fixture
def lan() -> User:
    learner = LearnerFactory(lan=True)
    join(learner, stock(ENOUGH)[0].fact.deck, at=timezone.now())
    return learner


@pytest.fixture
def lans_browser(lan: User) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(lan)
    return browser


@contextlib.contextmanager
def full_disk() -> Iterator[None]:
    """SQLite gets no page more than it has; PostgreSQL, whose disk is everybody's, says so at every row."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
            try:
                yield
            finally:
                cursor.execute("PRAGMA max_page_count = 1073741823")
            return
        cursor.execute(FULL_POSTGRES)
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON "{table}" '
                "FOR EACH ROW EXECUTE FUNCTION full_disk()"
            )
        try:
            yield
        finally:
            cursor.execute("DROP FUNCTION full_disk CASCADE")


@contextlib.contextmanager
def read_only() -> Iterator[None]:
    """Every write is refused, as where the disk went bad or the host took it away."""
    on, off = {
        "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
        "postgresql": ("SET default_transaction_read_only = on", "SET default_transaction_read_only = off"),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(on)
        try:
            yield
        finally:
            cursor.execute(off)


def until_refused(post: Callable[[], Any]) -> tuple[int, Any]:
    """Post until the last page has no room for it: how often that went well, and what came then."""
    for kept in range(ENOUGH):
        response = post()
        if response.status_code >= 400:
            return kept, response
    pytest.fail("The disk did not become full.")


def answering(browser: Client, learner: User) -> Callable[[], Any]:
    cards = iter(learner.cards.with_content().filter(queue=Card.Queue.NEW))

    def post() -> Any:
        card = next(cards)
        ask = card.ask(at=timezone.now()).token
        return browser.post(f"/study/{card.question_id}/answer/", {"ask": ask, **said(card.question)})

    return post


def test_an_answer_that_a_full_disk_cannot_take_is_not_half_kept(lan: User, lans_browser: Client) -> None:
    with full_disk():
        kept, refused = until_refused(answering(lans_browser, lan))
        assert refused.status_code == 507
        assert "was not saved" in refused.content.decode()
        assert Review.objects.filter(kind=Review.Event.STUDY).count() == kept
    assert list(differences(lan)) == []


def test_an_answer_can_be_sent_again_when_there_is_room(lan: User, lans_browser: Client) -> None:
    card = lan.cards.with_content().filter(queue=Card.Queue.NEW).first()
    sent = {"ask": card.ask(at=timezone.now()).token, **said(card.question)}
    with read_only():
        assert lans_browser.post(f"/study/{card.question_id}/answer/", sent).status_code == 507
    assert lans_browser.post(f"/study/{card.question_id}/answer/", sent).status_code == 200
    assert Review.objects.filter(kind=Review.Event.STUDY).count() == 1


def test_signing_in_says_that_the_disk_is_full(lan: User) -> None:
    def sign_in() -> Any:
        browser = Client(raise_request_exception=False)
        return browser.post("/accounts/login/", {"login": lan.email, "password": PASSWORD})

    with full_disk():
        _, refused = until_refused(sign_in)
        assert refused.status_code == 507
        assert "sessionid" not in refused.cookies


@override_settings(CACHES={"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}})
def test_a_count_that_cannot_be_kept_is_no_limit_that_was_reached(lan: User) -> None:
    call_command("createcachetable")
    try:
        with read_only():
            browser = Client(raise_request_exception=False)
            assert browser.post("/accounts/login/", {"login": lan.email, "password": "x"}).status_code == 507
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE cache")


@pytest.mark.parametrize(
    ("url", "data"),
    [
        ("/accounts/login/", {"login": "lan@example.org", "password": PASSWORD}),
        ("/accounts/signup/", {"email": "minh@example.org", "password1": "Neap-tide-7"}),
        ("/accounts/language/", {"language": "vi"}),
        ("/accounts/delete/", {"password": PASSWORD}),
        ("/quizzes/", {"length": "5"}),
        ("/quizzes/share/", {"length": "5", "title": "Boats"}),
        ("/study/pace/", {"pace": "50"}),
    ],
)
def test_whatever_writes_says_that_nothing_was_recorded(
    lans_browser: Client, url: str, data: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    browser = Client(raise_request_exception=False) if "login" in url or "signup" in url else lans_browser
    with read_only():
        response = browser.post(url, data)
    assert response.status_code == 507
    told = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(told) == 1
    assert "Free some space on its disk" in told[0].getMessage()
    assert User.objects.get().language == ""


@pytest.mark.parametrize("trouble", [full_disk, read_only])
@pytest.mark.parametrize(
    "url", ["/", "/study/", "/study/cards/", "/decks/", "/quizzes/", "/progress/", "/search/", "/accounts/settings/"]
)
def test_what_is_only_read_goes_on(lan: User, lans_browser: Client, url: str, trouble: Any) -> None:
    answering(lans_browser, lan)()
    User.objects.update(study_day=TUESDAY)  # so that a study day begins
    put_in_review(lan, Question.objects.latest("pk"), due=TUESDAY)
    with trouble():
        assert lans_browser.get(url).status_code == 200


def test_what_editors_write_is_refused_in_the_same_words(lan: User) -> None:
    lan.is_staff = lan.is_superuser = True
    lan.save()
    browser = Client(raise_request_exception=False)
    browser.force_login(lan)
    question = Question.objects.all()[0]
    data = {"action": "retire", "_selected_action": [question.pk], "_seen": seen([question]), "index": "0"}
    with read_only():
        assert browser.post("/admin/library/question/", data).status_code == 507


def test_a_database_that_is_too_busy_is_a_503_that_says_when_to_come_again(
    lan: User, lans_browser: Client, caplog: pytest.LogCaptureFixture
) -> None:
    quiz = QuizFactory(owner=lan, questions=list(Question.objects.all()[:2]))
    locked, done = threading.Event(), threading.Event()

    def lock() -> None:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN")
            cursor.execute("UPDATE accounts_user SET name = 'Lan Anh'")
            locked.set()
            done.wait(30)
            cursor.execute("ROLLBACK")
        connections.close_all()

    other = threading.Thread(target=lock)
    other.start()
    locked.wait(30)
    limits = {
        "sqlite": ("PRAGMA busy_timeout = 1", "PRAGMA busy_timeout = 20000"),
        "postgresql": ("SET lock_timeout = 1", "SET lock_timeout = 0"),
    }
    impatient, patient = limits[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(impatient)
        response = lans_browser.post(f"/quizzes/{quiz.pk}/finish/")
        done.set()
        other.join()
        cursor.execute(patient)
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "See that it runs" in caplog.text


def test_a_postgresql_that_does_not_answer_is_away() -> None:
    with socket.socket() as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        port = nobody_listens.getsockname()[1]
        settings = {"ENGINE": "django.db.backends.postgresql", "NAME": "x", "HOST": "127.0.0.1", "PORT": port}
        with pytest.raises(OperationalError) as raised:
            ConnectionHandler({"default": settings})["default"].ensure_connection()
    assert is_away(raised.value)
    assert not is_full(raised.value)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL alone has connections that can break")
def test_a_connection_that_broke_between_two_requests_costs_nobody_a_page(lans_browser: Client) -> None:
    assert lans_browser.get("/study/").status_code == 200
    for _ in range(5):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (mine,) = cursor.fetchone()
        killer = ConnectionHandler({"default": {**connection.settings_dict}})["default"]
        with killer.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [mine])
        killer.close()
        signals.request_finished.send(None)  # and begun below: the test client leaves both out
        signals.request_started.send(None)
        assert lans_browser.get("/study/").status_code == 200


@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite a transaction that writes is alone")
def test_two_that_wait_for_each_other_are_two_at_once(lan: User) -> None:
    ada, both, errors = LearnerFactory(ada=True), threading.Barrier(2), []

    def lock(first: User, second: User) -> None:
        try:
            with transaction.atomic():
                first.lock()
                both.wait(30)
                second.lock()
        except OperationalError as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=lock, args=pair) for pair in ((lan, ada), (ada, lan))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(came_between(error), is_away(error)) for error in errors] == [(True, False)]


def test_a_table_that_is_missing_is_a_fault_of_ours(lans_browser: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE study_bookmark RENAME TO study_bookmark_gone")
        try:
            assert lans_browser.get("/study/bookmarks/").status_code == 500
        finally:
            cursor.execute("ALTER TABLE study_bookmark_gone RENAME TO study_bookmark")


@pytest.mark.parametrize("template", ["503.html", "507.html"])
@override_settings(STORAGES={}, ROOT_URLCONF="tests.no_such_module")
def test_a_page_about_the_database_asks_for_neither_database_nor_setting(template: str) -> None:
    assert "<h1" in render_to_string(template)
