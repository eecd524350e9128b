"""Finding by words: accents, case and signs make no difference, and nothing unpublished is ever found."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from studyapp.demo.factories import NOW, ArticleFactory, FactFactory, QuestionFactory
from studyapp.library import search
from studyapp.library.models import Article, Citation, Draft, Fact, Question, Revision, Sought, State
from studyapp.library.search import LONGEST, BadQuery, Query

pytestmark = pytest.mark.django_db


def facts(sent: str) -> list[str]:
    return [fact.statement for fact in search.facts(Query.read(sent))]


def say(*statements: str) -> None:
    for statement in statements:
        FactFactory(statement=statement)


@pytest.mark.parametrize(
    "sent",
    [
        "to lam",
        "Tô Lâm",
        "TÔ LÂM",
        "lam to",
        "To\u0302 La\u0302m",
        "  lâm,   tô! ",
        '"to lam"',
        "“Tô Lâm”",
        "pres lam",
        "lam's",
        "ｌａｍ",
        "la" + "\u200b" + "m",
    ],
)
def test_the_president_is_found_however_he_is_written(sent: str) -> None:
    say("President Tô Lâm’s guests came to Đà Nẵng.", "It rained in Hanoi.")
    assert facts(sent) == ["President Tô Lâm’s guests came to Đà Nẵng."]


def test_stroked_letters_are_plain_ones() -> None:
    say("The bridge of Đà Nẵng.")
    assert facts("da nang") == facts("đa nẵng") == ["The bridge of Đà Nẵng."]


def test_all_words_must_be_there_and_a_phrase_as_it_stands() -> None:
    say("To a lamb.", "Lam went to Hanoi.", "To Lam went home.")
    assert facts("to lam hanoi") == ["Lam went to Hanoi."]
    assert facts('"to lam"') == ["To Lam went home."]
    assert facts('"went to" lam') == ["Lam went to Hanoi."]


def test_what_begins_so_comes_first_then_where_words_begin_so() -> None:
    say("The low tide.", "Tide tables.", "Riptides are low.", "High tides.")
    assert facts("tide") == ["Tide tables.", "The low tide.", "High tides.", "Riptides are low."]


@pytest.mark.parametrize("sign", ['"ti%e"', '"t__e"', "100%", "a_b", '"ti\\xe"', "'; DROP TABLE", '"ti\0de"'])
def test_signs_of_the_database_mean_nothing(sign: str) -> None:
    say("The tXXe tiXe, too.")
    assert facts(sign) == []


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        *((sent, "2 letters") for sent in ("", "a", "…!", '""', "%_")),
        *(("a b c d e f", "5 words"), ("x" * (LONGEST + 1), "100 characters")),
    ],
)
def test_what_cannot_be_searched_for_is_refused_in_a_sentence(sent: str, words: str) -> None:
    with pytest.raises(BadQuery, match=words):
        Query.read(sent)


def test_the_longest_and_the_shortest_are_taken() -> None:
    assert Query.read("x" * LONGEST).terms == ("x" * LONGEST,)
    assert Query.read("ab").terms == ("ab",)
    assert Query.read("a b a b").terms == ("a", "b")
    assert Query.read('"to lam').terms == ("to", "lam")


@given(st.text(max_size=40))
def test_whatever_is_sent_is_a_query_or_a_sentence(sent: str) -> None:
    try:
        query = Query.read(sent)
    except BadQuery:
        return
    list(search.facts(query)[:1])
    assert "".join(piece for piece, _ in query.pieces(sent)) == sent


# The hits, marked


@pytest.mark.parametrize(
    ("sent", "shown", "marked"),
    [
        ("to lam", "President Tô Lâm’s.", ["Tô", "Lâm"]),
        ('"to lam"', "To the lamb of Tô, Lâm.", ["Tô, Lâm"]),
        ("lams", "President Lâm’s guests.", ["Lâm’s"]),
        ("nang", "Đà Nẵng", ["Nẵng"]),
        ("nang", "Na\u0306\u0303ng", ["Na\u0306\u0303ng"]),
        ("tide", "Riptides", ["tide"]),
        ("strasse", "Die Straße", ["Straße"]),
        ("xyz", "Nothing", []),
    ],
)
def test_what_was_looked_for_is_marked_in_the_text_as_it_is_written(sent: str, shown: str, marked: list[str]) -> None:
    pieces = Query.read(sent).pieces(shown)
    assert [piece for piece, hit in pieces if hit] == marked
    assert "".join(piece for piece, _ in pieces) == shown


@given(st.text("abcđĐôÔ ’'ﬁß\u0302", max_size=20), st.text("abdofsis ", min_size=2, max_size=8))
def test_marking_changes_no_letter(shown: str, sent: str) -> None:
    try:
        query = Query.read(sent)
    except BadQuery:
        return
    assert "".join(piece for piece, _ in query.pieces(shown)) == shown


# What is found


def test_an_article_is_found_by_its_title_and_by_who_brought_it() -> None:
    article = ArticleFactory(title="Harbour of Hải Phòng", publisher="The Gazette", agency="AFP")
    ArticleFactory(title="Another")
    for sent in ("hai phong", "gazette hai", "afp harbour"):
        assert list(search.articles(Query.read(sent))) == [article]


def test_a_question_is_found_by_its_prompt_and_never_by_its_answer() -> None:
    question = QuestionFactory(
        kind="typed", prompt="What do sailors call them?", spec={"answer": "Neap tides", "aliases": ["Neaps"]}
    )
    assert list(search.questions(Query.read("sailors"))) == [question]
    assert not search.questions(Query.read("neap"))


def test_a_gap_is_no_word() -> None:
    QuestionFactory(kind="cloze", prompt="Twice a month come [blank] tides, and [blank] tides between.")
    assert search.questions(Query.read("tides between"))
    assert not search.questions(Query.read("blank"))


@pytest.mark.parametrize("state", [State.DRAFT, State.PAUSED, State.RETIRED])
def test_nothing_unpublished_is_found(state: State) -> None:
    question = QuestionFactory(kind="typed", prompt="A secret prompt?")
    Fact.objects.filter(pk=question.fact.pk).update(state=state)
    assert facts(question.fact.statement[:6]) == []
    assert not search.questions(Query.read("secret"))
    Fact.objects.filter(pk=question.fact.pk).update(state=State.PUBLISHED)
    Question.objects.filter(pk=question.pk).update(state=state)
    assert not search.questions(Query.read("secret"))


def test_only_the_newest_prompt_is_found() -> None:
    question = QuestionFactory(kind="typed", prompt="The older words?")
    question.revise(Draft("The newer words?", question.author_spec()), at=NOW)
    assert not search.questions(Query.read("older words"))
    assert search.questions(Query.read("newer words"))


# Kept with every save, and proven


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("rebuild_search", *arguments, stdout=out)
    return out.getvalue()


def test_a_changed_statement_is_found_by_its_new_words() -> None:
    fact = FactFactory(statement="The old words.")
    fact.statement = "The new words."
    fact.save()
    assert facts("old words") == []
    assert facts("new words") == ["The new words."]


def test_what_was_changed_behind_its_back_is_told_and_mended() -> None:
    question, article = QuestionFactory(kind="cloze"), ArticleFactory()
    assert run() == "Differences: 0.\n"
    spoiled: list[tuple[Any, Any]] = [(Fact, question.fact), (Article, article), (Revision, question.revision)]
    for model, thing in spoiled:
        model.objects.filter(pk=thing.pk).update(folded=" nonsense ")
    Article.objects.update(noted=" nonsense ")
    Citation.objects.update(folded=" nonsense ")
    Sought.objects.update(words=" nonsense ")
    Sought.objects.filter(question=QuestionFactory()).delete()
    with pytest.raises(CommandError, match=r"Differences: 8\..*--fix"):
        run()
    assert run("--fix").endswith("Differences: 8, all mended.\n")
    assert run() == "Differences: 0.\n"
