"""The first library, as the seeds hold it: complete, cited, fairly judged, and asked without giving anything away."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, permutations
from statistics import median
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoDbBlocker

from studyapp.demo.factories import NOW
from studyapp.kinds import KINDS, Kind, partial_dates, text
from studyapp.kinds.bounds import BOUNDS
from studyapp.kinds.cautions import Sort
from studyapp.library.models import Article, Citation, Deck, Fact, Question, State
from studyapp.library.seeds import load
from studyapp.study.models.card_queries import place_of

# The library is read once, but without the mark pytest-django would set up no database to read it into.
pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.any_database, pytest.mark.xdist_group("content")]

FACTS, QUESTIONS, DECKS = 150, 340, 11
FACTS_IN_A_DECK, QUESTIONS_IN_A_DECK = 10, 20
QUESTIONS_OF_A_KIND = {
    "choice": 55,
    "several": 3,
    "true_false": 40,
    "typed": 70,
    "cloze": 30,
    "number": 12,
    "date": 14,
    "order": 6,
    "match": 8,
    "flashcard": 8,
}
FACTS_CITING = {
    "moscow-times-2013-visit": 30,
    "moscow-times-afp-2024-visit": 48,
    "hanoi-dateline-2024-visit": 30,
    "unnamed-2024-visit": 55,
    "rks-news-2024-visit": 45,
}

LONGEST_PROMPT, MEDIAN_PROMPT = 25, 15
"""Words."""
EXPLAINED = 0.6
MOST_OPTIONAL = 0.05
FIRST = 20
"""Questions that a new learner meets first."""

NAMES_OF_SOURCES = re.compile(r"\b(?:according to|RKS|Moscow Times|AFP|publisher)\b", re.IGNORECASE)
"""What stands in the line above a prompt, and so not in the prompt."""
COMPARES_REPORTS = {"counts-by-source-cloze", "photo-agencies-cloze"}
ABOUT_THE_REPORTS = "reading-the-reports"

SUPERSEDED = {
    "president-2013": "president-2024",
    "ideological-alliance": "strategic-partnership-2001",
    "president-2013-vi": "president-2024-vi",
}

FATE_UNKNOWN = {"nuclear-2013"}

ASKED_FOR_THE_YEAR_ITSELF = {"ideological-alliance", "strategic-partnership-2001"}

FIELDS = {"typed": "text", "number": "number", "date": "date"}
"""The field in which an answer to a kind is written, where there is only one."""

OPPOSITES = {"more": "less", "at_least": "at_most", "less": "more", "at_most": "at_least"}

WITH_DIACRITICS = {
    "Truong Tan Sang": "Trương Tấn Sang",
    "To Lam": "Tô Lâm",
    "Nguyen Phu Trong": "Nguyễn Phú Trọng",
    "Ho Chi Minh": "Hồ Chí Minh",
    "Nhan Dan": "Nhân Dân",
    "Hanoi": "Hà Nội",
}

RELATIVE_TIME = re.compile(
    r"\b(?:(?:last|this|next|past|coming)\s+(?:day|week|month|year|decade|spring|summer|autumn|winter"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?"
    r"|yesterday|today|tonight|tomorrow|nowadays|now|ago|recent(?:ly)?|current(?:ly)?|lately|so far)\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")


@dataclass(repr=False)
class Library:
    articles: list[Article] = field(default_factory=list)
    decks: list[Deck] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    @classmethod
    def as_it_stands(cls) -> "Library":
        """Everything there is, fetched in full, so that it outlives the database it came from."""
        whole = Fact.objects.with_sources().select_related("deck", "superseded_by", "translates__deck")
        facts = {fact.pk: fact for fact in whole.prefetch_related("questions__revision")}
        questions = list(Question.objects.with_content())
        for question in questions:
            question.fact = facts[question.fact_id]
            question.revision.question = question
        return cls(
            articles=list(Article.objects.select_related("same_text_as").prefetch_related("citations")),
            decks=list(Deck.objects.all()),
            facts=list(facts.values()),
            questions=questions,
        )

    def of_kind(self, *names: str) -> list[Question]:
        return [question for question in self.questions if question.kind in names]


@pytest.fixture(scope="module")
def library(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Library:
    """Loaded once for the module, and rolled back before the first test runs."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(settings.BASE_DIR / "seeds", at=NOW)
        library = Library.as_it_stands()
        transaction.set_rollback(True)
    return library


def body_of(question: Question) -> Kind:
    return question.revision.body


def prompt_of(question: Question) -> str:
    return question.revision.prompt


def is_right(question: Question, **response: Any) -> bool:
    """Whether a learner who sends this in the question's own form is judged right."""
    form = body_of(question).answer_form(response)
    assert form.is_valid(), f"{question.slug}: {response}: {form.errors}"
    return body_of(question).grade(form.cleaned_data).right


def test_the_library_is_large_enough_and_all_of_it_is_asked(library: Library) -> None:
    assert len(library.decks) >= DECKS
    assert len(library.facts) >= FACTS
    assert len(library.questions) >= QUESTIONS
    assert {fact.state for fact in library.facts} == {State.PUBLISHED}
    assert {question.state for question in library.questions} == {State.PUBLISHED}


def test_every_kind_of_question_is_used_and_no_other(library: Library) -> None:
    used = Counter(question.kind for question in library.questions)
    assert used.keys() == QUESTIONS_OF_A_KIND.keys() == KINDS.keys()
    assert [kind for kind, least in QUESTIONS_OF_A_KIND.items() if used[kind] < least] == []


def test_every_deck_is_worth_joining(library: Library) -> None:
    facts = Counter(fact.deck.slug for fact in library.facts)
    questions = Counter(question.fact.deck.slug for question in library.questions)
    small = [
        deck.slug
        for deck in library.decks
        if not deck.optional and (facts[deck.slug] < FACTS_IN_A_DECK or questions[deck.slug] < QUESTIONS_IN_A_DECK)
    ]
    assert small == []
    assert sorted(deck.position for deck in library.decks) == list(range(len(library.decks)))


def test_every_deck_says_in_two_sentences_what_one_will_know(library: Library) -> None:
    sentences = {deck.slug: len(re.findall(r"[.!?](?:\s|$)", deck.description)) for deck in library.decks}
    assert set(sentences.values()) == {2}, sentences


def test_what_is_only_about_the_reports_is_optional_and_little(library: Library) -> None:
    assert [deck.slug for deck in library.decks if deck.optional] == [ABOUT_THE_REPORTS]
    optional = [question for question in library.questions if question.fact.deck.optional]
    facts = {question.fact_id for question in optional}
    assert len(optional) <= MOST_OPTIONAL * len(library.questions)
    assert len(facts) <= MOST_OPTIONAL * len(library.facts)
    first = sorted(library.questions, key=place_of)[:FIRST]
    assert not set(first) & set(optional)


def test_two_decks_speak_other_languages_and_are_translations_alone(library: Library) -> None:
    languages = Counter(deck.language for deck in library.decks)
    assert (languages["vi"], languages["ru"]) == (1, 1)
    for fact in library.facts:
        assert (fact.translates_id is None) == (fact.deck.language == "en"), fact.slug
        if fact.translates:
            assert fact.translates.deck.language == "en", fact.slug
            told = ("as_of", "valid_from", "valid_to", "can_change", "fate_unknown")
            assert [getattr(fact, name) for name in told] == [getattr(fact.translates, name) for name in told]


def test_every_article_is_cited_by_many_facts(library: Library) -> None:
    citing = {article.slug: len({it.fact_id for it in article.citations.all()}) for article in library.articles}
    assert citing.keys() == FACTS_CITING.keys()
    assert [slug for slug, least in FACTS_CITING.items() if citing[slug] < least] == []


def test_every_paragraph_is_either_cited_or_said_to_hold_no_fact(library: Library) -> None:
    for article in library.articles:
        cited = {citation.paragraph for citation in article.citations.all()} - {0}
        empty = set(article.as_seed()["no_facts_in"])
        assert article.paragraphs, article.slug
        assert cited | empty == set(range(1, article.paragraphs + 1)), article.slug
        assert cited & empty == set(), article.slug


def test_every_fact_is_asked_in_two_ways_of_which_one_asks_for_recall(library: Library) -> None:
    kinds: dict[str, set[str]] = {fact.slug: set() for fact in library.facts}
    recall = set()
    for question in library.questions:
        kinds[question.fact.slug].add(question.kind)
        if not question.is_recognition:
            recall.add(question.fact.slug)
    assert [slug for slug, asked in kinds.items() if len(asked) < 2] == []
    assert kinds.keys() - recall == set()


def test_prompts_are_short(library: Library) -> None:
    words = {question.slug: len(question.revision.words.split()) for question in library.questions}
    assert [slug for slug, count in words.items() if count > LONGEST_PROMPT] == []
    assert median(words.values()) <= MEDIAN_PROMPT


def test_most_questions_are_explained_and_none_by_saying_the_fact_again(library: Library) -> None:
    for deck in library.decks:
        asked = [question for question in library.questions if question.fact.deck_id == deck.pk]
        explained = [question for question in asked if question.revision.explanation]
        assert len(explained) >= EXPLAINED * len(asked), deck.slug
        for question in explained:
            said = text.normalise(question.revision.explanation)
            assert said not in (text.normalise(question.fact.statement), text.normalise(prompt_of(question)))


def test_a_prompt_leaves_it_to_the_line_above_it_who_says_so(library: Library) -> None:
    named = [
        question.slug
        for question in library.questions
        if NAMES_OF_SOURCES.search(prompt_of(question)) and question.slug not in COMPARES_REPORTS
    ]
    assert named == []


def test_no_two_questions_have_the_same_prompt(library: Library) -> None:
    prompts = Counter(text.normalise(prompt_of(question)) for question in library.questions)
    assert [prompt for prompt, times in prompts.items() if times > 1] == []


def test_every_question_judges_a_learner_who_knows_right_and_one_who_does_not_wrong(library: Library) -> None:
    for question in library.questions:
        assert is_right(question, **body_of(question).sample_answer(right=True)), question.slug
        assert not is_right(question, **body_of(question).sample_answer(right=False)), question.slug


def test_every_written_answer_is_right_under_each_of_its_names(library: Library) -> None:
    refused = [
        f"{question.slug}: {answer}"
        for kind, name in FIELDS.items()
        for question in library.of_kind(kind)
        for answer in body_of(question).answers
        if not is_right(question, **{name: answer})
    ]
    assert refused == []


def test_every_blank_may_be_filled_with_each_of_its_spellings(library: Library) -> None:
    for question in library.of_kind("cloze"):
        known = body_of(question).sample_answer(right=True)
        for blank, spellings in zip(known, body_of(question).spec["blanks"], strict=True):
            for spelling in spellings:
                assert is_right(question, **{**known, blank: spelling}), f"{question.slug}: {spelling}"


def test_a_bound_may_be_written_as_its_source_has_it_but_not_the_other_way_round(library: Library) -> None:
    bounded = [question for question in library.of_kind("number") if body_of(question).spec["bound"]]
    assert {body_of(question).spec["bound"] for question in bounded} >= {"more", "at_least", "at_most"}
    for question in bounded:
        bound, number = body_of(question).spec["bound"], body_of(question).spec["answer"]
        assert is_right(question, number=f"{BOUNDS[bound]} {number}"), question.slug
        assert not is_right(question, number=f"{BOUNDS[OPPOSITES[bound]]} {number}"), question.slug


def test_a_number_may_be_written_with_any_listed_unit(library: Library) -> None:
    for question in library.of_kind("number"):
        spec = body_of(question).spec
        for unit in filter(None, [spec["unit"], *spec["unit_aliases"]]):
            written = " ".join(filter(None, [spec["answer"], spec["magnitude"], unit]))
            assert is_right(question, number=written), f"{question.slug}: {written}"


def test_every_distractor_and_every_listed_wrong_answer_is_wrong(library: Library) -> None:
    passed = [
        f"{question.slug}: {wrong}"
        for kind, name, listed in (("choice", "option", "distractors"), ("typed", "text", "wrong_answers"))
        for question in library.of_kind(kind)
        for wrong in body_of(question).spec[listed]
        if is_right(question, **{name: wrong})
    ]
    assert passed == []


def test_one_wrong_tick_makes_a_list_of_right_ones_wrong(library: Library) -> None:
    for question in library.of_kind("several"):
        spec = body_of(question).spec
        assert len(spec["answers"]) >= 2, question.slug
        assert len(spec["distractors"]) >= 3, question.slug
        for wrong in spec["distractors"]:
            assert not is_right(question, options=[*spec["answers"], wrong]), f"{question.slug}: {wrong}"


def test_no_item_gives_its_own_place_away(library: Library) -> None:
    dated = [
        f"{question.slug}: {item}"
        for question in library.of_kind("order")
        for item in body_of(question).spec["items"]
        if YEAR.search(item)
    ]
    assert dated == []


def test_no_left_hand_side_gives_its_partner_away(library: Library) -> None:
    alike = [
        f"{question.slug}: {left}"
        for question in library.of_kind("match")
        for left, right in body_of(question).spec["pairs"]
        if text.stands_in(left, right) or text.stands_in(right, left)
    ]
    assert alike == []


def test_every_match_has_more_texts_on_the_right_than_on_the_left(library: Library) -> None:
    assert [question.slug for question in library.of_kind("match") if not body_of(question).spec["distractors"]] == []


def test_people_are_known_by_their_names_in_any_order(library: Library) -> None:
    people = [question for question in library.of_kind("typed") if body_of(question).spec["answer_type"] == "person"]
    assert len(people) >= 12
    for question in people:
        backwards = " ".join(reversed(body_of(question).expected.split()))
        assert is_right(question, text=backwards), question.slug
        for title in body_of(question).spec["titles"]:
            assert is_right(question, text=f"{title} {body_of(question).expected}"), f"{question.slug}: {title}"


def test_every_choice_has_four_options(library: Library) -> None:
    odd = [question.slug for question in library.of_kind("choice") if len(body_of(question).spec["distractors"]) != 3]
    assert odd == []


def test_nothing_above_or_in_a_prompt_gives_its_answer_away(library: Library) -> None:
    given_away = [
        f"{question.slug}: {answer}"
        for question in library.questions
        for answer in body_of(question).answers
        for shown in (prompt_of(question), question.fact.deck.title)
        if text.stands_in(answer, shown)
    ]
    assert given_away == []


def test_editors_need_not_look_at_any_question_again(library: Library) -> None:
    """But for names spelt alike, which are judged as they should be."""
    assert [
        f"{question.slug}: {warning}"
        for question in library.questions
        for warning in question.warnings()
        if warning.sort != Sort.OTHER_NAME
    ] == []


def test_no_time_is_told_relative_to_the_day_of_an_article(library: Library) -> None:
    said = [
        *((fact.slug, fact.statement) for fact in library.facts),
        *((question.slug, prompt_of(question)) for question in library.questions),
        *((question.slug, question.revision.explanation) for question in library.questions),
        *((question.slug, body_of(question).expected) for question in library.questions),
        *((question.slug, body_of(question).spec.get("correction", "")) for question in library.questions),
    ]
    assert [f"{slug}: {match[0]}" for slug, words in said if (match := RELATIVE_TIME.search(words))] == []


def test_a_question_on_a_disputed_fact_names_its_source_or_takes_the_word_of_every_source(library: Library) -> None:
    disputed = [question for question in library.questions if question.fact.is_disputed]
    assert len({question.fact.slug for question in disputed}) >= 8
    one_sided = [
        question.slug
        for question in disputed
        if not question.follows.names_a_source
        and not body_of(question).self_rated
        and not _takes_every_value(question, question.fact)
    ]
    assert one_sided == []


def _takes_every_value(question: Question, fact: Fact) -> bool:
    """Where no value can be compared, there is none to take, and the question has no right to be asked so."""
    values = [sourced.value for sourced in fact.sourced_values(question.follows)]
    field_name = FIELDS.get(question.kind, "")
    return bool(values and field_name) and all(is_right(question, **{field_name: value}) for value in values)


def test_a_question_that_follows_one_source_has_it_above_the_prompt(library: Library) -> None:
    followed = [question for question in library.questions if question.follows.names_a_source]
    assert {question.according_to.slug for question in followed if question.according_to} == FACTS_CITING.keys()
    assert {question.speaker for question in followed} - {""} != set()
    for question in followed:
        source = question.according_to.name if question.according_to else question.speaker
        assert source in question.attribution, question.slug
        assert any(question.follows.heeds(citation) for citation in question.fact.cited), question.slug


def test_sources_without_a_publisher_have_short_names_and_no_descriptions(library: Library) -> None:
    unknown = [article for article in library.articles if not article.publisher]
    assert len(unknown) == 2
    assert all(article.name.endswith("publisher unknown") and "“" not in article.name for article in unknown)


def test_every_article_says_in_about_three_sentences_what_it_reports(library: Library) -> None:
    sentences = {article.slug: len(re.findall(r"[.!?](?:\s|$)", article.summary)) for article in library.articles}
    assert all(3 <= count <= 4 for count in sentences.values()), sentences


def test_what_took_the_place_of_what_is_recorded(library: Library) -> None:
    superseded = [fact for fact in library.facts if fact.superseded_by]
    assert {fact.slug: fact.superseded_by.slug for fact in superseded} == SUPERSEDED
    assert {fact.slug for fact in library.facts if fact.fate_unknown} == FATE_UNKNOWN
    for fact in superseded:
        ended, began = fact.valid_to or fact.as_of, fact.superseded_by.valid_from or fact.superseded_by.as_of
        assert partial_dates.earliest(ended) < partial_dates.earliest(began), fact.slug


def _lefts(question: Question) -> str:
    return " ".join(left for left, _ in body_of(question).spec.get("pairs", []))


def test_every_fact_says_when_it_held(library: Library) -> None:
    assert [fact.slug for fact in library.facts if fact.can_change and not fact.when] == []


def test_where_the_answer_changed_every_prompt_says_when(library: Library) -> None:
    changed = (SUPERSEDED.keys() | set(SUPERSEDED.values()) | FATE_UNKNOWN) - ASKED_FOR_THE_YEAR_ITSELF
    asked = [question for question in library.questions if question.fact.slug in changed]
    assert [it.slug for it in asked if not YEAR.search(f"{it.attribution} {prompt_of(it)} {_lefts(it)}")] == []


@pytest.mark.parametrize(("plain", "accented"), WITH_DIACRITICS.items())
def test_vietnamese_names_are_accepted_with_and_without_diacritics(library: Library, plain: str, accented: str) -> None:
    asked = [question for question in library.of_kind("typed") if body_of(question).expected == plain]
    assert asked
    for question in asked:
        for spelling in (plain, accented, plain.upper(), plain.lower()):
            assert is_right(question, text=spelling), f"{question.slug}: {spelling}"


def test_a_day_is_accepted_in_every_usual_notation(library: Library) -> None:
    days = [question for question in library.of_kind("date") if len(body_of(question).spec["answer"]) == 10]
    assert len(days) >= 4
    for question in days:
        day = date.fromisoformat(body_of(question).spec["answer"])
        short = [f"{day.day} {day:%B}", f"{day:%B} {day.day}", f"{day:%b} {day.day}", f"the {day.day}th of {day:%B}"]
        for written in [f"{day:%Y-%m-%d}", f"{day:%A}, {day.day} {day:%B %Y}", f"{day:%B} {day.day}, {day:%Y}", *short]:
            assert is_right(question, date=written), f"{question.slug}: {written}"


def test_a_date_may_go_without_the_year_where_the_prompt_says_it(library: Library) -> None:
    for question in library.of_kind("date"):
        spec = body_of(question).spec
        said = spec["answer"][:4] in YEAR.findall(prompt_of(question))
        assert spec["year_given"] == (said and len(spec["answer"]) > 4), question.slug


def test_a_citation_says_something_of_its_own_about_each_paragraph(library: Library) -> None:
    citations: list[Citation] = [citation for fact in library.facts for citation in fact.citations.all()]
    assert [str(citation) for citation in citations if citation.paragraph is None or len(citation.says) < 3] == []


REFUSED_BEFORE = [
    "Military matters",
    "weapons",
    "medical care",
    "Australia's University of New South Wales",
    "through a translator",
    "on a Thursday",
    "the health sector",
    "Phu Trong",
    "Tan Sang",
    "Rosatom State Corporation",
    "Petrovietnam Group",
    "students",
    "higher education",
    "official dinner",
    "podium",
]
"""Fair words for something that is asked about."""


def test_every_other_name_of_an_answer_counts_wherever_it_is_the_answer(library: Library) -> None:
    by_answer: dict[tuple[str, str], list[Question]] = defaultdict(list)
    for question in library.of_kind("typed"):
        by_answer[question.fact.deck.language, text.normalise(body_of(question).answers[0])].append(question)
    refused = [
        f"{one.slug} knows “{answer}”, {other.slug} does not"
        for same in by_answer.values()
        for one, other in permutations(same, 2)
        for answer in body_of(one).answers
        if not is_right(other, text=answer)
    ]
    assert refused == []


@pytest.mark.parametrize("answer", REFUSED_BEFORE)
def test_fair_words_that_were_refused_once_are_right(library: Library, answer: str) -> None:
    typed = (question for question in library.of_kind("typed") if is_right(question, text=answer))
    blanks = (
        question
        for question in library.of_kind("cloze")
        for spellings in body_of(question).spec["blanks"]
        if text.normalise(answer) in map(text.normalise, spellings)
    )
    assert next(chain(typed, blanks), None), answer
