"""Whether a message may be sent through an account now: pauses, quotas, and the reasons people read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.accounts import AccountStanding, AccountState
from domain.delivery import MessageClass

# The coordinators are warned when this share of a month's quota is spent; percent.
WARNED_AT = 80
# Beyond this share only answers go out; percent.
OPEN_TO_ALL = 90


class Reason(StrEnum):
    """Why a message was withheld; texts are in the catalogues under `cancelled.<reason>`."""

    NO_CONTACT = "no_contact"
    CONTACT_DISABLED = "contact_disabled"
    GROUP_LEFT = "group_left"
    NO_LONGER_OWED = "no_longer_owed"
    ACCOUNT_PAUSED = "account_paused"
    QUOTA_SPENT = "quota_spent"
    QUOTA_RESERVED = "quota_reserved"
    RETOLD = "retold"
    ARRIVED = "arrived"
    EXPIRED = "expired"
    REPLANNED = "replanned"
    DECISION_UNDONE = "decision_undone"


class Ruling(StrEnum):
    """May go, may go later, may not go here."""

    ALLOW = "allow"
    DEFER = "defer"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A ruling with its reason; `until` is the business moment to which a deferred message waits.

    A deferral without `until` lasts until a person resumes the account.
    """

    ruling: Ruling
    reason: Reason | None = None
    until: datetime | None = None


ALLOWED = Verdict(Ruling.ALLOW)


def of_account(standing: AccountStanding, message_class: MessageClass, machine_now: datetime) -> Verdict:
    """What the account's own standing says: a pause, or a quota kept for answers until the next month."""
    if standing.until is not None and standing.until <= machine_now:
        return ALLOWED
    if standing.state is AccountState.PAUSED:
        if standing.reason == Reason.QUOTA_SPENT:
            return Verdict(Ruling.REFUSE, Reason.QUOTA_SPENT)
        return Verdict(Ruling.DEFER, Reason.ACCOUNT_PAUSED)
    if standing.reason == Reason.QUOTA_RESERVED and message_class is not MessageClass.REPLY:
        return Verdict(Ruling.REFUSE, Reason.QUOTA_RESERVED)
    return ALLOWED


def of_quota(sent: int, quota: int | None, message_class: MessageClass) -> Verdict:
    """What a month's quota allows when so many messages are sent: the last tenth is for answers alone."""
    if quota is None:
        return ALLOWED
    if sent >= quota:
        return Verdict(Ruling.REFUSE, Reason.QUOTA_SPENT)
    if message_class is not MessageClass.REPLY and reaches(sent, quota, OPEN_TO_ALL):
        return Verdict(Ruling.REFUSE, Reason.QUOTA_RESERVED)
    return ALLOWED


def reaches(sent: int, quota: int, percent: int) -> bool:
    """Whether so many messages are at least that share of the quota."""
    return sent * 100 >= quota * percent


def month_of(moment: datetime, zone: ZoneInfo) -> str:
    """The calendar month of a moment on the province's wall clock, `2026-10`."""
    return f"{moment.astimezone(zone):%Y-%m}"


def next_month(moment: datetime, zone: ZoneInfo) -> datetime:
    """When the next calendar month begins on the province's wall clock."""
    local = moment.astimezone(zone)
    year, month = (local.year + 1, 1) if local.month == 12 else (local.year, local.month + 1)
    return datetime(year, month, 1, tzinfo=zone)
