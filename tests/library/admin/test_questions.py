"""Questions in admin: the kind first, plain fields, a revision a save, and what an edit does to learners."""

from typing import Any

import pytest
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import NOW, ArticleFactory, FactFactory, LearnerFactory, QuestionFactory
from studyapp.kinds import KINDS
from studyapp.library.models import Change, Question, Revision, State
from studyapp.study.decks.membership import join
from studyapp.study.models import Card, Report
from tests.library.admin.pages import (
    act,
    address,
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

ADD = "/admin/library/question/add/"


def _add(kind: str, **query: Any) -> str:
    return f"{ADD}?{'&'.join(f'{name}={value}' for name, value in {'kind': kind, **query}.items())}"


def _typed(kind: str) -> dict[str, Any]:
    """A kind's example as an editor would type it."""
    fields = {}
    for name, value in KINDS[kind].example.items():
        field = name if name == "prompt" else f"spec__{name}"
        fields[field] = "\n".join(value) if isinstance(value, list) else str(value)
    return fields


def _newest(question: Question) -> Revision:
    question.refresh_from_db()
    assert question.revision is not None
    return question.revision


def _notices(question: Question) -> list[str]:
    return list(question.changes.values_list("what", flat=True))


# The kind comes first


def test_every_kind_is_offered_with_its_description_and_the_fact_is_kept(editor: Client) -> None:
    fact = FactFactory()
    page = editor.get(f"{ADD}?fact={fact.pk}").content.decode()
    assert fact.statement in page
    for kind in KINDS.values():
        assert f"?fact={fact.pk}&amp;kind={kind.name}" in page
        assert str(kind.label) in page
        assert kind.description.split("'")[0] in page


@pytest.mark.parametrize("query", ["", "?kind=riddle", "?kind=", "?fact=none", "?fact=99999999999999999999"])
def test_without_a_kind_there_is_only_the_choice(editor: Client, query: str) -> None:
    response = editor.get(ADD + query)
    assert response.status_code == 200
    assert "adminform" not in response.context
    assert editor.post(ADD + query, {"prompt": "?"}).status_code == 200
    assert not Question.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_every_kind_is_written_in_plain_fields(editor: Client, edith: User, kind: str) -> None:
    fact = FactFactory()
    save(editor, _add(kind, fact=fact.pk), explanation="So it is.", **_typed(kind))
    question = Question.objects.get()
    revision = _newest(question)
    form = KINDS[kind].author_form(KINDS[kind].example)
    assert form.is_valid()
    assert (question.kind, question.fact, question.state) == (kind, fact, State.DRAFT)
    assert revision.spec == form.cleaned_data
    assert (revision.prompt, revision.explanation) == (KINDS[kind].example["prompt"], "So it is.")
    assert revision.editor == edith


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_kind_has_its_label_and_help_and_shows_what_stands(editor: Client, kind: str) -> None:
    question = QuestionFactory(kind=kind)
    form = editor.get(address(question)).context["adminform"].form
    for name, field in KINDS[kind].AuthorForm.base_fields.items():
        shown = form[f"spec-{name}"]
        assert shown.label == field.label
        assert shown.help_text.startswith(field.help_text)
    for name, written in _typed(kind).items():
        assert str(form[name.replace("__", "-")].value()).lower() == written.lower()


@pytest.mark.parametrize("kind", KINDS)
def test_saving_a_page_that_nobody_touched_makes_no_revision(editor: Client, kind: str) -> None:
    for question in (QuestionFactory(kind=kind, published=False), QuestionFactory(kind=kind)):
        before = question.revisions.count()
        message = said(save(editor, address(question)))
        assert question.revisions.count() == before
        assert "no new revision" in message


def test_a_new_question_comes_last_and_its_id_is_suggested(editor: Client) -> None:
    first = QuestionFactory(fact=FactFactory(slug="high-tide"), position=4)
    page = _add("typed", fact=first.fact.pk)
    save(editor, page, **_typed("typed"))
    save(editor, page, **_typed("typed"))
    added = Question.objects.filter(kind="typed").order_by("pk")
    assert list(added.values_list("slug", "position")) == [("high-tide-typed", 5), ("high-tide-typed-2", 6)]


def test_saving_and_adding_another_leads_back_to_the_choice_for_the_same_fact(editor: Client) -> None:
    fact = FactFactory()
    response = save(editor, _add("typed", fact=fact.pk), _addanother="1", **_typed("typed"))
    assert response["Location"] == f"{ADD}?fact={fact.pk}"


def test_a_new_question_can_be_published_at_once(editor: Client) -> None:
    checked(save(editor, _add("typed", fact=FactFactory().pk), _verb="publish", **_typed("typed")))
    assert Question.objects.get() in Question.objects.live()


def test_what_the_kind_refuses_stands_beside_its_field_once(editor: Client) -> None:
    page = _add("choice", fact=FactFactory().pk)
    found = errors(save(editor, page, **_typed("choice") | {"spec__answer": "", "spec__distractors": "A\na"}))
    assert found["spec-answer"] == "This field is required."
    found = errors(save(editor, page, **_typed("choice") | {"spec__distractors": "The Sun\nthe sun"}))
    assert found["spec-distractors"].count("sun") == 1
    assert not Question.objects.exists()


@pytest.mark.parametrize("prompt", ["", "   ", "?" * 501, "What\x00?", "What \x07?"])
def test_a_prompt_that_cannot_be_read_is_refused(editor: Client, prompt: str) -> None:
    response = save(editor, _add("typed", fact=FactFactory().pk), **_typed("typed") | {"prompt": prompt})
    assert "prompt" in errors(response)


def test_only_articles_that_the_fact_cites_can_be_its_source(editor: Client) -> None:
    fact, stranger = FactFactory(disputed=True), ArticleFactory()
    cited = {citation.article for citation in fact.citations.all()}
    form = editor.get(_add("typed", fact=fact.pk)).context["adminform"].form
    assert set(form.fields["according_to"].queryset) == cited
    response = save(editor, _add("typed", fact=fact.pk), according_to=stranger.pk, **_typed("typed"))
    assert "according_to" in errors(response)


def test_the_kind_and_the_id_never_change(editor: Client) -> None:
    question = QuestionFactory(kind="typed", slug="neap")
    save(editor, f"{address(question)}?kind=flashcard", kind="flashcard", slug="other")
    question.refresh_from_db()
    assert (question.kind, question.slug) == ("typed", "neap")


# Edits


def test_an_edit_of_a_draft_is_a_revision(editor: Client, edith: User) -> None:
    question = QuestionFactory(kind="typed", published=False)
    save(editor, address(question), prompt="How are the weakest tides called?")
    revision = _newest(question)
    assert (revision.number, revision.prompt, revision.editor) == (2, "How are the weakest tides called?", edith)
    assert _notices(question) == []


def test_a_draft_is_not_asked_what_its_edit_does_and_a_published_one_is(editor: Client) -> None:
    draft, live = QuestionFactory(published=False), QuestionFactory()
    assert "sort_of_edit" not in str(editor.get(address(draft)).context["adminform"].fieldsets)
    assert "sort_of_edit" in str(editor.get(address(live)).context["adminform"].fieldsets)


@pytest.mark.parametrize(
    ("changes", "again"),
    [
        ({"prompt": "How are the weakest tides called?"}, False),
        ({"spec__answer": "Dead tides"}, True),
        ({"prompt": "How are the weakest tides called?", "sort_of_edit": "answer"}, True),
        ({"spec__answer": "Neap Tides", "sort_of_edit": ""}, False),
    ],
)
def test_a_live_edit_keeps_progress_or_is_learned_again(editor: Client, changes: dict[str, str], again: bool) -> None:
    question = QuestionFactory(kind="typed")
    message = said(save(editor, address(question), **changes))
    assert _newest(question).minor is not again
    assert _notices(question) == [Change.What.LIVE] + [Change.What.ANSWER] * again
    assert ("meet it again" if again else "keep their progress") in message


def test_wording_only_with_another_answer_asks_back_with_both_and_the_number_of_learners(editor: Client) -> None:
    question = QuestionFactory(kind="typed")
    for learner in (LearnerFactory(lan=True), LearnerFactory(boris=True)):
        join(learner, question.fact.deck, at=NOW)
    Card.objects.filter(learner__name="Lan").update(reps=1)
    response = save(editor, address(question), spec__answer="Dead tides", sort_of_edit="wording")
    asked = response.context["adminform"].form.asked
    assert (asked.before, asked.after, asked.learners) == ("Neap tides", "Dead tides", 1)
    assert "1 has answered it so far" in " ".join(response.content.decode().split())
    assert _newest(question).spec["answer"] == "Neap tides"


@pytest.mark.parametrize(("said_of_it", "again"), [("wording", False), ("answer", True)])
def test_what_is_said_then_is_done(editor: Client, said_of_it: str, again: bool) -> None:
    question = QuestionFactory(kind="typed")
    asked = save(editor, address(question), spec__answer="Dead tides", sort_of_edit="wording")
    sent = {**filled(asked), "_asked_back": f"{said_of_it} {asked.context['adminform'].form.asked.change}"}
    assert editor.post(address(question), sent)["Location"] == address(question)
    assert _newest(question).spec["answer"] == "Dead tides"
    assert _newest(question).minor is not again


def test_what_was_said_of_one_answer_is_not_said_of_another(editor: Client) -> None:
    question = QuestionFactory(kind="typed")
    asked = save(editor, address(question), spec__answer="Dead tides", sort_of_edit="wording")
    sent = {**filled(asked), "_asked_back": f"wording {asked.context['adminform'].form.asked.change}"}
    response = editor.post(address(question), sent | {"spec-answer": "Low tides"})
    assert response.context["adminform"].form.asked.after == "Low tides"
    assert _newest(question).spec["answer"] == "Neap tides"


def test_a_draft_is_asked_nothing_back(editor: Client) -> None:
    question = QuestionFactory(kind="typed", published=False)
    save(editor, address(question), spec__answer="Dead tides", sort_of_edit="wording")
    assert _newest(question).spec["answer"] == "Dead tides"


def test_the_form_has_its_fact_its_sources_and_what_else_is_asked_before_the_eyes(editor: Client) -> None:
    fact = FactFactory(citations=[{"says": "it rose a little", "paragraph": 7}])
    question, sibling = QuestionFactory(fact=fact, kind="typed"), QuestionFactory(fact=fact)
    for page, others in ((address(question), [sibling]), (_add("number", fact=fact.pk), [question, sibling])):
        shown = editor.get(page).content.decode().partition('id="about"')[2].partition("with-preview")[0]
        for words in (fact.statement, "it rose a little", "paragraph 7", *map(str, others)):
            assert words in shown
        assert (address(question) in shown) is (question in others)


def test_a_live_edit_is_frozen_with_what_stands_around_it(editor: Client) -> None:
    question = QuestionFactory(kind="choice")
    other = QuestionFactory(kind="typed", prompt="Which?", spec={"answer": "Saturn", "answer_type": "other"})
    assert other in Question.objects.live()
    save(editor, address(question), spec__draw="1")
    assert _newest(question).spec["drawn"] == ["Saturn"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"spec__draw": "5", "spec__answer_type": "person"}, "can be drawn"),
        ({"spec__answer": "Saturn"}, "The sources give"),
    ],
)
def test_a_live_edit_that_leaves_no_answer_is_refused(editor: Client, changes: dict[str, str], words: str) -> None:
    fact = FactFactory(citations=[{"value_type": "text", "value": "The Moon"}])
    question = QuestionFactory(fact=fact, kind="choice")
    before = _newest(question)
    assert words in errors(save(editor, address(question), **changes))["__all__"]
    assert _newest(question) == before


def test_a_live_edit_that_could_not_be_published_is_refused(editor: Client) -> None:
    fact = FactFactory(disputed=True)
    source = fact.citations.first().article
    question = QuestionFactory(fact=fact, kind="true_false", according_to=source)
    assert "name its source" in errors(save(editor, address(question), according_to=""))["__all__"]
    question.refresh_from_db()
    assert question.according_to == source


def test_a_question_whose_fact_is_paused_can_still_be_edited(editor: Client) -> None:
    question = QuestionFactory(kind="typed")
    question.fact.move(State.PAUSED, at=NOW)
    save(editor, address(question), prompt="How are the weakest tides called?")
    assert _newest(question).prompt == "How are the weakest tides called?"
    assert "accepted_elsewhere" in _newest(question).spec


def test_the_editor_is_warned_and_nothing_is_blocked(editor: Client) -> None:
    question = QuestionFactory(kind="typed", published=False)
    message = said(save(editor, address(question), prompt="Are neap tides called neap tides?"))
    assert "stands in the question itself" in message
    assert _newest(question).prompt == "Are neap tides called neap tides?"


def test_every_revision_is_listed_with_its_answer(editor: Client, edith: User) -> None:
    question = QuestionFactory(kind="typed", published=False)
    save(editor, address(question), spec__answer="Dead tides")
    page = editor.get(address(question)).content.decode()
    listed = editor.get(address(question)).context["revisions"]
    assert [revision.body.expected for revision in listed] == ["Dead tides", "Neap tides"]
    assert str(edith) in page
    assert "Dead tides" in page


def test_a_question_stays_with_its_fact_once_learners_met_it(editor: Client) -> None:
    question, other = QuestionFactory(kind="typed"), FactFactory()
    join(LearnerFactory(lan=True), question.fact.deck, at=NOW)
    question.move(State.DRAFT, at=NOW)
    save(editor, address(question), fact=other.pk)
    question.refresh_from_db()
    assert question.fact != other


# Verbs and the list


def test_a_batch_publishes_what_it_can_and_names_the_rest(editor: Client) -> None:
    ready = QuestionFactory(kind="typed", published=False)
    orphan = QuestionFactory(fact=FactFactory(published=False))
    live = QuestionFactory()
    page = listed(act(editor, Question, "publish", ready, orphan, live))
    message = said(publish_listed(page))
    assert set(Question.objects.live()) == {ready, live}
    assert all(told in page.content.decode() for told in ("Publish the fact first", address(orphan)))
    assert all(address(question) in message for question in (ready, live))


def test_questions_of_one_batch_know_each_other(editor: Client) -> None:
    deck = FactFactory().deck
    first, second = (
        QuestionFactory(
            fact=FactFactory(deck=deck), kind="typed", prompt="Which?", spec={"answer": answer}, published=False
        )
        for answer in ("Austral", "Australe")
    )
    checked(act(editor, Question, "publish", first, second))
    assert _newest(second).spec["accepted_elsewhere"] == ["Austral"]


@pytest.mark.parametrize(("action", "state"), [("unpublish", State.DRAFT), ("retire", State.RETIRED)])
def test_a_batch_is_taken_back_or_retired(editor: Client, action: str, state: State) -> None:
    question = QuestionFactory()
    act(editor, Question, action, question)
    question.refresh_from_db()
    assert question.state == state
    assert _notices(question)[-1] == Change.What.OFF


def test_the_list_is_searched_and_filtered_and_counts_open_reports(editor: Client) -> None:
    neap = QuestionFactory(kind="typed")
    choice = QuestionFactory(fact=FactFactory(disputed=True), kind="choice", explanation="The Moon is near.")
    reported = QuestionFactory(kind="number", published=False)
    for resolved_at in (None, None, NOW):
        Report.objects.create(
            learner=LearnerFactory(),
            question=reported,
            revision=_newest(reported),
            reason="wrong",
            reported_at=NOW,
            resolved_at=resolved_at,
        )

    def found(query: str) -> set[Question]:
        return set(editor.get(f"{list_address(Question)}?{query}").context["cl"].result_list)

    assert found("q=half+moons") == {neap}
    assert found("q=near") == {choice}
    assert found(f"q={reported.slug}") == {reported}
    assert found("kind__exact=typed") == {neap}
    assert found("state__exact=draft") == {reported}
    assert found(f"fact__deck__id__exact={neap.fact.deck.pk}") == {neap}
    assert found("disputed=yes") == {choice}
    assert found("reported=yes") == {reported}
    assert found("reported=no") == {neap, choice}
    counted = editor.get(list_address(Question)).context["cl"].queryset.get(pk=reported.pk)
    assert counted.report_count == 2
    assert f"question__id__exact={reported.pk}" in editor.get(list_address(Question)).content.decode()
