"""A row of an editor's table, judged by the forms that admin has: what it is, what it changes, how to write that."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Q

from studyapp.accounts.models import User
from studyapp.exchange import sheets
from studyapp.exchange.shelf import cells
from studyapp.exchange.shelf.cells import ARTICLE, CITATION, FACT, OF, SAYS, STATEMENT
from studyapp.formats.sheets.columns import EXPLANATION, FIELDS, ID, KIND, QUESTION, folded
from studyapp.formats.sheets.reading import Row, WrongCell, asked_in, flag_in, kind_of
from studyapp.formats.sheets.writing import Filled
from studyapp.kinds import KINDS
from studyapp.library.admin.citations import CitationForm
from studyapp.library.admin.facts import FactForm
from studyapp.library.admin.slugs import free_slug
from studyapp.library.admin.values import MOST
from studyapp.library.models import Article, Citation, Deck, Draft, Fact, Question, Standing, State
from studyapp.own.forms import WordsForm

MOST_DIGITS = 4
"""Of the number of a paragraph."""
MAY_NOT = "You may not do this in the library. Ask a person who may, or take the row out."


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a row."""

    sort: str
    """FACT, CITATION or QUESTION."""
    title: str
    differences: Sequence[tuple[str, str, str]]
    """Heading, before and after; none of what is as it was."""
    is_new: bool
    is_live: bool
    """Readers see it, or what it hangs on."""
    write: Callable[[], Fact | Question]
    """Store it; what editors publish of it, which of a citation is the fact."""

    @property
    def is_worth_it(self) -> bool:
        return self.is_new or bool(self.differences)


class Circumstances(forms.ModelForm[Question]):
    """What a question says beside its revisions."""

    class Meta:
        model = Question
        fields = ["slug", "according_to", "speaker", "asks_for", "shows_date", "historical"]


@dataclass
class Judge:
    """One way through a table, in a deck that an editor chose."""

    deck: Deck
    editor: User
    at: datetime
    came: dict[str, Fact] = field(default_factory=dict)
    """Facts that rows above bring, by their short names."""
    above: Fact | None = None
    """The fact of the last row that was one; None before the first, and where that was refused."""
    has_above: bool = False
    seen: set[tuple[object, ...]] = field(default_factory=set)
    """What rows above are about."""

    def judge(self, row: Row) -> Judged:
        """Raises WrongCell."""
        match folded(row.text(KIND, sheets.style())):
            case cells.FACT:
                return self._fact(row)
            case cells.CITATION:
                return self._citation(row)
        return self._question(row)

    # A fact

    def _fact(self, row: Row) -> Judged:
        self.above, self.has_above = None, True
        slug, statement = row.text(ID, sheets.style()), row.text(STATEMENT, sheets.style())
        self._see(ID if slug else STATEMENT, FACT, slug or statement)
        known = Q(slug=slug) if slug else Q(deck=self.deck, statement=statement)
        found = Fact.objects.filter(known).select_related("deck").first()
        is_new, before = found is None, cells.fact_cells(found) if found else {}
        row, fact = over(row, before), found or Fact(deck=self.deck)
        self._require(FACT, is_new=is_new)
        form = FactForm(self._sent_of_fact(row, fact), instance=fact)
        _check(form, {"slug": ID})
        self.above = self.came[fact.slug or ""] = fact
        differences = cells.differences(before, cells.fact_cells(fact)) if not is_new else ()

        def write() -> Fact:
            if is_new:
                fact.position = self._last_place()
            fact.save()
            return fact

        return Judged(FACT, fact.statement, differences, is_new, fact.is_live, write)

    def _last_place(self) -> int:
        """Of a fact that comes after all that are in the deck."""
        last = self.deck.facts.order_by("-position").values_list("position", flat=True).first()
        return (last or 0) + 1

    def _see(self, column: str, *about: object) -> None:
        """Raises WrongCell where a row above is about the same."""
        if about in self.seen:
            raise WrongCell(column, "A row above says the same already. Take one of the two out.")
        self.seen.add(about)

    def _sent_of_fact(self, row: Row, fact: Fact) -> dict[str, object]:
        here = sheets.style()
        sent: dict[str, object] = {name: row.text(name, here) for name in cells.TEXTS[FACT]}
        slug = fact.slug or row.text(ID, here) or free_slug(Fact, str(sent[STATEMENT]))
        can_change = flag_in(row, "can_change", here) if "can_change" in row.cells else fact.can_change
        kept = {name: getattr(fact, f"{name}_id") or "" for name in ("superseded_by", "translates")}
        return {
            **sent,
            **kept,
            "slug": slug,
            "deck": fact.deck_id,
            "can_change": can_change,
            "fate_unknown": fact.fate_unknown,
            "position": fact.position,
        }

    def _fact_of(self, row: Row) -> Fact | None:
        """Which the row names, or the one above it. Raises WrongCell."""
        slug = row.text(OF, sheets.style())
        if not slug and self.has_above and self.above is None:
            raise WrongCell(OF, "The fact above was refused, so nothing can be added to it. Correct that row first.")
        if not slug:
            return self.above
        found = self.came.get(slug) or Fact.objects.filter(slug=slug).select_related("deck").first()
        if found is None:
            told = "There is no fact “%(fact)s”, neither in the library nor in a row above. Use its ID."
            raise WrongCell(OF, told % {"fact": slug[:60]})
        return found

    # A citation

    def _citation(self, row: Row) -> Judged:
        here, fact = sheets.style(), self._fact_of(row)
        if fact is None:
            raise WrongCell(OF, "Say which fact this is about. Use its ID.")
        if fact.translates_id:
            raise WrongCell(OF, "This fact is a translation. Cite the article for the fact that it translates.")
        article = self._article(row, ARTICLE)
        if article is None:
            raise WrongCell(ARTICLE, "Say which article says so. Use its ID, as the list of articles has it.")
        paragraph = row.text("paragraph", here)
        is_number = paragraph.isascii() and paragraph.isdecimal() and len(paragraph) <= MOST_DIGITS
        number = int(paragraph) if is_number else None
        same = {"article": article, "paragraph": number, "speaker": row.text("speaker", here)}
        self._see(ARTICLE, CITATION, fact.slug, *same.values())
        found = Citation.objects.filter(fact=fact.pk or 0, **same).select_related("article").first()
        is_new = found is None
        citation = found or Citation(article=article)
        before = cells.citation_cells(found, fact.slug or "") if found else {}
        row = over(row, before)
        self._require(CITATION, is_new=is_new)
        _check(CitationForm(_sent_of_citation(row, article), instance=citation), {})
        differences = () if is_new else cells.differences(before, cells.citation_cells(citation, fact.slug or ""))

        def write() -> Fact:
            citation.fact = fact
            citation.position = citation.position or fact.citations.count()
            citation.save()
            return fact

        return Judged(CITATION, f"{article}: {citation.says}", differences, is_new, fact.is_live, write)

    def _article(self, row: Row, column: str) -> Article | None:
        """Raises WrongCell."""
        slug = row.text(column, sheets.style())
        found = Article.objects.filter(slug=slug).first() if slug else None
        if slug and found is None:
            raise WrongCell(column, f"There is no article “{slug[:60]}”. Use its ID.")
        return found

    # A question

    def _question(self, row: Row) -> Judged:
        kind, fact = kind_of(row, sheets.words()), self._fact_of(row)
        found = self._known(row, kind, fact)
        if found and KIND not in row.headings:
            kind = found.kind
        if found and found.kind != kind:
            told = "This question is of the kind “%(kind)s”, and a kind never changes. Give a new question a new ID."
            raise WrongCell(KIND, told % {"kind": found.kind_class.label})
        if found and fact and row.text(OF, sheets.style()) and found.fact_id != fact.pk:
            told = "This question belongs to the fact “%(fact)s”. Write that, or give it a new ID."
            raise WrongCell(OF, told % {"fact": found.fact.slug})
        is_new = found is None
        about = found.fact if found else fact
        before = cells.question_cells(found, found.fact.slug or "") if found else {}
        self._require(QUESTION, is_new=is_new)
        question = found or Question(kind=kind, fact=about or Fact(deck=self.deck))
        row = over(row, before)
        draft = self._draft(row, question)
        self._circumstances(row, question)
        after = cells.question_cells(question, question.fact.slug or "", draft)
        differences = () if is_new else cells.differences(before, after)

        def write() -> Question:
            return self._write_question(question, draft, alone=about is None)

        return Judged(QUESTION, draft.prompt, differences, is_new, question.state == State.PUBLISHED, write)

    def _known(self, row: Row, kind: str, fact: Fact | None) -> Question | None:
        """By its id; without one, by what it asks. Raises WrongCell."""
        here = sheets.style()
        slug, prompt = row.text(ID, here), row.text(QUESTION, here)
        about = (slug,) if slug else (fact.slug if fact else "", kind, prompt)
        self._see(ID if slug else QUESTION, QUESTION, *about)
        asked = Question.objects.select_related("revision", "fact__deck", "according_to")
        if slug:
            return asked.filter(slug=slug).first()
        within = Q(fact=fact.pk or 0) if fact else Q(fact__deck=self.deck)
        return asked.filter(within, kind=kind, revision__prompt=" ".join(prompt.split())).first()

    def _draft(self, row: Row, question: Question) -> Draft:
        """Raises WrongCell."""
        sent, _lost = asked_in(row, question.kind, sheets.style())
        words, answer = WordsForm(sent), KINDS[question.kind].author_form(sent)
        _check(words, {"prompt": QUESTION, "explanation": EXPLANATION})
        _check(answer, {one.name: one.column for one in FIELDS[question.kind]})
        draft = Draft(words.cleaned_data["prompt"], answer.cleaned_data, words.cleaned_data["explanation"])
        try:
            question.next_revision(draft, at=self.at)
        except ValidationError as error:
            raise WrongCell(QUESTION, " ".join(error.messages)) from error
        return draft

    def _circumstances(self, row: Row, question: Question) -> None:
        """Raises WrongCell."""
        here = sheets.style()
        article = self._article(row, "according_to")
        sent: dict[str, object] = {name: row.text(name, here) for name in cells.TEXTS[QUESTION]}
        sent |= {name: flag_in(row, name, here) for name in cells.FLAGS[QUESTION]}
        about = question.fact.slug or "question"
        slug = question.slug or row.text(ID, here) or Question.objects.free_slug(about, question.kind)
        sent |= {"slug": slug, "according_to": article.pk if article else ""}
        _check(Circumstances(sent, instance=question), {"slug": ID})

    def _write_question(self, question: Question, draft: Draft, *, alone: bool) -> Question:
        """With a fact of its own where it is about none yet."""
        if alone:
            answer = KINDS[question.kind](draft.spec).expected_in_english
            statement = f"{draft.prompt} – {answer}"[:500]
            slug, position = free_slug(Fact, statement), self._last_place()
            question.fact = Fact(deck=self.deck, slug=slug, statement=statement, position=position)
            question.fact.save()
            Standing.objects.edited(question.fact, at=self.at, editor=self.editor)
        if question._state.adding:
            question.fact = question.fact  # which has a key by now
            if alone:
                question.slug = Question.objects.free_slug(question.fact.slug or "", question.kind)
            question.position = question.fact.questions.count() + 1
        question.save()
        question.revise(draft, at=self.at, editor=self.editor)
        return question

    def _require(self, sort: str, *, is_new: bool) -> None:
        """Raises WrongCell for who may not."""
        verb = "add" if is_new else "change"
        if not self.editor.has_perm(f"library.{verb}_{sort}"):
            raise WrongCell(KIND, MAY_NOT)


def over(row: Row, before: Filled) -> Row:
    """The row with what its table has no column for."""
    kept = {name: cell for name, cell in before.items() if name not in row.headings and cell != ""}
    return replace(row, cells={**kept, **row.cells})


def _sent_of_citation(row: Row, article: Article) -> dict[str, object]:
    """Raises WrongCell."""
    here = sheets.style()
    sent: dict[str, object] = {name: row.text(name, here) for name in (*cells.TEXTS[CITATION], "paragraph")}
    sent["stance"] = str(sent["stance"]).lower() or Citation.Stance.SUPPORTS
    try:
        values = list(cells.values_in(row.text("values", here)))
    except ValueError as fault:
        raise WrongCell("values", str(fault)) from fault
    if len(values) > MOST:
        raise WrongCell("values", f"A citation has at most {MOST} values. Take some of them out.")
    sent |= {f"values-{number}-{part}": text for number, value in enumerate(values) for part, text in value.items()}
    return {**sent, "article": article.pk}


def _check(form: forms.BaseForm, columns: Mapping[str, str]) -> None:
    """Raises WrongCell with the first fault of a form, by its column."""
    for name, told in form.errors.items():
        where = SAYS if name == NON_FIELD_ERRORS and isinstance(form, CitationForm) else name
        raise WrongCell(columns.get(where, where), " ".join(map(str, told)))
