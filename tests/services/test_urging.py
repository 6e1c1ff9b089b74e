"""What urging needs: coordinators asked without losing their own question, and telephone numbers."""

from datetime import timedelta

from domain.messages import Option, PromptDraft, Reply
from domain.units import OPERATOR, Role
from locales.speech import Speech
from services import urging
from storage.store import UnitOfWork
from tests.services.town import CALENDAR, Town, october

MOMENT = (october(17), CALENDAR)
SEND = Option(1, "nudge", "gửi ngay")


async def write(tr: Speech, is_free: bool) -> Reply:
    if not is_free:
        return Reply(f"{tr.locale}: bận")
    return Reply(f"{tr.locale}: rảnh", (SEND,), PromptDraft("missing"))


async def asks(town: Town, key: str = "k") -> int:
    office = town.units["VP"]
    return await town.store.transact(
        lambda uow: urging.put_before_coordinators(uow, office, write, key=key, moment=MOMENT)
    )


async def test_every_coordinator_is_asked_once(everywhere: Town) -> None:
    for name in ("A", "B"):
        await everywhere.joins("VP", Role.COORDINATOR, name)
    await everywhere.joins("VP", Role.LEADER)
    assert await asks(everywhere) == await asks(everywhere) == 2
    told = await everywhere.messages()
    assert [message.body for message in told] == ["vi: rảnh", "vi: rảnh"]


async def test_without_coordinators_nobody_is_asked(town: Town) -> None:
    await town.joins("VP", Role.LEADER)
    assert await asks(town) == 0
    assert await town.messages() == []


async def test_a_question_that_is_open_stays_and_one_that_ran_out_gives_way(town: Town) -> None:
    actor = await town.joins("VP", Role.COORDINATOR)

    async def opened(uow: UnitOfWork) -> None:
        times = (october(16), october(17) + timedelta(minutes=1))
        await uow.prompts.ask(actor.label, "receipts", data={}, options=[], times=times)

    await town.store.transact(opened)
    await asks(town)
    async with town.store.reading() as uow:
        prompt = await uow.prompts.open(actor.label)
    assert prompt is not None
    assert prompt.kind == "receipts"
    await town.store.transact(lambda uow: uow.prompts.close(actor.label, october(17)))
    await asks(town, "later")
    assert [message.body for message in await town.messages()] == ["vi: bận", "vi: rảnh"]


async def test_numbers_are_those_of_the_unit_with_the_focal_point_first(town: Town) -> None:
    head = await town.joins("STP", Role.UNIT_HEAD, "Thủ trưởng")
    focal = await town.joins("STP", Role.FOCAL_POINT, "Đầu mối")
    silent = await town.joins("SNV")

    async def known(uow: UnitOfWork) -> None:
        for actor, phone in ((head, "0900000001"), (focal, "0900000002")):
            assert actor.person is not None
            await uow.people.change(actor.person.id, {"phone": phone})

    assert silent.person is not None
    await town.store.transact(known)
    async with town.store.reading() as uow:
        found = await urging.phones(uow, {town.units["STP"], town.units["SNV"]})
    assert found[town.units["STP"]] == [("Đầu mối", "0900000002"), ("Thủ trưởng", "0900000001")]
    assert found.get(town.units["SNV"], []) == []


async def test_what_was_wished_is_written_down(town: Town) -> None:
    duty = await town.duty("STP")
    await town.store.transact(
        lambda uow: urging.record(uow, OPERATOR, "nudge_forwarded", [duty], now=october(17))
    )
    (event,) = await town.events("nudge_forwarded")
    assert event.data == {"duties": [duty.assignment.id]}
