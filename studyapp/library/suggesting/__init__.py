"""Questions composed from the library's own facts, without a language model, for an editor to accept, edit or discard.

Everything here is deterministic and knows English only: the same library gives the same proposals.
"""

from studyapp.library.suggesting.composing import COMPOSED, OF_A_FACT, suggest
from studyapp.library.suggesting.proposals import Proposal, Silence, Suggestions

__all__ = ["COMPOSED", "OF_A_FACT", "Proposal", "Silence", "Suggestions", "suggest"]
