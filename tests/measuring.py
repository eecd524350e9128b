"""Which lines and branches of the project all workers reach together: `uv run python -m pytest -p tests.measuring`.

slipcover has the interpreter tell it of each line once, so a test takes hardly longer. Its own plugin rewrites pytest,
to measure the tests too; only the project is of interest here.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from slipcover import FileMatcher, ImportManager, Slipcover, merge_coverage, print_coverage

SOURCE, OMIT = ["studyapp"], ["studyapp/*/migrations/*"]
REACHED = pytest.StashKey[dict[str, Any]]()

measured = Slipcover(branch=True, source=SOURCE, omit=OMIT)
ImportManager(measured, FileMatcher(sources=SOURCE, omit=OMIT)).__enter__()
of_workers: list[str] = []


def percent(reached: dict[str, Any]) -> float:
    """Of lines and branches together."""
    return float(reached["summary"]["percent_covered"])


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--reach", type=float, default=0.0, help="percent of lines and branches; less is a failure")


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A worker has ended and says what it saw, unless it crashed."""
    if hasattr(node, "workeroutput"):
        of_workers.append(node.workeroutput["reached"])


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    """A worker hands on what it saw; the process that started them puts it together, and judges."""
    reached = measured.get_coverage()
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["reached"] = json.dumps(reached)
        return (yield)
    for of_worker in of_workers:
        merge_coverage(reached, json.loads(of_worker))
    session.config.stash[REACHED] = reached
    if percent(reached) < session.config.option.reach:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    return (yield)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reached, wanted = terminalreporter.config.stash[REACHED], terminalreporter.config.option.reach
    terminalreporter.section("What the tests do not reach")
    print_coverage(reached, outfile=terminalreporter, skip_covered=True)
    terminalreporter.line(f"{percent(reached):.2f} % of lines and branches are reached; {wanted} % have to be.")
