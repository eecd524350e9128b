"""Pictures on own cards: given with the card, shown with it, theirs alone, and gone with it."""

from base64 import b64encode
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from studyapp.accounts.models import User
from studyapp.exchange.own_data import write
from studyapp.library.models import PLACES, Draft, Picture, Revision
from studyapp.own import writing
from studyapp.own.limits import GuestsHaveNone, TooMuch
from studyapp.own.pictures import OwnPicturesForm, copied_columns, keep_picture
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
    with pytest.raises(TooMuch, match="You may have 1 pictures"):
        keep_picture(lan, upload(drawn(colour="red")), at=NOON)
    with pytest.raises(ValidationError, match="no picture that is taken"):
        keep_picture(lan, upload(b"knot"), at=NOON)
    lan.is_guest = True
    with pytest.raises(GuestsHaveNone):
        keep_picture(lan, upload(), at=NOON)


def test_a_copy_is_the_copiers_own_and_outlives_its_maker(lan: User, boris: User) -> None:
    picture = keep_picture(lan, upload(), alt="A knot", at=NOON)
    revision = card_of(pictured_note(lan, prompt=picture)).question.asked
    columns = copied_columns(revision, boris, at=NOON)
    assert columns["pictures"] == revision.pictures
    assert Picture.objects.of(boris).get().pk == columns["prompt_picture_id"]
    assert picture.digest in "".join(write(lan, at=NOON))
    assert b64encode(bytes(picture.large)).decode() in "".join(write(lan, at=NOON))
    keep_picture(lan, upload(drawn(colour="red")), at=NOON)  # and one that no card shows
    lan.erase()
    assert [row.owner_id for row in Picture._base_manager.all()] == [boris.pk]
    assert not Revision._base_manager.exists()


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
