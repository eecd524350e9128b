#!/usr/bin/env python
"""Run a management command; `quickstart` is the one to begin with."""

import os
import sys


def main() -> None:
    if sys.version_info < (3, 12):  # noqa: UP036  an older Python does not read pyproject.toml
        sys.exit(
            "Studyapp needs Python 3.12 or newer, and this is %d.%d. Install a newer one, or let uv fetch it: uv python install 3.13"
            % sys.version_info[:2]
        )  # noqa: E501, UP031
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyapp.settings")
    if sys.argv[1:2] == ["quickstart"]:
        from studyapp.demo.first_run import keep_secret_key

        keep_secret_key()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
