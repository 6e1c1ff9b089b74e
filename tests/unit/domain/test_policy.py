"""What an account's standing and a month's quota allow, to the single message and the single moment."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.accounts import AccountStanding, AccountState
from domain.calendar import VIETNAM
from domain.delivery import MessageClass
from domain.policy import (
    ALLOWED,
    Reason,
    Ruling,
    Verdict,
    month_of,
    next_month,
    of_account,
    of_quota,
    reaches,
)

NOW = datetime(2026, 10, 20, 3, 0, tzinfo=UTC)
A_MOMENT = timedelta(milliseconds=1)
NOT_ANSWERS = [MessageClass.NOTICE, MessageClass.DIGEST]


def standing(reason: str | None, until: datetime | None = None, *, paused: bool = True) -> AccountStanding:
    state = AccountState.PAUSED if paused else AccountState.ACTIVE
    return AccountStanding("zalo_bot", "default", state, reason, NOW - timedelta(days=1), until)


@pytest.mark.parametrize("message_class", MessageClass)
def test_an_account_nobody_spoke_of_sends_everything(message_class: MessageClass) -> None:
    fresh = AccountStanding("zalo_bot", "default", AccountState.ACTIVE)
    assert of_account(fresh, message_class, NOW) == ALLOWED


@pytest.mark.parametrize("message_class", MessageClass)
def test_a_spent_quota_refuses_everything_until_it_comes_back(message_class: MessageClass) -> None:
    spent = standing("quota_spent", NOW + A_MOMENT)
    assert of_account(spent, message_class, NOW) == Verdict(Ruling.REFUSE, Reason.QUOTA_SPENT)
    assert of_account(spent, message_class, NOW + A_MOMENT) == ALLOWED


@pytest.mark.parametrize("message_class", MessageClass)
@pytest.mark.parametrize("reason", ["unauthorized", None])
def test_what_a_person_must_mend_only_defers(message_class: MessageClass, reason: str | None) -> None:
    found = of_account(standing(reason), message_class, NOW + timedelta(days=365))
    assert found == Verdict(Ruling.DEFER, Reason.ACCOUNT_PAUSED)


def test_a_reserved_quota_is_for_answers_alone() -> None:
    reserved = standing("quota_reserved", NOW + A_MOMENT, paused=False)
    assert of_account(reserved, MessageClass.REPLY, NOW) == ALLOWED
    for message_class in NOT_ANSWERS:
        found = of_account(reserved, message_class, NOW)
        assert found == Verdict(Ruling.REFUSE, Reason.QUOTA_RESERVED)
        assert of_account(reserved, message_class, NOW + A_MOMENT) == ALLOWED


@pytest.mark.parametrize("message_class", MessageClass)
def test_without_a_quota_any_number_goes(message_class: MessageClass) -> None:
    assert of_quota(10**9, None, message_class) == ALLOWED


@pytest.mark.parametrize("message_class", NOT_ANSWERS)
def test_the_last_tenth_of_a_quota_is_kept_for_answers(message_class: MessageClass) -> None:
    assert of_quota(2699, 3000, message_class) == ALLOWED
    assert of_quota(2700, 3000, message_class) == Verdict(Ruling.REFUSE, Reason.QUOTA_RESERVED)
    assert of_quota(2700, 3000, MessageClass.REPLY) == ALLOWED
    assert of_quota(2999, 3000, MessageClass.REPLY) == ALLOWED
    for any_class in MessageClass:
        assert of_quota(3000, 3000, any_class) == Verdict(Ruling.REFUSE, Reason.QUOTA_SPENT)


@pytest.mark.parametrize(
    ("sent", "quota", "is_so"), [(79, 100, False), (80, 100, True), (2, 3, False), (3, 3, True)]
)
def test_a_share_is_reached_with_the_very_message(sent: int, quota: int, is_so: bool) -> None:
    assert reaches(sent, quota, 80) is is_so


@pytest.mark.parametrize(
    ("moment", "month", "following"),
    [
        (datetime(2026, 10, 31, 16, 59, tzinfo=UTC), "2026-10", datetime(2026, 11, 1, tzinfo=VIETNAM)),
        (datetime(2026, 10, 31, 17, 0, tzinfo=UTC), "2026-11", datetime(2026, 12, 1, tzinfo=VIETNAM)),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), "2027-01", datetime(2027, 2, 1, tzinfo=VIETNAM)),
        (datetime(2026, 12, 1, 0, 0, tzinfo=UTC), "2026-12", datetime(2027, 1, 1, tzinfo=VIETNAM)),
    ],
)
def test_months_are_those_of_the_province(moment: datetime, month: str, following: datetime) -> None:
    assert month_of(moment, VIETNAM) == month
    assert next_month(moment, VIETNAM) == following
