"""The project as a whole: migrations, checks, imports that run one way, short lines, documents that keep up."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django_test_migrations.checks.autonames import check_migration_names

from studyapp.demo.first_run import PROJECT

LONGEST = 40
"""Lines of a function, its docstring included."""
MOST_ANYS = 92
"""How often the app's types may say `Any`, which hides a mistake: for what Django hands through as it came."""
LONGER_FOR_A_REASON: dict[str, str] = {}
"""Functions that read better whole, as module:name, and why."""
WIDEST = 140
"""Characters of a template's line, so that a diff of it can be read."""

MODULES = sorted(
    path for path in (PROJECT / "studyapp").rglob("*.py") if "migrations" not in path.parts and path.stat().st_size
)
TEMPLATES = sorted((PROJECT / "templates").rglob("*.html"))
STYLES = sorted((PROJECT / "studyapp").glob("**/static/**/*.css"))
ROOMS = sorted(path.parent.name for path in (PROJECT / "studyapp").glob("*/__init__.py"))


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_migrations_have_names_that_say_something() -> None:
    assert check_migration_names() == []


@pytest.mark.django_db
def test_django_finds_nothing_to_complain_of() -> None:
    assert run_checks() == []


def test_django_finds_nothing_to_complain_of_in_a_deployment() -> None:
    deployed = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "SITE_URL": "https://example.org",
        "DATABASE_URL": "sqlite://:memory:",
        "EMAIL_URL": "submission://post:secret@mail.example.org:587",
        "WORKERS": "1",
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=PROJECT, env=deployed, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_imports_run_one_way() -> None:
    """In a process of its own, since import-linter silences the loggers of the one it runs in."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache", "--no-logo"], cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_module_begins_by_saying_what_it_is_for(module: Path) -> None:
    assert module.name == "apps.py" or ast.get_docstring(ast.parse(module.read_text()))


def functions(module: Path) -> Iterator[tuple[str, int]]:
    """Each function's name and length in lines."""
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.FunctionDef):
            yield f"{module.relative_to(PROJECT)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1


def test_functions_are_short() -> None:
    long = {name for module in MODULES for name, lines in functions(module) if lines > LONGEST}
    assert long == LONGER_FOR_A_REASON.keys()


def anys(module: Path) -> list[int]:
    """The lines that say `Any`, in a type or anywhere else; a line that says it twice stands twice."""
    tree = ast.parse(module.read_text())
    return sorted(node.lineno for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "Any")


def test_any_is_rare() -> None:
    found = {str(module.relative_to(PROJECT)): lines for module in MODULES if (lines := anys(module))}
    listed = "\n".join(f"{len(lines):3} {module}: lines {lines}" for module, lines in found.items())
    assert sum(map(len, found.values())) <= MOST_ANYS, f"\n{listed}"


def test_every_silenced_type_error_says_why() -> None:
    silenced = re.compile(r"# type: ignore\[[^]]+\](?!  # (?!noqa))")
    bare = [
        f"{module.relative_to(PROJECT)}:{number}"
        for module in MODULES
        for number, line in enumerate(module.read_text().splitlines(), 1)
        if silenced.search(line)
    ]
    assert bare == []


def imported(module: Path) -> Iterator[str]:
    """Each module, or name of a module, that is imported here."""
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_for_pytest(name: str) -> bool:
    """Whether this is a conftest or a test file, or something in one."""
    return name.startswith("tests.") and any(part == "conftest" or part.startswith("test_") for part in name.split("."))


def test_no_test_imports_from_another_or_from_a_conftest() -> None:
    modules = (PROJECT / "tests").rglob("*.py")
    borrowed = {(str(module.relative_to(PROJECT)), name) for module in modules for name in imported(module)}
    assert {(module, name) for module, name in borrowed if is_for_pytest(name)} == set()


def numbered(file: Path) -> Iterator[tuple[str, str]]:
    """Each line of a file, after its place."""
    for number, line in enumerate(file.read_text().splitlines(), start=1):
        yield f"{file.relative_to(PROJECT)}:{number}", line


def test_lines_of_templates_are_short() -> None:
    assert TEMPLATES
    assert [place for template in TEMPLATES for place, line in numbered(template) if len(line) > WIDEST] == []


def test_a_button_outside_its_form_says_that_it_submits() -> None:
    """Or htmx sends the form as if nobody had pressed it (`findings/htmx_forgets_a_buttons_value.sh`)."""
    buttons = [
        (template.name, button)
        for template in TEMPLATES
        for button in re.findall(r"<button\b[^>]*\sform=[^>]*>", template.read_text())
    ]
    assert buttons
    assert [(name, button) for name, button in buttons if "type=" not in button] == []


def test_styles_have_one_declaration_a_line() -> None:
    """A line opens a rule, closes one, or holds one declaration or a part of a list of selectors."""
    assert STYLES
    crowded = [
        place
        for style in STYLES
        for place, line in numbered(style)
        if re.search(r"[{};]\s*\S|\S\s*}", re.sub(r"/\*.*?\*/", "", line))
    ]
    assert crowded == []


@pytest.mark.parametrize("command", ["uv run manage.py quickstart", "uv run pytest"])
def test_the_readme_gives_the_two_commands(command: str) -> None:
    assert f"pip install uv && {command}\n" in (PROJECT / "README.md").read_text()


@pytest.mark.parametrize("room", ROOMS)
def test_the_guide_for_contributors_knows_every_room(room: str) -> None:
    assert f"`{room}`" in (PROJECT / "CONTRIBUTING.md").read_text()


def landmarks() -> list[tuple[str, str]]:
    """The files and names of the table that says where things are."""
    table = (PROJECT / "CONTRIBUTING.md").read_text().partition("### Where is …")[2].partition("\n\n**")[0]
    return re.findall(r"^\| [^|]+ \| `([^`]+)` \| `([^`]+)` \|$", table, re.MULTILINE)


@pytest.mark.parametrize(("file", "name"), landmarks())
def test_the_guide_for_contributors_says_where_things_are(file: str, name: str) -> None:
    found: ast.AST = ast.parse((PROJECT / "studyapp" / file).read_text())
    for part in name.split("."):
        inside = [node for node in ast.iter_child_nodes(found) if getattr(node, "name", None) == part]
        assert inside, f"There is no {part} in {file}."
        found = inside[0]


def test_the_guide_for_contributors_says_where_ten_things_are() -> None:
    assert len(landmarks()) >= 10


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "EDITING.md"])
def test_a_link_between_documents_leads_somewhere(document: str) -> None:
    text = (PROJECT / document).read_text()
    linked = [part.partition(")")[0].partition("#")[0] for part in text.split("](")[1:]]
    missing = [link for link in linked if link and "://" not in link and not (PROJECT / link).exists()]
    assert missing == []


def test_every_setting_that_is_read_is_explained_in_the_readme() -> None:
    read = {
        str(node.args[0].value)
        for node in ast.walk(ast.parse((PROJECT / "studyapp" / "settings.py").read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    readme = (PROJECT / "README.md").read_text()
    assert {name for name in read if f"`{name}`" not in readme} == set()
