"""Pictures on own cards: given with the card, shown with it, theirs alone, and gone with it."""

from base64 import b64encode
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import FactFactory
from studyapp.exchange.own_data import write
from studyapp.library.models import PLACES, Draft, Fact, Picture, Question, Revision
from studyapp.own import writing
from studyapp.own.limits import GuestsHaveNone, TooMuch
from studyapp.own.models import Sharing
from studyapp.own.pictures import OwnPicturesForm, keep_picture
from studyapp.own.sharing import copy, open_to_others
from tests.own.decks import card_of, draft, own_deck
from tests.people import NOON, TOOK
from tests.pictures import drawn, upload
from tests.statements import NEXT, sql_of


def pictured_note(learner: User, **places: Picture) -> Any:
    words = draft("Bowline", "A loop that does not slip")
    card = writing.Written("flashcard", Draft(words.prompt, words.spec, "", places))
    [note] = writing.add(learner, own_deck(learner), [card], at=NOON)
    return note


def test_a_card_is_made_with_pictures_and_keeps_them_when_only_words_change(lan: User) -> None:
    front = keep_picture(lan, upload(), alt="A knot", at=NOON)
    back = keep_picture(lan, upload(drawn(colour="red")), at=NOON)
    card = card_of(pictured_note(lan, prompt=front, answer=back))
    assert {place: one.digest for place, one in card.question.asked.shown.items()} == {
        "prompt": front.digest,
        "answer": back.digest,
    }
    writing.rewrite(card, draft("The bowline", "A loop"), answer_changed=False, at=NOON)
    assert card.question.asked.its_pictures == {"prompt": front, "answer": back}
    without = draft("The bowline", "A loop")
    writing.rewrite(card, Draft(without.prompt, without.spec, "", {}), answer_changed=False, at=NOON)
    assert card.question.asked.its_pictures == {}


def test_the_form_keeps_a_picture_and_shows_what_the_card_has(lan: User) -> None:
    form = OwnPicturesForm(lan, PLACES, {"prompt_alt": "A knot"}, {"prompt_picture-file": upload()})  # type: ignore[arg-type]  # as one
    assert form.is_valid(), form.errors
    card = card_of(pictured_note(lan, **form.pictures))
    shown = card.question.asked.shown
    again = OwnPicturesForm(lan, ["prompt"], {"prompt_picture": shown["prompt"].digest, "prompt_alt": ""}, shown=shown)
    assert shown["prompt"].digest in str(OwnPicturesForm(lan, ["prompt"], shown=shown))
    assert again.is_valid()
    assert again.pictures["prompt"].words.alt == ""  # it is asked for, and not demanded
    refused = OwnPicturesForm(lan, ["prompt"], {"prompt_alt": ""}, {"prompt_picture-file": upload(b"")})  # type: ignore[arg-type]  # as one
    assert refused.errors == {"prompt_picture": ["This file is empty. Choose a picture."]}


def test_nobody_shows_the_picture_of_another_by_naming_it(lan: User, boris: User) -> None:
    picture = keep_picture(lan, upload(), at=NOON)
    form = OwnPicturesForm(boris, ["prompt"], {"prompt_picture": picture.digest, "prompt_alt": ""})
    assert form.errors == {"prompt_picture": ["This picture is not there any more. Choose it again."]}


def test_so_many_pictures_may_be_kept_and_guests_have_none(lan: User, settings: Any) -> None:
    settings.OWN_PICTURES_MOST = 1
    keep_picture(lan, upload(), at=NOON)
    keep_picture(lan, upload(), at=NOON)  # which is there already
    with pytest.raises(TooMuch, match="You may have 1 pictures"):
        keep_picture(lan, upload(drawn(colour="red")), at=NOON)
    with pytest.raises(ValidationError, match="no picture that is taken"):
        keep_picture(lan, upload(b"knot"), at=NOON)
    lan.is_guest = True
    with pytest.raises(GuestsHaveNone):
        keep_picture(lan, upload(), at=NOON)


def test_a_copy_is_the_copiers_own_and_outlives_its_maker(lan: User, boris: User) -> None:
    picture = keep_picture(lan, upload(), alt="A knot", at=NOON)
    note = pictured_note(lan, prompt=picture)
    open_to_others(lan, note.deck, at=NOON)
    copy(boris, Sharing.objects.get(), having=0, at=NOON)
    [theirs] = Revision.objects.of(boris)
    assert theirs.pictures == card_of(note).question.asked.pictures
    assert Picture.objects.of(boris).get() == theirs.prompt_picture
    assert picture.digest in "".join(write(lan, at=NOON))
    assert b64encode(bytes(picture.large)).decode() in "".join(write(lan, at=NOON))
    keep_picture(lan, upload(drawn(colour="red")), at=NOON)  # and one that no card shows
    lan.erase()
    for model in (Picture, Revision):
        assert [row.owner_id for row in model._base_manager.all()] == [boris.pk]


def test_the_picture_of_the_back_is_not_named_before_the_card_is_turned(lan: User, lans_browser: Client) -> None:
    front, back, why = (keep_picture(lan, upload(drawn(colour=one)), at=NOON) for one in ("teal", "red", "blue"))
    card = card_of(pictured_note(lan, prompt=front, answer=back, explanation=why))
    asked = lans_browser.get("/study/").content.decode()
    assert len(sql_of(lans_browser, "/study/")) == NEXT  # as of a card without pictures
    assert f'src="/pictures/{front.digest}/small/"' in asked
    assert 'width="40"' in asked
    assert back.digest not in asked
    assert why.digest not in asked
    ask = card.ask(at=NOON - TOOK).token
    revealed = lans_browser.post(f"/study/{card.question_id}/reveal/", {"ask": ask}).content.decode()
    assert front.digest in revealed
    assert back.digest in revealed


BEND = {"prompt": "What joins two ropes?", "answer": "Sheet bend"}


def given(**places: str) -> dict[str, object]:
    """A picture of one colour for each of these places, as a browser sends it."""
    return {f"{place}_picture-file": upload(drawn(colour=colour)) for place, colour in places.items()}


def pictures_of(learner: User, number: int = 1) -> dict[str, Picture]:
    return Question.objects.of(learner).get(fact__number=number).asked.its_pictures


def test_a_flashcard_is_typed_with_pictures_and_shows_them_wherever_it_stands(lans_browser: Client, lan: User) -> None:
    own_deck(lan)
    form = lans_browser.get("/own/1/add/").text
    assert form.index("More options") < form.index("prompt_picture") < form.index("answer_picture")
    sent = {**BEND, **given(prompt="teal", answer="red", explanation="blue"), "prompt_alt": "Two ropes", "after": "0"}
    lans_browser.post("/own/1/add/", sent)
    twice = {**sent, **given(prompt="teal", answer="red", explanation="blue")}
    lans_browser.post("/own/1/add/", twice)
    assert Fact.objects.of(lan).count() == 1, "a double click makes one"
    shown = pictures_of(lan)
    assert set(shown) == set(PLACES)
    page = lans_browser.get("/own/cards/1/").text
    assert page.count('<figure class="picture">') == len(shown)
    for picture in shown.values():
        assert f'srcset="/pictures/{picture.digest}/small/ ' in page
        assert lans_browser.get(f"/pictures/{picture.digest}/large/").status_code == 200
    assert 'alt="Two ropes"' in lans_browser.get("/study/").text


def test_a_typed_card_shows_its_pictures_with_the_verdict_and_has_none_on_a_back(
    lans_browser: Client, lan: User
) -> None:
    own_deck(lan)
    assert "answer_picture" not in lans_browser.get("/own/1/add/?kind=typed").text
    lans_browser.post("/own/1/add/?kind=typed", {**BEND, **given(prompt="teal", answer="red", explanation="blue")})
    shown = pictures_of(lan)
    assert set(shown) == {"prompt", "explanation"}
    card = card_of(Fact.objects.of(lan).get())
    asked = lans_browser.get("/study/").text
    assert (shown["prompt"].digest in asked, shown["explanation"].digest in asked) == (True, False)
    sent = {"text": "Sheet bend", "ask": card.ask(at=NOON - TOOK).token}
    verdict = lans_browser.post(f"/study/{card.question_id}/answer/", sent, follow=True).text
    assert shown["prompt"].digest in verdict
    assert shown["explanation"].digest in verdict


def test_a_picture_that_is_refused_takes_nothing_that_was_typed_along(lans_browser: Client, lan: User) -> None:
    own_deck(lan)
    for address in ("/own/1/add/", f"/own/from/{FactFactory().slug}/"):
        bad = {**BEND, "deck": "1", "answer_picture-file": upload(b"knot"), **given(prompt="teal")}
        refused = lans_browser.post(address, bad)
        assert refused.status_code == 422
        assert "no picture that is taken" in refused.text
        assert "Sheet bend" in refused.text
        assert "<details open>" in refused.text
    assert not Fact.objects.of(lan).exists()
    [kept] = Picture.objects.of(lan)
    assert f'name="prompt_picture" value="{kept.digest}"' in refused.text, "and nobody has to choose it again"
    lans_browser.post("/own/1/add/", {**BEND, "prompt_picture": kept.digest})
    assert pictures_of(lan) == {"prompt": kept}


def test_another_picture_is_only_the_wording_and_it_can_be_taken_out(lans_browser: Client, lan: User) -> None:
    own_deck(lan)
    lans_browser.post("/own/1/add/", {**BEND, **given(prompt="teal", answer="red")})
    before = pictures_of(lan)
    form = lans_browser.get("/own/cards/1/").text
    assert form.count("Remove it") == 2
    stood = {f"{place}_picture": picture.digest for place, picture in before.items()}
    same = lans_browser.post("/own/cards/1/", {**BEND, **stood, "revision": 1}, follow=True)
    assert "Nothing has changed." in same.text
    other = {**BEND, **stood, **given(answer="blue"), "revision": 1}
    assert lans_browser.post("/own/cards/1/", other).status_code == 302
    revision = card_of(Fact.objects.of(lan).get()).question.asked
    assert (revision.number, revision.minor) == (2, True)
    assert revision.its_pictures["prompt"] == before["prompt"]
    assert revision.its_pictures["answer"] != before["answer"]
    lans_browser.post("/own/cards/1/", {**BEND, **stood, "prompt_picture-remove": "on", "revision": 2})
    assert set(pictures_of(lan)) == {"answer"}
    stale = lans_browser.post("/own/cards/1/", {**BEND, **given(explanation="green"), "revision": 2})
    assert (stale.status_code, set(pictures_of(lan))) == (409, {"answer"})
