"""What an editor does costs as many statements in a large library as in a small one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode

from studyapp.demo.factories import ArticleFactory, CitationFactory, DeckFactory, FactFactory, QuestionFactory
from studyapp.kinds import Surroundings
from studyapp.kinds.cautions import Sort
from studyapp.library.models import Citation, Deck, Fact, KeptWarning, Question, State
from studyapp.library.suggesting.shelf import NEAR, SAMPLE, Shelf
from tests.library.admin.pages import act, address, checked, save
from tests.library.suggesting.harbour import fact, typed
from tests.statements import captured, count_up

pytestmark = pytest.mark.django_db


def grow(decks: int) -> None:
    """More decks with a place each that is asked for."""
    for number in range(decks):
        spec = {"answer": f"Port {number}", "answer_type": "place"}
        told = FactFactory(deck=DeckFactory(), statement=f"A light stands at Port {number} by the sea.")
        QuestionFactory(
            fact=told, kind="typed", spec=spec, prompt="Which port has a light?", surroundings=Surroundings()
        )


def previewed(editor: Client, question: Question) -> None:
    assert editor.get(reverse("admin:question_preview", args=[question.pk])).status_code == 200


def saved(editor: Client, question: Question) -> None:
    prompt = f"{Question.objects.get(pk=question.pk)}?"
    assert save(editor, address(question), prompt=prompt).status_code == 302


def saved_fact(editor: Client, question: Question) -> None:
    statement = f"{Fact.objects.get(pk=question.fact_id)}!"
    assert save(editor, address(question.fact), statement=statement).status_code == 302


def published(editor: Client, question: Question) -> None:
    Question.objects.filter(pk=question.pk).update(state=State.DRAFT)
    checked(act(editor, Question, "publish", question))
    question.refresh_from_db()
    assert question.state == State.PUBLISHED


def suggested(editor: Client, question: Question) -> None:
    assert editor.get(f"{reverse('admin:question_suggest')}?fact={question.fact_id}").status_code == 200


@pytest.mark.parametrize("verb", [previewed, saved, saved_fact, published, suggested])
def test_a_verb_asks_the_database_no_more_as_the_library_grows(
    editor: Client, verb: Callable[[Client, Question], None]
) -> None:
    spec = {"answer": "Hanoi", "distractors": ["Hue"], "answer_type": "place", "draw": 1}
    question = QuestionFactory(fact=FactFactory(), spec=spec, surroundings=Surroundings(pool=("Da Nang",)))
    grow(4)

    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            verb(editor, question)
        return len(queries)

    statements()  # permissions and content types are looked up once and kept
    before = statements()
    grow(6)
    assert statements() <= before


def crowd(decks: list[Deck], facts: int) -> None:
    """So many more facts in each deck, which are cited, remarked on and asked about."""
    article = ArticleFactory()
    told = Fact.objects.bulk_create(
        Fact(
            deck=deck, slug=f"ship-{deck.pk}-{facts}-{n}", statement=f"Ship {n} sails.", as_of="2026", state="published"
        )
        for deck in decks
        for n in range(facts)
    )
    Citation.objects.bulk_create(Citation(fact=fact, article=article, says="it sails") for fact in told)
    KeptWarning.objects.bulk_create(KeptWarning(fact=fact, sort=Sort.ONE_SOURCE) for fact in told)
    KeptWarning.objects.create(fact=told[0], sort=Sort.EMPTY)
    Question.objects.bulk_create(Question(slug=f"{fact.slug}-q", fact=fact, kind="typed") for fact in told)
    count_up()


@contextmanager
def worked() -> Iterator[list[int]]:
    """How many steps the database takes: fifty for each entry."""
    steps: list[int] = []
    raw = connection.connection
    raw.set_progress_handler(lambda: steps.append(50), 50)
    try:
        yield steps
    finally:
        raw.set_progress_handler(None, 0)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Only SQLite counts its steps.")
def test_a_verb_walks_through_nothing_that_grows_with_the_library(editor: Client) -> None:
    weir = ArticleFactory(paragraphs=3)
    told = FactFactory()
    CitationFactory(fact=told, article=weir, paragraph=1)
    question = QuestionFactory(fact=told, kind="typed", spec={"answer": "Hanoi", "answer_type": "place"})
    QuestionFactory(fact=told, kind="typed", spec={"answer": "Hue", "answer_type": "place"}, state=State.DRAFT)
    desk = reverse("admin:desk", args=[weir.pk])
    sought = {"app_label": "library", "model_name": "question", "field_name": "fact", "term": "ship"}
    verbs: dict[str, Callable[[], object]] = {
        "preview": lambda: previewed(editor, question),
        "save a question": lambda: saved(editor, question),
        "save a fact": lambda: saved_fact(editor, question),
        "check": lambda: captured(editor, f"{reverse('admin:check')}?question={question.pk}"),
        "suggest": lambda: suggested(editor, question),
        "desk with a paragraph": lambda: captured(editor, f"{desk}?paragraph=2"),
        "desk with a fact": lambda: captured(editor, f"{desk}?fact={told.pk}"),
        "decks with warnings": lambda: captured(editor, f"{reverse('admin:library_deck_changelist')}?warned=yes"),
        "facts with warnings": lambda: captured(editor, f"{reverse('admin:library_fact_changelist')}?warned=yes"),
        "autocomplete": lambda: captured(editor, f"{reverse('admin:autocomplete')}?{urlencode(sought)}"),
    }

    def steps() -> dict[str, int]:
        found = {}
        for name, verb in verbs.items():
            verb()
            with worked() as taken:
                verb()
            found[name] = sum(taken)
        return found

    decks = Deck.objects.bulk_create(Deck(slug=f"fleet-{n}", title=f"Fleet {n}") for n in range(50))
    crowd(decks, 5)
    few = steps()
    crowd(decks, 25)
    grown = {name: (few[name], many) for name, many in steps().items() if many > few[name] + len(decks) * 25}
    assert not grown


def test_of_a_large_library_a_part_is_read_and_in_it_whoever_asks_for_what_the_statement_names(db: None) -> None:
    here, there, far = DeckFactory(), DeckFactory(), DeckFactory()
    told = fact(here, "The first ferry went from Norway to the islands in the spring.")
    Fact.objects.bulk_create(
        Fact(deck=there, slug=f"light-{n}", statement=f"Light {n} burns.", as_of="2026", state=State.PUBLISHED)
        for n in range(3 * SAMPLE)
    )
    named = fact(far, "A country lies by the sea.")
    typed(named, "Which country lies by the sea?", "Norway", "place")
    shelf = Shelf.around([told])
    assert {it.slug for it in shelf.facts} >= {told.slug, named.slug}
    assert len(shelf.facts) <= NEAR + 1
    assert SAMPLE / 2 <= len(shelf.statements) <= 2 * SAMPLE
    assert [span.text for span in shelf.vocabulary.find(told.statement)] == ["Norway"]
