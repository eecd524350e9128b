"""The desk: a text cut into paragraphs, and what is written beside it piece by piece, with htmx or without."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.demo.factories import ArticleFactory, DeckFactory, EditorFactory, FactFactory, QuestionFactory
from studyapp.library.models import Article, ArticleText, Deck, Dismissal, Fact, Question, State
from studyapp.library.suggesting import suggest
from tests.library.admin.pages import address, said, save
from tests.people import group

pytestmark = pytest.mark.django_db

TEXT = "Fourteen pilots guide ships.\n\nThe weir was shut on 3 March 1932 by 85 workers.\n\nNobody knows why."
HTMX: dict[str, Any] = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def weir() -> Article:
    article = ArticleFactory(
        title="The weir", publisher="Harbour Gazette", published_on=date(2025, 3, 12), paragraphs=3
    )
    ArticleText.objects.create(article=article, text=TEXT)
    return article


@pytest.fixture
def deck() -> Deck:
    return DeckFactory(title="Rivers")


def at(article: Article, page: str = "", *keys: int, **query: object) -> str:
    said = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{reverse(f'admin:desk_{page}' if page else 'admin:desk', args=[article.pk, *keys])}?{said}"


def fields(page: Any, form: str) -> dict[str, str]:
    """What a browser would send back of the form with this in its tag, if nobody touched it."""
    found = re.search(rf"<form[^>]*{form}.*?</form>", page.text, re.DOTALL)
    assert found, page.text
    sent: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", found[0]):
        name, value = (re.search(rf' {part}="([^"]*)"', tag) for part in ("name", "value"))
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            sent[name[1]] = unescape(value[1]) if value else "on" if "checkbox" in tag else ""
    for name, body in re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>(.*?)</textarea>', found[0], re.DOTALL):
        sent[name] = unescape(body.strip())
    for name, body in re.findall(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', found[0], re.DOTALL):
        chosen = re.search(r'value="([^"]*)"[^>]* selected', body)
        sent[name] = chosen[1] if chosen else ""
    return sent


def written(
    editor: Client, article: Article, deck: Deck, statement: str = "The weir was shut on 3 March 1932."
) -> Fact:
    form = fields(editor.get(at(article, paragraph=2)), 'id="fact-form"')
    sent = form | {"statement": statement, "deck": deck.pk, "citations-0-says": "shut on that day"}
    assert editor.post(at(article, "fact", paragraph=2), sent).status_code == 302
    return Fact.objects.get(statement=statement)


def test_a_pasted_text_makes_an_article_with_its_address_and_paragraphs(editor: Client) -> None:
    told = {"url": "https://example.org/weir", "title": "The weir", "language": "en", "published_on": "2025-03-12"}
    response = editor.post(reverse("admin:desk_new"), told | {"text": f"The weir\n\n{TEXT}"})
    article = Article.objects.get()
    assert response["Location"] == at(article).rstrip("?")
    assert (article.slug, article.url, article.paragraphs) == ("the-weir", told["url"], 3)
    page = editor.get(response["Location"])
    assert "Nobody knows why." in page.text
    assert "3 of 3 wait for a fact" in page.text
    assert LogEntry.objects.get().object_id == str(article.pk)


@pytest.mark.parametrize("text", ["", "The weir", "x" * 60_001, "NUL\0"])
def test_a_text_without_a_paragraph_or_too_long_is_refused_in_words(editor: Client, text: str) -> None:
    told = {"title": "The weir", "language": "en", "text": text}
    assert "errorlist" in editor.post(reverse("admin:desk_new"), told).text
    assert not Article.objects.exists()


def test_what_cites_by_other_numbers_is_not_left_behind_by_a_new_text(
    editor: Client, weir: Article, deck: Deck
) -> None:
    written(editor, weir, deck)
    page = at(weir, "text")
    assert "By this text it has 2 paragraphs" in save(editor, page, text="One.\n\nTwo.").text
    assert ArticleText.objects.get().text == TEXT
    assert save(editor, page, text=TEXT.replace("Nobody", "No one")).status_code == 302
    assert "No one" in editor.get(at(weir)).text


def test_a_text_can_be_deleted_and_what_was_written_from_it_stays(editor: Client, weir: Article, deck: Deck) -> None:
    fact = written(editor, weir, deck)
    form = fields(editor.get(at(weir, "text")), 'id="article_form"')
    assert "deleted" in said(editor.post(at(weir, "text"), form | {"_delete_text": "1"}))
    assert not ArticleText.objects.exists()
    page = editor.get(at(weir))
    assert "Nobody has pasted its text yet" in page.text
    assert "1 fact" in page.text
    assert fact.citations.get().paragraph == 2


def test_two_editors_at_one_text_undo_nothing(editor: Client, weir: Article) -> None:
    opened = fields(editor.get(at(weir, "text")), 'id="article_form"')
    save(editor, at(weir, "text"), text=f"{TEXT}\n\nFedor was here.")
    response = editor.post(at(weir, "text"), opened | {"text": "Edith was here."})
    assert response.status_code == 409
    assert "Fedor was here." in ArticleText.objects.get().text


def test_each_paragraph_says_its_state_and_needing_none_is_said_and_taken_back(
    editor: Client, weir: Article, deck: Deck
) -> None:
    written(editor, weir, deck)
    for none, shown, kept in (("1", "needs none", "3"), ("1", "needs none", "3"), ("0", "waits for a fact", "")):
        response = editor.post(at(weir, "none", paragraph=3), {"none": none}, follow=True)
        weir.refresh_from_db()
        assert weir.no_facts_in == kept
        assert shown in response.text.split('id="paragraph-3"')[1].split("</li>")[0]
    assert "1 fact" in response.text.split('id="paragraph-2"')[1].split("</li>")[0]
    assert LogEntry.objects.filter(change_message__contains="Paragraph 3").count() == 2


def test_a_paragraph_that_is_cited_is_not_said_to_need_none(editor: Client, weir: Article, deck: Deck) -> None:
    written(editor, weir, deck)
    assert "cited by a fact" in said(editor.post(at(weir, "none", paragraph=2), {"none": "1"}))
    weir.refresh_from_db()
    assert weir.no_facts_in == ""


@pytest.mark.parametrize("number", ["", "0", "4", "x", "99999999999999999999"])
def test_a_paragraph_that_is_not_there_is_refused(editor: Client, weir: Article, number: str) -> None:
    assert editor.post(at(weir, "none", paragraph=number), {"none": "1"}).status_code == 400
    assert editor.get(at(weir, paragraph=number)).status_code == 200


def test_a_fact_starts_with_article_paragraph_date_and_deck_filled_in(
    editor: Client, weir: Article, deck: Deck
) -> None:
    first = fields(editor.get(at(weir, paragraph=2)), 'id="fact-form"')
    assert (first["as_of"], first["deck"], first["citations-0-paragraph"]) == ("2025-03-12", str(deck.pk), "2")
    DeckFactory()
    fact = written(editor, weir, deck)
    assert (fact.slug, fact.state, fact.citations.get().article) == (
        "the-weir-was-shut-on-3-march-1932",
        State.DRAFT,
        weir,
    )
    Fact.objects.filter(pk=fact.pk).update(as_of="2025-02", can_change=False)
    next_one = fields(editor.get(at(weir, paragraph=3)), 'id="fact-form"')
    assert (next_one["as_of"], next_one["deck"], "can_change" in next_one) == ("2025-02", str(deck.pk), False)


def test_a_deck_is_remembered_from_another_article_by_who_chose_it(editor: Client, weir: Article, deck: Deck) -> None:
    written(editor, weir, deck)
    DeckFactory()
    other = ArticleFactory(paragraphs=1)
    assert fields(editor.get(at(other, paragraph=1)), 'id="fact-form"')["deck"] == str(deck.pk)
    fedor = Client()
    fedor.force_login(EditorFactory())
    assert fields(fedor.get(at(other, paragraph=1)), 'id="fact-form"')["deck"] == ""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"citations-0-says": ""}, "This field is required"),
        ({"statement": ""}, "This field is required"),
        ({"citations-0-paragraph": "9"}, "has no paragraph 9"),
        ({"as_of": "2999"}, "still to come"),
        ({"deck": "999"}, "Select a valid choice"),
    ],
)
@pytest.mark.parametrize("how", [{}, HTMX], ids=["page", "piece"])
def test_a_fact_that_will_not_do_is_refused_where_it_was_written(
    editor: Client, weir: Article, deck: Deck, change: dict[str, str], told: str, how: dict[str, Any]
) -> None:
    form = fields(editor.get(at(weir, paragraph=2)), 'id="fact-form"')
    sent = form | {"statement": "The weir is shut.", "deck": str(deck.pk), "citations-0-says": "so it says"} | change
    response = editor.post(at(weir, "fact", paragraph=2), sent, **how)
    assert response.status_code == 422
    assert told in response.text
    assert ("<html" in response.text) is (how == {})
    assert not Fact.objects.exists()


def test_a_fact_sent_twice_is_there_once(editor: Client, weir: Article, deck: Deck) -> None:
    form = fields(editor.get(at(weir, paragraph=2)), 'id="fact-form"')
    sent = form | {"statement": "The weir is shut.", "deck": str(deck.pk), "citations-0-says": "so it says"}
    for _ in range(2):
        editor.post(at(weir, "fact", paragraph=2), sent)
    assert Fact.objects.count() == 1


def test_a_fact_that_another_editor_changed_is_not_overwritten(editor: Client, weir: Article, deck: Deck) -> None:
    fact = written(editor, weir, deck)
    opened = fields(editor.get(at(weir, "fact", fact.pk, paragraph=2)), 'id="fact-form"')
    save(editor, address(fact), statement="Fedor was here.")
    response = editor.post(at(weir, "fact", fact.pk, paragraph=2), opened | {"statement": "Edith was here."}, **HTMX)
    assert response.status_code == 409
    assert "Fedor was here." in response.text
    assert "Edith was here." in response.text
    fact.refresh_from_db()
    assert fact.statement == "Fedor was here."
    again = fields(response, 'id="fact-form"')
    assert editor.post(at(weir, "fact", fact.pk, paragraph=2), again).status_code == 302
    fact.refresh_from_db()
    assert fact.statement == "Edith was here."
    assert fact.citations.get().says == "shut on that day"


def test_a_fact_of_the_library_is_shown_where_the_paragraph_bears_on_it_and_can_cite_it(
    editor: Client, weir: Article, deck: Deck
) -> None:
    written(editor, weir, deck)
    other = FactFactory(deck=deck, statement="In March 1932 the weir was shut by 80 workers.", as_of="1932")
    assert "May supersede" in editor.get(at(weir, paragraph=2)).text
    page = at(weir, "fact", other.pk, paragraph=2, stance="differs")
    form = fields(editor.get(page), 'id="fact-form"')
    asked = editor.post(page, form | {"citations-0-says": "85 workers"}, **HTMX)
    assert asked.text.lstrip().startswith("<form")
    assert "becomes disputed" in asked.text
    assert other.citations.count() == 1
    agreed = {"_agreed": re.findall(r'name="_agreed" value="(\w+)"', asked.text)[0]}
    assert editor.post(page, fields(asked, 'class="piece"') | agreed).status_code == 302
    added = other.citations.get(article=weir)
    assert (added.stance, added.paragraph, other.citations.count()) == ("differs", 2, 2)


@pytest.fixture
def older(deck: Deck) -> Fact:
    """What the second paragraph may supersede, with a question that is asked."""
    fact = FactFactory(deck=deck, statement="In March 1932 the weir was shut by 80 workers.", as_of="1932")
    QuestionFactory(fact=fact, kind="typed", prompt="How many shut the weir?")
    return fact


@pytest.mark.parametrize("how", [{}, HTMX], ids=["page", "piece"])
def test_a_new_fact_supersedes_an_older_one_once_it_was_seen_what_that_does_and_it_is_taken_back_alike(
    editor: Client, weir: Article, deck: Deck, older: Fact, how: dict[str, Any]
) -> None:
    newer = written(editor, weir, deck)
    page = at(weir, "successor", older.pk, paragraph=2, by=newer.pk)
    assert page in unescape(editor.get(at(weir, paragraph=2, fact=newer.pk)).text)
    form = fields(editor.get(page), 'id="successor-form"')
    assert form["superseded_by"] == str(newer.pk)
    older.refresh_from_db()
    assert older.superseded_by is None
    asked = editor.post(page, form | {"valid_to": "1932-03"}, **how)
    assert "How many shut the weir?" in asked.text
    assert "is retired" in asked.text
    assert older.questions.live().count() == 1
    agreed = {"_agreed": re.findall(r'name="_agreed" value="(\w+)"', asked.text)[0]}
    kept = editor.post(page, fields(asked, 'class="piece"') | agreed, follow=True, **how)
    older.refresh_from_db()
    assert (older.superseded_by, older.valid_to, older.questions.live().count()) == (newer, "1932-03", 0)
    assert "take it back" in kept.text.split("What it supersedes")[1]
    again = fields(editor.get(page), 'id="successor-form"')
    assert "stay so" in editor.post(page, again | {"superseded_by": "", "valid_to": ""}, follow=True, **how).text
    older.refresh_from_db()
    assert (older.superseded_by, older.valid_to) == (None, "")


@pytest.mark.parametrize(
    ("stored", "change", "told"),
    [
        ({}, {"superseded_by": "999"}, "Select a valid choice"),
        ({"valid_from": "1933"}, {"valid_to": "1932"}, "cannot cease to hold before"),
        ({"fate_unknown": True}, {}, "untick “no longer known”"),
        ({"as_of": "", "valid_to": "1932"}, {"superseded_by": "", "valid_to": ""}, "needs a date"),
    ],
)
def test_what_cannot_have_come_after_is_refused_in_place(
    editor: Client, weir: Article, deck: Deck, older: Fact, stored: dict[str, Any], change: dict[str, str], told: str
) -> None:
    newer = written(editor, weir, deck)
    Fact.objects.filter(pk=older.pk).update(**stored)
    page = at(weir, "successor", older.pk, paragraph=2, by=newer.pk)
    response = editor.post(page, fields(editor.get(page), 'id="successor-form"') | change, **HTMX)
    assert response.status_code == 422
    assert told in response.text
    older.refresh_from_db()
    assert older.superseded_by is None


def composed(editor: Client, article: Article, fact: Fact) -> dict[str, str]:
    return fields(editor.get(at(article, paragraph=2, fact=fact.pk)), 'id="piece-p')


@pytest.mark.parametrize("how", [{}, HTMX], ids=["page", "piece"])
def test_a_composed_question_is_edited_saved_and_previewed_in_place(
    editor: Client, weir: Article, deck: Deck, how: dict[str, Any]
) -> None:
    fact = written(editor, weir, deck)
    form = composed(editor, weir, fact) | {"prompt": "In 1932 the weir was shut on [blank].", "_preview": "1"}
    address = at(weir, "new_question", fact.pk, paragraph=2, kind="cloze")
    response = editor.post(address, form, follow=True, **how)
    question = fact.questions.get()
    assert (question.state, question.revision.prompt) == (State.DRAFT, "In 1932 the weir was shut on [blank].")
    assert "previewed" in response.text
    assert "Publish the fact with 1 question" in " ".join(response.text.split())
    assert ("<html" in response.text) is (how == {})
    assert "cloze" not in {proposal.kind for proposal in suggest([fact]).proposals}


def test_one_that_was_given_another_answer_is_not_proposed_as_it_was(editor: Client, weir: Article, deck: Deck) -> None:
    fact = written(editor, weir, deck)
    form = composed(editor, weir, fact) | {"prompt": "In March 1932 the weir was [blank].", "spec-blanks": "shut"}
    editor.post(at(weir, "new_question", fact.pk, kind="cloze"), form)
    assert fact.questions.count() == 1
    assert "cloze" not in {proposal.kind for proposal in suggest([fact]).proposals}


def test_a_question_of_a_chosen_kind_is_written_beside_its_fact(editor: Client, weir: Article, deck: Deck) -> None:
    fact = written(editor, weir, deck)
    address = at(weir, "new_question", fact.pk, kind="typed")
    form = fields(editor.get(address, **HTMX), 'id="piece-new"')
    sent = form | {"prompt": "What was shut in 1932?", "spec-answer": "The weir", "_continue": "1"}
    response = editor.post(address, sent, follow=True, **HTMX)
    assert fact.questions.get().slug == f"{fact.slug}-typed"
    assert "New question" in response.text, "and a next one follows"
    editor.post(address, sent)
    assert fact.questions.count() == 1


def test_one_that_will_not_do_is_refused_in_place(editor: Client, weir: Article, deck: Deck) -> None:
    fact = written(editor, weir, deck)
    address = at(weir, "new_question", fact.pk, kind="typed")
    sent = {"prompt": "What was shut?", "token": "new"}
    response = editor.post(address, sent, **HTMX)
    assert response.status_code == 422
    assert "What was shut?" in response.text
    assert 'id="piece-new"' in response.text
    assert editor.get(at(weir, "new_question", fact.pk, kind="nonsense")).status_code == 404
    assert not Question.objects.exists()


def test_a_draft_that_another_editor_changed_is_not_overwritten(editor: Client, weir: Article, deck: Deck) -> None:
    fact = written(editor, weir, deck)
    question = QuestionFactory(fact=fact, kind="typed")
    opened = fields(editor.get(at(weir, fact=fact.pk)), f'id="piece-q{question.pk}"')
    save(editor, address(question), prompt="What did Fedor shut?")
    response = editor.post(at(weir, "question", question.pk), opened | {"explanation": "So it was."}, **HTMX)
    assert response.status_code == 409
    assert "What did Fedor shut?" in response.text
    question.refresh_from_db()
    assert question.revision.explanation == ""


def test_dismissed_is_dismissed_for_good_and_can_be_taken_back(editor: Client, weir: Article, deck: Deck) -> None:
    fact = written(editor, weir, deck)
    form = composed(editor, weir, fact)
    assert "Take that back" in editor.post(at(weir, "dismiss", fact.pk), form, **HTMX).text
    assert form["proposed"] not in {
        proposal.expected for proposal in suggest([fact]).proposals if proposal.kind == "cloze"
    }
    assert "Dismissed a composed question" in str(LogEntry.objects.first())
    editor.post(at(weir, "dismiss", fact.pk), form | {"back": "1"})
    assert not Dismissal.objects.exists()
    assert "not proposed again" in said(editor.post(at(weir, "dismiss", fact.pk), form))


@pytest.mark.parametrize("change", [{"kind": "nonsense"}, {"proposed": ""}, {"proposed": "\0"}])
def test_nothing_else_is_dismissed(editor: Client, weir: Article, deck: Deck, change: dict[str, str]) -> None:
    fact = written(editor, weir, deck)
    sent = {"kind": "cloze", "proposed": "3 march"} | change
    assert editor.post(at(weir, "dismiss", fact.pk), sent).status_code == 400
    assert editor.post(at(weir, "dismiss", fact.pk + 1), sent).status_code == 400


def listed(editor: Client, article: Article, fact: Fact) -> dict[str, Any]:
    """What the button that publishes sends."""
    page = editor.get(at(article, fact=fact.pk)).text
    form = page.split('id="publish"')[1].split("</form>")[0]
    return {name: re.findall(rf'name="{name}" value="([^"]*)"', form) for name in ("_seen", "question")}


def test_one_press_publishes_the_fact_with_the_questions_that_are_listed_and_no_other(
    editor: Client, weir: Article, deck: Deck
) -> None:
    fact = written(editor, weir, deck)
    shown, retired = (QuestionFactory(fact=fact, kind="typed", prompt=prompt) for prompt in ("Which?", "What?"))
    retired.move(State.RETIRED, at=retired.revision.created_at)
    sent = listed(editor, weir, fact)
    later = QuestionFactory(fact=fact, kind="typed", prompt="And since?")
    editor.post(at(weir, "publish", fact.pk), sent)
    fact.refresh_from_db()
    states = dict(fact.questions.values_list("pk", "state"))
    assert (fact.state, states[shown.pk]) == (State.PUBLISHED, State.PUBLISHED)
    assert (states[retired.pk], states[later.pk]) == (State.RETIRED, State.DRAFT)


def test_what_has_changed_since_it_was_listed_is_not_published(editor: Client, weir: Article, deck: Deck) -> None:
    fact = written(editor, weir, deck)
    question = QuestionFactory(fact=fact, kind="typed")
    sent = listed(editor, weir, fact)
    save(editor, address(question), prompt="What did Fedor shut?")
    assert "Nothing was done" in said(editor.post(at(weir, "publish", fact.pk), sent))
    assert not Fact.objects.live().exists()


def test_one_question_is_published_from_its_form_once_its_warnings_were_seen(
    editor: Client, weir: Article, deck: Deck
) -> None:
    fact = written(editor, weir, deck)
    editor.post(at(weir, "publish", fact.pk), listed(editor, weir, fact))
    address = at(weir, "new_question", fact.pk, kind="typed")
    sent = {"prompt": "Which weir was shut?", "spec-answer": "Rivers", "token": "new", "_verb": "publish"}
    response = editor.post(address, sent, follow=True, **HTMX)
    question = fact.questions.get()
    assert question.state == State.DRAFT
    assert "look at the warnings first" in response.text
    again = fields(response, f'id="piece-q{question.pk}"') | {"_verb": "publish", "warned": str(question.warnings()[0])}
    assert "Published: " in editor.post(at(weir, "question", question.pk), again, follow=True, **HTMX).text
    question.refresh_from_db()
    assert question.state == State.PUBLISHED


def test_warnings_stand_beside_a_question_before_it_is_published(editor: Client, weir: Article, deck: Deck) -> None:
    fact = written(editor, weir, deck)
    QuestionFactory(fact=fact, kind="typed", prompt="Which weir was shut?", spec={"answer": "Rivers"})
    page = editor.get(at(weir, fact=fact.pk)).text
    assert "stands in the deck’s title" in page.split('id="publish"')[1]


def test_without_permissions_nothing_is_shown_or_done(
    client: Client, editor: Client, weir: Article, deck: Deck
) -> None:
    fact = written(editor, weir, deck)
    vera = User.objects.create_user("vera@example.org", is_staff=True)
    client.force_login(vera)
    pages = [at(weir), at(weir, "text"), at(weir, "fact"), at(weir, "question", 1), reverse("admin:desk_new")]
    assert {client.get(page).status_code for page in pages} == {403}
    vera.user_permissions.set(Permission.objects.filter(codename__in=["view_article", "view_fact", "view_question"]))
    page = client.get(at(weir, paragraph=2))
    assert "Nobody knows why." in page.text
    assert "fact-form" not in page.text
    assert "piece" not in client.get(at(weir, fact=fact.pk)).text
    sent = {"none": "1", "kind": "cloze", "proposed": "x", "prompt": "Why?", "statement": "So."}
    refused = [
        at(weir, "none", paragraph=3),
        at(weir, "text"),
        at(weir, "fact"),
        at(weir, "fact", fact.pk),
        at(weir, "successor", fact.pk),
        at(weir, "new_question", fact.pk, kind="typed"),
        at(weir, "dismiss", fact.pk),
        at(weir, "publish", fact.pk),
    ]
    assert {page: client.post(page, sent).status_code for page in refused} == dict.fromkeys(refused, 403)


def test_whoever_may_not_publish_is_offered_no_button_that_does(client: Client, weir: Article, deck: Deck) -> None:
    fact = FactFactory(deck=deck)
    QuestionFactory(fact=fact, state=State.DRAFT)
    vera = User.objects.create_user("vera@example.org", is_staff=True)
    vera.groups.add(group("Editors"))
    client.force_login(vera)
    offered = 'value="publish"'
    assert offered not in client.get(at(weir, fact=fact.pk)).text
    vera.groups.add(group("Publishers"))
    assert offered in client.get(at(weir, fact=fact.pk)).text


def test_lists_and_forms_of_articles_lead_to_the_desk(editor: Client, weir: Article) -> None:
    assert at(weir).rstrip("?") in editor.get(reverse("admin:library_article_changelist")).text
    assert at(weir).rstrip("?") in editor.get(address(weir)).text
    assert reverse("admin:desk_new") in editor.get(reverse("admin:library_article_changelist")).text
