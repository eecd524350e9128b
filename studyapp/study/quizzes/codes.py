"""Codes of shared quizzes: short enough to be read out, and forgiving of how they are typed."""

import secrets
import unicodedata

SIGNS = "0123456789BCDFGHJKMNPQRSTVWXYZ"
"""No vowels, which could make words, and no L."""
LENGTH = 7
LOOKALIKES = str.maketrans("OILВСНКМОРТХ", "011BCHKM0PTX")
"""Latin letters taken for digits, and the letters of a Russian keyboard taken for Latin ones."""


def new_code() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def read_code(text: str) -> str:
    """The code that someone typed: case, spaces, hyphens and lookalikes do not matter. "" if it can be none."""
    letters = unicodedata.normalize("NFKC", text[: 4 * LENGTH]).upper().translate(LOOKALIKES)
    code = "".join(letter for letter in letters if letter.isalnum())
    return code if len(code) == LENGTH and set(code) <= set(SIGNS) else ""
