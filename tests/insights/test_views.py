"""The progress pages are a learner's own, say the same in charts and tables, and cost no more with a longer log."""

import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyapp.accounts.models import User
from studyapp.library.models import Deck, Fact
from studyapp.scheduling import Rating
from studyapp.study.cards.events import Certainty
from studyapp.study.cards.fold import Tally
from studyapp.study.models import Card, Day, Review, Snapshot
from tests.answering import answer, card_of, learn, response_to
from tests.people import DAY, MINUTE, NOON, TOOK, TUESDAY
from tests.shelf import Shelf

PAGES = ["/progress/", "/progress/retention/", "/progress/knowledge/", "/progress/calibration/"]
STATEMENTS = [6, 7, 5, 4]
"""Of each page: the session and the learner included, the snapshot of the day taken before."""


def say(learner: User, lans: Shelf, *, right: bool, certainty: Certainty = Certainty.SURE) -> Review:
    """Answer for the lamp, and say how sure of it."""
    card = card_of(learner, lans.lamp)
    assert card.question.revision is not None
    ask = card.ask(at=NOON - TOOK)
    response = response_to(lans.lamp, right=right)
    return card.answer(response, ask, card.question.revision, at=NOON, certainty=certainty).review


@pytest.fixture
def studied(lan: User, lans: Shelf) -> Shelf:
    """Lan learned one question last week and was wrong about it on Monday; of another she was sure, and wrong."""
    at = learn(lan, lans.choice, at=NOON - 7 * DAY)
    answer(lan, lans.choice, at=at + 6 * DAY, right=False)
    say(lan, lans, right=False)
    return lans


@pytest.mark.parametrize("address", PAGES)
def test_strangers_are_asked_to_sign_in(client: Client, db: None, address: str) -> None:
    assert client.get(address)["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("address", PAGES)
def test_who_has_not_begun_sees_what_will_be_here_and_the_way_to_it(lans_browser: Client, address: str) -> None:
    response = lans_browser.get(address)
    assert response.context["empty"]
    text = response.text
    assert "<svg" not in text.split("<main", 1)[1]
    assert 'href="/study/"' in text
    assert re.search("you will (then )?see", text)


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_only_read(lans_browser: Client, address: str) -> None:
    assert lans_browser.post(address).status_code == 405


@pytest.mark.parametrize("address", PAGES)
def test_every_chart_is_well_formed_and_has_a_title_a_description_and_a_table(
    lans_browser: Client, studied: Shelf, address: str
) -> None:
    text = lans_browser.get(address).text
    figures = re.findall(r"<figure.*?</figure>", text, re.S)
    assert figures
    ids: list[str] = []
    for figure in figures:
        plots = re.findall(r'<svg\s+class="chart plot".*?</svg>\s*(?=</div>|<svg\s+class="chart plot")', figure, re.S)
        assert plots
        for plot in plots:
            root = ET.fromstring(plot)
            assert root.get("role") == "img"
            named = [root[0].get("id", ""), root[1].get("id", "")]
            assert [root[0].tag, root[1].tag, " ".join(named)] == ["title", "desc", root.get("aria-labelledby")]
            assert root[0].text
            assert root[1].text
            ids += named
        assert "<table>" in figure
        assert "<summary>" in figure
    assert len(ids) == len(set(ids))
    assert "style=" not in text, "the content policy forbids it"


def test_every_page_leads_to_the_others_and_says_which_it_is(lans_browser: Client) -> None:
    for address in PAGES:
        text = lans_browser.get(address).text
        assert [link for link in PAGES if f'href="{link}"' in text] == PAGES
        assert re.search(rf'href="{address}"\s+aria-current="page">\s*<b>', text)


def test_what_was_done_is_there_by_the_learners_own_study_day(lans_browser: Client, lan: User, lans: Shelf) -> None:
    answer(lan, lans.lamp, at=NOON - timedelta(hours=9))  # three in the morning, still Monday
    context = lans_browser.get("/progress/").context
    done = {row[0]: row[-1] for row in context["figures"][0].rows if row[-1] != "0"}
    assert done == {"5 Jan 2026": "1"}
    assert context["habit"].studied == 1


def test_what_was_undone_is_not_there(lans_browser: Client, lan: User, lans: Shelf) -> None:
    answer(lan, lans.lamp, at=NOON)
    assert not lans_browser.get("/progress/").context["empty"]
    card_of(lan, lans.lamp).undo(0, at=NOON)
    assert lans_browser.get("/progress/").context["empty"]


def test_what_falls_due_is_there_with_what_is_left_over(lans_browser: Client, lan: User, studied: Shelf) -> None:
    Day.objects.add(lan, studied.harbour.pk, {TUESDAY - 2 * DAY: Tally(due=4), TUESDAY + 3 * DAY: Tally(due=2)})
    forecast = lans_browser.get("/progress/").context["figures"][2]
    counts = [int(row[1]) for row in forecast.rows]
    due = dict(lan.days.filter(due__gt=0, study_day__gte=TUESDAY).values_list("study_day", "due"))
    assert counts[0] == 4 + due.get(TUESDAY, 0)
    assert counts[3] == due[TUESDAY + 3 * DAY]


def test_no_run_is_mourned(lans_browser: Client, lan: User, lans: Shelf) -> None:
    for ago in (9, 8, 7):
        Day.objects.add(lan, lans.harbour.pk, {TUESDAY - ago * DAY: Tally(answers=3)})
    text = lans_browser.get("/progress/").text
    assert "You studied on 3 of the last 30 days." in text
    assert "longest run in the last year was 3 days" in text
    for word in ("lost", "broke", "in a row so far", " 0 days"):
        assert word not in text


def test_retention_is_compared_by_deck_and_by_kind(lans_browser: Client, lan: User, studied: Shelf) -> None:
    context = lans_browser.get("/progress/retention/").context
    assert [(week[1], week[3]) for week in context["figure"].rows[:2]] == [
        ("0\u00a0%, 0 of 1", "0\u00a0%, 0 of 1"),
        ("–", "–"),
    ]
    decks = {line.name: (line.right.part, line.right.of, line.cells[0]) for line in context["decks"]}
    assert decks == {
        studied.harbour.title: (2, 3, "0\u00a0%, 0 of 1"),
        studied.lighthouse.title: (0, 1, "–"),
    }
    kinds = {line.name: (line.right.part, line.right.of, line.cells) for line in context["kinds"]}
    assert kinds == {"Choice": (2, 3, ["8.0"]), "Typed answer": (0, 1, ["8.0"])}


def test_knowledge_is_of_today(lans_browser: Client, lan: User, studied: Shelf) -> None:
    response = lans_browser.get("/progress/knowledge/")
    assert response.context["known"].met.n == 2
    assert '<data value="2" data-figure="met"' in response.text
    assert [fact for fact, *_ in response.context["hardest"]] == [studied.lamp.fact, studied.tide]


def test_a_fact_withdrawn_since_is_no_longer_listed(lans_browser: Client, lan: User, studied: Shelf) -> None:
    lans_browser.get("/progress/knowledge/")
    Fact.objects.filter(pk=studied.tide.pk).update(state="draft")
    assert [fact for fact, *_ in lans_browser.get("/progress/knowledge/").context["hardest"]] == [studied.lamp.fact]


def test_sure_and_wrong_comes_first_and_ends_when_it_is_judged_otherwise(
    lans_browser: Client, lan: User, studied: Shelf
) -> None:
    text = lans_browser.get("/progress/calibration/").text
    assert text.index(studied.lamp.fact.statement) < text.index("<figure")
    assert lans_browser.get("/progress/calibration/").context["calibration"].total == 1
    card_of(lan, studied.lamp).override(Rating.GOOD, 0, at=NOON + MINUTE)
    context = lans_browser.get("/progress/calibration/").context
    assert list(context["sure_and_wrong"]) == []
    assert context["calibration"].levels[2].right.part == 1


def test_who_is_not_asked_how_sure_they_are_learns_where_to_turn_it_on(lans_browser: Client, lan: User) -> None:
    assert "/accounts/settings/" in lans_browser.get("/progress/calibration/").text.partition("<main")[2]
    User.objects.filter(pk=lan.pk).update(ask_certainty=True)
    assert "/accounts/settings/" not in lans_browser.get("/progress/calibration/").text.partition("<main")[2]


@pytest.mark.parametrize("address", PAGES)
def test_nothing_of_others_is_there(client: Client, boris: User, studied: Shelf, clock: Any, address: str) -> None:
    client.force_login(boris)
    assert client.get(address).context["empty"]


@pytest.mark.parametrize("address", PAGES)
def test_titles_and_statements_are_escaped(lans_browser: Client, studied: Shelf, address: str) -> None:
    Deck.objects.update(title="<script>alert(1)</script>")
    Fact.objects.update(statement="<script>alert(2)</script>")
    assert "<script>alert" not in lans_browser.get(address).text


def spent(browser: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)


def lengthen(learner: User, lans: Shelf) -> None:
    """Ten years of days, and a log many times as long."""
    for deck in (lans.harbour, lans.lighthouse):
        days = {TUESDAY - n * DAY: Tally(answers=9, right=8, reviews=9, young=9, young_recalled=8) for n in range(3650)}
        Day.objects.add(learner, deck.pk, days)
    row = learner.reviews.filter(kind="study")[0]
    learner.reviews.bulk_create(
        Review(
            learner=learner,
            question=lans.flashcard,
            fact=lans.flashcard.fact,
            revision=lans.flashcard.revision,
            version=version,
            kind="study",
            study_day=TUESDAY,
            answered_at=NOON + version * MINUTE,
            score=0,
            certainty=3,
            due_day=row.due_day,
        )
        for version in range(500)
    )


def test_a_longer_log_costs_no_more_statements(lans_browser: Client, lan: User, studied: Shelf) -> None:
    def all_pages() -> list[int]:
        lans_browser.get("/progress/knowledge/")
        return [spent(lans_browser, address) for address in PAGES]

    assert all_pages() == STATEMENTS
    lengthen(lan, studied)
    assert all_pages() == STATEMENTS
    assert len(lans_browser.get("/progress/calibration/").context["sure_and_wrong"]) == 20


def test_the_cards_are_gone_through_once_a_study_day(
    lans_browser: Client, lan: User, studied: Shelf, clock: time_machine.Traveller
) -> None:
    table = Card._meta.db_table

    def reads_of_cards() -> int:
        with CaptureQueriesContext(connection) as captured:
            for address in PAGES:
                lans_browser.get(address)
        return sum("elapsed_ms" in query["sql"] and f'FROM "{table}"' in query["sql"] for query in captured)

    assert [reads_of_cards(), reads_of_cards()] == [1, 0]
    clock.shift(DAY)
    assert [reads_of_cards(), reads_of_cards()] == [1, 0]
    assert Snapshot.objects.get(learner=lan).study_day == TUESDAY + DAY


def test_no_page_reads_the_log_but_for_the_list_that_has_its_index(
    lans_browser: Client, lan: User, studied: Shelf
) -> None:
    lans_browser.get("/progress/")
    with CaptureQueriesContext(connection) as captured:
        for address in PAGES:
            lans_browser.get(address)
    reads = [query["sql"] for query in captured if 'FROM "study_review"' in query["sql"]]
    assert len(reads) == 1
    assert "LIMIT 20" in reads[0]
