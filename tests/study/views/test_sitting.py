"""A learner studies in a lans_browser, with htmx and without: every stage, every refusal, and nobody else's cards."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyapp.accounts.models import User
from studyapp.library.models import Question, State
from studyapp.scheduling import Rating
from studyapp.study.cards.asks import MAX_AGE
from studyapp.study.decks.membership import join
from studyapp.study.models import Queue, Report, Review
from studyapp.study.models.reports import MOST_A_DAY
from tests.answering import HTMX, Form, answer, card_of, form_for, form_on, learn, put_in_review, queue_of, said
from tests.people import DAY, MINUTE, NOON, TOOK
from tests.shelf import Shelf, rewrite
from tests.study.differences import wrongs

ways = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
ON_A_CARD = ["answer", "hint", "reveal", "override", "suspend", "resume"]


def send(browser: Client, form: Form, data: dict[str, Any], headers: dict[str, str] | None = None) -> Any:
    return browser.post(form.url, {"ask": form.ask, **data}, headers=headers or {})


def stage(response: Any) -> str:
    return str(response.context["stage"])


# The loop


@ways
def test_a_learner_studies_until_nothing_is_left(
    lans_browser: Client, lan: User, lans: Shelf, clock: time_machine.Traveller, headers: dict[str, str]
) -> None:
    met = []
    while stage(page := lans_browser.get("/study/", headers=headers)) == "ask":
        assert (b"<html" in page.content) is not bool(headers)
        form = form_on(page)
        question = Question.objects.get(pk=form.question)
        clock.shift(TOOK)
        if question.kind == "flashcard":
            page = send(lans_browser, form, {}, headers)
            assert stage(page) == "revealed"
            form = form_on(page)
        page = send(lans_browser, form, said(question), headers)
        if question.kind == "flashcard":  # the next question at once
            assert stage(page) == "ask" if headers else page["Location"] == "/study/"
        else:
            assert (page.status_code, stage(page)) == (200, "verdict")
            assert page.context["verdict"].right
            assert (b"<html" in page.content) is not bool(headers)
        met.append(question)
        clock.shift(timedelta(minutes=5))
    assert stage(page) == "done"
    first = [lans.choice, lans.flashcard, lans.disputed, lans.true_false]
    assert sorted(met, key=lambda question: question.pk) == [question for question in first for _ in range(2)]
    assert lan.reviews.count() == 8
    assert wrongs(lan) == []


@ways
def test_the_next_study_day_brings_what_is_due(
    lans_browser: Client, lan: User, lans: Shelf, clock: time_machine.Traveller, headers: dict[str, str]
) -> None:
    learn(lan, lans.flashcard, at=NOON)
    due = card_of(lan, lans.flashcard).due_day
    assert due is not None
    for question in (lans.choice, lans.disputed, lans.true_false):
        card_of(lan, question).suspend(at=NOON)
    assert stage(lans_browser.get("/study/", headers=headers)) == "done"
    clock.move_to(NOON + (due - NOON.date()))
    assert form_on(lans_browser.get("/study/", headers=headers)).question == lans.flashcard.pk


def test_loading_the_page_again_asks_the_same_and_writes_nothing(lans_browser: Client, lan: User, lans: Shelf) -> None:
    first, second = (form_on(lans_browser.get("/study/")) for _ in range(2))
    assert first == second
    assert not lan.reviews.exists()


def test_giving_up_shows_the_answer(lans_browser: Client, lan: User, lans: Shelf) -> None:
    page = send(lans_browser, form_for(lan, lans.choice), {"give_up": "1"})
    assert stage(page) == "verdict"
    assert (page.context["judged"].gave_up, page.context["verdict"].right) == (True, False)
    assert lan.reviews.get().rating == Rating.AGAIN


def test_a_verdict_has_the_fact_its_sources_and_when_it_comes_again(
    lans_browser: Client, lan: User, lans: Shelf
) -> None:
    page = send(lans_browser, form_for(lan, lans.disputed), {"number": "12"})
    assert page.context["verdict"].right
    assert page.context["fact"] == lans.disputed.fact
    assert [citation.differs for citation in page.context["citations"]] == [False, True]
    assert page.context["again"] == "Again in 10 minutes"


def test_a_number_is_read_as_the_learner_writes_it(lans_browser: Client, lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    page = send(lans_browser, form_for(lan, lans.number), {"number": "12,4"})
    assert page.context["verdict"].right


def test_the_finish_has_a_way_back(lans_browser: Client, lan: User, lans: Shelf) -> None:
    for n, question in enumerate(lans.questions):
        card_of(lan, question).suspend(at=NOON - DAY + n * MINUTE)
    page = lans_browser.get("/study/")
    assert (stage(page), page.context["enrolled"]) == ("done", True)
    undone = {"question": page.context["sitting"].undo_question, "version": page.context["sitting"].undo_version}
    lans_browser.post("/study/undo/", undone)
    assert queue_of(lan, lans.questions[-1]) != Queue.OFF


def test_one_who_joined_no_deck_is_sent_to_choose(lans_browser: Client, shelf: Shelf) -> None:
    page = lans_browser.get("/study/")
    assert (stage(page), page.context["enrolled"]) == ("done", False)
    assert b'href="/decks/"' in page.content


def test_what_was_retired_since_the_morning_is_not_asked(lans_browser: Client, lan: User, lans: Shelf) -> None:
    assert form_on(lans_browser.get("/study/")).question == lans.choice.pk
    lans.choice.move(State.RETIRED, at=NOON)
    assert form_on(lans_browser.get("/study/")).question == lans.typed.pk
    assert queue_of(lan, lans.choice) == Queue.OFF


def test_an_answer_is_judged_by_what_was_shown(lans_browser: Client, lan: User, lans: Shelf) -> None:
    form = form_on(lans_browser.get("/study/"))
    rewrite(lans.choice, at=NOON, prompt="Which is it?", answer="The Sun", distractors=["The Moon"])
    page = send(lans_browser, form, {"option": "The Moon"})
    assert page.context["verdict"].right
    assert lan.reviews.get().revision == lans.choice.revision
    assert page.context["revision"] == lans.choice.revision


# What is not an answer


@ways
@pytest.mark.parametrize("text", ["", "   ", "x" * 201, "nul\0"])
def test_an_answer_that_cannot_be_read_is_asked_back(
    lans_browser: Client, lan: User, lans: Shelf, headers: dict[str, str], text: str
) -> None:
    learn(lan, lans.true_false, at=NOON)
    form, rows = form_for(lan, lans.lamp), lan.reviews.count()
    page = send(lans_browser, form, {"text": text}, headers)
    assert (page.status_code, stage(page), lan.reviews.count()) == (422, "ask", rows)
    assert form_on(page) == form
    assert (b"<html" in page.content) is not bool(headers)
    assert send(lans_browser, form_on(page), {"text": "Fresnel"}, headers).context["verdict"].right


@ways
def test_a_slip_that_is_another_word_is_asked_back_once_and_then_judged(
    lans_browser: Client, lan: User, lans: Shelf, headers: dict[str, str]
) -> None:
    rewrite(lans.lamp, at=NOON, answer="abstained")
    rows = lan.reviews.count()
    page = send(lans_browser, form_for(lan, lans.lamp), {"text": "obtained"}, headers)
    assert (page.status_code, stage(page), lan.reviews.count()) == (422, "ask", rows)
    hidden = re.search(r'<input type="hidden" name="(text-asked)" value="(obtained)">', page.content.decode())
    assert hidden
    page = send(lans_browser, form_on(page), {"text": "obtained", hidden[1]: hidden[2]}, headers)
    assert not page.context["verdict"].right
    assert lan.reviews.count() == rows + 1


def test_what_was_typed_is_still_there(lans_browser: Client, lan: User, lans: Shelf) -> None:
    page = send(lans_browser, form_for(lan, lans.disputed), {"number": 'eleven & "so"'})
    assert page.status_code == 422
    assert b'value="eleven &amp; &quot;so&quot;"' in page.content
    assert page.context["form"].errors


def test_an_option_that_was_not_shown_is_none(lans_browser: Client, lan: User, lans: Shelf) -> None:
    for data in ({}, {"option": ""}, {"option": "Mars"}, {"answer": "true"}):
        page = send(lans_browser, form_for(lan, lans.choice), data)
        assert (page.status_code, stage(page)) == (422, "ask")
    assert not lan.reviews.exists()


def test_an_unreadable_answer_to_an_old_showing_is_stale(lans_browser: Client, lan: User, lans: Shelf) -> None:
    form = form_for(lan, lans.choice)
    answer(lan, lans.choice, at=NOON)
    assert send(lans_browser, form, {"option": "Mars"}).status_code == 409


# Again, late, and from elsewhere


@ways
def test_the_same_answer_again_gets_the_same_verdict(
    lans_browser: Client, lan: User, lans: Shelf, clock: time_machine.Traveller, headers: dict[str, str]
) -> None:
    form = form_for(lan, lans.choice)
    first = send(lans_browser, form, {"option": "The Moon"}, headers)
    clock.shift(MINUTE)
    again = send(lans_browser, form, {"option": "The Moon"}, headers)
    assert (again.status_code, stage(again)) == (200, "verdict")
    assert again.context["verdict"] == first.context["verdict"]
    assert again.context["row"] == first.context["row"]
    assert lan.reviews.count() == 1


@ways
def test_another_answer_to_it_is_stale(lans_browser: Client, lan: User, lans: Shelf, headers: dict[str, str]) -> None:
    form = form_for(lan, lans.choice)
    send(lans_browser, form, {"option": "The Moon"})
    page = send(lans_browser, form, {"option": "The Sun"}, headers)
    assert (page.status_code, stage(page), page.context["reason"]) == (409, "conflict", "stale")
    assert (b"<html" in page.content) is not bool(headers)
    assert b'href="/study/"' in page.content
    assert lan.reviews.count() == 1


def test_an_ask_is_refused_after_two_days_and_what_was_chosen_is_shown_again(
    lans_browser: Client, lan: User, lans: Shelf, clock: time_machine.Traveller
) -> None:
    form = form_for(lan, lans.choice)
    clock.shift(MAX_AGE)
    page = lans_browser.get(send(lans_browser, form, {"option": "The Moon"})["Location"])
    assert (stage(page), page.context["form"]["option"].value()) == ("ask", "The Moon")
    assert b"more than two days ago" in page.content
    assert not lan.reviews.exists()
    assert send(lans_browser, form_on(page), {"option": "The Moon"}).context["verdict"].right


def test_the_learners_word_on_an_answer_is_refused_after_two_days(
    lans_browser: Client, lan: User, lans: Shelf, clock: time_machine.Traveller
) -> None:
    form = form_for(lan, lans.choice)
    send(lans_browser, form, {"option": "The Sun"})
    clock.shift(MAX_AGE)
    page = overrule(lans_browser, form, "right")
    assert (page.status_code, page.context["reason"]) == (409, "expired")


@ways
@pytest.mark.parametrize("ask", ["", "x", "\0", "x" * 100_000])
def test_a_forged_ask_is_refused(
    lans_browser: Client, lan: User, lans: Shelf, headers: dict[str, str], ask: str
) -> None:
    form = Form(f"/study/{lans.choice.pk}/answer/", lans.choice.pk, ask)
    page = send(lans_browser, form, {"option": "The Moon"}, headers)
    assert (page.status_code, page.context["reason"]) == (400, "bad")
    assert b"<html" in page.content  # a refusal takes over the page
    assert not lan.reviews.exists()


def test_the_ask_of_one_question_answers_no_other(lans_browser: Client, lan: User, lans: Shelf) -> None:
    ask = form_for(lan, lans.choice).ask
    page = send(lans_browser, Form(f"/study/{lans.true_false.pk}/answer/", 0, ask), {"answer": "false"})
    assert page.status_code == 400
    assert not lan.reviews.exists()


def test_a_stranger_cannot_answer_with_lans_ask(lans_browser: Client, lan: User, boris: User, lans: Shelf) -> None:
    form = form_for(lan, lans.choice)
    lans_browser.force_login(boris)
    assert send(lans_browser, form, {"option": "The Moon"}).status_code == 404
    join(boris, lans.harbour, at=NOON)
    assert send(lans_browser, form, {"option": "The Moon"}).status_code == 400
    assert not Review.objects.exists()


@pytest.mark.parametrize("verb", ["answer", "hint", "reveal", "override", "suspend", "resume", "report"])
def test_a_card_one_does_not_have_is_not_found(lans_browser: Client, shelf: Shelf, verb: str) -> None:
    for question in (shelf.choice.pk, 0, 10**30):
        assert lans_browser.post(f"/study/{question}/{verb}/", {"ask": "x", "reason": "other"}).status_code == 404
    assert not Report.objects.exists()


@pytest.mark.parametrize("verb", ON_A_CARD)
def test_one_who_comes_by_a_link_goes_on_studying(lans_browser: Client, lan: User, lans: Shelf, verb: str) -> None:
    page = lans_browser.get(f"/study/{lans.choice.pk}/{verb}/")
    assert (page.status_code, page["Location"]) == (302, "/study/")
    assert not lan.reviews.exists()


@pytest.mark.parametrize("path", ["/study/", "/study/undo/", "/study/cards/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_is_sent_to_sign_in(client: Client, db: None, path: str, method: str) -> None:
    page = getattr(client, method)(path)
    assert (page.status_code, page["Location"].split("?")[0]) == (302, "/accounts/login/")
    page = getattr(client, method)(path, headers=HTMX)
    assert page["HX-Redirect"] == "/accounts/login/?next=%2Fstudy%2F"


@pytest.mark.parametrize("verb", [*ON_A_CARD, "report"])
def test_a_visitor_cannot_touch_a_card(client: Client, lan: User, lans: Shelf, verb: str) -> None:
    page = client.post(f"/study/{lans.choice.pk}/{verb}/", {"ask": form_for(lan, lans.choice).ask})
    assert (page.status_code, page["Location"].split("?")[0]) == (302, "/accounts/login/")
    assert not Review.objects.exists()


# Flashcards


@ways
def test_a_flashcard_is_turned_and_then_rated(
    lans_browser: Client, lan: User, lans: Shelf, headers: dict[str, str]
) -> None:
    put_in_review(lan, lans.flashcard, due=NOON.date() - DAY)
    for question in (lans.choice, lans.disputed, lans.true_false):
        card_of(lan, question).suspend(at=NOON)
    form = form_on(lans_browser.get("/study/", headers=headers))
    assert form.url.endswith("/reveal/")
    turned = send(lans_browser, form, {}, headers)
    assert stage(turned) == "revealed"
    assert form_on(turned) == Form(f"/study/{lans.flashcard.pk}/answer/", lans.flashcard.pk, form.ask)
    assert not lan.reviews.filter(kind="study").exists()
    assert turned.context["citations"] == lans.flashcard.fact.sources != []
    page = send(lans_browser, form_on(turned), {"rating": "2"}, headers)
    assert lan.reviews.get(kind="study").rating == Rating.HARD
    if not headers:
        assert page["Location"] == "/study/"
        page = lans_browser.get("/study/")
    assert stage(page) == "done"
    assert re.search(r"<(p|li) class=\"notice success\">Hard · Again in \d+ days<", page.content.decode())


@ways
def test_after_the_last_flashcard_the_day_is_done_and_can_be_taken_back(
    lans_browser: Client, lan: User, lans: Shelf, headers: dict[str, str]
) -> None:
    for question in lans.questions:
        if question != lans.flashcard:
            card_of(lan, question).suspend(at=NOON - MINUTE)
    send(lans_browser, form_for(lan, lans.flashcard), {"rating": "4"}, headers)
    page = lans_browser.get("/study/", headers=headers)
    assert stage(page) == "done"
    sitting = page.context["sitting"]
    undone = {"question": sitting.undo_question, "version": sitting.undo_version}
    page = lans_browser.post("/study/undo/", undone, follow=True)
    assert form_on(page).question == lans.flashcard.pk


@ways
@pytest.mark.parametrize("verb", ["mark", "unmark", "note"])
def test_a_remark_on_a_card_turned_over_leaves_it_where_it_is_and_it_can_be_rated(
    lans_browser: Client, lan: User, lans: Shelf, verb: str, headers: dict[str, str]
) -> None:
    if verb == "unmark":
        card_of(lan, lans.flashcard).mark(at=NOON)
    form = form_for(lan, lans.flashcard)
    url = f"/study/{lans.flashcard.pk}"
    page = lans_browser.post(f"{url}/{verb}/", {"ask": form.ask, "note": "Ebb & flow."}, headers=headers)
    assert (page.status_code, stage(page), len(page.context["messages"])) == (200, "revealed", 1)
    assert (b"Ebb &amp; flow." in page.content) == (verb == "note")
    send(lans_browser, form_on(page), {"rating": "3"}, headers)
    assert lan.reviews.get(kind="study").rating == Rating.GOOD


def test_a_card_turned_over_and_put_aside_gives_way_to_the_next_question(
    lans_browser: Client, lan: User, lans: Shelf
) -> None:
    form = form_for(lan, lans.flashcard)
    for verb in ("bury", "suspend"):
        page = lans_browser.post(f"/study/{lans.flashcard.pk}/{verb}/", {"ask": form.ask})
        assert page["Location"] == "/study/"


@ways
def test_a_card_that_was_rated_elsewhere_is_not_rated_again(
    lans_browser: Client, lan: User, lans: Shelf, headers: dict[str, str]
) -> None:
    form = form_for(lan, lans.flashcard)
    answer(lan, lans.flashcard, at=NOON)
    assert stage(send(lans_browser, form, {"rating": "4"}, headers)) == "conflict"
    assert lan.reviews.count() == 1


def test_only_a_flashcard_can_be_turned(lans_browser: Client, lan: User, lans: Shelf) -> None:
    for question in (lans.choice, lans.typed, lans.disputed):
        form = form_for(lan, question)
        page = send(lans_browser, Form(form.url.replace("answer", "reveal"), 0, form.ask), {})
        assert page.status_code == 400


def test_a_flashcard_rated_elsewhere_cannot_be_turned_any_more(lans_browser: Client, lan: User, lans: Shelf) -> None:
    form = form_for(lan, lans.flashcard)
    answer(lan, lans.flashcard, at=NOON)
    assert send(lans_browser, Form(form.url.replace("answer", "reveal"), 0, form.ask), {}).status_code == 409


# The learner's own judgement


def overrule(browser: Client, form: Form, claim: str) -> Any:
    return browser.post(f"/study/{form.question}/override/", {"ask": form.ask, "claim": claim})


@pytest.fixture
def typed(lan: User, lans: Shelf) -> Question:
    """A typed question that Lan is about to meet, in the lighthouse."""
    learn(lan, lans.true_false, at=NOON)
    return lans.lamp


def test_i_was_right_is_counted_and_editors_hear_of_it(lans_browser: Client, lan: User, typed: Question) -> None:
    form = form_for(lan, typed)
    page = send(lans_browser, form, {"text": "Augustin"})
    assert (page.context["verdict"].right, page.context["claims"]) == (False, ["right"])
    page = overrule(lans_browser, form, "right")
    assert (stage(page), page.context["row"].was_right, page.context["claims"]) == ("verdict", True, [])
    report = Report.objects.get()
    assert (report.learner, report.question, report.revision) == (lan, typed, typed.revision)
    assert (report.reason, report.comment, report.reported_at) == ("judged", "Augustin", NOON)
    assert wrongs(lan) == []


def test_what_a_learner_told_the_editors_in_their_own_words_stays(
    lans_browser: Client, lan: User, typed: Question
) -> None:
    lans_browser.post(f"/study/{typed.pk}/report/", {"reason": "unclear", "comment": "Which lamp?"})
    form = form_for(lan, typed)
    send(lans_browser, form, {"text": "Augustin"})
    assert overrule(lans_browser, form, "right").context["row"].was_right
    assert Report.objects.get().comment == "Which lamp?"


def test_i_was_right_counts_though_fifty_questions_were_reported_today(
    lans_browser: Client, lan: User, typed: Question
) -> None:
    Report.objects.bulk_create(
        Report(learner=lan, question=typed, revision=typed.revision, reason="wrong", reported_at=NOON, resolved_at=NOON)
        for _ in range(MOST_A_DAY)
    )
    form = form_for(lan, typed)
    send(lans_browser, form, {"text": "Augustin"})
    assert overrule(lans_browser, form, "right").context["row"].was_right
    assert not Report.objects.open().exists()


def test_i_was_wrong_is_nobody_elses_business(lans_browser: Client, lan: User, typed: Question) -> None:
    form = form_for(lan, typed)
    send(lans_browser, form, {"text": "Fresnel"})
    page = overrule(lans_browser, form, "wrong")
    assert (page.context["row"].was_right, lan.days.get(deck=typed.fact.deck, answers__gt=0).right) == (False, 2)
    assert not Report.objects.exists()


def test_too_easy_is_for_a_right_answer_that_was_not_the_first(
    lans_browser: Client, lan: User, typed: Question, clock: time_machine.Traveller
) -> None:
    form = form_for(lan, typed)
    assert send(lans_browser, form, {"text": "Fresnel"}).context["claims"] == ["wrong"]
    assert overrule(lans_browser, form, "easy").status_code == 400
    clock.shift(10 * MINUTE)
    form = form_for(lan, typed, at=NOON + 10 * MINUTE)
    assert send(lans_browser, form, {"text": "Fresnel"}).context["claims"] == ["wrong", "easy"]
    assert overrule(lans_browser, form, "easy").context["row"].rating == Rating.EASY
    assert wrongs(lan) == []


@pytest.mark.parametrize(
    ("text", "claim"),
    [("Fresnel", "right"), ("Augustin", "wrong"), ("Augustin", "easy"), ("Fresnel", ""), ("Fresnel", "hard")],
)
def test_a_claim_that_is_not_open_is_refused(
    lans_browser: Client, lan: User, typed: Question, text: str, claim: str
) -> None:
    form = form_for(lan, typed)
    send(lans_browser, form, {"text": text})
    assert overrule(lans_browser, form, claim).status_code == 400
    assert not lan.reviews.filter(kind="override").exists()


def test_who_gave_up_was_not_right(lans_browser: Client, lan: User, typed: Question) -> None:
    form = form_for(lan, typed)
    assert send(lans_browser, form, {"give_up": "1"}).context["claims"] == []
    assert overrule(lans_browser, form, "right").status_code == 400


@pytest.mark.parametrize("claim", ["right", "wrong", "easy"])
def test_a_pick_is_not_disputed(lans_browser: Client, lan: User, lans: Shelf, claim: str) -> None:
    form = form_for(lan, lans.choice)
    send(lans_browser, form, {"option": "The Moon" if claim == "wrong" else "The Sun"})
    assert overrule(lans_browser, form, claim).status_code == 400


def test_an_answer_before_the_newest_is_not_disputed(
    lans_browser: Client, lan: User, typed: Question, clock: time_machine.Traveller
) -> None:
    form = form_for(lan, typed)
    send(lans_browser, form, {"text": "Augustin"})
    answer(lan, typed, at=NOON + MINUTE)
    assert overrule(lans_browser, form, "right").status_code == 409
    assert not Report.objects.exists()


def test_a_claim_before_any_answer_is_stale(lans_browser: Client, lan: User, typed: Question) -> None:
    assert overrule(lans_browser, form_for(lan, typed), "right").status_code == 409


def test_a_claim_sent_twice_is_made_once(lans_browser: Client, lan: User, typed: Question) -> None:
    form = form_for(lan, typed)
    send(lans_browser, form, {"text": "Augustin"})
    overrule(lans_browser, form, "right")
    overrule(lans_browser, form, "right")
    assert (lan.reviews.filter(kind="override").count(), Report.objects.count()) == (1, 1)


# How long a question was on screen


def test_the_time_taken_is_what_the_page_says_where_it_was_fetched_before_it_was_shown(
    lans_browser: Client, lan: User, lans: Shelf
) -> None:
    send(lans_browser, form_for(lan, lans.choice), {**said(lans.choice), "shown_ms": "1500"})
    row = lan.reviews.get()
    assert (row.elapsed_ms, row.shown_at) == (1500, NOON - timedelta(milliseconds=1500))
    assert row.rating == Rating.GOOD


def test_a_right_pick_at_once_is_a_rapid_guess_however_long_ago_the_question_was_fetched(
    lans_browser: Client, lan: User, lans: Shelf
) -> None:
    send(lans_browser, form_for(lan, lans.choice), {**said(lans.choice), "shown_ms": "900"})
    row = lan.reviews.get()
    assert (row.elapsed_ms, row.rating) == (900, None)


@pytest.mark.parametrize(
    "sent", [None, "", "8001", "9" * 18, "9" * 5000, "-1", "1.5", "1e3", "x", "²", "٣", "\0", "NaN", "Infinity"]
)
def test_the_age_of_the_ask_counts_where_the_page_says_nothing_that_can_be_believed(
    lans_browser: Client, lan: User, lans: Shelf, sent: str | None
) -> None:
    shown = {} if sent is None else {"shown_ms": sent}
    assert stage(send(lans_browser, form_for(lan, lans.choice), {**said(lans.choice), **shown})) == "verdict"
    assert lan.reviews.get().elapsed_ms == TOOK / timedelta(milliseconds=1)


def test_the_same_answer_sent_twice_counts_once_whatever_time_it_names(
    lans_browser: Client, lan: User, lans: Shelf
) -> None:
    form = form_for(lan, lans.choice)
    for shown_ms in ("1500", "3000"):
        assert stage(send(lans_browser, form, {**said(lans.choice), "shown_ms": shown_ms})) == "verdict"
    assert lan.reviews.get().elapsed_ms == 1500


@pytest.mark.parametrize("verb", ["answer", "hint", "reveal"])
def test_the_time_counts_on_where_the_same_question_is_shown_again(
    lans_browser: Client, lan: User, lans: Shelf, verb: str
) -> None:
    form = form_for(lan, lans.flashcard if verb == "reveal" else lans.choice)
    page = send(lans_browser, replace(form, url=f"/study/{form.question}/{verb}/"), {"shown_ms": "2500"})
    assert 'name="shown_ms" value="2500"' in page.content.decode()


# The next question, fetched while the verdict is read

AHEAD = HTMX | {"Purpose": "prefetch"}


def test_the_question_fetched_ahead_is_the_one_that_comes_and_fetching_it_writes_nothing(
    lans_browser: Client, lan: User, lans: Shelf
) -> None:
    lans_browser.get("/study/")  # the day has begun
    with CaptureQueriesContext(connection) as captured:
        page = lans_browser.get("/study/", headers=AHEAD)
    assert [query["sql"] for query in captured if not query["sql"].startswith("SELECT")] == []
    assert not page.cookies.keys() - {"csrftoken"}
    assert "no-store" in page["Cache-Control"]
    shown = lans_browser.get("/study/", headers=HTMX)
    assert form_on(page) == form_on(shown)
    assert stage(page) == stage(shown) == "ask"


def test_what_is_fetched_ahead_keeps_to_the_scope_of_the_address(lans_browser: Client, lan: User, lans: Shelf) -> None:
    lans_browser.get("/study/")
    page = lans_browser.get("/study/", {"deck": lans.lighthouse.slug}, headers=AHEAD)
    assert f'action="/study/{lans.true_false.pk}/answer/?deck={lans.lighthouse.slug}"' in page.content.decode()
    assert lans_browser.get("/study/", {"deck": "no-such-deck"}, headers=AHEAD).status_code == 204
    assert lans_browser.get("/study/", {"ahead": "x"}, headers=AHEAD).status_code == 400


def test_a_message_waits_for_a_page_that_is_shown(lans_browser: Client, lan: User, lans: Shelf) -> None:
    lans_browser.post(f"/study/{lans.choice.pk}/suspend/")
    assert b"Suspended:" not in lans_browser.get("/study/", headers=AHEAD).content
    assert b"Suspended:" in lans_browser.get("/study/", headers=HTMX).content


def test_what_was_not_recorded_waits_for_a_page_that_is_shown(
    lans_browser: Client, lan: User, lans: Shelf, clock: time_machine.Traveller
) -> None:
    form = form_for(lan, lans.choice)
    clock.shift(3 * DAY)
    send(lans_browser, form, said(lans.choice))  # too late: it is put by
    assert lans_browser.get("/study/", headers=AHEAD).status_code == 204
    assert b"more than two days ago" in lans_browser.get("/study/", headers=HTMX).content


def test_nothing_is_fetched_ahead_on_a_day_that_has_not_begun(
    lans_browser: Client, lan: User, lans: Shelf, clock: time_machine.Traveller
) -> None:
    lans_browser.get("/study/")
    clock.shift(DAY)
    reached = User.objects.get(pk=lan.pk).study_day
    assert lans_browser.get("/study/", headers=AHEAD).status_code == 204
    assert User.objects.get(pk=lan.pk).study_day == reached


def test_the_end_of_the_work_and_a_question_just_retired_are_not_fetched_ahead(
    lans_browser: Client, lan: User, lans: Shelf
) -> None:
    lans_browser.get("/study/")
    lans.choice.move(State.RETIRED, at=NOON)
    assert lans_browser.get("/study/", headers=AHEAD).status_code == 204
    assert not lan.reviews.exists()
    lans_browser.get("/study/")  # follows the library
    assert lans_browser.get("/study/", headers=AHEAD).status_code == 200
    for question in lans.questions:
        card_of(lan, question).suspend(at=NOON)
    assert lans_browser.get("/study/", headers=AHEAD).status_code == 204


def test_nothing_is_fetched_ahead_for_who_is_signed_out(lans_browser: Client, lans: Shelf) -> None:
    lans_browser.logout()
    page = lans_browser.get("/study/", headers=AHEAD)
    assert b'id="sitting"' not in page.content


# Undo


def take_back(browser: Client, question: Question, version: int | str, headers: dict[str, str] | None = None) -> Any:
    return browser.post("/study/undo/", {"question": question.pk, "version": version}, headers=headers or {})


@ways
def test_undo_shows_the_question_again(lans_browser: Client, lan: User, lans: Shelf, headers: dict[str, str]) -> None:
    answer(lan, lans.disputed, at=NOON)
    page = take_back(lans_browser, lans.disputed, 0, headers)
    assert (page.status_code, page["Location"]) == (302, f"/study/?question={lans.disputed.pk}")
    assert form_on(lans_browser.get(page["Location"], headers=headers)).question == lans.disputed.pk
    assert form_on(lans_browser.get("/study/")).question == lans.choice.pk
    assert queue_of(lan, lans.disputed) == Queue.NEW


def test_undo_of_a_claim_asks_nothing_again(lans_browser: Client, lan: User, lans: Shelf) -> None:
    answer(lan, lans.disputed, at=NOON, right=False)
    card_of(lan, lans.disputed).override(Rating.GOOD, 0, at=NOON)
    assert take_back(lans_browser, lans.disputed, 1)["Location"] == "/study/"
    assert card_of(lan, lans.disputed).due_at == NOON + MINUTE


def test_a_double_click_takes_back_one_answer(lans_browser: Client, lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    answer(lan, lans.disputed, at=NOON + MINUTE)
    for _ in range(2):
        assert take_back(lans_browser, lans.disputed, 0).status_code == 302
    assert queue_of(lan, lans.choice) == Queue.LEARNING


def test_an_act_that_others_followed_cannot_be_undone(lans_browser: Client, lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    answer(lan, lans.choice, at=NOON + MINUTE)
    page = take_back(lans_browser, lans.choice, 0)
    assert (page.status_code, page.context["reason"]) == (409, "stale")


@pytest.mark.parametrize("version", ["", "x", "-1", "1.0", "²", "٣", "\0", "9" * 5000, "0" * 5000, "0" * 20 + "9" * 30])
def test_undo_of_what_is_no_row_is_refused(lans_browser: Client, lan: User, lans: Shelf, version: str) -> None:
    answer(lan, lans.choice, at=NOON)
    assert take_back(lans_browser, lans.choice, version).status_code == 400
    assert lans_browser.post("/study/undo/", {"question": version, "version": "0"}).status_code == 400
    assert lan.reviews.count() == 1


def test_nobody_undoes_what_another_did(lans_browser: Client, boris: User, lans: Shelf, lan: User) -> None:
    answer(lan, lans.choice, at=NOON)
    lans_browser.force_login(boris)
    assert take_back(lans_browser, lans.choice, 0).status_code == 404
    join(boris, lans.harbour, at=NOON)
    assert take_back(lans_browser, lans.choice, 0).status_code == 409
    assert lan.reviews.count() == 1


@pytest.mark.parametrize("wish", ["x", "", "0", "-1", "9" * 17, "9" * 30, "²", "\0"])
def test_a_question_that_cannot_be_asked_is_passed_over(
    lans_browser: Client, lan: User, lans: Shelf, wish: str
) -> None:
    assert form_on(lans_browser.get("/study/", {"question": wish})).question == lans.choice.pk


def test_a_locked_a_suspended_or_a_resting_question_is_not_asked_for_the_asking(
    lans_browser: Client, lan: User, lans: Shelf
) -> None:
    learn(lan, lans.flashcard, at=NOON)
    card_of(lan, lans.disputed).suspend(at=NOON)
    for question in (lans.typed, lans.flashcard, lans.disputed):
        assert form_on(lans_browser.get("/study/", {"question": question.pk})).question == lans.choice.pk
