"""The first page and the decks show what is so at this moment, though pieces of them are kept for the next page."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.library.models import Deck, State
from studyapp.site.page_tags import rendered
from studyapp.study.decks.membership import join, leave
from tests.answering import learn
from tests.people import NOON
from tests.shelf import Shelf

type Edit = Callable[[User, Shelf], object]

TOKEN = re.compile('name="csrfmiddlewaretoken" value="([^"]*)"')


def rename_a_deck(_lan: User, lans: Shelf) -> None:
    Deck.objects.filter(pk=lans.harbour.pk).update(title="By the pier")


def say_another_language_of_a_deck(_lan: User, lans: Shelf) -> None:
    Deck.objects.filter(pk=lans.lighthouse.pk).update(language="pt")


def take_another_name(lan: User, _lans: Shelf) -> None:
    User.objects.filter(pk=lan.pk).update(name="Lan by the pier")


def choose_another_language(lan: User, _lans: Shelf) -> None:
    User.objects.filter(pk=lan.pk).update(language="ru")


def become_an_editor(lan: User, _lans: Shelf) -> None:
    User.objects.filter(pk=lan.pk).update(is_staff=True)


def learn_one(lan: User, lans: Shelf) -> None:
    learn(lan, lans.choice, at=NOON)


EVERYWHERE: list[tuple[Edit, str]] = [
    (rename_a_deck, "By the pier"),
    (say_another_language_of_a_deck, 'lang="pt"'),
    (take_another_name, "Lan by the pier"),
    (choose_another_language, "Колоды"),
    (become_an_editor, 'href="/admin/"'),
    (learn_one, "0 mature, 1 young"),
]


@pytest.mark.parametrize("address", ["/", "/decks/"])
@pytest.mark.parametrize(("edit", "shown"), EVERYWHERE)
def test_the_very_next_page_shows_what_changed(
    lans_browser: Client, lan: User, lans: Shelf, address: str, edit: Edit, shown: str
) -> None:
    assert shown not in lans_browser.get(address).content.decode()
    edit(lan, lans)
    assert shown in lans_browser.get(address).content.decode()


def test_what_was_answered_is_on_the_very_next_first_page(lans_browser: Client, lan: User, lans: Shelf) -> None:
    assert "of them right" not in lans_browser.get("/").content.decode()
    learn(lan, lans.choice, at=NOON)
    answered = lan.days.filter(study_day=NOON.date(), deck=lans.harbour)
    for right in (1, 2):
        answered.update(answers=7, right=right)
        done = lans_browser.get("/").content.decode()
        assert '<data value="7" data-figure="answered"' in done
        assert f'<data value="{right}" data-figure="right"' in done


def test_a_deck_to_be_joined_counts_what_it_holds_now(lans_browser: Client, lan: User, lans: Shelf) -> None:
    leave(lan, lans.harbour, at=NOON)
    assert "5 questions" in lans_browser.get("/decks/").content.decode()
    lans.flashcard.move(State.RETIRED, at=NOON)
    Deck.objects.filter(pk=lans.harbour.pk).update(description="By the pier")
    shown = lans_browser.get("/decks/").content.decode()
    assert "4 questions" in shown
    assert "By the pier" in shown


def test_every_form_has_the_token_of_its_own_page(lan: User, boris: User, lans: Shelf) -> None:
    join(boris, lans.harbour, at=NOON)
    tokens = []
    for _ in range(2):
        for learner in (lan, boris):
            browser = Client()
            browser.force_login(learner)
            found = TOKEN.findall(browser.get("/decks/").content.decode())
            assert len(found) > 1
            assert len(set(found)) == 1
            tokens += found[:1]
    assert len(set(tokens)) == 4
    assert rendered.cache_info().hits
