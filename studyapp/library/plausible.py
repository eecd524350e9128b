"""What cannot be right of a date or a language, whether an editor writes it in admin or in a seed."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from babel import Locale, parse_locale

from studyapp.kinds import partial_dates

FIRST_REPORT = 1450
"""The year in which printing began: what seems to be older is a slip of the pen."""
LONGEST_AHEAD = 100
"""Years: what is agreed or planned may begin and end later than today, but not in another age."""

_CLDR = Locale("en")


def doubts(said: Mapping[str, object], *, at: datetime) -> Iterator[tuple[str, str]]:
    """Fields of an article, a deck or a fact that cannot be as they are said, each with what to do about it."""
    for name in ("published_on", "as_of"):
        if (day := said.get(name)) and (told := doubt_of_report(str(day), at)):
            yield name, told
    for name in ("valid_from", "valid_to"):
        if (day := said.get(name)) and partial_dates.earliest(str(day)).year > at.year + LONGEST_AHEAD:
            yield name, f"{day} is more than {LONGEST_AHEAD} years ahead. Look at the year again."
    if (language := said.get("language")) and (told := doubt_of_language(str(language))):
        yield "language", told


def doubt_of_language(tag: str) -> str:
    """Why a tag names no language, and what to write; "" where it names one."""
    return "" if is_language(tag) else f"No language has the tag “{tag}”. Write one such as en, vi, ru or pt-BR."


def doubt_of_report(day: str, at: datetime) -> str:
    """Why nothing can have been reported then; "" where it can."""
    if partial_dates.earliest(day) > at.date() + timedelta(days=1):  # somewhere it is tomorrow already
        return f"{day} is still to come, and nothing can have been reported then. Look at the date again."
    if partial_dates.latest(day).year < FIRST_REPORT:
        return f"{day} is before there was print. Look at the year again; “valid_from” says since when a fact is so."
    return ""


def is_language(tag: str) -> bool:
    """Whether each part of the tag is known: the language and, if it names them, the script and the country."""
    try:
        language, country, script, *_ = parse_locale(tag, sep="-")
    except ValueError:
        return False
    known = language in _CLDR.languages and language != "und"
    return known and country in (None, *_CLDR.territories) and script in (None, *_CLDR.scripts)
