"""Patterns written in proper Vietnamese that also match bare and half-marked typing."""

import re
import unicodedata
from functools import cache

from language.lexicon.homographs import PLAIN, TONELESS
from language.normalise import fold_exact

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
# Southern speech does not tell hỏi from ngã, and neither does its typing.
_SWAPPED = str.maketrans("\u0303\u0309", "\u0309\u0303")
_LETTERS = re.compile(r"\\.|\(\?P<\w+>|\(\?P=\w+\)|\(\?(?:<[=!]|[:=!])|=?[^\W\d_]+")


@cache
def _toneless(word: str) -> str:
    kept = "".join(c for c in unicodedata.normalize("NFD", word) if c not in _TONES)
    return unicodedata.normalize("NFC", kept)


@cache
def _swapped(word: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).translate(_SWAPPED))


@cache
def may_stand_for(typed: str, word: str) -> bool:
    """Tell whether a typed word can be a correct one with marks left out or hỏi and ngã confused."""
    if typed == word:
        return True
    if typed.endswith("_"):
        return typed[:-1] == word
    if typed in (fold_exact(word), _swapped(word)):
        return True
    return typed == _toneless(word) and typed not in TONELESS


def _typed_forms(word: str) -> tuple[str, ...]:
    bare, toneless = fold_exact(word), _toneless(word)
    forms = [word, bare]
    if toneless not in TONELESS:
        forms.append(toneless)
    if word == bare and word in PLAIN:
        forms.append(word + "_")
    return tuple(dict.fromkeys(forms))


def _alternatives(match: re.Match[str]) -> str:
    text = match.group()
    if text[0] == "=":
        return text[1:]
    if text[0] in "\\(":
        return text
    forms = _typed_forms(text)
    return forms[0] if len(forms) == 1 else "(?:" + "|".join(forms) + ")"


@cache
def vi(pattern: str) -> re.Pattern[str]:
    """Compile a regular expression whose letters are Vietnamese words; it matches canonical text."""
    return re.compile(_LETTERS.sub(_alternatives, pattern))
