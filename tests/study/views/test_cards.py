"""Putting a question aside and taking it back, moving it, noting something, and telling the editors about it."""

import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from studyapp.accounts.models import User
from studyapp.library.models import Question
from studyapp.study.decks.membership import join
from studyapp.study.models import Queue, Report
from studyapp.study.models.reports import MOST_A_DAY
from studyapp.study.views.cards import NOT_IN_REVIEW
from tests.answering import HTMX, answer, card_of, form_for, form_on, learn, put_in_review, queue_of
from tests.people import DAY, MINUTE, NOON, TUESDAY
from tests.shelf import Shelf, rewrite, stock
from tests.study.differences import wrongs


def post(browser: Client, question: int, verb: str, data: dict[str, str] | None = None, **more: Any) -> Any:
    return browser.post(f"/study/{question}/{verb}/", data or {}, **more)


def listed(browser: Client, show: str, page: str = "") -> list[Question]:
    """What stands on one of the lists of the learner's cards."""
    found = browser.get("/study/cards/", {"show": show, "page": page})
    assert found.status_code == 200
    return [card.question for card in found.context["page"]]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize("verb", ["suspend", "bury"])
def test_a_question_put_aside_gives_way_to_the_next(
    lans_browser: Client, lan: User, lans: Shelf, headers: dict[str, str], verb: str
) -> None:
    assert form_on(lans_browser.get("/study/")).question == lans.choice.pk
    page = lans_browser.post(f"/study/{lans.choice.pk}/{verb}/", headers=headers, follow=True)
    assert form_on(page).question == lans.flashcard.pk
    assert len(page.context["messages"]) == 1
    assert wrongs(lan) == []


@pytest.mark.parametrize("verb", ["suspend", "bury"])
def test_it_is_asked_at_once_when_that_is_undone(lans_browser: Client, lan: User, lans: Shelf, verb: str) -> None:
    post(lans_browser, lans.choice.pk, verb, follow=True)
    page = lans_browser.post("/study/undo/", {"question": lans.choice.pk, "version": 0}, follow=True)
    assert form_on(page).question == lans.choice.pk
    assert len(page.context["messages"]) == 1


SENT = {"due": {"due_on": "2026-02-01"}, "note": {"note": "A moon."}}


@pytest.mark.parametrize("verb", ["suspend", "resume", "bury", "unbury", "mark", "unmark", "note", "due", "forget"])
def test_twice_is_once(lans_browser: Client, lan: User, lans: Shelf, verb: str) -> None:
    learn(lan, lans.choice, at=NOON)
    if before := {"resume": "suspend", "unbury": "bury", "unmark": "mark"}.get(verb):
        post(lans_browser, lans.choice.pk, before)
    rows = lan.reviews.count()
    for _ in range(2):
        page = post(lans_browser, lans.choice.pk, verb, SENT.get(verb))
        assert (page.status_code, page["Location"]) == (302, "/study/")
    assert lan.reviews.count() == rows + 1
    assert wrongs(lan) == []


def test_a_resumed_question_is_asked_again(lans_browser: Client, lan: User, lans: Shelf) -> None:
    card_of(lan, lans.choice).suspend(at=NOON)
    page = post(lans_browser, lans.choice.pk, "resume", {"show": "suspended"}, follow=True)
    assert page.redirect_chain == [("/study/cards/?show=suspended", 302)]
    assert len(page.context["messages"]) == 1
    assert form_on(lans_browser.get("/study/")).question == lans.choice.pk


def test_what_is_suspended_is_listed_with_a_way_back(lans_browser: Client, lan: User, boris: User, lans: Shelf) -> None:
    learn(lan, lans.flashcard, at=NOON)
    for question in (lans.flashcard, lans.choice, lans.disputed):
        card_of(lan, question).suspend(at=NOON)
    card_of(lan, lans.disputed).follow("off", at=NOON)
    assert listed(lans_browser, "suspended") == listed(lans_browser, "") == [lans.choice, lans.flashcard]
    assert f'action="/study/{lans.choice.pk}/resume/"'.encode() in lans_browser.get("/study/cards/").content
    lans_browser.force_login(boris)
    assert listed(lans_browser, "suspended") == []


def test_each_list_has_what_belongs_on_it(
    lans_browser: Client, lan: User, boris: User, lans: Shelf, clock: time_machine.Traveller
) -> None:
    questions = {
        "suspended": lans.choice,
        "buried": lans.flashcard,
        "marked": lans.typed,
        "notes": lans.lamp,
        "leeches": lans.disputed,
    }
    for show, verb in (("suspended", "suspend"), ("buried", "bury"), ("marked", "mark"), ("notes", "note")):
        post(lans_browser, questions[show].pk, verb, SENT.get(verb))
    lan.cards.filter(question=lans.disputed).update(lapses=8, reps=9)
    for show, question in questions.items():
        assert listed(lans_browser, show) == [question]
    clock.shift(DAY)
    assert listed(lans_browser, "buried") == []
    lans_browser.force_login(boris)
    assert [show for show in questions if listed(lans_browser, show)] == []


def test_a_mark_and_a_note_outlive_what_the_library_takes_away(lans_browser: Client, lan: User, lans: Shelf) -> None:
    card_of(lan, lans.choice).mark(at=NOON)
    card_of(lan, lans.choice).write_note("So.", at=NOON)
    card_of(lan, lans.choice).follow("off", at=NOON)
    assert listed(lans_browser, "marked") == listed(lans_browser, "notes") == [lans.choice]


def test_a_long_list_comes_page_by_page(lans_browser: Client, lan: User) -> None:
    questions = stock(120)
    join(lan, questions[0].fact.deck, at=NOON)
    lan.cards.update(marked=True)
    pages = [listed(lans_browser, "marked", page) for page in ("1", "2", "3")]
    assert [len(page) for page in pages] == [50, 50, 20]
    assert [question for page in pages for question in page] == questions
    for wanted, shown in (("4", 2), ("0", 2), ("x", 0), ("", 0)):
        assert listed(lans_browser, "marked", wanted) == pages[shown]


@pytest.mark.parametrize(("verb", "show"), [("unmark", "marked"), ("suspend", "leeches"), ("unbury", "buried")])
def test_an_act_on_a_list_leads_back_to_it(lans_browser: Client, lans: Shelf, verb: str, show: str) -> None:
    page = post(lans_browser, lans.choice.pk, verb, {"show": show})
    assert page["Location"] == f"/study/cards/?show={show}"
    page = post(lans_browser, lans.choice.pk, verb, {"show": "https://example.org/"})
    assert page["Location"] == "/study/"


def test_what_is_buried_is_not_due_today_but_tomorrow(lans_browser: Client, lan: User, lans: Shelf) -> None:
    put_in_review(lan, lans.lamp, due=TUESDAY - 3 * DAY)
    learn(lan, lans.flashcard, at=NOON)
    later = card_of(lan, lans.flashcard).set_due(TUESDAY + 40 * DAY, at=NOON).due_day
    answer(lan, lans.choice, at=NOON)
    before = lans_browser.get("/").context
    assert ([one.due for one in before["decks"]], before["next_due_day"]) == ([0, 1], later)
    for question in (lans.choice, lans.lamp):
        card_of(lan, question).bury(at=NOON)
    after = lans_browser.get("/").context
    assert ([one.due for one in after["decks"]], after["next_due_day"]) == ([0, 0], TUESDAY + DAY)
    assert [one.next_day for one in after["decks"]] == [TUESDAY + DAY] * 2


# What is asked first


def test_to_forget_is_asked_about_first(lans_browser: Client, lan: User, lans: Shelf) -> None:
    learn(lan, lans.flashcard, at=NOON)
    page = lans_browser.get(f"/study/{lans.flashcard.pk}/forget/")
    assert f'action="/study/{lans.flashcard.pk}/forget/"'.encode() in page.content
    assert queue_of(lan, lans.flashcard) == Queue.REVIEW
    post(lans_browser, lans.flashcard.pk, "forget")
    assert queue_of(lan, lans.flashcard) == Queue.NEW


def test_what_was_never_met_has_nothing_to_forget(lans_browser: Client, lan: User, lans: Shelf) -> None:
    page = lans_browser.get(f"/study/{lans.choice.pk}/forget/")
    assert b'<form method="post" action="/study/' not in page.content
    post(lans_browser, lans.choice.pk, "forget")
    assert not lan.reviews.exists()


@pytest.mark.parametrize("day", ["2026-01-06", "2026-01-07", "2125-12-13"])
def test_a_review_can_be_set_to_any_day_from_today_on(lans_browser: Client, lan: User, lans: Shelf, day: str) -> None:
    learn(lan, lans.choice, at=NOON)
    assert post(lans_browser, lans.choice.pk, "due", {"due_on": day})["Location"] == "/study/"
    assert str(card_of(lan, lans.choice).due_day) == day
    assert lan.days.get(due=1).study_day == card_of(lan, lans.choice).due_day


@pytest.mark.parametrize("day", ["2026-01-05", "2125-12-14", "9999-12-31", "tomorrow", "1/2/2027", "2026-02-30", ""])
def test_another_day_is_refused_with_a_sentence(lans_browser: Client, lan: User, lans: Shelf, day: str) -> None:
    learn(lan, lans.choice, at=NOON)
    page = post(lans_browser, lans.choice.pk, "due", {"due_on": day})
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"due_on"}
    assert page.context["form"]["due_on"].value() == day
    assert not lan.reviews.filter(kind="set-due").exists()


def test_the_days_offered_are_those_that_are_taken(lans_browser: Client, lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)
    page = lans_browser.get(f"/study/{lans.choice.pk}/due/").content.decode()
    assert 'min="2026-01-06"' in page
    assert 'max="2125-12-13"' in page


def test_what_is_not_in_review_cannot_be_set_to_a_day_and_is_told_so(
    lans_browser: Client, lan: User, lans: Shelf
) -> None:
    answer(lan, lans.choice, at=NOON)
    for question in (lans.choice, lans.typed):
        assert str(NOT_IN_REVIEW) in lans_browser.get(f"/study/{question.pk}/due/").content.decode()
        page = post(lans_browser, question.pk, "due", {"due_on": "2026-02-01"})
        assert page.status_code == 422
        assert str(NOT_IN_REVIEW) in page.content.decode()
    assert lan.reviews.count() == 1


# Marks and notes


def test_a_note_is_kept_with_its_lines_and_an_empty_one_removes_it(
    lans_browser: Client, lan: User, lans: Shelf
) -> None:
    post(lans_browser, lans.choice.pk, "note", {"note": "x\r\n" * 499 + "xy"})
    assert card_of(lan, lans.choice).note == "x\n" * 499 + "xy"
    post(lans_browser, lans.choice.pk, "note", {"note": " First line\r\nSecond line "})
    assert card_of(lan, lans.choice).note == "First line\nSecond line"
    page = lans_browser.get(f"/study/{lans.choice.pk}/note/")
    assert page.context["form"]["note"].value() == "First line\nSecond line"
    post(lans_browser, lans.choice.pk, "note", {"note": " "})
    assert card_of(lan, lans.choice).note == ""


@pytest.mark.parametrize("data", [{}, {"note": "x" * 1001}, {"note": "nul\0"}])
def test_a_note_that_cannot_be_kept_is_shown_again_as_it_was(
    lans_browser: Client, lan: User, lans: Shelf, data: dict[str, str]
) -> None:
    card_of(lan, lans.choice).write_note("Before.", at=NOON)
    page = post(lans_browser, lans.choice.pk, "note", data)
    assert page.status_code == 422
    assert page.context["form"].errors
    assert page.context["form"]["note"].value() == data.get("note")
    assert card_of(lan, lans.choice).note == "Before."


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize("verb", ["mark", "unmark", "note"])
def test_who_was_reading_a_verdict_reads_it_again_and_can_still_object(
    lans_browser: Client, lan: User, lans: Shelf, verb: str, headers: dict[str, str]
) -> None:
    form = form_for(lan, lans.disputed)
    before = lans_browser.post(form.url, {"ask": form.ask, "number": "9"}, headers=headers)
    if verb == "unmark":
        card_of(lan, lans.disputed).mark(at=NOON)
    page = post(lans_browser, lans.disputed.pk, verb, {"ask": form.ask, "note": "Eleven!"}, headers=headers)
    assert page.status_code == 200
    assert page.context["stage"] == "verdict"
    assert page.context["verdict"] == before.context["verdict"]
    assert page.context["claims"] == before.context["claims"] == ["right"]
    assert (b"Eleven!" in page.content) == (verb == "note")
    again = lans_browser.post(f"/study/{lans.disputed.pk}/override/", {"ask": form.ask, "claim": "right"})
    assert again.context["row"].kind == "override"
    more = post(lans_browser, lans.disputed.pk, "mark", {"ask": form.ask})
    assert more.context["row"] == again.context["row"]
    assert wrongs(lan) == []


def test_what_is_undone_beside_an_answer_leaves_the_answer_and_says_so(
    lans_browser: Client, lan: User, lans: Shelf
) -> None:
    form = form_for(lan, lans.choice)
    lans_browser.post(form.url, {"ask": form.ask, "option": "The Moon"})
    page = post(lans_browser, lans.choice.pk, "mark", {"ask": form.ask})
    assert page.context["undoes"] == (lans.choice.pk, 1)
    page = lans_browser.post("/study/undo/", {"question": lans.choice.pk, "version": 1}, follow=True)
    assert page.redirect_chain == [("/study/", 302)]
    assert len(page.context["messages"]) == 1
    card = card_of(lan, lans.choice)
    assert (card.marked, card.reps) == (False, 1)
    page = lans_browser.post("/study/undo/", {"question": lans.choice.pk, "version": 0}, follow=True)
    assert form_on(page).question == lans.choice.pk


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize("verb", ["mark", "unmark", "note"])
def test_undoing_a_remark_leaves_the_verdict_where_it_is(
    lans_browser: Client, lan: User, lans: Shelf, verb: str, headers: dict[str, str]
) -> None:
    card_of(lan, lans.disputed).write_note("First.", at=NOON)
    if verb == "unmark":
        card_of(lan, lans.disputed).mark(at=NOON)
    form = form_for(lan, lans.disputed)
    before = lans_browser.post(form.url, {"ask": form.ask, "number": "9"}, headers=headers)
    page = post(lans_browser, lans.disputed.pk, verb, {"ask": form.ask, "note": "Eleven!"}, headers=headers)
    assert undo_on(page) != undo_on(before)
    page = lans_browser.post("/study/undo/", undo_on(page), headers=headers)
    assert (page.status_code, page.context["stage"]) == (200, "verdict")
    assert len(page.context["messages"]) == 1
    for name in ("verdict", "claims", "again", "row"):
        assert page.context[name] == before.context[name]
    assert b'Your note: <span dir="auto">First.</span>' in page.content
    assert (b"Unmark" in page.content) == (verb == "unmark")
    assert undo_on(page) == undo_on(before)
    assert wrongs(lan) == []


def undo_on(page: Any) -> dict[str, str]:
    """What a page sends that takes the newest act back."""
    content = page.content.decode()
    form = re.search(r'<form id="menu".*?</form>', content, re.S)
    assert form
    assert 'formaction="/study/undo/"' in content, "Nothing can be undone on this page."
    return dict(re.findall(r'name="(ask|asked|question|version)" value="([^"]+)"', form[0]))


def test_once_the_remark_is_undone_the_answer_can_be(lans_browser: Client, lan: User, lans: Shelf) -> None:
    form = form_for(lan, lans.disputed)
    lans_browser.post(form.url, {"ask": form.ask, "number": "9"})
    page = post(lans_browser, lans.disputed.pk, "mark", {"ask": form.ask})
    page = lans_browser.post("/study/undo/", undo_on(page))
    page = lans_browser.post("/study/undo/", undo_on(page))
    assert page["Location"] == f"/study/?question={lans.disputed.pk}"
    assert card_of(lan, lans.disputed).reps == 0


def test_undoing_a_remark_at_the_next_question_leaves_that_question_where_it_is(
    lans_browser: Client, lan: User, lans: Shelf
) -> None:
    form = form_for(lan, lans.choice)
    lans_browser.post(form.url, {"ask": form.ask, "option": "The Moon"})
    post(lans_browser, lans.choice.pk, "mark", {"ask": form.ask})
    page = lans_browser.get("/study/", {"question": lans.disputed.pk})
    assert form_on(page).question == lans.disputed.pk != form_on(lans_browser.get("/study/")).question
    page = lans_browser.post("/study/undo/", undo_on(page), follow=True)
    assert form_on(page).question == lans.disputed.pk
    assert not card_of(lan, lans.choice).marked


@pytest.mark.parametrize("ask", ["", "x", "forged:by:somebody"])
def test_undoing_a_remark_needs_no_verdict_to_go_back_to(
    lans_browser: Client, lan: User, lans: Shelf, ask: str
) -> None:
    card_of(lan, lans.choice).mark(at=NOON)
    sent = {"question": str(lans.choice.pk), "version": "0", "ask": ask, "asked": ask}
    assert lans_browser.post("/study/undo/", sent)["Location"] == "/study/"
    assert not card_of(lan, lans.choice).marked


def test_a_mark_sent_with_an_ask_that_is_not_answered_yet_leads_to_the_question(
    lans_browser: Client, lan: User, lans: Shelf
) -> None:
    page = post(lans_browser, lans.choice.pk, "mark", {"ask": form_for(lan, lans.choice).ask})
    assert page["Location"] == "/study/"
    assert card_of(lan, lans.choice).marked


def test_a_mark_sent_with_an_ask_long_gone_is_not_made(
    lans_browser: Client, lan: User, lans: Shelf, clock: time_machine.Traveller
) -> None:
    ask = form_for(lan, lans.choice).ask
    clock.shift(3 * DAY)
    assert post(lans_browser, lans.choice.pk, "mark", {"ask": ask}).status_code == 409
    assert not card_of(lan, lans.choice).marked


def test_a_leech_is_told_what_else_there_is_to_do(lans_browser: Client, lan: User, lans: Shelf) -> None:
    at = learn(lan, lans.choice, at=NOON)
    for lapses, told in ((6, False), (7, True)):
        lan.cards.filter(question=lans.choice).update(lapses=0)
        put_in_review(lan, lans.choice, due=TUESDAY)
        lan.cards.filter(question=lans.choice).update(lapses=lapses, reps=99)
        form = form_for(lan, lans.choice, at=at)
        page = lans_browser.post(form.url, {"ask": form.ask, "give_up": "1"})
        assert (b"?show=leeches" in page.content) == told
    assert not card_of(lan, lans.choice).suspended


def test_a_flashcard_that_is_a_leech_is_told_so_when_it_is_turned(lans_browser: Client, lan: User, lans: Shelf) -> None:
    put_in_review(lan, lans.flashcard, due=TUESDAY)
    for lapses, told in ((7, False), (8, True)):
        lan.cards.filter(question=lans.flashcard).update(lapses=lapses, reps=99)
        form = form_for(lan, lans.flashcard)
        page = lans_browser.post(f"/study/{lans.flashcard.pk}/reveal/", {"ask": form.ask})
        assert (b"?show=leeches" in page.content) == told


# Reports


def test_a_report_reaches_the_editors(lans_browser: Client, lan: User, lans: Shelf) -> None:
    assert lans_browser.get(f"/study/{lans.choice.pk}/report/").status_code == 200
    page = post(lans_browser, lans.choice.pk, "report", {"reason": "unclear", "comment": " Which moon? "}, follow=True)
    assert page.redirect_chain == [("/study/", 302)]
    assert len(page.context["messages"]) == 1
    report = Report.objects.open().get()
    assert (report.learner, report.question, report.revision) == (lan, lans.choice, lans.choice.revision)
    assert (report.reason, report.comment, report.reported_at) == ("unclear", "Which moon?", NOON)


def test_a_report_needs_no_comment(lans_browser: Client, lans: Shelf) -> None:
    post(lans_browser, lans.choice.pk, "report", {"reason": "wrong"})
    assert Report.objects.get().comment == ""


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"comment": "It is unclear."},
        {"reason": ""},
        {"reason": "boring"},
        {"reason": "wrong", "comment": "x" * 1001},
        {"reason": "wrong", "comment": "nul\0"},
        {"reason": "wrong\0"},
    ],
)
def test_a_report_that_cannot_be_kept_is_shown_again_as_it_was(
    lans_browser: Client, lans: Shelf, data: dict[str, str]
) -> None:
    page = post(lans_browser, lans.choice.pk, "report", data)
    assert page.status_code == 422
    assert page.context["form"].errors
    assert page.context["form"]["comment"].value() == data.get("comment")
    assert not Report.objects.exists()


def test_a_report_sent_again_takes_the_place_of_the_one_that_is_open(
    lans_browser: Client, lan: User, lans: Shelf, clock: time_machine.Traveller
) -> None:
    post(lans_browser, lans.choice.pk, "report", {"reason": "wrong", "comment": "It is not."}, follow=True)
    rewrite(lans.choice, at=NOON, prompt="What pulls the tides?")
    clock.shift(DAY)
    page = post(lans_browser, lans.choice.pk, "report", {"reason": "unclear", "comment": ""}, follow=True)
    assert [str(message) for message in page.context["messages"]] == ["Thank you. The editors will look at it."]
    report = Report.objects.get()
    assert (report.reason, report.comment, report.reported_at) == ("unclear", "", NOON + DAY)
    assert report.revision.prompt == "What pulls the tides?"


def test_after_an_editor_has_resolved_it_a_question_can_be_reported_again(
    lans_browser: Client, lan: User, lans: Shelf
) -> None:
    post(lans_browser, lans.choice.pk, "report", {"reason": "wrong"})
    Report.objects.update(resolved_at=NOON)
    post(lans_browser, lans.choice.pk, "report", {"reason": "outdated"})
    assert set(Report.objects.values_list("reason", "resolved_at")) == {("wrong", NOON), ("outdated", None)}


def test_others_report_the_same_question(lans_browser: Client, boris: User, lans: Shelf) -> None:
    join(boris, lans.harbour, at=NOON)
    post(lans_browser, lans.choice.pk, "report", {"reason": "wrong"})
    lans_browser.force_login(boris)
    post(lans_browser, lans.choice.pk, "report", {"reason": "wrong"})
    assert Report.objects.open().count() == 2


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["without htmx", "with htmx"])
def test_fifty_questions_are_reported_within_a_day_and_no_more(
    lans_browser: Client, lan: User, lans: Shelf, clock: time_machine.Traveller, headers: dict[str, str]
) -> None:
    reported = stock(MOST_A_DAY)
    Report.objects.bulk_create(
        Report(learner=lan, question=question, revision=question.revision, reason="wrong", reported_at=NOON)
        for question in reported
    )
    join(lan, reported[0].fact.deck, at=NOON)
    clock.shift(DAY - MINUTE)
    page = post(lans_browser, lans.choice.pk, "report", {"reason": "wrong"}, headers=headers)
    assert page.status_code == 429
    assert "429.html" in [template.name for template in page.templates]
    assert "Report it again tomorrow." in page.text
    assert "five minutes" not in page.text
    assert not lans.choice.reports.exists()
    # What is open already may be said better.
    assert post(lans_browser, reported[0].pk, "report", {"reason": "unclear"}, headers=headers).status_code == 302
    clock.shift(2 * MINUTE)
    assert post(lans_browser, lans.choice.pk, "report", {"reason": "wrong"}, headers=headers).status_code == 302


def test_one_reports_what_one_has_a_card_of(lans_browser: Client, boris: User, lans: Shelf) -> None:
    lans_browser.force_login(boris)
    assert lans_browser.get(f"/study/{lans.choice.pk}/report/").status_code == 404
    assert post(lans_browser, lans.choice.pk, "report", {"reason": "wrong"}).status_code == 404
    assert post(lans_browser, lans.choice.pk, "suspend").status_code == 404
    assert not Report.objects.exists()


def test_a_question_can_be_put_aside_after_its_answer_too(lans_browser: Client, lan: User, lans: Shelf) -> None:
    answer(lan, lans.choice, at=NOON)
    post(lans_browser, lans.choice.pk, "suspend")
    assert queue_of(lan, lans.choice) == Queue.OFF
    assert wrongs(lan) == []
