"""Questions composed from the library's own facts, without a language model, for an editor to accept, edit or discard.

Everything here is deterministic and knows English only: the same library gives the same proposals.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from studyapp.library.models import Deck, Fact
from studyapp.library.suggesting import clozes
from studyapp.library.suggesting.proposals import Proposal, Silence, Suggestions, likeness_of
from studyapp.library.suggesting.shelf import Shelf

__all__ = ["KINDS_COMPOSED", "Proposal", "Silence", "Suggestions", "suggest"]
