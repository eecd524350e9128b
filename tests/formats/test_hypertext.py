"""Reading HTML as plain text: words stay, apart from each other; nothing else does, however broken the HTML is."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.formats import hypertext
from studyapp.formats.hypertext import APART, LONGEST, TooLong, Words, parts, read
from studyapp.formats.notes import Lost
from studyapp.kinds import fields

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
plain = words.map(hypertext.tidy).filter(bool)
pieces = st.one_of(
    words,
    st.sampled_from(
        [
            *(
                "<b>",
                "</b>",
                "<br>",
                "<div class='x'>",
                "</div>",
                "<ul><li>",
                "</ul>",
                "<sub>",
                "</sup>",
                "<sup>",
                "<pre>",
            ),
            *(
                "<script>",
                "</script>",
                "<style>",
                "<svg",
                "<!--",
                "-->",
                "<![CDATA[",
                "<?x",
                "</",
                "<a href=",
                '"',
                "'",
                ">",
            ),
            *("<", "&", "&#x", "&lt;", "&nbsp;", "[sound:", "]", "<img src=a.png>", "<td>", "<rt>", "<hr id='answer'>"),
        ]
    ),
)


@given(plain)
def test_plain_text_comes_back_as_it_was(text: str) -> None:
    assert read(escape(text, quote=False).replace("[", "&#91;").replace("\\", "&#92;")) == Words((text,))


@given(st.lists(pieces, max_size=20).map("".join))
def test_no_html_is_too_broken_and_all_its_lines_are_such_as_forms_take(html: str) -> None:
    read_words = read(html)
    assert all(line and fields.showable(line) == line for line in read_words.lines)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Hà Nội", "Hà Nội"),
        ("a&nbsp;&amp;\u00a0b\u200a &lt;i&gt;", "a & b <i>"),
        ("first<br>second<div>third</div>", "first / second / third"),
        ("Who was it?<br>A poet.", "Who was it? A poet."),
        ("<ul><li>one<li><div>two</div><li></ul>after", "• one • two / after"),
        ("<ol><li>one</li><ol><li>within</li></ol><li>two</li></ol>", "1. one 1. within 2. two"),
        ("<table><tr><td>a<td>b<tr><th>c<th>d</table>", "a | b / c | d"),
        ("H<sub>2</sub>O, x<sup>2</sup>, 5<sup>th</sup>, 2<sup>a+b</sup>", "H₂O, x², 5th, 2^(a+b)"),
        ("<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>", "漢字 (かんじ)"),
        (
            '<a href="https://a.example">A</a>, <a href="http://b.example">http://b.example</a>',
            "A (https://a.example), http://b.example",
        ),
        ("<pre>one\ntwo</pre>", "one / two"),
        ("one\ntwo", "one two"),
        ("2 < 3 and 4 > 1 <3", "2 < 3 and 4 > 1 <3"),
        ("a<!-- not <b>this</b> -->b<!DOCTYPE x><?xml:x?>", "ab"),
        ('<i title="1 < 2 > 0">x</i>', "x"),
        ("unclosed <b", "unclosed <b"),
        ("\x00a\x07b\ufeff", "ab\ufeff"),
        ("\u200b<br>\u200b", ""),
    ],
)
def test_words_stay_and_stay_apart(html: str, text: str) -> None:
    assert read(html).text == text


@pytest.mark.parametrize(
    ("html", "lost"),
    [
        ("a<script>if (1<2) alert('</b>')</script>b", [Lost("script")]),
        ("a<style>b { color: red }</style>b", []),
        ("a<iframe src=x>c</iframe><form action=x><input name=y onfocus=z></form>b", [Lost("script")]),
        ("a<object data=x>c</object><textarea>d</textarea><button onclick=e>f</button>b", [Lost("script")]),
        ("a<svg><svg></svg>c</svg>b", [Lost("picture-elsewhere")]),
        ("a<svg onload=x><text>c</text></svg>b", [Lost("picture-elsewhere")]),
        ("a<img src='https://a.example/b.png' onerror=c>b", [Lost("picture-elsewhere", "https://a.example/b.png")]),
        ("a<img src=data:image/png;base64,AAAA>b", [Lost("picture-elsewhere", "data:image/png;base64,AAAA")]),
        ("a<a href=' JavaScript:alert(1)'>b</a>", [Lost("link", "JavaScript:alert(1)")]),
        ("a<b onmouseover=x>b</b>", []),
        ("a<u onmouseover=x>b</u>", [Lost("formatting")]),
        ('a<span style="color: red">b</span><span>', [Lost("formatting")]),
        ("a[sound:c d.mp3]<audio src=x>y</audio>b", [Lost("sound", "c d.mp3"), Lost("sound")]),
    ],
)
def test_what_is_no_words_is_left_out_and_said(html: str, lost: list[Lost]) -> None:
    found = read(html)
    assert "".join(found.text.split(" / ")).replace(" ", "") == "ab"
    assert list(found.lost) == lost


def test_formulas_stay_as_they_are_and_are_said() -> None:
    assert read(r"a \(x^2\)") == Words((r"a \(x^2\)",), lost=(Lost("formula"),))
    assert read("a &#92;(x^2)") == Words((r"a \(x^2)",))


def test_pictures_are_taken_out_by_their_names() -> None:
    assert read('a<img src="b%20c.png" alt="1 < 2"><IMG SRC="d.jpg"/>') == Words(("a",), ("b c.png", "d.jpg"))


@pytest.mark.parametrize("line", ["<hr id=answer>", "<hr id='answer' class=x>", "\n<HR id=answer/>\n"])
def test_the_back_of_a_card_is_cut_where_its_answer_begins(line: str) -> None:
    assert parts(f"<div>front{line}back</div>") == [Words(("front",)), Words(("back",))]


def test_pieces_know_nothing_of_each_other() -> None:
    assert parts(f"<ol><li>a{APART}b</li><li>c<hr id='answer'>d{APART}") == [Words(("1. a", "b", "• c")), Words(("d",))]


def test_a_back_that_begins_with_the_front_is_read_without_it() -> None:
    front = Words(("a", "b"), ("x.png",))
    assert Words(("a", "b", "a", "c"), ("x.png", "y.png")).after(front) == Words(("a", "c"), ("y.png",))
    assert Words(("b", "c")).after(front) == Words(("c",))


def test_gaps_are_filled_in_turn() -> None:
    assert Words(("_ and", "<br> _")).filled("_", ["one", "two"]) == Words(("one and", "<br> two"))


@pytest.mark.parametrize(
    "html",
    [
        "a < b",
        "<b",
        "<a b=c ",
        "</",
        "</a ",
        "<!--",
        "<![CDATA[",
        "<?",
        '<a b="',
        "<b>x<i",
        "<script>x",
        "<a/ <b>y</b>",
    ],
)
def test_nothing_unclosed_comes_to_the_parser(html: str) -> None:
    """On which it would spend time by the square of the length."""
    whole = "".join(hypertext.closed(html))
    assert whole.count("<") == whole.count(">")
    assert "".join(hypertext.closed(whole)) == whole


def test_more_than_that_is_not_read() -> None:
    with pytest.raises(TooLong):
        read("a" * (LONGEST + 1))
