"""Editors press one button after another, at random: nothing breaks, and all that is kept beside the library holds."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.demo.factories import ArticleFactory, DeckFactory, EditorFactory, FactFactory, QuestionFactory
from studyapp.insights.collecting import collect
from studyapp.insights.collectors import COLLECTORS
from studyapp.insights.models import WrongAnswer
from studyapp.library import answers, deck_counts, kept_warnings, search
from studyapp.library.admin.planned import keep_days
from studyapp.library.models import Article, ArticleText, Deck, Fact, Question, Standing, State
from studyapp.study.decks.membership import join
from tests.answering import answer
from tests.library.admin.pages import act, address, publish_listed, save
from tests.people import NOON, group
from tests.study.differences import wrongs

pytestmark = pytest.mark.django_db

SEED, STEPS = 2, 40
"""Other seeds go other ways, if something is sought."""
WORDS = (
    *("Neap tides are low.", "Last week it rained on the quay.", "x", "The harbour froze over in 1932."),
    *("Spring tides, as of 2026, are high.", "Who counted 14 boats?", "Ебб и прилив", "Thuỷ triều lên"),
)
TEXT = "Fourteen pilots guide ships.\n\nThe weir was shut on 3 March 1932 by 85 workers.\n\nNobody knows why."


class Walk:
    """What three editors do to one small library; chance decides."""

    def __init__(self, seed: int) -> None:
        self.chance, self.trail = Random(seed), list[str]()
        emails = ("edith@example.org", "fedor@example.org", "vera@example.org")
        self.editors = [EditorFactory(email=email, is_superuser=email < "v") for email in emails]
        self.editors[-1].groups.set([group("Editors")])
        self.at = NOON
        self._stock()

    def _stock(self) -> None:
        decks = [DeckFactory(title="On neap tides"), DeckFactory()]
        articles = [ArticleFactory(paragraphs=4) for _ in range(3)]
        ArticleText.objects.create(article=articles[0], text=TEXT)
        cited = [{"article": articles[0], "paragraph": 2}]
        differs = [*cited, {"article": articles[1], "stance": "differs", "says": "it does not"}]
        facts = [FactFactory(deck=decks[n % 2], citations=[cited, cited, differs][n]) for n in range(3)]
        FactFactory(deck=decks[0], translates=facts[0], citations=[])
        for n, kind in enumerate(("typed", "choice", "number", "date")):
            QuestionFactory(fact=facts[n % 2], kind=kind)
        QuestionFactory(fact=facts[2], kind="typed", prompt="Which tides are low?", spec={"answer": "Neap tides"})

    def browser(self) -> Client:
        editor, browser = self.chance.choice(self.editors), Client(raise_request_exception=False)
        browser.force_login(editor)
        self.trail.append(str(editor))
        return browser

    def any(self, model: Any) -> Any:
        thing = self.chance.choice(list(model._default_manager.order_by("pk")))
        self.trail.append(f"{model.__name__} {thing.pk}")
        return thing

    def go(self) -> None:
        verb = self.chance.choice(VERBS)
        self.trail.append(f"\n{verb.__name__}")
        self.at += timedelta(minutes=1)
        with time_machine.travel(self.at, tick=False):
            response = verb(self)
        assert response is None or response.status_code < 500, self.told
        self.trail.append(str(response and response.status_code))

    @property
    def told(self) -> str:
        return " ".join(self.trail)


def _saved(walk: Walk, page: str, **changes: Any) -> Any:
    browser = walk.browser()
    if browser.get(page).status_code != 200:
        return None
    verb = walk.chance.choice(["", "", "ready", "unpublish", "retire"])
    walk.trail.append(f"{page} {changes} {verb}")
    return save(browser, page, **changes, **({"_verb": verb} if verb else {}))


def reword_article(walk: Walk) -> Any:
    article, chance = walk.any(Article), walk.chance
    changes = {
        "publisher": chance.choice(["Neap Tides Daily", "Harbour Gazette"]),
        "summary": chance.choice(WORDS),
        "paragraphs": chance.choice(["1", "2", "9", ""]),
        "no_facts_in": chance.choice(["", "1", "2"]),
        "status": chance.choice(["active", "corrected", "retracted"]),
        "language": chance.choice(["en", "zz"]),
        "same_text_as": chance.choice(["", walk.any(Article).pk]),
    }
    return _saved(walk, address(article), **dict(chance.sample(sorted(changes.items()), 2)))


def reword_deck(walk: Walk) -> Any:
    title = walk.chance.choice(["Neap tides", "On ships", "x"])
    return _saved(walk, address(walk.any(Deck)), title=title, language=walk.chance.choice(["en", "vi"]))


def reword_fact(walk: Walk) -> Any:
    fact, chance = walk.any(Fact), walk.chance
    changes = {
        "statement": chance.choice(WORDS),
        "deck": walk.any(Deck).pk,
        "as_of": chance.choice(["2020", "2027", "", "2026-01-01"]),
        "superseded_by": chance.choice(["", "", walk.any(Fact).pk]),
        "fate_unknown": chance.choice([None, None, "on"]),
        "can_change": chance.choice([None, "on"]),
    }
    return _saved(walk, address(fact), **dict(chance.sample(sorted(changes.items(), key=str), 2)))


def reword_citations(walk: Walk) -> Any:
    fact, chance = walk.any(Fact), walk.chance
    changes = {
        "citations__0__paragraph": chance.choice(["0", "1", "3", ""]),
        "citations__0__stance": chance.choice(["supports", "differs"]),
        "citations__0__article": walk.any(Article).pk,
        "citations__0__DELETE": chance.choice([None, "on"]),
        "citations__0__says": chance.choice(WORDS),
    }
    return _saved(walk, address(fact), **dict(chance.sample(sorted(changes.items(), key=str), 2)))


def add_citation(walk: Walk) -> Any:
    fact = walk.any(Fact)
    n = fact.citations.count()
    new = {"article": walk.any(Article).pk, "says": "so it is", "stance": "supports", "paragraph": "1"}
    row = {f"citations__{n}__{name}": value for name, value in new.items()}
    return _saved(walk, address(fact), citations__TOTAL_FORMS=str(n + 1), **row)


def reword_question(walk: Walk) -> Any:
    question, chance = walk.any(Question), walk.chance
    changes = {
        "prompt": chance.choice(WORDS),
        "explanation": chance.choice(["", *WORDS]),
        "spec__answer": chance.choice(["Neap tides", "14", "1932", "The quay"]),
        "historical": chance.choice([None, "on"]),
        "shows_date": chance.choice([None, "on"]),
        "fact": walk.any(Fact).pk,
        "according_to": chance.choice(["", walk.any(Article).pk]),
    }
    return _saved(walk, address(question), **dict(chance.sample(sorted(changes.items(), key=str), 2)))


def add_question(walk: Walk) -> Any:
    fact, kind = walk.any(Fact), walk.chance.choice(["typed", "true_false"])
    page = f"/admin/library/question/add/?kind={kind}&fact={fact.pk}"
    return _saved(
        walk, page, prompt=walk.chance.choice(WORDS), spec__answer="true" if kind != "typed" else "Neap tides"
    )


def press(walk: Walk) -> Any:
    """An action on a list."""
    model = walk.chance.choice([Article, Fact, Question])
    action = walk.chance.choice(["ready", "unpublish", "retire", "delete_selected"])
    more = {"post": "yes"} if action == "delete_selected" else {}
    walk.trail.append(action)
    return act(walk.browser(), model, action, walk.any(model), walk.any(model), **more)


def publish(walk: Walk) -> Any:
    model = walk.chance.choice([Fact, Question])
    action = walk.chance.choice(["publish", "publish_with_questions"] if model is Fact else ["publish"])
    browser = walk.browser()
    led = act(browser, model, action, walk.any(model), walk.any(model))
    if led.status_code != 302 or "check" not in led["Location"]:
        return led
    page = browser.get(led["Location"])
    if page.status_code != 200:
        return page
    keys = [row.key for row in page.context["checklist"].offered]
    return publish_listed(page, walk.chance.sample(keys, walk.chance.randint(0, len(keys))))


def change_all(walk: Walk) -> Any:
    model, action, to = walk.chance.choice(
        [
            (Fact, "change_deck", {"deck": str(walk.any(Deck).pk)}),
            (Fact, "change_date", {"as_of": walk.chance.choice(["2020", "2026-03-01", "2025"])}),
            (Question, "change_type", {"answer_type": walk.chance.choice(["place", "person"])}),
        ]
    )
    walk.trail.append(action)
    return act(walk.browser(), model, action, walk.any(model), walk.any(model), post="yes", **to)


def go_back(walk: Walk) -> Any:
    """To an older version of a fact or an article."""
    thing, browser = walk.any(walk.chance.choice([Article, Fact])), walk.browser()
    older = walk.chance.choice(list(thing.history.all()))
    page = f"{address(thing, 'history')}{older.pk}/"
    shown = browser.get(page)
    if shown.status_code != 200 or not shown.context or "adminform" not in shown.context:
        return shown
    return browser.post(page, _fields(shown))


def _fields(response: Any) -> dict[str, Any]:
    form = response.context["adminform"].form
    values = {bound.html_name: bound.value() for bound in form}
    return {name: value for name, value in values.items() if value not in (None, False)}


def settle(walk: Walk) -> Any:
    article, browser = walk.any(Article), walk.browser()
    page = reverse("admin:article_settle", args=[article.pk])
    shown = browser.get(page)
    if shown.status_code != 200:
        return shown
    decided = {f"citation-{one.pk}": walk.chance.choice(["still", "retire"]) for one in article.citations.all()}
    return browser.post(page, {"_seen": shown.context["seen"], **decided})


def plan(walk: Walk) -> Any:
    thing, browser = walk.any(walk.chance.choice([Article, Fact, Question])), walk.browser()
    page = f"{address(thing).removesuffix('change/')}plan/"
    shown = browser.get(page)
    if shown.status_code != 200:
        return shown
    day = (walk.at + timedelta(days=1)).date().isoformat()
    sent = {"publish_on": day, "with_questions": "on", "look_on": day, "version": shown.context["form"].stored}
    return browser.post(page, sent)


def next_day(walk: Walk) -> None:
    walk.at += timedelta(days=1)
    with time_machine.travel(walk.at, tick=False):
        walk.trail.append(keep_days(walk.at))


def suggest(walk: Walk) -> Any:
    browser, page = walk.browser(), f"{reverse('admin:question_suggest')}?deck={walk.any(Deck).pk}"
    shown = browser.get(page)
    if shown.status_code != 200:
        return shown
    return browser.post(page, {"proposal": [each.key for each in shown.context["found"].proposals][:1]})


def at_desk(walk: Walk) -> Any:
    """A piece of the desk."""
    browser, article, fact = walk.browser(), walk.any(Article), walk.any(Fact)
    piece = walk.chance.choice(["fact", "none", "text", "question", "publish"])
    walk.trail.append(piece)
    if piece == "none":
        sent = {"none": walk.chance.choice(["0", "1"])}
        return browser.post(f"{reverse('admin:desk_none', args=[article.pk])}?paragraph=1", sent)
    if piece == "text":
        page = reverse("admin:desk_text", args=[article.pk])
        shown = browser.get(page)
        if shown.status_code != 200:
            return shown
        version = shown.context["adminform"].form["version"].value()
        return browser.post(page, {"text": TEXT, "version": version})
    if piece == "question":
        page = f"{reverse('admin:desk_new_question', args=[article.pk, fact.pk])}?kind=typed"
        return browser.post(page, {"prompt": walk.chance.choice(WORDS), "spec-answer": "Neap tides"})
    if piece == "publish":
        page = f"{reverse('admin:desk', args=[article.pk])}?fact={fact.pk}"
        shown = browser.get(page)
        drafts = [question.pk for question in fact.questions.filter(state=State.DRAFT)]
        listed: dict[str, Any] = {"_seen": shown.context["seen"], "question": drafts}
        return browser.post(reverse("admin:desk_publish", args=[article.pk, fact.pk]), listed)
    said: dict[str, Any] = {"statement": walk.chance.choice(WORDS), "deck": walk.any(Deck).pk, "as_of": "2026-01-01"}
    row = {"says": "so it is", "stance": "supports", "paragraph": "1", "TOTAL_FORMS": "1", "INITIAL_FORMS": "0"}
    rows = {f"citations-{'' if name.endswith('FORMS') else '0-'}{name}": value for name, value in row.items()}
    return browser.post(f"{reverse('admin:desk_fact', args=[article.pk])}?paragraph=1", {**said, **rows})


def decide(walk: Walk) -> Any:
    """About a wrong answer."""
    waiting = list(WrongAnswer.objects.order_by("pk"))
    if not waiting:
        return None
    browser, wrong = walk.browser(), walk.chance.choice(waiting)
    page = reverse("admin:insights_wronganswer_change", args=[wrong.pk])
    shown = browser.get(page)
    ways = shown.context["ways"] if shown.status_code == 200 else []
    if not ways:
        return shown
    way = walk.chance.choice(ways)
    sent = {"said": way.said.value, "question": way.question.pk, "revision": way.question.revision_id, "regrade": "on"}
    walk.trail.append(str(sent))
    return browser.post(page, sent)


VERBS: tuple[Callable[[Walk], Any], ...] = (
    *(reword_article, reword_deck, reword_fact, reword_citations, add_citation, reword_question, add_question),
    *(press, publish, publish, change_all, go_back, settle, plan, next_day, suggest, at_desk, at_desk, decide),
)


def differences(walk: Walk, *learners: User) -> list[str]:
    """Between all that is kept and what it is kept of."""
    kept = (*kept_warnings.differences(at=walk.at), *answers.differences())
    return [*kept, *deck_counts.differences(), *search.differences(), *map(str, wrongs(*learners))]


def unseen_by_two() -> Iterator[str]:
    """What readers see although nobody who may publish has looked at it since it was edited by somebody else."""
    for standing in Standing.objects.filter(edited_at__isnull=False):
        thing = standing.thing
        if not isinstance(thing, Article) and thing.state == State.PUBLISHED:
            assert standing.moved_at
            assert standing.edited_at
            if standing.moved_at < standing.edited_at or standing.moved_by_id == standing.edited_by_id:
                yield f"{thing._meta.model_name} {thing.pk} was edited by {standing.edited_by}"


def test_whatever_editors_do_all_that_is_kept_holds(lan: User, boris: User, settings: LazySettings) -> None:
    settings.EDITORS_FOUR_EYES = True
    walk = Walk(SEED)
    typed = Question.objects.filter(kind="typed").order_by("-pk")[0]
    for deck in Deck.objects.all():
        join(lan, deck, at=NOON)
        join(boris, deck, at=NOON)
    for learner in (lan, boris):
        answer(learner, typed, at=NOON, response={"text": "Low tides"})
    collect(COLLECTORS, at=NOON)
    kept_warnings.rebuild(at=NOON)
    assert WrongAnswer.objects.count()
    for _ in range(STEPS):
        walk.go()
    assert differences(walk, lan, boris) == [], walk.told
    assert list(unseen_by_two()) == [], walk.told
