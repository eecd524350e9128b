"""What notes of Anki's mean here: which kind each card is, what it says, and what of the note cannot come along."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.formats.anki import sides
from studyapp.formats.anki.collection import Bundle, Calendar, Notetype, Template
from studyapp.formats.anki.meaning import understood
from studyapp.formats.anki.sides import MARK
from studyapp.formats.hypertext import LONGEST
from studyapp.formats.losses import LOSSES
from studyapp.formats.notes import Asked, Lost, Note, Progress, Refused, Stage
from studyapp.kinds import KINDS, cloze
from studyapp.kinds.fields import LONGEST_BACK, LONGEST_FRONT
from studyapp.markdown import rendered
from studyapp.scheduling import StudyClock
from tests.formats.anki.packages import BASIC, BEGAN, CLOZE, DECKS, REVERSED, card, note, review

CLOCK = StudyClock(ZoneInfo("Asia/Ho_Chi_Minh"))
TYPED = replace(
    BASIC, templates=(Template("Card 1", "{{Front}}\n\n{{type:Back}}", "{{Front}}\n\n<hr id=answer>\n\n{{type:Back}}"),)
)
OPTIONAL = Notetype(
    2001,
    "Basic (optional reversed)",
    is_cloze=False,
    fields=("Front", "Back", "Add Reverse"),
    templates=(
        Template("Card 1", "{{Front}}", "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}"),
        Template("Card 2", "{{#Add Reverse}}{{Back}}{{/Add Reverse}}", "{{FrontSide}}\n\n<hr id=answer>\n\n{{Front}}"),
    ),
)


def custom(front: str, back: str, *fields: str, is_cloze: bool = False) -> Notetype:
    return Notetype(2002, "Own", is_cloze=is_cloze, fields=fields, templates=(Template("Card 1", front, back),))


def taken(
    notetype: Notetype, *fields: str, cards: tuple[int, ...] = (0,), tags: tuple[str, ...] = ()
) -> Note | Refused:
    its_cards = tuple(card(101 + number, template=number) for number in cards)
    bundle = Bundle(note(fields=fields, notetype=notetype.key, tags=tags), its_cards)
    return understood(bundle, {notetype.key: notetype}, DECKS, Calendar(BEGAN), clock=CLOCK)


def cards_of(notetype: Notetype, *fields: str, **told: Any) -> list[tuple[str, dict]]:
    found = taken(notetype, *fields, **told)
    assert isinstance(found, Note), found
    return [(asked.kind, {name: said for name, said in asked.sent.items() if said}) for asked in found.cards]


def flashcard(front: str, back: str, explanation: str = "") -> tuple[str, dict]:
    said = {"prompt": front, "answer": back} | ({"formatted": True} if "\n" in back else {})
    return "flashcard", said | ({"explanation": explanation} if explanation else {})


def test_a_basic_note_is_a_flashcard() -> None:
    assert taken(BASIC, "Hà Nội", "Việt&nbsp;Nam", tags=("geo",)) == Note(
        guid="guid1",
        deck=("Capitals",),
        cards=(Asked("0", "flashcard", {"prompt": "Hà Nội", "answer": "Việt Nam", "explanation": ""}, {}, Progress()),),
        tags=("geo",),
        changed_at=datetime.fromtimestamp(BEGAN, UTC),
        place="nid:1",
    )


def test_a_reversed_note_is_asked_both_ways() -> None:
    assert cards_of(REVERSED, "a", "b", cards=(0, 1)) == [flashcard("a", "b"), flashcard("b", "a")]


def test_a_note_is_asked_the_other_way_where_it_says_so() -> None:
    assert cards_of(OPTIONAL, "a", "b", "y", cards=(0, 1)) == [flashcard("a", "b"), flashcard("b", "a")]
    found = taken(OPTIONAL, "a", "b", "", cards=(0, 1))
    assert [asked.name for asked in found.cards] == ["0"]
    assert found.lost == (Lost("card-empty", "1"),)


def test_a_card_with_nothing_but_what_its_template_says_is_left_out() -> None:
    assert isinstance(taken(custom("Who is {{A}}?", "{{B}}", "A", "B"), "", "b"), Refused)


def test_an_answer_to_be_typed_is_typed() -> None:
    assert cards_of(TYPED, "Capital?", "<b>Hà&nbsp;Nội</b>") == [("typed", {"prompt": "Capital?", "answer": "Hà Nội"})]


@pytest.mark.parametrize("answer", ["a<br>b", "a" * 201, r"\(x\)", "a<img src=b.png>"])
def test_an_answer_that_nobody_can_type_makes_a_flashcard(answer: str) -> None:
    found = taken(TYPED, "Which?", answer)
    assert found.cards[0].kind == "flashcard"
    assert Lost("became-flashcard", "0") in found.lost


def blanks(prompt: str, *answers: str, explanation: str = "") -> tuple[str, dict]:
    said = {"prompt": prompt, "blanks": [[answer] for answer in answers]}
    return "cloze", said | ({"explanation": explanation} if explanation else {})


def test_each_number_of_a_cloze_is_a_card() -> None:
    text = "{{c1::Hà Nội::a city}} is in {{c2::Việt {{c3::Nam}}}}, as is {{c1::Huế}}."
    assert cards_of(CLOZE, text, "Since 1976.", cards=(0, 1, 2)) == [
        blanks("[blank] (a city) is in Việt Nam, as is [blank].", "Hà Nội", "Huế", explanation="Since 1976."),
        blanks("Hà Nội is in [blank], as is Huế.", "Việt Nam", explanation="Since 1976."),
        blanks("Hà Nội is in Việt [blank], as is Huế.", "Nam", explanation="Since 1976."),
    ]


@pytest.mark.parametrize(
    ("text", "front", "back"),
    [
        ("{{c1::a|b}} is so", "[…] is so", "a|b"),
        ("{{c1::a<br>b::which}} are so", "[which] are so", "a\nb"),
        ("{{c1::a}} is [blank]", "[…] is [blank]", "a"),
        ("{{c1::a}}" * 6, "[…]" * 6, "a\na\na\na\na\na"),
        (f"{{{{c1::{'a' * 201}}}}} is long", "[…] is long", "a" * 201),
    ],
)
def test_what_cannot_be_filled_in_becomes_a_flashcard(text: str, front: str, back: str) -> None:
    found = taken(CLOZE, text, "More.")
    assert (found.cards[0].kind, found.cards[0].sent) == flashcard(front, back, "More.")
    assert found.lost == (Lost("became-flashcard", "0"),)


def test_a_card_whose_cloze_is_gone_is_left_out() -> None:
    found = taken(CLOZE, "{{c1::a}} is so", "", cards=(0, 4))
    assert [asked.name for asked in found.cards] == ["0"]
    assert found.lost == (Lost("card-empty", "4"),)


def typed(explanation: str) -> tuple[str, dict]:
    return "typed", {"prompt": "a", "answer": "b", "explanation": explanation}


@pytest.mark.parametrize(
    ("front", "back", "asked"),
    [
        ("{{A}}", "{{A}}<br>{{B}}", flashcard("a", "b")),
        ("{{A}}", "<div>{{FrontSide}}</div>{{B}}<hr>{{C}}", flashcard("a", "b\nc")),
        ("Who is {{A}}?", "{{A}}<hr id='answer'>{{B}}", flashcard("Who is a?", "b")),
        ("{{A}}", "{{B}}<hr id=answer>{{C}}", flashcard("a", "b\nc")),
        ("{{A}} {{hint:C}}", "{{FrontSide}}<hr id=answer>{{B}}", flashcard("a", "b", "c")),
        ("{{Tags}}|{{Deck}}|{{Subdeck}}|{{Card}}{{A}}", "{{B}}", flashcard("geo x|Capitals|Capitals|Card 1a", "b")),
        ("{{A}}{{type:B}}", "{{FrontSide}}{{C}}<hr id=answer>{{type:B}}", typed("c")),
        ("{{A}}{{type:B}}", "{{A}}<hr id=answer>{{B}}<br>{{C}}", typed("c")),
        ("{{A}}", "{{A}}", flashcard("a", "a")),
    ],
)
def test_own_note_types_say_what_their_templates_show(front: str, back: str, asked: tuple[str, dict]) -> None:
    assert cards_of(custom(front, back, "A", "B", "C"), "a", "b", "c", tags=("geo", "x")) == [asked]


def test_clozes_of_own_note_types_are_asked_with_what_stands_around_them() -> None:
    front, back = "{{Title}}<br>{{cloze:Text}}{{type:cloze:Text}}", "{{Title}}<br>{{cloze:Text}}<br>{{Extra}}"
    notetype = custom(front, back, "Title", "Text", "Extra", is_cloze=True)
    kind, sent = blanks("Cities:\n[blank] is one.", "Huế", explanation="x")
    assert cards_of(notetype, "Cities:", "{{c1::Huế}} is one.", "x") == [(kind, sent | {"formatted": True})]


def test_pictures_come_with_their_sides_and_what_is_too_many_is_said() -> None:
    found = taken(BASIC, "<img src=a.png>", "b<img src=b.png><img src=c.png><img src=d.png>[sound:e.mp3]")
    (asked,) = found.cards
    assert (asked.sent["prompt"], asked.sent["answer"]) == ("Picture", "b")
    assert asked.pictures == {"prompt": "a.png", "answer": "b.png", "explanation": "c.png"}
    assert found.lost == (Lost("sound", "e.mp3"), Lost("picture-further", "d.png"))


def test_a_picture_with_a_typed_answer_explains_it() -> None:
    notetype = custom("{{A}}{{type:B}}", "{{B}}{{C}}", "A", "B", "C")
    assert taken(notetype, "a", "b", "<img src=c.png>").cards[0].pictures == {"explanation": "c.png"}


def test_a_long_back_goes_on_in_the_explanation() -> None:
    assert cards_of(BASIC, "a", f"{'b' * 4900}<br>{'c' * 490}") == [flashcard("a", "b" * 4900, "c" * 490)]


@pytest.mark.parametrize(
    ("notetype", "fields", "field", "told"),
    [
        (BASIC, ("a" * 2001, "b"), "Front", "A front has 2,001 characters, and 2,000 is the most. Shorten it in Anki"),
        (BASIC, ("a", "b" * 5001), "Back", "A back has 5,001 characters, and 5,000 is the most."),
        (BASIC, ("a", ""), "Back", "Nothing that can be shown is on one of the sides"),
        (BASIC, ("[sound:a.mp3]", "b"), "Front", "perhaps only a sound. Write something there"),
        (BASIC, ("a", f"<!--{'b' * LONGEST}-->"), "Back", "one side has more than 100,000 characters."),
        (custom("{{Front}}{{Nowhere}}", "{{Back}}", "Front", "Back"), ("a", "b"), "", "a mistake at {{Nowhere}}"),
        (replace(CLOZE, templates=()), ("{{c1::a}}", ""), "", "The cards of this note do not match its note type."),
        (CLOZE, ("{{c1::image-occlusion:rect:left=.1}}", ""), "Text", "Pictures with covered parts cannot be asked"),
    ],
)
def test_a_note_that_cannot_be_taken_is_refused_with_a_remedy(
    notetype: Notetype, fields: tuple[str, ...], field: str, told: str
) -> None:
    found = taken(notetype, *fields)
    assert isinstance(found, Refused)
    assert (found.place, found.field) == ("nid:1", field)
    assert told in found.told
    assert "export the deck again." in found.told


def test_each_card_stands_where_it_stood() -> None:
    its_cards = (card(101, kind=2, queue=2, due=60, ivl=30, reps=2), card(102, template=1))
    reviews = {101: (review(BEGAN * 1000), review(-1))}
    bundle = Bundle(note(notetype=REVERSED.key), its_cards, reviews)
    found = understood(bundle, {REVERSED.key: REVERSED}, DECKS, Calendar(BEGAN), clock=CLOCK)
    assert [asked.progress.stage for asked in found.cards] == [Stage.REVIEW, Stage.NEW]
    assert [len(asked.progress.log) for asked in found.cards] == [1, 0]
    assert found.lost == (Lost("review", "0.1"),)


def test_the_lengths_are_those_of_the_forms() -> None:
    forms = {kind: KINDS[kind].own_form() for kind in KINDS}
    longest = {kind: getattr(form.fields.get("answer"), "max_length", None) for kind, form in forms.items()}
    assert (LONGEST_FRONT, LONGEST_BACK) == (sides.FRONT, sides.EXPLANATION)
    assert (longest["flashcard"], longest["typed"], cloze.MAX_LENGTH) == (sides.BACK, sides.ANSWER, sides.ANSWER)
    assert (cloze.MAX_BLANKS, cloze.MARK) == (sides.BLANKS, MARK)


pieces = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from(["{{c1::", "{{c2::", "}}", "::", "<br>", "<b>", "<img src=a.png>", "[sound:a]", "|", MARK]),
        st.just("x" * 300),
    ),
    max_size=8,
).map("".join)


@given(st.sampled_from([BASIC, REVERSED, TYPED, CLOZE]), pieces, pieces)
def test_whatever_is_taken_is_what_the_forms_take(notetype: Notetype, first: str, second: str) -> None:
    cards = (0,) if len(notetype.templates) == 1 and not notetype.is_cloze else (0, 1)
    found = taken(notetype, first, second, cards=cards)
    if isinstance(found, Refused):
        return
    assert {loss.what for loss in found.lost} <= LOSSES.keys()
    for asked in found.cards:
        form = KINDS[asked.kind].own_form(asked.sent)
        assert form.is_valid(), form.errors
        prompt = asked.sent["prompt"]
        assert 0 < len(prompt) <= LONGEST_FRONT
        shown = rendered(prompt).html if asked.is_formatted else prompt
        assert not KINDS[asked.kind].prompt_fault(form.cleaned_data, shown)


@pytest.mark.parametrize("line", ["a<br>", "a\x1e", "<li>a", "a<hr id='answer'>", "<hr id=answer>a"])
def test_a_note_of_very_many_lines_is_refused(line: str) -> None:
    many = line * (LONGEST // 2 // len(line))
    assert isinstance(taken(BASIC, many, many), Refused)


def test_a_note_of_very_many_cards_is_refused() -> None:
    text = "<b></b>" * 10_000 + "a" + "".join(f"{{{{c{number}::}}}}" for number in range(1, 500))
    assert "This note is too large." in taken(CLOZE, text, "x", cards=tuple(range(499))).told
