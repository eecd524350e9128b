"""Typed answers: patient with accents and slips, strict with numbers and with other answers."""

import json
import time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from studyapp.kinds import SourcedValue, Surroundings
from studyapp.kinds.typed import Typed

RIGHT, NEAR, WRONG = "right", "near", "wrong"

CORPUS = [
    # answer, what was typed, judgement
    ("Tô Lâm", "Tô Lâm", RIGHT),
    ("Tô Lâm", "To Lam", RIGHT),
    ("Tô Lâm", "TO LAM", RIGHT),
    ("Tô Lâm", " to  lam ", RIGHT),
    ("Tô Lâm", "to lam.", RIGHT),
    ("Tô Lâm", "To Lan", NEAR),
    ("Tô Lâm", "Tho Lam", NEAR),
    ("Tô Lâm", "Tho Lan", WRONG),
    ("Tô Lâm", "Lam", WRONG),
    ("Tô Lâm", "Lam To", WRONG),
    ("Tô Lâm", "Tom", WRONG),
    ("Trương Tấn Sang", "Truong Tan Sang", RIGHT),
    ("Trương Tấn Sang", "truong tan sang", RIGHT),
    ("Trương Tấn Sang", "Troung Tan Sang", NEAR),
    ("Trương Tấn Sang", "Truong Tan Snag", NEAR),
    ("Trương Tấn Sang", "Troung Tan Snag", NEAR),
    ("Trương Tấn Sang", "Troung Tna Snag", WRONG),
    ("Trương Tấn Sang", "Truong Tan Dung", WRONG),
    ("Trương Tấn Sang", "Nguyen Tan Dung", WRONG),
    ("Nguyễn Phú Trọng", "nguyen phu trong", RIGHT),
    ("Nguyễn Phú Trọng", "Nguyen Phu Trog", NEAR),
    ("Nguyễn Phú Trọng", "Nguyen Xuan Phuc", WRONG),
    ("Đà Nẵng", "Da Nang", RIGHT),
    ("Đà Nẵng", "Đà Nẵng!", RIGHT),
    ("Đà Nẵng", "Da Nagn", NEAR),
    ("Đà Nẵng", "Da Lat", WRONG),
    ("Kilo", "kilo", RIGHT),
    ("Kilo", "KILO.", RIGHT),
    ("Kilo", "“Kilo”", RIGHT),
    ("Kilo", "the Kilo", RIGHT),
    ("Kilo", "killo", WRONG),
    ("Kilo", "kolo", WRONG),
    ("Kilo", "kil", WRONG),
    ("Lada", "Lama", WRONG),
    ("Hanoi", "Hanoy", NEAR),
    ("Hanoi", "Hnaoi", NEAR),
    ("Hanoi", "Hano", NEAR),
    ("Hanoi", "Hanover", WRONG),
    ("Hanoi", "Hue", WRONG),
    ("The Kremlin", "Kremlin", RIGHT),
    ("The Kremlin", "the kremlin", RIGHT),
    ("The Kremlin", "a Kremlin", RIGHT),
    ("The Kremlin", "Kremiln", NEAR),
    ("The Kremlin", "Gremlim", WRONG),
    ("Rosatom", "Rosatom", RIGHT),
    ("Rosatom", "Rosaton", NEAR),
    ("Rosatom", "Rosneft", WRONG),
    ("Petrovietnam", "PetroVietnam", RIGHT),
    ("Petrovietnam", "Petrovietnan", NEAR),
    ("Petrovietnam", "Petrovetnam", NEAR),
    ("Petrovietnam", "Vietnam", WRONG),
    ("Novatek", "Novatec", NEAR),
    ("Novatek", "Nowatec", WRONG),
    ("North Korea", "Noth Korea", NEAR),
    ("North Korea", "South Korea", WRONG),
    ("Seoul, South Korea", "Seoul, North Korea", WRONG),
    ("Group of 7", "group of 7", RIGHT),
    ("Group of 7", "gruop of 7", NEAR),
    ("Group of 7", "group of 8", WRONG),
    ("Group of 7", "group of 77", WRONG),
    ("Group of 7", "group of seven", WRONG),
    ("12 November 2013", "12 november 2013", RIGHT),
    ("12 November 2013", "12 Novembre 2013", NEAR),
    ("12 November 2013", "13 November 2013", WRONG),
    ("12 November 2013", "12 November 2031", WRONG),
    ("12 November 2013", "12 December 2013", WRONG),
    ("bamboo diplomacy", "Bamboo Diplomacy", RIGHT),
    ("bamboo diplomacy", "“bamboo diplomacy”", RIGHT),
    ("bamboo diplomacy", "bambo diplomacy", NEAR),
    ("bamboo diplomacy", "bamboo democracy", WRONG),
    ("bamboo diplomacy", "diplomacy", WRONG),
    ("Pyongyang", "Piongiang", NEAR),
    ("Pyongyang", "Piongian", WRONG),
    ("Thailand", "Tailand", NEAR),
    ("Thailand", "Tailant", WRONG),
    ("Carl Thayer", "Karl Thayer", NEAR),
    ("Carl Thayer", "Carl Tayer", NEAR),
    ("Carl Thayer", "Carl Thatcher", WRONG),
    ("Carl Thayer", "Margaret Thatcher", WRONG),
    ("World War II", "world war ii", RIGHT),
    ("World War II", "World War I", WRONG),
    ("World War II", "Wolrd War II", NEAR),
]


def typed(**author):
    form = Typed.author_form(author)
    assert form.is_valid(), form.errors
    return Typed(form.cleaned_data)


def judged(kind, written):
    form = kind.answer_form({"text": written})
    assert form.is_valid(), form.errors
    return kind.grade(json.loads(json.dumps(form.cleaned_data)))


def test_the_corpus_is_large_and_a_good_third_of_it_wrong():
    assert len(CORPUS) >= 60
    assert sum(judgement == WRONG for *_, judgement in CORPUS) > len(CORPUS) / 3


@pytest.mark.parametrize(("answer", "written", "judgement"), CORPUS)
def test_typed_answers_are_judged_as_a_patient_teacher_would(answer, written, judgement):
    verdict = judged(typed(answer=answer), written)
    assert verdict.right is (judgement != WRONG)
    assert bool(verdict.notes) is (judgement == NEAR)


def test_a_near_miss_counts_as_right_and_shows_the_spelling():
    verdict = judged(typed(answer="Nguyễn Phú Trọng"), "Nguyen Phu Trog")
    assert verdict.score == 1
    assert verdict.notes == ("The right spelling: Nguyễn Phú Trọng.",)
    assert (verdict.given, verdict.expected) == ("Nguyen Phu Trog", "Nguyễn Phú Trọng")


def test_an_alias_is_right_and_the_answer_itself_is_shown():
    verdict = judged(typed(answer="Tô Lâm", aliases=["President Tô Lâm"]), "president to lam")
    assert verdict.right
    assert verdict.expected == "Tô Lâm"


def test_a_listed_wrong_answer_is_no_slip():
    assert judged(typed(answer="Sergei Ivanov"), "Sergei Ivanof").right
    assert not judged(typed(answer="Sergei Ivanov", wrong_answers=["Sergei Ivanof"]), "sergei ivanof").right


def test_another_answer_of_the_deck_is_no_slip_once_published():
    spec = typed(answer="Nguyen Van An").spec
    frozen = Typed.freeze(spec, Surroundings(accepted_elsewhere=("Nguyen Van Anh", "Hanoi", "nguyen van an")))
    assert frozen["accepted_elsewhere"] == ["Nguyen Van Anh"]
    assert judged(Typed(spec), "Nguyen Van Anh").right
    assert not judged(Typed(frozen), "nguyễn văn anh").right
    assert judged(Typed(frozen), "Nguyen Van An").right


def test_accents_can_be_what_matters():
    kind = typed(answer="Hà Nội", accents_matter=True)
    assert judged(kind, "hà nội").right
    assert judged(kind, "Ha\u0300 Nô\u0323i").right
    refused = judged(kind, "Ha Noi")
    assert not refused.right
    assert refused.notes == ("The accents matter here.",)
    assert not judged(typed(answer="Thừa Thiên Huế", accents_matter=True), "Thừa Thiên Huê").right
    assert judged(typed(answer="Thừa Thiên Huế", accents_matter=True), "Thừa Thin Huế").right


def test_titles_before_an_answer_mean_nothing():
    kind = typed(answer="Tô Lâm", titles=["President", "Mr"])
    for written in ("President To Lam", "mr president Tô Lâm", "To Lam"):
        assert judged(kind, written).notes == ()
        assert judged(kind, written).right
    assert judged(kind, "President To Lan").notes == ("The right spelling: Tô Lâm.",)
    assert not judged(kind, "President").right
    assert not judged(kind, "President Putin").right


def test_titles_of_the_answer_itself_may_be_left_out():
    kind = typed(answer="President Tô Lâm", titles=["President"])
    assert judged(kind, "Lâm Tô").score == 0
    assert judged(kind, "to lam").expected == "President Tô Lâm"
    assert judged(kind, "to lam").right
    assert judged(kind, "presidant to lam").notes == ("The right spelling: President Tô Lâm.",)


def test_a_title_makes_nobody_of_a_rival():
    kind = typed(answer="Nguyen Van An", titles=["Minister"], wrong_answers=["Minister Nguyen Van Anh"])
    assert not judged(kind, "Nguyen Van Anh").right
    assert not judged(kind, "Minister Nguyen Van Anh").right
    assert Typed.author_form(
        {"answer": "Lam", "titles": ["President"], "wrong_answers": ["President Lam"]}
    ).errors.keys() == {"wrong_answers"}


def test_sources_that_differ_in_a_title_alone_agree():
    sourced = (SourcedValue("Tô Lâm", "AFP", ""), SourcedValue("President To Lam", "RKS News", ""))
    spec = typed(answer="Tô Lâm", titles=["President"]).spec
    kind = Typed(Typed.freeze(spec, Surroundings(sourced=sourced)))
    assert kind.expected == "Tô Lâm"
    assert judged(kind, "President Lam To").right is False
    assert judged(kind, "to lam").notes == ()


PUTIN = {"answer": "Vladimir Putin", "aliases": ["Putin"], "titles": ["President"], "is_name": True}


@pytest.mark.parametrize("written", ["V. Putin", "Putin, Vladimir", "President V Putin", "Putin V.", "Vladimir Puttin"])
def test_a_name_may_be_turned_round_or_shortened_and_is_shown_in_full(written):
    verdict = judged(typed(**PUTIN), written)
    assert verdict.right
    assert verdict.notes == ("The right spelling: Vladimir Putin.",)


@pytest.mark.parametrize("written", ["W. Putin", "V. Puttin", "Vladimir", "Puttin, Vladimir", "V. V. Putin", "V. P."])
def test_initials_and_order_leave_no_room_for_a_slip(written):
    assert not judged(typed(**PUTIN), written).right


def test_an_initial_and_a_slip_together_are_too_much_where_the_answer_is_a_name():
    assert not judged(typed(answer="Xi Jinping", is_name=True), "X Jinpin").right
    assert judged(typed(answer="Xi Jinping"), "X Jinpin").right


def test_words_in_another_order_are_wrong_where_the_answer_is_no_name():
    assert not judged(typed(answer="Vladimir Putin"), "Putin Vladimir").right
    assert not judged(typed(answer="Vladimir Putin"), "V. Putin").right


@pytest.mark.parametrize(
    "told",
    [{"wrong_answers": ["Viktor Putin"]}, {"accepted_elsewhere": ("President Viktor Putin", "Hanoi")}],
)
def test_a_short_form_of_two_people_is_nobody(told):
    elsewhere = told.pop("accepted_elsewhere", ())
    spec = typed(**PUTIN, **told).spec
    kind = Typed(Typed.freeze(spec, Surroundings(accepted_elsewhere=elsewhere)))
    refused = judged(kind, "V. Putin")
    assert not refused.right
    assert refused.notes == ("That could be several people.",)
    assert judged(kind, "Vladimir P.").right
    assert judged(kind, "Putin Vladimir").right


def test_a_missing_letter_in_a_name_is_an_initial_and_so_may_fit_two_people():
    kind = typed(answer="To Lam", is_name=True, wrong_answers=["Ta Lam"])
    assert not judged(kind, "T Lam").right
    assert judged(typed(answer="To Lam", is_name=True), "T Lam").right


def test_only_people_whom_a_short_form_could_mean_are_kept_with_a_published_name():
    elsewhere = ("Viktor Putin", "Vera Putina", "Xi Jinping", "Vladimir Putin", "Putin, Varvara")
    frozen = Typed.freeze(typed(**PUTIN).spec, Surroundings(accepted_elsewhere=elsewhere))
    assert frozen["accepted_elsewhere"] == ["Putin, Varvara", "Viktor Putin"]
    plain = Typed.freeze(typed(answer="Vladimir Putin").spec, Surroundings(accepted_elsewhere=elsewhere))
    assert plain["accepted_elsewhere"] == []


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ("Tô Lâm", "It starts like this: T… L…"),
        ("Group of 7", "It starts like this: G… o… …"),
        ("bamboo diplomacy", "It starts like this: b… d…"),
        ("Dry-dock", "It starts like this: D… d…"),
    ],
)
def test_a_hint_gives_the_first_letters(answer, hint):
    assert typed(answer=answer).hint(seed="1").text == hint


@pytest.mark.parametrize("answer", ["K", "7", "A 1", "%"])
def test_there_is_no_hint_where_the_first_letters_are_all(answer):
    assert typed(answer=answer).hint(seed="1") is None


@given(st.text(min_size=1, max_size=60).filter(lambda answer: Typed.author_form({"answer": answer}).is_valid()))
def test_a_hint_never_holds_the_answer(answer):
    kind = typed(answer=answer, is_name=True)
    hint = kind.hint(seed="1")
    if hint:
        assert not judged(kind, hint.text.removeprefix("It starts like this: ")).right


def test_a_revision_from_before_titles_and_names_is_judged_as_ever():
    spec = typed(answer="Tô Lâm").spec
    old = {name: value for name, value in spec.items() if name not in {"titles", "is_name"}}
    assert judged(Typed(old), "To Lan").right
    assert not judged(Typed(old), "Lam To").right


@pytest.mark.parametrize("blank", ["", "   ", "\u200b", "\u00a0\u2060", None])
def test_an_empty_answer_is_asked_for_again_not_judged(blank):
    form = typed(answer="Kilo").answer_form({"text": blank})
    assert not form.is_valid()
    assert "text" in form.errors


@pytest.mark.parametrize("written", ["x" * 201, "Ki\x00lo", "Ki\x07lo", "\ud800"])
def test_what_cannot_be_an_answer_is_refused(written):
    assert not typed(answer="Kilo").answer_form({"text": written}).is_valid()


@given(st.text(max_size=10_000))
@example("the " * 2500)
@example("\u0301" * 10_000)
@example("ﷺ" * 200)
@example("1" * 200)
@example("'" * 200)
def test_any_text_is_judged_or_refused(anything):
    form = KIND.answer_form({"text": anything})
    if form.is_valid():
        assert len(form.cleaned_data["text"]) <= 200
        assert 0 <= KIND.grade(form.cleaned_data).score <= 1


KIND = typed(answer="Nguyễn Phú Trọng", aliases=["Trọng"], wrong_answers=["Nguyễn Xuân Phúc"])


WORDS = st.lists(st.text("abcdefghiklmnop", min_size=3, max_size=9), min_size=2, max_size=4)


@given(WORDS, st.booleans(), st.sampled_from(["", "Mr ", "mr. President, ", "PRESIDENT "]))
def test_an_accepted_answer_stays_accepted_in_any_case_and_spacing_and_with_any_title(words, is_name, title):
    kind = typed(answer=" ".join(words), titles=["Mr", "President"], is_name=is_name)
    for variant in (" ".join(words).upper(), "   ".join(words), f"{' '.join(words).title()}."):
        verdict = judged(kind, f" {title}{variant}")
        assert (verdict.score, verdict.notes) == (1, ())


@given(WORDS, st.integers(0, 9999), st.data())
def test_no_edit_of_a_digit_is_ever_accepted_under_any_title_or_in_any_order(words, number, data):
    kind = typed(answer=" ".join([*words, str(number)]), titles=["Mr"], is_name=True)
    other = data.draw(st.integers(0, 99999).filter(lambda other: other != number))
    order = data.draw(st.permutations([*words, str(other)]))
    assert not judged(kind, f"Mr {' '.join(order)}").right
    assert not judged(kind, " ".join(words)).right


def test_judging_the_worst_of_texts_is_quick():
    kind = typed(answer="ab" * 100, aliases=[f"{n} " + "ba" * 90 for n in range(20)])
    frozen = Typed(Typed.freeze(kind.spec, Surroundings(accepted_elsewhere=("ab" * 99,) * 1000)))
    judged(frozen, "warm up")
    start = time.process_time()
    for written in ("ba" * 100, "a" * 200, "ab" * 99 + "ba", "ﷺ" * 200):
        judged(frozen, written)
    assert time.process_time() - start < 0.5


TWO_SOURCES = (
    SourcedValue("Tô Lâm", "The Moscow Times, 20 June 2024", "names To Lam"),
    SourcedValue("Phan Văn Giang", "Nhan Dan, 21 June 2024", "names the minister"),
)


def test_every_sourced_value_is_right_and_the_verdict_says_by_whom():
    kind = Typed(Typed.freeze(typed(answer="Tô Lâm").spec, Surroundings(sourced=TWO_SOURCES)))
    first, second = judged(kind, "to lam"), judged(kind, "phan van giang")
    assert first.right
    assert second.right
    assert first.expected == second.expected == "Tô Lâm or Phan Văn Giang"
    assert first.notes == ("Right by one of 2 independent sources: The Moscow Times, 20 June 2024 (names To Lam).",)
    assert second.notes == ("Right by one of 2 independent sources: Nhan Dan, 21 June 2024 (names the minister).",)
    assert judged(kind, "Sang").notes == ()


def test_an_alias_agrees_with_the_source_that_gives_the_answer_by_another_name():
    spec = typed(answer="Tô Lâm", aliases=["President Lam"]).spec
    kind = Typed(Typed.freeze(spec, Surroundings(sourced=TWO_SOURCES)))
    assert judged(kind, "President Lam").notes[0].startswith("Right by one of 2 independent sources: The Moscow Times")


def test_a_source_that_spells_the_answer_in_its_own_way_adds_no_other_answer():
    own_ways = (SourcedValue("To Lam", "AFP", ""), SourcedValue("President Lam", "RKS News", ""))
    spec = typed(answer="Tô Lâm", aliases=["President Lam"]).spec
    assert Typed(Typed.freeze(spec, Surroundings(sourced=own_ways))).expected == "Tô Lâm"


def test_sources_that_agree_need_no_mention():
    kind = Typed(Typed.freeze(typed(answer="Tô Lâm").spec, Surroundings(sourced=TWO_SOURCES[:1] * 2)))
    assert judged(kind, "to lam").notes == ()
    assert kind.expected == "Tô Lâm"


def test_an_answer_that_no_source_gives_cannot_be_published():
    with pytest.raises(ValidationError, match=r"Tô Lâm or Phan Văn Giang.*“Sang”"):
        Typed.freeze(typed(answer="Sang").spec, Surroundings(sourced=TWO_SOURCES))


@pytest.mark.parametrize(
    ("author", "field"),
    [
        ({"answer": ""}, "answer"),
        ({"answer": "x" * 201}, "answer"),
        ({"answer": "a\x00b"}, "answer"),
        ({"answer": ["a", "b"]}, "answer"),
        ({"answer": "Kilo", "aliases": ["x" * 201]}, "aliases"),
        ({"answer": "Kilo", "aliases": [["nested"]]}, "aliases"),
        ({"answer": "Kilo", "wrong_answers": ["The Kilo"]}, "wrong_answers"),
        ({"answer": "Kilo", "answer_type": "submarine"}, "answer_type"),
        ({"answer": "Kilo", "accents_matter": "no"}, "accents_matter"),
        ({"answer": "Kilo", "is_name": "yes"}, "is_name"),
        ({"answer": "Kilo", "titles": ["x" * 61]}, "titles"),
    ],
)
def test_an_editor_is_told_which_field_to_mend(author, field):
    assert list(Typed.author_form(author).errors) == [field]


def test_an_alias_that_is_accepted_anyway_does_no_harm():
    assert judged(typed(answer="Kilo", aliases=["kilo.", "Varshavyanka", "varshavyanka"]), "varshavyanka").right


def test_a_wrong_answer_that_differs_in_accents_alone_is_allowed_where_they_matter():
    assert typed(answer="Huế", wrong_answers=["Huệ"], accents_matter=True)
    assert Typed.author_form({"answer": "Huế", "wrong_answers": ["Huệ"]}).errors


def test_numbers_and_dates_of_a_seed_are_taken_as_text():
    assert typed(answer=1991, aliases=[91]).spec["aliases"] == ["91"]


def test_another_spelling_of_the_answer_is_no_other_answer_but_another_name_is():
    assert typed(answer="The Kilo").key == typed(answer="kilo.", aliases=["Varshavyanka"]).key
    assert typed(answer="Kilo").key != typed(answer="Lada").key


def test_an_editor_is_warned_of_an_answer_given_away_or_too_long():
    assert typed(answer="Kilo").warnings("What is the Kilo class?")
    assert typed(answer="word " * 15).warnings("What?")
    assert typed(answer="Kilo").warnings("Which class?") == []


def published(spec, **surroundings):
    return Typed(Typed.freeze(typed(**spec).spec, Surroundings(**surroundings)))


def test_a_word_of_its_own_is_asked_back_once_and_the_answer_is_not_shown():
    kind = published({"answer": "abstained"})
    first = kind.answer_form({"text": "obtained"})
    assert not first.is_valid()
    assert "obtained" in first.errors["text"][0]
    assert "abstained" not in str(first.errors)
    again = kind.answer_form({"text": "obtained", "text-asked": "obtained"})
    assert again.is_valid()
    assert kind.grade(again.cleaned_data).score == 0
    assert kind.answer_form({"text": "abstaned", "text-asked": "obtained"}).is_valid()
    assert not kind.answer_form({"text": "attained", "text-asked": "obtained"}).is_valid()


def test_several_questions_on_a_page_each_remember_what_was_asked_back():
    kind = published({"answer": "abstained"})
    sent = {"3-text": "obtained", "3-text-asked": "obtained", "4-text": "obtained"}
    assert kind.answer_form(sent, prefix="3").is_valid()
    assert not kind.answer_form(sent, prefix="4").is_valid()


def test_a_revision_from_before_asks_nothing_back_and_forgives_no_words_around():
    old = typed(answer="abstained").spec
    assert judged(Typed(old), "obtained").right
    assert not judged(Typed(old), "it abstained").right


def test_accents_apart_a_word_of_its_own_is_the_answer():
    kind = published({"answer": "hòa bình"}, language="vi")
    assert judged(kind, "hoa binh").right
    assert kind.answer_form({"text": "hòa mình"}).errors


def test_an_editor_is_warned_where_no_list_of_words_is_known():
    assert any("“eo”" in warning for warning in published({"answer": "paco"}, language="eo").warnings())
    assert published({"answer": "мир"}, language="ru").warnings() == []


def test_the_words_a_prompt_gives_are_kept_and_told_to_the_editor():
    kind = published({"answer": "energy"}, prompt="Which sector of the economy, at least, was not harmed in 2014?")
    assert kind.spec["forgiven"] == ["economy", "harmed", "sector"]
    assert "economy, harmed, sector" in Typed.told_beside(kind.spec)["forgives"]
    assert judged(kind, "the energy sector").right
    assert judged(kind, "not energy").score == 0


@pytest.mark.parametrize(
    "word", ["not", "less", "2014", "twelve", "не", "более", "không", "ít", "May", "северный", "năm"]
)
def test_a_word_that_says_something_cannot_be_forgiven(word):
    assert list(Typed.author_form({"answer": "energy", "forgives": [f"sector {word}"]}).errors) == ["forgives"]


def test_a_known_wrong_answer_stays_wrong_with_words_around_it():
    kind = published({"answer": "energy", "wrong_answers": ["energy sector"]}, prompt="Which sector?")
    assert not judged(kind, "energy sector").right
    assert judged(kind, "the energy").right
