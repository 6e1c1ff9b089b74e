"""Values come back as they were written, and mean the same on both databases."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, Table, create_engine, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import StatementError

from storage.store import Store
from storage.types import Day, Flag, Instant, Json, Key
from tests.factories import NOW, happened

SAMPLE = Table(
    "sample",
    MetaData(),
    Column("id", Key, primary_key=True),
    Column("at", Instant),
    Column("day", Day),
    Column("flag", Flag),
    Column("document", Json),
    sqlite_strict=True,
)
DIALECTS = (sqlite.dialect(), postgresql.dialect())
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=zones)  # noqa: DTZ001 - zones are drawn
# Also halves of surrogate pairs and control characters: platforms hand on whatever people send.
texts = st.text(st.characters(codec=None))
documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def sqlite_sample() -> Iterator[Any]:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        SAMPLE.create(connection)
        yield connection
    engine.dispose()


def round_trip(connection: Any, **values: Any) -> Any:
    connection.execute(SAMPLE.delete())
    connection.execute(insert(SAMPLE).values(id=1, **values))
    return connection.execute(select(SAMPLE)).one()


def to_the_millisecond(moment: datetime) -> datetime:
    return moment - timedelta(microseconds=moment.microsecond % 1000)


@given(moment=instants, day=st.dates(), flag=st.booleans(), document=documents)
def test_values_come_back_as_they_were_written(
    sqlite_sample: Any, moment: datetime, day: date, flag: bool, document: Any
) -> None:
    row = round_trip(sqlite_sample, at=moment, day=day, flag=flag, document=document)
    assert row.at == to_the_millisecond(moment)
    assert row.at.tzinfo is UTC
    assert (row.day, row.flag, row.document) == (day, flag, document)
    assert type(row.day) is date
    assert type(row.flag) is bool


@given(moment=instants)
def test_both_databases_are_given_the_same_millisecond(moment: datetime) -> None:
    on_sqlite, on_postgresql = (Instant().process_bind_param(moment, dialect) for dialect in DIALECTS)
    back = [Instant().process_result_value(value, DIALECTS[0]) for value in (on_sqlite, on_postgresql)]
    assert back[0] == back[1] == to_the_millisecond(moment)
    assert isinstance(on_sqlite, int)


@given(document=documents)
def test_a_document_is_text_that_any_database_takes(document: Any) -> None:
    written = str(Json().process_bind_param(document if document is not None else [], DIALECTS[0]))
    assert "\0" not in written
    assert written.encode()


@given(st.dictionaries(texts, st.integers(), min_size=2))
def test_equal_documents_are_equal_texts(document: dict[str, int]) -> None:
    other = dict(reversed(document.items()))
    first, second = (Json().process_bind_param(value, DIALECTS[0]) for value in (document, other))
    assert first == second
    assert json.loads(str(first)) == document


def test_vietnamese_stays_readable_in_documents() -> None:
    assert Json().process_bind_param("Sở Tư pháp", DIALECTS[0]) == '"Sở Tư pháp"'


def test_nothing_comes_back_as_nothing(sqlite_sample: Any) -> None:
    row = round_trip(sqlite_sample, at=None, day=None, flag=None, document=None)
    assert tuple(row) == (1, None, None, None, None)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: str(dialect.name))
def test_a_moment_without_a_zone_and_a_moment_as_a_day_are_refused(dialect: Any) -> None:
    with pytest.raises(ValueError, match="time zone"):
        Instant().process_bind_param(NOW.replace(tzinfo=None), dialect)
    with pytest.raises(TypeError, match="not a moment"):
        Day().process_bind_param(NOW, dialect)


async def test_the_database_refuses_a_naive_moment_and_keeps_nothing(store: Store) -> None:
    with pytest.raises(StatementError, match="time zone"):
        await store.transact(lambda uow: happened(uow, "assignment:1", at=NOW.replace(tzinfo=None)))
    async with store.reading() as uow:
        assert await uow.history.unsealed(10) == []


ODD = [
    {"ghi chú": "đã gửi số 215/BC-STP", "số": [1, 2.5, None, True], "sâu": {"a": {"b": ["c"]}}},
    {"control": "a\u0000b\u001f", "half": "\ud800", "emoji": "😀", "": ""},
    {"lớn": 2**80, "nhỏ": -1e-300},
]


@pytest.mark.parametrize("document", ODD)
async def test_odd_documents_survive_either_database(store: Store, document: dict[str, Any]) -> None:
    moment = datetime(2023, 10, 20, 16, 59, 59, 999_999, tzinfo=timezone(timedelta(hours=7)))
    await store.transact(lambda uow: happened(uow, "assignment:1", data=document, at=moment))
    async with store.reading() as uow:
        (event,) = await uow.history.unsealed(10)
    assert event.data == document
    assert event.at == datetime(2023, 10, 20, 9, 59, 59, 999_000, tzinfo=UTC)
    assert event.at.tzinfo is UTC


async def test_days_and_flags_survive_either_database(store: Store) -> None:
    written = {"in_use_from": date(2024, 2, 29), "fictitious": True}
    values = {"code": "m", "name": "Tỉnh mẫu", "grace_days": 0, **written}
    await store.transact(lambda uow: uow.organisation.add_province(**values))
    async with store.reading() as uow:
        (found,) = await uow.organisation.provinces()
    assert {name: getattr(found, name) for name in written} == written
    assert type(found.in_use_from) is date
    assert found.fictitious is True
