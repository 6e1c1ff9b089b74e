"""What an invitation says on paper: for whom, the code, how to link on each messenger, what is stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from files.invitation_sheets import Block, Sheet
from locales.speech import Speech
from services.onboarding import Slip, Way

_GROUP = 4


@dataclass(frozen=True, slots=True)
class About:
    """The province of a sheet, and whom its people ask."""

    province: str
    fictitious: bool
    responsible: str


def compose(tr: Speech, slips: Sequence[Slip], about: About) -> Sheet:
    """The sheet of these invitations."""
    blocks = tuple(_block(tr, slip, about.responsible) for slip in slips)
    mark = tr("mark.fictitious") if about.fictitious else ""
    return Sheet(tr.locale, tr("sheet.title", province=about.province), blocks, mark)


def grouped(code: str) -> str:
    """A code in groups that are easily copied by eye: `ABCD EFGH JKLMN`."""
    groups = [code[start : start + _GROUP] for start in range(0, len(code), _GROUP)]
    if len(groups) > 1 and len(groups[-1]) < _GROUP / 2:
        last = groups.pop()
        groups[-1] += last
    return " ".join(groups)


def _block(tr: Speech, slip: Slip, responsible: str) -> Block:
    minted = slip.minted
    is_named = minted.person_name != minted.unit.name
    facts = (
        (tr("sheet.unit"), minted.unit.name),
        (tr("sheet.person"), minted.person_name if is_named else tr("sheet.whoever")),
        (tr("sheet.role"), tr(f"role.{minted.role}")),
        (tr("sheet.expires"), tr.moment(minted.expires_at)),
    )
    steps = [*(_step(tr, way, minted.code) for way in slip.ways), tr("sheet.confirm")]
    small = (tr("sheet.stored", responsible=responsible), tr("sheet.once"))
    return Block(tr("sheet.heading"), facts, (tr("sheet.code"), grouped(minted.code)), steps, small)


def _step(tr: Speech, way: Way, code: str) -> str:
    name, link = way.name or tr("sheet.unnamed"), way.link(code)
    try:
        text = tr(f"sheet.steps.{way.kind}", name=name)
    except KeyError:
        # A messenger the catalogues do not know yet is named as it is.
        text = tr("sheet.other_messenger", kind=way.kind, name=name)
    return " ".join(filter(None, (text, tr("sheet.link", link=link) if link else "")))
