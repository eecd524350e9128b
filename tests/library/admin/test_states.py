"""The verbs of editors, who may do which, and what an edit of what is published comes to."""

from importlib import import_module

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.contrib.auth.models import Group, Permission
from django.db.migrations.loader import MigrationLoader
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import NOW, ArticleFactory, EditorFactory, FactFactory, QuestionFactory
from studyapp.library.models import Article, Fact, Question, Standing, State
from tests.library.admin.pages import act, address, bring_back, checked, listed, said, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client: Client) -> Client:
    """Vera, who may change everything and publish nothing."""
    vera = EditorFactory(email="vera@example.org", is_superuser=False)
    verbs = [f"{verb}_{model}" for verb in ("view", "change", "delete") for model in ("article", "fact", "question")]
    vera.user_permissions.set(Permission.objects.filter(codename__in=[*verbs, "view_citation", "change_citation"]))
    client.force_login(vera)
    return client


def offered(client: Client, thing: Article | Fact | Question) -> set[str]:
    return {verb for verb, _ in client.get(address(thing)).context["verbs"]}


def test_a_draft_waits_for_review_and_is_published(editor: Client, edith: User) -> None:
    article = ArticleFactory(state=State.DRAFT)
    assert "Marked as ready for review" in said(save(editor, address(article), _verb="ready"))
    assert Standing.objects.of(article).ready_by == edith
    act(editor, Article, "publish", article)
    article.refresh_from_db()
    assert article.state == State.PUBLISHED
    page = editor.get(address(article, "plan")).content.decode()
    assert "Published" in page
    assert "edith@example.org" in page


def test_what_is_published_is_not_marked_as_ready(editor: Client) -> None:
    fact = FactFactory()
    assert "only a draft waits for review" in said(act(editor, Fact, "ready", fact))
    fact.refresh_from_db()
    assert fact.state == State.PUBLISHED


def test_whoever_may_not_publish_marks_as_ready_and_takes_that_back(author: Client) -> None:
    fact = FactFactory(published=False)
    assert offered(author, fact) == {"ready"}
    save(author, address(fact), _verb="ready")
    assert offered(author, fact) == {"unpublish"}
    for verb in ("publish", "publish_with_questions", "retire"):
        assert save(author, address(fact), _verb=verb).status_code == 403
        act(author, Fact, verb, fact)
    fact.refresh_from_db()
    assert fact.state == State.READY
    save(author, address(fact), _verb="unpublish")
    fact.refresh_from_db()
    assert fact.state == State.DRAFT


def test_whoever_may_not_publish_takes_nothing_from_readers(author: Client) -> None:
    fact = FactFactory()
    assert "takes the permission to publish" in said(act(author, Fact, "unpublish", fact))
    assert act(author, Fact, "delete_selected", fact, post="yes").status_code == 403
    fact.refresh_from_db()
    assert fact.state == State.PUBLISHED


def test_what_they_change_of_what_is_published_waits_for_review(author: Client) -> None:
    question = QuestionFactory(kind="typed", fact=FactFactory())
    assert "Once you save a change to it, it waits for review" in author.get(address(question)).content.decode()
    save(author, address(question))
    question.refresh_from_db()
    assert question.state == State.PUBLISHED
    assert "waits for review" in said(save(author, address(question), prompt="Which tides come at half moon?"))
    question.refresh_from_db()
    assert question.state == State.READY
    fact = question.fact
    save(author, address(fact), citations__0__says="it says so again")
    fact.refresh_from_db()
    assert fact.state == State.READY


def test_with_four_eyes_so_does_what_a_publisher_changes(editor: Client, settings: LazySettings) -> None:
    settings.EDITORS_FOUR_EYES = True
    fact = FactFactory()
    save(editor, address(fact), statement="The tide was high.")
    fact.refresh_from_db()
    assert fact.state == State.READY
    assert "edith@example.org edited it last" in listed(act(editor, Fact, "publish", fact)).content.decode()
    settings.EDITORS_FOUR_EYES = False
    assert "Published: " in said(checked(act(editor, Fact, "publish", fact)))


def test_its_questions_are_retired_once_somebody_else_publishes_that_it_is_over(
    author: Client, settings: LazySettings
) -> None:
    settings.EDITORS_FOUR_EYES = True
    fact = FactFactory()
    question = QuestionFactory(fact=fact)
    save(author, address(fact), fate_unknown="on")
    question.refresh_from_db()
    fact.refresh_from_db()
    assert (fact.state, question.state) == (State.READY, State.PUBLISHED)
    fact.publish(at=NOW, editor=EditorFactory())
    question.refresh_from_db()
    assert (fact.state, question.state) == (State.PUBLISHED, State.RETIRED)


def test_an_older_version_brought_back_is_an_edit(editor: Client, edith: User) -> None:
    article = ArticleFactory()
    page = f"{address(article, 'history')}{article.history.earliest().pk}/"
    form = editor.get(page).context["adminform"].form
    bring_back(editor, page, **{field.name: field.value() or "" for field in form if field.name != "version"})
    assert Standing.objects.of(article).edited_by == edith


def test_a_save_that_changes_nothing_is_no_edit(editor: Client, edith: User) -> None:
    fact = FactFactory(published=False)
    question = QuestionFactory(fact=fact, published=False)
    for thing in (fact, question):
        save(editor, address(thing), _verb="ready")
        assert Standing.objects.of(thing).edited_by is None
    save(editor, address(question), prompt="Which is it, then?")
    assert Standing.objects.of(question).edited_by == edith


def test_an_article_that_is_published_says_at_once_that_it_was_retracted(
    author: Client, settings: LazySettings
) -> None:
    settings.EDITORS_FOUR_EYES = True
    article = ArticleFactory()
    save(author, address(article), status="retracted")
    article.refresh_from_db()
    assert (article.state, article.status) == (State.PUBLISHED, "retracted")


def test_a_question_of_a_fact_that_was_edited_needs_no_other_eyes(
    editor: Client, edith: User, settings: LazySettings
) -> None:
    """It is only told again what its fact's sources say."""
    fact = FactFactory()
    question = QuestionFactory(fact=fact)
    Standing.objects.edited(question, at=NOW, editor=edith)
    settings.EDITORS_FOUR_EYES = True
    fact.move(State.READY, at=NOW)
    checked(act(editor, Fact, "publish", fact))
    question.refresh_from_db()
    assert question.is_live


def test_whoever_could_publish_before_there_was_a_permission_still_can() -> None:
    vera, anton = (EditorFactory(is_superuser=False) for _ in range(2))
    vera.user_permissions.set(Permission.objects.filter(codename__in=["change_fact", "view_question"]))
    group = Group.objects.create(name="Everybody at the desk")
    group.permissions.set(Permission.objects.filter(codename="change_question"))
    anton.groups.add(group)
    names = [name for _, name in MigrationLoader(None).disk_migrations if name.endswith("publishing_as_before")]
    import_module(f"studyapp.library.migrations.{names[0]}").allow(apps, None)
    allowed = {
        user: {verb for verb in ("fact", "question", "article") if user.has_perm(f"library.publish_{verb}")}
        for user in User.objects.filter(pk__in=[vera.pk, anton.pk])
    }
    assert allowed == {vera: {"fact"}, anton: {"question"}}
