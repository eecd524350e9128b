"""Load questions: their words through the author form of their kind, their state through the publishing gate."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.forms.widgets import ChoiceWidget

from studyapp.compiled import CompiledInsert
from studyapp.kinds import KINDS
from studyapp.library.answers import Answers
from studyapp.library.models import AcceptedAnswer, Change, Draft, Fact, Question, Revision, State
from studyapp.library.models.fields import SeedTable
from studyapp.library.seeds.faults import Fault, Place, no_such
from studyapp.library.seeds.ledger import Ledger
from studyapp.library.seeds.pictures import FIELDS, words_of
from studyapp.library.seeds.reading import QUESTION_KEYS, Record

FOLLOWING = ("according_to", "speaker", "asks_for")

KEEP_REVISIONS = CompiledInsert(Revision)

type Progress = Callable[[list[Record], str], Iterable[Record]]


@dataclass
class Writing:
    """What the questions of one load come to: all of it is stored at the end, in few statements."""

    answers: Answers = field(default_factory=Answers)
    revised: dict[int, Question] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)

    def store(self, ledger: Ledger) -> None:
        revisions = [question.asked for question in self.revised.values()]
        KEEP_REVISIONS.run_all(revisions)
        if ledger.flush():
            AcceptedAnswer.objects.keep(self.revised.values())
            Change.objects.record(self.changes)


def settle_questions(ledger: Ledger, records: list[Record], progress: Progress) -> None:
    """Load the questions of facts that are loaded already; each may know what all the others accept."""
    writing = Writing()
    for live in ledger.questions.values():
        if live.is_live:
            writing.answers.put(live, live.asked.body)
    ready: dict[Place, tuple[Question, SeedTable]] = {}
    for record in records:
        wanted = said_of_question(ledger, record) if record.place not in ledger.misshapen else None
        question = _begin_question(ledger, record) if wanted else None
        if wanted and question:
            ready[record.place] = question, wanted
    ledger.flush()
    for question, wanted in ready.values():
        writing.answers.put(question, question.kind_class(wanted["spec"]))
    sound = [record for record in records if record.place in ready and record.place not in ledger.faulty]
    for record in progress(sound, "Questions"):
        question, wanted = ready[record.place]
        if ledger.is_sound(record.place):
            _settle_question(ledger, record.place, question, wanted, writing)
        else:  # its fact is at fault, so only its own words can be judged
            _revise(ledger, question, wanted | {"state": State.DRAFT}, record.place, writing)
    writing.store(ledger)


def _settle_question(ledger: Ledger, place: Place, question: Question, wanted: SeedTable, writing: Writing) -> None:
    def write() -> None:
        _write_question(ledger, question, wanted, place, writing)

    settled = ledger.settle(question, str(place), wanted, write)
    if settled and question.state == State.PUBLISHED and question.pk not in writing.revised:
        _revise(ledger, question, wanted, place, writing)  # what stands around it may have changed
        if question.pk in writing.revised:
            ledger.write(question, place)


def said_of_question(ledger: Ledger, record: Record) -> SeedTable | None:
    """What the seed says of a question, cleaned by its kind's own author form; None when there is a fault."""
    data, place = record.data, record.place
    before = len(ledger.faults)
    if data.get("kind") not in KINDS:
        ledger.fault(place, "kind", f"There is no kind “{data.get('kind', '')}”. Known kinds: {', '.join(KINDS)}.")
        return None
    kind = KINDS[data["kind"]]
    own = {key: value for key, value in data.items() if key not in QUESTION_KEYS}
    unknown = sorted(own.keys() - kind.AuthorForm.base_fields.keys())
    for key in unknown:
        fields = ", ".join([*sorted(QUESTION_KEYS), *kind.AuthorForm.base_fields])
        ledger.fault(place, key, f"A {kind.name} question has no such field. Known fields: {fields}.")
    form = ledger.filled(kind, own)
    if not unknown and not form.is_valid():  # a name written wrong is missing under its own: that need not be said
        lists = {name: it.widget for name, it in form.fields.items() if isinstance(it.widget, ChoiceWidget)}
        choices = {name: [str(value) for value, _ in widget.choices] for name, widget in lists.items()}
        ledger.refuse(ValidationError(form.errors.as_data()), place, choices=choices)
    if data.get("according_to"):
        ledger.may_name_article(data["according_to"], place, "according_to")
    if data.get("state", State.DRAFT) not in State.values:
        ledger.fault(place, "state", no_such("state", data["state"], State.values))
    if not data.get("prompt", "").strip():
        ledger.fault(place, "prompt", "The prompt is missing. Write the question that the student reads.")
    pictures = {name: _said_of_picture(ledger, record, name) for name in FIELDS}
    if len(ledger.faults) > before:
        return None
    return {
        "fact": record.parent,
        "kind": kind.name,
        "prompt": data["prompt"],
        "explanation": data.get("explanation", ""),
        **pictures,
        **{name: data.get(name, "") for name in FOLLOWING},
        "shows_date": data.get("shows_date", False),
        "historical": data.get("historical", False),
        "position": record.position,
        "state": data.get("state", _usual_state(ledger, record, data)),
        "spec": form.cleaned_data,
    }


def _said_of_picture(ledger: Ledger, record: Record, name: str) -> SeedTable:
    if name not in record.pictures:
        return {}
    words = words_of(record.data[name])
    try:
        digest = ledger.beside.digest(record.pictures[name], words)
    except ValidationError as error:
        for told in error.messages:
            ledger.fault(record.place, f"{name}.file", told)
        return {}
    return {"digest": digest, "alt": words.alt, "credit": words.credit, "licence": words.licence}


def usual_state(fact: Fact, question: Question | None, *, historical: bool) -> str:
    """Of a question of which nothing is said: it stands as its fact does, or retired if a newer fact made it pointless.

    While its fact is not asked, one that was published may stay so: it is not asked either.
    """
    if fact.is_past and not historical:
        return State.RETIRED
    if question and question.state == State.PUBLISHED:
        return State.PUBLISHED
    return fact.state


def _usual_state(ledger: Ledger, record: Record, data: SeedTable) -> str:
    question = ledger.questions.get(record.slug)
    return usual_state(ledger.facts[record.parent], question, historical=bool(data.get("historical")))


def _begin_question(ledger: Ledger, record: Record) -> Question | None:
    question = ledger.questions.get(record.slug)
    if question is None:
        question = Question(slug=record.slug, fact=ledger.facts[record.parent], kind=record.data["kind"])
        ledger.questions[record.slug] = question
        ledger.new.add((Question, record.slug))
        return question if ledger.write(question, record.place) else None
    if question.kind != record.data["kind"]:
        ledger.fault(
            record.place,
            "kind",
            f"This question is a {question.kind}; a kind never changes. Give the new question a new id.",
        )
        return None
    if question.fact.slug != record.parent:
        if ledger.names_all_facts and ledger.is_sound(record.place):
            told = f"This question belongs to the fact “{question.fact.slug}”. Move it back, or give it a new id."
            ledger.fault(record.place, "id", told)
        return None
    question.fact = ledger.facts[record.parent]
    return question


def _write_question(ledger: Ledger, question: Question, wanted: SeedTable, place: Place, writing: Writing) -> None:
    question.according_to = ledger.articles.get(wanted["according_to"])
    for name in ("speaker", "asks_for", "shows_date", "historical", "position"):
        setattr(question, name, wanted[name])
    if not (ledger.write(question, place) and _revise(ledger, question, wanted, place, writing)):
        return
    if wanted["state"] == State.PUBLISHED and (problems := question.problems()):
        ledger.found(Fault(place, "state", problem) for problem in problems)
        return
    past = question.fact.is_past
    writing.changes += question.enter(State(wanted["state"]), at=ledger.at, superseded=past)


def _revise(ledger: Ledger, question: Question, wanted: SeedTable, place: Place, writing: Writing) -> bool:
    freeze = writing.answers.around(question, wanted["spec"]) if wanted["state"] == State.PUBLISHED else None
    draft = Draft(wanted["prompt"], wanted["spec"], wanted["explanation"], ledger.beside.pictures(wanted))
    try:
        revision = question.next_revision(draft, at=ledger.at, freeze=freeze)
    except ValidationError as error:
        ledger.refuse(error, place)
        return False
    if revision is None:
        question.keep_circumstances()
    else:
        question.take(revision)
        writing.revised[question.pk] = question
        writing.changes += question.answers_changed(at=ledger.at)
    return True
