"""Two editors at one thing: the second saves nothing unseen, sees both versions, and loses nothing typed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db.models import Model
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
from studyapp.library.models import Article, Change, Citation, Deck, Fact, Question, State
from tests.library.admin.pages import act, address, filled, list_address, said, save, shown_in

pytestmark = pytest.mark.django_db

type Maker = Callable[[], Any]

FEDOR = "fedor@example.org"

FORMS = [
    pytest.param(lambda: ArticleFactory(note="A caption."), "title", "note", id="article"),
    pytest.param(lambda: DeckFactory(description="Tides."), "title", "description", id="deck"),
    pytest.param(FactFactory, "statement", "as_of", id="fact"),
    pytest.param(lambda: QuestionFactory(kind="typed"), "prompt", "explanation", id="question"),
]
"""What makes each, and two of its fields."""
STATED: list[Any] = [
    pytest.param(FactFactory, id="fact"),
    pytest.param(lambda: QuestionFactory(kind="typed"), id="question"),
]


@pytest.fixture
def fedor(db: None) -> Client:
    """Another editor's browser."""
    browser = Client()
    browser.force_login(EditorFactory(email=FEDOR))
    return browser


def send(client: Client, page: str, data: dict[str, Any], **changes: Any) -> Any:
    """Press a button of a form that was opened before, with some fields changed."""
    pressed = {} if changes.keys() & {"_verb", "_preview", "_save"} else {"_continue": "1"}
    return client.post(page, {**data, **{name.replace("__", "-"): value for name, value in changes.items()}, **pressed})


def stored(client: Client, thing: Model) -> dict[str, Any]:
    """What a form of it shows now, but for the version."""
    return {name: value for name, value in filled(client.get(address(thing))).items() if name != "version"}


def told(response: Any) -> dict[str, tuple[str, str, str, str]]:
    """The rows of both versions side by side, by field."""
    conflict = response.context["adminform"].form.conflict
    return {each.label: (each.opened, each.stored, each.typed, each.by) for each in conflict.differences}


@pytest.mark.parametrize(("make", "theirs", "mine"), FORMS)
def test_a_form_that_another_editor_overtook_saves_nothing(
    editor: Client, fedor: Client, make: Maker, theirs: str, mine: str
) -> None:
    thing = make()
    opened = filled(editor.get(address(thing)))
    save(fedor, address(thing), **{theirs: "Fedor was here."})
    before = stored(editor, thing)
    assert send(editor, address(thing), opened, **{mine: "2025"}).status_code == 409
    assert stored(editor, thing) == before


@pytest.mark.parametrize(("make", "theirs", "mine"), FORMS)
def test_both_versions_stand_side_by_side_and_what_was_typed_is_kept_on_top_of_what_is_stored(
    editor: Client, fedor: Client, make: Maker, theirs: str, mine: str
) -> None:
    thing = make()
    opened = filled(editor.get(address(thing)))
    save(fedor, address(thing), **{theirs: "Fedor was here."})
    response = send(editor, address(thing), opened, **{mine: "2025"})
    assert {row[1:] for row in told(response).values()} == {
        ("Fedor was here.", "Fedor was here.", "the other"),
        (str(opened[mine]), "2025", "you"),
    }
    page = response.content.decode()
    assert f"{User.objects.get(email=FEDOR)} changed this on" in page
    assert "Nothing was saved" in page
    shown = filled(response)
    assert (shown[theirs], shown[mine]) == ("Fedor was here.", "2025")


@pytest.mark.parametrize(("make", "theirs", "mine"), FORMS)
def test_what_was_typed_is_saved_on_top_and_the_other_editors_words_stay(
    editor: Client, fedor: Client, make: Maker, theirs: str, mine: str
) -> None:
    thing = make()
    opened = filled(editor.get(address(thing)))
    save(fedor, address(thing), **{theirs: "Fedor was here."})
    again = filled(send(editor, address(thing), opened, **{mine: "2025"}))
    assert send(editor, address(thing), again).status_code == 302
    now = stored(editor, thing)
    assert (now[theirs], now[mine]) == ("Fedor was here.", "2025")


@pytest.mark.parametrize(("make", "theirs", "mine"), FORMS)
def test_a_field_that_both_changed_is_marked(
    editor: Client, fedor: Client, make: Maker, theirs: str, mine: str
) -> None:
    thing = make()
    opened = filled(editor.get(address(thing)))
    save(fedor, address(thing), **{theirs: "Fedor was here."})
    response = send(editor, address(thing), opened, **{theirs: "Edith was here."})
    assert list(told(response).values()) == [(str(opened[theirs]), "Fedor was here.", "Edith was here.", "both of you")]
    assert '<tr class="both">' in response.content.decode()
    assert send(editor, address(thing), filled(response)).status_code == 302
    assert stored(editor, thing)[theirs] == "Edith was here."


@pytest.mark.parametrize(("make", "theirs", "mine"), FORMS)
def test_a_third_version_is_shown_too(editor: Client, fedor: Client, make: Maker, theirs: str, mine: str) -> None:
    thing = make()
    opened = filled(editor.get(address(thing)))
    save(fedor, address(thing), **{theirs: "Fedor was here."})
    again = filled(send(editor, address(thing), opened, **{mine: "2025"}))
    save(fedor, address(thing), **{theirs: "Fedor came back."})
    assert send(editor, address(thing), again).status_code == 409
    assert stored(editor, thing)[theirs] == "Fedor came back."


@pytest.mark.parametrize(("make", "theirs", "mine"), FORMS)
@pytest.mark.parametrize("version", ["", "made-up", None])
def test_a_form_that_does_not_say_what_it_was_made_from_saves_nothing(
    editor: Client, make: Maker, theirs: str, mine: str, version: str | None
) -> None:
    thing = make()
    before = stored(editor, thing)
    data = {**before, **({} if version is None else {"version": version})}
    assert send(editor, address(thing), data, **{theirs: "Edith was here."}).status_code == 409
    assert stored(editor, thing) == before


@pytest.mark.parametrize(("make", "theirs", "mine"), FORMS)
def test_a_page_refused_for_another_reason_is_still_made_from_what_it_was(
    editor: Client, fedor: Client, make: Maker, theirs: str, mine: str
) -> None:
    thing = make()
    opened = filled(editor.get(address(thing)))
    refused = send(editor, address(thing), opened, **{theirs: "x" * 1001})
    assert refused.status_code == 200
    save(fedor, address(thing), **{theirs: "Fedor was here."})
    assert send(editor, address(thing), filled(refused), **{theirs: "Edith was here."}).status_code == 409


def test_the_log_names_the_fields_that_were_changed_and_nothing_else(editor: Client, fedor: Client) -> None:
    article = ArticleFactory()
    opened = filled(editor.get(address(article)))
    save(fedor, address(ArticleFactory()), note="Another one.")
    send(editor, address(article), opened, note="A caption.")
    assert LogEntry.objects.order_by("pk").last().get_change_message() == "Changed Note."


@pytest.mark.parametrize("make", STATED)
@pytest.mark.parametrize("verb", ["publish", "unpublish", "retire"])
def test_a_button_does_nothing_to_what_another_editor_changed(
    editor: Client, fedor: Client, make: Maker, verb: str
) -> None:
    thing = make()
    thing.move(State.PAUSED, at=NOW)
    opened = filled(editor.get(address(thing)))
    field = "statement" if isinstance(thing, Fact) else "prompt"
    save(fedor, address(thing), **{field: "Fedor was here."})
    assert send(editor, address(thing), opened, _verb=verb).status_code == 409
    thing.refresh_from_db()
    assert thing.state == State.PAUSED


@pytest.mark.parametrize("make", STATED)
@pytest.mark.parametrize("verb", ["publish", "unpublish"])
def test_a_button_does_not_undo_another_editors_verb_before_it_was_seen(
    editor: Client, fedor: Client, make: Maker, verb: str
) -> None:
    thing = make()
    thing.move(State.PAUSED, at=NOW)
    opened = filled(editor.get(address(thing)))
    act(fedor, type(thing), "retire", thing)
    response = send(editor, address(thing), opened, _verb=verb)
    assert told(response) == {"state": ("Paused until an editor looks", "Retired", "Retired", "the other")}
    thing.refresh_from_db()
    assert thing.state == State.RETIRED
    assert send(editor, address(thing), filled(response), _verb="unpublish").status_code == 302
    thing.refresh_from_db()
    assert thing.state == State.DRAFT


def test_a_fact_is_not_published_with_its_questions_once_it_was_changed(editor: Client, fedor: Client) -> None:
    question = QuestionFactory(kind="typed", fact=FactFactory(published=False))
    opened = filled(editor.get(address(question.fact)))
    save(fedor, address(question.fact), statement="Fedor was here.")
    assert send(editor, address(question.fact), opened, _verb="publish_with_questions").status_code == 409
    question.refresh_from_db()
    assert (question.state, question.fact.state) == (State.DRAFT, State.DRAFT)


def test_a_preview_saves_nothing_over_another_editors_words(editor: Client, fedor: Client) -> None:
    question = QuestionFactory(kind="typed")
    opened = filled(editor.get(address(question)))
    save(fedor, address(question), prompt="Fedor was here?")
    assert send(editor, address(question), opened, prompt="Edith was here?", _preview="1").status_code == 409
    question.refresh_from_db()
    assert str(question) == "Fedor was here?"


@pytest.mark.parametrize(("make", "field"), [(ArticleFactory, "title"), (FactFactory, "statement")])
def test_an_older_version_is_not_brought_back_over_what_another_editor_wrote(
    editor: Client, fedor: Client, make: Maker, field: str
) -> None:
    thing = make()
    first = getattr(thing, field)
    save(editor, address(thing), **{field: "The second words."})
    older = f"{address(thing, 'history')}{thing.history.earliest().pk}/"
    data = {bound.html_name: bound.value() or "" for bound in editor.get(older).context["adminform"].form}
    save(fedor, address(thing), **{field: "Fedor was here."})
    response = editor.post(older, {**data, "_save": "1"})
    assert response.status_code == 409
    assert ("The second words.", "Fedor was here.", first, "both of you") in told(response).values()
    assert stored(editor, thing)[field] == "Fedor was here."
    again = {bound.html_name: bound.value() or "" for bound in response.context["adminform"].form}
    assert editor.post(older, {**again, "_save": "1"}).status_code == 302
    assert stored(editor, thing)[field] == first


@pytest.mark.parametrize(("make", "theirs", "mine"), FORMS)
def test_what_was_typed_in_something_that_another_editor_deleted_is_shown(
    editor: Client, fedor: Client, make: Maker, theirs: str, mine: str
) -> None:
    thing = make()
    if isinstance(thing, Fact | Question):
        thing.move(State.DRAFT, at=NOW)
    opened = filled(editor.get(address(thing)))
    shown = shown_in(fedor.get(address(thing, "delete")))
    fedor.post(address(thing, "delete"), {"post": "yes", "_seen": shown})
    response = send(editor, address(thing), opened, **{theirs: "Edith was here."})
    assert response.status_code == 409
    assert "Edith was here." in response.content.decode()
    assert not type(thing).objects.filter(pk=thing.pk).exists()


# Citations


def test_each_editors_citation_of_one_fact_stays(editor: Client, fedor: Client) -> None:
    fact = FactFactory()
    opened = filled(editor.get(address(fact)))
    added: dict[str, Any] = {"citations__TOTAL_FORMS": 2, "citations__1__id": "", "citations__1__fact": fact.pk}
    added |= {"citations__1__stance": "supports", "citations__1__article": ArticleFactory().pk}
    save(fedor, address(fact), **added, citations__1__says="Fedor read it")
    added["citations__1__article"] = ArticleFactory().pk
    response = send(editor, address(fact), opened, **added, citations__1__says="Edith read it")
    assert response.status_code == 409
    assert send(editor, address(fact), filled(response)).status_code == 302
    assert set(fact.citations.values_list("says", flat=True)) == {"it says so", "Fedor read it", "Edith read it"}


def test_two_editors_change_one_citation_each_in_its_own_field(editor: Client, fedor: Client) -> None:
    citation = CitationFactory(value_type="number", value="11")
    opened = filled(editor.get(address(citation.fact)))
    save(fedor, address(citation.fact), citations__0__values__0__value="12")
    response = send(editor, address(citation.fact), opened, citations__0__says="twelve")
    assert told(response) == {
        "citations, 1: Says": ("it says so", "it says so", "twelve", "you"),
        "citations, 1: Values": ("number 11", "number 12", "number 12", "the other"),
    }
    assert send(editor, address(citation.fact), filled(response)).status_code == 302
    citation.refresh_from_db()
    assert (citation.says, citation.given[0].value) == ("twelve", "12")


def test_a_citation_that_another_editor_deleted_stays_deleted(editor: Client, fedor: Client) -> None:
    citation = CitationFactory()
    CitationFactory(fact=citation.fact, says="and so does this")
    opened = filled(editor.get(address(citation.fact)))
    save(fedor, address(citation.fact), citations__0__DELETE="on")
    response = send(editor, address(citation.fact), opened, statement="Edith was here.")
    assert ("it says so", "", "", "the other") in told(response).values()
    assert send(editor, address(citation.fact), filled(response)).status_code == 302
    assert list(citation.fact.citations.values_list("says", flat=True)) == ["and so does this"]


def test_a_citation_that_both_deleted_is_gone(editor: Client, fedor: Client) -> None:
    citation = CitationFactory()
    opened = filled(editor.get(address(citation.fact)))
    save(fedor, address(citation.fact), citations__0__DELETE="on")
    response = send(editor, address(citation.fact), opened, citations__0__DELETE="on")
    assert response.context["inline_admin_formsets"][0].formset.total_form_count() == 0


def test_words_typed_into_a_citation_that_another_editor_deleted_are_kept_as_a_new_one(
    editor: Client, fedor: Client
) -> None:
    citation = CitationFactory()
    opened = filled(editor.get(address(citation.fact)))
    save(fedor, address(citation.fact), citations__0__DELETE="on")
    response = send(editor, address(citation.fact), opened, citations__0__says="it says much more")
    assert send(editor, address(citation.fact), filled(response)).status_code == 302
    assert list(citation.fact.citations.values_list("says", flat=True)) == ["it says much more"]


def test_a_citation_that_another_editor_rewrote_is_not_deleted_unseen(editor: Client, fedor: Client) -> None:
    citation = CitationFactory()
    opened = filled(editor.get(address(citation.fact)))
    save(fedor, address(citation.fact), citations__0__says="Fedor was here")
    response = send(editor, address(citation.fact), opened, citations__0__DELETE="on")
    assert response.status_code == 409
    assert Citation.objects.get().says == "Fedor was here"
    send(editor, address(citation.fact), filled(response))
    assert not Citation.objects.exists()


# Lists


ACTIONS: list[Any] = [
    pytest.param(make, model, action, id=f"{model.__name__}-{action}")
    for make, model, actions in (
        (FactFactory, Fact, ["publish", "publish_with_questions", "unpublish", "retire", "delete_selected"]),
        (lambda: QuestionFactory(kind="typed"), Question, ["publish", "unpublish", "retire", "delete_selected"]),
        (ArticleFactory, Article, ["unpublish", "delete_selected"]),
        (DeckFactory, Deck, ["delete_selected"]),
    )
    for action in actions
]


@pytest.mark.parametrize(("make", "model", "action"), ACTIONS)
def test_an_action_is_done_to_none_once_one_of_them_was_changed(
    editor: Client, fedor: Client, make: Maker, model: type[Model], action: str
) -> None:
    changed, other = make(), make()
    for thing in (changed, other):
        if isinstance(thing, Fact | Question):
            thing.move(State.PAUSED, at=NOW)
    stood = getattr(changed, "state", None)
    shown = shown_in(editor.get(list_address(model)))
    fields: dict[type[Model], str] = {Fact: "statement", Question: "prompt", Article: "title", Deck: "title"}
    save(fedor, address(changed), **{fields[model]: "Fedor was here."})
    data = {"action": action, "_selected_action": [changed.pk, other.pk], "_seen": shown, "post": "yes"}
    message = said(editor.post(list_address(model), data))
    assert "Nothing was done" in message
    assert address(changed) in message
    assert address(other) not in message
    assert model._default_manager.filter(pk__in=[changed.pk, other.pk]).count() == 2
    for thing in (changed, other):
        thing.refresh_from_db()
        assert getattr(thing, "state", None) == stood


@pytest.mark.parametrize("make", STATED)
def test_an_action_does_not_undo_another_editors_action(editor: Client, fedor: Client, make: Maker) -> None:
    thing = make()
    model = type(thing)
    shown = shown_in(editor.get(list_address(model)))
    act(fedor, model, "retire", thing)
    data = {"action": "publish", "_selected_action": thing.pk, "_seen": shown, "index": "0"}
    assert "Nothing was done" in said(editor.post(list_address(model), data))
    thing.refresh_from_db()
    assert thing.state == State.RETIRED


def test_an_action_is_not_done_to_a_fact_whose_citations_another_editor_changed(editor: Client, fedor: Client) -> None:
    fact = FactFactory(published=False)
    shown = shown_in(editor.get(list_address(Fact)))
    save(fedor, address(fact), citations__0__says="Fedor was here")
    data = {"action": "publish", "_selected_action": fact.pk, "_seen": shown, "index": "0"}
    assert "Nothing was done" in said(editor.post(list_address(Fact), data))


def test_the_list_sends_back_what_it_shows(editor: Client) -> None:
    fact = FactFactory()
    shown = shown_in(editor.get(list_address(Fact)))
    assert f'name="_seen" value="{shown[0]}"' in editor.get(list_address(Fact)).content.decode()
    assert shown[0].startswith(f"{fact.pk}-")


@pytest.mark.parametrize(("make", "theirs", "mine"), FORMS)
def test_what_another_editor_changed_is_not_deleted_before_that_was_seen(
    editor: Client, fedor: Client, make: Maker, theirs: str, mine: str
) -> None:
    thing = make()
    if isinstance(thing, Fact | Question):
        thing.move(State.DRAFT, at=NOW)
    shown = shown_in(editor.get(address(thing, "delete")))
    save(fedor, address(thing), **{theirs: "Fedor was here."})
    response = editor.post(address(thing, "delete"), {"post": "yes", "_seen": shown})
    assert "Nothing was done" in said(response)
    assert type(thing).objects.filter(pk=thing.pk).exists()


# What an editor sees


def test_links_above_the_buttons_open_beside_the_form(editor: Client) -> None:
    question = QuestionFactory(kind="typed")
    for thing in (question, question.fact, question.fact.deck, question.fact.citations.get().article):
        page = editor.get(address(thing)).content.decode()
        tools = page.partition('class="object-tools"')[2].partition("</ul>")[0]
        below = page.partition('class="module listing"')[2].partition('class="submit-row"')[0]
        links = (tools + below).count("<a")
        assert links
        assert (tools + below).count('target="_blank"') == links


@pytest.mark.parametrize("make", [ArticleFactory, FactFactory])
def test_the_page_of_a_form_and_of_an_older_version_say_what_they_are_made_from(editor: Client, make: Maker) -> None:
    thing = make()
    for page in (address(thing), f"{address(thing, 'history')}{thing.history.earliest().pk}/"):
        assert '<input type="hidden" name="version" value=' in editor.get(page).content.decode()


# Sent twice


@pytest.mark.parametrize(("make", "theirs", "mine"), FORMS)
@pytest.mark.parametrize("pressed", ["_continue", "_save"])
def test_a_save_that_was_pressed_twice_is_done_once_and_lands_on_what_was_saved(
    editor: Client, make: Maker, theirs: str, mine: str, pressed: str
) -> None:
    thing = make()
    data = {**filled(editor.get(address(thing))), theirs: "Edith was here.", mine: " 2025 ", pressed: "1"}
    first, second = (editor.post(address(thing), data) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert "done once" in said(second)
    assert LogEntry.objects.filter(object_id=thing.pk).count() == 1
    assert stored(editor, thing)[theirs] == "Edith was here."


@pytest.mark.parametrize("make", STATED)
def test_a_verb_that_was_pressed_twice_is_done_once(editor: Client, make: Maker) -> None:
    thing = make()
    data = {**filled(editor.get(address(thing))), "_verb": "retire"}
    assert [editor.post(address(thing), data).status_code for _ in range(2)] == [302, 302]
    thing.refresh_from_db()
    assert thing.state == State.RETIRED


def test_a_new_citation_that_was_saved_twice_is_there_once(editor: Client) -> None:
    fact = FactFactory()
    data = filled(editor.get(address(fact))) | {"citations-TOTAL_FORMS": 2, "citations-1-id": ""}
    data |= {"citations-1-fact": fact.pk, "citations-1-article": ArticleFactory().pk}
    data |= {"citations-1-says": "so it was", "citations-1-stance": "supports", "_continue": "1"}
    assert [editor.post(address(fact), data).status_code for _ in range(2)] == [302, 302]
    assert fact.citations.count() == 2


def test_a_new_thing_that_was_saved_twice_is_there_once(editor: Client) -> None:
    page = "/admin/library/deck/add/"
    data = filled(editor.get(page)) | {"title": "Tides", "slug": "tides", "_continue": "1"}
    first, second = (editor.post(page, data) for _ in range(2))
    assert first["Location"] == second["Location"] == address(Deck.objects.get())


def test_an_action_that_was_sent_twice_is_done_once(editor: Client) -> None:
    fact = FactFactory(published=False)
    data = {"action": "ready", "_selected_action": fact.pk, "index": "0"}
    data["_seen"] = shown_in(editor.get(list_address(Fact)))
    assert "Marked as ready for review:" in said(editor.post(list_address(Fact), data))
    assert "done once" in said(editor.post(list_address(Fact), data))


@pytest.mark.parametrize(("make", "theirs", "mine"), FORMS)
def test_what_is_sent_again_after_another_editors_change_is_not_taken_for_done(
    editor: Client, fedor: Client, make: Maker, theirs: str, mine: str
) -> None:
    thing = make()
    data = {**filled(editor.get(address(thing))), theirs: "Edith was here.", "_continue": "1"}
    editor.post(address(thing), data)
    save(fedor, address(thing), **{theirs: "Fedor was here."})
    assert editor.post(address(thing), data).status_code == 409
    assert stored(editor, thing)[theirs] == "Fedor was here."


# Deleted meanwhile


@pytest.mark.parametrize(("make", "theirs", "mine"), FORMS)
def test_what_was_typed_in_the_form_of_something_that_is_deleted_is_shown_to_be_copied(
    editor: Client, make: Maker, theirs: str, mine: str
) -> None:
    thing = make()
    page, opened = address(thing), filled(editor.get(address(thing)))
    Change.objects.all().delete()
    if isinstance(thing, Question):
        Question.objects.filter(pk=thing.pk).update(state=State.DRAFT, revision=None)
    thing.delete()
    response = send(editor, page, opened, **{theirs: "Edith’s own words."})
    assert response.status_code == 409
    shown = response.content.decode()
    assert f"This {type(thing)._meta.verbose_name} was deleted after you opened it" in shown
    assert "Edith’s own words." in shown
    assert opened["version"] not in shown
    assert not type(thing).objects.filter(pk=thing.pk).exists()
