"""A wrong option that may be right as well."""

from collections.abc import Iterator

from studyapp.kinds import text
from studyapp.kinds.base import Kind
from studyapp.kinds.cautions import Caution, Sort


def about_options(body: Kind) -> Iterator[Caution]:
    """An option that only says more or less than the answer; what a source calls right cannot be published at all."""
    for wrong in body.wrong_options:
        answer = next((it for it in body.answers if text.stands_in(it, wrong) or text.stands_in(wrong, it)), None)
        if answer:
            told = f"The wrong option “{wrong}” and the right one, “{answer}”, may mean the same. Replace one of them."
            yield Caution(Sort.ALSO_RIGHT, told)
