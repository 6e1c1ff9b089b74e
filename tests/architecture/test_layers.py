"""Imports go one way; libraries stay where they belong."""

import ast
import configparser
import sys

import pytest

from tests.architecture.sources import LAYERS, PACKAGES, ROOT, Import, Source, imports_of, product, run

# Where a library may be imported, as prefixes of module names; everywhere else it is out of place.
HOMES = {
    "aiogram": ("channels.telegram",),
    "telegram": ("channels.telegram.admin",),
    "sqlalchemy": ("storage",),
    "sqlmodel": ("storage",),
    "alembic": ("storage",),
    "apscheduler": ("schedules",),
    "holidays": ("services",),
    "rapidfuzz": ("language",),
    "fastapi": ("web", "bot", "channels"),
    "typer": ("bot",),
}
NEVER_IN = {"aiogram": ("channels.telegram.admin",)}
LEVEL = {package: level for level, layer in enumerate(LAYERS) for package in layer}


def lies_in(module: str, prefixes: tuple[str, ...]) -> bool:
    """Whether the module is one of those or below one of them."""
    return any(module == prefix or module.startswith(f"{prefix}.") for prefix in prefixes)


def is_misplaced(found: Import) -> bool:
    """Whether a library is imported away from its home."""
    homes, banned = HOMES.get(found.package), NEVER_IN.get(found.package, ())
    module = found.source.module
    return homes is not None and (not lies_in(module, homes) or lies_in(module, banned))


def goes_up_or_sideways(found: Import) -> bool:
    """Whether one of our packages imports a neighbour or a layer above."""
    importer = found.source.module.partition(".")[0]
    if found.package not in LEVEL or found.package == importer:
        return False
    return LEVEL[found.package] <= LEVEL[importer]


def messenger_of(module: str) -> str | None:
    """The messenger's folder a module lies in."""
    parts = module.split(".")
    inside = len(parts) > 1 and parts[0] == "channels" and (ROOT / "channels" / parts[1]).is_dir()
    return parts[1] if inside else None


def listed(found: list[Import]) -> str:
    """The offenders, one a line."""
    return "\n".join(str(one) for one in found)


ALL = [found for source in product() for found in imports_of(source)]


def test_the_import_contracts_hold() -> None:
    check = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    answer = run("-c", check, "--no-cache", "--no-logo", "--config", ".importlinter")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "0 broken" in answer.stdout


def test_the_contracts_name_every_package() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", "utf-8")
    assert set(contracts["importlinter"]["root_packages"].split()) == set(PACKAGES)


def test_every_package_of_the_wheel_has_its_layer() -> None:
    shipped = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert shipped == set(PACKAGES)


def test_no_import_goes_up_or_sideways_not_even_inside_a_function() -> None:
    found = [one for one in ALL if goes_up_or_sideways(one)]
    assert not found, listed(found)


def test_every_library_stays_at_home_also_inside_functions() -> None:
    found = [one for one in ALL if is_misplaced(one)]
    assert not found, listed(found)


def test_the_domain_imports_only_the_standard_library_and_itself() -> None:
    allowed = sys.stdlib_module_names | {"domain"}
    found = [one for one in ALL if one.source.module.startswith("domain") and one.package not in allowed]
    assert not found, listed(found)


def test_the_language_imports_only_the_standard_library_rapidfuzz_and_the_domain() -> None:
    allowed = sys.stdlib_module_names | {"domain", "language", "rapidfuzz"}
    found = [
        one for one in ALL if one.source.module.partition(".")[0] == "language" and one.package not in allowed
    ]
    assert not found, listed(found)


def test_no_messenger_imports_another() -> None:
    found = [
        one
        for one in ALL
        if (own := messenger_of(one.source.module)) and (other := messenger_of(one.name)) and own != other
    ]
    assert not found, listed(found)


def test_only_the_assembled_application_and_the_registry_know_messengers() -> None:
    found = [
        one
        for one in ALL
        if messenger_of(one.name)
        and not messenger_of(one.source.module)
        and not lies_in(one.source.module, ("bot", "channels.registry"))
    ]
    assert not found, listed(found)


def sample(module: str, code: str) -> Import:
    """The only import of a made-up file."""
    source = Source(ROOT.joinpath(*module.split(".")).with_suffix(".py"), code)
    (found,) = imports_of(source)
    return found


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("domain.units", "def f():\n    from services import obligations"),
        ("services.calendar", "import handlers.router"),
        ("handlers.status", "from web import pages"),
        ("storage.tables", "from files.docx import write"),
        ("services.delivery", "import_module('bot.wiring')"),
    ],
)
def test_an_import_up_or_sideways_would_be_seen(module: str, code: str) -> None:
    assert goes_up_or_sideways(sample(module, code))


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("handlers.status", "from services import obligations"),
        ("bot.wiring", "import domain.units"),
        ("services.calendar", "from services import accounts"),
        ("services.calendar", "from . import accounts"),
    ],
)
def test_an_import_down_or_at_home_is_no_offence(module: str, code: str) -> None:
    assert not goes_up_or_sideways(sample(module, code))


@pytest.mark.parametrize(
    ("module", "code", "offends"),
    [
        ("channels.telegram.session", "from aiogram import Bot", False),
        ("channels.telegram.admin", "from aiogram import Bot", True),
        ("channels.telegram.admin", "def f():\n    import telegram", False),
        ("channels.telegram.session", "import telegram.ext", True),
        ("bot.cli.channel", "def f():\n    import telegram", True),
        ("services.delivery", "importlib.import_module('sqlalchemy.orm')", True),
        ("storage.tables", "import sqlalchemy.orm", False),
    ],
)
def test_a_library_away_from_home_would_be_seen(module: str, code: str, offends: bool) -> None:
    assert is_misplaced(sample(module, code)) == offends


def test_relative_imports_are_read_as_the_modules_they_mean() -> None:
    package = Source(ROOT / "domain" / "__init__.py", "from . import units")
    assert [one.name for one in imports_of(package)] == ["domain.units"]
    assert isinstance(package.tree, ast.Module)
    assert sample("domain.units", "from .errors import NotFound").name == "domain.errors.NotFound"
