"""Card templates with the fields of a note put in, by Anki's rules."""

import pytest

from studyapp.formats.anki.cloze import Blank
from studyapp.formats.anki.templates import Broken, Side, rendered
from studyapp.formats.hypertext import APART, LONGEST, TooLong
from studyapp.formats.lines import GAP
from studyapp.formats.notes import Lost

VALUES = {"Front": "<b>Hà Nội</b>", "Back": "Việt Nam", "Reverse": "", "Blank": " <br><div></div>", "FrontSide": ""}
READ = {"Word": "これは 漢字[かんじ]です[sound:a.mp3]", "Text": "In {{c1::Hanoi::city}} and {{c2::Huế}}"}


def shown(template: str) -> str:
    return rendered(template, VALUES | READ, number=1).html


@pytest.mark.parametrize(
    ("template", "html"),
    [
        ("{{Front}}: {{ Back }}", "<b>Hà Nội</b>: Việt Nam"),
        ("{{#Front}}yes{{/Front}}{{^Front}}no{{/Front}}", "yes"),
        ("{{#Reverse}}yes{{/Reverse}}{{^Reverse}}no{{/Reverse}}", "no"),
        ("{{#Blank}}yes{{/Blank}}{{^ Blank }}no{{/Blank}}", "no"),
        ("{{#Front}}a{{#Reverse}}b{{/Reverse}}c{{/Front}}d", "acd"),
        ("{{text:Front}}", "Hà Nội"),
        ("{{some-add-on:Front}}", "<b>Hà Nội</b>"),
        ("{{Front}}<!-- {{Back}} {{Nowhere}} -->", "<b>Hà Nội</b><!-- {{Back}} {{Nowhere}} -->"),
        ("{{=<% %>=}}<%#Front%><%Back%><%/Front%>", "Việt Nam"),
        ("{{{Front}}}", "<b>Hà Nội</b>}"),
        ("{{Front}}<br>\n{{Back}}", f"<b>Hà Nội</b>{APART}Việt Nam"),
        ("{{Front", "{{Front"),
        ("{{kanji:Word}}|{{kana:Word}}", "これは漢字です[sound:a.mp3]|これはかんじです[sound:a.mp3]"),
        ("{{furigana:Word}}", "これは<ruby>漢字<rt>かんじ</rt></ruby>です[sound:a.mp3]"),
        ("{{#c1}}first{{/c1}}{{#c2}}second{{/c2}}", ""),
    ],
)
def test_a_template_is_filled_in(template: str, html: str) -> None:
    assert shown(template) == html


def test_what_is_typed_hinted_and_read_aloud_is_noted_and_not_shown() -> None:
    side = rendered("{{Front}}{{type:Back}}{{hint:Back}}{{tts en_US:Front}}{{type:nc:Blank}}", VALUES, number=1)
    assert side == Side("<b>Hà Nội</b>", typed=["Việt Nam"], hints=["Việt Nam"], lost=[Lost("speech")], is_filled=True)


@pytest.mark.parametrize("filters", ["cloze", "cloze-only"])
def test_clozes_are_asked_by_the_number_of_the_card(filters: str) -> None:
    side = rendered(f"{{{{{filters}:Text}}}}{{{{type:cloze:Text}}}}", VALUES | READ, number=2)
    assert side.html == {"cloze": f"In Hanoi and {GAP}", "cloze-only": GAP}[filters]
    assert (side.blanks, side.asks_clozes, side.typed) == ([Blank("Huế")], True, [])


def test_a_side_without_any_filled_field_is_not_filled() -> None:
    assert not rendered("Extra: {{Reverse}}{{^Reverse}}!{{/Reverse}}", VALUES, number=1).is_filled


@pytest.mark.parametrize(
    ("template", "tag"),
    [
        ("{{Nowhere}}", "{{Nowhere}}"),
        ("{{#Nowhere}}{{/Nowhere}}", "{{#Nowhere}}"),
        ("{{#Front}}a", "{{/Front}}"),
        ("a{{/Front}}", "{{/Front}}"),
        ("{{#Front}}{{#Back}}{{/Front}}{{/Back}}", "{{/Front}}"),
    ],
)
def test_a_mistake_in_a_template_is_named(template: str, tag: str) -> None:
    with pytest.raises(Broken, match=tag.replace("{", r"\{")):
        shown(template)


def test_a_field_that_is_put_in_again_and_again_does_not_fill_the_memory() -> None:
    with pytest.raises(TooLong):
        rendered("{{Front}}" * 1000, {"Front": "a" * (LONGEST // 100)}, number=1)


def test_a_large_template_takes_time_by_its_length() -> None:
    assert shown("{{#Front}}" * 20_000 + "a" + "{{/Front}}" * 20_000) == "a"
