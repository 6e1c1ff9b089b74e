"""Organisation and duties: the tables people would recognise. Messages and machinery are in `queues`."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, MetaData, Table, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from domain.decisions import DecisionKind
from domain.obligations import NilRule, ObligationKind, ObligationState
from domain.statuses import OWED, Status
from domain.units import ContactState, Role, UnitKind
from storage.types import Day, Flag, Instant, Json, Key

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata: MetaData = SQLModel.metadata
metadata.naming_convention = NAMING
STRICT = {"sqlite_strict": True}
# A list that rows stored before it existed have empty.
NO_ITEMS = {"server_default": "[]"}
ZERO = {"server_default": "0"}


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """A CHECK that the column holds one of the words."""
    listed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def table_of(model: type[SQLModel]) -> Table:
    """The Core table of a model; queries are written against it."""
    return metadata.tables[str(model.__tablename__)]


class ProvinceRow(SQLModel, table=True):
    """A province: the root nothing leaks out of."""

    __tablename__ = "province"
    __table_args__ = (UniqueConstraint("code"), STRICT)
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    code: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    fictitious: bool = Field(sa_type=Flag)
    grace_days: int = Field(default=0, sa_type=Key)
    in_use_from: date = Field(sa_type=Day)
    in_use_until: date | None = Field(default=None, sa_type=Day)


class UnitRow(SQLModel, table=True):
    """A unit of a province."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("province_id", "code"), one_of("kind", UnitKind), STRICT)
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    province_id: int = Field(foreign_key="province.id", sa_type=Key)
    parent_id: int | None = Field(default=None, foreign_key="unit.id", sa_type=Key)
    kind: str = Field(sa_type=Text)
    code: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    order_no: int = Field(sa_type=Key)
    aliases: Any = Field(sa_type=Json)
    valid_from: date | None = Field(default=None, sa_type=Day)
    valid_to: date | None = Field(default=None, sa_type=Day)
    successor_id: int | None = Field(default=None, foreign_key="unit.id", sa_type=Key)
    former_names: Any = Field(sa_type=Json, sa_column_kwargs=NO_ITEMS)


class PersonRow(SQLModel, table=True):
    """Somebody who talks to the bot: name, language, and the telephone and e-mail address of the office."""

    __tablename__ = "person"
    __table_args__ = (STRICT,)
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    name: str = Field(sa_type=Text)
    locale: str = Field(sa_type=Text)
    phone: str | None = Field(default=None, sa_type=Text)
    email: str | None = Field(default=None, sa_type=Text)


class MembershipRow(SQLModel, table=True):
    """A person acts for a unit in a role."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("person_id", "unit_id", "role"), one_of("role", Role), STRICT)
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    person_id: int = Field(foreign_key="person.id", sa_type=Key)
    unit_id: int = Field(foreign_key="unit.id", sa_type=Key, index=True)
    role: str = Field(sa_type=Text)


class ContactRow(SQLModel, table=True):
    """A channel address of a person; one address belongs to one person."""

    __tablename__ = "contact"
    __table_args__ = (
        UniqueConstraint("channel", "account", "address"),
        one_of("state", ContactState),
        STRICT,
    )
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    person_id: int = Field(foreign_key="person.id", sa_type=Key, index=True)
    channel: str = Field(sa_type=Text)
    account: str = Field(sa_type=Text)
    address: str = Field(sa_type=Text)
    state: str = Field(sa_type=Text)
    linked_at: datetime = Field(sa_type=Instant)
    note: str | None = Field(default=None, sa_type=Text)
    rank: int = Field(default=0, sa_type=Key, sa_column_kwargs=ZERO)


class InvitationRow(SQLModel, table=True):
    """A one-time code, stored as a hash; times are machine time."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("code_hash"), one_of("role", Role), STRICT)
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    code_hash: str = Field(sa_type=Text)
    unit_id: int = Field(foreign_key="unit.id", sa_type=Key)
    role: str = Field(sa_type=Text)
    person_name: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)
    used_by: str | None = Field(default=None, sa_type=Text)
    channel: str | None = Field(default=None, sa_type=Text)
    account: str | None = Field(default=None, sa_type=Text)


class LinkFailureRow(SQLModel, table=True):
    """A wrong code typed at an address; five an hour close the door (machine time)."""

    __tablename__ = "link_failure"
    __table_args__ = (Index("ix_link_failure_owner_at", "owner", "at"), STRICT)
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    owner: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=Instant)


class DirectiveRow(SQLModel, table=True):
    """A directive; number may be blank."""

    __tablename__ = "directive"
    __table_args__ = (UniqueConstraint("province_id", "key"), STRICT)
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    province_id: int = Field(foreign_key="province.id", sa_type=Key)
    key: str = Field(sa_type=Text)
    issuer: str = Field(sa_type=Text)
    doc_type: str = Field(sa_type=Text)
    subject: str = Field(sa_type=Text)
    number: str | None = Field(default=None, sa_type=Text)
    symbol: str = Field(sa_type=Text)
    date_text: str = Field(sa_type=Text)
    year: int = Field(sa_type=Key)
    coordinator_unit_id: int = Field(foreign_key="unit.id", sa_type=Key)
    basis: Any = Field(sa_type=Json, sa_column_kwargs=NO_ITEMS)
    remarks: Any = Field(sa_type=Json, sa_column_kwargs=NO_ITEMS)


class ObligationRow(SQLModel, table=True):
    """A duty; schedule, selector and supersessions are documents of the domain."""

    __tablename__ = "obligation"
    __table_args__ = (
        UniqueConstraint("province_id", "key"),
        one_of("kind", ObligationKind),
        one_of("state", ObligationState),
        one_of("nil_rule", NilRule),
        STRICT,
    )
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    province_id: int = Field(foreign_key="province.id", sa_type=Key)
    directive_id: int = Field(foreign_key="directive.id", sa_type=Key)
    key: str = Field(sa_type=Text)
    clause: str = Field(sa_type=Text)
    stem: str = Field(sa_type=Text)
    title: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    schedule: Any = Field(sa_type=Json)
    selector: Any = Field(sa_type=Json)
    coordinator_unit_id: int = Field(foreign_key="unit.id", sa_type=Key)
    state: str = Field(sa_type=Text)
    in_use_from: date = Field(sa_type=Day)
    recipient: str | None = Field(default=None, sa_type=Text)
    via: str | None = Field(default=None, sa_type=Text)
    consolidates_id: int | None = Field(default=None, foreign_key="obligation.id", sa_type=Key)
    nil_rule: str = Field(sa_type=Text)
    filings: Any = Field(sa_type=Json)
    supersedes: Any = Field(sa_type=Json)
    supporting: Any = Field(sa_type=Json)
    sources: Any = Field(sa_type=Json)
    history: bool = Field(sa_type=Flag)
    version: int = Field(sa_type=Key, sa_column_kwargs={"server_default": "1"})
    ladder: Any = Field(default=None, sa_type=Json, nullable=True)
    continues: str | None = Field(default=None, sa_type=Text)
    also_in: Any = Field(sa_type=Json, sa_column_kwargs=NO_ITEMS)
    remarks: Any = Field(sa_type=Json, sa_column_kwargs=NO_ITEMS)
    valid_until: date | None = Field(default=None, sa_type=Day)
    superseded_by: str | None = Field(default=None, sa_type=Text)
    last_period: str | None = Field(default=None, sa_type=Text)
    answer: str = Field(sa_type=Text, sa_column_kwargs={"server_default": "report"})


class IndicatorRow(SQLModel, table=True):
    """A target of a directive."""

    __tablename__ = "indicator"
    __table_args__ = (UniqueConstraint("directive_id", "clause", "name"), STRICT)
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    directive_id: int = Field(foreign_key="directive.id", sa_type=Key)
    obligation_id: int | None = Field(default=None, foreign_key="obligation.id", sa_type=Key)
    clause: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    unit: str = Field(sa_type=Text)
    operator: str = Field(sa_type=Text)
    target: Any = Field(sa_type=Json)
    year: int | None = Field(default=None, sa_type=Key)
    selector: Any = Field(sa_type=Json, sa_column_kwargs={"server_default": "{}"})
    evaluator: str | None = Field(default=None, sa_type=Text)
    sources: Any = Field(sa_type=Json, sa_column_kwargs=NO_ITEMS)


class CalendarYearRow(SQLModel, table=True):
    """The days off of one year as the office entered them; the highest version of a year counts."""

    __tablename__ = "calendar_year"
    __table_args__ = (UniqueConstraint("year", "version"), STRICT)
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    year: int = Field(sa_type=Key)
    version: int = Field(sa_type=Key)
    off: Any = Field(sa_type=Json)
    working: Any = Field(sa_type=Json)
    official: bool = Field(sa_type=Flag)
    source: str = Field(sa_type=Text)
    entered_at: datetime = Field(sa_type=Instant)


class DecisionRow(SQLModel, table=True):
    """An outage or exemption over dates and units."""

    __tablename__ = "decision"
    __table_args__ = (one_of("kind", DecisionKind), STRICT)
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    province_id: int = Field(foreign_key="province.id", sa_type=Key)
    kind: str = Field(sa_type=Text)
    first_day: date = Field(sa_type=Day)
    last_day: date = Field(sa_type=Day)
    basis: str = Field(sa_type=Text)
    decided_by: str = Field(sa_type=Text)
    decided_at: datetime = Field(sa_type=Instant)
    affected: Any = Field(sa_type=Json)
    moved_to: date | None = Field(default=None, sa_type=Day)
    undone_at: datetime | None = Field(default=None, sa_type=Instant)
    selector: Any = Field(default=None, sa_type=Json, nullable=True)
    obligation_id: int | None = Field(default=None, foreign_key="obligation.id", sa_type=Key)


_OWED = ", ".join(f"'{status.value}'" for status in sorted(OWED))


class AssignmentRow(SQLModel, table=True):
    """What one unit owes for one obligation and period."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("obligation_id", "period", "unit_id"),
        one_of("status", Status),
        # The planner's only query: what has a step due. Rows without a next step cost nothing.
        Index(
            "ix_assignment_next_step",
            "next_step_at",
            sqlite_where=text("next_step_at IS NOT NULL"),
            postgresql_where=text("next_step_at IS NOT NULL"),
        ),
        # The leader's query: what is owed past its moment.
        Index(
            "ix_assignment_owed",
            "late_from",
            sqlite_where=text(f"status IN ({_OWED})"),
            postgresql_where=text(f"status IN ({_OWED})"),
        ),
        STRICT,
    )
    id: int = Field(default=None, primary_key=True, sa_type=Key)
    obligation_id: int = Field(foreign_key="obligation.id", sa_type=Key)
    period: str = Field(sa_type=Text)
    unit_id: int = Field(foreign_key="unit.id", sa_type=Key, index=True)
    province_id: int = Field(foreign_key="province.id", sa_type=Key)
    version: int = Field(sa_type=Key)
    plan_version: int = Field(sa_type=Key)
    status: str = Field(sa_type=Text)
    original: Any = Field(sa_type=Json)
    current: Any = Field(sa_type=Json)
    late_from: datetime = Field(sa_type=Instant)
    told_at: datetime | None = Field(default=None, sa_type=Instant)
    document_number: str | None = Field(default=None, sa_type=Text)
    document_date: date | None = Field(default=None, sa_type=Day)
    sent_on: date | None = Field(default=None, sa_type=Day)
    received_on: date | None = Field(default=None, sa_type=Day)
    nil: bool = Field(sa_type=Flag)
    percent: int | None = Field(default=None, sa_type=Key)
    reason: str | None = Field(default=None, sa_type=Text)
    promised: date | None = Field(default=None, sa_type=Day)
    filed: Any = Field(sa_type=Json)
    disputed: bool = Field(sa_type=Flag)
    next_step_at: datetime | None = Field(default=None, sa_type=Instant)
    figure: str | None = Field(default=None, sa_type=Text)
