"""Every message that ended has a reason a person can read, in both languages."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.calendar import VIETNAM
from domain.delivery import MessageClass, OutboxMessage, OutboxState
from domain.messages import SendError
from domain.policy import Reason
from locales.catalogue import LOCALES
from locales.speech import speech
from services import decision_notices, planning
from services.delivery import reason

AT = datetime(2026, 10, 20, tzinfo=UTC)
MESSAGE = OutboxMessage(
    1, "k", MessageClass.NOTICE, "telegram", "bot", "a", 1, "", (), None, OutboxState.QUEUED, 0, AT, AT
)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("code", Reason)
def test_every_reason_to_withhold_a_message_has_words(locale: str, code: Reason) -> None:
    cancelled = replace(MESSAGE, state=OutboxState.CANCELLED, detail=code.value)
    told = reason(speech(locale, VIETNAM), cancelled)
    assert told is not None
    assert " " in told


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("code", SendError)
@pytest.mark.parametrize("state", [OutboxState.FAILED, OutboxState.RETRY_WAIT, OutboxState.UNCERTAIN])
def test_every_outcome_of_a_send_has_words(locale: str, code: SendError, state: OutboxState) -> None:
    told = reason(speech(locale, VIETNAM), replace(MESSAGE, state=state, error=code.value, detail="HTTP 400"))
    assert told is not None
    assert told.endswith(" HTTP 400")
    assert " " in told.removesuffix(" HTTP 400")


@pytest.mark.parametrize("code", [planning.REPLANNED, decision_notices.DECISION_UNDONE])
def test_reasons_given_elsewhere_are_among_them(code: str) -> None:
    assert code in set(Reason)


def test_a_message_whose_time_is_over_says_so() -> None:
    assert reason(speech("vi", VIETNAM), replace(MESSAGE, state=OutboxState.EXPIRED))


@pytest.mark.parametrize(
    "state", [OutboxState.QUEUED, OutboxState.LEASED, OutboxState.SENDING, OutboxState.SENT]
)
def test_what_waits_or_has_arrived_needs_no_reason(state: OutboxState) -> None:
    error = "rate_limited" if state is OutboxState.SENT else None
    assert reason(speech("vi", VIETNAM), replace(MESSAGE, state=state, error=error)) is None


def test_an_unknown_code_is_a_mistake_and_never_shown() -> None:
    with pytest.raises(KeyError):
        reason(speech("vi", VIETNAM), replace(MESSAGE, state=OutboxState.CANCELLED, detail="lost"))
