"""A phrase lexer: the longest phrase at each word gives its cues, so inner words lose theirs."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from language.lexicon.cues import Cue
from language.normalise import fold_exact
from language.patterns import may_stand_for

_WORDS = re.compile(r"\w+%?")


@dataclass(slots=True)
class _Node:
    cues: frozenset[Cue] = frozenset()
    following: dict[str, "_Node"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Word:
    """One canonical word with its span."""

    text: str
    start: int
    end: int


def words_of(text: str) -> tuple[Word, ...]:
    """Split canonical text into words; punctuation is left out."""
    return tuple(Word(m.group(), *m.span()) for m in _WORDS.finditer(text))


class PhraseBook:
    """Phrases with their cues; a phrase listed under several cues, or bare like another, carries them all.

    A phrase after "=" counts only when typed with its diacritics, because its bare form is an everyday word.
    """

    def __init__(self, *lexicons: Mapping[Cue, str]) -> None:
        self._root = _Node()
        self._spelled: dict[str, tuple[str, ...]] = {}
        for lexicon in lexicons:
            for cue, text in lexicon.items():
                for phrase in re.split(r"[|\n]", text):
                    self._add(phrase.strip(), cue)

    def _add(self, phrase: str, cue: Cue) -> None:
        if not phrase:
            return
        node = self._root
        for word in phrase.split():
            node = node.following.setdefault(word, _Node())
            plain = word.lstrip("=")
            known = self._spelled.get(fold_exact(plain), ())
            self._spelled[fold_exact(plain)] = (*known, word) if word not in known else known
        node.cues |= {cue}

    def _candidates(self, typed: str) -> tuple[str, ...]:
        known = self._spelled.get(fold_exact(typed).rstrip("_"), ())
        exact = tuple(w for w in known if w.lstrip("=") == typed)
        if exact and fold_exact(typed) != typed:
            return exact
        return tuple(w for w in known if not w.startswith("=") and may_stand_for(typed, w))

    def longest(self, words: Iterable[Word]) -> tuple[frozenset[Cue], int]:
        """Give the cues of the longest phrase that starts the words and its length; none gives length 1."""
        nodes = [self._root]
        best: tuple[frozenset[Cue], int] = (frozenset(), 1)
        for count, word in enumerate(words, start=1):
            candidates = self._candidates(word.text)
            nodes = [n.following[c] for n in nodes for c in candidates if c in n.following]
            if not nodes:
                break
            cues = frozenset[Cue]().union(*(n.cues for n in nodes))
            if cues:
                best = (cues, count)
        return best
