#!/usr/bin/env python
"""Run a management command; `quickstart` is the one to begin with."""

import os
import sys


def main():  # no annotation: even a Python 2 must get as far as the sentence below
    if sys.version_info < (3, 12):  # noqa: UP036  an older Python does not read pyproject.toml
        sys.exit(
            "Studyapp needs Python 3.12 or newer, and this is %d.%d. "  # noqa: UP031
            "Let uv fetch one and use it: uv run manage.py quickstart" % sys.version_info[:2]
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyapp.settings")
    try:
        if sys.argv[1:2] == ["quickstart"]:
            from studyapp.demo.first_run import keep_secret_key  # noqa: PLC0415  before the settings

            keep_secret_key()
        from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415  only once Python is new enough
        from django.core.management import execute_from_command_line  # noqa: PLC0415
        from environs.exceptions import EnvError  # noqa: PLC0415
    except ModuleNotFoundError as error:
        sys.exit("%s. Let uv see to what is needed: uv run manage.py quickstart" % error)  # noqa: UP031

    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, EnvError) as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit("%s: %s" % (type(error).__name__, error))  # noqa: UP031


if __name__ == "__main__":
    main()
