"""The editors' guide keeps its word: its examples load, and every kind of question is in them."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

from studyapp.demo.factories import NOW
from studyapp.kinds import KINDS
from studyapp.library import guide
from studyapp.library.models import Question
from studyapp.library.seeds import load
from studyapp.library.seeds.reading import ARTICLE_KEYS, CITATION_KEYS, FACT_KEYS, QUESTION_KEYS

GUIDE = (settings.BASE_DIR / "EDITING.md").read_text(encoding="utf-8")


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """The guide's TOML blocks, each in the file that its first line names; what begins a file comes first in it."""
    blocks = re.findall(r"```toml\n# seeds/([\w/.-]+)(, further)?\n(.*?)```", GUIDE, re.DOTALL)
    for name, _, text in sorted(blocks, key=lambda block: bool(block[1])):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as seeds:
            seeds.write(text)
    return tmp_path


@pytest.mark.django_db
def test_the_examples_load_and_show_every_kind(examples: Path):
    report = load(examples, at=NOW)
    assert report.created
    assert set(Question.objects.live().values_list("kind", flat=True)) == set(KINDS)


@pytest.mark.parametrize("known", [ARTICLE_KEYS, FACT_KEYS, CITATION_KEYS, QUESTION_KEYS])
def test_every_field_of_a_seed_is_explained_or_shown(known: dict[str, object]):
    assert [name for name in known if not re.search(rf"\b{name}\b", GUIDE)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_kind_is_explained(kind: str):
    html = guide.about(kind).html
    assert [name for name in KINDS[kind].AuthorForm.base_fields if f"<code>{name}</code>" not in html] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_an_example_in_its_own_section(kind: str):
    assert f"kind = &quot;{kind}&quot;" in guide.about(kind).html


def test_nothing_else_passes_for_a_kind():
    with pytest.raises(KeyError):
        guide.about("nonsense")


def test_outside_the_reference_of_the_kinds_it_stays_short():
    before, _, reference = GUIDE.partition("\n## The kinds of question\n")
    words = f"{before} {reference[reference.index('\n## ') :]}".split()
    assert sum(any(map(str.isalnum, word)) for word in words) <= 2500


def test_it_begins_with_a_first_fact_in_eight_steps_and_two_pictures():
    first = GUIDE.partition("\n## ")[2].partition("\n## ")[0]
    assert first.startswith("Your first fact in admin, in eight steps\n")
    assert re.findall(r"^(\d)\.", first, re.MULTILINE) == list("12345678")
    assert len(re.findall(r"^!\[", first, re.MULTILINE)) == 2


@pytest.mark.parametrize("picture", re.findall(r"!\[.*?\]\((.+?)\)", GUIDE))
def test_a_picture_is_shown_in_admin_and_light(picture: str):
    assert f'src="{static(picture)}"' in guide.whole().html
    found = finders.find(picture)
    assert found
    assert Path(found).stat().st_size <= 150_000


def test_a_link_within_the_guide_leads_to_a_heading():
    links = re.findall(r"\]\(#(.+?)\)", GUIDE)
    assert links
    assert [link for link in links if f'id="{link}"' not in guide.whole().html] == []


def test_the_parts_are_listed_by_their_headings():
    html = guide.whole().html
    assert [f'<h2 id="{anchor}">{words}</h2>' in html for anchor, words in guide.whole().parts] == [True] * len(
        re.findall(r"^## ", GUIDE, re.MULTILINE)
    )
