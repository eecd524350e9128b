"""What a learner's download holds, and what it leaves out and why: every table about people is named here."""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Model, OuterRef, QuerySet, Subquery, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from studyapp.accounts.models import ParameterSet, User
from studyapp.exchange.models import Import
from studyapp.library.models import Act, Article, Citation, Deck, Fact, Picture, Question, Revision
from studyapp.own.models import Arrived
from studyapp.study.models import (
    Attempt,
    Bookmark,
    Card,
    Day,
    Enrolment,
    LateAnswer,
    Notice,
    Outdated,
    Quiz,
    QuizAnswer,
    QuizItem,
    Regrade,
    Report,
    Review,
)

CHUNK = 2000
"""Rows read at a time: a long log never stands in memory whole."""


@dataclass(frozen=True, slots=True)
class Part:
    """One table's rows about one person: every column but those left out, and what makes ids readable beside them."""

    model: type[Model]
    about: str
    person: str
    """The column that names the person."""
    readable: Mapping[str, str | Subquery] = field(default_factory=dict)
    """Further entries by their name in the download: where, or how, to look them up."""
    columns: tuple[str, ...] = ()
    """Only these; all if empty."""
    order: tuple[str, ...] = ("pk",)
    at_once: int = CHUNK
    """How many rows are read at a time."""

    def rows(self, learner: User) -> QuerySet[Model, dict[str, object]]:
        # Of the base manager, which passes over nothing: what learners make themselves stands beside what all share.
        found = self.model._base_manager.filter(**{self.person: learner.pk}).order_by(*self.order)
        return found.values(*self._own(), **self._beside())

    def _beside(self) -> dict[str, F | Subquery]:
        return {name: F(lookup) if isinstance(lookup, str) else lookup for name, lookup in self.readable.items()}

    def _own(self) -> list[str]:
        """The columns, but for the reference to the person, which is the same in every row, and what is left out."""
        if self.columns:
            return list(self.columns)
        meta = self.model._meta
        kept = [column for column in meta.concrete_fields if not (column.is_relation and column.name == self.person)]
        return [column.attname for column in kept if f"{meta.label}.{column.name}" not in LEFT_OUT]


QUESTION = {"question_name": "question__slug"}
ASKED = QUESTION | {"prompt": "revision__prompt"}
IN_QUIZ = QuizItem.objects.filter(quiz=OuterRef("quiz"), position=OuterRef("position")).annotate(
    shown=Coalesce("revision__prompt", KT("pinned__prompt"), output_field=TextField())
)
ASKED_IN_QUIZ = {name: Subquery(IN_QUIZ.values(what)) for name, what in (QUESTION | {"prompt": "shown"}).items()}
EDIT = ("history_date", "history_type", "history_change_reason")

EXPORTED = {
    "account": Part(
        User,
        "Who you are to this site, and your settings. study_day is the latest study day you reached.",
        person="id",
    ),
    "email_addresses": Part(EmailAddress, "Your email addresses, and whether each was confirmed.", person="user"),
    "parameter_sets": Part(
        ParameterSet,
        "Parameters of the memory model that were fitted to your answers. The account says which set is in use; "
        "none is the default.",
        person="learner",
    ),
    "own_decks": Part(
        Deck,
        "The decks you made. number is that of their address, removed_at is when you deleted one that you can still "
        "take back, code is the one by which others get a copy, if you share it since shared_at, and copied_by the "
        "code by which you got a copy yourself.",
        person="owner",
        readable={"code": "sharing__code", "shared_at": "sharing__opened_at", "copied_by": "copied__code"},
    ),
    "own_notes": Part(
        Fact,
        "What you wrote down in them, a line for each note. made_from_name is the fact from which you made it, if you "
        "did.",
        person="owner",
        readable={"deck_name": "deck__title", "made_from_name": "made_from__slug"},
    ),
    "own_cards": Part(
        Question,
        "The cards of your notes, by their kind. revision_id says which of their texts is asked now.",
        person="owner",
        readable={"note_number": "fact__number", "prompt": "revision__prompt"},
    ),
    "own_cards_texts": Part(
        Revision,
        "The texts of your cards, with all that you wrote before you changed them: prompt is what is asked, and spec "
        "has what is right.",
        person="owner",
        readable={"note_number": "question__fact__number"},
    ),
    "own_cards_from_files": Part(
        Arrived,
        "Which of your notes came from a file of another program: guid is what the file calls the note, name which "
        "card of it this is, and digest is worked out from what the file said, to see whether another file says "
        "something else.",
        person="owner",
        readable={"note_number": "fact__number"},
    ),
    "imports": Part(
        Import,
        "The files that you brought from other programs: what each is called, how many bytes it has, how far it came, "
        "and lost, how often what could not come along. The file itself, and what was read of it, are deleted as soon "
        "as it is brought in or you stop it, or a week after you sent it.",
        person="learner",
        readable={"into_deck": "into__title"},
    ),
    "decks_joined": Part(
        Enrolment,
        "The decks you joined. left_at is when you left one that you are not in any more, exam_on is the day of your "
        "exam, if you set one, and changes_seen numbers the newest "
        "change of the deck that your cards have followed.",
        person="learner",
        readable={"deck_name": "deck__title"},
    ),
    "cards": Part(
        Card,
        "One for each question you may be asked: what we think you remember of it. stability is the days until "
        "your chance to remember falls to 90 percent, difficulty goes from 1 to 10, queue is 0 locked, 1 new, 2 in a "
        "learning step, 3 in review, 4 off, left whether you left its deck, buried_on the study day on which it is not "
        "asked again, and note is yours. answers, right and elapsed_ms count all your answers to it, "
        "each for a minute at most. A card of your own has no question_name, and prompt says what it asks.",
        person="learner",
        readable=QUESTION | {"prompt": "question__revision__prompt"},
    ),
    "reviews": Part(
        Review,
        "The log of your cards: every answer and every other act, the oldest first, by its kind: study an answer, "
        "override your own judgement of it, undo, suspend and unsuspend, bury and unbury, forget, set-due, mark and "
        "unmark, note, cram practice outside the schedule, quiz an answer in a quiz, reschedule a review moved to "
        "another day, changed what the library did, regrade an answer that editors had judged again. response is what "
        "you answered or noted, "
        "score how it was judged from 0 to 1, rating 1 again, 2 hard, 3 good, 4 easy, elapsed_ms how long you took in "
        "milliseconds, hinted whether you had a hint, certainty how sure you said you "
        "were (1 a guess, 2 fairly sure, 3 sure), and due_day or due_at when it was to be asked again.",
        person="learner",
        readable=ASKED,
        order=("answered_at", "pk"),
    ),
    "days": Part(
        Day,
        "Your study days, deck by deck: answers, how many of them right, how many to new questions or reviews, time "
        "spent in milliseconds, a minute at most for each answer, and how many cards are due. young and mature count "
        "reviews of what you were expected to remember for less than three weeks, or longer, and the columns after "
        "them what you said of your certainty.",
        person="learner",
        readable={"deck_name": "deck__title"},
    ),
    "quizzes": Part(
        Quiz,
        "The quizzes you made: scope says what their questions were drawn from, minutes how long they may take, "
        "more_time whether those who take part may have more of it, "
        "ranking whether they see each other's scores, follows the round before it, and "
        "code by which others take it, if you share it, and closed_at since when it is closed.",
        person="owner",
    ),
    "quiz_attempts": Part(
        Attempt,
        "The quizzes you took. deadline is the end of the time limit, more_time how often you took five minutes more, "
        "name what you chose to be called in a shared quiz, hidden whether its owner hides that name; right counts the "
        "right answers, and score adds up the scores of all, once it is finished.",
        person="learner",
        readable={"quiz_title": "quiz__title"},
        order=("started_at", "pk"),
    ),
    "quiz_answers": Part(
        QuizAnswer,
        "What you answered in them, by its position in the quiz; score is from 0 to 1, elapsed_ms how long you took in "
        "milliseconds. logged_as is the version of the row that it also is in your reviews, if it counts for your "
        "schedule.",
        person="learner",
        readable=ASKED_IN_QUIZ,
        order=("answered_at", "pk"),
    ),
    "late_quiz_answers": Part(
        LateAnswer,
        "What you answered in them after time ran out, and when it came: it does not count.",
        person="learner",
        readable=ASKED_IN_QUIZ,
        order=("came_at", "pk"),
    ),
    "bookmarks": Part(Bookmark, "The facts you bookmarked.", person="learner", readable={"fact_name": "fact__slug"}),
    "outdated_facts": Part(
        Outdated,
        "Facts that you knew and that are over: when you were told so.",
        person="learner",
        readable={"fact_name": "fact__slug"},
    ),
    "pictures": Part(
        Picture,
        "The pictures on your own cards: large is the picture itself, as a WebP file in Base64, and alt what you said "
        "that it shows. source is the SHA-256 of the file that you chose, of which nothing else is kept; digest is its "
        "address here.",
        person="owner",
        at_once=10,
    ),
    "reports": Part(
        Report,
        "What you reported about questions; outcome says what came of it, once resolved_at says that editors looked.",
        person="learner",
        readable=ASKED,
    ),
    "notices": Part(
        Notice,
        "What you are to be told on your next page: an answer was raised to right or lowered to wrong, or a question "
        "that you reported was changed or kept.",
        person="learner",
        readable=QUESTION,
    ),
    "editing_of_judgements": Part(
        Regrade,
        "If you are an editor: when you had past answers judged again.",
        person="editor",
        readable={"question_name": "revision__question__slug"},
    ),
    "editing_log": Part(LogEntry, "If you are an editor: what you did in the admin pages.", person="user"),
    "editing_of_library": Part(
        Act,
        "If you are an editor: what you did in the library, to what, and from which state to which. key and fact are "
        "the numbers of the thing and of its fact.",
        person="editor",
    ),
    "editing_of_questions": Part(
        Revision,
        "If you are an editor: the versions of questions that you wrote.",
        person="editor",
        readable=QUESTION,
    ),
    "editing_of_articles": Part(
        Article.history.model,
        "If you are an editor: when you changed which article.",
        person="history_user",
        readable={"article_name": "slug"},
        columns=EDIT,
    ),
    "editing_of_facts": Part(
        Fact.history.model,
        "If you are an editor: when you changed which fact.",
        person="history_user",
        readable={"fact_name": "slug"},
        columns=EDIT,
    ),
    "editing_of_citations": Part(
        Citation.history.model,
        "If you are an editor: when you changed what is said of an article’s word on a fact.",
        person="history_user",
        readable={"fact_name": "fact__slug", "article_name": "article__slug"},
        columns=EDIT,
    ),
}

LEFT_OUT = {
    "library.Picture.small": "Your pictures once more, smaller: for phones.",
    "accounts.User.password": "Your password is kept only as a hash, which could help others to guess it.",
    "library.Standing": "Who last edited or published something. What you did yourself is in your editing log.",
    "accounts.User_groups": "The site decides which groups of editors you belong to.",
    "accounts.User_user_permissions": "The site decides which permissions you have.",
    "study.Snapshot": "What your progress pages show of your cards: numbers worked out again each day from the cards, "
    "which are in this download.",
    "insights.Cursor": "How much of the log of your cards was read for the numbers that editors see of each question.",
    "insights.Encounter": "What your answers to each question add up to, worked out from your reviews and your answers "
    "in quizzes, which are in this download. Editors see only what the answers of ten learners or more add up to.",
    "insights.Missed": "Your wrong answers, counted to see which many people give: they are in your reviews "
    "and your answers in quizzes.",
    "sessions.Session": "The browsers you are signed in with: anyone who had these entries could act as you.",
}
"""By the label of the model, or of its column."""


def write(learner: User, *, at: datetime) -> Iterator[str]:
    """The download, piece by piece: one JSON object, one line a row, all dates in ISO 8601 and all moments in UTC."""
    yield '{\n"about": ' + _json("Everything this site keeps about you, one part for each of its tables.")
    yield ',\n"made_at": ' + _json(at)
    yield ',\n"site": ' + _json(settings.SITE_URL)
    for name, part in EXPORTED.items():
        yield f',\n\n{_json(name)}: {{\n"about": {_json(part.about)},\n"rows": ['
        mark = "\n"
        for row in part.rows(learner).iterator(chunk_size=part.at_once):
            yield mark + _json(row)
            mark = ",\n"
        yield "\n]}"
    yield ',\n\n"left_out": ' + json.dumps(LEFT_OUT, ensure_ascii=False, indent=0) + "\n}\n"


class Encoder(DjangoJSONEncoder):
    """Django's own, which knows dates; pictures are written in Base64."""

    def default(self, o: object) -> object:
        return b64encode(o).decode() if isinstance(o, bytes | memoryview) else super().default(o)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, cls=Encoder)
