"""Pictures of questions: kept once, served to who may see them, and gone when nothing shows them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import QuestionFactory
from studyapp.kinds.base import Surroundings
from studyapp.library.jobs import remove_pictures_of_nothing
from studyapp.library.models import Draft, Picture, Question, Revision, State, Words
from tests.people import DAY, NOON
from tests.pictures import WORDS, kept, opened
from tests.statements import captured, data_statements

pytestmark = pytest.mark.django_db

FOR_EVER = "private, immutable, max-age=31536000"


def pictured(question: Question, **pictures: Picture) -> Question:
    """Rewritten by an editor so that it shows these."""
    said = question.asked
    draft = Draft(said.prompt, question.author_spec(), said.explanation, pictures)
    question.revise(draft, at=NOON, freeze=Surroundings())
    return question


def small(picture: Picture) -> str:
    return f"/pictures/{picture.digest}/small/"


def test_the_same_picture_with_the_same_words_is_kept_once_for_each_owner(lan: User, boris: User) -> None:
    rows = [kept(owner=owner) for owner in (None, lan, boris) for _ in range(2)]
    rows.append(kept(words=Words("A harbour at high tide", "Ada Byron", "CC BY 4.0")))
    assert len({row.pk for row in rows}) == 4
    assert len({row.digest for row in rows}) == 2
    assert set(Picture.objects.all()) == {rows[0], rows[-1]}
    assert list(Picture.objects.of(lan)) == [rows[2]]


def test_what_all_share_has_words_and_an_own_one_may_have_none(lan: User) -> None:
    assert kept(owner=lan, words=Words()).alt == ""
    for words in (Words("", "Ada", "CC0"), Words("A boat", "", "CC0"), Words("A boat", "Ada", "")):
        with pytest.raises(IntegrityError, match="picture_shared_has_words"), transaction.atomic():
            kept(words=words)


def test_a_picture_is_part_of_a_revision_which_keeps_it(lan: User) -> None:
    question = QuestionFactory(kind="flashcard")
    first, picture = question.asked, kept()
    shown = pictured(question, prompt=picture, answer=picture).asked
    assert (shown.number, shown.minor) == (2, True)
    assert shown.shown["prompt"].words == WORDS
    assert shown.differences_from(first)[0][:2] == ["picture of the prompt", ""]
    worded = question.next_revision(Draft("Which tides?", question.author_spec()), at=NOON, freeze=Surroundings())
    assert worded is not None
    assert worded.columns_of_pictures == shown.columns_of_pictures  # of which nothing was said
    assert question.next_revision(Draft(shown.prompt, shown.spec, shown.explanation, {}), at=NOON) is not None
    with pytest.raises(ProtectedError):
        picture.delete()


def test_only_a_flashcard_has_a_picture_on_its_back_and_nobody_shows_anothers(lan: User) -> None:
    question = QuestionFactory(kind="typed")
    with pytest.raises(ValidationError, match="Only a flashcard"):
        pictured(question, answer=kept())
    with pytest.raises(ValueError, match="belongs to whom"):
        pictured(question, prompt=kept(owner=lan))


def test_a_picture_comes_to_stay_in_the_browser(client: Client, lan: User) -> None:
    picture = kept()
    pictured(QuestionFactory(), prompt=picture)
    for size in ("small", "large"):
        answer = client.get(f"/pictures/{picture.digest}/{size}/", headers={"Accept-Encoding": "gzip"})
        assert opened(answer.content).format == "WEBP"
        headers = ("Content-Type", "Cache-Control", "X-Content-Type-Options", "ETag")
        assert [answer[name] for name in headers] == ["image/webp", FOR_EVER, "nosniff", f'"{picture.digest}"']
        assert not answer.has_header("Content-Encoding")
    again = client.get(small(picture), headers={"If-None-Match": f'"{picture.digest}"'})
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", FOR_EVER)
    client.force_login(lan)
    found = captured(client, small(picture))
    assert len(data_statements(found)) == 1
    assert not [sql for sql in found if not sql["sql"].startswith("SELECT")]
    assert not client.get(small(picture)).cookies


def test_a_picture_is_shown_to_who_may_see_it_and_to_nobody_else(lan: User, boris: User, ada: User) -> None:
    published, draft, own = kept("teal"), kept("red"), kept("blue", owner=lan)
    pictured(QuestionFactory(), explanation=published)
    unseen = pictured(QuestionFactory(published=False), prompt=draft)
    User.objects.filter(pk=ada.pk).update(is_staff=True, is_superuser=True)
    seen = {}
    for name, learner in (("visitor", None), ("lan", lan), ("boris", boris), ("ada", User.objects.get(pk=ada.pk))):
        browser = Client()
        if learner:
            browser.force_login(learner)
        seen[name] = [browser.get(small(one)).status_code == 200 for one in (published, draft, own)]
    assert seen == {
        "visitor": [True, False, False],
        "lan": [True, False, True],
        "boris": [True, False, False],
        "ada": [True, True, False],  # an editor, and still not the owner
    }
    unseen.move(State.RETIRED, at=NOON)
    assert Client().get(small(draft)).status_code == 200  # as what a quiz has pinned
    assert Client().get(f"/pictures/{'0' * 64}/small/").status_code == 404


def test_a_picture_that_nothing_shows_goes_after_a_day(lan: User) -> None:
    named, fresh, old, given_again = (kept(colour, owner=None) for colour in ("teal", "red", "blue", "green"))
    pictured(QuestionFactory(published=False), prompt=named)
    owned = kept("blue", owner=lan)
    later = NOON + 2 * DAY
    Picture.objects.filter(pk=fresh.pk).update(kept_at=later)
    kept("green", at=later)
    assert remove_pictures_of_nothing(later) == "Removed: 2"
    left = {row.pk for row in Picture._base_manager.all()}
    assert left == {named.pk, fresh.pk, given_again.pk}
    assert not {old.pk, owned.pk} & left
    assert Revision.objects.filter(prompt_picture=named).exists()
