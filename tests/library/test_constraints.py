"""What may never be in the library's tables is refused by the database itself, whatever the code above it thinks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

from studyapp.demo.factories import (
    NOW,
    ArticleFactory,
    CitationFactory,
    DeckFactory,
    EditorFactory,
    FactFactory,
    QuestionFactory,
)
from studyapp.library.models import (
    AcceptedAnswer,
    Act,
    Article,
    ArticleText,
    Change,
    Citation,
    Deck,
    Dismissal,
    Fact,
    KeptWarning,
    NameWord,
    Picture,
    Question,
    Revision,
    Standing,
)
from studyapp.library.picturing import MOST_OF_LARGE
from tests.refusals import refused_by

pytestmark = pytest.mark.django_db


def _update(model: type[Model], pk: Any, **fields: Any) -> None:
    model._base_manager.filter(pk=pk).update(**fields)


def _article_copies_itself() -> None:
    article = ArticleFactory()
    _update(Article, article.pk, same_text_as=article.pk)


def _fact_supersedes_itself() -> None:
    fact = FactFactory()
    _update(Fact, fact.pk, superseded_by=fact.pk)


def _fact_translates_itself() -> None:
    fact = FactFactory()
    _update(Fact, fact.pk, translates=fact.pk)


def _own_deck_numbered_twice() -> None:
    owner = EditorFactory()
    for _ in range(2):
        Deck.objects.create(owner=owner, number=1, title="Knots")


def _own_note_numbered_twice() -> None:
    owner, deck = EditorFactory(), DeckFactory()
    for _ in range(2):
        Fact.objects.create(owner=owner, number=1, deck=deck, statement="Bowline – a loop", can_change=False)


def _picture(**fields: Any) -> Picture:
    sizes = dict.fromkeys(("small_width", "small_height", "large_width", "large_height"), 1)
    words = {"alt": "A knot", "credit": "Ada Byron", "licence": "CC BY 4.0"}
    data = {"digest": "0" * 64, "source": "0" * 64, "small": b"x", "large": b"x", "kept_at": NOW}
    return Picture.objects.create(**data | sizes | words | fields)


def _fate_known_and_unknown() -> None:
    _update(Fact, FactFactory(superseded_by=FactFactory()).pk, fate_unknown=True)


def _question_without_revision() -> None:
    _update(Question, QuestionFactory().pk, revision=None)


def _act_on_nothing_known() -> None:
    FactFactory()
    Act.objects.update(kind="page")


def _act_of_no_sort() -> None:
    FactFactory()
    Act.objects.update(what="wished")


def _same_paragraph_twice() -> None:
    citation = CitationFactory(paragraph=3)
    CitationFactory(fact=citation.fact, article=citation.article, paragraph=3)


def _no_paragraph_twice() -> None:
    citation = CitationFactory(paragraph=None)
    CitationFactory(fact=citation.fact, article=citation.article, paragraph=None)


def _revision_number_twice() -> None:
    revision = QuestionFactory().revision
    assert revision is not None
    revision.pk = None
    Revision.objects.bulk_create([revision])


def _change_of_another_sort() -> None:
    question = QuestionFactory()
    Change.objects.create(deck=question.fact.deck, question=question, what="gossip", at=NOW)


def _answer_twice_in_one_place() -> None:
    answer = QuestionFactory().accepted.get()
    answer.pk = None
    AcceptedAnswer.objects.bulk_create([answer])


def _name_word_twice() -> None:
    question = QuestionFactory()
    NameWord.objects.bulk_create([NameWord(question=question, word="hanoi") for _ in range(2)])


def _dismissed_twice() -> None:
    fact = FactFactory()
    Dismissal.objects.bulk_create([Dismissal(fact=fact, kind="typed", answer="hanoi") for _ in range(2)])


def _warning_twice(thing: str, make: Callable[[], Model]) -> None:
    found = make()
    KeptWarning.objects.bulk_create([KeptWarning(**{thing: found}, sort="empty") for _ in range(2)])


def _seen_by_one_alone() -> None:
    edith = EditorFactory()
    Standing.objects.keep(ArticleFactory(), edited_by=edith, moved_by=edith, seen_by_two=True)


REFUSED: dict[str, Callable[[], object]] = {
    "warning_is_of_one_thing": lambda: KeptWarning.objects.bulk_create([KeptWarning(sort="empty")]),
    "warning_once_a_sort_of_article": lambda: _warning_twice("article", ArticleFactory),
    "warning_once_a_sort_of_deck": lambda: _warning_twice("deck", DeckFactory),
    "warning_once_a_sort_of_fact": lambda: _warning_twice("fact", FactFactory),
    "warning_once_a_sort_of_question": lambda: _warning_twice("question", QuestionFactory),
    "article_status_is_known": lambda: _update(Article, ArticleFactory().pk, status="burnt"),
    "article_is_not_a_copy_of_itself": _article_copies_itself,
    "article_has_a_headline_or_a_short_name": lambda: _update(Article, ArticleFactory().pk, title=""),
    "fact_state_is_known": lambda: _update(Fact, FactFactory().pk, state="lost"),
    "fact_does_not_supersede_itself": _fact_supersedes_itself,
    "fact_does_not_translate_itself": _fact_translates_itself,
    "fact_of_unknown_fate_has_no_successor": _fate_known_and_unknown,
    "fact_that_can_change_is_dated_when_published": lambda: _update(Fact, FactFactory().pk, as_of=""),
    "article_state_is_known": lambda: _update(Article, ArticleFactory().pk, state="paused"),
    "standing_is_of_one_thing": lambda: Standing().save(),
    "standing_seen_by_two_is_so": _seen_by_one_alone,
    "standing_refused_was_planned": lambda: Standing.objects.keep(ArticleFactory(), refused="No."),
    "standing_due_has_a_day_to_look": lambda: Standing.objects.keep(ArticleFactory(), look_due=True),
    "citation_once_per_fact_paragraph_and_speaker": _same_paragraph_twice,
    "citation_once_per_fact_and_speaker_without_paragraph": _no_paragraph_twice,
    "citation_stance_is_known": lambda: _update(Citation, CitationFactory().pk, stance="shrugs"),
    "deck_has_a_short_name_unless_own": lambda: _update(Deck, DeckFactory().pk, slug=None),
    "deck_has_a_number_if_own": lambda: _update(Deck, DeckFactory().pk, number=1),
    "deck_number_once_an_owner": _own_deck_numbered_twice,
    "fact_has_an_id_unless_own": lambda: _update(Fact, FactFactory().pk, slug=None),
    "fact_has_a_number_if_own": lambda: _update(Fact, FactFactory().pk, removed_at=NOW),
    "fact_number_once_an_owner": _own_note_numbered_twice,
    "own_fact_is_tied_to_no_other": lambda: _update(Fact, FactFactory().pk, made_from=FactFactory().pk),
    "question_has_an_id_unless_own": lambda: _update(Question, QuestionFactory().pk, slug=None),
    "picture_once_per_owner": lambda: [_picture(owner=owner) for owner in [EditorFactory()] * 2],
    "picture_shared_once": lambda: [_picture() for _ in range(2)],
    "picture_shared_has_words": lambda: _picture(licence=""),
    "picture_has_a_size": lambda: _picture(large_width=0),
    "picture_is_light": lambda: _picture(large=b"x" * (MOST_OF_LARGE + 1)),
    "question_state_is_known": lambda: _update(Question, QuestionFactory().pk, state="lost"),
    "question_has_a_revision_when_published": _question_without_revision,
    "revision_number_once_per_question": _revision_number_twice,
    "revision_shared_is_short_and_plain": lambda: _update(Revision, QuestionFactory().revision_id, prompt="?" * 501),
    "accepted_once_per_place": _answer_twice_in_one_place,
    "name_word_once_a_question": _name_word_twice,
    "change_is_of_a_known_sort": _change_of_another_sort,
    "dismissed_once_per_fact_kind_and_answer": _dismissed_twice,
    "article_text_is_not_empty": lambda: ArticleText.objects.create(article=ArticleFactory(), text=""),
    "act_is_on_a_known_kind": _act_on_nothing_known,
    "act_is_of_a_known_sort": _act_of_no_sort,
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses_it_by_name(name: str) -> None:
    with refused_by(name):
        REFUSED[name]()


def test_no_named_constraint_of_the_library_goes_untested() -> None:
    models = [model for model in apps.get_app_config("library").get_models() if model.__module__.startswith("studyapp")]
    named = {constraint.name for model in models for constraint in model._meta.constraints}
    assert named == set(REFUSED)
