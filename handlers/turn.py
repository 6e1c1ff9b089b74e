"""One turn of a conversation: what arrived, who speaks, and what is needed to answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from domain.calendar import Calendar
from domain.delivery import Prompt, Received
from domain.errors import NotFound
from domain.messages import Option, PromptDraft, Reply
from domain.obligations import AnswerKind
from domain.permissions import Action, scope_of
from domain.statuses import Status
from domain.units import Actor, Unit
from locales.speech import Speech
from services import obligations
from services.accounts import Address
from services.changes import Said
from services.wording import Duty
from storage.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Turn:
    """Everything a handler may use. `text` is what was typed, or what the pressed button says.

    `prompt` is the question that is open, `expired` the one that has run out unanswered.
    """

    uow: UnitOfWork
    received: Received
    actor: Actor
    tr: Speech
    now: datetime
    calendar: Calendar
    prompt: Prompt | None
    text: str
    expired: Prompt | None = None

    @property
    def address(self) -> Address:
        """Where the message came from."""
        return Address(self.received.channel, self.received.account, self.received.inbound.sender)

    @property
    def owner(self) -> str:
        """Whose open question this turn may answer: the person, or the address of a stranger."""
        return f"person:{self.actor.person.id}" if self.actor.person else self.address.owner

    @property
    def today(self) -> date:
        """The local business day."""
        return self.calendar.day_of(self.now)

    @property
    def said(self) -> Said:
        """When and by which message something is said."""
        return Said(self.now, self.received.said_at, self.received.inbox_id)

    def say(self, key: str, /, **values: object) -> Reply:
        """A plain answer."""
        return Reply(self.tr(key, **values))

    def ask(
        self,
        text: str,
        kind: str,
        *,
        choices: Sequence[tuple[str, str]] = (),
        data: Mapping[str, Any] | None = None,
    ) -> Reply:
        """A question that stays open; `choices` are (key, label) and are written as a numbered list."""
        options = tuple(Option(n, key, label) for n, (key, label) in enumerate(choices, start=1))
        if options:
            text += ("" if text.endswith("\n") else " ") + " · ".join(
                f"{option.n}. {option.label}" for option in options
            )
        return Reply(text, options, PromptDraft(kind, dict(data or {})))

    async def reminded_since(self, prompt: Prompt) -> bool:
        """Whether a reminder reached the actor after the question was asked."""
        if self.actor.person is None:
            return False
        last = await self.uow.reminders.last_sent_to(self.actor.person.id)
        return last is not None and last > prompt.created_at

    def as_asked(self, data: Mapping[str, Any]) -> "Turn":
        """The turn as it would be had the question that was put aside stayed open."""
        assert self.prompt is not None, "a question was put aside for another one"
        options = tuple(Option(*option) for option in data["options"])
        before = replace(self.prompt, kind=data["kind"], data=data["data"], options=options)
        return replace(self, prompt=before)

    async def duties(self, *, owed: bool = True, figures: bool = False) -> list[Duty]:
        """Duties of the actor's own units that are open now; with `owed` false also what was sent.

        With `figures` also those that ask for one figure, which no word about a report answers.
        """
        assignments = await self.uow.duties.assignments(scope_of(self.actor, Action.REPORT_STATUS), owed=owed)
        found = [duty for duty in await obligations.duties(self.uow, assignments) if self._is_open(duty)]
        if not figures:
            found = [duty for duty in found if duty.obligation.answer is AnswerKind.REPORT]
        return sorted(found, key=obligations.by_deadline)

    async def duties_by_id(self, ids: Sequence[int]) -> list[Duty]:
        """Duties by assignment key; NotFound when the actor does not act for one of them (any more)."""
        found = await self.uow.duties.assignments(scope_of(self.actor, Action.REPORT_STATUS), ids=ids)
        if len(found) != len(set(ids)):
            raise NotFound
        return sorted(await obligations.duties(self.uow, found), key=obligations.by_deadline)

    async def own_units(self) -> list[Unit]:
        """The units the actor acts for; those that have ended only when nothing else is left."""
        units = (await self.uow.organisation.units_by_id(self.actor.unit_ids())).values()
        present = [unit for unit in units if unit.is_valid_on(self.today)] or list(units)
        return sorted(present, key=lambda unit: unit.order_no)

    def _is_open(self, duty: Duty) -> bool:
        if duty.obligation.history or duty.assignment.status is Status.WAIVED:
            return False
        period = duty.assignment.period
        return period.is_once or period.first_day <= self.today
