"""What learners format themselves: shown safely within any sentence, and plain text shown as it stands."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.formats import hypertext
from studyapp.markdown import as_blocks, escaped, in_one_line, plain, rendered, simplest

signs = st.lists(
    st.one_of(
        st.text(max_size=8), st.sampled_from(["*", "**", "_", "`", "```", "\\", "- ", "1. ", "> ", "\n", " ", "a"])
    ),
    max_size=12,
).map("".join)
plain_lines = st.lists(signs.map(hypertext.tidy).filter(bool), max_size=4)


def words_of(html: str) -> str:
    return unescape(re.sub("<[^>]*>", "", html))


@given(plain_lines)
def test_plain_text_is_shown_as_it_stands(lines: list[str]) -> None:
    shown = rendered(escaped("\n".join(lines)))
    assert list(shown.lines) == lines
    assert words_of(shown.html) == "".join(lines)


@given(signs)
def test_nothing_but_our_own_markup_comes_out(text: str) -> None:
    for html in (rendered(text).html, as_blocks(text)):
        tags = set(re.findall("<([^>]*)>", html))
        assert {tag.strip("/").split(" class=")[0] for tag in tags} <= {
            *("strong", "em", "code", "br", "span", "ul", "ol", "li", "blockquote", "pre")
        }


@given(signs, signs)
def test_what_is_kept_is_shown_alike_and_plain_where_it_can_be(front: str, back: str) -> None:
    kept, is_formatted = simplest({"prompt": front, "answer": back})
    for name, text in (("prompt", front), ("answer", back)):
        if not is_formatted:
            assert kept[name] == kept[name].replace("\n", "")
            assert rendered(escaped(kept[name])).lines == (rendered(text).lines or rendered(escaped(text)).lines)
        assert not text.strip() or rendered(kept[name]).lines or not is_formatted


@pytest.mark.parametrize(
    ("text", "html", "words"),
    [
        ("2 * 3 * 4", "2 * 3 * 4", "2 * 3 * 4"),
        ("**Hà** *Nội* `x < y`", "<strong>Hà</strong> <em>Nội</em> <code>x &lt; y</code>", "Hà Nội x < y"),
        ("a\nb", '<span class="paragraph">a<br>b</span>', "a / b"),
        ("<b>[a](https://a.example)</b> ![b](c.png) &amp;", None, "<b>[a](https://a.example)</b> ![b](c.png) &amp;"),
        ("# a", "# a", "# a"),
        ("Two:\n- one\n- two\n\nafter", None, "Two: • one • two / after"),
        ("5. five\n6. six", None, "5. five 6. six"),
        ("> said\n\nso", None, "said / so"),
        ("```\na  b\n```", '<code class="lines">a  b</code>', "a b"),
    ],
)
def test_formatting_is_shown_and_its_words_are_listed(text: str, html: str | None, words: str) -> None:
    shown = rendered(text)
    assert plain(text) == in_one_line(shown.lines) == words
    if html:
        assert shown.html == (html if "paragraph" not in html else html.removeprefix('<span class="paragraph">')[:-7])


@pytest.mark.parametrize("text", ["-", ">", "```", "1.", "2*3", "snake_case", "a\\b"])
def test_a_sign_alone_is_plain_text(text: str) -> None:
    assert simplest({"prompt": "Which sign?", "answer": text}) == ({"prompt": "Which sign?", "answer": text}, False)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("a <b>bold <i>and</i></b> word", "a **bold *and*** word"),
        ("<b> spaces </b>stay<i> outside</i>", "**spaces** stay *outside*"),
        ("2*3*4 _x_ `y`", "2\\*3\\*4 \\_x\\_ \\`y\\`"),
        ("a<br>b<br><br>c", "a\nb\n\nc"),
        ("<p>a</p><p>b</p>", "a\n\nb"),
        (
            "Two:<ul><li>one<li><b>two</b><ol><li>x<br>y</ol></ul>after",
            "Two:\n\n- one\n- **two**\n  1. x\n     y\n\nafter",
        ),
        ("<blockquote>a<div>b</div></blockquote>c", "> a\n> b\n\nc"),
        ("1. one<br># two<br>- three", "1\\. one\n# two\n\\- three"),
        ("<code>a`b</code>", "``a`b``"),
        ('<span style="font-weight: 600; font-style:italic">a</span>', "***a***"),
    ],
)
def test_html_becomes_markdown_that_goes_back_as_the_same(html: str, markdown: str) -> None:
    read = hypertext.read(html)
    assert (read.markdown, read.lost) == (markdown, ())
    assert rendered(markdown).lines == read.lines
    assert hypertext.read(as_blocks(markdown)).markdown == markdown


def test_what_markdown_cannot_say_stays_as_words_and_is_said() -> None:
    read = hypertext.read('<b>"a."</b>b <u>c</u>')
    assert (read.markdown, [loss.what for loss in read.lost]) == ('"a."b c', ["formatting"])
