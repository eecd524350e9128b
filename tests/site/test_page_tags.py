"""How htmx is told to behave, and the direction of each language."""

import json
import re
from html import unescape

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override

from studyapp.site.page_tags import HTMX, direction, lang


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
