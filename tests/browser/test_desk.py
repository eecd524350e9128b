"""An editor at the desk: from a pasted article to published questions, in few presses and few pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Dialog, Locator, Page, expect

from studyapp.demo.factories import ArticleFactory, DeckFactory, EditorFactory
from studyapp.library.models import Article, ArticleText, Fact, Question
from tests.browser.browsers import LAPTOP, NewContext, SignIn
from tests.browser.inspection import Inspection

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("editing")]

MOST_PRESSES, MOST_LOADS = 70, 15

PRESSED = "a, button, select, summary, label, input[type=checkbox], input[type=radio], input[type=submit]"
COUNTS = f"""
  addEventListener('click', ({{ target }}) => target.closest('{PRESSED}') && pressed(), true);
  addEventListener('change', ({{ target }}) => target.matches('select') && pressed(), true);
"""

TEXT = """The last gas lamp of Vorlund

By Ada Lovelace
12 March 2025

Vorlund put out the last of its 2,300 gas lamps on 3 March 2025, after 158 years of gaslight.

The first of them were lit on 14 October 1867, along the quay.

Photo: a lamplighter at work in 1911. City archive

At its height in 1931 the city employed 85 lamplighters, who each looked after some sixty lamps.

The mayor, Ines Okafor, called the change overdue, since gas made up 12 percent of the city's costs for energy.

The new lamps were made by Lumenor, a company from Tarnby, under a contract worth 41 million crowns.

They were put up by 64 workers in the course of 18 months.

Birds are said to be grateful: the new light has less blue, as the zoologist Petra Lindqvist advised.

A museum of gaslight is to be opened in the old gasworks in September 2026.

The gasworks themselves were closed on 30 June 1974, when gas from the North Sea reached the city.

"We shall miss the hissing," said Tomas Berg, who lit the lamps of the quay for 37 years.

Five other cities of the region still have gas lamps, the most of them Ostrand with 940.
"""


@dataclass(frozen=True, slots=True)
class Written:
    """What an editor types of one paragraph, where nothing that is composed will do."""

    paragraph: int
    statement: str
    says: str
    prompt: str
    answer: str
    wrong: tuple[str, str, str]


FACTS = [
    Written(1, "The city of Vorlund put out its last gas lamp on 3 March 2025.", "on that day, after 158 years",
            "How did Vorlund light its streets until March 2025?", "With gas",
            ("With oil", "With candles", "With electricity")),
    Written(2, "The first gas lamps of Vorlund were lit on 14 October 1867.", "lit along the quay on that day",
            "Where in Vorlund were gas lamps lit first, in 1867?", "Along the quay",
            ("At the castle", "In the market", "At the station")),
    Written(4, "In 1931 the city of Vorlund employed 85 lamplighters.", "85, at the height of gaslight",
            "Who looked after the gas lamps of Vorlund in 1931?", "Lamplighters", ("Firemen", "Plumbers", "Soldiers")),
    Written(5, "In 2025 gas lamps made up 12 percent of what Vorlund paid for energy.", "12 percent",
            "Who was mayor of Vorlund in March 2025?", "Ines Okafor", ("Petra Lindqvist", "Tomas Berg", "Ada Lind")),
    Written(6, "Lumenor of Tarnby made the lamps that Vorlund put up by 2025.", "names Lumenor",
            "Which company made the lamps that Vorlund put up by 2025?", "Lumenor", ("Tarnby", "Ostrand", "Okafor")),
    Written(7, "In Vorlund 64 workers put up the new street lamps, finished in March 2025.", "64, within 18 months",
            "How long did it take to put up the new lamps of Vorlund?", "18 months",
            ("Six months", "Three years", "Six years")),
    Written(8, "The zoologist Petra Lindqvist advised Vorlund on its lamps of 2025.", "less blue, as advised",
            "Which colour is there less of in Vorlund's street light since 2025?", "Blue", ("Red", "Green", "Yellow")),
    Written(9, "In March 2025 a museum of gaslight was planned in Vorlund for September 2026.", "in the gasworks",
            "In what building was Vorlund's museum of gaslight planned in 2025?", "The old gasworks",
            ("The old harbour", "The town hall", "The castle")),
    Written(10, "The gasworks of Vorlund were closed on 30 June 1974.", "closed when gas came from the North Sea",
            "From where did Vorlund have its gas after 1974?", "The North Sea",
            ("The Black Sea", "Siberia", "The Caspian Sea")),
    Written(12, "In March 2025 the city of Ostrand still had 940 gas lamps.", "940, the most in the region",
            "Which city of Vorlund's region had the most gas lamps in March 2025?", "Ostrand",
            ("Tarnby", "Vorlund", "Lumenor")),
]  # fmt: skip


@dataclass
class Count:
    presses: int = 0
    loads: int = 0


@pytest.fixture
def counted(new_context: NewContext) -> tuple[BrowserContext, Count]:
    """A laptop that counts what is pressed, by mouse or by key, and the pages that are loaded."""
    context, count = new_context(**LAPTOP), Count()

    def press() -> None:
        count.presses += 1

    context.expose_function("pressed", press)
    context.add_init_script(COUNTS)
    return context, count


def load(count: Count) -> Callable[[Page], None]:
    def loaded(_: Page) -> None:
        count.loads += 1

    return loaded


def written(page: Page, fact: Written) -> Locator:
    """The piece of a question that is not saved yet: a composed one if there is any, else the new one, filled in."""
    composed = page.locator("form.question", has=page.get_by_role("heading", name="Composed:"))
    if composed.count():
        return composed.first
    new = page.locator("form.question", has=page.get_by_role("heading", name="New question:"))
    new.locator("[name=prompt]").fill(fact.prompt)
    new.locator("[name=spec-answer]").fill(fact.answer)
    if (wrong := new.locator("[name=spec-distractors]")).count():
        wrong.fill("\n".join(fact.wrong))
    return new


def previewed(page: Page, piece: Locator) -> None:
    prompt = piece.locator("[name=prompt]").input_value()
    piece.get_by_role("button", name="Save and preview").click()
    shown = page.get_by_role("region", name="Preview of this question")
    expect(shown).to_contain_text(prompt.replace("[blank]", "").split("  ")[0][:40])
    expect(page.locator("form.question", has=page.get_by_role("heading", name="Draft:")).last).to_be_visible()


def test_ten_facts_with_twenty_questions_take_seventy_presses_and_fifteen_pages_at_most(
    counted: tuple[BrowserContext, Count], transactional_db: None, sign_in: SignIn
) -> None:
    DeckFactory(title="Ports and harbours")
    light = DeckFactory(title="Light in the cities")
    context, count = counted
    page = sign_in(context.new_page(), EditorFactory())
    page.on("load", load(count))
    page.goto(reverse("admin:library_article_changelist"))
    page.get_by_role("link", name="Article from its text").click()
    for name, words in (
        ("url", "https://example.org/last-gas-lamp"),
        ("title", "The last gas lamp of Vorlund"),
        ("publisher", "Harbour Gazette"),
        ("published_on", "2025-03-12"),
        ("text", TEXT),
    ):
        page.locator(f"[name={name}]").fill(words)
    page.get_by_role("button", name="Save and go to the desk").click()
    for fact in FACTS:
        page.locator(f"#paragraph-{fact.paragraph} button").click()
        page.locator("#fact-form [name=statement]").fill(fact.statement)
        page.locator("#fact-form [name=citations-0-says]").fill(fact.says)
        if fact == FACTS[0]:
            page.locator("#fact-form [name=deck]").select_option(str(light.pk))
        page.get_by_role("button", name="Save the fact").click()
        expect(page.locator("#fact-card")).to_contain_text(fact.statement)
        for _ in range(2):
            previewed(page, written(page, fact))
        page.get_by_role("button", name="Publish the fact with 2 questions").click()
        expect(page.locator("#work-heading")).to_contain_text("Published")
    facts = Fact.objects.live().filter(deck=light, citations__article=Article.objects.get())
    cited = facts.order_by("citations__paragraph").values_list("citations__paragraph", flat=True)
    assert list(cited) == [fact.paragraph for fact in FACTS]
    assert set(facts.values_list("as_of", flat=True)) == {"2025-03-12"}
    assert [fact.questions.live().count() for fact in facts] == [2] * 10
    assert count.presses <= MOST_PRESSES
    assert count.loads <= MOST_LOADS


@pytest.fixture
def weir(transactional_db: None) -> str:
    """The desk of an article with a text, in a library of one deck."""
    DeckFactory(title="Rivers")
    article = ArticleFactory(title="The weir", published_on=date(2025, 3, 12), paragraphs=2)
    text = "Nobody was there.\n\nThe weir of Vorlund was shut on 3 March 1932 by 85 workers."
    ArticleText.objects.create(article=article, text=text)
    return reverse("admin:desk", args=[article.pk])


def test_without_scripts_the_same_is_written_page_by_page(scriptless: Page, weir: str, sign_in: SignIn) -> None:
    page = sign_in(scriptless, EditorFactory())
    page.goto(weir)
    page.get_by_role("button", name="Nobody was there.").press("Enter")
    page.get_by_role("button", name="It needs no fact").click()
    expect(page.locator("#paragraph-1")).to_contain_text("needs none")
    page.get_by_role("button", name="3 March 1932").click()
    page.locator("[name=statement]").fill("The weir of Vorlund was shut on 3 March 1932.")
    page.get_by_role("button", name="Save the fact").click()
    expect(page.locator(".errornote")).to_be_visible()
    page.locator("[name=citations-0-says]").fill("shut on that day")
    page.get_by_role("button", name="Save the fact").click()
    page.get_by_role("button", name="Save and preview").first.click()
    expect(page.get_by_role("region", name="Preview of this question")).to_be_visible()
    page.get_by_role("button", name="Dismiss for good").first.click()
    expect(page.get_by_text("it is not proposed again")).to_be_visible()
    page.get_by_role("button", name="Publish the fact with 1 question").click()
    expect(page.locator("#work-heading")).to_contain_text("Published")
    assert Question.objects.live().count() == 1


def test_the_desk_is_open_to_all_and_asks_before_it_loses_what_was_typed(
    new_context: NewContext, weir: str, sign_in: SignIn
) -> None:
    page = sign_in(new_context(**LAPTOP).new_page(), EditorFactory())
    inspection, asked = Inspection(page), list[str]()

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    inspection.of(reverse("admin:desk_new"), weir)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("button", name="3 March 1932").click()
    statement = page.locator("#fact-form [name=statement]")
    expect(statement).to_be_focused()
    statement.press_sequentially("The weir of Vorlund was shut on 3 March 1932.")
    page.get_by_role("button", name="Nobody was there.").click()
    expect(statement).to_have_value("The weir of Vorlund was shut on 3 March 1932.")
    page.locator(".breadcrumbs").get_by_role("link", name="Articles").click()
    assert asked == ["confirm", "beforeunload"]
    page.get_by_role("button", name="Save the fact").click()
    expect(page.locator("#fact-form .errornote")).to_be_visible()
    inspection.here("a fact refused")
    page.locator("[name=citations-0-says]").fill("shut on that day")
    page.get_by_role("button", name="Save the fact").click()
    page.get_by_role("button", name="Save and preview").first.click()
    expect(page.get_by_role("region", name="Preview of this question")).to_be_focused()
    page.get_by_role("button", name="Dismiss for good").first.click()
    expect(page.get_by_role("button", name="Take that back")).to_be_visible()
    inspection.here("a fact with its questions")
    assert inspection.faults == [], "\n".join(["", *inspection.faults])
    assert asked == ["confirm", "beforeunload"], "nothing else was to be lost"
