"""Two things done at the same moment, at every point at which one can come between the other: never a fault."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import cached_property
from itertools import count
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import QuerySet
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import ParameterSet, User
from studyapp.demo.factories import (
    PASSWORD,
    EditorFactory,
    FactFactory,
    GuestFactory,
    LearnerFactory,
    QuestionFactory,
    QuizFactory,
)
from studyapp.exchange.jobs import bring_in
from studyapp.exchange.models import Import
from studyapp.library import deck_counts
from studyapp.library.admin.versions import seen
from studyapp.library.models import Deck, Fact, Question, State
from studyapp.own.models import Sharing
from studyapp.own.sharing import open_to_others
from studyapp.study.decks.membership import join as join_deck
from studyapp.study.decks.membership import leave as leave_deck
from studyapp.study.models import Attempt, Quiz
from studyapp.study.quizzes.codes import new_code
from studyapp.study.rebuilding import differences
from tests.answering import said
from tests.at_once import Call, interleavings
from tests.exchange.arriving.bringing import press, send, texts
from tests.library.admin.pages import address, filled
from tests.own.decks import own_deck, own_note
from tests.shelf import stock

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]

NUMBERS = count(1)


class Scene:
    """Lan, in a deck of her own, with a quiz begun and one shared; made for each time."""

    def __init__(self) -> None:
        self.number, self.at = next(NUMBERS), timezone.now()
        self.lan = LearnerFactory()
        self.choice, self.other = Question.objects.filter(fact__deck=self.lesson).order_by("pk")[:2]
        join_deck(self.lan, self.lesson, at=self.at)

    @cached_property
    def lesson(self) -> Deck:
        return stock(4, siblings=2)[0].fact.deck

    @cached_property
    def quiz(self) -> Quiz:
        return QuizFactory(owner=self.lan, questions=[self.choice], made_at=self.at)

    @cached_property
    def guest(self) -> User:
        guest = GuestFactory(date_joined=self.at - timedelta(days=90))
        self.guests_quiz = QuizFactory(owner=guest, questions=[self.choice, self.other], made_at=self.at)
        return guest

    @cached_property
    def boris(self) -> User:
        return LearnerFactory()

    @cached_property
    def boriss_quiz(self) -> Quiz:
        return QuizFactory(
            owner=self.boris, questions=[self.choice], made_at=self.at, code=new_code(), title="Boats", begun=False
        )

    @cached_property
    def boriss_deck(self) -> Deck:
        deck = own_deck(self.boris, at=self.at)
        own_note(deck)
        open_to_others(self.boris, deck, at=self.at)
        return deck

    @cached_property
    def parameters(self) -> ParameterSet:
        return ParameterSet.objects.create(
            learner=self.lan,
            number=1,
            values=[0.3, *[1.0] * 20],
            choice="fitted",
            fitted_on=900,
            held_out=300,
            log_losses={"default": 0.4, "fitted": 0.35, "shrunk": 0.36},
            fitted_at=self.at,
        )

    def browser(self, user: User | None = None) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(user or self.lan)
        return client

    def posting(self, url: str, user: User | None = None, **data: Any) -> Call:
        browser = self.browser(user)
        return lambda: browser.post(url, data)

    def ask(self) -> str:
        return self.lan.cards.with_content().get(question=self.choice).ask(at=self.at).token

    def quiz_answer(self, quiz: Quiz, user: User, position: int = 1) -> Call:
        url, browser = f"/quizzes/{quiz.pk}/{position}/", self.browser(user)
        page = browser.get(url).content.decode()
        shown = re.search(r'name="shown" value="([^"]+)"', page)
        assert shown, page
        return lambda: browser.post(url, {"shown": shown[1], **said(self.choice)})


type Act = Callable[[Scene], Call]


def answer(scene: Scene) -> Call:
    return scene.posting(f"/study/{scene.choice.pk}/answer/", ask=scene.ask(), **said(scene.choice))


def answer_otherwise(scene: Scene) -> Call:
    return scene.posting(f"/study/{scene.choice.pk}/answer/", ask=scene.ask(), **said(scene.choice, right=False))


def answer_for_good(scene: Scene) -> Call:
    """The answer that graduates the card, so that its siblings come."""
    answer(scene)()
    card = scene.lan.cards.with_content().get(question=scene.choice)
    ask = card.ask(at=scene.at).token
    return scene.posting(f"/study/{scene.choice.pk}/answer/", ask=ask, **said(scene.choice))


def undo(scene: Scene) -> Call:
    if not scene.lan.reviews.exists():
        answer(scene)()
    return scene.posting("/study/undo/", question=scene.choice.pk, version=0)


def study(scene: Scene) -> Call:
    """The first page of a new study day, after editors changed two of the questions."""
    for question in Question.objects.filter(fact__deck=scene.lesson).with_content()[:2]:
        question.move(State.RETIRED, at=scene.at)
    User.objects.filter(pk=scene.lan.pk).update(study_day=scene.at.date() - timedelta(days=3))
    browser = scene.browser()
    return lambda: browser.get("/study/")


def join(scene: Scene) -> Call:
    return scene.posting(f"/decks/{scene.lesson.slug}/join/")


def join_anew(scene: Scene) -> Call:
    scene.lan.enrolments.all().delete()
    scene.lan.cards.all().delete()
    return join(scene)


def rejoin(scene: Scene) -> Call:
    leave_deck(scene.lan, scene.lesson, at=scene.at)
    return join(scene)


def leave(scene: Scene) -> Call:
    return scene.posting(f"/decks/{scene.lesson.slug}/leave/")


def exam(scene: Scene) -> Call:
    day = scene.at.date() + timedelta(days=30)
    return scene.posting(f"/decks/{scene.lesson.slug}/exam/", exam_on=day.isoformat())


def bring_forward(scene: Scene) -> Call:
    scene.lan.enrolments.update(exam_on=scene.at.date() + timedelta(days=5))
    return scene.posting(f"/decks/{scene.lesson.slug}/exam/bring-forward/")


def note(scene: Scene) -> Call:
    return scene.posting(f"/study/{scene.choice.pk}/note/", note=f"Remember {next(NUMBERS)}")


def bury(scene: Scene) -> Call:
    return scene.posting(f"/study/{scene.choice.pk}/bury/")


def report(scene: Scene) -> Call:
    return scene.posting(f"/study/{scene.choice.pk}/report/", reason="wrong")


def bookmark(scene: Scene) -> Call:
    return scene.posting(f"/study/bookmarks/{scene.choice.fact.slug}/", keep="1")


def settings(scene: Scene) -> Call:
    browser = scene.browser()
    form = browser.get("/accounts/settings/").context["form"]
    data = {name: "on" if form[name].value() is True else form[name].value() or "" for name in form.fields}
    return lambda: browser.post("/accounts/settings/", {**data, "name": "Lan Anh"})


def language(scene: Scene) -> Call:
    return scene.posting("/accounts/language/", language="vi")


def pace(scene: Scene) -> Call:
    return scene.posting("/study/pace/", pace="50")


def parameters(scene: Scene) -> Call:
    return scene.posting("/study/spacing/use/", set=scene.parameters.number)


def respace(scene: Scene) -> Call:
    return scene.posting("/study/spacing/move/")


def progress(scene: Scene) -> Call:
    answer(scene)()
    browser = scene.browser()
    return lambda: browser.get("/progress/")


def delete(scene: Scene) -> Call:
    return scene.posting("/accounts/delete/", password=PASSWORD)


def make_quiz(scene: Scene) -> Call:
    return scene.posting("/quizzes/", deck=scene.lesson.slug, length="5")


def answer_quiz(scene: Scene) -> Call:
    return scene.quiz_answer(scene.quiz, scene.lan)


def finish_quiz(scene: Scene) -> Call:
    return scene.posting(f"/quizzes/{scene.quiz.pk}/finish/")


def share(scene: Scene) -> Call:
    return scene.posting("/quizzes/share/", title="Boats", deck=scene.lesson.slug, length="5")


def take_part(scene: Scene) -> Call:
    return scene.posting(f"/q/{scene.boriss_quiz.code}/", name="Lan")


def answer_shared(scene: Scene) -> Call:
    Attempt.objects.begin(scene.boriss_quiz, scene.lan, at=scene.at, name="Lan")
    return scene.quiz_answer(scene.boriss_quiz, scene.lan)


def copy_deck(scene: Scene) -> Call:
    return scene.posting(f"/own/join/{Sharing.objects.get(deck=scene.boriss_deck).code}/", having="0")


def stop_file(scene: Scene) -> Call:
    return scene.posting(Import.objects.get(learner=scene.lan).get_absolute_url(), do="cancel")


def bring_file_in(scene: Scene) -> Call:
    """By the worker; its learner has looked at it."""
    browser = scene.browser()
    url = send(browser)
    bring_in(scene.at)
    press(browser, url, "apply")
    return lambda: HttpResponse(bring_in(scene.at))


def boris_deletes(scene: Scene) -> Call:
    assert scene.boriss_quiz
    return scene.posting("/accounts/delete/", scene.boris, password=PASSWORD)


def guest_answers(scene: Scene) -> Call:
    assert scene.guest
    return scene.quiz_answer(scene.guests_quiz, scene.guest)


def guest_deletes(scene: Scene) -> Call:
    return scene.posting("/accounts/delete/", scene.guest)


def guest_signs_up(scene: Scene) -> Call:
    return scene.posting("/accounts/signup/", scene.guest, **form_of(f"guest-{scene.number}@example.org"))


def guest_signs_up_otherwise(scene: Scene) -> Call:
    return scene.posting("/accounts/signup/", scene.guest, **form_of(f"guest-{scene.number}-too@example.org"))


def guest_signs_in(scene: Scene) -> Call:
    return scene.posting("/accounts/login/", scene.guest, login=scene.lan.email, password=PASSWORD)


def guests_expire(scene: Scene) -> Call:
    assert scene.guest

    def expire() -> HttpResponse:
        call_command("expire_guests", verbosity=0)
        return HttpResponse()

    return expire


def first_answer(scene: Scene) -> Call:
    """Of a visitor; both of a pair from the same page."""
    if not hasattr(scene, "entry"):
        scene.lan  # noqa: B018
        page = Client().get(f"/quizzes/try/?deck={scene.lesson.slug}", follow=True).content.decode()
        scene.entry = re.search(r'name="entry" value="([^"]+)"', page)[1]  # type: ignore[index,attr-defined]
    browser = Client(raise_request_exception=False)
    return lambda: browser.post("/quizzes/try/", {"entry": scene.entry, "give_up": "1"})  # type: ignore[attr-defined]


def form_of(email: str) -> dict[str, str]:
    return {"email": email, "password1": "Neap-tide-2026", "time_zone": "UTC"}


def sign_up(scene: Scene) -> Call:
    browser = Client(raise_request_exception=False)
    return lambda: browser.post("/accounts/signup/", form_of(f"minh-{scene.number}@example.org"))


def sign_up_otherwise(scene: Scene) -> Call:
    """Another form of the same address, and another password."""
    browser = Client(raise_request_exception=False)
    other = {**form_of(f" MINH-{scene.number}@Example.org"), "password1": "Spring-tide-7"}
    return lambda: browser.post("/accounts/signup/", other)


def in_list(scene: Scene, action: str, chosen: QuerySet[Question] | QuerySet[Fact]) -> Call:
    data = {"action": action, "_selected_action": [each.pk for each in chosen], "_seen": seen(chosen)}
    return scene.posting(f"/admin/library/{chosen.model._meta.model_name}/", EditorFactory(), **data)


def editor_acts(action: str) -> Act:
    def act(scene: Scene) -> Call:
        return in_list(scene, action, Question.objects.filter(pk__in=[scene.choice.pk, scene.other.pk]))

    act.__name__ = f"editor_{action}"
    return act


def take_back_fact(scene: Scene) -> Call:
    return in_list(scene, "unpublish", Fact.objects.filter(pk=scene.choice.fact_id))


retire = editor_acts("retire")


PAIRS: list[tuple[Act, Act]] = [
    (sign_up, sign_up),
    (sign_up, sign_up_otherwise),
    *[(delete, act) for act in (delete, answer, make_quiz, answer_quiz, join_anew, settings, progress, share)],
    (boris_deletes, copy_deck),
    *[(answer, act) for act in (undo, note, exam, parameters, retire, leave, rejoin, answer_quiz, study)],
    (answer_for_good, study),
    (join_anew, join_anew),
    (rejoin, leave),
    (retire, retire),
    (retire, take_back_fact),
    *[(act, act) for act in (note, report, bookmark, share, take_part, first_answer)],
    *[(guest_signs_up, act) for act in (guest_signs_up, guest_signs_up_otherwise, guest_answers)],
    (guest_signs_in, guest_answers),
    (guests_expire, guest_answers),
]
MORE_PAIRS: list[tuple[Act, Act]] = [
    *[
        (delete, act)
        for act in (
            *(answer_for_good, undo, study, finish_quiz, take_part, answer_shared, join, rejoin, leave, exam),
            *(bring_forward, note, report, bookmark, language, pace, parameters, respace),
        )
    ],
    (delete, copy_deck),
    (copy_deck, copy_deck),
    *[(bring_file_in, act) for act in (delete, answer)],
    *[(answer, act) for act in (answer, answer_otherwise, bury, respace, join)],
    *[(answer_for_good, act) for act in (leave, retire, respace)],
    *[(join_anew, act) for act in (leave, answer_quiz, retire)],
    *[(rejoin, act) for act in (rejoin, study)],
    *[(act, act) for act in (make_quiz, settings, study, undo)],
    (respace, study),
    (report, retire),
    (answer_quiz, retire),
    (guest_signs_up, guest_signs_in),
    *[(guest_signs_in, act) for act in (guest_signs_in, guests_expire, guest_deletes)],
    (guests_expire, guest_signs_up),
    *[(guest_deletes, act) for act in (guest_answers, guest_signs_up)],
]


def named(pair: tuple[Act, Act]) -> str:
    return " and ".join(act.__name__ for act in pair)


@pytest.mark.parametrize("pair", PAIRS, ids=named)
def test_what_is_done_at_once_ends_in_words_with_the_data_right(pair: tuple[Act, Act]) -> None:
    do_at_once(pair)


@pytest.mark.slow
@pytest.mark.parametrize("pair", MORE_PAIRS, ids=named)
def test_what_is_done_at_once_more_rarely_ends_so_too(pair: tuple[Act, Act]) -> None:
    do_at_once(pair)


def do_at_once(pair: tuple[Act, Act]) -> None:
    for first, second in dict.fromkeys([pair, pair[::-1]]):
        scenes: list[Scene] = []

        def both(first: Act = first, second: Act = second, scenes: list[Scene] = scenes) -> Any:
            scenes.append(Scene())
            return first(scenes[-1]), second(scenes[-1])

        for place, answers in enumerate(interleavings(both)):
            told = f"{second.__name__} at write {place} of {first.__name__}"
            assert len(answers) == 2, told
            for response in answers:
                assert response.status_code < 500, (told, getattr(response, "exc_info", None))
            for learner in User.objects.all():
                assert list(differences(learner)) == [], told
            assert list(deck_counts.differences()) == [], told


def test_of_two_editors_who_save_one_form_the_second_saves_nothing() -> None:
    def both() -> tuple[Call, Call]:
        question = Scene().choice
        return saving(question, "Which is the first?"), saving(question, "Which is the second?")

    for answers in interleavings(both):
        assert sorted(response.status_code for response in answers) == [302, 409]


def test_a_form_that_was_sent_twice_is_saved_once_and_both_land_on_it() -> None:
    def both() -> tuple[Call, Call]:
        save = saving(Scene().choice, "Which is it now?")
        return save, save

    for answers in interleavings(both):
        assert [response.status_code for response in answers] == [302, 302]
        assert len({response["Location"] for response in answers}) == 1


def saving(question: Question, prompt: str) -> Call:
    """Of an editor who has opened the form already."""
    browser, url = Client(raise_request_exception=False), address(question)
    browser.force_login(EditorFactory())
    form = filled(browser.get(url)) | {"prompt": prompt}
    return lambda: browser.post(url, form)


def test_of_two_editors_who_publish_one_list_the_second_publishes_nothing() -> None:
    def both() -> tuple[Call, Call]:
        fact = QuestionFactory(fact=FactFactory(published=False), kind="flashcard").fact
        return publishing(fact), publishing(fact)

    for answers in interleavings(both):
        assert sorted(response.status_code for response in answers) == [302, 409]
        assert list(deck_counts.differences()) == []


def publishing(fact: Fact) -> Call:
    """Of an editor who has looked at the list already."""
    browser, url = Client(raise_request_exception=False), f"{reverse('admin:check')}?fact={fact.pk}&with=questions"
    browser.force_login(EditorFactory())
    page = browser.get(url)
    data = {"seal": page.context["checklist"].sealed(), "publish": sorted(page.context["ticked"])}
    return lambda: browser.post(url, data)


def test_a_file_that_is_stopped_while_it_is_brought_in_is_there_whole_or_not_at_all() -> None:
    for pair in ((bring_file_in, stop_file), (stop_file, bring_file_in)):
        scenes: list[Scene] = []

        def both(pair: tuple[Act, Act] = pair, scenes: list[Scene] = scenes) -> Any:
            scenes.append(Scene())
            calls: dict[Act, Call] = {act: act(scenes[-1]) for act in (bring_file_in, stop_file)}
            return calls[pair[0]], calls[pair[1]]

        for _ in interleavings(both):
            bring_in(scenes[-1].at)
            arrival = Import.objects.get(learner=scenes[-1].lan)
            assert len(texts(scenes[-1].lan)) == (3 if arrival.state == "done" else 0)
            assert Deck.objects.of(scenes[-1].lan).exists() == (arrival.state == "done")
            assert list(differences(scenes[-1].lan)) == []


def test_a_sign_up_that_was_sent_twice_makes_one_account_and_both_are_in() -> None:
    scenes: list[Scene] = []

    def both() -> tuple[Call, Call]:
        scenes.append(Scene())
        return sign_up(scenes[-1]), sign_up(scenes[-1])

    for answers in interleavings(both):
        assert [response.status_code for response in answers] == [302, 302]
        minh = User.objects.get(email=f"minh-{scenes[-1].number}@example.org")
        for response in answers:
            assert response.client.session["_auth_user_id"] == str(minh.pk)


def test_of_two_sign_ups_with_one_address_the_first_counts_and_the_other_is_told() -> None:
    for pair in ((sign_up, sign_up_otherwise), (sign_up_otherwise, sign_up)):

        def both(pair: tuple[Act, Act] = pair) -> tuple[Call, Call]:
            scene = Scene()
            return pair[0](scene), pair[1](scene)

        for answers in interleavings(both):
            assert sorted(response.status_code for response in answers) == [302, 422]
            told = next(response for response in answers if response.status_code == 422)
            assert set(told.context["form"].errors) == {"email"}


def test_an_answer_in_a_shared_quiz_is_kept_though_its_owner_deletes_the_account_at_that_moment() -> None:
    for pair in ((boris_deletes, answer_shared), (answer_shared, boris_deletes)):
        scenes: list[Scene] = []

        def both(pair: tuple[Act, Act] = pair, scenes: list[Scene] = scenes) -> Any:
            scenes.append(Scene())
            answering, deleting = answer_shared(scenes[-1]), boris_deletes(scenes[-1])
            return (answering, deleting) if pair[0] is answer_shared else (deleting, answering)

        for answers in interleavings(both):
            assert [response.status_code for response in answers] == [302, 302]
            [left] = scenes[-1].lan.attempts.select_related("quiz")
            assert (left.quiz.owner, left.right) == (None, 1)


def test_who_begins_a_quiz_as_its_owner_deletes_the_account_has_it_whole_or_not_at_all() -> None:
    for pair in ((boris_deletes, take_part), (take_part, boris_deletes)):
        scenes: list[Scene] = []

        def both(pair: tuple[Act, Act] = pair, scenes: list[Scene] = scenes) -> Any:
            scenes.append(Scene())
            return pair[0](scenes[-1]), pair[1](scenes[-1])

        for answers in interleavings(both):
            assert not User.objects.filter(pk=scenes[-1].boris.pk).exists()
            [entering] = [one.status_code for one in answers if one.request["PATH_INFO"].startswith("/q/")]
            begun = scenes[-1].lan.attempts.exists()
            assert entering in ((302,) if begun else (404, 409))
            assert Quiz.objects.filter(pk=scenes[-1].boriss_quiz.pk).exists() == begun


def test_two_who_leave_each_others_quizzes_at_once_leave_nothing() -> None:
    scenes: list[Scene] = []

    def both() -> tuple[Call, Call]:
        scenes.append(scene := Scene())
        mine = QuizFactory(owner=scene.lan, questions=[scene.choice], made_at=scene.at, code=new_code(), title="Tides")
        for quiz, learner in ((mine, scene.boris), (scene.boriss_quiz, scene.lan)):
            Attempt.objects.begin(quiz, learner, at=scene.at, name="Guest")
        return delete(scene), boris_deletes(scene)

    for answers in interleavings(both):
        assert [response.status_code for response in answers] == [302, 302]
        assert not Quiz.objects.filter(title__in=["Tides", "Boats"]).exists()


def test_an_account_that_is_deleted_is_gone_whatever_was_sent_meanwhile() -> None:
    for act in (answer, make_quiz, answer_quiz, join_anew, note):
        scenes: list[Scene] = []

        def both(act: Act = act, scenes: list[Scene] = scenes) -> tuple[Call, Call]:
            scenes.append(Scene())
            return delete(scenes[-1]), act(scenes[-1])

        for answers in interleavings(both):
            assert not User.objects.filter(pk=scenes[-1].lan.pk).exists()
            assert all(response.status_code in (200, 302, 404, 409) for response in answers)
