"""The room stands alone: forms and text, no models, no other room, no clock."""

import ast
from pathlib import Path

import pytest

from studyapp import kinds

MODULES = sorted(Path(kinds.__file__).parent.glob("*.py"))


def imported(module):
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_a_kind_knows_no_database_no_clock_and_no_other_room(module):
    names = set(imported(module))
    assert names
    assert not {name for name in names if name.startswith("studyapp.") and not name.startswith("studyapp.kinds")}
    assert not {
        name for name in names if name.startswith(("django.db", "django.conf", "django.utils.timezone", "time"))
    }
