"""What every kind of question is: a frozen spec that can ask, judge, and say what it would have accepted."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import override as override_language

from studyapp.kinds import fields, styles, text
from studyapp.kinds.cautions import Caution, Sort
from studyapp.markdown import FORMATTED

type Spec = Mapping[str, Any]
"""What makes one question, as JSON: the ``cleaned_data`` of its kind's ``AuthorForm``, and what ``freeze`` added."""

type Response = dict[str, Any]
"""What a learner answered, as JSON: the ``cleaned_data`` of an ``AnswerForm``, and what its kind's ``grade`` reads."""

type Sent = Mapping[str, Any]
"""What fills in a form: what a browser posts, or a seed's table."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an answer that has several, judged by itself; plain text, like the verdict it belongs to."""

    label: str
    """What was asked: a blank's number, an item, an option."""
    right: bool
    given: str = ""
    """What the learner answered there; empty where nothing was, or where the label says it all."""
    expected: str = ""
    """What is right there, where the label does not say it."""
    note: str = ""


def share_right(parts: Collection[Part]) -> float:
    """The score of an answer whose parts count alike."""
    return sum(part.right for part in parts) / len(parts)


@dataclass(frozen=True, slots=True)
class JudgedOption:
    """An option that was offered, once it is known which were right; plain text."""

    label: str
    right: bool
    chosen: bool

    @property
    def missed(self) -> bool:
        return self.right and not self.chosen


@dataclass(frozen=True, slots=True)
class Hint:
    """Help before the answer, at the price of a rating; plain text."""

    text: str
    """One sentence."""
    struck: tuple[str, ...] = ()
    """Values of options that are crossed out."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One judged answer, ready to be shown: plain text throughout, so whoever renders it must escape it."""

    score: float
    """0 to 1."""
    expected: str
    """The right answer as shown to a person; "11 or 12" when several sourced values are right."""
    given: str
    """What the learner answered, as shown; empty when they gave up."""
    notes: tuple[str, ...] = ()
    """Whole sentences, such as "Spelt Nguyễn Phú Trọng."."""
    parts: tuple[Part, ...] = ()
    """Where an answer has several parts, each of them, in the order in which they are shown."""

    @property
    def right(self) -> bool:
        return self.score == 1

    @property
    def partly_right(self) -> bool:
        return 0 < self.score < 1


@dataclass(frozen=True, slots=True)
class SourcedValue:
    """One citation's typed value."""

    value: str
    """Canonical text: "11", "3600000000" (in full, never in millions), "Tô Lâm", "2013-11-12"."""
    source: str
    """How the source is shown: "The Moscow Times / AFP, 20 June 2024"."""
    says: str
    """What the source says, in a few words; may be empty."""
    origin: str = ""
    """Sources of one origin are one voice: an agency's text, however many carry it. Empty where that is not known."""

    @property
    def voice(self) -> str:
        return self.origin or self.source


@dataclass(frozen=True, slots=True)
class Draw:
    """For which answer, and from answers of which type, further options are drawn."""

    answer_type: str
    answer: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a kind may know of the library, handed in when a question is published."""

    accepted_elsewhere: tuple[str, ...] = ()
    """Accepted answers of the other facts in the same deck."""
    sourced: tuple[SourcedValue, ...] = ()
    """The values that are right for this question: all of the fact's, or only the named source's."""
    pool: tuple[str, ...] = ()
    """Answers elsewhere in the library from which distractors may be drawn, where the spec says that some are."""
    names: tuple[str, ...] = ()
    """Words of the names of people, places and organisations elsewhere in the library, one slip from an answer's."""
    language: str = "en"
    """The language of the deck."""
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Miss:
    """What was written and is wrong: the whole answer, or what stands in one of its gaps."""

    written: str
    """As a response has it."""
    folded: str
    """What it has in common with other spellings of it."""
    gap: int = 0
    """Counted from 1; 0 where there is but one answer."""


class AnswerForm(forms.Form):
    """What a learner fills in for one question; its ``cleaned_data`` is the response."""

    def __init__(self, kind: "Kind", data: Sent | None = None, *, seed: str, prefix: str | None) -> None:
        super().__init__(data, prefix=prefix)
        self.kind = kind
        self.asked_back: set[str] = set()
        """The fields whose text is right or wrong as it stands once it is sent again."""
        self.fields.update(kind.answer_fields(seed=seed))

    def clean(self) -> Response:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        response = self.kind.response(cleaned)
        for name, sentence in self.kind.doubts(response).items():
            if self.data.get(f"{self.add_prefix(name)}-asked") != self[name].data:
                self.asked_back.add(name)
                self.add_error(name, ValidationError(sentence, code="doubtful"))
        return response

    def fill_in_again(self, sent: Sent) -> None:
        """Show what was filled in, without a word on it."""
        self.initial = {
            name: field.widget.value_from_datadict(sent, {}, self.add_prefix(name))
            for name, field in self.fields.items()
        }

    @property
    def confirmation(self) -> dict[str, str]:
        """What to send besides, so that what was asked back is taken as it stands."""
        return {f"{self.add_prefix(name)}-asked": self[name].data for name in sorted(self.asked_back)}

    @property
    def error_id(self) -> str:
        """The id of what is wrong with the fields together."""
        return f"{self.prefix}-error" if self.prefix else "answer-error"


class Kind(ABC):
    """One question's spec and all that can be done with it. Immutable; knows no database and no clock."""

    name: ClassVar[str]
    label: ClassVar[str | Promise]
    description: ClassVar[str]
    recognition: ClassVar[bool]
    """Whether the right answer stands among what is shown, so that this kind is asked before recall."""
    self_rated: ClassVar[bool] = False
    """Whether the learner, not the app, judges."""
    disputable: ClassVar[bool] = False
    """Whether the learner may afterwards say "I was right" or "I was wrong"."""
    can_be_easy: ClassVar[bool] = False
    """Whether the learner may afterwards say "too easy"."""
    needs_named_source_when_disputed: ClassVar[bool] = False
    """Whether a question on a disputed fact must say which source it follows."""
    one_tap: ClassVar[bool] = False
    """Whether one option, once chosen, is the whole answer."""
    inputmode: str = "text"
    """Which keyboard a phone shows for what is written: the values of HTML's attribute of that name."""
    half_is_hard: ClassVar[bool] = False
    """Whether an answer that is at least half right is rated Hard, rather than Again."""
    AuthorForm: ClassVar[type[fields.AuthorForm]]
    OwnForm: ClassVar[type[fields.AuthorForm] | None] = None
    """What learners fill in for cards of their own, where that is another form, of the same fields."""
    example: ClassVar[Sent]
    """A question as a seed would hold it: prompt and author fields."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec

    @classmethod
    def author_form(
        cls,
        data: Sent | None = None,
        *,
        initial_spec: Spec | None = None,
        prefix: str | None = None,
    ) -> fields.AuthorForm:
        """The form an editor fills in, bound to a seed's table or an admin POST, or showing a spec.

        Once it is valid, its ``cleaned_data`` is the spec: JSON-serialisable, the same when entered again.
        """
        return cls.AuthorForm(data, initial=dict(initial_spec or {}), prefix=prefix)

    @classmethod
    def own_form(cls, data: Sent | None = None, *, initial_spec: Spec | None = None) -> fields.AuthorForm:
        """The same for a card of a learner's own."""
        return (cls.OwnForm or cls.AuthorForm)(data, initial=dict(initial_spec or {}))

    @classmethod
    def draws(cls, spec: Spec) -> Draw | None:  # noqa: ARG003
        """What this spec has drawn when it is published; None where it has no options drawn."""
        return None

    @classmethod
    def freeze(cls, spec: Spec, surroundings: Surroundings) -> Spec:  # noqa: ARG003
        """The spec as an immutable revision stores it, with what this kind must know of the library added.

        Freezing a frozen spec again replaces what was added. Raises ValidationError with one plain sentence
        when the surroundings leave the question without a defensible answer.
        """
        return dict(spec)

    @classmethod
    def told_beside(cls, spec: Spec) -> dict[str, str]:  # noqa: ARG003
        """What a frozen spec holds that an editor should know beside a field of the author's form, a sentence each."""
        return {}

    @classmethod
    def prompt_fault(cls, spec: Spec, prompt: str) -> str:  # noqa: ARG003
        """One plain sentence on how prompt and spec do not fit together; empty where they do."""
        return ""

    def pieces(self, prompt: str) -> list[tuple[str, str | None]]:
        """The prompt cut at its gaps: each text with the label of the gap that follows it, None where none does."""
        return [(prompt, None)]

    def filled(self, prompt: str) -> list[tuple[str, str | None]]:
        """The prompt cut at its gaps, as `pieces` are, each with what belongs into the gap that follows it."""
        return self.pieces(prompt)

    def answer_form(
        self,
        data: Sent | None = None,
        *,
        seed: str = "",
        prefix: str | None = None,
    ) -> AnswerForm:
        """The form a learner fills in; its ``cleaned_data`` is the response, canonical and JSON-serialisable.

        ``seed`` orders what has an order, ``prefix`` keeps several questions on one page apart. Numbers and dates
        are read in the style of whoever reads the page.
        """
        return AnswerForm(self, data, seed=seed, prefix=prefix)

    @abstractmethod
    def answer_fields(self, *, seed: str) -> dict[str, forms.Field]:
        """The fields of the answer form by name, in the order in which they are shown."""

    def response(self, cleaned: fields.Cleaned) -> Response:
        """The response that valid fields add up to. Raises ValidationError where they do not go together."""
        return cleaned

    def doubts(self, response: Response) -> dict[str, str]:  # noqa: ARG002
        """What is asked back, by field, before an answer is judged; sent again unchanged, it is judged as it stands."""
        return {}

    @abstractmethod
    def grade(self, response: Response) -> Verdict:
        """Judge a response that the answer form has passed."""

    def misses(self, response: Response) -> tuple[Miss, ...]:  # noqa: ARG002
        """What of a response was written and is wrong; nothing where the answer is not written."""
        return ()

    def takes(self, written: str, gap: int = 0) -> bool:  # noqa: ARG002
        """Whether what was written there would be right."""
        return False

    def as_shown(self, written: str, gap: int = 0) -> str:  # noqa: ARG002
        """What was written, as whoever reads the page writes it."""
        return written

    @classmethod
    def accepting(cls, spec: Spec, written: str, gap: int = 0) -> Spec | None:  # noqa: ARG003
        """What an editor would write to have this accepted too; None where that cannot be said in one place."""
        return None

    @classmethod
    def refusing(cls, spec: Spec, written: str) -> Spec | None:  # noqa: ARG003
        """The spec with this among its known wrong answers; None where it has none."""
        return None

    @classmethod
    def offering(cls, spec: Spec, written: str) -> Spec | None:  # noqa: ARG003
        """The spec with this among its wrong options; None where it has none, or has it already."""
        return None

    def reasons(self, response: Response) -> tuple[str, ...]:  # noqa: ARG002
        """How `grade` comes to its verdict, a sentence each, for the editor who tries an answer."""
        return ()

    def given_up(self) -> Verdict:
        """The verdict for a learner who says they do not know."""
        return Verdict(0.0, self.expected, "", self.remarks, self.parts({}))

    def parts(self, response: Response) -> tuple[Part, ...]:  # noqa: ARG002
        """The parts of an answer that has several, judged; of an empty response, all that would have been right."""
        return ()

    def judged_options(self, response: Response, *, seed: str) -> tuple[JudgedOption, ...]:  # noqa: ARG002
        """The options as they were offered, judged; none where none are offered. `seed` is that of the answer form."""
        return ()

    def hint(self, *, seed: str) -> Hint | None:  # noqa: ARG002
        """Help for whoever asks for it, the same for the same ``seed``; None where there is none to give."""
        return None

    @abstractmethod
    def sample_answer(self, *, right: bool) -> Sent:
        """Form data a learner might send who knows the answer, or who does not."""

    def near_answer(self) -> Sent | None:
        """Form data a learner might send who nearly knows the answer; None where one knows it or does not."""
        return None

    @property
    @abstractmethod
    def expected(self) -> str:
        """The right answer as shown to a person, in the style of whoever reads the page."""

    @property
    def expected_in_english(self) -> str:
        """The right answer as the library's own pages and proposals have it, whoever looks at them."""
        with override_language(styles.ENGLISH), styles.override(styles.ENGLISH):
            return self.expected

    @property
    def remarks(self) -> tuple[str, ...]:
        """Sentences shown after every answer, right or wrong."""
        return ()

    @property
    def is_formatted(self) -> bool:
        """Whether its prompt and what else its owner wrote at length is Markdown."""
        return bool(self.spec.get(FORMATTED))

    @property
    def guess(self) -> float:
        """The chance of being right by guessing."""
        return 0.0

    @property
    def is_written(self) -> bool:
        """Whether the learner writes the answer, rather than choosing or rating it."""
        return not self.recognition and not self.self_rated

    @property
    def template(self) -> str:
        """The template that renders this kind, with the partials ``ask`` and ``verdict``."""
        return f"kinds/{self.name}.html"

    @property
    def answers(self) -> tuple[str, ...]:
        """Every accepted text; empty where an answer means nothing by itself."""
        return (self.spec["answer"],)

    @property
    def texts(self) -> tuple[str, ...]:
        """All that stands there as an answer, right or wrong: by these words editors find the question."""
        written = (
            self.spec.get(name) for name, field in self.AuthorForm.base_fields.items() if fields.holds_text(field)
        )
        return tuple(dict.fromkeys([*self.answers, *fields.texts_in([*written, self.spec.get("drawn")])]))

    @property
    def answer_type(self) -> str:
        """What its answers are, "person" say; empty where that is not said."""
        return self.spec.get("answer_type") or ""

    @property
    def name_words(self) -> frozenset[str]:
        """The folded words of its answers where they name somebody or something; of others there are none."""
        return text.words_of(self.answers) if self.answer_type in fields.NAMED else frozenset()

    @property
    def words_told_apart(self) -> frozenset[str]:
        """The folded words in which a slip must not make a word of another name in the library."""
        return frozenset()

    @property
    def key(self) -> Hashable:
        """What counts as the answer: where two specs differ in it, more than the wording changed."""
        return text.normalise(self.spec["answer"], accents=True)

    @property
    def wrong_options(self) -> tuple[str, ...]:
        """What is offered beside the right answer; empty where nothing is."""
        return ()

    def warnings(self, prompt: str = "") -> list[Caution]:
        """What an editor should look at again before publishing; nothing here blocks."""
        return [
            Caution(Sort.SHOWN, f"The answer “{answer}” stands in the question itself. Ask without naming it.")
            for answer in self.answers
            if text.stands_in(answer, prompt)
        ]
