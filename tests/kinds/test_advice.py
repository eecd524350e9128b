"""Whatever an error message gives for an example is itself accepted, in every language and style."""

import re

import pytest
from babel.messages.catalog import Catalog
from django.utils import translation
from django.utils.translation import gettext, pgettext
from hypothesis import example, given
from hypothesis import strategies as st

from studyapp.accounts.models import NumberStyle
from studyapp.kinds import KINDS, styles
from studyapp.site import catalogues

TYPED = {
    "We cannot read “%(line)s” as one number. Write it in digits, such as 12, %(short)s or %(long)s.": "{}",
    "We cannot read “%(line)s” as one number because of “%(sign)s”. Write it in digits, such as 12, %(short)s or "
    "%(long)s.": "{}",
    "“%(line)s” is a range. Write one number, such as 12.": "{}",
    "“%(line)s” can mean %(meanings)s. Please type the one you mean, exactly like that.": "{}",
    "“%(line)s” can mean %(dates)s. Write the month as a word.": "{}",
    "Write “%(word)s” out in full, as %(million)s or %(billion)s.": "5 {}",
    "If you mean %(full)s in all, write %(short)s; if not, add the word: %(long)s.": "{}",
    "We cannot read “%(line)s” as a date. Write it like %(example)s.": "{}",
    "We cannot read “%(line)s” as a date because of “%(sign)s”. Write it like %(example)s.": "{}",
}
"""The messages of ours that give examples, and how those are typed."""
TO_AUTHORS = {"Write a number, such as 1, or a percentage, such as 5%."}
"""Said of what an author writes, which is no answer."""

NO_EXAMPLES = {"line", "sign", "word", "full"}

ASKED = [
    ("number", {"answer": 11}),
    ("number", {"answer": 11, "unit": "agreements", "bound": "more"}),
    ("number", {"answer": 3.6, "magnitude": "billion", "unit": "US dollars"}),
    ("number", {"answer": 80, "unit": "%"}),
    ("date", {"answer": "2013-11-12"}),
    ("date", {"answer": "2013-11-12", "year_given": True}),
    ("date", {"answer": "2013-11"}),
    ("date", {"answer": "2013"}),
    ("date", {"answer": "44 BC"}),
    ("date", {"answer": "AD 79"}),
    ("cloze", {"blanks": ["3.6 billion"]}),
    ("cloze", {"blanks": ["12 November 2013"]}),
    ("cloze", {"blanks": ["1950"]}),
]
WRITTEN = st.one_of(
    st.text("0123456789.,:;/- ", min_size=1, max_size=14),
    st.text(min_size=1, max_size=20),
    st.sampled_from(["много", "3.600", "3,600", "1.234.567", "3.600 triệu", "3600000000", "5 m", "5½", "12h25", "3-4"]),
    st.sampled_from(["44", "500", "1950", "44 BC", "12/11/2013", "12/11", "11.12", "1/2/13", "12;11;2013", "tháng 11"]),
)


def _body(kind, author):
    form = KINDS[kind].author_form(author)
    assert form.is_valid(), form.errors
    return KINDS[kind](form.cleaned_data)


def _refusals(body, written):
    [field] = body.answer_form().fields
    form = body.answer_form({field: written})
    return [] if form.is_valid() else list(form.errors[field])


def _examples(message):
    """What a message gives to be typed, found by what its sentence says in the language of the page."""
    for sentence, typed in TYPED.items():
        said = gettext(sentence)
        pattern = re.sub(r"%\\\((\w+)\\\)s", lambda name: f"(?P<{name[1]}>.+)", re.escape(said))
        if found := re.fullmatch(pattern.replace(r"\.", r"\.?"), message):
            given = [text for name, text in found.groupdict().items() if name not in NO_EXAMPLES]
            between = re.escape(pgettext("between readings of a number", " or "))
            given = [part for text in given for part in re.split(rf"{between}|(?<=[^\d]), ", text)]
            return [typed.format(one) for one in [*given, *re.findall(r"\b12\b", said)]]
    return []


@pytest.mark.parametrize("language", ["en", *catalogues.LANGUAGES])
@given(asked=st.sampled_from(ASKED), style=st.sampled_from(["", *NumberStyle.values]), written=WRITTEN)
@example(asked=ASKED[4], style="vi", written="12/11/2013")
@example(asked=ASKED[8], style="", written="1000")
@example(asked=ASKED[2], style="ru", written="3.600")
@example(asked=ASKED[2], style="de", written="3600000000")
def test_every_example_that_a_message_gives_is_accepted(language, asked, style, written):
    body = _body(*asked)
    with translation.override(language), styles.override(style):
        for message in _refusals(body, written):
            for one in _examples(message):
                assert not _refusals(body, one), (message, one)


@pytest.mark.parametrize("language", ["en", *catalogues.LANGUAGES])
@pytest.mark.parametrize(
    ("asked", "written", "count"),
    [
        (ASKED[0], "много", 3),
        (ASKED[0], "12:25", 3),
        (ASKED[0], "3-4", 1),
        (ASKED[0], "3,600", 2),
        (ASKED[2], "5 m", 0),
        (ASKED[2], "3600000000", 2),
        (ASKED[4], "yesterday", 1),
        (ASKED[4], "12;11;2013", 1),
        (ASKED[4], "12/11/2013", 2),
        (ASKED[8], "44", 2),
    ],
)
def test_examples_are_found_in_the_messages_of_each_language(language, asked, written, count):
    with translation.override(language), styles.override("ru"):
        [message] = _refusals(_body(*asked), written) or [""]
        assert len(_examples(message)) == count


def test_no_message_with_an_example_is_left_out():
    catalog: Catalog = catalogues.from_source()
    told = re.compile(r"such as|like %|as %\(million|exactly like that|can mean|If you mean")
    judged = re.compile(r"kinds/(quantities|dates|number|date|cloze|figures)\.py")
    giving = {
        str(message.id)
        for message in catalog
        if any(judged.search(place) for place, _ in message.locations) and told.search(str(message.id))
    }
    assert giving == TYPED.keys() | TO_AUTHORS
