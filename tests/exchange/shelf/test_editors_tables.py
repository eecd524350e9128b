"""An editor's table: the library goes out, comes back unchanged, and what was edited in it is written as drafts."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from studyapp.accounts.models import User
from studyapp.demo.factories import ArticleFactory, CitationFactory, FactFactory
from studyapp.exchange.models import Import, ImportRow, State
from studyapp.library.models import Act, Article, Citation, Deck, Fact, Question
from tests.exchange.arriving.bringing import IN_ADMIN, newest, press, understood, work
from tests.library.admin.pages import act
from tests.shelf import Shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def gazette(db: None) -> Article:
    article: Article = ArticleFactory(slug="gazette", paragraphs=9)
    return article


def sent(browser: Client, table: str | bytes, deck: Deck, name: str = "Library.csv") -> str:
    return understood(browser, table, name, to=IN_ADMIN, into=deck.pk)


def applied(browser: Client, url: str) -> str:
    press(browser, url, "apply")
    work()
    return browser.get(url).text


def states(editor: User) -> list[str]:
    assert newest(editor).state == State.READ, newest(editor).said
    rows = ImportRow.objects.filter(arrival=newest(editor)).order_by("position")
    return [f"{row.state} {row.field}: {row.told}" if row.told else row.state for row in rows]


TABLE = """Kind,ID,Fact,Statement,As of,valid_from,Article,Paragraph,Says,Values,Question,Answer,Also right,Wrong
fact,tide-times,,Tides come twice a day.,June 2024,12 November 2013,,,,,,,,
citation,,tide-times,,,,gazette,3,Twice a day,"number = 2
date first tide = 12 November 2013",,,,
Typed answer,,tide-times,,,,,,,,How often do tides come a day?,Twice,"Two times
2 times",Once

True or false,,,,,,,,,,Ebb is the falling tide.,yes,,
"""


def test_a_fact_comes_with_its_citation_and_its_questions(
    client: Client, edith: User, deck: Deck, gazette: Article
) -> None:
    url = sent(client, TABLE, deck)
    assert states(edith) == ["new"] * 4
    assert not Fact.objects.exists()
    applied(client, url)
    fact = Fact.objects.get()
    assert (fact.slug, fact.state, fact.as_of, fact.valid_from) == ("tide-times", "draft", "2024-06", "2013-11-12")
    citation = fact.citations.get()
    assert (citation.article, citation.paragraph, citation.stance) == (gazette, 3, "supports")
    assert [(value.type, value.name, value.value) for value in citation.given] == [
        ("number", "", "2"),
        ("date", "first tide", "2013-11-12"),
    ]
    typed, true = fact.questions.order_by("position").select_related("revision")
    assert (typed.state, typed.asked.spec["aliases"]) == ("draft", ["Two times", "2 times"])
    assert typed.asked.editor_id == edith.pk
    assert true.asked.spec["answer"] is True
    assert Act.objects.filter(cause__contains="Library.csv").exists()
    sent(client, TABLE, deck)
    assert states(edith) == ["unchanged"] * 4
    applied(client, sent(client, TABLE.replace("Twice a day", "Every 12 hours"), deck))
    assert fact.citations.get().says == "Every 12 hours"


def test_a_question_without_a_fact_makes_one(client: Client, edith: User, deck: Deck) -> None:
    table = "Kind,Question,Answer\nFlashcard,Ebb,falling\n"
    applied(client, sent(client, table, deck))
    assert Fact.objects.get().statement == "Ebb – falling"
    sent(client, table, deck)
    assert states(edith) == ["unchanged"]


@pytest.mark.parametrize("action", ["as_csv", "as_xlsx"])
def test_what_a_list_shows_comes_back_unchanged(client: Client, edith: User, shelf: Shelf, action: str) -> None:
    facts = list(Fact.objects.all())
    file = act(client, Fact, action, *facts)
    ending = action.removeprefix("as_")
    assert file["Content-Disposition"].endswith(f'.{ending}"')
    sent(client, file.content, shelf.harbour, f"facts.{ending}")
    total = len(facts) + Citation.objects.count() + Question.objects.count()
    assert states(edith) == ["unchanged"] * total
    questions = act(client, Question, action, *Question.objects.all())
    sent(client, questions.content, shelf.harbour, f"questions.{ending}")
    assert states(edith) == ["unchanged"] * Question.objects.count()


def test_an_edited_row_of_something_live_is_shown_and_waits_for_review(
    client: Client, edith: User, shelf: Shelf
) -> None:
    typed = shelf.typed
    table = act(client, Question, "as_csv", typed).content.decode()
    prompt, slug, number = typed.asked.prompt, typed.slug, typed.asked.number
    url = sent(client, table.replace(prompt, "Who guards the harbour?"), shelf.harbour)
    page = client.get(f"{url}?show=changed").text
    assert f"<del>{prompt}</del>" in page
    assert "<ins>Who guards the harbour?</ins>" in page
    assert "It waits until someone publishes it again." in page
    typed.refresh_from_db()
    assert typed.asked.prompt == prompt
    applied(client, url)
    changed = Question.objects.get(slug=slug)
    assert (changed.state, changed.asked.prompt, changed.asked.number) == (
        "ready",
        "Who guards the harbour?",
        number + 1,
    )
    assert Question.objects.filter(state="published").count() == len(shelf.questions) - 1


def test_columns_that_a_table_lacks_stay_as_they_are(client: Client, edith: User, shelf: Shelf) -> None:
    tide = shelf.tide
    before = tide.as_of, tide.can_change
    applied(client, sent(client, f"Kind,ID,Statement\nfact,{tide.slug},Said otherwise.\n", shelf.harbour))
    tide.refresh_from_db()
    assert (tide.statement, tide.as_of, tide.can_change) == ("Said otherwise.", *before)
    assert tide.state == "ready"


def test_each_fault_has_its_row_and_a_remedy_and_the_others_come(
    client: Client, edith: User, deck: Deck, gazette: Article
) -> None:
    other = FactFactory(slug="elsewhere")
    CitationFactory(fact=other, article=gazette)
    table = (
        "Kind,ID,Fact,Statement,As of,Article,Paragraph,Says,Values,Question,Answer\n"
        "fact,a,,One.,yesterday,,,,,,\n"
        "fact,b,,Two.,2024,,,,,,\n"
        "fact,b,,Two again.,2024,,,,,,\n"
        "citation,,nowhere,,,gazette,1,So,,,\n"
        "citation,,b,,,nothing,1,So,,,\n"
        "citation,,b,,,gazette,99,So,,,\n"
        "citation,,b,,,gazette,1,So,eleven,,\n"
        "limerick,,b,,,,,,,Ebb,falling\n"
        "Number,,b,,,,,,,How many?,eleventy\n"
        "citation,,b,,,gazette,99999999999999999999,So,,,\n"
        "fact,,,,2024,,,,,,\n"
        "Flashcard,,,,,,,,,Ebb,falling\n"
    )
    url = sent(client, table, deck)
    found = states(edith)
    for state, told in zip(
        found,
        [
            "refused As of:",
            "new",
            "refused ID: A row above says the same",
            "refused Fact: There is no fact “nowhere”",
            "refused Article: There is no article “nothing”",
            "refused Paragraph:",
            "refused Values: “eleven” is no value",
            "refused Kind: There is no kind of question “limerick”",
            "refused Answer:",
            "refused Paragraph:",
            "refused Statement:",
            "refused Fact: The fact above was refused",
        ],
        strict=True,
    ):
        assert state.startswith(told), (state, told)
    applied(client, url)
    assert Fact.objects.get(slug="b").statement == "Two."
    assert not Question.objects.exists()


def test_a_library_that_changed_meanwhile_is_looked_at_once_more(client: Client, edith: User, shelf: Shelf) -> None:
    tide = shelf.tide
    url = sent(client, f"Kind,ID,Statement\nfact,new-one,New.\nfact,{tide.slug},Said otherwise.\n", shelf.harbour)
    Fact.objects.filter(pk=tide.pk).update(statement="Somebody else said this.")
    assert "The library has changed since this file was read." in applied(client, url)
    assert not Fact.objects.filter(slug="new-one").exists()


def test_who_may_only_add_changes_nothing(client: Client, edith: User, shelf: Shelf) -> None:
    edith.groups.clear()
    edith.user_permissions.set(Permission.objects.filter(codename__in=["add_fact", "add_question"]))
    sent(client, f"Kind,ID,Statement\nfact,{shelf.tide.slug},Said otherwise.\nfact,b,New.\n", shelf.harbour)
    assert [one.partition(":")[0] for one in states(edith)] == ["refused Kind", "new"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_template_is_taken_as_it_is(client: Client, edith: User, deck: Deck, gazette: Article, ending: str) -> None:
    file = client.get(f"/admin/library/fact/template.{ending}")
    url = sent(client, file.content, deck, f"library.{ending}")
    assert set(states(edith)) == {"new"}
    applied(client, url)
    assert Question.objects.count() == 10
    assert Citation.objects.get().article == gazette


def test_a_table_that_is_too_long_is_said(client: Client, edith: User, deck: Deck) -> None:
    rows = "".join(f"fact,f{n},Fact {n}.\n" for n in range(501))
    page = client.get(sent(client, f"Kind,ID,Statement\n{rows}", deck)).text
    assert "A table for the library may have 500 rows." in page
    assert Import.objects.get().state == State.FAILED
