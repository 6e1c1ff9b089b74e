"""The loops' queries cost the waiting rows, not the history: each is served by its partial index."""

from datetime import timedelta

from domain.delivery import OutboxState
from storage.claims import Claim
from storage.store import Store, UnitOfWork
from tests.factories import (
    ACCOUNT,
    NOW,
    TELEGRAM,
    assignments,
    happened,
    message,
    obligation,
    province,
    units,
    update,
)
from tests.storage.plans import Work, plans_of


async def _claim_outbox(uow: UnitOfWork) -> None:
    await uow.outbox.claim(Claim("a", 20, NOW, NOW, NOW + timedelta(minutes=1)))


QUERIES: dict[str, tuple[Work, str]] = {
    "steps that are due": (lambda uow: uow.duties.with_step_due(NOW, 200), "ix_assignment_next_step"),
    "units with a step that is due": (lambda uow: uow.duties.steps_due(NOW), "ix_assignment_next_step"),
    "the next step": (lambda uow: uow.duties.next_step_after(NOW), "ix_assignment_next_step"),
    "waiting updates": (lambda uow: uow.inbox.claim(20, NOW), "ix_inbox_waiting"),
    "older updates of a chat": (lambda uow: uow.inbox.claim(20, NOW), "ix_inbox_chat"),
    "the oldest update": (lambda uow: uow.inbox.oldest_waiting(), "ix_inbox_"),
    "waiting messages": (_claim_outbox, "ix_outbox_claimable"),
    "other messages of a chat": (_claim_outbox, "ix_outbox_address"),
    "vanished holders": (lambda uow: uow.outbox.expired_leases(NOW), "ix_outbox_leased"),
    "the unsealed tail": (lambda uow: uow.history.unsealed(500), "ix_event_unsealed"),
    "the open question": (lambda uow: uow.prompts.open("person:1"), "uq_prompt_open"),
}


async def _a_year_of_rows(uow: UnitOfWork) -> None:
    province_id = await province(uow)
    unit_ids = list((await units(uow, province_id, *(f"U{n}" for n in range(40)))).values())
    duty = await obligation(uow, province_id, unit_ids[0])
    await assignments(uow, duty, province_id, unit_ids, period="2023-09")
    await assignments(uow, duty, province_id, unit_ids, next_step_at=NOW)
    await uow.inbox.store(
        TELEGRAM, ACCOUNT, [update(f"u{n}", f"chat-{n}") for n in range(40)], received_at=NOW
    )
    for n in range(40):
        await message(uow, f"m{n}", f"chat-{n}")
        await happened(uow, f"assignment:{n}")
    await uow.prompts.ask("person:1", "pick", data={}, options=(), times=(NOW, NOW))
    old = [m.id for m in await uow.outbox.messages()][:30]
    await uow.outbox.set_state(old, OutboxState.CANCELLED)


async def test_every_query_of_a_loop_is_served_by_its_index(store: Store) -> None:
    await store.transact(_a_year_of_rows)
    plans = {name: await plans_of(store, work) for name, (work, _) in QUERIES.items()}
    unserved = {name: plan for name, plan in plans.items() if QUERIES[name][1] not in plan}
    assert not unserved


async def test_a_query_without_an_index_would_be_seen(store: Store) -> None:
    plans = await plans_of(store, lambda uow: uow.inbox.cursor(TELEGRAM, ACCOUNT))
    assert not any(index in plans for _, index in QUERIES.values())
