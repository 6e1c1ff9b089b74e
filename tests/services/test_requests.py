"""Requests as services see them: grouped by message, lapsed in time, taken back, and persons replaced."""

from datetime import date, timedelta

import pytest

from domain.errors import Conflict, NotFound
from domain.requests import RequestKind, RequestState
from domain.statuses import Verb
from domain.units import Actor, Role
from locales.speech import speech
from services import accounts, ask_names, extensions, replies, requests, rulings, substitutes
from services.accounts import Address
from services.changes import Said
from services.replies import Statement
from services.requests import Ask
from storage.store import UnitOfWork
from tests.services.town import CALENDAR, EVERYTHING, Town, gathered, october

MORNING = october(17)
WISH = {"until": "2023-10-24", "hour": None, "reason": "máy hỏng"}
VI = speech("vi", CALENDAR.zone)


async def asked(town: Town, actor: Actor, unit: str = "STP", *, message: int = 900) -> None:
    """A unit asks for more time."""
    duty = await town.duty(unit)
    told = (WISH, Said(MORNING, MORNING, message))
    await town.store.transact(
        lambda uow: requests.open_about(uow, actor, RequestKind.EXTENSION, [duty], told=told)
    )


async def waiting(town: Town, coordinator: Actor) -> list[Ask]:
    return await town.store.transact(lambda uow: requests.to_decide(uow, coordinator, now=MORNING))


async def granted(town: Town, coordinator: Actor, ask: Ask, *, message: int = 901) -> None:
    said = Said(MORNING, MORNING, message)
    after = extensions.foreseen(ask, ask.until, ask.hour, CALENDAR)

    async def work(uow: UnitOfWork) -> None:
        await extensions.grant(uow, coordinator, ask, after, moment=(said, CALENDAR))

    await town.store.transact(work)


async def test_requests_of_one_message_are_one_ask(town: Town) -> None:
    await gathered(town)
    focal_point, coordinator = await town.joins("STP"), await town.joins("VP", Role.COORDINATOR)
    await asked(town, focal_point)
    await asked(town, await town.joins("SNV"), "SNV", message=902)

    found = await waiting(town, coordinator)

    assert [(ask.unit.code, [duty.code for duty in ask.duties]) for ask in found] == [
        ("STP", ["BC10"]),
        ("SNV", ["BC10"]),
    ]
    assert (found[0].until, found[0].hour) == (date(2023, 10, 24), None)


async def test_another_bodys_coordinator_has_nothing_to_decide(town: Town) -> None:
    await asked(town, await town.joins("STP"))
    stranger = await town.joins("SNV", Role.COORDINATOR)
    assert await waiting(town, stranger) == []
    (ask,) = await waiting(town, await town.joins("VP", Role.COORDINATOR))
    with pytest.raises(NotFound):
        await town.store.transact(lambda uow: requests.of_ids(uow, stranger, ask.ids, now=MORNING))


async def test_a_request_lapses_once_the_report_was_sent(town: Town) -> None:
    focal_point, coordinator = await town.joins("STP"), await town.joins("VP", Role.COORDINATOR)
    await asked(town, focal_point)
    await town.tells(focal_point, "STP", Verb.SEND)
    assert await waiting(town, coordinator) == []
    async with town.store.reading() as uow:
        assert await uow.requests.open(EVERYTHING) == []


async def test_two_coordinators_cannot_decide_the_same(town: Town) -> None:
    await asked(town, await town.joins("STP"))
    first = await town.joins("VP", Role.COORDINATOR, "chuyên viên một")
    second = await town.joins("VP", Role.COORDINATOR, "chuyên viên hai")
    (ask,) = await waiting(town, first)
    await granted(town, first, ask)
    with pytest.raises(Conflict):
        await granted(town, second, ask, message=903)


async def test_a_grant_cancels_what_waited_and_raises_the_plan(everywhere: Town) -> None:
    town = everywhere
    focal_point, coordinator = await town.joins("STP"), await town.joins("VP", Role.COORDINATOR)
    await asked(town, focal_point)
    before = (await town.duty("STP")).assignment
    (ask,) = await waiting(town, coordinator)

    await granted(town, coordinator, ask)

    after = (await town.duty("STP")).assignment
    assert after.plan_version == before.plan_version + 1
    assert after.original == before.original
    assert after.current.last_day == date(2023, 10, 24)
    assert after.next_step_at is not None
    assert after.next_step_at > MORNING


async def test_an_answer_that_is_taken_back_waits_again_and_the_unit_hears_of_it(town: Town) -> None:
    focal_point, coordinator = await town.joins("STP"), await town.joins("VP", Role.COORDINATOR)
    await asked(town, focal_point)
    (ask,) = await waiting(town, coordinator)
    await granted(town, coordinator, ask)
    later = MORNING + timedelta(minutes=5)

    async def work(uow: UnitOfWork) -> None:
        restored = await replies.undo(uow, coordinator, said=Said(later, later, 904))
        await rulings.taken_back(uow, restored, moment=(later, CALENDAR))

    await town.store.transact(work)

    assert len(await waiting(town, coordinator)) == 1
    told = [message.body for message in await town.messages() if "rút lại" in message.body]
    assert len(told) == 1
    assert "Hạn hiện tại: thứ Sáu 20/10/2023" in told[0]


async def test_other_undone_changes_open_nothing_again(town: Town) -> None:
    focal_point = await town.joins("STP")
    await town.tells(focal_point, "STP", Statement(Verb.PROGRESS))

    async def work(uow: UnitOfWork) -> None:
        restored = await replies.undo(uow, focal_point, said=Said(MORNING, MORNING, 905))
        await rulings.taken_back(uow, restored, moment=(MORNING, CALENDAR))

    await town.store.transact(work)
    assert [message for message in await town.messages() if "rút lại" in message.body] == []


async def replaced(
    town: Town, old: Actor, coordinator: Actor, *, linked_as: str, name: str = "Người mới"
) -> bool:
    """The unit asks for another person, the coordinator agrees, somebody links with the code."""
    said = Said(MORNING, MORNING, 906)
    data = {"words": "có người khác thay", "role": Role.FOCAL_POINT.value, "name": name}

    async def agree(uow: UnitOfWork) -> str:
        unit = (await town.duty("STP")).unit
        kind = RequestKind.SUBSTITUTE
        await requests.open_of_unit(uow, old, kind, unit, told=(data, said))
        (ask,) = await requests.to_decide(uow, coordinator, now=MORNING)
        return (await substitutes.agree(uow, coordinator, ask, said=said)).code

    code = await town.store.transact(agree)

    async def link(uow: UnitOfWork) -> bool:
        address = Address("telegram", "bot", linked_as)
        invitation, _ = await accounts.look_up(uow, code, address)
        hashed = accounts.hash_code(code)
        new = await accounts.link(uow, invitation.id, address, code_hash=hashed, now=MORNING)
        return await substitutes.complete(uow, invitation.id, new, now=MORNING)

    return await town.store.transact(link)


async def roles_of(town: Town, actor: Actor) -> list[Role]:
    assert actor.person is not None
    key = actor.person.id
    async with town.store.reading() as uow:
        return [item.role for item in await uow.organisation.memberships(person_ids=[key])]


async def test_the_old_person_ends_when_the_new_one_links(everywhere: Town) -> None:
    old, coordinator = await everywhere.joins("STP"), await everywhere.joins("VP", Role.COORDINATOR)
    assert await replaced(everywhere, old, coordinator, linked_as="địa chỉ mới")
    assert await roles_of(everywhere, old) == []
    (event,) = await everywhere.events("replaced")
    assert event.data["role"] == Role.FOCAL_POINT.value


async def test_who_takes_over_from_themselves_replaces_nobody(town: Town) -> None:
    old, coordinator = await town.joins("STP", name="Người cũ"), await town.joins("VP", Role.COORDINATOR)
    assert not await replaced(town, old, coordinator, linked_as="máy mới", name="Người cũ")
    assert await roles_of(town, old) == [Role.FOCAL_POINT]


async def test_the_address_itself_may_pass_on(town: Town) -> None:
    old, coordinator = await town.joins("STP", name="máy cơ quan"), await town.joins("VP", Role.COORDINATOR)
    assert await replaced(town, old, coordinator, linked_as="máy cơ quan")
    assert await roles_of(town, old) == []


async def test_an_ordinary_code_replaces_nobody(town: Town) -> None:
    old = await town.joins("STP")

    async def work(uow: UnitOfWork) -> bool:
        unit = (await town.duty("STP")).unit
        minted = await accounts.invite(uow, "Người khác", (unit, Role.FOCAL_POINT), sheet=True, now=MORNING)
        address = Address("telegram", "bot", "địa chỉ khác")
        invitation, _ = await accounts.look_up(uow, minted.code, address)
        hashed = accounts.hash_code(minted.code)
        new = await accounts.link(uow, invitation.id, address, code_hash=hashed, now=MORNING)
        return await substitutes.complete(uow, invitation.id, new, now=MORNING)

    assert not await town.store.transact(work)
    assert await roles_of(town, old) == [Role.FOCAL_POINT]


async def test_a_refusal_says_until_when(town: Town) -> None:
    await asked(town, await town.joins("STP"))
    (ask,) = await waiting(town, await town.joins("VP", Role.COORDINATOR))
    text = extensions.refused_words(VI, ask, "sát ngày")
    assert text == "Đơn vị VP không đồng ý gia hạn BC10, lý do: sát ngày. Hạn vẫn là thứ Sáu 20/10/2023."


@pytest.mark.parametrize(
    ("text", "units"),
    [("đồng ý", ["STP", "SNV"]), ("đồng ý cho SNV", ["SNV"]), ("dong y bc10 don vi stp", ["STP"])],
)
async def test_the_asks_that_are_meant_are_those_named(town: Town, text: str, units: list[str]) -> None:
    for number, unit in enumerate(("STP", "SNV")):
        await asked(town, await town.joins(unit), unit, message=910 + number)
    asks = await waiting(town, await town.joins("VP", Role.COORDINATOR))
    async with town.store.reading() as uow:
        every = await uow.organisation.units()
    found = ask_names.meant(asks, text, every, is_strict=True, own=[town.units["VP"]])
    assert [ask.unit.code for ask in found] == units


@pytest.mark.parametrize("text", ["đồng ý cho TANYEN", "đồng ý TK10"])
async def test_a_name_that_nobody_asked_under_is_not_found(town: Town, text: str) -> None:
    await asked(town, await town.joins("STP"))
    asks = await waiting(town, await town.joins("VP", Role.COORDINATOR))
    async with town.store.reading() as uow:
        every = await uow.organisation.units()
    with pytest.raises(NotFound):
        ask_names.meant(asks, text, every, is_strict=True)
    assert ask_names.meant(asks, text, every, is_strict=False) == asks


@pytest.mark.parametrize(
    ("text", "rest"),
    [("BC10 STP trễ quá", "trễ quá"), ("bc10: trễ quá", "trễ quá"), ("trễ quá", "trễ quá"), ("BC10", "")],
)
async def test_the_reason_stands_behind_the_names(town: Town, text: str, rest: str) -> None:
    await asked(town, await town.joins("STP"))
    (ask,) = await waiting(town, await town.joins("VP", Role.COORDINATOR))
    assert ask_names.without_names(text, ask) == rest


async def test_who_asked_hears_the_answer_while_they_act_for_the_unit(town: Town) -> None:
    head, coordinator = await town.joins("STP", Role.UNIT_HEAD), await town.joins("VP", Role.COORDINATOR)
    focal_point = await town.joins("STP")
    await asked(town, head)
    (ask,) = await waiting(town, coordinator)
    assert head.person is not None
    assert focal_point.person is not None
    key = head.person.id
    async with town.store.reading() as uow:
        assert await requests.people_of(uow, ask) == sorted([key, focal_point.person.id])

    await town.store.transact(lambda uow: uow.people.end_membership(key, town.units["STP"], Role.UNIT_HEAD))
    async with town.store.reading() as uow:
        assert await requests.people_of(uow, ask) == [focal_point.person.id]
    assert RequestState.OPEN is ask.requests[0].state
