"""Which open obligations the words of a message name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from language.lexicon.titles import ABBREVIATIONS, COMMON, SUBJECTS, WEAK_PAIRS
from language.normalise import canonical, clean, fold, fold_exact
from language.phrases import Word, words_of
from language.replies.model import OpenObligation
from language.replies.periods import Period, find_periods

_MONOSYLLABLES = frozenset({"tet"})
_LEADS = frozenset({"cao", "bc", "hinh", "ve", "muc", "cai", "bieu", "vu"})
_FAR = 2


@dataclass(frozen=True, slots=True)
class Title:
    """The words by which one open obligation can be named."""

    id: str
    terms: frozenset[tuple[str, ...]]
    weak: frozenset[tuple[str, ...]]
    periods: tuple[Period, ...]
    head: str


@dataclass(frozen=True, slots=True)
class Naming:
    """Words of the message, by number, that fit some open obligations; `weak` if they are everyday words."""

    first: int
    last: int
    ids: frozenset[str]
    weak: bool = False
    period: bool = False


@lru_cache(maxsize=512)
def title_of(obligation: OpenObligation) -> Title:
    """Read the naming words of an obligation from its title and code."""
    text = fold_exact(canonical(clean(obligation.title)).text).replace("_", "")
    raw = [w.text for w in words_of(text)]
    words = [part for word in raw for part in _expanded(word)]
    strong = set(_pairs(words)) | set(_skips(words)) | set(_initials(words)) | set(_codes(raw))
    if obligation.code:
        strong.add(tuple(w.text for w in words_of(fold(obligation.code))))
    weak = {t for t in strong if t in _everyday_pairs()}
    periods = find_periods(text)
    head = periods[0].kind if periods and text[: periods[0].start].strip() in {"", "bao cao"} else ""
    return Title(obligation.id, frozenset(strong - weak), frozenset(weak), periods, head)


@cache
def _everyday_pairs() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(fold(pair).split()) for pair in re.split(r"[|\n]", WEAK_PAIRS) if pair.strip())


def _expanded(word: str) -> list[str]:
    return fold_exact(ABBREVIATIONS.get(word, word)).split(" ")


def _pairs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for first, second in pairwise(words):
        if not (first in COMMON and second in COMMON) and not second.isdigit() and not first.isdigit():
            yield (first, second)


def _skips(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for first, _, last in zip(words, words[1:], words[2:], strict=False):
        if first not in COMMON and last not in COMMON and not (first.isdigit() or last.isdigit()):
            yield (first, last)


def _initials(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for size in range(3, 7):
        for i in range(len(words) - size + 1):
            run = words[i : i + size]
            if all(w.isalpha() and w not in {"bao", "cao"} for w in run):
                yield ("".join(w[0] for w in run),)


def _codes(raw: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for i, word in enumerate(raw):
        letters, digits = any(c.isalpha() for c in word), any(c.isdigit() for c in word)
        if (letters and digits) or word in ABBREVIATIONS or word in _MONOSYLLABLES or _is_acronym(word):
            yield (word,)
        if word.isdigit() and i >= 2 and raw[i - 1].isalpha() and raw[i - 1] not in {"thang", "nam", "quy"}:
            short = raw[i - 2][0] + raw[i - 1][0]
            yield from ((short + word,), (short, word), (raw[i - 1], word), (short + word.lstrip("0"),))


def _is_acronym(word: str) -> bool:
    return (len(word) >= 3 and word.isalpha() and not re.search(r"[aeiouy]", word)) or word == "iso"


def find_namings(
    text: str, words: Sequence[Word], open_obligations: Sequence[OpenObligation]
) -> list[Naming]:
    """Find the words that name open obligations; neighbouring words narrow each other down."""
    titles = [title_of(o) for o in open_obligations]
    folded = [fold_exact(w.text).replace("_", "") for w in words]
    found = [*_term_namings(folded, titles), *_period_namings(text, words, titles)]
    if any(o.code for o in open_obligations):
        found.extend(_foreign_codes(folded, titles))
    groups: list[Naming] = []
    for naming in sorted(found, key=lambda n: (n.first, n.last)):
        if groups and (joined := _joined(groups[-1], naming, text, words)) is not None:
            groups[-1] = joined
        else:
            groups.append(naming)
    return [g for g in groups if not g.weak]


def _term_namings(folded: Sequence[str], titles: Sequence[Title]) -> Iterator[Naming]:
    for i in range(len(folded)):
        for size in (1, 2):
            term = tuple(folded[i : i + size])
            strong = frozenset(t.id for t in titles if term in t.terms)
            weak = frozenset(t.id for t in titles if term in t.weak)
            if len(term) == size and (strong or weak) and not _stands_alone(folded, i, term):
                yield Naming(i, i + size - 1, strong or weak, weak=not strong)


def _foreign_codes(folded: Sequence[str], titles: Sequence[Title]) -> Iterator[Naming]:
    """Find codes such as TK10 that belong to no open obligation; their id is one nobody else has."""
    for i, word in enumerate(folded):
        known = any((word,) in t.terms for t in titles)
        if re.fullmatch(r"(?!nq|qd|da|ct|kh|cv|vb|ub)[a-z]{2,5}\d{1,3}", word) and not known:
            yield Naming(i, i, frozenset({f"#{word}"}))


def _stands_alone(folded: Sequence[str], i: int, term: tuple[str, ...]) -> bool:
    # "Tết" is also the feast itself; only after a word for report does it name the report.
    before = folded[i - 1] if i else ""
    return len(term) == 1 and term[0] in _MONOSYLLABLES and before not in _LEADS


def _period_namings(text: str, words: Sequence[Word], titles: Sequence[Title]) -> Iterator[Naming]:
    for period in find_periods(text):
        heads = frozenset(
            t.id for t in titles if t.head == period.kind and any(period.fits(p) for p in t.periods)
        )
        fits = frozenset(t.id for t in titles if any(period.fits(p) for p in t.periods))
        inside = [i for i, w in enumerate(words) if period.start <= w.start < period.end]
        if fits and inside:
            yield Naming(inside[0], inside[-1], heads or fits, period=not (heads and period.led))


def _joined(left: Naming, right: Naming, text: str, words: Sequence[Word]) -> Naming | None:
    gap = right.first - left.last - 1
    if gap > _FAR:
        return None
    between = text[words[left.last].end : words[right.first].start]
    if gap > 0 and (
        re.search(r"[.;:!?\n]|,", between) or re.search(r"\b(?:va|con|nhung|roi|voi)\b", fold_exact(between))
    ):
        return None
    common = left.ids & right.ids
    last = max(left.last, right.last)
    if common:
        return Naming(
            left.first,
            last,
            common,
            left.weak and right.weak and _same_words(left, right),
            left.period and right.period,
        )
    if left.period != right.period:
        return replace(left if right.period else right, first=left.first, last=last)
    return None


def _same_words(left: Naming, right: Naming) -> bool:
    return right.first <= left.last


@cache
def _subjects() -> re.Pattern[str]:
    names = "|".join(fold(name) for name in re.split(r"[|\n]", SUBJECTS) if name.strip())
    lead = r"(?:bao cao|bc|muc|bieu|phan|cai|vu|ke hoach|noi dung)(?: ve| cong tac| ket qua| tinh hinh)*"
    return re.compile(rf"(?<!\w){lead} (?P<name>{names})(?!\w)")


def names_other_duty(text: str, open_obligations: Sequence[OpenObligation]) -> bool:
    """Tell whether a report is named, by subject or period, that is not among the open ones."""
    titles = [title_of(o) for o in open_obligations]
    owed = " | ".join(fold(o.title) for o in open_obligations)
    folded = fold_exact(text).replace("_", "")
    if any(m["name"] not in owed and _expansion(m["name"]) not in owed for m in _subjects().finditer(folded)):
        return True
    if not titles or any(not t.periods for t in titles):
        return False
    mentions = [p for p in find_periods(text) if p.led]
    return any(not any(p.fits(q) for t in titles for q in t.periods) for p in mentions)


def _expansion(name: str) -> str:
    return fold_exact(ABBREVIATIONS.get(name, name))
