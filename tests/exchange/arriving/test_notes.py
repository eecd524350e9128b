"""What notes of other programs become: every kind, decks, tags, pictures, the schedule, and what is lost or refused."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.exchange.arriving.preparing import MOST_TAGS
from studyapp.exchange.models import ImportRow, State
from studyapp.formats.faults import BadFile
from studyapp.formats.notes import Answered, Asked, Lost, Progress, Refused, Remembered, Sort, Stage
from studyapp.kinds import KINDS
from studyapp.library.models import Deck, Fact, Picture, Question
from studyapp.own import writing
from studyapp.own.models import Arrived
from studyapp.scheduling import Memory
from studyapp.scheduling import State as Memorised
from studyapp.study.models import Card, Queue
from tests.exchange.arriving.bringing import Shelved, asked, brought, newest, note, press, texts, understood, work
from tests.exchange.arriving.progress import LEARNED
from tests.own.decks import card_of, own_deck
from tests.people import DAY, NOON, TUESDAY
from tests.pictures import drawn
from tests.study.differences import wrongs

pytestmark = pytest.mark.django_db

FILE = (b"\0shelf", "Sea.shelf")


def own_cards(learner: User) -> list[Card]:
    facts = Fact.objects.of(learner).filter(deck__removed_at=None).order_by("number")
    return [card_of(fact) for fact in facts]


def test_each_kind_becomes_a_card_of_its_kind(lans_browser: Client, lan: User, shelved: Shelved) -> None:
    shelved.contents = [note(name, Asked("0", name, dict(kind.example))) for name, kind in KINDS.items()]
    url = understood(lans_browser, *FILE)
    assert lans_browser.get(f"{url}?show=refused").text.count("errors") == 0
    press(lans_browser, url, "apply")
    work()
    assert [question.kind for question in Question.objects.of(lan).order_by("pk")] == list(KINDS)
    assert wrongs(lan) == []


def test_a_note_of_two_cards_makes_two_and_keeps_their_names(lans_browser: Client, lan: User, shelved: Shelved) -> None:
    pair = (asked("Ebb", "falling"), asked("falling", "Ebb", name="1"))
    shelved.contents = [note("a", *pair, tags=("tide", "sea::word"), deck=("Sea", "Tides"))]
    brought(lans_browser, *FILE)
    assert texts(lan) == [("Sea::Tides", "Ebb", "falling"), ("Sea::Tides", "falling", "Ebb")]
    assert [(one.guid, one.name, one.tags) for one in Arrived.objects.order_by("fact_id")] == [
        ("a", "0", ["tide", "sea::word"]),
        ("a", "1", ["tide", "sea::word"]),
    ]
    assert 'Tags: <span dir="auto">tide, sea::word</span>' in lans_browser.get("/own/cards/1/").text
    shelved.contents = [note("a", *pair, tags=("tide",)), note("b", *pair, asked("Flow", "rising", name="2"))]
    page = lans_browser.get(f"{brought(lans_browser, *FILE)}").text
    assert "2 cards were changed." in page
    assert Arrived.objects.filter(guid="a", tags=["tide"]).count() == 2


def test_a_further_card_of_a_note_comes_beside_those_that_are_there(
    lans_browser: Client, lan: User, shelved: Shelved
) -> None:
    shelved.contents = [note("a", asked("Ebb", "falling"))]
    brought(lans_browser, *FILE)
    shelved.contents = [note("a", asked("Ebb", "falling"), asked("falling", "Ebb", name="1"))]
    brought(lans_browser, *FILE)
    assert texts(lan) == [("Sea", "Ebb", "falling"), ("Sea", "falling", "Ebb")]


def test_two_notes_of_one_name_are_two_and_stay_two(lans_browser: Client, lan: User, shelved: Shelved) -> None:
    shelved.contents = [note("a", asked("Ebb", "falling")), note("a", asked("Flow", "rising"))]
    brought(lans_browser, *FILE)
    assert len(texts(lan)) == 2
    assert "Unchanged: 2" in lans_browser.get(understood(lans_browser, *FILE)).text


def test_a_card_that_became_another_kind_stays_as_it_is(lans_browser: Client, lan: User, shelved: Shelved) -> None:
    shelved.contents = [note("a", asked("Ebb", "falling"))]
    brought(lans_browser, *FILE)
    shelved.contents = [note("a", asked("Ebb", "falling water", "flashcard"))]
    assert "is of another kind by now" in lans_browser.get(understood(lans_browser, *FILE)).text


def test_what_cannot_come_along_is_counted_and_what_cannot_be_taken_says_why(
    lans_browser: Client, lan: User, shelved: Shelved
) -> None:
    shelved.contents = [
        note("a", asked("Ebb", "falling"), lost=(Lost("sound", "ebb.mp3"), Lost("sound"))),
        note("b", asked("x" * 2001, "long")),
        note("c", asked("Flow", "")),
        note("d"),
        note("e", asked("Map", "here", "place")),
        Refused("note f", "Front", "It is a drawing. Take it out."),
    ]
    url = understood(lans_browser, *FILE)
    assert "2 sounds are left out." in lans_browser.get(url).text
    page = lans_browser.get(f"{url}?show=refused").text
    for told in ("Refused: 5", "note b", "<b>Question:</b>", "<b>Answer:</b>", "It asks nothing", "It is a drawing."):
        assert told in page
    press(lans_browser, url, "apply")
    work()
    assert texts(lan) == [("Sea", "Ebb", "falling")]


def test_only_the_decks_that_are_ticked_come(lans_browser: Client, lan: User, shelved: Shelved) -> None:
    shelved.contents = [note(str(n), asked(f"Word {n}", "x"), deck=(f"Deck {n}",)) for n in range(3)]
    url = understood(lans_browser, *FILE)
    press(lans_browser, url, "choose", deck=["1"])
    page = lans_browser.get(url).text
    assert "1 new card." in page
    press(lans_browser, url, "apply", deck=["0", "2"])
    work()
    assert [title for title, *_ in texts(lan)] == ["Deck 0", "Deck 2"]
    assert Deck.objects.of(lan).count() == 2


def test_beyond_the_limit_the_page_says_by_how_much(
    lans_browser: Client, lan: User, shelved: Shelved, settings
) -> None:
    settings.OWN_CARDS_MOST = 3
    own = own_deck(lan)
    writing.add(lan, own, [], at=NOON)
    shelved.contents = [note(str(n), asked(f"Word {n}", "x"), deck=(f"Deck {n % 2}",)) for n in range(5)]
    url = understood(lans_browser, *FILE)
    assert "These are 2 cards too many" in lans_browser.get(url).text
    assert "These are 2 cards too many" in press(lans_browser, url, "apply", 422)
    press(lans_browser, url, "apply", deck=["0"])
    work()
    assert len(texts(lan)) == 3


def test_who_fills_up_meanwhile_is_told_and_nothing_is_left(lans_browser: Client, lan: User, settings) -> None:
    url = understood(lans_browser)
    press(lans_browser, url, "apply")
    settings.OWN_CARDS_MOST = 2
    work()
    page = lans_browser.get(url).text
    assert "You may have 2 cards of your own" in page
    assert "Nothing was brought in." in page
    assert not Fact.objects.of(lan).exists()


def test_a_schedule_comes_along_and_is_the_fold_of_its_log(lans_browser: Client, lan: User, shelved: Shelved) -> None:
    step = Progress(Stage.LEARNING, due_at=NOON + timedelta(minutes=5), steps_left=1, reps=1)
    shelved.contents = [
        note("a", asked("Ebb", "falling", progress=LEARNED)),
        note("b", asked("Flow", "rising", progress=Progress(Stage.REVIEW, due=TUESDAY, interval=30, reps=2))),
        note("c", asked("Neap", "weak", progress=step)),
        note("d", asked("Spring", "strong", progress=Progress(suspended=True))),
        note("e", asked("Slack", "still", progress=Progress())),
    ]
    url = understood(lans_browser, *FILE)
    assert 'name="schedule" checked' in lans_browser.get(url).text
    press(lans_browser, url, "apply")
    before = (lan.days.count(), texts(lan))
    work()
    assert before == (0, [])
    ebb, flow, neap, spring, slack = own_cards(lan)
    assert ebb.memory == Memory(12.5, 4.5, Memorised.REVIEW, None, TUESDAY - 10 * DAY)
    assert (ebb.queue, ebb.due_day, ebb.reps, ebb.lapses, ebb.marked) == (Queue.REVIEW, TUESDAY + 3 * DAY, 3, 1, True)
    assert (flow.memory.stability, flow.due_day, flow.last_day) == (30, TUESDAY, TUESDAY - 30 * DAY)
    assert (neap.queue, neap.due_at) == (Queue.LEARNING, NOON + timedelta(minutes=5))
    assert (spring.queue, spring.suspended, slack.queue) == (Queue.OFF, True, Queue.NEW)
    days = {day.study_day: (day.answers, day.due) for day in lan.days.all()}
    assert days == {
        TUESDAY - 30 * DAY: (1, 0),
        TUESDAY - 29 * DAY: (1, 0),
        TUESDAY - 10 * DAY: (1, 0),
        TUESDAY: (0, 1),
        TUESDAY + 3 * DAY: (0, 1),
    }
    assert wrongs(lan) == []


def test_without_the_schedule_they_start_as_new(lans_browser: Client, lan: User, shelved: Shelved) -> None:
    shelved.contents = [note("a", asked("Ebb", "falling", progress=LEARNED))]
    url = understood(lans_browser, *FILE)
    page = lans_browser.get(url).text
    assert 'name="schedule" checked' in page
    lans_browser.post(url, {"do": "apply", "deck": ["0"]})
    work()
    [card] = own_cards(lan)
    assert (card.queue, card.version, lan.reviews.count()) == (Queue.NEW, 0, 0)


def test_what_no_schedule_can_be_is_brought_into_bounds(lans_browser: Client, lan: User, shelved: Shelved) -> None:
    odd = Progress(
        Stage.RELEARNING,
        due_at=datetime(1971, 1, 1, tzinfo=UTC),
        steps_left=900,
        interval=-5,
        memory=Remembered(0.0, 99.0, NOON + 900 * DAY),
        reps=-3,
        lapses=10**9,
        log=(Answered(NOON + DAY, Sort.REVIEW, 3, -5, 1), Answered(NOON - DAY, Sort.REVIEW, 3, 10**12, 1)),
    )
    shelved.contents = [note("a", asked("Ebb", "falling", progress=odd))]
    brought(lans_browser, *FILE)
    assert newest(lan).state == State.DONE, newest(lan).said
    assert wrongs(lan) == []
    assert "Ebb" in lans_browser.get("/own/cards/1/").text


def test_pictures_come_along_and_one_that_is_none_is_counted(
    lans_browser: Client, lan: User, shelved: Shelved, settings
) -> None:
    settings.OWN_PICTURES_MOST = 2
    shelved.images = {
        "a.png": drawn(),
        "b.png": b"no picture",
        "c.png": drawn(colour="red"),
        "d.png": drawn(colour="blue"),
    }
    shelved.contents = [
        note(name, asked(f"Word {name}", "x", pictures={"prompt": f"{name}.png", "answer": "a.png"}))
        for name in "abcde"
    ]
    url = brought(lans_browser, *FILE)
    page = lans_browser.get(url).text
    assert "2 pictures cannot be read" in page
    assert "1 picture is left out" in page
    assert Picture.objects.of(lan).count() == 2
    assert [bool(card.question.asked.pictures) for card in own_cards(lan)] == [True, False, True, False, False]


def test_a_file_that_breaks_off_says_so_and_leaves_nothing(
    lans_browser: Client, lan: User, shelved: Shelved, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> object:
        yield note("a", asked("Ebb", "falling"))
        raise BadFile("It breaks off. Save it again.")

    monkeypatch.setattr(Shelved, "notes", broken)
    url = understood(lans_browser, *FILE)
    assert "It breaks off. Save it again." in lans_browser.get(url).text
    assert not ImportRow.objects.exists()


def test_a_fault_of_ours_is_told_and_the_next_file_is_read(
    lans_browser: Client, lan: User, shelved: Shelved, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Shelved, "notes", lambda _: 1 / 0)
    url = understood(lans_browser, *FILE)
    assert "Something went wrong on our side" in lans_browser.get(url).text
    brought(lans_browser)
    assert len(texts(lan)) == 3


def test_words_that_no_database_takes_are_left_out_or_refused(
    lans_browser: Client, lan: User, shelved: Shelved
) -> None:
    shelved.contents = [
        note("\0\ud800a" * 90, asked("Ebb", "falling", name="\0" * 99), tags=("\0t\n", "", "t", *map(str, range(99)))),
        note("b", asked("Fl\0ow", "rising")),
        note("c", asked("Neap", "we\ud800ak")),
        note("d", asked("Spring", "strong"), deck=("\0", "S" * 300)),
        Refused("\0", "\0", "\0"),
    ]
    url = brought(lans_browser, b"\0", "\x07../..\\x.shelf" + "y" * 99 + ".shelf")
    assert "2 new cards are here." in lans_browser.get(url).text
    assert len(Arrived.objects.order_by("fact_id")[0].tags) == MOST_TAGS
    assert [title for title, *_ in texts(lan)] == ["Sea", "S" * 120]
