"""Which province is meant: the one named, or the only one in use."""

from datetime import date

from domain.errors import InvalidInput, InvalidSetting, NotFound
from storage.organisation import Province
from storage.store import UnitOfWork


async def find(uow: UnitOfWork, code: str | None, day: date) -> Province:
    """The province of that code, or the only one in use on that day.

    NotFound when there is none, InvalidInput when all have ended, InvalidSetting when several are in use.
    """
    stored = await uow.organisation.provinces()
    if not stored:
        raise NotFound("no province is stored yet; load a pack first with `dondoc pack load NAME`")
    known = ", ".join(province.code for province in stored)
    if code is not None:
        named = [province for province in stored if province.code == code.casefold()]
        if not named:
            raise NotFound(f"no province has the code {code}; there are {known}")
        return named[0]
    in_use = [province for province in stored if not province.is_history(day)]
    if not in_use:
        raise InvalidInput(f"no province is in use any more ({known}); name one with --province CODE")
    if len(in_use) > 1:
        raise InvalidSetting(f"several provinces are stored ({known}); say which with --province CODE")
    return in_use[0]
