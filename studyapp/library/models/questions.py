"""Questions on a fact, their immutable revisions, and the notices of change that learners' cards follow."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import count
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from studyapp import markdown
from studyapp.compiled import CompiledInsert
from studyapp.kinds import KINDS, partial_dates
from studyapp.kinds.base import Kind, Spec, Surroundings
from studyapp.kinds.cautions import Caution
from studyapp.library import checking
from studyapp.library.models.accepted import AcceptedAnswer
from studyapp.library.models.acts import Act, Differences
from studyapp.library.models.articles import Article
from studyapp.library.models.citations import Followed
from studyapp.library.models.decks import Deck
from studyapp.library.models.facts import Fact
from studyapp.library.models.fields import FoldedField, SeedDigestField, SeedTable
from studyapp.library.models.owned import NAMED, Owned, SharedManager, SharedSlugField, by_owner, shared_alone
from studyapp.library.models.pictures import PLACES, Columns, Picture, Shown, columns_of, picture_of
from studyapp.library.models.recording import Recorded, differences_of
from studyapp.library.models.shown_texts import OF_THE_LIBRARY_OR_OWN, ShownTexts, require_short
from studyapp.library.models.standings import Editor, Standing
from studyapp.library.models.states import NotPublishable, State
from studyapp.markdown import FORMATTED


def kind_choices() -> list[tuple[str, str | Promise]]:
    """Named in migrations, so that a new kind needs none."""
    return [(name, kind.label) for name, kind in KINDS.items()]


MONTH = len("2013-11")
CIRCUMSTANCES = {
    "according_to": "according to",
    "speaker": "speaker",
    "asks_for": "asks for the value",
    "shows_date": "shows the date",
    "historical": "historical",
}
"""In words, what of a question is no part of its revisions, and yet decides how they are shown and judged."""
FROZEN = {
    "drawn": "wrong options drawn from the library",
    "sourced": "what its sources give",
    "forgiven": "words that the prompt gives",
    "accepted_elsewhere": "answers of other questions, which are no slips",
    "names": "words of other names, which are no slips",
    "language": "language by which it is judged",
}
"""What publishing writes beside what an editor wrote, in words."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an editor wrote: the prompt, the explanation, and the spec as the kind's author form cleaned it."""

    prompt: str
    spec: Spec
    explanation: str = ""
    pictures: Mapping[str, Picture] | None = None
    """By their places; as they were, if that is not said."""


type Circumstances = dict[str, object]
"""By the names of `CIRCUMSTANCES`."""


class QuestionQuerySet(models.QuerySet["Question"]):
    def live(self) -> Self:
        """What may be asked: published, on a published fact."""
        return self.filter(state=State.PUBLISHED, fact__state=State.PUBLISHED)

    def with_content(self) -> Self:
        """All that asking and judging needs, in one statement."""
        return self.select_related("revision", "fact__deck", "according_to")

    def free_slug(self, fact_slug: str, kind: str, *, promised: Container[str] = ()) -> str:
        """A name that no question has yet, nor is promised one, made of its fact's and the kind."""
        wanted = f"{fact_slug[:60]}-{kind.replace('_', '-')}"
        taken = set(self.filter(slug__startswith=wanted).values_list("slug", flat=True))
        slugs = (wanted if n == 1 else f"{wanted}-{n}" for n in count(1))
        return next(slug for slug in slugs if slug not in taken and slug not in promised)


QuestionManager = SharedManager.from_queryset(QuestionQuerySet)


class Question(Owned, Recorded):
    """One way to ask about a fact. What it asks stands in its revisions; `revision` is the newest."""

    slug = SharedSlugField("id", max_length=80, unique=True, help_text="Never changes: learners’ progress hangs on it.")
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="questions")
    kind = models.CharField(max_length=20, choices=kind_choices, editable=False)
    according_to = models.ForeignKey(
        Article,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="according to",
        help_text="The one source that the question follows: only what that source says is then right. The line above "
        "the prompt names it, so the prompt need not.",
    )
    speaker = models.CharField(
        max_length=120,
        blank=True,
        help_text="Or the one speaker whose words its citations report, such as “The police”.",
    )
    asks_for = models.CharField(
        "asks for the value",
        max_length=60,
        blank=True,
        help_text="Where its citations give several values: the name of the one that is asked for.",
    )
    shows_date = models.BooleanField(
        "shows the date",
        default=False,
        help_text="A line above the prompt says when: the day of the source that it follows, or “as of” of the fact. "
        "Not where the date is the answer.",
    )
    historical = models.BooleanField(
        default=False,
        help_text="The prompt or the line above it says when, so it stays true after the fact is superseded.",
    )
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT, editable=False)
    position = models.PositiveSmallIntegerField(
        default=0,
        help_text="The first that can be recognised is asked first; the others follow once it is known.",
    )
    # RESTRICT, not PROTECT: a question may be deleted together with its revisions.
    revision = models.ForeignKey("Revision", on_delete=models.RESTRICT, null=True, editable=False, related_name="+")
    seed_digest = SeedDigestField()

    objects = QuestionManager()

    recorded = ("fact", *CIRCUMSTANCES)

    class Meta:
        ordering = ["fact", "position", "pk"]
        permissions = [("publish_question", "Can publish question")]
        indexes = [
            by_owner("question_by_owner"),
            shared_alone("question_shared"),
            models.Index(fields=["id"], condition=Q(state=State.READY), name="question_ready"),
            models.Index(fields=["id"], condition=Q(state=State.PAUSED), name="question_paused"),
        ]
        constraints = [
            models.CheckConstraint(condition=NAMED, name="question_has_an_id_unless_own"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="question_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED) | Q(revision__isnull=False),
                name="question_has_a_revision_when_published",
            ),
        ]

    def __str__(self) -> str:
        return self.revision.prompt if self.revision else self.slug

    def get_absolute_url(self) -> str:
        return self.fact.get_absolute_url()

    @property
    def kind_class(self) -> type[Kind]:
        return KINDS[self.kind]

    @property
    def is_live(self) -> bool:
        return self.state == State.PUBLISHED and self.fact.is_live

    @property
    def follows(self) -> Followed:
        """Whom it follows, and which of their values it asks for."""
        return Followed(self.according_to_id, self.speaker, self.asks_for)

    @property
    def attribution(self) -> str:
        """The line above the prompt, who says it and when: "The police, Harbour Gazette, June 2024". Often empty."""
        source = self.according_to.name if self.according_to else ""
        return ", ".join(filter(None, [self.speaker, source, self._date_shown()]))

    def _date_shown(self) -> str:
        """The day of the source, or where it has none no more than the month of what it reports."""
        day = self.fact.as_of
        if self.according_to:
            day = str(self.according_to.published_on or day[:MONTH])
        return partial_dates.shown(day) if self.shows_date and day else ""

    @property
    def is_recognition(self) -> bool:
        return self.kind_class.recognition

    def author_spec(self) -> Spec:
        """The newest revision's spec without what publishing froze into it."""
        spec = self.revision.spec if self.revision else {}
        return {name: spec[name] for name in (*self.kind_class.AuthorForm.base_fields, FORMATTED) if name in spec}

    def warnings(self, body: Kind | None = None) -> list[Caution]:
        """What an editor should look at again; nothing here blocks. Of what it asks now, or as that would be `body`."""
        if self.revision is None:
            return []
        return list(checking.of_question(self, body or self.asked.body, self.fact.siblings_of(self)))

    def revise(
        self,
        draft: Draft,
        *,
        at: datetime,
        freeze: Surroundings | None = None,
        minor: bool | None = None,
        editor: Editor | None = None,
    ) -> "Revision | None":
        """Add a revision, or return None when nothing differs; as `next_revision` judges it."""
        revision = self.next_revision(draft, at=at, freeze=freeze, minor=minor, editor=editor)
        if revision is None:
            self.keep_circumstances()
            return None
        with transaction.atomic():
            if editor and self.says_else(draft):
                Standing.objects.edited(self, at=at, editor=editor)
            revision.save()
            self.take(revision)
            self.save(update_fields=["revision"])
            AcceptedAnswer.objects.keep([self])
            self.fact.keep_warnings_of_questions()
            Change.objects.record(self.answers_changed(at=at))
        return revision

    @property
    def circumstances(self) -> Circumstances:
        """The article by its key."""
        own = {name: getattr(self, name) for name in CIRCUMSTANCES if name != "according_to"}
        return {"according_to": self.according_to_id, **own}

    def keep_circumstances(self) -> None:
        """Have the newest revision say by now what stands around it: to ask the same makes no other of it."""
        last, now = self.revision, self.circumstances
        if last is not None and last.circumstances != now:
            last.circumstances = now
            Revision.objects.filter(pk=last.pk).update(circumstances=now)

    def take(self, revision: "Revision") -> None:
        """Have it as the newest, which leaves an act with what it changes, if that is anything to be told."""
        last, self.revision = self.revision, revision
        differences = revision.differences_from(last) if last else []
        if last and not differences:
            return
        at, editor, number = revision.created_at, revision.editor_id, revision.number
        act = Act.on(self, Act.What.EDITED, at=at, editor=editor, differences=differences, version=number)
        Act.objects.record([act])

    def says_else(self, draft: Draft) -> bool:
        """Whether somebody wrote this, or it is only told again what stands around it."""
        last = self.revision
        said = (draft.prompt, draft.explanation, draft.spec, self._columns_of_pictures(draft))
        return last is None or (last.prompt, last.explanation, self.author_spec(), last.columns_of_pictures) != said

    def next_revision(
        self,
        draft: Draft,
        *,
        at: datetime,
        freeze: Surroundings | None = None,
        minor: bool | None = None,
        editor: Editor | None = None,
    ) -> "Revision | None":
        """A revision not stored yet, or None when nothing differs. `minor` None lets the kind compare the answers.

        Raises ValidationError for a prompt or explanation too long, for a prompt that does not fit its answer, and
        when `freeze`, what a live question must know of the library, makes it unanswerable.
        """
        spec = self._frozen(draft, freeze)
        last, pictures = self.revision, self._columns_of_pictures(draft)
        said = (draft.prompt, draft.explanation, spec, pictures)
        if last and (last.prompt, last.explanation, last.spec, last.columns_of_pictures) == said:
            return None
        if minor is None:
            minor = last is not None and last.body.key == self.kind_class(spec).key
        revision = Revision(
            question=self,
            owner_id=self.owner_id,
            number=last.number + 1 if last else 1,
            prompt=draft.prompt,
            explanation=draft.explanation,
            spec=spec,
            circumstances=self.circumstances,
            minor=minor,
            created_at=at,
            editor_id=editor.pk if editor else None,
            **pictures,
        )
        known = [f"{place}_picture" for place in PLACES]
        revision.clean_fields(exclude=["question", "editor", "owner", *known])  # rows that are known to be there
        if not self.is_own:
            require_short({"prompt": draft.prompt, "explanation": draft.explanation})
        return revision

    def _frozen(self, draft: Draft, freeze: Surroundings | None) -> Spec:
        is_formatted = draft.spec.get(FORMATTED)
        shown = markdown.rendered(draft.prompt).html if is_formatted else draft.prompt
        if fault := self.kind_class.prompt_fault(draft.spec, shown):
            raise ValidationError({"prompt": fault})
        if freeze is None:
            return dict(draft.spec)
        prompt = markdown.plain(draft.prompt) if is_formatted else draft.prompt
        return self.kind_class.freeze(draft.spec, replace(freeze, prompt=prompt))

    def _columns_of_pictures(self, draft: Draft) -> Columns:
        """Raises ValidationError for a picture on the back of what has no back."""
        if draft.pictures is None:
            return self.revision.columns_of_pictures if self.revision else columns_of({})
        if "answer" in draft.pictures and not self.kind_class.self_rated:
            raise ValidationError(_("Only a flashcard has a picture on its back."))
        if any(picture.owner_id != self.owner_id for picture in draft.pictures.values()):
            raise ValueError("A picture belongs to whom its question belongs.")
        return columns_of(draft.pictures)

    def problems(self) -> list[str]:
        """What stands in the way of publishing, a sentence each."""
        found: list[str] = []
        if self.revision is None:
            found.append("It has no prompt and answer yet.")
        if not self.fact.is_live:
            found.append("Its fact is not published. Publish the fact first.")
        found += self._unsourced()
        found += self._wordless()
        must_follow_one = self.fact.is_disputed and self.kind_class.needs_named_source_when_disputed
        if must_follow_one and not self.follows.names_a_source:
            found.append(
                "The sources differ on this fact, so a question of this kind must name its source (“according to”)."
            )
        if self.fact.is_past and not self.historical:
            found.append(
                "Its fact was superseded, or may be over. Say when in the prompt or above it and tick “historical”, or "
                "ask about a newer fact."
            )
        return found

    def _unsourced(self) -> list[str]:
        """What its fact's citations do not have, of what it follows; in citations that have it."""
        followed, cited = self.follows, self.fact.cited
        heeded = [citation for citation in cited if followed.heeds(citation)]
        if followed.names_a_source and not heeded:
            speakers = ", ".join(sorted({citation.speaker for citation in cited if citation.speaker})) or "nobody"
            remedy = f"Choose an article that it cites, and a speaker whom that article quotes: {speakers}."
            return [f"No citation of its fact has the source that the question follows. {remedy}"]
        if followed.value and not self.fact.sourced_values(followed):
            names = ", ".join(sorted({value.name for one in cited for value in one.given if value.name})) or "none"
            return [f"No citation that it follows gives a value named “{followed.value}”. Known names: {names}."]
        return []

    def _wordless(self) -> list[str]:
        shown = self.revision.shown if self.revision else {}
        return [
            f"Nobody has said yet what the picture of its {place} shows, who made it, or its licence. Its form asks."
            for place, picture in shown.items()
            if not picture.words.suffice
        ]

    def publish(self, *, at: datetime, freeze: Surroundings, editor: Editor | None = None) -> None:
        """Let it be asked. Raises NotPublishable with what to mend."""
        if problems := [*self.problems(), *Standing.objects.against(self, editor)]:
            raise NotPublishable(problems)
        assert self.revision is not None  # noqa: S101  problems() said so
        draft = Draft(self.revision.prompt, self.author_spec(), self.revision.explanation)
        with transaction.atomic():
            try:
                self.revise(draft, at=at, freeze=freeze, editor=editor)
            except ValidationError as error:
                raise NotPublishable(error.messages) from error
            self.move(State.PUBLISHED, at=at, editor=editor)

    def answers_changed(self, *, at: datetime) -> "list[Change]":
        """The notice, not stored yet, that its newest revision is worth to those who learn it."""
        if not self.is_live or self.revision is None or self.revision.minor:
            return []
        return [Change.of(self, Change.What.ANSWER, at=at)]

    @property
    def asked(self) -> "Revision":
        """The revision of a published question, which knows its question: to read it back would be a statement each."""
        assert self.revision is not None  # noqa: S101  publishing makes one
        self.revision.question = self
        return self.revision

    def move(self, state: State, *, at: datetime, editor: Editor | None = None, superseded: bool = False) -> None:
        """Change the state, and tell the learners' cards if that makes it live or takes it away."""
        if self.state == state:
            return
        with transaction.atomic():
            self.fact.hold()
            self.refresh_from_db(fields=["state"])
            before = self.state
            notices = self.enter(state, at=at, superseded=superseded, editor=editor)
            self.save(update_fields=["state"])
            Standing.objects.moved(self, at=at, editor=editor)
            Change.objects.record(notices)
            if notices:
                self.fact.deck.count(questions=1 if self.is_live else -1)
            if State.RETIRED in (before, state):
                self.fact.keep_warnings_of_questions()

    def enter(
        self, state: State, *, at: datetime, superseded: bool = False, editor: Editor | None = None
    ) -> "list[Change]":
        """Take a state that is not stored yet, nor is the notice that comes back where it is worth one."""
        if self.state != state:
            by = editor.pk if editor else None
            Act.objects.record([Act.moving(self, State(self.state), state, at=at, editor=by)])
        before, self.state = self.is_live, state
        return [self.came_or_went(at=at, superseded=superseded)] if self.is_live != before else []

    def came_or_went(self, *, at: datetime, superseded: bool = False) -> "Change":
        off = Change.What.SUPERSEDED if superseded else Change.What.OFF
        return Change.of(self, Change.What.LIVE if self.is_live else off, at=at)

    def moved(self, *, at: datetime) -> "Change":
        """The notice, not stored yet, to the deck in which its fact stands: it came there, or leaves it."""
        return Change.of(self, Change.What.MOVED, at=at)

    def as_seed(self) -> SeedTable:
        """What a seed file would say of this question."""
        return {
            "fact": self.fact.slug,
            "kind": self.kind,
            "prompt": self.revision.prompt if self.revision else "",
            "explanation": self.revision.explanation if self.revision else "",
            **{f"{place}_picture": self._picture_as_seed(place) for place in PLACES},
            "according_to": self.according_to.slug if self.according_to else "",
            **{name: getattr(self, name) for name in ("speaker", "asks_for", "shows_date")},
            "historical": self.historical,
            "position": self.position,
            "state": self.state,
            "spec": self.author_spec(),
        }

    def _picture_as_seed(self, place: str) -> SeedTable:
        kept = self.revision.pictures.get(place) if self.revision else None
        return {name: kept[name] for name in ("digest", "alt", "credit", "licence")} if kept else {}


class Revision(ShownTexts, Owned):
    """What a question asked and accepted at one time. Never changed: asks and reviews name the one they showed.

    Only its `circumstances` follow those of the question, as long as it is the newest.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    circumstances = models.JSONField(
        null=True,
        blank=True,
        help_text="What stood around it while it was the newest, in the end; null of older ones, of which it is not "
        "known.",
    )
    # PROTECT, and beside it what pages show of them: so that is a part of the revision, and costs no statement.
    prompt_picture = picture_of("prompts")
    answer_picture = picture_of("answers")
    explanation_picture = picture_of("explanations")
    pictures = models.JSONField(default=dict, blank=True)
    minor = models.BooleanField(help_text="Wording only: learners keep their progress.")
    created_at = models.DateTimeField()
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    folded = FoldedField(of=["words"])

    objects = SharedManager["Revision"]()

    class Meta:
        ordering = ["question", "number"]
        indexes = [
            by_owner("revision_by_owner"),
            *(
                models.Index(
                    fields=[f"{place}_picture"],
                    condition=Q(**{f"{place}_picture__isnull": False}),
                    name=f"revision_picture_{place}",
                )
                for place in ("prompt", "answer", "explanation")
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="revision_number_once_per_question"),
            models.CheckConstraint(condition=OF_THE_LIBRARY_OR_OWN, name="revision_shared_is_short_and_plain"),
        ]

    def __str__(self) -> str:
        return f"{self.prompt} (revision {self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A revision is never changed; revise its question instead.")
        super().save(*args, **kwargs)

    @cached_property
    def body(self) -> Kind:
        """The kind, wrapped around this revision's spec: it asks, and it judges."""
        return self.question.kind_class(self.spec)

    @property
    def own(self) -> dict[str, str]:
        """What its parts are called: the prompt, what its kind's author form asks, and the explanation."""
        fields = self.question.kind_class.AuthorForm.base_fields
        labels = {name: str(field.label or name.replace("_", " ")) for name, field in fields.items()}
        pictures = {f"{place}_picture": f"picture of the {place}" for place in PLACES}
        return {"prompt": "prompt", **labels, "explanation": "explanation", **pictures}

    @property
    def said(self) -> Spec:
        """All that it says, by name; what publishing froze into it comes with the rest of its spec."""
        pictures = {f"{place}_picture": str(picture) for place, picture in self.shown.items()}
        return {**self.spec, "prompt": self.prompt, "explanation": self.explanation, **pictures}

    @property
    def shown(self) -> dict[str, Shown]:
        """Its pictures, by their places."""
        return {place: Shown.of(kept) for place, kept in self.pictures.items()}

    @property
    def its_pictures(self) -> dict[str, Picture]:
        """The pictures themselves, by their places; a statement for each."""
        found = {place: getattr(self, f"{place}_picture") for place in PLACES}
        return {place: picture for place, picture in found.items() if picture}

    @property
    def columns_of_pictures(self) -> Columns:
        return {
            **{f"{place}_picture_id": getattr(self, f"{place}_picture_id") for place in PLACES},
            "pictures": self.pictures,
        }

    @property
    def labels(self) -> dict[str, str]:
        """What its parts are called, what publishing froze among them."""
        return self.own | {name: label for name, label in FROZEN.items() if name not in self.own}

    def differences_from(self, before: "Revision") -> Differences:
        """What somebody wrote, and what publishing froze otherwise; that one of the two is frozen at all is no news."""
        frozen = (self.spec.keys() ^ before.spec.keys()) - self.own.keys()
        was, now = ({name: said for name, said in one.said.items() if name not in frozen} for one in (before, self))
        return differences_of(was, now, self.labels)


class ChangeManager(models.Manager["Change"]):
    def record(self, changes: "list[Change]") -> None:
        if not changes:
            return
        # Ids must become visible in their order, or a learner's cursor could step over one that commits late.
        list(Deck.objects.select_for_update().filter(pk__in={change.deck_id for change in changes}).order_by("pk"))
        KEEP_CHANGES.run_all(changes)

    def newest(self, deck: Deck) -> int:
        """The cursor of a learner who has seen everything in this deck."""
        return self.filter(deck=deck).aggregate(newest=Max("pk"))["newest"] or 0


class Change(models.Model):
    """A notice that a question came, went or changed its answer; learners' cards follow at their next study day."""

    class What(models.TextChoices):
        LIVE = "live", "May be asked"
        OFF = "off", "Is not asked any more"
        SUPERSEDED = "superseded", "Is not asked any more, since its fact was superseded"
        ANSWER = "answer", "Has another answer"
        MOVED = "moved", "Came from another deck, or went there"

    deck = models.ForeignKey(Deck, on_delete=models.CASCADE, related_name="changes")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="changes")
    what = models.CharField(max_length=12, choices=What)
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()

    objects = ChangeManager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["deck", "id"], name="change_by_deck")]
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=["live", "off", "superseded", "answer", "moved"]),
                name="change_is_of_a_known_sort",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question.slug}: {self.get_what_display()}"

    @classmethod
    def of(cls, question: Question, what: What, *, at: datetime) -> Self:
        """A notice that is not stored yet."""
        return cls(deck_id=question.fact.deck_id, question=question, what=what, revision=question.revision, at=at)


KEEP_CHANGES = CompiledInsert(Change)
