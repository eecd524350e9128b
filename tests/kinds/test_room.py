"""The room of kinds knows forms, and nothing of models, settings or other rooms."""

import ast
from pathlib import Path

import pytest

import studyapp.kinds

MODULES = sorted(Path(studyapp.kinds.__file__).parent.glob("*.py"))
ALLOWED = (
    *("django.forms", "django.core.exceptions", "django.core.validators", "django.utils"),
    *("studyapp.kinds", "studyapp.markdown"),
)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_kind_imports_forms_and_nothing_that_knows_a_database(module: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported |= {f"{node.module}.{alias.name}" for alias in node.names}
    ours = {name for name in imported if name.startswith(("django", "studyapp"))}
    assert {name for name in ours if not name.startswith(ALLOWED)} == set()
