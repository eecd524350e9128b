"""What must be there before the settings can be read: a secret key of this installation's own. Imports no Django."""

import os
import secrets
import sys
from pathlib import Path

from environs import Env

PROJECT = Path(__file__).resolve().parent.parent.parent


def keep_secret_key(folder: Path = PROJECT) -> None:
    """See to it that SECRET_KEY is set, by the environment or by `.env`, which only its owner may read.

    Exits with a sentence when `folder` cannot be written to.
    """
    if not os.environ.get("SECRET_KEY"):
        os.environ.pop("SECRET_KEY", None)  # an empty one would hide the one in the file
    path, env = folder / ".env", Env()
    try:
        env.read_env(path, recurse=False)
        if not env.str("SECRET_KEY", ""):
            _write_key(path)
    except OSError as error:
        sys.exit(unwritable(folder, error))


def _write_key(path: Path) -> None:
    kept = path.read_text() if path.exists() else ""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
        path.chmod(0o600)
        file.write("\n" if kept and not kept.endswith("\n") else "")
        file.write(f"SECRET_KEY={secrets.token_urlsafe(50)}\n")


def unwritable(folder: Path, error: OSError) -> str:
    """The sentence for a folder in which nothing can be kept."""
    return (
        f"Nothing can be kept in {folder} ({error.strerror}). "
        "Copy the project to a folder of your own, or make this one writable, and try again."
    )
