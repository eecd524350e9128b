"""Whether a language is one."""

from collections.abc import Iterator

from studyapp.kinds.cautions import Caution, Sort
from studyapp.library.plausible import doubt_of_language


def about_language(tag: str) -> Iterator[Caution]:
    if told := doubt_of_language(tag):
        yield Caution(Sort.LANGUAGE, told)
