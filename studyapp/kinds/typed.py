"""A name or a phrase in the learner's own spelling, judged with patience for accents and slips."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import override

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from studyapp.kinds import around, disputes, fields, lexicon, names, slips, text
from studyapp.kinds.base import Hint, Kind, Miss, Response, Sent, SourcedValue, Spec, Surroundings, Verdict
from studyapp.kinds.cautions import Caution, Sort

MAX_LENGTH = 200
SLIPS_TRIED = 20
"""Near misses that are looked at for one that counts."""


def what_is_wrong() -> dict[str, str]:
    """What is said of an answer in one's own words that cannot be read."""
    too_long = _("That is too long: an answer has %(most)s characters at most.")
    return {"required": _("Write an answer first."), "max_length": too_long % {"most": MAX_LENGTH}}


def spelt(answer: str) -> str:
    """What is said of a near miss."""
    return _("The right spelling: %(answer)s.") % {"answer": answer}


def begins_so(letters: str) -> Hint:
    return Hint(_("It starts like this: %(letters)s") % {"letters": letters})


_SHORTEST_NAME = 5
"""Letters of a word of a name that somebody may mean: shorter ones are a slip away from everything."""


def about_names(spec: Spec, answers: Iterable[str]) -> list[Caution]:
    """The warning of names elsewhere that a slip would make, where there are any that the editor has not named."""
    known, listed = text.words_of(answers), text.words_of(spec.get("wrong_answers", ()))
    long = [name for name in spec.get("names", ()) if len(name) >= _SHORTEST_NAME and name not in listed]
    words = ", ".join(name for name in long if not any(name.startswith(word) for word in known))
    if not words:
        return []
    otherwise = "; if not, name it among what is wrong." if "wrong_answers" in spec else "."
    return [
        Caution(
            Sort.OTHER_NAME,
            f"A slip away from the answer are words of other names in the library: {words}. Instead of it, they are "
            f"wrong. If one is another spelling of it, add that to what is right{otherwise}",
        )
    ]


def asks_back(word: str) -> str:
    """What is asked of an answer that is a slip away from a right one, and yet a word of its own."""
    return _("Did you mean “%(word)s”? If so, send it again; if not, correct it.") % {"word": word}


@dataclass(frozen=True, slots=True)
class _Reading:
    """How an answer reads: which accepted one it stands for and how nearly, or why it stands for none."""

    accepted: str = ""
    exact: bool = False
    several: bool = False
    doubtful: str = ""

    @property
    def is_settled(self) -> bool:
        return bool(self.accepted) or self.several


class TypedForm(fields.SpeakableForm):
    """What an editor writes for a typed answer."""

    answer = fields.TextField(
        label="Right answer",
        max_length=MAX_LENGTH,
        help_text="The answer as it should be shown. Capitals, accents and small slips need no mention.",
    )
    aliases = fields.LinesField(
        label="Also right",
        required=False,
        max_length=MAX_LENGTH,
        help_text="Other names for the same thing, one per line: with or without a title, in full or short.",
    )
    wrong_answers = fields.LinesField(
        label="Known wrong answers",
        required=False,
        max_length=MAX_LENGTH,
        help_text="Answers so near in spelling that they might pass for a slip, one per line.",
    )
    titles = fields.LinesField(
        label="Titles that mean nothing",
        required=False,
        max_length=60,
        help_text="Words that may stand before the answer or be left out, one per line: President, Mr.",
    )
    is_name = fields.FlagField(
        label="A person’s name",
        required=False,
        help_text="Tick this to accept the words in any order, and initials for all but one: Lam To, V. Putin.",
    )
    accents_matter = fields.FlagField(
        label="Accents matter",
        required=False,
        help_text="Tick this only where the accents are what the question is about.",
    )
    forgives = fields.LinesField(
        label="Words around it that do not count",
        required=False,
        max_length=60,
        help_text=(
            "Words that may stand before or after the answer, one per line. Empty: those that the prompt gives, with "
            "prepositions and the like. A line with a dash alone: none."
        ),
    )
    answer_type = fields.answer_type_field()

    def clean_forgives(self) -> list[str]:
        written: list[str] = self.cleaned_data["forgives"]
        for word in (word for line in written for word in around.words_in(line)):
            if around.tells(word):
                raise ValidationError(
                    f"“{word}” says something of its own, and an answer with it is another. Take it out.", code="tells"
                )
        return written

    def clean(self) -> fields.Cleaned:
        spec = super().clean() or {}
        if self.errors:
            return spec
        bare = Typed(spec)._bare
        folded = {bare(answer) for answer in [spec["answer"], *spec["aliases"]]}
        for wrong in spec["wrong_answers"]:
            if bare(wrong) in folded:
                self.add_error(
                    "wrong_answers",
                    _("“%(answer)s” is also a right answer. Take it out of one of the two lists.") % {"answer": wrong},
                )
        return spec


class Typed(Kind):
    """The learner writes a name or a phrase."""

    name = "typed"
    label = pgettext_lazy("kind of question", "Typed answer")
    description = "The student writes a name or a short phrase; accents and small slips are forgiven."
    recognition = False
    disputable = True
    can_be_easy = True
    AuthorForm = TypedForm
    example = {
        "prompt": "What do sailors call the tides of least range, around the half moons?",
        "answer": "Neap tides",
        "aliases": ["Neaps"],
        "wrong_answers": ["Spring tides"],
    }

    @classmethod
    @override
    def freeze(cls, spec: Spec, surroundings: Surroundings) -> Spec:
        kind = cls({**spec, "sourced": disputes.stored(surroundings.sourced)})
        if surroundings.sourced and not kind.sources_of(spec["answer"]):
            raise disputes.unsourced(spec["answer"], surroundings.sourced)
        accepted = kind._untitled(kind.answers)
        rivals = {other for other in surroundings.accepted_elsewhere if kind._in_reach(other, accepted)}
        others = (*kind.spec["wrong_answers"], *rivals)
        return {
            **kind.spec,
            "accepted_elsewhere": sorted(rivals),
            "language": surroundings.language,
            "names": slips.parts_in_reach(surroundings.names, accepted, kind._rules),
            "forgiven": around.given_by(surroundings.prompt, surroundings.language, others),
        }

    @classmethod
    @override
    def told_beside(cls, spec: Spec) -> dict[str, str]:
        forgiven = spec.get("forgiven")
        return {"forgives": f"The prompt gives, as published: {', '.join(forgiven)}."} if forgiven else {}

    @override
    def answer_fields(self, *, seed: str) -> dict[str, forms.Field]:
        return {
            "text": fields.AnswerField(
                max_length=MAX_LENGTH,
                error_messages=what_is_wrong(),
            )
        }

    @override
    def grade(self, response: Response) -> Verdict:
        given = response["text"]
        meant, note = self._meant(given)
        if not meant:
            return Verdict(0.0, self.expected, given, (note,) if note else self._about_accents(given))
        by = disputes.agreement(self.sources_of(meant), disputes.sourced_in(self.spec))
        return Verdict(1.0, self.expected, given, (note, *by) if note else by)

    @override
    def reasons(self, response: Response) -> tuple[str, ...]:
        given = response["text"]
        read = self._read(given)
        if read.accepted and not read.doubtful:
            return (
                f"It counts as “{read.accepted}”, which is accepted."
                if read.exact
                else f"It is a typo away from “{read.accepted}”, which is accepted, and so near counts as right.",
            )
        if self._is_rival(given):
            return ("It is a known wrong answer, or the answer to another fact of the deck.",)
        if read.doubtful or read.several:
            return ("It could mean something else, so it does not count.",)
        return (f"It is too far from everything that is accepted: {', '.join(self.answers)}.",)

    @override
    def doubts(self, response: Response) -> dict[str, str]:
        word = self._read(response["text"]).doubtful
        return {"text": asks_back(word)} if word else {}

    @override
    def misses(self, response: Response) -> tuple[Miss, ...]:
        given = response.get("text", "")
        return (Miss(given, self._bare(given)),) if given and not self.takes(given) else ()

    @override
    def takes(self, written: str, gap: int = 0) -> bool:
        return bool(self._meant(written)[0])

    @classmethod
    @override
    def accepting(cls, spec: Spec, written: str, gap: int = 0) -> Spec | None:
        bare = cls(spec)._bare
        wrong = [one for one in spec["wrong_answers"] if bare(one) != bare(written)]
        return {**spec, "aliases": [*spec["aliases"], written], "wrong_answers": wrong}

    @classmethod
    @override
    def refusing(cls, spec: Spec, written: str) -> Spec | None:
        bare = cls(spec)._bare
        if bare(written) in map(bare, spec["wrong_answers"]):
            return None
        return {**spec, "wrong_answers": [*spec["wrong_answers"], written]}

    def _meant(self, given: str) -> tuple[str, str]:
        """The accepted answer that was meant, empty where it is wrong, and what is to be said of its spelling."""
        read = self._read(given)
        if read.several:
            return "", _("That could be several people.")
        if read.doubtful or not read.accepted:
            return "", ""
        return read.accepted, "" if read.exact else spelt(read.accepted)

    def _read(self, given: str) -> _Reading:
        """How an answer reads, as it stands or without the words around it; asked for twice, and worked out once."""
        last, read = self._last_read
        if read is None or last != given:
            read = self._read_anew(given)
            self._last_read = given, read
        return read

    @cached_property
    def _last_read(self) -> tuple[str, _Reading | None]:
        return "", None

    def _read_anew(self, given: str) -> _Reading:
        accepted = self._untitled(self.answers)
        read = self._read_bare(given, accepted)
        if read.is_settled or "forgiven" not in self.spec or self._is_rival(given):
            return read
        cores = list(around.without(given, self._forgiven, self._rules.language))
        exact = (core for core in cores if self._find(core, accepted, exactly=True))
        core = next(exact, cores[-1] if cores else "")
        return self._read_bare(core, accepted) if core else read

    def _read_bare(self, given: str, accepted: Mapping[str, str]) -> _Reading:
        if match := self._find(given, accepted, exactly=True):
            return _Reading(accepted[match.accepted], exact=True)
        bare, accents = self._bare(given), self.spec["accents_matter"]
        if self.spec.get("is_name"):
            name = names.read(bare, accepted, self._others(), accents=accents)
            if name.accepted or name.several:
                return _Reading(accepted[name.accepted] if name.accepted else "", several=name.several)
            if names.abbreviated(bare, accepted, accents=accents):
                return _Reading()
        match = self._find(given, accepted)
        return _Reading(accepted[match.accepted], doubtful=match.doubtful) if match else _Reading()

    def _find(self, given: str, accepted: Mapping[str, str], *, exactly: bool = False) -> slips.Match | None:
        bare = self._bare(given)
        written = given if bare == text.normalise(given, accents=self.spec["accents_matter"]) else bare
        if exactly:
            return slips.hit(written, list(accepted), self._rules)
        return slips.find(written, list(accepted), self._others(), self._rules)

    def _others(self) -> Iterator[str]:
        """The rivals with and without their titles, worked out where somebody asks for them."""
        yield from self._untitled(self._rivals)

    @cached_property
    def _rules(self) -> slips.Rules:
        return slips.Rules(
            language=self.spec.get("language", "en"),
            accents=self.spec["accents_matter"],
            is_name=bool(self.spec.get("is_name")) or self.answer_type == "person",
            others=frozenset(self.spec.get("names", ())),
            looks_up="language" in self.spec,
        )

    @property
    def _forgiven(self) -> list[str]:
        own = [word for line in self.spec.get("forgives", ()) for word in around.words_in(line)]
        return own if self.spec.get("forgives") else self.spec.get("forgiven", [])

    def _is_rival(self, given: str) -> bool:
        return self._bare(given) in map(self._bare, self._rivals)

    @override
    def sample_answer(self, *, right: bool) -> Sent:
        wrong = (*self.spec["wrong_answers"], "something else entirely")[0]
        return {"text": self.spec["answer"] if right else wrong}

    @override
    def near_answer(self) -> Sent | None:
        for slip in islice(text.slipped(self.spec["answer"]), SLIPS_TRIED):
            response = {"text": slip}
            if not self.doubts(response) and (verdict := self.grade(response)).right and verdict.notes:
                return response
        return None

    @property
    @override
    def expected(self) -> str:
        return disputes.either(
            [self.spec["answer"]]
            + [value.value for value in disputes.sourced_in(self.spec) if not self._is_own(value.value)]
        )

    @property
    @override
    def answers(self) -> tuple[str, ...]:
        sourced = (value.value for value in disputes.sourced_in(self.spec))
        return tuple(dict.fromkeys([self.spec["answer"], *self.spec["aliases"], *sourced]))

    @property
    @override
    def name_words(self) -> frozenset[str]:
        if not self.spec.get("is_name"):
            return super().name_words
        return text.words_of(self.answers)

    @property
    @override
    def words_told_apart(self) -> frozenset[str]:
        return self.name_words

    @override
    def hint(self, *, seed: str) -> Hint | None:
        letters = text.first_letters(self.spec["answer"])
        return begins_so(letters) if letters else None

    def sources_of(self, accepted: str) -> list[SourcedValue]:
        """The sources that give this accepted answer, under whichever of its names."""
        own = self._is_own(accepted)
        return [
            value
            for value in disputes.sourced_in(self.spec)
            if self._bare(value.value) == self._bare(accepted) or (own and self._is_own(value.value))
        ]

    @override
    def warnings(self, prompt: str = "") -> list[Caution]:
        found = super().warnings(prompt)
        if len(self.spec["answer"]) > 60:
            told = "So long an answer is hard to type exactly; a flashcard may suit it better."
            found.append(Caution(Sort.JUDGING, told))
        found += about_names(self.spec, self.answers)
        language = self.spec.get("language", "en")
        if not lexicon.has_words(language):
            found.append(
                Caution(
                    Sort.JUDGING,
                    f"No list of common words is known for “{language}”: name those that are a slip away from the "
                    "answer under “Known wrong answers”.",
                )
            )
        return found

    @property
    def _rivals(self) -> tuple[str, ...]:
        return (*self.spec["wrong_answers"], *self.spec.get("accepted_elsewhere", ()))

    def _untitled(self, answers: Iterable[str]) -> dict[str, str]:
        """The answers as written, accents and all, by themselves and without their titles: an answer by each."""
        found: dict[str, str] = {}
        for answer in answers:
            found.setdefault(text.normalise(answer, accents=True), answer)
            found.setdefault(names.without_titles(answer, self.spec.get("titles", ()), accents=True), answer)
        return found

    def _bare(self, answer: str) -> str:
        return names.without_titles(answer, self.spec.get("titles", ()), accents=self.spec["accents_matter"])

    def _in_reach(self, rival: str, accepted: Collection[str]) -> bool:
        accents = self.spec["accents_matter"]
        return any(
            slips.in_reach(other, accepted, self._rules)
            or (self.spec.get("is_name") and names.in_reach(other, accepted, accents=accents))
            for other in self._untitled([rival])
        )

    def _is_own(self, answer: str) -> bool:
        own = (self.spec["answer"], *self.spec["aliases"])
        return self._bare(answer) in {self._bare(other) for other in own}

    def _about_accents(self, given: str) -> tuple[str, ...]:
        folded = {text.normalise(answer) for answer in self.answers}
        return (_("The accents matter here."),) if text.normalise(given) in folded else ()
