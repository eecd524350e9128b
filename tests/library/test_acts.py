"""Every act in the library leaves a row in its transaction: who did what, from which state to which, and why."""

import pytest
from django.db import transaction

from studyapp.accounts.models import User
from studyapp.demo.factories import NOW, ArticleFactory, DeckFactory, FactFactory, QuestionFactory
from studyapp.kinds import KINDS, Surroundings
from studyapp.library.models import Act, Article, Draft, Question, State, because, gathered
from tests.library.folder import TIDES, Folder

pytestmark = pytest.mark.django_db

What = Act.What


def told(thing: object) -> list[tuple[str, str, str, str]]:
    """What was done to a thing and to nothing else, the newest first."""
    kind = type(thing).__name__.lower()
    return [(act.what, act.before, act.after, act.cause) for act in Act.objects.filter(kind=kind, key=thing.pk)]  # type: ignore[attr-defined]


def newest(thing: object) -> Act:
    return Act.objects.filter(kind=type(thing).__name__.lower(), key=thing.pk).first()  # type: ignore[attr-defined, return-value]


def test_what_becomes_of_a_fact_is_told_of_each_question_it_touches() -> None:
    live = QuestionFactory()
    draft = QuestionFactory(fact=live.fact, published=False)
    live.fact.move(State.RETIRED, at=NOW)
    assert told(live.fact)[0] == (What.RETIRED, "Published", "Retired", "")
    assert told(live)[0] == (What.STOPPED, "", "", "Its fact was retired.")
    assert [what for what, *_ in told(draft)] == [What.EDITED, What.ADDED]
    live.fact.publish(at=NOW)
    assert told(live.fact)[0] == (What.RESTORED, "Retired", "Published", "")
    assert told(live)[0] == (What.RESUMED, "", "", "Its fact was brought back.")


def test_a_retracted_article_is_the_cause_of_what_it_pauses() -> None:
    question = QuestionFactory()
    article = question.fact.citations.get().article
    article.status = Article.Status.RETRACTED
    article.save()
    article.pause_what_rests_on_it(at=NOW)
    assert newest(article).differences == [["status", "Active", "Retracted by its publisher"]]
    assert told(question.fact)[0] == (
        What.PAUSED,
        "Published",
        "Paused until an editor looks",
        f"{article.name} was retracted.",
    )
    assert told(question)[0][0] == What.STOPPED


def test_what_is_superseded_names_what_came_after() -> None:
    question, newer = QuestionFactory(), FactFactory(statement="The sea fell.")
    question.fact.superseded_by = newer
    question.fact.save()
    question.fact.retire_superseded_questions(at=NOW)
    assert told(question)[0] == (What.RETIRED, "Published", "Retired", "Its fact was superseded: “The sea fell”.")
    assert newest(question.fact).differences == [["superseded by", "", "The sea fell."]]


def test_an_edit_tells_field_by_field_what_differs() -> None:
    deck, fact = DeckFactory(title="Harbour"), FactFactory(citations=[{"says": "high"}])
    fact.deck, fact.can_change = deck, False
    fact.save()
    assert [row[0] for row in newest(fact).differences] == ["deck", "can change"]
    assert newest(fact).differences[1] == ["can change", "yes", "no"]
    citation = fact.citations.get()
    citation.says = "low"
    citation.save()
    assert newest(fact).differences == [[f"{citation.source}: says", "high", "low"]]
    citation.delete()
    assert newest(fact).differences[0][2] == ""


def test_a_save_that_changes_nothing_leaves_nothing() -> None:
    article = ArticleFactory()
    article.save()
    assert [what for what, *_ in told(article)] == [What.ADDED]


def test_a_revision_tells_what_differs_and_its_number() -> None:
    question = QuestionFactory(kind="typed", spec={"answer": "Neap tides"})
    form = question.kind_class.author_form({**question.author_spec(), "answer": "Dead tides"})
    assert form.is_valid()
    question.revise(Draft("Which tides?", form.cleaned_data), at=NOW, freeze=Surroundings())
    act = newest(question)
    assert act.version == 3
    assert ["prompt", question.revisions.get(number=2).prompt, "Which tides?"] in act.differences
    assert ["Right answer", "Neap tides", "Dead tides"] in act.differences


@pytest.mark.any_database
def test_that_publishing_freezes_something_is_no_news_and_has_words_where_it_changes() -> None:
    question = QuestionFactory(kind="typed", spec={"answer": "Neap tides"})
    assert "language" in question.asked.spec
    assert [what for what, *_ in told(question)] == [What.PUBLISHED, What.EDITED, What.ADDED]
    draft = Draft(question.asked.prompt, question.author_spec())
    question.revise(draft, at=NOW, freeze=Surroundings(language="vi"))
    assert newest(question).differences == [["language by which it is judged", "en", "vi"]]
    assert newest(question).version == 3
    question.revise(draft, at=NOW)
    assert newest(question).version == 3


@pytest.mark.any_database
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_a_kind_freezes_has_words(kind: str) -> None:
    question = QuestionFactory(kind=kind)
    assert question.asked.spec.keys() <= question.asked.labels.keys()


def test_an_act_goes_with_its_transaction() -> None:
    fact = FactFactory()
    before = Act.objects.count()
    with transaction.atomic():
        fact.move(State.RETIRED, at=NOW)
        transaction.set_rollback(True)
    assert Act.objects.count() == before


def test_edits_of_one_thing_in_one_press_are_one_act_and_a_nearer_cause_wins() -> None:
    fact = FactFactory(citations=[{}, {}])
    before = Act.objects.count()
    with gathered(), because("A storm."):
        fact.statement = "The tide was low."
        fact.save()
        for citation in fact.citations.all():
            citation.says = "low"
            citation.save()
        with because("A flood."):
            fact.move(State.PAUSED, at=NOW)
    assert Act.objects.count() == before + 2
    paused, edited = Act.objects.all()[:2]
    assert (paused.cause, edited.cause, len(edited.differences)) == ("A flood.", "A storm.", 3)


def test_an_act_stays_when_what_it_was_done_to_is_gone_and_when_its_editor_is() -> None:
    question = QuestionFactory(published=False)
    editor = User.objects.create_user("gone@example.org", is_staff=True)
    Act.objects.filter(kind="question").update(editor=editor)
    name = str(question)
    question.delete()
    editor.delete()
    deleted = Act.objects.all()[0]
    assert (deleted.what, deleted.name) == (What.DELETED, name)
    assert not Act.objects.exclude(editor=None).exists()


def test_what_seeds_do_is_told_with_its_cause(seeds: Folder) -> None:
    seeds.load()
    first = Act.objects.count()
    assert {act.cause for act in Act.objects.all()} == {"The seeds say so."}
    question = Question.objects.order_by("pk")[0]
    assert [what for what, *_ in reversed(told(question))] == [What.ADDED, What.PUBLISHED]
    seeds.load()
    assert Act.objects.count() == first
    seeds.write("decks/tides", TIDES.replace("as_of", "can_change = false\nas_of", 1))
    seeds.load()
    assert Act.objects.count() == first + 1
    assert Act.objects.all()[0].differences == [["can change", "yes", "no"]]
