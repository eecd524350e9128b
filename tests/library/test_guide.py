"""The editors' guide keeps its word: its examples load, and every kind of question is in them."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from studyapp.demo.factories import NOW
from studyapp.kinds import KINDS
from studyapp.library import guide
from studyapp.library.models import Question
from studyapp.library.seeds import load
from studyapp.library.seeds.reading import ARTICLE_KEYS, CITATION_KEYS, FACT_KEYS, QUESTION_KEYS

GUIDE = (settings.BASE_DIR / "EDITING.md").read_text(encoding="utf-8")


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """The guide's TOML blocks, each in the file that its first line names."""
    for name, text in re.findall(r"```toml\n# seeds/([\w/.-]+)(?:, further)?\n(.*?)```", GUIDE, re.DOTALL):
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
