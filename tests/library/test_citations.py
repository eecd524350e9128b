"""Citations: who speaks in an article, which values it gives, and what a question takes that follows one of them."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from studyapp.demo.factories import NOW, ArticleFactory, CitationFactory, FactFactory, QuestionFactory
from studyapp.kinds import KINDS
from studyapp.library.models import Citation, CitedValue, Fact, Followed, NotPublishable, Question, State
from studyapp.library.templatetags.sources import followed_by

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
values = st.lists(
    st.builds(CitedValue, st.sampled_from(["number", "date", "text"]), texts.filter(bool), texts),
    max_size=4,
    unique_by=lambda value: value.name,
)

HARBOUR = {"type": "number", "value": "40", "name": "pieces"}
WEIGHT = {"type": "number", "value": "3600", "name": "tonnes"}


@given(values, texts)
def test_a_citation_takes_from_a_seed_what_it_says_in_one(given_: list[CitedValue], speaker: str) -> None:
    said, read = Citation(speaker=speaker, says="so", paragraph=3), Citation()
    said.article = read.article = ArticleFactory.build()
    said.given = given_
    read.take(said.as_seed())
    assert read.as_seed() == said.as_seed()
    assert sorted(read.given, key=repr) == sorted(given_, key=repr)


@pytest.mark.django_db
def test_one_paragraph_is_cited_once_for_each_speaker() -> None:
    citation = CitationFactory(paragraph=3, speaker="The police", says="fourteen")
    other = CitationFactory(fact=citation.fact, article=citation.article, paragraph=3, speaker="The harbour office")
    assert [str(one) for one in citation.fact.citations.all()] == [
        f"The police, {citation.article.name}: fourteen",
        f"The harbour office, {citation.article.name}: {other.says}",
    ]


@pytest.mark.django_db
def test_a_speaker_is_one_independent_source_however_many_quote_them() -> None:
    fact = FactFactory(citations=[{"speaker": "The police"}, {"speaker": "The police"}, {"speaker": "The mayor"}, {}])
    assert fact.independent_sources() == 3


def _disputed() -> Fact:
    article = ArticleFactory(publisher="Harbour Gazette")
    said = {"article": article, "paragraph": 2}
    police = {**said, "speaker": "The police", "values": [HARBOUR, WEIGHT]}
    office = {**said, "speaker": "The harbour office", "values": [{**HARBOUR, "value": "52"}], "stance": "differs"}
    return FactFactory(citations=[police, office, {"value": "50", "value_type": "number"}])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("followed", "right"),
    [
        (Followed(), ["50"]),
        (Followed(value="pieces"), ["40", "52"]),
        (Followed(value="tonnes"), ["3600"]),
        (Followed(speaker="The police", value="pieces"), ["40"]),
        (Followed(speaker="The harbour office", value="tonnes"), []),
        (Followed(value="litres"), []),
    ],
)
def test_a_question_takes_the_value_it_asks_for_of_whom_it_follows(followed: Followed, right: list[str]) -> None:
    assert [value.value for value in _disputed().sourced_values(followed)] == right


@pytest.mark.django_db
def test_two_numbers_of_one_fact_are_asked_by_two_questions_and_two_voices_are_told_apart() -> None:
    fact = _disputed()

    def answers(answer: str, **follows: str) -> str:
        question = QuestionFactory(fact=fact, kind="number", prompt="How much?", spec={"answer": answer}, **follows)
        return question.revision.body.expected

    assert answers("40", asks_for="pieces") == "40 or 52"
    assert answers("52", asks_for="pieces", speaker="The harbour office") == "52"
    assert answers("3600", asks_for="tonnes") == "3600"


@pytest.mark.django_db
def test_a_verdict_names_the_speaker_and_the_article() -> None:
    question = QuestionFactory(
        fact=_disputed(), kind="number", prompt="How many?", spec={"answer": "40"}, asks_for="pieces"
    )
    kind = KINDS["number"](question.revision.spec)
    form = kind.answer_form({"number": "52"})
    assert form.is_valid()
    (note,) = kind.grade(form.cleaned_data).notes
    assert "The harbour office, Harbour Gazette" in note


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("follows", "told"),
    [
        ({"speaker": "The mayor"}, "whom that article quotes: The harbour office, The police"),
        ({"asks_for": "litres"}, "Known names: pieces, tonnes"),
        ({"asks_for": "tonnes", "speaker": "The harbour office"}, "Known names: pieces, tonnes"),
    ],
)
def test_a_question_that_follows_what_nobody_says_is_not_published(follows: dict[str, str], told: str) -> None:
    fact = _disputed()
    with pytest.raises(NotPublishable, match=told):
        QuestionFactory(fact=fact, kind="number", prompt="How many?", spec={"answer": "50"}, **follows)


@pytest.mark.django_db
def test_an_article_that_the_fact_does_not_cite_cannot_be_followed() -> None:
    with pytest.raises(NotPublishable, match="Choose an article that it cites"):
        QuestionFactory(according_to=ArticleFactory())


@pytest.mark.django_db
def test_on_a_disputed_fact_a_speaker_is_source_enough() -> None:
    fact = _disputed()
    question = QuestionFactory(fact=fact, kind="true_false", speaker="The police")
    assert Question.objects.get(pk=question.pk).state == State.PUBLISHED


@pytest.mark.django_db
def test_only_what_a_question_follows_is_marked_as_asked_about() -> None:
    police, office, other = _disputed().citations.all()
    asked = Followed(article=police.article_id, speaker="The police")
    assert [followed_by(one, asked) for one in (police, office, other)] == [True, False, False]
    assert not followed_by(police, Followed(value="pieces"))
    assert not followed_by(police, None)


# The line above the prompt


@pytest.mark.django_db
def test_the_line_above_a_prompt_says_who_and_when() -> None:
    dated = ArticleFactory(publisher="Harbour Gazette")
    undated = ArticleFactory(publisher="", known_as="Night report, publisher unknown", published_on=None)
    cited = [{"article": dated, "speaker": "The police"}, {"article": undated}]
    fact = FactFactory(as_of="2025-06-20", citations=cited)

    def line(**fields: object) -> str:
        return str(QuestionFactory(fact=fact, **fields).attribution)

    assert line() == ""
    assert line(according_to=dated) == "Harbour Gazette"
    assert line(according_to=dated, speaker="The police") == "The police, Harbour Gazette"
    assert line(speaker="The police", shows_date=True) == "The police, 20 June 2025"
    assert line(according_to=dated, shows_date=True) == f"Harbour Gazette, {NOW.day} January 2026"
    assert line(according_to=undated, shows_date=True) == "Night report, publisher unknown, June 2025"
    assert line(shows_date=True) == "20 June 2025"


@pytest.mark.django_db
def test_an_editor_is_warned_where_that_line_gives_the_answer_away() -> None:
    fact = FactFactory(as_of="2025-06", citations=[{"speaker": "The harbour office"}])
    date = {"kind": "date", "prompt": "When was it?", "spec": {"answer": "2025-06", "precision": "month"}}
    told = "stands in the line above the question"
    assert any(told in warning for warning in QuestionFactory(fact=fact, **date, shows_date=True).warnings())
    assert not any(told in warning for warning in QuestionFactory(fact=fact, **date).warnings())
    who = {"kind": "typed", "prompt": "Who counted?", "spec": {"answer": "The harbour office"}}
    assert any(
        told in warning for warning in QuestionFactory(fact=fact, **who, speaker="The harbour office").warnings()
    )


# Names of sources


@pytest.mark.django_db
def test_a_source_without_a_headline_has_one_name_everywhere() -> None:
    article = ArticleFactory(title="", publisher="", known_as="Night report, publisher unknown")
    assert {article.name, article.outlet, article.heading} == {"Night report, publisher unknown"}
    assert str(article) == "Night report, publisher unknown, 5 January 2026", "editors are told the day as well"
    named = ArticleFactory(title="Boats at night", publisher="", known_as="Night report, publisher unknown")
    assert (named.name, named.heading) == ("Night report, publisher unknown", "Boats at night")
    assert str(named) == "Night report, publisher unknown, 5 January 2026: Boats at night"


# Translations


@pytest.mark.django_db
def test_a_translation_rests_on_the_citations_of_its_original() -> None:
    original = FactFactory(disputed=True)
    fact = FactFactory(translates=original, citations=[], published=True)
    assert [fact.is_disputed, fact.independent_sources()] == [True, 1]
    assert [one.pk for one in fact.sources] == [one.pk for one in original.sources] != []
    assert set(Fact.objects.disputed()) == {fact, original}
    assert (fact.other_languages, original.other_languages) == ([original], [fact])
    CitationFactory(fact=fact)
    assert any("Remove its own" in problem for problem in fact.problems())


@pytest.mark.django_db
def test_what_rests_on_a_retracted_article_is_paused_in_every_language() -> None:
    original = FactFactory()
    fact = FactFactory(translates=original, citations=[], published=True)
    article = original.citations.get().article
    article.status = "retracted"
    article.save()
    assert set(article.pause_what_rests_on_it(at=NOW)) == {fact, original} == set(Fact.objects.resting_on(article))
    fact.refresh_from_db()
    assert fact.state == State.PAUSED


@pytest.mark.django_db
def test_a_list_counts_the_sources_of_the_original() -> None:
    original = FactFactory(disputed=True)
    fact = FactFactory(translates=original, citations=[], published=True)
    counted: list[Any] = list(Fact.objects.with_counts())
    assert {(one.pk, one.source_count, one.differing_count) for one in counted} == {
        (original.pk, 2, 1),
        (fact.pk, 2, 1),
    }


@pytest.mark.django_db
def test_a_translation_is_made_from_an_original_and_an_original_stays_one() -> None:
    original, one, other = FactFactory(), FactFactory(), FactFactory()
    fact = FactFactory(translates=original, citations=[], published=True)
    for wrong, made_from, told in ((one, fact, "it was made from"), (original, other, "translate this one")):
        wrong.translates = made_from
        with pytest.raises(ValidationError, match=told):
            wrong.clean()
