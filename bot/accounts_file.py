"""Further accounts on messengers: a file that only the service's user may read, never the database."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.settings import Settings
from channels import registry
from channels.registry import Account
from domain.errors import InvalidSetting

_OWNER_ONLY = 0o600


def accounts(settings: Settings) -> tuple[Account, ...]:
    """Every account that is on: those of the environment, then those of the file."""
    further = {
        kind: {name: _read(kind, name, values) for name, values in named.items()}
        for kind, named in _stored(settings.accounts_file).items()
    }
    return tuple(registry.accounts(settings, further))


def checked(settings: Settings, kind: str, name: str, values: Mapping[str, Any]) -> Account:
    """The account as it would be stored; InvalidSetting for a taken name or settings that cannot work."""
    if kind not in registry.FURTHER:
        raise InvalidSetting(f"further accounts exist for {', '.join(sorted(registry.FURTHER))}")
    if not name.isidentifier() or name == "default":
        raise InvalidSetting("the name of an account is one word of letters, digits and underscores")
    account = Account(kind, name, _read(kind, name, values))
    if name in _stored(settings.accounts_file).get(kind, {}):
        raise InvalidSetting(f"there is an account {kind}/{name} already")
    return account


def add(settings: Settings, kind: str, name: str, values: Mapping[str, Any]) -> Account:
    """Store a further account that was checked."""
    account = checked(settings, kind, name, values)
    stored = _stored(settings.accounts_file)
    stored.setdefault(kind, {})[name] = dict(values)
    _write(settings.accounts_file, stored)
    return account


def _read(kind: str, name: str, values: Mapping[str, Any]) -> Any:
    if kind not in registry.FURTHER:
        raise InvalidSetting(f"the accounts file names a messenger that does not exist: {kind}")
    try:
        return registry.FURTHER[kind].model_validate(dict(values))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        fault = f"{'.'.join(map(str, first['loc'])) or 'settings'}: {first['msg']}"
    # Outside the handler: the validation error quotes the token.
    raise InvalidSetting(f"account {kind}/{name}: {fault}")


def _stored(path: Path) -> dict[str, dict[str, dict[str, Any]]]:
    if not path.exists():
        return {}
    try:
        stored = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidSetting(f"the accounts file cannot be read: {type(error).__name__}") from None
    if not isinstance(stored, dict) or not all(isinstance(named, dict) for named in stored.values()):
        raise InvalidSetting("the accounts file holds messengers with accounts by name")
    return stored


def _write(path: Path, stored: Mapping[str, Any]) -> None:
    """Replace the file as a whole; it is never readable by others, not even for a moment."""
    fresh = path.with_name(f".{path.name}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(stored, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
