"""What stands above a question and must not hold its answer."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from studyapp.kinds import text
from studyapp.kinds.base import Kind
from studyapp.kinds.cautions import Caution, Sort

if TYPE_CHECKING:
    from studyapp.library.models import Question


def about_what_is_above(question: "Question", body: Kind) -> Iterator[Caution]:
    above = {
        "the deck’s title, which students see with it. Call the deck otherwise": question.fact.deck.title,
        "the line above the question. Leave out its source or its date": question.attribution,
    }
    for where, shown in above.items():
        for answer in dict.fromkeys((*body.answers, body.expected_in_english)):
            if text.stands_in(answer, shown):
                yield Caution(Sort.SHOWN, f"The answer “{answer}” stands in {where}.")
