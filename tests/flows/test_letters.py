"""Whom no messenger reaches is reminded by e-mail, at the address on the card, with a link to the chat."""

from collections.abc import AsyncIterator
from datetime import UTC

import pytest

from bot import wiring
from bot.settings import Settings
from channels.email.channel import EmailChannel
from domain.clocks import FixedClock
from domain.delivery import OutboxState
from domain.units import Role
from files.packs import read_shipped
from services import accounts, imports
from services.outcomes import UNSEEN
from storage.store import Store, UnitOfWork
from tests.channels.email.conftest import settings_at
from tests.channels.email.mailserver import Accepted, MailServer
from tests.flows.stage import Stage, october
from tests.flows.troupes import WebTroupe

PUBLIC = "https://dondoc.example.test"
CARD = "dau.moi@stp.example.test"


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with MailServer() as running:
        yield running


@pytest.fixture
async def stage(sqlite_store: Store, server: MailServer) -> AsyncIterator[Stage]:
    """Bắc Giang before Tuesday 17 October, with a mail account, the web chat, and nobody linked."""
    troupe = WebTroupe()
    clock = FixedClock(october(17, 7, 45).astimezone(UTC))
    letters = EmailChannel(settings_at(server.port), public_url=PUBLIC, clock=clock)
    house = wiring.assemble(Settings.model_validate({}), sqlite_store, clock, extra=[letters])
    pack = read_shipped("bac-giang-2023")
    await sqlite_store.transact(
        lambda uow: imports.load_pack(uow, pack, now=clock.now(), calendar=house.calendar)
    )
    async with troupe.playing(house):
        try:
            yield Stage(house, clock, troupe)
        finally:
            await house.close()


async def with_a_card(stage: Stage, address: str | None) -> int:
    """A focal point of the Department of Justice whom the Office entered; the person's key."""

    async def work(uow: UnitOfWork) -> int:
        person = await uow.organisation.add_person("Người ở Sở Tư pháp", "vi")
        await uow.people.change(person.id, {"email": address})
        unit = await accounts.find_unit(uow, "STP")
        await uow.organisation.add_membership(person.id, unit.id, Role.FOCAL_POINT)
        return person.id

    person_id = await stage.store.transact(work)
    await stage.house.ticks.plan(ensure=True)
    return person_id


def about(server: MailServer, code: str) -> list[Accepted]:
    """The letters that speak of a duty."""
    return [letter for letter in server.accepted if code in letter.text]


async def test_who_is_linked_nowhere_is_reminded_by_letter(stage: Stage, server: MailServer) -> None:
    await with_a_card(stage, CARD)

    await stage.goes_to(october(17, 8, 31))

    (letter,) = about(server, "BC10")
    assert letter.recipients == (CARD,)
    assert "thứ Sáu 20/10/2023" in letter.text
    assert f"{PUBLIC}/chat" in letter.text


async def test_without_an_address_there_is_no_letter(stage: Stage, server: MailServer) -> None:
    await with_a_card(stage, None)

    await stage.goes_to(october(17, 8, 31))

    assert server.accepted == []
    assert await stage.messages() == []


async def test_who_reads_the_web_chat_gets_no_letter(stage: Stage, server: MailServer) -> None:
    person_id = await with_a_card(stage, CARD)
    browser = await stage.stranger()

    async def link(uow: UnitOfWork) -> None:
        await uow.organisation.add_contact(
            person_id, ("webchat", "default", browser.address), stage.clock.now()
        )

    await stage.store.transact(link)
    await stage.goes_to(october(17, 8, 31))
    assert any("BC10" in text for text in await browser.heard())
    line = (await stage.house.desk.lines(browser.address, 0))[-1]
    assert await stage.house.desk.seen(browser.address, line.id)

    await stage.machine_passes(UNSEEN)
    await stage.house.ticks.follow_up()
    await stage.settles()

    assert server.accepted == []


async def test_what_nobody_displays_in_the_web_chat_is_written_as_well(
    stage: Stage, server: MailServer
) -> None:
    person_id = await with_a_card(stage, CARD)
    browser = await stage.stranger()

    async def link(uow: UnitOfWork) -> None:
        await uow.organisation.add_contact(
            person_id, ("webchat", "default", browser.address), stage.clock.now()
        )

    await stage.store.transact(link)
    await stage.goes_to(october(17, 8, 31))
    assert server.accepted == []

    await stage.machine_passes(UNSEEN)
    await stage.house.ticks.follow_up()
    await stage.settles()

    assert len(about(server, "BC10")) == 1
    await stage.machine_passes(UNSEEN)
    await stage.house.ticks.follow_up()
    await stage.settles()
    assert len(about(server, "BC10")) == 1


async def test_a_mailbox_that_does_not_exist_is_closed_and_said_so(stage: Stage, server: MailServer) -> None:
    server.script["RCPT"] = "550 5.1.1 no such mailbox"
    await with_a_card(stage, CARD)

    await stage.goes_to(october(17, 8, 31))

    failed = await stage.messages(OutboxState.FAILED)
    assert {message.error for message in failed} == {"chat_not_found"}
    assert server.accepted == []
    assert len(await stage.events("contact_disabled")) == 1
