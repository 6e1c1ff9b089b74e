"""Loading the catalogues: `.po` files are compiled in memory, so a bare install speaks at once."""

import io
from functools import cache
from importlib import resources

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

DEFAULT = "vi"
LOCALES = ("vi", "en")


@cache
def _translations(locale: str) -> Translations:
    source = resources.files("locales").joinpath(f"{locale}.po").read_bytes()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source), locale=locale))
    compiled.seek(0)
    return Translations(compiled)


def has_message(locale: str, key: str) -> bool:
    """Whether the catalogue has that message key."""
    return _translations(locale).gettext(key) != key


def message(locale: str, key: str) -> str:
    """The pattern of a message key; KeyError when the catalogue lacks it, so that no key is ever shown."""
    text: str = _translations(locale).gettext(key)
    if text == key:
        raise KeyError(f"{locale}.po has no {key}")
    return text
