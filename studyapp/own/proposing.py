"""A card proposed from a fact of the library, for its learner to word anew or to keep as it is."""

from studyapp.library.models import Fact


def sides(fact: Fact) -> dict[str, str]:
    """Of a flashcard: the first half of what the fact says, to be gone on with, and all of it."""
    words = fact.statement.split(" ")
    half = len(words) // 2
    begins = " ".join(words[:half]) if half else fact.statement[: len(fact.statement) // 2]
    return {"prompt": f"{begins} …", "answer": fact.statement}
