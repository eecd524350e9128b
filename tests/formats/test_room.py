"""The room of formats knows words of Django, and nothing of models, settings or other rooms."""

import ast
from pathlib import Path

import pytest

import studyapp.formats

ROOM = Path(studyapp.formats.__file__).parent
MODULES = sorted(ROOM.rglob("*.py"))
ALLOWED = ("django.utils", "django.template.defaultfilters", "studyapp.formats", "studyapp.markdown")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOM).as_posix())
def test_a_format_imports_words_and_nothing_that_knows_a_database(module: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported |= {node.module}
    ours = {name for name in imported if name.startswith(("django", "studyapp"))}
    assert {name for name in ours if not name.startswith(ALLOWED)} == set()
