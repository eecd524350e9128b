"""Which things draw warnings is kept with every change they come from, and proven by looking at everything again."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from studyapp.demo.factories import NOW, ArticleFactory, DeckFactory, FactFactory, QuestionFactory
from studyapp.library import kept_warnings
from studyapp.library.models import Article, ArticleText, Citation, Deck, Draft, Fact, KeptWarning, Question, State
from tests.library.admin.pages import act, address, bring_back, filled, list_address, save, shown_in
from tests.people import NOON

pytestmark = pytest.mark.django_db


def kept(thing: Article | Deck | Fact | Question) -> set[str]:
    """But for what is only remarked; and nothing that is kept of anything is contradicted by a look at it."""
    assert list(kept_warnings.differences(at=NOW)) == []
    return set(thing.kept_warnings.grave().values_list("sort", flat=True))


@pytest.fixture
def question(db: None) -> Question:
    """Which nothing is wrong with, as is kept of it, its fact, its article and its deck."""
    article = ArticleFactory(paragraphs=9)
    fact = FactFactory(citations=[{"article": article, "paragraph": 3}])
    question = QuestionFactory(fact=fact, kind="typed", prompt="Which tides are low?", spec={"answer": "Neap tides"})
    kept_warnings.rebuild(at=NOW)
    return question


def rebuild_warnings(*arguments: str) -> str:
    out = StringIO()
    call_command("rebuild_warnings", *arguments, stdout=out)
    return out.getvalue()


def _prompt(editor: Client, question: Question) -> Question:
    save(editor, address(question), prompt="Which neap tides are low?")
    return question


def _prompt_by_a_verb(editor: Client, question: Question) -> Question:
    question.revise(Draft("Which tides are low today?", question.author_spec()), at=NOON)
    return question


def _line_above(editor: Client, question: Question) -> Question:
    Question.objects.filter(pk=question.pk).update(according_to=question.fact.citations.get().article)
    article = question.fact.citations.get().article
    save(editor, address(article), publisher="Neap Tides Daily")
    return question


def _deck(editor: Client, question: Question) -> Question:
    save(editor, address(question.fact.deck), title="On neap tides")
    return question


def _into_another_deck(editor: Client, question: Question) -> Question:
    save(editor, address(question.fact), deck=DeckFactory(title="On neap tides").pk)
    return question


def _sibling(editor: Client, question: Question) -> Question:
    return QuestionFactory(fact=question.fact, kind="typed", prompt="When are neap tides?", spec={"answer": "At half"})


def _statement(editor: Client, question: Question) -> Fact:
    save(editor, address(question.fact), statement="Last week it rained.")
    return question.fact


def _citation(editor: Client, question: Question) -> Fact:
    Citation.objects.update(paragraph=4)
    save(editor, address(question.fact), citations__0__says="otherwise", as_of="2026-01-06")
    return question.fact


def _paragraphs(editor: Client, question: Question) -> Fact:
    save(editor, address(question.fact.citations.get().article), paragraphs=2)
    return question.fact


def _summary(editor: Client, question: Question) -> Article:
    article = question.fact.citations.get().article
    save(editor, address(article), summary="It rained last week.")
    return article


def _description(editor: Client, question: Question) -> Deck:
    save(editor, address(question.fact.deck), description="What is new today.")
    return question.fact.deck


def _older_version(editor: Client, question: Question) -> Fact:
    fact, words = question.fact, "Last week it rained."
    save(editor, address(fact), statement=words)
    version = fact.history.latest()
    save(editor, address(fact), statement="In January 2026 it rained.")
    assert kept(fact) == set()
    data = {"statement": words, "deck": fact.deck_id, "as_of": "2026-01", "can_change": "on", "position": "1"}
    bring_back(editor, f"{address(fact, 'history')}{version.pk}/", **data)
    return fact


CHANGES: list[Callable[[Client, Question], Any]] = [
    _prompt,
    _prompt_by_a_verb,
    _line_above,
    _deck,
    _into_another_deck,
    _sibling,
    _statement,
    _citation,
]
CHANGES += [_paragraphs, _summary, _description, _older_version]


@pytest.mark.parametrize("change", CHANGES)
def test_what_comes_to_draw_a_warning_is_kept_as_such_at_once(
    editor: Client, question: Question, change: Callable[[Client, Question], Any]
) -> None:
    assert kept(question) == set()
    assert kept(change(editor, question)) != set()


def test_what_is_mended_draws_none_any_more(editor: Client, question: Question) -> None:
    assert kept(_prompt(editor, question)) == {"shown"}
    save(editor, address(question), prompt="Which tides are low?")
    assert kept(question) == set()


def test_of_what_is_retired_nothing_is_kept(editor: Client, question: Question) -> None:
    _prompt(editor, question)
    act(editor, Question, "retire", question)
    assert kept(question) == set()
    act(editor, Question, "unpublish", question)
    assert kept(question) == {"shown"}
    act(editor, Fact, "retire", question.fact)
    assert kept(question) == set()
    question.fact.refresh_from_db()
    question.fact.move(State.DRAFT, at=NOON)
    assert kept(question) == {"shown"}


def test_a_deleted_question_gives_nothing_away_any_more(editor: Client, question: Question) -> None:
    sibling = _sibling(editor, question)
    assert kept(sibling) == {"siblings"}
    act(editor, Question, "unpublish", question)
    Question.objects.filter(pk=question.pk).update(state=State.DRAFT)
    act(editor, Question, "delete_selected", question, post="yes")
    assert not Question.objects.filter(pk=question.pk).exists()
    assert kept(sibling) == set()


def _without_a_citation(editor: Client, fact: Fact) -> None:
    save(editor, address(fact), citations__0__DELETE="on")


def _cites_another(editor: Client, fact: Fact) -> None:
    save(editor, address(fact), citations__0__article=ArticleFactory().pk)


def _deleted(editor: Client, fact: Fact) -> None:
    act(editor, Fact, "delete_selected", fact, post="yes")


def _deleted_on_its_page(editor: Client, fact: Fact) -> None:
    shown = shown_in(editor.get(address(fact, "delete")))
    editor.post(address(fact, "delete"), {"post": "yes", "_seen": shown})


def _cited_rightly_at_the_desk(editor: Client, fact: Fact) -> None:
    save(editor, reverse("admin:desk_fact", args=[fact.citations.get().article_id, fact.pk]), citations__0__paragraph=1)


@pytest.mark.parametrize(
    "mend", [_without_a_citation, _cites_another, _deleted, _deleted_on_its_page, _cited_rightly_at_the_desk]
)
def test_an_article_whose_missing_paragraph_nothing_cites_any_more_draws_no_warning(
    editor: Client, mend: Callable[[Client, Fact], None]
) -> None:
    article = ArticleFactory(paragraphs=9)
    fact = FactFactory(published=False, citations=[{"article": article, "paragraph": 3}])
    save(editor, address(article), paragraphs=2)
    assert kept(article) == {"paragraph"}
    mend(editor, fact)
    assert kept(article) == set()


def test_a_text_that_is_deleted_or_says_otherwise_leaves_nothing_stale(editor: Client) -> None:
    article = ArticleFactory(paragraphs=None)
    fact = FactFactory(citations=[{"article": article, "paragraph": 3}])
    ArticleText.objects.create(article=article, text="One.\n\nTwo.\n\nThree.")
    page = reverse("admin:desk_text", args=[article.pk])
    editor.post(page, filled(editor.get(page)) | {"_delete_text": "1"})
    assert not ArticleText.objects.exists()
    assert kept(article) == kept(fact) == set()
    Article.objects.filter(pk=article.pk).update(paragraphs=2)
    save(editor, page, text="One.\n\nTwo.")
    assert kept(article) == kept(fact) == {"paragraph"}


def test_who_copies_a_copy_is_one_voice_with_what_that_copies(editor: Client) -> None:
    first = ArticleFactory(publisher="Harbour Gazette")
    copy_of_copy = ArticleFactory(same_text_as=ArticleFactory(same_text_as=first))
    FactFactory(citations=[{"article": copy_of_copy}, {"article": ArticleFactory(publisher="Pier Post")}])
    kept_warnings.rebuild(at=NOW)
    save(editor, address(first), publisher="Pier Post")
    assert list(kept_warnings.differences(at=NOW)) == []


def test_what_was_dated_in_time_to_come_draws_nothing_once_that_is_here() -> None:
    fact = FactFactory(as_of="2026-02", citations=[{"article": ArticleFactory(published_on="2026-02-02")}])
    kept_warnings.rebuild(at=NOW)
    assert kept(fact) == {"dates"}
    later = NOW + timedelta(days=60)
    assert kept_warnings.look_again_at_dates(at=later) == "2 taken back"
    assert kept_warnings.look_again_at_dates(at=later) == ""
    assert list(kept_warnings.differences(at=later)) == []
    assert not fact.kept_warnings.grave().exists()


def test_what_is_wrong_is_named_and_mended(question: Question) -> None:
    assert rebuild_warnings() == "Differences: 0.\n"
    KeptWarning.objects.create(question=question, sort="empty")
    KeptWarning.objects.filter(fact=question.fact).delete()
    with pytest.raises(CommandError, match="Differences: 2"):
        rebuild_warnings()
    assert f"question {question.pk}: kept empty, and it draws nothing" in rebuild_warnings("--fix")
    assert kept(question) == set()


def test_the_lists_are_narrowed_to_what_draws_warnings(editor: Client, question: Question) -> None:
    other = QuestionFactory(kind="typed", prompt="What does the mole keep out?", spec={"answer": "Swell"})
    kept_warnings.rebuild(at=NOW)
    _prompt(editor, question)
    article = question.fact.citations.get().article
    save(editor, address(article), summary="It rained last week.", paragraphs=2)

    def found(model: type[Model], query: str) -> set[Model]:
        return set(editor.get(f"{list_address(model)}?warned={query}").context["cl"].result_list)

    assert found(Question, "yes") == found(Question, "shown") == {question}
    assert found(Question, "no") == {other}
    assert found(Question, "siblings") == set()
    assert (found(Fact, "yes"), found(Fact, "no")) == ({question.fact}, {other.fact})
    assert found(Fact, "one_source") == {question.fact, other.fact}
    assert (found(Article, "yes"), found(Article, "relative_time")) == ({article}, {article})
    assert (found(Deck, "yes"), found(Deck, "no")) == ({question.fact.deck}, {other.fact.deck})
    assert found(Deck, "shown") == {question.fact.deck}


def test_the_first_page_of_admin_counts_them_and_leads_to_the_lists(editor: Client, question: Question) -> None:
    assert "Nothing draws a warning." in editor.get(reverse("admin:index")).content.decode()
    _prompt(editor, question)
    page = editor.get(reverse("admin:index")).content.decode()
    assert "The answer stands in the question or above it." in page
    assert address(question) in page
    assert f'href="{list_address(Question)}?warned=yes">questions with warnings</a>' in page
