"""What editors wait for, in a small library and in a large one: `uv run python -m tests.benchmarks.editors`.

Prints the processor time of loading seeds and of the editors' verbs in libraries of two sizes, and how many times more
the larger costs. `TEST_DATABASE_URL` names the database, as for tests; `--against FOLDER` names a checkout of another
commit, whose `load_seeds` is run too. On demand: it takes minutes.
"""

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from django.test.utils import setup_test_environment, teardown_test_environment

from tests.benchmarks.databases import database, spent_by
from tests.benchmarks.generated import QUESTIONS_ON_FACT, write
from tests.benchmarks.table import Row, lines

TIMES = 9
FEW_FACTS, MANY_FACTS = 100, 1600
SMALL, LARGE = 312, 20_000


MUST = {"load": 1.1, "suggest": 1.5, "list": 2, "search": 2, "questions of": 2, "autocomplete": 2}
"""How many times more a large library may cost, by how a measure begins; 1.3 times for every other."""
FASTER = 0.1
"""What loading many facts may take, of what it took at the other commit."""


@dataclass
class Table:
    """Milliseconds by measure and size."""

    cells: dict[str, dict[str, float]] = field(default_factory=dict)

    def add(self, measure: str, column: str, milliseconds: float) -> None:
        self.cells.setdefault(measure, {})[column] = milliseconds

    def rows(self) -> Iterator[Row]:
        for measure, cells in self.cells.items():
            must = next((most for name, most in MUST.items() if measure.startswith(name)), 1.3)
            yield Row(measure, cells["large"], cells["small"], must)


def spent(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return 1000 * (time.process_time() - begun)


def usual(act: Callable[[], object], times: int = TIMES) -> float:
    act()
    return median(spent(act) for _ in range(times))


def load_seeds(folder: Path) -> None:
    from django.core.management import call_command  # noqa: PLC0415

    call_command("load_seeds", folder, verbosity=0, stdout=open(os.devnull, "w"))  # noqa: PTH123, SIM115


def seeds(table: Table, column: str, facts: int) -> None:
    """The first load and the same once more, for each question."""
    with tempfile.TemporaryDirectory() as name, database():
        write(Path(name), facts)
        questions = facts * QUESTIONS_ON_FACT
        table.add("load seeds, a question", column, spent(lambda: load_seeds(Path(name))) / questions)
        table.add("load the same seeds again, a question", column, spent(lambda: load_seeds(Path(name))) / questions)


@dataclass
class Desk:
    """An editor before a library."""

    table: Table
    column: str

    def __post_init__(self) -> None:
        from django.test import Client  # noqa: PLC0415

        from studyapp.demo.factories import EditorFactory  # noqa: PLC0415
        from studyapp.library.models import Fact, Question  # noqa: PLC0415

        self.browser = Client(HTTP_HOST="localhost")
        self.browser.force_login(EditorFactory())
        self.fact = Fact.objects.get(slug="fact-20")
        self.question = Question.objects.get(slug="question-20-0")
        self.choice = Question.objects.get(slug="question-21-1")
        self.some = list(Question.objects.filter(kind="typed").order_by("pk")[:50])

    def time(self, measure: str, act: Callable[[], object], times: int = TIMES) -> None:
        self.table.add(measure, self.column, usual(act, times))

    def ask(self, address: str, **query: str) -> None:
        response = self.browser.get(f"/admin/library/{address}", query)
        assert response.status_code == 200, (address, response.status_code)

    def post(self, address: str, form: dict[str, Any]) -> None:
        response = self.browser.post(f"/admin/library/{address}", form)
        assert response.status_code == 302, (address, response.status_code, response.content.decode()[-3000:])

    def form(self, address: str) -> dict[str, Any]:
        """What a browser would send back of a page that nobody touched."""
        setup_test_environment(debug=False)
        try:
            from tests.library.admin.pages import filled  # noqa: PLC0415  Django is set up first

            return filled(self.browser.get(f"/admin/library/{address}"))
        finally:
            teardown_test_environment()

    def verbs(self) -> None:
        counted = iter(range(10_000))
        self.time("preview a question", lambda: self.ask(f"question/{self.question.pk}/preview/"))
        self.time("preview a choice that draws", lambda: self.ask(f"question/{self.choice.pk}/preview/"))
        question, fact = f"question/{self.question.pk}/change/", f"fact/{self.fact.pk}/change/"
        self.time(
            "open and save a live question",
            lambda: self.post(question, self.form(question) | {"explanation": f"So it was, {next(counted)}."}),
        )
        self.time(
            "open and save a live fact",
            lambda: self.post(fact, self.form(fact) | {"statement": f"Once more, {self.fact} {next(counted)}"}),
        )
        self.time("check a fact with its questions", self.check)
        self.time("check and publish 50 questions", self.publish, 5)
        self.time("suggest questions for a fact", lambda: self.ask("question/suggest/", fact=str(self.fact.pk)), 5)

    def check(self) -> None:
        self.ask("fact/check/", fact=str(self.fact.pk), **{"with": "questions"})

    def publish(self) -> None:
        keys = [question.pk for question in self.some]
        type(self.question).objects.filter(pk__in=keys).update(state="draft")
        page = f"fact/check/?question={','.join(map(str, keys))}"
        seal = re.search(r'name="seal" value="([^"]+)"', self.browser.get(f"/admin/library/{page}").content.decode())
        assert seal
        self.post(page, {"seal": seal[1], "publish": [f"question-{key}" for key in keys]})

    def articles(self) -> None:
        """The desk of the article that the fact is from, whose text speaks of what the library knows."""
        from studyapp.library.models import Article, ArticleText  # noqa: PLC0415

        article = Article.objects.filter(citations__fact=self.fact).get()
        said = list(article.citations.order_by("pk").values_list("fact__statement", flat=True)[:12])
        Article.objects.filter(pk=article.pk).update(paragraphs=len(said), no_facts_in="")
        ArticleText.objects.create(article=article, text="\n\n".join(said))
        desk = f"article/{article.pk}/desk/"
        self.time("the desk of an article", lambda: self.ask(desk))
        self.time("the desk, with a paragraph", lambda: self.ask(desk, paragraph="2"))
        self.time("the desk, with a fact and what is composed", lambda: self.ask(desk, fact=str(self.fact.pk)))

    def lists(self) -> None:
        for what in ("question", "fact", "article", "deck"):
            self.time(f"list of {what}s", partial(self.ask, f"{what}/"))
            self.time(f"search {what}s", partial(self.ask, f"{what}/", q="president of"))
            self.time(f"list of {what}s with warnings", partial(self.ask, f"{what}/", warned="yes"))
        self.time("questions of a kind", lambda: self.ask("question/", kind__exact="cloze"))
        for what, model, name in (("fact", "question", "fact"), ("article", "citation", "article")):
            query = {"app_label": "library", "model_name": model, "field_name": name, "term": "port"}
            self.time(f"autocomplete {what}s", partial(self.complete, query))

    def complete(self, query: dict[str, str]) -> None:
        assert self.browser.get("/admin/autocomplete/", query).status_code == 200


def desk(table: Table, column: str, questions: int) -> None:
    from tests.statements import count_up  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as name, database():
        write(Path(name), questions // QUESTIONS_ON_FACT)
        load_seeds(Path(name))
        count_up()
        editor = Desk(table, column)
        editor.lists()
        editor.verbs()
        editor.articles()


def loads_in(checkout: Path) -> float:
    """What `load_seeds` costs there, in a process of its own and without what every command costs."""
    with tempfile.TemporaryDirectory() as name:
        write(Path(name) / "seeds", MANY_FACTS)
        surroundings = {**os.environ, "DATABASE_URL": f"sqlite:///{name}/db.sqlite3", "SECRET_KEY": "x" * 50}
        surroundings |= {"DJANGO_SETTINGS_MODULE": "studyapp.settings"}

        def run(*command: object) -> float:
            called = ["uv", "run", "python", "manage.py", *command]
            return spent_by(*called, folder=checkout, environment=surroundings).milliseconds

        run("migrate")
        return run("load_seeds", Path(name) / "seeds") - run("check")


def rows(small: int = SMALL, large: int = LARGE, against: Path | None = None) -> Iterator[Row]:
    """All measures, in libraries of so many questions; and `load_seeds` of another checkout beside ours."""
    table = Table()
    for column, facts in (("small", FEW_FACTS), ("large", MANY_FACTS)):
        seeds(table, column, facts)
    for column, questions in (("small", small), ("large", large)):
        desk(table, column, questions)
    yield from table.rows()
    if against:
        yield Row(f"load {MANY_FACTS} facts, here and there", loads_in(Path.cwd()), loads_in(against), FASTER)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=SMALL, help="questions of the small library")
    parser.add_argument("--large", type=int, default=LARGE, help="questions of the large library")
    parser.add_argument("--against", type=Path, help="a checkout of another commit, to load seeds there too")
    chosen = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django  # noqa: PLC0415

    django.setup()
    found = list(rows(chosen.small, chosen.large, chosen.against))
    sys.stdout.writelines(f"{line}\n" for line in lines(found, ("large", "small")))


if __name__ == "__main__":
    main()
