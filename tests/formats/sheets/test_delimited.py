"""Tables as text, as spreadsheets of several countries save them."""

import pytest
from django.utils.translation import override

from studyapp.formats.faults import BadFile
from studyapp.formats.notes import Note
from studyapp.formats.sheets.cells import Cell, Style
from studyapp.formats.sheets.columns import COLUMNS, LANGUAGES, folded, known_headings
from studyapp.formats.sheets.delimited import COMMA, MARK, SEMICOLON, lines_in, written
from studyapp.formats.sheets.writing import number_cell
from studyapp.kinds import KINDS
from tests.formats.sheets.tables import ENGLISH, RUSSIAN, decimal, from_text


def sent(text: str, style: Style = ENGLISH) -> dict[str, object]:
    [note] = from_text(text, style)
    assert isinstance(note, Note), note
    return dict(note.cards[0].sent)


@pytest.mark.parametrize(
    "text",
    [
        "Question,Answer\nEbb,falling",
        "question;answer\r\nEbb;falling\r\n",
        "answer\tQUESTION\nfalling\tEbb\n",
        "sep=;\nQuestion;Answer\nEbb;falling\n",
        '"Question","Answer"\n"Ebb","falling"\n',
        "\n\nВопрос,Ответ\n ,\nEbb,falling\n",
        "Câu hỏi;Câu trả lời\nEbb;falling\n",
        "Term,Definition\nEbb,falling\n",
        "Kind;Also_Right;Question;Answer\n;;Ebb;falling\n",
    ],
)
def test_headings_are_understood_in_each_language_and_order(text: str) -> None:
    assert {name: sent(text)[name] for name in ("prompt", "answer")} == {"prompt": "Ebb", "answer": "falling"}


def test_rows_are_counted_as_a_spreadsheet_shows_them() -> None:
    text = 'sep=,\nQuestion,Answer\n\n"Two\nlines",x\n ,\nEbb,falling\n'
    assert [line.number for line in lines_in(text, COMMA)] == [1, 3, 5]


def test_what_begins_like_a_formula_is_shielded_and_comes_back() -> None:
    row: list[Cell] = ["=1+1", "+7", "-5", "@home", "\tx", "＝x", "'=x", "'x", "a=b", decimal("-5"), decimal("-2.5")]
    data = written([row], SEMICOLON, RUSSIAN).decode()
    assert data.startswith(MARK)
    assert data.removeprefix(MARK).strip() == "'=1+1;'+7;'-5;'@home;'\tx;'＝x;''=x;'x;a=b;-5;-2,5"
    [line] = lines_in(data.removeprefix(MARK), SEMICOLON)
    assert line.cells == (*row[:-2], "-5", "-2,5")


def test_a_number_is_never_written_so_that_it_reads_as_another() -> None:
    assert RUSSIAN.shown("1.234") == "1,2340"
    assert RUSSIAN.shown("5.125%") == "5,1250%"
    assert RUSSIAN.number("1,2340") == "1.234"
    assert number_cell("12345678901234567890", RUSSIAN) == "12345678901234567890"
    assert number_cell("0.5", RUSSIAN) == decimal("0.5")


def test_a_row_whose_quotation_marks_do_not_go_together_is_said() -> None:
    with pytest.raises(BadFile, match="Row 2 cannot be read"):
        list(lines_in('Question,Answer\n"Ebb" x,falling\n', COMMA))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_columns_or_kinds_are_called_the_same(language: str) -> None:
    with override(language):
        headings = {folded(str(column.heading)): column.name for column in COLUMNS}
        assert len(headings) == len(COLUMNS)
        assert {heading: known_headings()[heading] for heading in headings} == headings
        assert len({folded(str(kind.label)) for kind in KINDS.values()}) == len(KINDS)


def test_rows_of_one_note_stand_below_each_other() -> None:
    text = "Question,Answer,ID,Card of the note\nEbb,falling,a,0\nfalling,Ebb,a,1\nFlow,rising,b,\nx,y,a,2\n"
    two, one, refused = from_text(text)
    assert isinstance(two, Note)
    assert [card.name for card in two.cards] == ["0", "1"]
    assert isinstance(one, Note)
    assert not isinstance(refused, Note)
    assert "Row 3 belongs to the same note." in refused.told


def test_a_cell_that_its_kind_does_not_know_is_named() -> None:
    [note] = from_text("Kind,Question,Answer,Unit\nFlashcard,Ebb,falling,km\n")
    assert isinstance(note, Note)
    assert [(one.what, one.where) for one in note.lost] == [("cell-unused", "Unit")]


def test_what_no_database_keeps_is_refused() -> None:
    [refused] = from_text("Question,Answer,ID\nEbb,falling,a\0b\n")
    assert not isinstance(refused, Note)
    assert (refused.place, refused.field) == ("row 2", "ID")
    assert "There is an invisible character" in refused.told
