"""Sentences with blanks: each blank judged like a typed answer, and none of them by another's."""

import json
import time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from studyapp.kinds import Hint, SourcedValue, Surroundings
from studyapp.kinds.cloze import Cloze

TALKS = ["Hanoi | Ha Noi | Hà Nội", "Tô Lâm", "12 November 2013"]
PROMPT = "In [blank] the guest met [blank] on [blank] and stayed for a day."


def cloze(*blanks, **author):
    form = Cloze.author_form({"blanks": list(blanks), **author})
    assert form.is_valid(), form.errors
    return Cloze(form.cleaned_data)


def judged(kind, *written):
    form = kind.answer_form({f"blank_{number}": text for number, text in enumerate(written, start=1)})
    assert form.is_valid(), form.errors
    return kind.grade(json.loads(json.dumps(form.cleaned_data)))


def frozen(kind, **surroundings):
    return Cloze(Cloze.freeze(kind.spec, Surroundings(**surroundings)))


@pytest.mark.parametrize(
    ("blank", "written", "right"),
    [
        ("Hanoi | Hà Nội", "hanoi", True),
        ("Hanoi | Hà Nội", "HA NOI.", True),
        ("Hanoi | Hà Nội", "Hanoy", True),
        ("Hanoi | Hà Nội", "Hue", False),
        ("Kilo | Kilo class", "the Kilo class", True),
        ("Kilo", "kolo", False),
        ("six", "6", True),
        ("6", "six", True),
        ("six", "7", False),
        ("six", "sic", False),
        ("3600000000", "3.6 billion", True),
        ("3.6 billion", "3.7 billion", False),
        ("80%", "80", True),
        ("80%", "eighty per cent", True),
        ("80%", "80 euros", False),
        ("$5 million", "5 million dollars", True),
        ("$5 million", "5 million", True),
        ("$5 million", "€5 million", False),
        ("11 agreements", "eleven agreements", True),
        ("11 agreements", "11", False),
        ("11", "11 elephants", False),
        ("Group of 7", "7", False),
        ("12 November", "12", False),
        ("12", "12 November", False),
        ("12 November", "November 12th", True),
        ("12 November 2013", "2013-11-12", True),
        ("12 November 2013", "12.11.2013", True),
        ("12 November 2013", "13 November 2013", False),
        ("12 November 2013", "November 2013", False),
        ("November 2013", "11/2013", True),
        ("2013", "in 2013", True),
        ("2013", "2014", False),
    ],
)
def test_a_blank_takes_slips_numbers_and_dates_as_a_patient_teacher_would(blank, written, right):
    assert judged(cloze(blank), written).right is right


def test_each_blank_is_judged_by_itself():
    verdict = judged(cloze(*TALKS), "ha noi", "To Lan", "Monday")
    assert [part.right for part in verdict.parts] == [True, True, False]
    assert [part.label for part in verdict.parts] == ["1", "2", "3"]
    assert [part.given for part in verdict.parts] == ["ha noi", "To Lan", "Monday"]
    assert [part.expected for part in verdict.parts] == ["Hanoi", "Tô Lâm", "12 November 2013"]
    assert [part.note for part in verdict.parts] == ["", "The right spelling: Tô Lâm.", ""]
    assert verdict.score == pytest.approx(2 / 3)
    assert (verdict.given, verdict.expected) == ("ha noi; To Lan; Monday", "Hanoi; Tô Lâm; 12 November 2013")


def test_a_single_blank_needs_no_parts():
    verdict = judged(cloze("Nguyễn Phú Trọng"), "Nguyen Phu Trog")
    assert (verdict.score, verdict.given, verdict.parts) == (1, "Nguyen Phu Trog", ())
    assert verdict.notes == ("The right spelling: Nguyễn Phú Trọng.",)
    assert cloze("Kilo").given_up().parts == ()


def test_the_answer_of_one_blank_is_wrong_in_another():
    kind = cloze("Northgate", "Northgale")
    assert judged(kind, "Northgate", "Northgale").score == 1
    assert judged(kind, "Northgale", "Northgate").score == 0
    assert judged(cloze("Northgate"), "Northgale").right


def test_blanks_may_take_the_same_answer():
    assert judged(cloze("Russia", "Russia | the Russian Federation"), "russia", "Russia").right


def test_another_answer_of_the_deck_is_no_slip_once_published():
    kind = cloze("Nguyen Van An", "Hanoi")
    published = frozen(kind, accepted_elsewhere=("Nguyen Van Anh", "Hanoi", "Da Nang"))
    assert published.spec["accepted_elsewhere"] == ["Nguyen Van Anh"]
    assert judged(kind, "Nguyen Van Anh", "Hanoi").right
    assert not judged(published, "Nguyen Van Anh", "Hanoi").right


def test_accents_can_be_what_matters():
    kind = cloze("Hà Nội", "Huế", accents_matter=True)
    verdict = judged(kind, "Ha Noi", "huế")
    assert [part.right for part in verdict.parts] == [False, True]
    assert [part.note for part in verdict.parts] == ["The accents matter here.", ""]
    assert judged(cloze("Hà Nội"), "Ha Noi").right


@pytest.mark.parametrize("blank", ["", "   ", "\u200b", None])
def test_a_single_blank_must_be_filled(blank):
    form = cloze("Kilo").answer_form({"blank_1": blank})
    assert list(form.errors) == ["blank_1"]


def test_of_several_blanks_one_at_least_must_be_filled():
    kind = cloze(*TALKS)
    assert list(kind.answer_form({"blank_1": " ", "blank_3": "\u200b"}).errors) == ["__all__"]
    verdict = judged(kind, "", "To Lam")
    assert [part.right for part in verdict.parts] == [False, True, False]
    assert verdict.score == pytest.approx(1 / 3)


@pytest.mark.parametrize("written", ["x" * 201, "Ki\x00lo", "\ud800"])
def test_what_cannot_be_an_answer_is_refused_where_it_stands(written):
    assert list(cloze("Kilo", "Lada").answer_form({"blank_1": "Kilo", "blank_2": written}).errors) == ["blank_2"]


def test_whoever_gives_up_is_shown_every_blank():
    verdict = cloze(*TALKS).given_up()
    assert [(part.right, part.given) for part in verdict.parts] == [(False, "")] * 3
    assert [part.expected for part in verdict.parts] == verdict.expected.split("; ")


@given(st.permutations(["  ", "\u00a0", "\t"]), st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
def test_case_and_spaces_change_nothing(spaces, case):
    written = [case(answer).replace(" ", space) for answer, space in zip(("Hà Nội", *TALKS[1:]), spaces, strict=True)]
    assert judged(cloze(*TALKS), *written).right


@given(st.text(max_size=10_000), st.text(max_size=300))
@example("1" * 200, "'" * 200)
@example("ﷺ" * 200, "1 " * 100)
def test_any_text_is_judged_or_refused(one, other):
    kind = cloze(*TALKS)
    form = kind.answer_form({"blank_1": one, "blank_3": other})
    if form.is_valid():
        assert 0 <= kind.grade(form.cleaned_data).score <= 1


def test_judging_the_worst_of_texts_is_quick():
    kind = cloze(*(" | ".join(f"{n} {m} " + "ba" * 90 for m in range(20)) for n in range(5)))
    published = frozen(kind, accepted_elsewhere=tuple(f"{n} 1 {'ba' * 89}ab" for n in range(1000)))
    judged(published, "warm up")
    start = time.process_time()
    judged(published, "ba" * 100, "1 1 " + "ab" * 98, "ﷺ" * 200, "1 " * 100, "3 4 " + "ba" * 89 + "b")
    assert time.process_time() - start < 0.5


def test_the_prompt_is_cut_at_its_blanks_and_only_several_are_numbered():
    assert cloze(*TALKS).pieces(PROMPT) == [
        ("In ", "1"),
        (" the guest met ", "2"),
        (" on ", "3"),
        (" and stayed for a day.", None),
    ]
    assert cloze("Kilo").pieces("The [blank] class") == [("The ", ""), (" class", None)]


@given(st.lists(st.text(max_size=20).filter(lambda text: "[" not in text and "]" not in text), min_size=2, max_size=6))
def test_the_pieces_hold_the_whole_prompt(texts):
    prompt = "[blank]".join(texts)
    assert "[blank]".join(text for text, _ in cloze("Kilo").pieces(prompt)) == prompt


@pytest.mark.parametrize("blanks", [["Kilo"], ["Kilo", "Lada", "Zil"]])
def test_the_prompt_has_a_blank_for_every_answer(blanks):
    spec = cloze(*blanks).spec
    assert Cloze.prompt_fault(spec, " and ".join(["[blank]"] * len(blanks))) == ""
    assert "wherever" in Cloze.prompt_fault(spec, "The Kilo class")
    assert "2 [blank]" in Cloze.prompt_fault(spec, "The [blank] and the [blank]")


SOURCES = (SourcedValue("Ha Noi", "RKS News", ""), SourcedValue("Moscow", "Nhan Dan", ""))


def test_an_answer_that_no_source_gives_cannot_be_published():
    assert frozen(cloze("Putin", "Hanoi | Ha Noi"), sourced=SOURCES[:1])
    assert frozen(cloze("six", "Kilo"), sourced=(SourcedValue("6", "AFP", ""),))
    with pytest.raises(ValidationError, match=r"Ha Noi or Moscow.*“Putin; Hue”"):
        frozen(cloze("Putin", "Hue"), sourced=SOURCES)


@pytest.mark.parametrize(
    ("blanks", "kept"),
    [
        (["Hanoi | Ha Noi|Hà  Nội", "six"], [["Hanoi", "Ha Noi", "Hà Nội"], ["six"]]),
        ([["Hanoi", "Ha Noi"], "six"], [["Hanoi", "Ha Noi"], ["six"]]),
        ("Hanoi | Ha Noi\r\n\r\nsix\r\n", [["Hanoi", "Ha Noi"], ["six"]]),
        ([1991, [6, "six"]], [["1991"], ["6", "six"]]),
        ("| Hanoi || Hanoi |", [["Hanoi"]]),
        (6, [["6"]]),
    ],
)
def test_blanks_are_taken_as_seeds_and_browsers_give_them(blanks, kept):
    form = Cloze.author_form({"blanks": blanks})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["blanks"] == kept


@given(st.lists(st.lists(st.text(max_size=30), max_size=4), min_size=1, max_size=5))
def test_blanks_survive_being_shown_edited_and_saved(blanks):
    form = Cloze.author_form({"blanks": blanks})
    if form.is_valid():
        shown = Cloze.author_form(initial_spec=form.cleaned_data)["blanks"].value()
        again = Cloze.author_form({"blanks": shown})
        assert again.is_valid(), again.errors
        assert again.cleaned_data == form.cleaned_data
        assert judged(Cloze(form.cleaned_data), *(blank[0] for blank in form.cleaned_data["blanks"])).right


@pytest.mark.parametrize(
    ("author", "field"),
    [
        ({}, "blanks"),
        ({"blanks": []}, "blanks"),
        ({"blanks": [" | ", ""]}, "blanks"),
        ({"blanks": ["x" * 201]}, "blanks"),
        ({"blanks": ["a\x00b"]}, "blanks"),
        ({"blanks": list("abcdef")}, "blanks"),
        ({"blanks": " | ".join(map(str, range(21)))}, "blanks"),
        ({"blanks": [[["nested"]]]}, "blanks"),
        ({"blanks": [{"a": "b"}]}, "blanks"),
        ({"blanks": ["Kilo"], "accents_matter": "no"}, "accents_matter"),
    ],
)
def test_an_editor_is_told_which_field_to_mend(author, field):
    assert list(Cloze.author_form(author).errors) == [field]


def test_a_hint_gives_the_first_letters_of_what_is_shown():
    assert cloze("Tô Lâm | President").hint(seed="") == Hint("It starts like this: T… L…")
    assert cloze("Tô Lâm", "6", "Hanoi").hint(seed="") == Hint("It starts like this: T… L…; …; H…")
    assert cloze("6").hint(seed="") is None


def test_another_first_spelling_is_another_answer_and_a_further_one_is_not():
    assert cloze("The Kilo", "six").key == cloze("kilo. | Kilo class", "six | 6").key
    assert len({cloze(*blanks).key for blanks in (["Kilo", "six"], ["six", "Kilo"], ["Kilo"], ["Lada", "six"])}) == 4


def test_every_spelling_of_every_blank_is_an_answer():
    assert cloze("Hanoi | Ha Noi", "six").answers == ("Hanoi", "Ha Noi", "six")


def test_an_editor_is_warned_of_an_answer_given_away_and_of_a_sentence_with_nothing_left():
    assert cloze("Kilo").warnings("Six [blank] submarines of the Kilo class were bought.")
    assert cloze("Kilo").warnings("The [blank] class was bought.") == []
    assert cloze("bought class").warnings("They bought [blank] class submarines there.") == []
    assert cloze("Kilo", "six").warnings("Bought: [blank] of [blank].")


@pytest.mark.parametrize(
    ("written", "right"),
    [
        (("Russia", "Vietnam"), (True, True)),
        (("Vietnam", "Russia"), (True, True)),
        (("Viet Nam", "russia"), (True, True)),
        (("Russia", "Russia"), (True, False)),
        (("China", "Russia"), (False, True)),
        (("Vietnam", "China"), (True, False)),
        (("", "Russia"), (False, True)),
        (("China", "India"), (False, False)),
    ],
)
def test_blanks_that_can_change_places_take_each_answer_once(written, right):
    sides = cloze("Russia", "Vietnam | Viet Nam", any_order=True)
    assert tuple(part.right for part in judged(sides, *written).parts) == right


def test_a_wrong_answer_in_any_order_is_told_what_is_still_missing():
    sides = cloze("Russia", "Vietnam", "China", any_order=True)
    assert [part.expected for part in judged(sides, "China", "China", "Russia").parts] == ["China", "Vietnam", "Russia"]


def test_blanks_keep_their_places_where_nothing_else_is_said():
    sides = cloze("Russia", "Vietnam")
    assert judged(sides, "Vietnam", "Russia").score == 0
    assert Cloze({**sides.spec, "any_order": True}).spec.keys() == sides.spec.keys()
    before = {name: value for name, value in sides.spec.items() if name != "any_order"}
    assert judged(Cloze(before), "Russia", "Vietnam").right


def test_an_editor_is_warned_where_one_text_fills_two_blanks():
    prompt = "A friendly visit took place between [blank] and [blank] in June."
    both = ["Russia | Vietnam", "Vietnam | Russia"]
    assert [warning for warning in cloze(*both).warnings(prompt) if "Blanks 1 and 2 both accept “Russia”" in warning]
    assert cloze(*both, any_order=True).warnings(prompt) == []
    assert cloze("Russia", "Vietnam").warnings(prompt) == []
    assert cloze("six", "6").warnings(prompt) != []


def test_a_slip_in_a_blank_makes_no_other_name_of_the_library():
    alone = cloze("Trong | Nguyen Phu Trong")
    assert alone.words_told_apart == {"trong", "nguyen", "phu"}
    assert cloze("six", "deep blue sea").words_told_apart == set()
    beside = frozen(alone, names=("truong", "troung"))
    assert judged(alone, "Trongg").right
    assert judged(beside, "Trongg").right
    assert not judged(beside, "Truong").right
    assert [warning for warning in beside.warnings("The guest met [blank] in the old palace.") if "truong" in warning]


def test_a_doubtful_word_is_asked_back_wherever_it_may_stand():
    sides = frozen(cloze("Vietnam", "Russia", any_order=True))
    assert list(sides.doubts({"blank_1": "Prussia", "blank_2": "Vietnam"})) == ["blank_1"]
    assert sides.doubts({"blank_1": "Rusia", "blank_2": "Vietnam"}) == {}
    assert sides.doubts({"blank_1": "", "blank_2": "Russia"}) == {}
