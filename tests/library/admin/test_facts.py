"""Facts in admin: citations inline, verbs as buttons and actions, and what an edit does to what is asked."""

import re
from typing import Any

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import (
    NOW,
    ArticleFactory,
    CitationFactory,
    DeckFactory,
    EditorFactory,
    FactFactory,
    QuestionFactory,
)
from studyapp.kinds import KINDS
from studyapp.library.models import Change, Citation, CitedValue, Deck, Fact, Question, State
from tests.library.admin.pages import (
    act,
    address,
    bring_back,
    checked,
    errors,
    filled,
    list_address,
    listed,
    publish_listed,
    said,
    save,
)

pytestmark = pytest.mark.django_db

ADD = "/admin/library/fact/add/"


def _written(**changes: Any) -> dict[str, Any]:
    """What an editor writes for a new fact with one citation."""
    fields = {
        "statement": "The tide is high.",
        "slug": "high-tide",
        "deck": DeckFactory().pk,
        "as_of": "2026-01",
        "citations__0__article": ArticleFactory().pk,
        "citations__0__says": "high",
        "citations__0__stance": "supports",
    }
    return fields | changes


def _state(thing: Fact | Question) -> str:
    thing.refresh_from_db()
    return thing.state


def test_a_new_fact_is_a_draft_after_the_others_of_its_deck(editor: Client) -> None:
    deck = FactFactory(position=7).deck
    save(editor, ADD, **_written(deck=deck.pk))
    fact = Fact.objects.get(slug="high-tide")
    assert (fact.state, fact.position, fact.citations.get().says) == (State.DRAFT, 8, "high")


def test_a_new_fact_can_be_published_at_once(editor: Client) -> None:
    response = checked(save(editor, ADD, **_written(), _verb="publish"))
    fact = Fact.objects.get()
    assert response["Location"] == address(fact)
    assert fact.is_live


def test_what_cannot_be_published_is_saved_and_the_page_says_what_to_mend(editor: Client) -> None:
    page = listed(save(editor, ADD, **_written(as_of=""), _verb="publish")).content.decode()
    fact = Fact.objects.get()
    assert fact.state == State.DRAFT
    assert "has no date" in page
    assert address(fact) in page


def test_an_edit_and_a_verb_go_together(editor: Client) -> None:
    fact = FactFactory()
    save(editor, address(fact), statement="The tide was high.", _verb="retire")
    assert _state(fact) == State.RETIRED
    assert fact.statement == "The tide was high."


def test_a_verb_that_does_not_exist_only_saves(editor: Client) -> None:
    fact = FactFactory()
    assert save(editor, address(fact), _verb="delete_model").status_code == 302
    assert _state(fact) == State.PUBLISHED


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (State.DRAFT, {"ready", "publish", "publish_with_questions", "retire"}),
        (State.READY, {"publish", "publish_with_questions", "unpublish", "retire"}),
        (State.PUBLISHED, {"publish_with_questions", "unpublish", "pause", "retire"}),
        (State.PAUSED, {"publish", "publish_with_questions", "unpublish", "retire"}),
        (State.RETIRED, {"publish", "publish_with_questions", "unpublish"}),
    ],
)
def test_only_verbs_that_change_something_are_offered(editor: Client, state: State, offered: set[str]) -> None:
    fact = FactFactory(published=False)
    fact.move(state, at=NOW)
    assert {verb for verb, _ in editor.get(address(fact)).context["verbs"]} == offered


@pytest.mark.parametrize(
    ("written", "value_type", "kept"),
    [
        ("3.6 billion", "number", "3600000000"),
        ("11", "number", "11"),
        ("2013-11", "date", "2013-11"),
        ("Tô Lâm", "text", "Tô Lâm"),
    ],
)
def test_a_citations_value_is_kept_as_seeds_keep_it(editor: Client, written: str, value_type: str, kept: str) -> None:
    save(editor, ADD, **_written(citations__0__values__0__value=written, citations__0__values__0__type=value_type))
    assert Citation.objects.get().given == [CitedValue(value_type, kept)]


@pytest.mark.parametrize(
    ("written", "value_type", "field"),
    [
        ("many", "number", "values"),
        ("11 agreements", "number", "values"),
        ("last week", "date", "values"),
        ("11", "", "values"),
        ("", "number", "values"),
    ],
)
def test_a_value_that_is_none_is_refused_where_it_stands(
    editor: Client, written: str, value_type: str, field: str
) -> None:
    response = save(
        editor, ADD, **_written(citations__0__values__0__value=written, citations__0__values__0__type=value_type)
    )
    assert field in errors(response)
    assert not Fact.objects.exists()


def test_citing_a_paragraph_that_the_article_has_not_is_refused_in_words(editor: Client) -> None:
    fact = FactFactory(citations=[{"article": ArticleFactory(paragraphs=16)}])
    refused = errors(save(editor, address(fact), citations__0__paragraph=99))
    assert "has no paragraph 99: it has 16" in refused["paragraph"]
    assert save(editor, address(fact), citations__0__paragraph=16).status_code == 302


def test_citing_one_paragraph_twice_is_refused_in_words(editor: Client) -> None:
    citation = CitationFactory(paragraph=3)
    changes: dict[str, Any] = {"citations__TOTAL_FORMS": 2, "citations__1__article": citation.article.pk}
    changes |= {"citations__1__paragraph": 3, "citations__1__says": "high", "citations__1__stance": "supports"}
    changes |= {"citations__1__fact": citation.fact.pk, "citations__1__id": ""}
    response = save(editor, address(citation.fact), **changes)
    assert response.status_code == 200
    assert citation.fact.citations.count() == 1


def test_a_published_fact_keeps_a_date(editor: Client) -> None:
    fact = FactFactory()
    assert "date" in errors(save(editor, address(fact), as_of=""))["as_of"]
    assert save(editor, address(fact), as_of="", can_change=None).status_code == 302
    assert save(editor, address(FactFactory(published=False)), as_of="").status_code == 302


def test_a_fact_that_loses_its_last_source_is_paused_and_the_page_says_so(editor: Client) -> None:
    fact = FactFactory()
    message = said(save(editor, address(fact), citations__0__DELETE="on"))
    assert _state(fact) == State.PAUSED
    assert "was paused" in message
    assert "supporting citation" in message


def test_a_dispute_pauses_a_true_or_false_without_a_named_source(editor: Client) -> None:
    fact = FactFactory()
    vague = QuestionFactory(fact=fact, kind="true_false")
    named = QuestionFactory(fact=fact, kind="true_false", according_to=fact.citations.get().article)
    other = CitationFactory(fact=fact)
    message = said(save(editor, address(fact), citations__1__stance="differs"))
    assert other.pk == fact.citations.last().pk
    assert (_state(vague), _state(named)) == (State.PAUSED, State.PUBLISHED)
    assert address(vague) in message


def test_a_new_value_of_a_source_is_right_at_once(editor: Client, edith: User) -> None:
    fact = FactFactory(citations=[{"value_type": "number", "value": "11"}, {"stance": "differs"}])
    question = QuestionFactory(fact=fact, kind="number", prompt="How many?", spec={"answer": "11"})
    save(editor, address(fact), citations__1__values__0__value="12", citations__1__values__0__type="number")
    question.refresh_from_db()
    assert question.revision is not None
    assert question.revision.body.expected == "11 or 12"
    assert question.revision.minor
    assert question.revision.editor == edith


def test_a_value_that_leaves_no_right_answer_pauses_the_question(editor: Client) -> None:
    fact = FactFactory(citations=[{"value_type": "number", "value": "11"}])
    question = QuestionFactory(fact=fact, kind="number", prompt="How many?", spec={"answer": "11"})
    message = said(save(editor, address(fact), citations__0__values__0__value="12"))
    assert _state(question) == State.PAUSED
    assert address(question) in message


def test_an_edit_that_changes_no_source_leaves_questions_as_they_are(editor: Client) -> None:
    question = QuestionFactory(kind="typed")
    before = question.revisions.count()
    save(editor, address(question.fact), statement="The tide was the highest.")
    assert question.revisions.count() == before
    assert question.changes.count() == 1


def test_a_successor_retires_what_does_not_say_when(editor: Client) -> None:
    fact = FactFactory()
    timeless, dated = QuestionFactory(fact=fact), QuestionFactory(fact=fact, historical=True)
    message = said(save(editor, address(fact), superseded_by=FactFactory().pk))
    assert (_state(timeless), _state(dated)) == (State.RETIRED, State.PUBLISHED)
    assert timeless.changes.last().what == Change.What.SUPERSEDED
    assert "retired" in message


@pytest.mark.parametrize("published", [False, True])
def test_a_fact_goes_to_another_deck_and_keeps_its_name(editor: Client, published: bool) -> None:
    fact, elsewhere = FactFactory(published=published), DeckFactory()
    name = fact.slug
    save(editor, address(fact), deck=elsewhere.pk, slug="another")
    fact.refresh_from_db()
    assert (fact.deck, fact.slug) == (elsewhere, name)


def test_a_published_fact_stays_a_translation_of_what_it_translates(editor: Client) -> None:
    original = FactFactory()
    fact = FactFactory(translates=original, citations=[], published=True)
    save(editor, address(fact), translates=FactFactory().pk)
    fact.refresh_from_db()
    assert fact.translates == original


def test_the_page_lists_its_questions_and_offers_one_of_each_kind(editor: Client) -> None:
    question = QuestionFactory(kind="typed")
    page = editor.get(address(question.fact)).content.decode()
    assert address(question) in page
    assert question.revision is not None
    assert question.revision.prompt in page
    for kind in KINDS:
        assert f"/admin/library/question/add/?fact={question.fact.pk}&amp;kind={kind}" in page


def test_dates_are_written_as_students_may_write_them(editor: Client) -> None:
    save(editor, ADD, **_written(as_of="12 November 2013", valid_from="Nov 2013", valid_to="2013"))
    fact = Fact.objects.get()
    assert (fact.as_of, fact.valid_from, fact.valid_to) == ("2013-11-12", "2013-11", "2013")
    assert "can mean" in errors(save(editor, address(fact), as_of="11/12/2013"))["as_of"]


def test_deck_date_and_article_are_those_of_the_fact_that_this_editor_added_last(editor: Client) -> None:
    first = _written(as_of="2025-03")
    save(editor, ADD, **first)
    FactFactory()
    fresh = filled(editor.get(ADD))
    assert (fresh["deck"], fresh["as_of"]) == (first["deck"], "2025-03")
    assert fresh["citations-0-article"] == first["citations__0__article"]
    fedor = Client()
    fedor.force_login(EditorFactory())
    assert filled(fedor.get(ADD))["deck"] == ""


def test_an_article_that_was_filled_in_beforehand_is_no_citation_alone_and_one_that_was_chosen_is(
    editor: Client,
) -> None:
    save(editor, ADD, **_written())
    remembered = filled(editor.get(ADD))["citations-0-article"]
    bare = {"statement": "The tide is low.", "slug": "low-tide", "initial-citations-0-article": remembered}
    assert save(editor, ADD, **bare).status_code == 302
    assert not Fact.objects.get(slug="low-tide").citations.exists()
    chosen = bare | {"slug": "lower-tide", "citations__0__article": ArticleFactory().pk}
    assert "says" in errors(save(editor, ADD, **chosen))


# Actions


def test_a_batch_publishes_what_it_can_and_names_the_rest(editor: Client) -> None:
    ready, bare, live = FactFactory(published=False), FactFactory(citations=[], as_of=""), FactFactory()
    page = listed(act(editor, Fact, "publish", ready, bare, live))
    message = said(publish_listed(page))
    assert (_state(ready), _state(bare), _state(live)) == (State.PUBLISHED, State.DRAFT, State.PUBLISHED)
    assert all(address(fact) in message for fact in (ready, live))
    assert "already" in message
    assert all(told in page.content.decode() for told in (address(bare), "supporting citation", "has no date"))


def test_a_fact_is_published_with_its_questions(editor: Client) -> None:
    fact = FactFactory(published=False)
    good = QuestionFactory(fact=fact, kind="typed")
    poor = Question.objects.create(slug="poor", fact=fact, kind="typed")
    retired = QuestionFactory(fact=fact)
    retired.move(State.RETIRED, at=NOW)
    page = listed(act(editor, Fact, "publish_with_questions", fact))
    message = said(publish_listed(page))
    assert [_state(thing) for thing in (fact, good, poor, retired)] == ["published", "published", "draft", "retired"]
    assert "no prompt and answer" in page.content.decode()
    assert address(good) in message


def test_a_question_that_comes_back_with_its_fact_knows_what_the_sources_say_by_now(editor: Client) -> None:
    fact = FactFactory(citations=[{"value_type": "number", "value": "11"}])
    asked, wrong = (
        QuestionFactory(fact=fact, kind="number", prompt="How many?", spec={"answer": "11", "tolerance": tolerance})
        for tolerance in ("1", "")
    )
    fact.move(State.DRAFT, at=NOW)
    save(editor, address(fact), citations__0__values__0__value="12")
    page = listed(act(editor, Fact, "publish", fact))
    assert f'value="question-{wrong.pk}"' not in page.content.decode()
    message = said(publish_listed(page))
    assert (_state(asked), _state(wrong)) == (State.PUBLISHED, State.PAUSED)
    assert asked.revision is not None
    assert "12" in asked.revision.body.answers
    assert address(wrong) in message


def test_questions_of_a_fact_that_cannot_be_published_are_left_alone(editor: Client) -> None:
    fact = FactFactory(citations=[])
    question = QuestionFactory(fact=fact)
    page = listed(act(editor, Fact, "publish_with_questions", fact))
    publish_listed(page, [f"fact-{fact.pk}", f"question-{question.pk}"])
    assert (_state(fact), _state(question)) == (State.DRAFT, State.DRAFT)


@pytest.mark.parametrize(("action", "state"), [("unpublish", State.DRAFT), ("retire", State.RETIRED)])
def test_a_batch_is_taken_back_or_retired(editor: Client, action: str, state: State) -> None:
    question = QuestionFactory()
    act(editor, Fact, action, question.fact)
    assert _state(question.fact) == state
    assert question.changes.last().what == Change.What.OFF


# The list


def test_the_list_says_what_stands_where(editor: Client) -> None:
    fact = FactFactory(disputed=True, as_of="2013-11")
    QuestionFactory(fact=fact, kind="typed")
    page = editor.get(list_address(Fact)).content.decode()
    assert fact.statement in page
    assert "As of November 2013" in page
    assert "2, disputed" in page


def test_the_list_is_searched_and_filtered(editor: Client) -> None:
    plain = FactFactory(statement="The sea is salt.")
    disputed = FactFactory(disputed=True)
    asked = QuestionFactory(fact=FactFactory(citations=[{"says": "neaps, of course"}])).fact
    asked.move(State.RETIRED, at=NOW)

    def found(query: str) -> set[Fact]:
        return set(editor.get(f"{list_address(Fact)}?{query}").context["cl"].result_list)

    assert found("q=salt") == {plain}
    assert found("q=neaps") == {asked}
    assert found("q=otherwise") == {disputed}
    assert found("disputed=yes") == {disputed}
    assert found("disputed=no") == {plain, asked}
    assert found("asked=yes") == {asked}
    assert found("asked=no") == {plain, disputed}
    assert found("state__exact=retired") == {asked}
    assert found(f"deck__id__exact={plain.deck.pk}") == {plain}
    assert found(f"citations__article__id__exact={disputed.citations.first().article.pk}") == {disputed}


# History


def test_the_history_shows_versions_and_citations(editor: Client) -> None:
    fact = FactFactory(citations=[{"says": "it rose"}])
    save(editor, address(fact), statement="The tide was high.", citations__0__says="it rose a little")
    save(editor, address(fact), citations__0__DELETE="on")
    page = editor.get(address(fact, "history")).content.decode()
    assert "The tide was high." in page
    assert "it rose a little" in page
    assert "<ins>The tide was high.</ins>" in page


def test_an_older_version_brings_no_older_state_along(editor: Client) -> None:
    fact = FactFactory(statement="The first words.")
    draft = fact.history.earliest()
    assert draft.state == State.DRAFT
    save(editor, address(fact), statement="The second words.")
    data = {"statement": "The first words.", "deck": fact.deck_id, "as_of": "2026-01", "can_change": "on"}
    bring_back(editor, f"{address(fact, 'history')}{draft.pk}/", **data, position="1")
    assert _state(fact) == State.PUBLISHED
    assert fact.statement == "The first words."


def test_an_older_version_that_was_superseded_retires_its_questions_again(editor: Client) -> None:
    fact, newer = FactFactory(), FactFactory()
    save(editor, address(fact), superseded_by=newer.pk)
    superseded = fact.history.latest()
    save(editor, address(fact), superseded_by="")
    question = QuestionFactory(fact=fact)
    data = {"statement": "S.", "deck": fact.deck_id, "as_of": "2026-01", "can_change": "on", "position": "1"}
    data |= {"superseded_by": newer.pk}
    bring_back(editor, f"{address(fact, 'history')}{superseded.pk}/", **data)
    assert _state(question) == State.RETIRED


def test_an_older_version_that_may_not_stand_is_refused(editor: Client) -> None:
    fact = FactFactory()
    page = f"{address(fact, 'history')}{fact.history.earliest().pk}/"
    response = bring_back(editor, page, statement="Words.", as_of="", can_change="on", position="1")
    assert response.status_code == 200
    fact.refresh_from_db()
    assert fact.as_of


def test_the_history_says_who(editor: Client, edith: User) -> None:
    fact = FactFactory()
    save(editor, address(fact), statement="The tide was high.")
    assert fact.history.latest().history_user == edith
    assert str(EditorFactory()) not in editor.get(address(fact, "history")).content.decode()


def test_of_many_decks_the_first_and_the_chosen_one_are_listed_and_any_can_be_found(editor: Client) -> None:
    decks = Deck.objects.bulk_create(Deck(slug=f"fleet-{n}", title=f"Fleet {n:03}") for n in range(60))
    fact = FactFactory(deck=decks[-1])
    page = editor.get(address(fact)).content.decode()
    [listed] = re.findall(r'<select name="deck".*?</select>', page, re.DOTALL)
    assert "admin-autocomplete" in listed
    assert [title in listed for title in ("Fleet 000", "Fleet 039", "Fleet 040", "Fleet 059")] == [1, 1, 0, 1]
    assert save(editor, address(fact), deck=decks[50].pk).status_code == 302
    assert Fact.objects.get(pk=fact.pk).deck == decks[50]
