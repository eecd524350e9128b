"""Edits of every kind, as editors make them in admin: by the verbs of the models."""

from collections.abc import Callable
from random import Random

from studyapp.demo.factories import NOW
from studyapp.kinds import KINDS
from studyapp.library.answers import around
from studyapp.library.models import (
    UNSEEN,
    Article,
    Citation,
    CitedValue,
    Deck,
    Draft,
    Fact,
    NotPublishable,
    Question,
    State,
)

WORDS = (
    *("tide", "Ебб", "thuỷ triều", "“quoted”", '"straight"', '"""', "back\\slash", "C:\\new", "# no comment"),
    *("[[facts]]", "{ a = 1 }", "it's", "…", "100 %", "a|b", "end ="),
)

type Edit = Callable[[Random], object]


def words(chance: Random, most: int = 8) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, most)))


def _any[Thing: (Article, Deck, Fact, Question, Citation)](model: type[Thing], chance: Random) -> Thing:
    things: list[Thing] = list(model._default_manager.order_by("pk"))
    return chance.choice(things)


def _new_slug() -> str:
    models = (Article, Deck, Fact, Question)
    return f"new-{sum(model._default_manager.count() for model in models)}"


def reword_article(chance: Random) -> None:
    article = _any(Article, chance)
    for name in chance.sample(["title", "publisher", "agency", "known_as"], 2):
        setattr(article, name, words(chance, 3))
    article.note = words(chance, 40) + chance.choice(["", "\n\nThat is all.", "\n"])
    article.summary = chance.choice(["", words(chance, 30)])
    article.published_on = chance.choice([None, NOW.date()])
    article.url = chance.choice(["", "https://example.org/a?b=c#d"])
    article.paragraphs, article.no_facts_in = chance.choice([(None, ""), (40, "39,40"), (40, "")])
    article.save()


def doubt_article(chance: Random) -> None:
    article = _any(Article, chance)
    article.status = chance.choice(Article.Status.values)
    article.save()
    article.pause_what_rests_on_it(at=NOW)


def move_article(chance: Random) -> None:
    _any(Article, chance).move(chance.choice([State.PUBLISHED, State.RETIRED]), at=NOW)


def make_article(chance: Random) -> None:
    original = chance.choice([None, _any(Article, chance)])
    Article.objects.create(
        slug=_new_slug(), title=words(chance), summary=words(chance, 30), language="vi", same_text_as=original
    )


def reword_deck(chance: Random) -> None:
    deck = _any(Deck, chance)
    deck.title, deck.description = words(chance, 4), words(chance, 20)
    deck.position, deck.optional = chance.randrange(9), chance.random() < 0.5
    deck.save()


def make_deck(chance: Random) -> None:
    Deck.objects.create(slug=_new_slug(), title=words(chance, 3), position=chance.randrange(5))


def reword_fact(chance: Random) -> None:
    fact = _any(Fact, chance)
    fact.statement = words(chance)
    fact.as_of = chance.choice(["2020", "2020-05", "2020-05-06"])
    fact.valid_from, fact.valid_to = chance.choice([("", ""), ("1999", ""), ("1999-01-02", "2005-11")])
    fact.can_change = chance.random() < 0.7
    fact.save()


def outdate_fact(chance: Random) -> None:
    fact = _any(Fact, chance)
    others = Fact.objects.filter(pk__gt=fact.pk)
    fact.superseded_by = chance.choice([None, *others])
    fact.fate_unknown = fact.superseded_by is None and chance.random() < 0.5
    fact.save()
    if fact.is_past:
        fact.retire_superseded_questions(at=NOW)


def move_fact(chance: Random) -> None:
    fact = _any(Fact, chance)
    state = chance.choice([State.DRAFT, State.PAUSED, State.RETIRED, State.PUBLISHED])
    if state != State.PUBLISHED or not fact.problems():
        fact.move(state, at=NOW)
    show_sources(fact)


def move_fact_to_another_deck(chance: Random) -> None:
    _any(Fact, chance).move_to(_any(Deck, chance), at=NOW)


def rank_fact(chance: Random) -> None:
    fact = _any(Fact, chance)
    fact.position = chance.randrange(9)
    fact.save()


def make_fact(chance: Random) -> None:
    deck = _any(Deck, chance)
    last = deck.facts.count() + chance.randrange(3)
    fact = Fact.objects.create(slug=_new_slug(), deck=deck, statement=words(chance), as_of="2024", position=last)
    if chance.random() < 0.2:
        fact.translates = Fact.objects.filter(translates=None, pk__lt=fact.pk).first()
        fact.save()
        return
    for _ in range(chance.randint(0, 3)):
        cite(chance, fact)
    if not fact.problems():
        fact.publish(at=NOW)


def cite(chance: Random, fact: Fact | None = None) -> None:
    fact = fact or _any(Fact, chance)
    article, paragraph = _any(Article, chance), chance.choice([None, 1, 2, 3, 17])
    speaker = chance.choice(["", "The police"])
    if fact.translates or Citation.objects.filter(fact=fact, article=article, paragraph=paragraph, speaker=speaker):
        return
    given = chance.choice(
        [
            [],
            [CitedValue("number", "0", "boats"), CitedValue("number", "3.5", "in tonnes")],
            [CitedValue("date", "2024-06-20", "begin"), CitedValue("text", words(chance, 2), "who")],
        ]
    )
    citation = Citation(fact=fact, article=article, paragraph=paragraph, speaker=speaker, says=words(chance))
    citation.given, citation.position = given, fact.citations.count()
    citation.save()
    show_sources(fact)


def show_sources(fact: Fact) -> None:
    """As admin has it: readers go on from a fact to its sources."""
    if fact.state not in UNSEEN:
        for citation in fact.citations.filter(article__state__in=UNSEEN).select_related("article"):
            citation.article.publish(at=NOW)


def reword_citation(chance: Random) -> None:
    citation = _any(Citation, chance)
    citation.says, citation.position = words(chance), chance.randrange(4)
    citation.save()


def remove_citation(chance: Random) -> None:
    citation = _any(Citation, chance)
    if citation.fact.citations.count() > 1 and not citation.fact.questions.exclude(according_to=None).exists():
        citation.delete()


def revise(chance: Random) -> None:
    question = _any(Question, chance)
    if question.kind == "cloze":
        return
    spec = dict(question.author_spec())
    if question.kind == "typed":
        spec["aliases"] = [f"{words(chance, 2)} {n}" for n in range(chance.randrange(4))]
        form = question.kind_class.author_form(spec)
        assert form.is_valid(), form.errors
        spec = form.cleaned_data
    question.revise(Draft(words(chance), spec, chance.choice(["", words(chance)])), at=NOW)


def rank_question(chance: Random) -> None:
    question = _any(Question, chance)
    question.position, question.historical = chance.randrange(5), chance.random() < 0.5
    question.shows_date = chance.random() < 0.5
    question.save()


def move_question(chance: Random) -> None:
    question = _any(Question, chance)
    state = chance.choice(State.values)
    if state != State.PUBLISHED:
        question.move(State(state), at=NOW)


def make_question(chance: Random) -> None:
    fact, kind = _any(Fact, chance), KINDS[chance.choice([*KINDS])]
    example = {name: value for name, value in kind.example.items() if name not in ("prompt", "explanation")}
    form = kind.author_form(example)
    assert form.is_valid(), form.errors
    question = Question.objects.create(slug=_new_slug(), fact=fact, kind=kind.name, position=9)
    question.revise(Draft(str(kind.example["prompt"]), form.cleaned_data, words(chance)), at=NOW)
    if chance.random() < 0.5 and fact.is_live:
        try:
            question.publish(at=NOW, freeze=around(question, form.cleaned_data))
        except NotPublishable:
            return


EDITS: dict[str, Edit] = {
    edit.__name__: edit
    for edit in (
        *(reword_article, doubt_article, move_article, make_article, reword_deck, make_deck),
        *(reword_fact, outdate_fact, move_fact, move_fact_to_another_deck, rank_fact, make_fact),
        *(cite, reword_citation, remove_citation),
        *(revise, rank_question, move_question, make_question),
    )
}
