"""Finding units by what people write."""

from domain.units import Unit
from language.normalise import fold
from storage.store import UnitOfWork


async def named_by(uow: UnitOfWork, document_number: str | None, province_id: int) -> Unit | None:
    """The unit whose code closes a document number: `310/BC-SNV` is the Department of Home Affairs'.

    None for codes that many bodies share (`45/BC-UBND`) and for numbers without one.
    """
    code = fold((document_number or "").rpartition("-")[2])
    units = await uow.organisation.units(province_id)
    return next((unit for unit in units if code and fold(unit.code) == code), None)
