"""The texts of articles: how their paragraphs are counted."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from studyapp.demo.factories import ArticleFactory
from studyapp.library.models import ArticleText
from studyapp.library.models.texts import paragraphs

HEADLINE = "The weir is shut"


def test_blank_lines_part_paragraphs_and_captions_and_subheads_count() -> None:
    text = "A caption. Photo: Ada\n\nThe weir was shut\non Monday.\n  \n\nWhat now?\n\nNobody knows.\n"
    assert paragraphs(text, HEADLINE) == [
        "A caption. Photo: Ada",
        "The weir was shut\non Monday.",
        "What now?",
        "Nobody knows.",
    ]


def test_without_a_blank_line_each_line_is_a_paragraph() -> None:
    assert paragraphs("The weir was shut.\nNobody knows why.", HEADLINE) == ["The weir was shut.", "Nobody knows why."]


@pytest.mark.parametrize(
    "beside",
    [
        "# The weir is shut",
        "THE WEIR IS SHUT",
        "By Ada Lovelace",
        "By [The Harbour Gazette](#)",
        "November 12, 2013",
        "Tuesday, 12 November 2013, 14:20",
        "2013-11-12",
        "12 ноября 2013",
        "12 tháng 11 năm 2013",
        "HANOI",
        "HANOI\nThe weir is shut",
        "GAZETTE\nGAZETTE 4 Min Read",
        "Original url: <https://example.org/weir>",
        "Original url:\n\n<https://example.org/weir>",
    ],
)
def test_what_stands_beside_the_text_does_not_count(beside: str) -> None:
    assert paragraphs(f"{beside}\n\nThe weir was shut.\n\nNobody knows.", HEADLINE) == [
        "The weir was shut.",
        "Nobody knows.",
    ]


@pytest.mark.parametrize("block", ["BACKGROUND", "Updated on 12 November 2013 with a map.", "By then it was late."])
def test_what_is_like_it_further_down_counts(block: str) -> None:
    assert paragraphs(f"The weir was shut.\n\n{block}\n\nNobody knows.", HEADLINE)[1] == block


LINES = st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30), max_size=8)


@given(lines=LINES, headline=st.text(max_size=20))
def test_counted_once_more_a_text_of_blocks_has_the_same_paragraphs(lines: list[str], headline: str) -> None:
    once = paragraphs("\n\n".join(lines), headline)
    assert paragraphs("\n\n".join(once), headline) == once or len(once) < 2


@pytest.mark.django_db
def test_no_text_is_kept_empty() -> None:
    with pytest.raises(IntegrityError, match="article_text_is_not_empty"), transaction.atomic():
        ArticleText.objects.create(article=ArticleFactory(), text="")
