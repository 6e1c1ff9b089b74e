"""Somebody else takes over in a unit: approved by a coordinator, done when the new person links."""

from datetime import datetime

from domain.permissions import Action, authorize
from domain.requests import Request, RequestKind, RequestState
from domain.units import Actor, Person, Role
from services import accounts, history, requests
from services.accounts import Minted
from services.changes import Said
from services.requests import Ask
from storage.store import UnitOfWork

REPLACED = "replaced"


async def agree(uow: UnitOfWork, actor: Actor, ask: Ask, *, said: Said) -> Minted:
    """Mint a code for the new person; the old one goes on until it is used."""
    authorize(actor, Action.DECIDE, province_id=ask.unit.province_id, unit_id=ask.unit.id)
    role, name = Role(ask.data["role"]), ask.data.get("name") or ask.unit.name
    minted = await accounts.invite(uow, name, (ask.unit, role), sheet=True, now=said.now)
    decided = (RequestState.AGREED, {"invitation": minted.invitation_id})
    await requests.close(uow, actor, ask, decided, now=said.now)
    return minted


async def complete(uow: UnitOfWork, invitation_id: int, new: Person, *, now: datetime) -> bool:
    """The new person has linked by that invitation: whoever they replace acts for the unit no longer."""
    found = await _replacing(uow, invitation_id, new)
    if found is None:
        return False
    role = Role(found.data["role"])
    ended = await uow.people.end_membership(found.person_id or 0, found.unit_id, role)
    data = {"by": new.id, "request": found.id, "role": role.value}
    fact = history.Fact(REPLACED, f"person:{found.person_id}", found.province_id, found.unit_id, data=data)
    await history.record(uow, Actor(new), fact, now=now)
    return ended


async def _replacing(uow: UnitOfWork, invitation_id: int, new: Person) -> Request | None:
    """The request that the invitation was minted for; None for other invitations and for oneself."""
    units = {item.unit_id for item in await uow.organisation.memberships(person_ids=[new.id])}
    for unit_id in sorted(units):
        for item in await uow.requests.agreed(unit_id, RequestKind.SUBSTITUTE):
            if item.data.get("invitation") == invitation_id and item.person_id not in (None, new.id):
                return item
    return None
