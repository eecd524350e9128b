"""What there is to learn: articles, facts with their citations, decks, and questions with their revisions."""

from studyapp.library.models.accepted import AcceptedAnswer, NameWord, Sought
from studyapp.library.models.articles import Article
from studyapp.library.models.citations import Citation, CitedValue, Followed, ValueType
from studyapp.library.models.decks import Deck, DeckCount
from studyapp.library.models.dismissals import Dismissal
from studyapp.library.models.facts import Fact, NotPublishable, State
from studyapp.library.models.loads import Load
from studyapp.library.models.questions import Change, Draft, Editor, Question, Revision
from studyapp.library.models.texts import ArticleText

__all__ = [
    "AcceptedAnswer",
    "Article",
    "ArticleText",
    "Change",
    "Citation",
    "CitedValue",
    "Deck",
    "DeckCount",
    "Dismissal",
    "Draft",
    "Editor",
    "Fact",
    "Followed",
    "Load",
    "NameWord",
    "NotPublishable",
    "Question",
    "Revision",
    "Sought",
    "State",
    "ValueType",
]
