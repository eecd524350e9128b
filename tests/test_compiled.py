"""Querysets that are compiled once: their rows are those of the queryset, whatever values they are bound to."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import BigAutoField, CharField, DateTimeField, Model, OuterRef, QuerySet, Subquery
from django.db.models.constants import OnConflict
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext

from studyapp.accounts.models import User
from studyapp.compiled import ROWS_AT_ONCE, CompiledInsert, CompiledQuery, CompiledUpdate, UnfitQuery, UnfitValue
from studyapp.demo.factories import FactFactory, LearnerFactory
from studyapp.library.models import Deck, Fact, KeptWarning
from studyapp.study.models import Bookmark

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 1, 6, 5, tzinfo=UTC)
DAY = timedelta(days=1)


def named(*, name: str) -> QuerySet[User, User]:
    return User.objects.filter(name=name).order_by("pk")


def joined_within(days: int, *, at: datetime) -> QuerySet[User, str]:
    """Those who came in so many days before `at`, and a day after it at the latest."""
    span = User.objects.filter(date_joined__gt=at - days * DAY, date_joined__lte=at + DAY)
    return span.order_by("pk").values_list("name", flat=True)


NAMED = CompiledQuery(named, name=CharField())
JOINED_WITHIN = CompiledQuery(joined_within, at=DateTimeField())


def test_it_gives_the_rows_of_the_values_that_it_is_bound_to() -> None:
    lan, boris = LearnerFactory(name="Lan"), LearnerFactory(name="Boris")
    assert NAMED.rows(name="Lan") == [lan]
    assert NAMED.rows(name="Boris") == [boris]
    assert NAMED.get(name="Ada") is None


def test_no_row_has_a_number_that_no_column_holds() -> None:
    by_key = CompiledQuery(lambda *, key: User.objects.filter(pk=key), key=BigAutoField())
    assert by_key.get(key=LearnerFactory().pk) is not None
    assert by_key.get(key=10**30) is None


def test_a_row_is_what_the_queryset_would_make_of_it() -> None:
    LearnerFactory(name="Lan", time_zone="Asia/Ho_Chi_Minh", desired_retention="0.85")
    found, wanted = NAMED.get(name="Lan"), named(name="Lan").get()
    assert found is not None
    assert {name: value for name, value in vars(found).items() if name != "_state"} == {
        name: value for name, value in vars(wanted).items() if name != "_state"
    }
    assert found._state.db == wanted._state.db
    assert not found._state.adding


def columns(row: Model) -> dict[str, Any]:
    """Of the row, and of those read along with it."""
    along = {name: related and columns(related) for name, related in row._state.fields_cache.items()}
    state = {"adding": row._state.adding, "db": row._state.db, "fetch mode": row._state.fetch_mode}
    return {**{name: value for name, value in vars(row).items() if name != "_state"}, **along, **state}


def test_rows_read_along_and_columns_left_out_are_those_of_the_queryset_too() -> None:
    later = FactFactory()
    FactFactory(superseded_by=later)

    def facts() -> QuerySet[Fact]:
        joined = Fact.objects.select_related("deck", "superseded_by__deck").order_by("pk")
        return joined.defer("fate_unknown", "superseded_by__deck__description")

    rows = CompiledQuery(facts).rows()
    assert [columns(row) for row in rows] == [columns(row) for row in facts()]
    assert rows[0].superseded_by is None
    assert rows[1].superseded_by == later
    assert "fate_unknown" in rows[0].get_deferred_fields()
    with CaptureQueriesContext(connection) as statements:
        assert rows[1].superseded_by.deck.description == later.deck.description
    assert len(statements) == 1


def test_who_listens_for_new_rows_is_told() -> None:
    heard: list[User] = []

    def hear(instance: User, **_: object) -> None:
        heard.append(instance)

    LearnerFactory(name="Lan")
    post_init.connect(hear, sender=User)
    try:
        rows = CompiledQuery(named, name=CharField()).rows(name="Lan")
    finally:
        post_init.disconnect(hear, sender=User)
    assert heard == rows


@pytest.mark.parametrize("ago", [timedelta(hours=1), 1.5 * DAY, 3 * DAY])
def test_days_are_added_to_a_value_once_it_is_bound(ago: timedelta) -> None:
    for hours in range(0, 100, 7):
        LearnerFactory(name=str(hours), date_joined=MOMENT - timedelta(hours=hours))
    for days in (1, 3):
        names = JOINED_WITHIN.rows(days, at=MOMENT - ago)
        assert names == list(joined_within(days, at=MOMENT - ago))
        assert names


def test_what_is_not_bound_stands_in_the_sql_whatever_it_is() -> None:
    awkward = "100 % o'clock, %s \\ “%(name)s” ?"
    lan = LearnerFactory(name=awkward)
    other = CompiledQuery(lambda *, pk: User.objects.filter(pk=pk, name=awkward), pk=BigAutoField())
    assert other.rows(pk=lan.pk) == [lan]
    with CaptureQueriesContext(connection) as statements:
        assert other.rows(pk=lan.pk + 1) == []
    assert len(statements) == 1


def test_a_value_can_be_bound_in_a_subquery() -> None:
    def namesake(*, name: str) -> QuerySet[User, int]:
        later = User.objects.filter(name=name, pk__gt=OuterRef("pk")).order_by("pk").values("pk")[:1]
        return User.objects.filter(name=name).values_list(Subquery(later), flat=True).order_by("pk")

    first, second = LearnerFactory.create_batch(2, name="Lan")
    assert first.pk != second.pk
    assert CompiledQuery(namesake, name=CharField()).rows(name="Lan") == [second.pk, None]


@pytest.mark.parametrize("value", [None, [], ["Lan", "Boris"], ("Lan",), {"Lan"}])
def test_a_value_that_would_need_another_statement_is_refused(value: object) -> None:
    with pytest.raises(UnfitValue, match=r"^name: a compiled query takes one value each, and never None$"):
        NAMED.rows(name=value)


def test_what_would_need_a_second_statement_is_refused() -> None:
    with pytest.raises(UnfitQuery, match="prefetches nothing"):
        CompiledQuery(lambda: User.objects.prefetch_related("enrolments")).rows()


def test_it_is_built_once_for_each_shape() -> None:
    built = []

    def build(days: int, *, at: datetime) -> QuerySet[User, str]:
        built.append(days)
        return joined_within(days, at=at)

    query = CompiledQuery(build, at=DateTimeField())
    for days in (1, 3, 1, 3):
        query.rows(days, at=MOMENT)
    assert built == [1, 3]


@pytest.mark.django_db(transaction=True)
def test_each_thread_runs_it_on_a_connection_of_its_own() -> None:
    lan = LearnerFactory(name="Lan")
    assert NAMED.rows(name="Lan") == [lan]
    found: list[User] = []

    def ask() -> None:
        found.extend(NAMED.rows(name="Lan"))
        connections.close_all()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [lan]


def namesakes(*, name: str) -> QuerySet[User]:
    return User.objects.filter(name=name)


SETTLE = CompiledUpdate(namesakes, ["name", "reminded_on"], name=CharField())
KEEP = CompiledInsert(Bookmark)


@pytest.mark.parametrize("day", [MOMENT.date(), None])
def test_an_update_sets_the_rows_that_it_finds_and_no_others(day: date | None) -> None:
    lan, boris = LearnerFactory(name="Lan"), LearnerFactory(name="Boris", reminded_on=MOMENT.date() - DAY)
    assert SETTLE.run({"name": "100 %", "reminded_on": day}, name="Lan") == 1
    assert SETTLE.run({"name": "Nobody", "reminded_on": day}, name="Ada") == 0
    found = {user.pk: (user.name, user.reminded_on) for user in User.objects.all()}
    assert found == {lan.pk: ("100 %", day), boris.pk: ("Boris", boris.reminded_on)}


def test_an_update_refuses_what_would_find_rows_by_another_statement() -> None:
    with pytest.raises(UnfitValue):
        SETTLE.run({"name": "Lan", "reminded_on": None}, name=None)


def test_a_row_is_inserted_once_and_is_then_as_if_it_had_been_saved() -> None:
    kept = Bookmark(learner=LearnerFactory(), fact=FactFactory(), kept_at=MOMENT)
    KEEP.run(kept)
    assert Bookmark.objects.get() == kept
    assert Bookmark.objects.get().kept_at == MOMENT
    assert not kept._state.adding
    with pytest.raises(IntegrityError), transaction.atomic():
        KEEP.run(kept)


def test_many_rows_are_inserted_with_keys_or_get_them_and_are_written_over_where_that_is_asked_for() -> None:
    fact = FactFactory()
    decks = [Deck(slug=f"deck-{number}", title="Tides", position=number) for number in range(ROWS_AT_ONCE + 1)]
    CompiledInsert(Deck).run_all(decks)
    assert [(deck.slug, deck.position) for deck in Deck.objects.exclude(pk=fact.deck_id).order_by("pk")] == [
        (deck.slug, deck.position) for deck in decks
    ]
    assert Deck.objects.get(pk=decks[-1].pk).slug == decks[-1].slug
    assert not any(deck._state.adding for deck in decks)
    decks[0].title = "Ebb and flow"
    CompiledInsert(Deck, OnConflict.UPDATE).run_all(decks[:2])
    assert [Deck.objects.get(pk=deck.pk).title for deck in decks[:2]] == ["Ebb and flow", "Tides"]
    warnings = [KeptWarning(fact=fact, sort="empty"), KeptWarning(fact=fact, sort="dates")]
    warnings[0].save()
    CompiledInsert(KeptWarning, OnConflict.IGNORE).run_all(KeptWarning(fact=fact, sort=it.sort) for it in warnings)
    assert {*KeptWarning.objects.values_list("sort", flat=True)} == {"empty", "dates"}
    with pytest.raises(IntegrityError), transaction.atomic():
        CompiledInsert(Deck).run_all([Deck(slug="deck-0", title="Tides")])
