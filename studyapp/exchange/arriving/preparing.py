"""A note of a file judged as its owner's own cards are: by the author form of its kind, or refused with the remedy."""

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
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
from studyapp.kinds.base import Sent, Spec
from studyapp.kinds.fields import AuthorForm
from studyapp.library.models import PLACES, Draft, Question
from studyapp.markdown import FORMATTED
from studyapp.own.forms import WordsForm, as_typed, draft_of
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
    changed_at: float = 0.0
    """When its note was last changed where it comes from, in seconds since 1970, UTC; 0 where the file does not say."""

    @property
    def written(self) -> Draft:
        """What its owner might have written, its pictures aside."""
        named = (*KINDS[self.kind].AuthorForm.base_fields, FORMATTED)
        return Draft(self.prompt, {name: self.spec[name] for name in named if name in self.spec}, self.explanation)


def prepare(
    note: Note, learner: User, language: str, *, at: datetime, for_library: bool = False
) -> list[Prepared] | Refused:
    """All cards of a note; if one of them cannot be taken, none is. The library takes no formatting, and less text."""
    if not note.cards:
        return Refused(note.place, str(WHOLE), _("It asks nothing. Fill its fields in the other program."))
    prepared = []
    for asked in note.cards:
        try:
            card = _card(asked, None if for_library else learner, language, at=at)
            prepared.append(replace(card, changed_at=note.changed_at.timestamp()) if note.changed_at else card)
        except ValidationError as refused:
            fields = refused.message_dict if hasattr(refused, "error_dict") else {"": refused.messages}
            [(name, told), *_rest] = fields.items()
            return Refused(note.place, _label(asked.kind, name), " ".join(told))
    return prepared


def _card(asked: Asked, owner: User | None, language: str, *, at: datetime) -> Prepared:
    """Raises ValidationError, by field where it is known."""
    if asked.kind not in KINDS:
        raise ValidationError(_("Cards of this kind cannot be taken. Make it a flashcard in the other program."))
    draft = _own_draft(asked.kind, _in_lines(asked)) if owner else _library_draft(asked)
    pictures = {place: name for place, name in asked.pictures.items() if place in _places(asked.kind)}
    question = Question(owner=owner, kind=asked.kind)
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


def _own_draft(kind: str, said: Sent) -> Draft:
    """Raises ValidationError, by field."""
    sent = as_typed(kind, said)
    words, answer = _valid(sent, KINDS[kind].own_form(sent))
    return draft_of(kind, words, answer.cleaned_data)


def _library_draft(asked: Asked) -> Draft:
    """Raises ValidationError, by field."""
    sent = asked.plain.sent
    words, answer = _valid(sent, KINDS[asked.kind].author_form(sent))
    return Draft(words.cleaned_data["prompt"], answer.cleaned_data, words.cleaned_data["explanation"])


def _valid(sent: Sent, answer: AuthorForm) -> tuple[WordsForm, AuthorForm]:
    """Raises ValidationError, by field."""
    words = WordsForm({"prompt": sent.get("prompt", ""), "explanation": sent.get("explanation", "")})
    if not (words.is_valid() & answer.is_valid()):
        raise ValidationError({**words.errors.as_data(), **answer.errors.as_data()})
    return words, answer


def _in_lines(asked: Asked) -> Sent:
    """What is no Markdown is in one line."""
    if asked.is_formatted:
        return asked.sent
    return {
        **asked.sent,
        **{name: " ".join(str(asked.sent.get(name, "")).split()) for name in ("prompt", "explanation")},
    }


def _digest(kind: str, draft: Draft, pictures: Mapping[str, str]) -> str:
    said = [kind, draft.prompt, draft.explanation, draft.spec, pictures]
    return sha1(json.dumps(said, sort_keys=True).encode(), usedforsecurity=False).hexdigest()


def digest_of(question: Question) -> str:
    """Of what it says by now, as of a card in a file that says all of it."""
    revision, spec = question.asked, question.author_spec()
    try:
        draft = _own_draft(question.kind, {**spec, "prompt": revision.prompt, "explanation": revision.explanation})
    except ValidationError:  # written under other rules
        draft = Draft(revision.prompt, spec, revision.explanation)
    return _digest(question.kind, draft, {})


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
