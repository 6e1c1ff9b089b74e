"""What the services write is sealed behind them, and the tail that is not sealed yet is counted."""

from domain.statuses import Verb
from services import audit
from tests.services.town import Town


async def test_what_the_services_wrote_is_sealed_and_whole(everywhere: Town) -> None:
    unit = await everywhere.joins("STP")
    await everywhere.tells(unit, "STP", Verb.SEND)
    await everywhere.takes_back(unit)
    assert await everywhere.store.transact(audit.seal) == 2
    await everywhere.tells(unit, "STP", Verb.PROGRESS)
    async with everywhere.store.reading() as uow:
        assert await audit.verify(uow) == audit.Verified(2, 1, None)
