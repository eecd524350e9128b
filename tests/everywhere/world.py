"""A site with something of everything, where every address leads to a row of Lan's, and everyone who may ask for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.contrib import admin
from django.contrib.auth.tokens import default_token_generator
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import transaction
from django.db.models import Model
from django.test import Client

from studyapp.accounts.models import User
from studyapp.accounts.unsubscribing import link_for
from studyapp.demo.factories import EditorFactory, FactFactory, GuestFactory, LearnerFactory, QuestionFactory
from studyapp.insights.collecting import collect
from studyapp.insights.collectors import COLLECTORS
from studyapp.insights.item_figures import COUNTED
from studyapp.insights.models import ItemFigures
from studyapp.kinds import Surroundings
from studyapp.library.models import ArticleText, Draft, Fact, Picture
from studyapp.own import writing
from studyapp.own.models import Sharing
from studyapp.own.pictures import keep_picture
from studyapp.own.sharing import open_to_others
from studyapp.study.decks.membership import join
from studyapp.study.models import Attempt, Outdated, Quiz, Report
from studyapp.study.quizzes.making import make
from studyapp.study.quizzes.options import QuizOptions
from studyapp.study.quizzes.sharing import Terms, share_own
from studyapp.study.views.quizzes.results import score_token
from tests.addresses import Address
from tests.answering import answer
from tests.exchange.arriving.bringing import understood
from tests.junk import FORM
from tests.own.decks import draft, own_deck
from tests.people import NOON, group
from tests.pictures import kept, upload
from tests.quizzing import give
from tests.shelf import Shelf, rewrite

STAFF = {"editor": "Editors", "reviewer": "Reviewers", "publisher": "Publishers"}
PEOPLE = ("visitor", "guest", "learner", "other", *STAFF, "superuser")
"""The learner is Lan, whose rows are asked for, and the other one Boris."""
MIXED = QuizOptions(own=(1,), decks=("harbour-0",), length=5)
OWN = QuizOptions(own=(1,), length=5)


@dataclass(frozen=True)
class World:
    """Made at `NOON`, when every request must be sent too."""

    shelf: Shelf
    users: dict[str, User]
    """By the names of PEOPLE; a visitor is none."""
    running: Quiz
    """Lan's, with a card of her own in it."""
    finished: Quiz
    shared: Quiz
    """Lan's, open to everyone who has its code, and answered by nobody."""
    rows: dict[type[Model], Model]
    """One of each table that admin shows."""

    @property
    def lan(self) -> User:
        return self.users["learner"]

    def path(self, address: Address) -> str:
        in_admin = self._in_admin(address) if address.route.startswith("admin/") else {}
        return address.path(self._known | in_admin | self._of_one.get(address.name, {}))

    @cached_property
    def _known(self) -> dict[str, object]:
        tide = self.shelf.tide
        return {
            "slug": self.shelf.harbour.slug,
            "question": self.shelf.choice.pk,
            "quiz": self.running.pk,
            "code": self.shared.code,
            "digest": Picture.objects.get().digest,
            "token": score_token(Attempt.objects.get(quiz=self.finished)),
            "key": tide.citations.get().article_id,
            "fact": tide.pk,
            "kind": "typed",
            "app_label": "library",
            "content_type_id": ContentType.objects.get_for_model(Fact).pk,
            "object_id": tide.pk,
            "uidb36": user_pk_to_url_str(self.lan),
            "url": "no-such-page/",
        }

    @cached_property
    def _of_one(self) -> dict[str, dict[str, object]]:
        """What one address alone takes."""
        tide: dict[str, object] = {"slug": self.shelf.tide.slug}
        quizzes = {
            **dict.fromkeys(("quiz-result", "quiz-again", "share-own"), self.finished.pk),
            **dict.fromkeys(
                ("quiz-scores", "quiz-name", "quiz-close", "quiz-another", "quiz-give-time"), self.shared.pk
            ),
        }
        picture: dict[str, object] = {"quiz": self.shared.pk, "digest": Picture.objects.of(self.lan).get().digest}
        return {
            **{name: {"quiz": key} for name, key in quizzes.items()},
            **dict.fromkeys(("fact", "bookmark", "own-from-fact"), tide),
            "article": {"slug": self.shelf.tide.citations.get().article.slug},
            "outdated": {"fact": Outdated.objects.get().fact_id},
            "own-join": {"code": Sharing.objects.get().code},
            "bring-one": {"number": self.lan.imports.get().pk},
            "stop-reminders": {"token": link_for(self.lan).split("/")[-2]},
            **dict.fromkeys(("quiz-picture-small", "quiz-picture-large"), picture),
            "account_reset_password_from_key": {"key": default_token_generator.make_token(self.lan)},
        }

    def _in_admin(self, address: Address) -> dict[str, object]:
        for model, row in self.rows.items():
            if address.route.startswith(f"admin/{model._meta.app_label}/{model._meta.model_name}/"):
                history = row.history.latest().pk if hasattr(row, "history") else 1
                return {"object_id": row.pk, "0": row.pk, "1": history}
        return {}


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written in between; unlike a nested `atomic`, it may hold code that wants to be the outermost."""
    savepoint = transaction.savepoint_create()
    try:
        yield
    finally:
        transaction.savepoint_rollback(savepoint)


class Visits:
    """A browser for each of the people, which stays signed in whatever it asks for."""

    def __init__(self, world: World, **options: Any) -> None:
        self.world = world
        self.look: Callable[[], object] = lambda: None
        """What is done before an answer's writing is taken back."""
        self.browsers = {name: Client(raise_request_exception=False, **options) for name in PEOPLE}
        for name, user in world.users.items():
            self.browsers[name].force_login(user)
        self.cookies = {name: dict(browser.cookies) for name, browser in self.browsers.items()}

    def ask(self, who: str, method: str, path: str, sent: bytes = b"", content_type: str = FORM) -> Any:
        """The answer, after which all is as it was."""
        browser = self.browsers[who]
        cache.clear()  # which counts how often they asked
        with taken_back():
            answer: Any = browser.generic(method, path, sent, content_type)
            if answer.streaming:
                answer.streaming_content = list(answer)  # while there is something to be read
            self.look()
        browser.cookies.clear()
        browser.cookies.update(self.cookies[who])
        return answer

    def ask_and_look[Found](self, look: Callable[[], Found], *asked: Any) -> Found:
        """What there is to be seen in the database after the answer, before all is as it was."""
        found: list[Found] = []
        self.look = lambda: found.append(look())
        self.ask(*asked)
        self.look = lambda: None
        return found[0]


def make_world(shelf: Shelf) -> World:
    """In the database, by the verbs of the site."""
    lan, boris = LearnerFactory(lan=True), LearnerFactory(boris=True)
    users = {"guest": GuestFactory(), "learner": lan, "other": boris, "superuser": EditorFactory()}
    for name, title in STAFF.items():
        users[name] = EditorFactory(is_superuser=False, name=name.title())
        users[name].groups.set([group(title)])
    for user in users.values():
        join(user, shelf.harbour, at=NOON)
        if user.email:
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    _grow(shelf, lan)
    _make_own_cards(lan)
    understood(_browser_of(lan))
    running, finished = (make(lan, options, at=NOON, chance=Random(1)).quiz for options in (MIXED, OWN))
    for position in range(1, finished.length + 1):
        give(lan, finished, position)
    Attempt.objects.get(quiz=finished).finish(at=NOON)
    shared = share_own(lan, finished, Terms("Knots for all"), at=NOON)
    _tell_editors(shelf, lan)
    return World(shelf, users, running, finished, shared, _rows())


def _browser_of(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def _grow(shelf: Shelf, lan: User) -> None:
    """Content with all that the library can have, and what Lan made of it."""
    ArticleText.objects.create(article=shelf.tide.citations.get().article, text="One.\n\nTwo.")
    rewrite(shelf.typed, at=NOON, prompt="What are the tides of least range called?")
    pictured = QuestionFactory(fact=shelf.tide, kind="typed", slug="pictured")
    form = pictured.kind_class.author_form(pictured.author_spec())
    assert form.is_valid()
    pictured.revise(Draft("What is this?", form.cleaned_data, "", {"prompt": kept()}), at=NOON, freeze=Surroundings())
    FactFactory(deck=shelf.harbour, published=False)
    answer(lan, shelf.choice, at=NOON)


def _make_own_cards(lan: User) -> None:
    deck = own_deck(lan)
    back = draft("Which knot joins ropes?", "Sheet bend", "typed")
    picture = keep_picture(lan, upload(), alt="a knot", at=NOON)
    drawn = Draft(back.prompt, back.spec, pictures={"prompt": picture})
    writing.add(lan, deck, [writing.Written("typed", drawn)], at=NOON)
    open_to_others(lan, deck, at=NOON)


def _tell_editors(shelf: Shelf, lan: User) -> None:
    join(lan, shelf.lighthouse, at=NOON)
    answer(lan, shelf.lamp, at=NOON, response={"text": "Edison"})
    Report.objects.send(lan, shelf.lamp.asked, Report.Reason.JUDGED, "It was he.", at=NOON)
    Outdated.objects.create(learner=lan, fact=shelf.lamp.fact, noticed_at=NOON)
    collect(COLLECTORS, at=NOON)
    counted = dict.fromkeys((*COUNTED, "learners", "firsts", "compared"), 20)
    ItemFigures.objects.create(question=shelf.choice, revision=shelf.choice.asked, **counted)


def _rows() -> dict[type[Model], Model]:
    """The first of every table in admin."""
    shown = {model: model._default_manager.order_by("pk").first() for model in admin.site._registry}
    missing = [model.__name__ for model, row in shown.items() if row is None]
    assert not missing, missing
    for row in (row for row in shown.values() if hasattr(row, "history")):
        row.save()  # so that it has one
    return {model: row for model, row in shown.items() if row}
