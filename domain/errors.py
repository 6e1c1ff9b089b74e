"""Every error a caller can act on.

DondocError
├── NotFound          nothing visible under that name or id (also the answer for what may not be seen)
├── Forbidden         the actor may not do this
├── Conflict          somebody changed the row first
├── NotAllowedNow     the status machine has no such edge
├── InvalidInput      text, file or setting that cannot be read
│   ├── InvalidPeriod
│   ├── InvalidPack
│   └── InvalidSetting
│       └── AccountRefused   a messenger does not know the account's token (any more)
├── LinkRefused       a code that does not link (unknown, used, expired, too many tries)
├── ClockRefused      a simulated clock beside a real messenger
├── StoreUnavailable  the database cannot be opened or is not migrated
└── LeaseLost         another process took over
"""


class DondocError(Exception):
    """Something went wrong that a person can be told about."""

    @property
    def text(self) -> str:
        """The message for an operator; the class docstring when none was given."""
        return str(self) or (type(self).__doc__ or "").strip()


class NotFound(DondocError):
    """Nothing is visible under that name."""


class Forbidden(DondocError):
    """The actor may not do this."""


class Conflict(DondocError):
    """Somebody changed it first; read it again."""


class NotAllowedNow(DondocError):
    """The present status does not allow this."""


class InvalidInput(DondocError):
    """The input cannot be read."""


class InvalidPeriod(InvalidInput):
    """A period is written 2026-10, 2026-Q4, 2026-H1, 2026-9M, 2026, 2026-W42 or once."""


class InvalidPack(InvalidInput):
    """The pack cannot be read."""


class InvalidSetting(InvalidInput):
    """A setting is missing or wrong."""


class AccountRefused(InvalidSetting):
    """A messenger does not know the token of an account (any more)."""


class LinkRefused(DondocError):
    """The code does not link: unknown, used, expired, or too many tries."""


class ClockRefused(DondocError):
    """A simulated clock needs every messenger address on the loopback."""


class StoreUnavailable(DondocError):
    """The database cannot be opened, or its schema is not up to date: run `dondoc migrate`."""


class LeaseLost(DondocError):
    """Another process holds the lease."""
