"""Finding units by what people write."""

from domain.units import Unit
from language.normalise import fold
from services import unit_names
from storage.store import UnitOfWork


async def named_by(uow: UnitOfWork, document_number: str | None, province_id: int) -> Unit | None:
    """The unit whose code closes a document number: `310/BC-SNV` is the Department of Home Affairs'.

    None for codes that many bodies share (`45/BC-UBND`) and for numbers without one.
    """
    code = (document_number or "").rpartition("-")[2]
    found = [unit for unit in await uow.organisation.units(province_id) if unit_names.carries(unit, code)]
    exact = [unit for unit in found if fold(unit.code) == fold(code)] or found
    return exact[0] if len(exact) == 1 else None
