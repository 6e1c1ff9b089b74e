"""What is doubtful is asked back: another unit's number, a date of last year, a future one."""

from domain.statuses import Status
from domain.units import Role
from tests.flows.stage import Stage, october


async def test_a_number_with_another_units_code_is_asked_about_before_it_is_recorded(stage: Stage) -> None:
    await stage.goes_to(october(19, 9))
    officer = await stage.joins("STP", Role.FOCAL_POINT)
    asked = await officer.says("đã gửi số 310/BC-SNV")
    assert "Sở Nội vụ" in asked
    assert (await stage.duty("STP")).status is Status.PENDING
    left = await officer.says("2")
    assert "chưa ghi" in left
    assert (await stage.duty("STP")).status is Status.PENDING


async def test_a_unit_that_insists_on_the_number_has_it_recorded(stage: Stage) -> None:
    await stage.goes_to(october(19, 9))
    officer = await stage.joins("STP", Role.FOCAL_POINT)
    await officer.says("đã gửi số 310/BC-SNV")
    assert "đã ghi nhận" in await officer.says("1")
    assert (await stage.duty("STP")).document_number == "310/BC-SNV"


async def test_the_number_that_follows_a_bare_answer_is_looked_at_too(stage: Stage) -> None:
    await stage.goes_to(october(19, 9))
    officer = await stage.joins("STP", Role.FOCAL_POINT)
    await officer.says("1")
    assert "Sở Nội vụ" in await officer.says("số 310/BC-SNV ngày 18/10")
    assert (await stage.duty("STP")).document_number is None


async def test_a_code_that_many_bodies_share_is_not_asked_about(stage: Stage) -> None:
    await stage.goes_to(october(19, 9))
    officer = await stage.joins("TANYEN", Role.FOCAL_POINT)
    assert "đã ghi nhận" in await officer.says("đã gửi số 45/BC-UBND ngày 18/10")


async def test_a_date_that_would_be_last_years_is_asked_about(stage: Stage) -> None:
    await stage.goes_to(october(19, 9))
    officer = await stage.joins("STP", Role.FOCAL_POINT)
    asked = await officer.says("đã gửi số 215/BC-STP ngày 25/10")
    assert "đã ghi nhận" not in asked
    assert (await stage.duty("STP")).status is Status.PENDING


async def test_a_reminder_of_one_duty_offers_the_five_answers_as_buttons(stage: Stage) -> None:
    officer = await stage.joins("STP", Role.FOCAL_POINT)
    await stage.goes_to(october(19, 8, 30))
    await officer.heard()
    (digest,) = await stage.digests()
    assert [option.key for option in digest.options] == [f"BC10 {n}" for n in range(1, 6)]
    assert "đang làm" in await officer.says("BC10 2")
