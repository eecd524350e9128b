"""What there is to learn: articles, facts with their citations, decks, and questions with their revisions."""

from studyapp.library.models.accepted import AcceptedAnswer, NameWord, Sought
from studyapp.library.models.acts import Act, because, gathered
from studyapp.library.models.articles import Article
from studyapp.library.models.citations import Citation, CitedValue, Followed, ValueType
from studyapp.library.models.decks import Deck, DeckCount
from studyapp.library.models.dismissals import Dismissal
from studyapp.library.models.facts import Fact
from studyapp.library.models.loads import Load
from studyapp.library.models.pictures import PLACES, Picture, Shown, Words
from studyapp.library.models.questions import Change, Draft, Question, Revision
from studyapp.library.models.recording import Recorded
from studyapp.library.models.standings import Editor, Standing, Thing
from studyapp.library.models.states import OF_ARTICLES, UNSEEN, NotPublishable, State
from studyapp.library.models.texts import ArticleText
from studyapp.library.models.warned import KeptWarning

__all__ = [
    "OF_ARTICLES",
    "PLACES",
    "UNSEEN",
    "AcceptedAnswer",
    "Act",
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
    "KeptWarning",
    "Load",
    "NameWord",
    "NotPublishable",
    "Picture",
    "Question",
    "Recorded",
    "Revision",
    "Shown",
    "Sought",
    "Standing",
    "State",
    "Thing",
    "ValueType",
    "Words",
    "because",
    "gathered",
]
