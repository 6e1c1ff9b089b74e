"""A further messenger touches its own folder, the registry and the docs; nothing else names one."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from channels.console.channel import ConsoleChannel
from channels.registry import FURTHER, KINDS
from domain.delivery import MessageClass, OutboxState
from domain.messages import Outbound, RawUpdate
from domain.units import Role
from services.intake import StoreIntake
from storage.store import Store
from tests.architecture.sources import Source, product
from tests.flows.stage import Stage, october, staged
from tests.flows.troupes import ConsoleTroupe

# Where a messenger may be named: its folder, and the one list of them.
HOME = re.compile(r"channels\.(registry|(?P<kind>\w+)(\..*)?)")
# "email" is also what a person's card says; a channel of that kind is only named by an import or by "smtp".
NAMES = re.compile(rf"\b({'|'.join((*KINDS, 'smtp', 'zalo'))})\b".replace("|email", ""), re.IGNORECASE)


def is_at_home(module: str, kind: str) -> bool:
    """Whether a module may speak of that messenger."""
    match = HOME.fullmatch(module)
    return match is not None and match["kind"] in (None, kind)


def docstrings(tree: ast.AST) -> set[int]:
    """Constants that only explain."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, owners) and node.body]
    return {id(body[0].value) for body in bodies if isinstance(body[0], ast.Expr)}


def named_in(source: Source) -> Iterator[str]:
    """Every text, name and attribute of a file that names a messenger."""
    tree = source.tree
    explaining = docstrings(tree)
    for node in ast.walk(tree):
        word = ""
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explaining:
            word = node.value
        elif isinstance(node, ast.Attribute):
            word = node.attr
        elif isinstance(node, ast.Name):
            word = node.id
        if NAMES.search(word):
            yield f"{source.module}:{node.lineno}: {word[:60]}"


def test_no_code_but_its_own_folder_and_the_registry_names_a_messenger() -> None:
    found = [
        line
        for source in product()
        # The language package knows the words people use, and people name their messengers.
        if not source.module.startswith("language.")
        if not any(is_at_home(source.module, kind) for kind in KINDS)
        for line in named_in(source)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "code",
    [
        "x = settings.telegram",
        'if channel.kind == "zalo_bot": pass',
        "from channels import registry\nregistry.MessengerSettings().smtp",
    ],
)
def test_a_messenger_named_elsewhere_would_be_seen(code: str) -> None:
    (source, *_) = product()
    assert list(named_in(Source(source.path, code)))


def test_what_only_explains_may_name_one() -> None:
    (source, *_) = product()
    assert not list(named_in(Source(source.path, '"""As Telegram does it."""\nx = 1')))


def test_further_accounts_are_of_messengers_that_exist() -> None:
    assert set(FURTHER) <= set(KINDS)


class FaxChannel(ConsoleChannel):
    """A messenger nobody has heard of."""

    kind = "fax"


@dataclass
class FaxTroupe(ConsoleTroupe):
    """People at fax machines."""

    received: list[Outbound] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._number, self._people = 0, 0
        self._said = self.received
        self.channels = [FaxChannel(self.received.append)]

    async def write(self, address: str, text: str) -> None:
        self._number += 1
        await self._fax.accept([RawUpdate(str(self._number), address, {"sender": address, "text": text})])

    def connect(self, stage: Stage) -> None:
        self._fax = StoreIntake(stage.store, stage.house.clock, channel="fax", account="default")


async def test_a_messenger_nobody_has_heard_of_carries_the_whole_conversation(sqlite_store: Store) -> None:
    troupe = FaxTroupe()
    async with staged(sqlite_store, troupe, at=october(16, 7, 45)) as stage:
        troupe.connect(stage)
        clerk = await stage.joins("STP", Role.FOCAL_POINT)
        await stage.goes_to(october(17, 8, 31))
        assert any("BC10" in text for text in await clerk.heard())
        assert "đã ghi nhận" in (await clerk.says("BC10 2")).lower()
        sent = await stage.messages(OutboxState.SENT)
    assert {message.channel for message in sent} == {"fax"}
    assert MessageClass.DIGEST in {message.message_class for message in sent}
