"""A note of a file judged as its owner's own cards are: by the author form of its kind, or refused with the remedy."""

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha1

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studyapp.accounts.models import User
from studyapp.exchange.arriving.standing import Kept, as_json, is_worth_keeping
from studyapp.exchange.models import ImportRow
from studyapp.formats.notes import Asked, Note, Refused
from studyapp.kinds import KINDS, text
from studyapp.kinds.base import Spec
from studyapp.library.models import PLACES, Draft, Question
from studyapp.own.forms import WordsForm
from studyapp.own.words import EXPLANATION, KINDS_IN_WORDS
from studyapp.own.writing import Written, around

LONGEST_GUID, LONGEST_NAME, LONGEST_PLACE, LONGEST_TAG, MOST_TAGS = 100, 60, 60, 100, 50
"""Characters, and tags of one note."""

WHOLE = gettext_lazy("Card")


@dataclass(frozen=True, slots=True)
class Prepared:
    """One card that can be written as it is; what publishing writes beside its spec is in it."""

    name: str
    kind: str
    prompt: str
    explanation: str
    spec: Spec
    statement: str
    digest: str
    pictures: Mapping[str, str] = field(default_factory=dict)
    """By place: the name of its file."""
    standing: Kept | None = None
    """What it brings along of its schedule."""

    @property
    def written(self) -> Draft:
        """What its owner might have written, its pictures aside."""
        asked = {name: self.spec[name] for name in KINDS[self.kind].AuthorForm.base_fields if name in self.spec}
        return Draft(self.prompt, asked, self.explanation)


def prepare(note: Note, learner: User, language: str, *, at: datetime) -> list[Prepared] | Refused:
    """All cards of a note; if one of them cannot be taken, none is."""
    if not note.cards:
        return Refused(note.place, str(WHOLE), _("It asks nothing. Fill its fields in the other program."))
    prepared = []
    for asked in note.cards:
        try:
            prepared.append(_card(asked, learner, language, at=at))
        except ValidationError as refused:
            fields = refused.message_dict if hasattr(refused, "error_dict") else {"": refused.messages}
            [(name, told), *_rest] = fields.items()
            return Refused(note.place, _label(asked.kind, name), " ".join(told))
    return prepared


def _card(asked: Asked, learner: User, language: str, *, at: datetime) -> Prepared:
    """Raises ValidationError, by field where it is known."""
    if asked.kind not in KINDS:
        raise ValidationError(_("Cards of this kind cannot be taken. Make it a flashcard in the other program."))
    words = WordsForm({"prompt": asked.sent.get("prompt", ""), "explanation": asked.sent.get("explanation", "")})
    answer = KINDS[asked.kind].author_form(asked.sent)
    if not (words.is_valid() & answer.is_valid()):
        raise ValidationError({**words.errors.as_data(), **answer.errors.as_data()})
    pictures = {place: name for place, name in asked.pictures.items() if place in _places(asked.kind)}
    draft = Draft(words.cleaned_data["prompt"], answer.cleaned_data, words.cleaned_data["explanation"])
    question = Question(owner=learner, kind=asked.kind)
    revision = question.next_revision(draft, at=at, freeze=around(language), minor=False)
    assert revision is not None  # noqa: S101  it is the first
    return Prepared(
        plain(asked.name, LONGEST_NAME),
        asked.kind,
        draft.prompt,
        draft.explanation,
        revision.spec,
        Written(asked.kind, draft).statement,
        _digest(asked.kind, draft, pictures),
        pictures,
        as_json(asked.progress) if is_worth_keeping(asked.progress) else None,
    )


def _digest(kind: str, draft: Draft, pictures: Mapping[str, str]) -> str:
    said = [kind, draft.prompt, draft.explanation, draft.spec, pictures]
    return sha1(json.dumps(said, sort_keys=True).encode(), usedforsecurity=False).hexdigest()


def digest_of(question: Question) -> str:
    """Of what it says by now, as of a card in a file that says all of it."""
    revision, spec = question.asked, question.author_spec()
    form = question.kind_class.author_form(spec)
    said = form.cleaned_data if form.is_valid() else spec
    return _digest(question.kind, Draft(revision.prompt, said, revision.explanation), {})


def _places(kind: str) -> Iterable[str]:
    return [place for place in PLACES if place != "answer" or KINDS[kind].self_rated]


def _label(kind: str, name: str) -> str:
    """What the field is called on the page on which a learner writes such a card."""
    said = KINDS_IN_WORDS.get(kind)
    known = {"prompt": said.front, "explanation": EXPLANATION, **said.fields} if said else {}
    return str(known[name].label if name in known else WHOLE)[:LONGEST_NAME]


def as_note(cards: Iterable[Prepared], tags: Sequence[str]) -> dict[str, object]:
    """As a row keeps it, in JSON."""
    return {"tags": [*tags], "cards": [asdict(card) for card in cards]}


def cards_of(row: ImportRow) -> list[Prepared]:
    return [Prepared(**card) for card in row.note.get("cards", ())]


def guid_of(note: Note) -> str:
    """Short enough to be kept, and still its own."""
    called = plain(note.guid, len(note.guid)) or note.place
    return called if len(called) <= LONGEST_GUID else sha1(called.encode(), usedforsecurity=False).hexdigest()


def tags_of(note: Note) -> Sequence[str]:
    tags = (plain(tag, LONGEST_TAG) for tag in note.tags)
    return [*dict.fromkeys(filter(None, tags))][:MOST_TAGS]


def plain(words: str, most: int) -> str:
    """In one line, without signs that no database or page can show."""
    shown = "".join(sign for sign in words if unicodedata.category(sign) not in {"Cc", "Cs"} or sign.isspace())
    return text.tidy(shown)[:most]
