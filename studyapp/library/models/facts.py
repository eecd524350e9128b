"""Facts: what is held to be so, when, and by which sources."""

from collections.abc import Iterator
from datetime import datetime
from itertools import batched
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override as override_language

from studyapp.kinds import partial_dates
from studyapp.kinds.base import SourcedValue
from studyapp.kinds.cautions import Caution
from studyapp.library import checking
from studyapp.library.models.acts import Act, because
from studyapp.library.models.articles import Article
from studyapp.library.models.citations import EVERYBODY, SOURCES, Citation, Followed
from studyapp.library.models.decks import Deck
from studyapp.library.models.fields import FoldedField, PartialDateField, SeedDigestField, SeedTable, count_of
from studyapp.library.models.owned import (
    NAMED,
    NUMBERED,
    OWN,
    SHARED,
    Owned,
    SharedHistory,
    SharedManager,
    SharedSlugField,
    numbered_once,
    shared_alone,
)
from studyapp.library.models.recording import Recorded
from studyapp.library.models.standings import Editor, Standing
from studyapp.library.models.states import UNSEEN, NotPublishable, State
from studyapp.library.models.warned import KeptWarning, sorts

OPENING = 12
"""Before the date with which a statement begins there are at most so many characters: "As of 20 June 2024 …"."""

LOOKED_AT_ONCE = 200
"""Facts that are read together to be looked at again."""

if TYPE_CHECKING:
    from studyapp.library.models.questions import Question


class Sequel(models.TextChoices):
    """What is known of the time after a fact held."""

    REPLACED = "replaced", "Replaced on a known date"
    NEXT_KNOWN = "next_known", "Followed by the next state that is known"
    UNKNOWN = "unknown", "No longer known"


ORIGINAL = Coalesce(OuterRef("translates"), OuterRef("pk"))
"""Of the outer fact, the one whose citations it has."""


class FactQuerySet(models.QuerySet["Fact"]):
    def live(self) -> Self:
        return self.filter(state=State.PUBLISHED)

    def visible(self) -> Self:
        """What readers may see: retired facts stay, since people learned them."""
        return self.exclude(state__in=UNSEEN)

    def disputed(self) -> Self:
        return self.filter(Exists(Citation.objects.filter(fact=ORIGINAL, stance=Citation.Stance.DIFFERS)))

    def with_sources(self) -> Self:
        """Each with what its articles say of it, or of what it translates."""
        paths = ("citations__article__same_text_as", "translates__citations__article__same_text_as")
        return self.select_related("translates").prefetch_related(*paths)

    def with_counts(self) -> Self:
        questions = Fact._meta.get_field("questions").related_model._default_manager.all()
        return self.annotate(
            source_count=count_of(Citation.objects.all(), "fact", "article", of=ORIGINAL),
            differing_count=count_of(Citation.objects.filter(stance=Citation.Stance.DIFFERS), "fact", of=ORIGINAL),
            question_count=count_of(questions, "fact"),
        )

    def resting_on(self, article: Article) -> Self:
        """Facts that this article supports, and translations of such facts."""
        supported = Citation.objects.filter(article=article, stance=Citation.Stance.SUPPORTS).values("fact")
        return self.filter(Q(pk__in=supported) | Q(translates__in=supported))

    def hearing(self, article: Article) -> Self:
        """Facts on which it has a word, be it against them, and translations of such facts."""
        copies = Article.objects.filter(pk=article.pk).with_copies()
        words = Citation.objects.filter(article__in=copies).values("fact")
        return self.filter(Q(pk__in=words) | Q(translates__in=words))

    def to_look_at(self) -> Self:
        """Each with all that its warnings, and those of its questions, are read from."""
        return self.with_sources().select_related("deck").prefetch_related(*ASKED_ABOUT)

    def found(self, *, at: datetime) -> Iterator[tuple[dict[int, set[str]], dict[int, set[str]]]]:
        """Of which sorts the warnings of facts and of their questions are, by their keys; some facts at a time."""
        keys = list(self.order_by("pk").values_list("pk", flat=True))
        for some in batched(keys, LOOKED_AT_ONCE):
            of_facts: dict[int, set[str]] = {}
            of_questions: dict[int, set[str]] = {}
            for fact in self.model.objects.filter(pk__in=some).to_look_at():
                of_facts[fact.pk] = fact.found(at=at)
                of_questions |= fact.found_in(list(fact.questions.all()))
            yield of_facts, of_questions

    def keep_warnings(self, *, at: datetime) -> None:
        """Look at them and at their questions again, and keep what there is to warn of, while nobody changes them."""
        with transaction.atomic():
            decks = Deck.objects.filter(pk__in=self.order_by().values("deck")).order_by("pk")
            list(decks.select_for_update(no_key=True).values_list("pk", flat=True))
            for of_facts, of_questions in self.found(at=at):
                KeptWarning.objects.keep("fact", of_facts)
                KeptWarning.objects.keep("question", of_questions)


ASKED_ABOUT = ("questions__revision", "questions__according_to")


FactManager = SharedManager.from_queryset(FactQuerySet)


class Fact(Owned, Recorded):
    """One checkable statement in our own words, with the time it held; or a learner's own note, in theirs."""

    slug = SharedSlugField("id", max_length=80, unique=True, help_text="Never changes: learners’ progress hangs on it.")
    deck = models.ForeignKey(Deck, on_delete=models.PROTECT, related_name="facts")
    statement = models.CharField(
        max_length=500, help_text="One sentence in our own words, understood without the article."
    )
    as_of = PartialDateField("as of", help_text="When this was reported to be so: 2013-11-12, 2013-11 or 2013.")
    valid_from = PartialDateField("holds from", help_text="If known: when it began to be so.")
    valid_to = PartialDateField("holds until", help_text="If known: when it ceased to be so.")
    can_change = models.BooleanField(
        default=True,
        help_text="Untick for what no later event can change, such as a past event. Everything else needs a date.",
    )
    superseded_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="supersedes",
        help_text="The next state that is known. If this one held until that began, say so above, in “holds until”. "
        "Its questions are retired, but for historical ones.",
    )
    fate_unknown = models.BooleanField(
        "no longer known",
        default=False,
        help_text="Tick this where it may be over and no source tells what came of it. "
        "Its questions are retired, but for historical ones.",
    )
    translates = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="translations",
        help_text="The fact that this one says in another language. It has that fact’s citations and none of its own, "
        "and whoever learns both is never asked both on one day.",
    )
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT, editable=False)
    position = models.PositiveIntegerField(default=0, help_text="New facts are met in this order.")
    seed_digest = SeedDigestField()
    folded = FoldedField(of=["statement"])
    number = models.PositiveIntegerField(null=True, editable=False, help_text="Of an own note: counted by its owner.")
    removed_at = models.DateTimeField(
        null=True, editable=False, help_text="Since when an own note is not asked; it can be taken back."
    )
    made_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        help_text="Of an own note: the shared fact from which its owner made it, and of whose changes they hear.",
    )
    history = SharedHistory(
        excluded_fields=["seed_digest", "position", "folded", "owner", "number", "removed_at", "made_from"]
    )

    objects = FactManager()

    recorded = (
        *("statement", "deck", "as_of", "valid_from", "valid_to", "can_change"),
        *("superseded_by", "fate_unknown", "translates"),
    )

    class Meta:
        ordering = ["deck", "position", "pk"]
        permissions = [("publish_fact", "Can publish fact")]
        indexes = [
            shared_alone("fact_shared"),
            models.Index(fields=["id"], condition=Q(state=State.READY), name="fact_ready"),
            models.Index(fields=["id"], condition=Q(state=State.PAUSED), name="fact_paused"),
            # Of few facts: where most of what an index holds is alike, a database walks through all rather than use it.
            models.Index(fields=["translates"], condition=Q(translates__isnull=False), name="fact_translated"),
            models.Index(fields=["superseded_by"], condition=Q(superseded_by__isnull=False), name="fact_superseded"),
            # The list of a learner's own in one deck, and of those that they deleted.
            models.Index(
                fields=["owner", "deck", "number"], condition=Q(removed_at=None) & OWN, name="fact_own_in_deck"
            ),
            models.Index(fields=["owner", "number"], condition=Q(removed_at__isnull=False), name="fact_own_deleted"),
        ]
        constraints = [
            models.CheckConstraint(condition=NAMED, name="fact_has_an_id_unless_own"),
            models.CheckConstraint(condition=NUMBERED, name="fact_has_a_number_if_own"),
            numbered_once("fact_number_once_an_owner"),
            models.CheckConstraint(
                condition=SHARED & Q(made_from=None)
                | OWN & Q(superseded_by=None, translates=None, fate_unknown=False, can_change=False),
                name="own_fact_is_tied_to_no_other",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="fact_state_is_known"),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | ~Q(superseded_by=models.F("id")),
                name="fact_does_not_supersede_itself",
            ),
            models.CheckConstraint(
                condition=Q(fate_unknown=False) | Q(superseded_by__isnull=True),
                name="fact_of_unknown_fate_has_no_successor",
                violation_error_message="What came after it is known: untick “no longer known”, or name no other fact.",
            ),
            models.CheckConstraint(
                condition=Q(translates__isnull=True) | ~Q(translates=models.F("id")),
                name="fact_does_not_translate_itself",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED) | Q(can_change=False) | ~Q(as_of="", valid_from="", valid_to=""),
                name="fact_that_can_change_is_dated_when_published",
            ),
        ]

    def __str__(self) -> str:
        return self.statement

    def get_absolute_url(self) -> str:
        return reverse("own-card", args=[self.number]) if self.is_own else reverse("fact", args=[self.slug])

    def clean(self) -> None:
        known = self.valid_from and self.valid_to
        if known and partial_dates.earliest(self.valid_from) > partial_dates.latest(self.valid_to):
            raise ValidationError({"valid_to": "It cannot cease to hold before it began. Change one of the two dates."})
        seen, later = {self.pk}, self.superseded_by
        while later is not None:
            if later.pk in seen and later.pk is not None:
                raise ValidationError(
                    {"superseded_by": "These facts would supersede each other in a circle. Choose the newest fact."}
                )
            seen.add(later.pk)
            later = later.superseded_by
        if self.translates and (self.translates.translates_id or self.translates.pk == self.pk):
            raise ValidationError({"translates": "That is a translation itself. Choose the fact it was made from."})
        if self.translates and self.pk and self.translations.exists():
            raise ValidationError({"translates": "Other facts translate this one, so it cannot be a translation."})

    @property
    def is_live(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def original_id(self) -> int:
        """The key of the fact that it translates, or its own: what is one fact to who learns it in two languages."""
        return self.translates_id or self.pk

    @property
    def other_languages(self) -> "list[Fact]":
        """What says the same in another language, for readers."""
        others = Fact.objects.visible().filter(Q(translates=self.original_id) | Q(pk=self.original_id))
        return list(others.exclude(pk=self.pk).select_related("deck").order_by("deck", "pk"))

    @property
    def cited(self) -> list[Citation]:
        """Who says what of it, or of the fact that it translates."""
        return list((self.translates or self).citations.all())

    @property
    def sources(self) -> list[Citation]:
        """The same, each with its article at hand, in one statement."""
        return SOURCES.rows(fact=self.original_id)

    @property
    def is_disputed(self) -> bool:
        return any(citation.differs for citation in self.cited)

    @property
    def when(self) -> str:
        """When it held, in words: "As of November 2013", "1991 – 2001", or "" if no date is given."""
        start, end = (
            self.valid_from and partial_dates.shown(self.valid_from),
            self.valid_to and partial_dates.shown(self.valid_to),
        )
        if start and end:
            return start if start == end else f"{start} – {end}"
        if start or end:
            return _("Since %(day)s") % {"day": start} if start else _("Until %(day)s") % {"day": end}
        return _("As of %(day)s") % {"day": partial_dates.shown(self.as_of)} if self.as_of else ""

    @property
    def when_unsaid(self) -> str:
        """When it held, unless the statement begins with this very date."""
        if self.as_of and not self.valid_from and not self.valid_to:
            with override_language(self.deck.language):
                dated = partial_dates.shown(self.as_of)
            if dated in self.statement[: len(dated) + OPENING]:
                return ""
        return self.when

    @property
    def is_past(self) -> bool:
        """Whether it is asked about as history alone."""
        return self.superseded_by_id is not None or self.fate_unknown

    @property
    def successor(self) -> "Fact | None":
        """The fact that readers are told came after it."""
        known = self.superseded_by
        return known if known and known.state not in UNSEEN else None

    @property
    def sequel(self) -> Sequel | None:
        if self.fate_unknown:
            return Sequel.UNKNOWN
        if self.successor is None:
            return None
        return Sequel.REPLACED if self.valid_to else Sequel.NEXT_KNOWN

    @property
    def then(self) -> str:
        """When its successor is known to hold: "Then" if this one ended on a known date, else "As of 20 June 2024"."""
        if self.successor is None:
            return ""
        return _("Then") if self.sequel == Sequel.REPLACED else self.successor.when or _("Later")

    @property
    def stands_at(self) -> str:
        """The partial date under which it stands in a timeline, or "" if it has none: when it held tells more than when
        it was reported.
        """
        return str(self.valid_from or self.valid_to or self.as_of)

    @property
    def stands_at_in_words(self) -> str:
        return partial_dates.display(self.stands_at) if self.stands_at else ""

    def independent_sources(self) -> int:
        """How many voices support it: outlets that carry one agency's text are one."""
        return len({citation.voice for citation in self.cited if not citation.differs})

    def rests_on_active_sources(self) -> bool:
        """False once every voice that supported it has a corrected or retracted article."""
        doubted: set[str] = set()
        trusted: set[str] = set()
        for citation in self.cited:
            if not citation.differs:
                (trusted if citation.is_trusted else doubted).add(citation.article.origin)
        return bool(trusted - doubted)

    def warnings(self, *, at: datetime) -> list[Caution]:
        """What an editor should look at again; nothing here blocks."""
        return list(checking.of_fact(self, at=at))

    def siblings_of(self, question: "Question") -> "list[Question]":
        """The other questions that are asked about it, or may yet be."""
        read = "questions" in self.__dict__.get("_prefetched_objects_cache", {})
        asked = self.questions.all() if read else self.questions.select_related("revision")
        return [it for it in self._own(list(asked)) if it.pk != question.pk and it.state != State.RETIRED]

    def keep_warnings_of_questions(self) -> None:
        """Part of whatever changed one of them, since they tell of one another."""
        asked = list(self.questions.select_related("revision", "according_to"))
        KeptWarning.objects.keep("question", self.found_in(asked))

    def found_in(self, questions: "list[Question]") -> dict[int, set[str]]:
        """The sorts of warnings of all of its questions, by their keys; of what is retired there are none."""
        waiting = [it for it in self._own(questions) if State.RETIRED not in (self.state, it.state) and it.revision]
        of_each = {
            it.pk: checking.of_question(it, it.asked.body, [other for other in waiting if other is not it])
            for it in waiting
        }
        return {question.pk: sorts(of_each.get(question.pk, ())) for question in questions}

    def found(self, *, at: datetime) -> set[str]:
        """The sorts of its own warnings."""
        return set() if self.state == State.RETIRED else sorts(self.warnings(at=at))

    def problems(self) -> list[str]:
        """What stands in the way of publishing, a sentence each; empty when nothing does."""
        found = []
        if self.translates and self.citations.exists():
            found.append("It is a translation, whose citations are those of the original. Remove its own.")
        if not any(not citation.differs for citation in self.cited):
            found.append("It has no supporting citation. Cite at least one article that says so.")
        elif not self.rests_on_active_sources():
            found.append(
                "Every article that supports it was corrected or retracted. Cite one that stands, or look "
                "whether one that was corrected still says so."
            )
        if self.can_change and not (self.as_of or self.valid_from or self.valid_to):
            found.append(
                "It could go stale and has no date. Say since when or as of when it holds, or untick “can change”."
            )
        return found

    def publish(self, *, at: datetime, editor: Editor | None = None) -> None:
        """Let readers see it, with its sources, and its published questions be asked.

        Raises NotPublishable with what to mend.
        """
        if problems := [*self.problems(), *Standing.objects.against(self, editor)]:
            raise NotPublishable(problems)
        with transaction.atomic():
            self.hold()
            self.show_sources(at=at, editor=editor)
            self.move(State.PUBLISHED, at=at, editor=editor)
            if self.is_past:
                self.retire_superseded_questions(at=at)

    def show_sources(self, *, at: datetime, editor: Editor | None = None) -> None:
        """Publish the articles that it cites, since a reader goes on from it to them. Raises NotPublishable."""
        cited = Citation.objects.filter(fact=self.original_id)
        for article in Article.objects.filter(state__in=UNSEEN, pk__in=cited.values("article")).order_by("pk"):
            try:
                article.publish(at=at, editor=editor)
            except NotPublishable as error:
                problems = [f"It cites “{article}”, which is not published. {told}" for told in error.problems]
                raise NotPublishable(problems) from error

    def pause(self, *, at: datetime) -> None:
        """Ask nothing about it until an editor has looked."""
        self.move(State.PAUSED, at=at)

    def hold(self) -> None:
        """For a transaction that moves it or one of its questions: it stands as whoever did so before has left it."""
        # By the lock on its deck, which the notices to its learners take too: nobody waits for two in another order.
        list(Deck.objects.select_for_update(of=("self",)).filter(facts=self.pk))
        self.state, self.deck_id = Fact.objects.values_list("state", "deck_id").get(pk=self.pk)

    def move(self, state: State, *, at: datetime, editor: Editor | None = None) -> None:
        """Change the state; its questions go or come with it, and learners' cards follow."""
        if self.state == state:
            return
        with transaction.atomic():
            self.hold()
            before = self.state
            questions = list(self.questions.select_related("revision"))
            was_live, live = self.is_live, {question.pk: question.is_live for question in self._own(questions)}
            before, self.state = State(self.state), state
            self.save(update_fields=["state"])
            Standing.objects.moved(self, at=at, editor=editor)
            moved = [question for question in questions if question.is_live != live[question.pk]]
            self._tell(before, moved, at=at, editor=editor)
            self.deck.changes.record([question.came_or_went(at=at) for question in moved])
            if self.is_live != was_live:
                self._count_in_deck(1 if self.is_live else -1, moved)
            if State.RETIRED in (before, state):
                self._look_again(at=at)

    def _tell(self, before: State, moved: "list[Question]", *, at: datetime, editor: Editor | None) -> None:
        act = Act.moving(self, before, State(self.state), at=at, editor=editor.pk if editor else None)
        Act.objects.record([act])
        what = Act.What.RESUMED if self.is_live else Act.What.STOPPED
        with because(f"Its fact was {act.get_what_display().lower()}."):
            Act.objects.record([Act.on(question, what, at=at, editor=act.editor_id) for question in moved])

    def move_to(self, deck: Deck, *, at: datetime) -> None:
        """Stand in another deck: its questions go there, and the cards of their learners with them."""
        with transaction.atomic():
            self.hold()
            questions = self._own(list(self.questions.select_related("revision")))
            live = [question for question in questions if question.is_live]
            self.deck.changes.record([question.moved(at=at) for question in questions])
            if self.is_live:
                self._count_in_deck(-1, live)
            self.deck = deck
            self.save(update_fields=["deck"])
            self.deck.changes.record([question.moved(at=at) for question in questions])
            if self.is_live:
                self._count_in_deck(1, live)
            self._look_again(at=at)

    def _look_again(self, *, at: datetime) -> None:
        Fact.objects.filter(pk=self.pk).keep_warnings(at=at)

    def _count_in_deck(self, sign: int, questions: list["Question"]) -> None:
        self.deck.count(facts=sign, questions=sign * len(questions))

    def retire_superseded_questions(self, *, at: datetime) -> None:
        """Once it is past, only questions that say when are still asked."""
        newer = str(self.superseded_by or "").rstrip(".")
        why = f"Its fact was superseded: “{newer}”." if newer else "Its fact may be over."
        with because(why):
            for question in self._own(list(self.questions.filter(historical=False).select_related("revision"))):
                question.move(State.RETIRED, at=at, superseded=True)

    def _own(self, questions: list["Question"]) -> list["Question"]:
        for question in questions:
            question.fact = self  # the very object whose state is about to change
        return questions

    def sourced_values(self, followed: Followed = EVERYBODY) -> tuple[SourcedValue, ...]:
        """The values that decide about a question which follows these."""
        heeded = (citation for citation in self.cited if followed.heeds(citation))
        return tuple(value for citation in heeded for value in citation.sourced(followed.value))

    def as_seed(self) -> SeedTable:
        """What a seed file would say of this fact, its questions aside."""
        return {
            "deck": self.deck.slug,
            **{
                name: getattr(self, name)
                for name in (
                    "statement",
                    "as_of",
                    "valid_from",
                    "valid_to",
                    "can_change",
                    "fate_unknown",
                    "state",
                    "position",
                )
            },
            "superseded_by": self.superseded_by.slug if self.superseded_by else "",
            "translates": self.translates.slug if self.translates else "",
            "citations": [citation.as_seed() for citation in self.citations.all()],
        }
