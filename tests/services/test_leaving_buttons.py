"""Buttons: tokens that say nothing, made as a message leaves, for channels that have buttons."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.delivery import MessageClass, OutboxState
from domain.messages import Option
from domain.units import Role
from storage.store import UnitOfWork
from tests import factories
from tests.services.posts import MORNING, NO_ANSWER, SERVER_ERROR, SWIFT, Office, Post, opened
from tests.services.town import Town, october

WITH_BUTTONS = replace(SWIFT, buttons=True)
YES_NO = (Option(1, "yes", "đúng"), Option(2, "no", "sửa"))
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


@pytest.fixture
def office(everywhere: Town) -> Office:
    return opened(everywhere, Post(capabilities=WITH_BUTTONS))


async def asked(office: Office, **changes: object) -> None:
    """A question with two answers to somebody of STP."""
    actor = await office.joins("STP")
    assert actor.person is not None
    owner = f"person:{actor.person.id}"

    async def work(uow: UnitOfWork) -> int:
        times = (MORNING, MORNING + timedelta(hours=24))
        return await uow.prompts.ask(owner, "confirm", data={}, options=YES_NO, times=times)

    prompt_id = await office.town.store.transact(work)
    values = {"message_class": MessageClass.REPLY, "options": YES_NO, "prompt_id": prompt_id}
    await office.queues("q", actor, "Đúng không?", **{**values, **changes})


async def test_a_digest_of_one_duty_leaves_with_a_token_for_each_answer(office: Office) -> None:
    await office.joins("STP")
    await office.town.plans(MORNING)
    await office.sends()
    (told,) = office.posts[0].taken
    assert [option.n for option in told.options] == [1, 2, 3, 4, 5]
    assert len({option.token for option in told.options}) == 5
    assert all(TOKEN.fullmatch(option.token) for option in told.options)
    duty = await office.town.duty("STP")
    for button, option in zip(await office.buttons(), told.options, strict=True):
        assert (button.token, button.says, button.prompt_id) == (option.token, f"BC10 {option.n}", None)
        assert (button.assignment_id, button.version) == (duty.assignment.id, duty.assignment.version)
        assert button.expires_at == MORNING + timedelta(days=7)
        assert button.used_at is None


async def test_tokens_are_no_part_of_the_stored_message(office: Office) -> None:
    await asked(office)
    await office.sends()
    stored = await office.message("q")
    assert [option.token for option in stored.options] == ["", ""]
    assert all(option.token for option in office.posts[0].taken[0].options)


async def test_the_version_is_that_of_the_moment_of_leaving(office: Office) -> None:
    await office.joins("STP")
    await office.town.plans(MORNING)
    await office.town.sets("STP", status="in_progress")
    await office.sends()
    version = (await office.town.duty("STP")).assignment.version
    assert {button.version for button in await office.buttons()} == {version}
    assert version > 1


async def test_a_question_is_answered_by_its_number_for_a_day(office: Office) -> None:
    await asked(office)
    await office.sends()
    prompt_id = (await office.message("q")).prompt_id
    for button in await office.buttons():
        assert (button.says, button.prompt_id, button.assignment_id) == ("", prompt_id, None)
        assert button.expires_at == MORNING + timedelta(hours=24)


async def test_a_channel_without_buttons_gets_the_options_without_tokens(everywhere: Town) -> None:
    office = opened(everywhere, Post(capabilities=SWIFT))
    await asked(office)
    await office.sends()
    assert office.posts[0].taken[0].options == YES_NO
    assert await office.buttons() == []


async def test_a_digest_of_two_duties_has_no_buttons(office: Office) -> None:
    actor = await office.joins("STP")
    assert actor.person is not None
    person = actor.person.id

    async def also(uow: UnitOfWork) -> None:
        await uow.organisation.add_membership(person, office.town.units["SNV"], Role.FOCAL_POINT)

    await office.town.store.transact(also)
    await office.town.plans(MORNING)
    await office.sends()
    assert office.posts[0].taken[0].options == ()
    assert await office.buttons() == []


async def test_a_digest_whose_other_duty_was_answered_meanwhile_has_them_after_all(office: Office) -> None:
    await office.joins("STP")

    async def one_more(uow: UnitOfWork) -> None:
        town = office.town
        other = await factories.obligation(uow, town.id, town.units["VP"], key="khac", stem="KH")
        await factories.assignments(uow, other, town.id, [town.units["STP"]], next_step_at=MORNING)

    await office.town.store.transact(one_more)
    await office.town.plans(MORNING)
    await office.town.sets("STP", status="submitted")
    await office.sends()
    assert {button.says for button in await office.buttons()} == {f"KH10 {n}" for n in range(1, 6)}


async def test_a_resend_has_fresh_tokens_and_the_earlier_ones_still_work(office: Office) -> None:
    await asked(office)
    office.posts[0].answers("focal_point STP", NO_ANSWER)
    await office.sends()
    first, second = office.posts[0].taken
    tokens = [option.token for message in (first, second) for option in message.options]
    assert len(set(tokens)) == 4
    assert {button.token for button in await office.buttons()} == set(tokens)


async def test_what_was_never_written_leaves_no_button_that_anybody_saw(office: Office) -> None:
    await asked(office, not_before=october(18))
    await office.sends()
    assert await office.buttons() == []
    office.posts[0].answers("focal_point STP", SERVER_ERROR)
    await office.sends(october(18))
    assert (await office.message("q")).state is OutboxState.RETRY_WAIT
    assert len(await office.buttons()) == 2
