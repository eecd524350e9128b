"""How htmx is told to behave, and the direction of each language."""

import json
import re
from dataclasses import replace
from html import unescape

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override

from studyapp.accounts.models import User
from studyapp.library.models import Deck
from studyapp.site.page_tags import HTMX, direction, ended, lang, rendered
from studyapp.study.cards.grading import Judged
from studyapp.study.progress.decks import deck_progress
from tests.people import TUESDAY
from tests.shelf import Shelf


def test_pages_set_htmx_up_as_one_place_says() -> None:
    named = re.search('<meta name="htmx-config" content="([^"]*)">', render_to_string("404.html"))
    assert named
    assert json.loads(unescape(named[1])) == HTMX


@pytest.mark.parametrize("language", ["ar", "he", "fa", "ur-PK", "pa-Arab", "AR-EG", "az-Arab-IR", "yi"])
def test_a_language_is_written_from_right_to_left(language: str) -> None:
    assert direction(language) == "rtl"


@pytest.mark.parametrize("language", ["en", "vi", "ru", "ar-Latn", "ks-Deva", "zh-Hant", "arn", ""])
def test_a_language_is_written_from_left_to_right(language: str) -> None:
    assert direction(language) == "ltr"


def test_a_language_and_its_direction_are_said_together_or_not_at_all() -> None:
    assert lang("he") == 'lang="he" dir="rtl"'
    assert lang("") == lang(None) == ""
    assert lang('"><b>') == 'lang="&quot;&gt;&lt;b&gt;" dir="ltr"'


def test_what_is_kept_depends_on_nothing_but_what_it_is_given() -> None:
    page = Template('{% kept "kinds/_prompt.html" pieces=pieces %}')
    for words in ("Which?", "Who?"):
        shown = page.render(Context({"pieces": [(words, None), ("", "…")], "LANGUAGE_CODE": "xx"}))
        assert words in shown
        assert 'lang="en"' in shown
    with override("vi"):
        assert 'lang="vi"' in page.render(Context({"pieces": [("Which?", None), ("", "…")]}))


def test_words_that_were_safe_once_are_not_so_for_whoever_says_them_again() -> None:
    page = Template('{% kept "kinds/_prompt.html" pieces=pieces %}')
    assert "<b>" in page.render(Context({"pieces": [(mark_safe("<b>"), None)]}))
    assert "<b>" not in page.render(Context({"pieces": [("<b>", None)]}))


def test_what_is_only_printed_is_escaped_and_makes_no_new_piece() -> None:
    page = Template('{% kept "study/_verdict_said.html" judged=judged answer=answer|printed %}')
    told = page.render(Context({"judged": Judged(right=True, partly=False), "answer": "<b>7</b> & <=answer>"}))
    assert "Right" in told
    assert "&lt;b&gt;7&lt;/b&gt; &amp; &lt;=answer&gt;" in told
    marked = page.render(Context({"judged": Judged(right=True, partly=False), "answer": mark_safe("<i>8</i>")}))
    assert "<i>8</i>" in marked
    assert (rendered.cache_info().hits, rendered.cache_info().misses) == (1, 1)
    assert "Not right" in page.render(Context({"judged": Judged(right=False, partly=False), "answer": "7"}))


def test_a_kept_form_gets_the_token_of_the_page_at_hand_and_nobody_can_say_where() -> None:
    page = Template('{% kept "site/_learner.html" here="home" called=called %}')
    for token in ("one", "two"):
        shown = page.render(Context({"csrf_token": token, "called": "<=csrf_token>"}))
        assert shown.count(token) == 1
        assert f'value="{token}"' in shown
    assert 'value=""' in page.render(Context({"called": "<=csrf_token>"}))


def test_a_row_within_a_value_is_seen_by_its_columns(lan: User, lans: Shelf) -> None:
    page = Template('{% kept "study/_joined_deck.html" one=one %}')
    [one, _other] = deck_progress(lan, TUESDAY)
    assert one.deck.title in page.render(Context({"one": one}))
    renamed = replace(one, deck=Deck(pk=one.deck.pk, slug=one.deck.slug, title="By the pier"))
    assert renamed == one
    assert "By the pier" in page.render(Context({"one": renamed}))


def test_a_sentence_ends_with_one_point_whatever_it_ends_in() -> None:
    assert [ended("As of 20 June 2024"), ended("По состоянию на 20 июня 2024 г.")] == [
        "As of 20 June 2024.",
        "По состоянию на 20 июня 2024 г.",
    ]
