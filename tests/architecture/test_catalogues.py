"""The catalogues: nothing missing, nothing unused, the same values in both languages, and good manners."""

import ast
import re
import string
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import pytest
from babel.messages import Message
from babel.messages.pofile import read_po

from tests.architecture.sources import ROOT, Source, product

LOCALES = ("vi", "en")
CATALOGUES = tuple(ROOT / "locales" / f"{locale}.po" for locale in LOCALES)
KEY = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*(?:\.[a-z0-9]+(?:_[a-z0-9]+)*)+")
IN_TEMPLATE = re.compile(r"""\btr(?:\.plural)?\(\s*["']([^"']+)["']""")
# Pictographs, dingbats, regional letters and the sign that asks for a coloured picture.
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\ufe0f]")
IMPOLITE = re.compile(r"\bbạn\b", re.IGNORECASE)

pytestmark = pytest.mark.skipif(
    not all(path.exists() for path in CATALOGUES), reason="the catalogues are not written yet"
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """One call `tr("key", name=value)`; `values` is None when they come from a mapping."""

    key: str
    where: str
    values: frozenset[str] | None


def is_speech(function: ast.expr) -> bool:
    """Whether that is `tr`, `something.tr` or one of them with `.plural`."""
    if isinstance(function, ast.Attribute) and function.attr == "plural":
        function = function.value
    return getattr(function, "id", getattr(function, "attr", None)) == "tr"


def literals(node: ast.expr) -> list[str]:
    """The texts an argument may be: a literal, or either branch of a choice of literals."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    return literals(node.body) + literals(node.orelse) if isinstance(node, ast.IfExp) else []


def spoken_in(source: Source) -> Iterator[Spoken]:
    """Every message a file asks for by a literal key."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and is_speech(node.func) and node.args:
            names = [keyword.arg for keyword in node.keywords]
            values = None if None in names else frozenset(name for name in names if name)
            for key in literals(node.args[0]):
                yield Spoken(key, f"{source.name}:{node.lineno}", values)


def templates() -> Iterator[tuple[str, str]]:
    """Names and texts of the page templates."""
    for path in sorted((ROOT / "web").rglob("*")):
        if path.suffix in {".html", ".j2", ".txt"}:
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def composed(source: Source) -> Iterator[re.Pattern[str]]:
    """Patterns of keys put together in f-strings, as `f"send_error.{code}"`."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in node.values
            ]
            if re.match(r"[a-z][a-z0-9_]*\\\.", parts[0]):
                yield re.compile("".join(parts))


def spoken() -> list[Spoken]:
    """Every message asked for by a literal key, in code and in templates."""
    in_code = [one for source in product() for one in spoken_in(source)]
    return in_code + [
        Spoken(key, name, None) for name, text in templates() for key in IN_TEMPLATE.findall(text)
    ]


def mentioned() -> set[str]:
    """Every literal in the code or a template that looks like a key, for keys kept in tables."""
    nodes = (node for source in product() for node in ast.walk(source.tree))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in texts if KEY.fullmatch(text)} | {one.key for one in spoken()}


@cache
def catalogue(locale: str) -> dict[str, Message]:
    """Messages by key; a plural is found under its first key."""
    path = ROOT / "locales" / f"{locale}.po"
    messages = read_po(BytesIO(path.read_bytes()), locale=locale, abort_invalid=True)
    return {keys(message)[0]: message for message in messages if message.id}


def keys(message: Message) -> list[str]:
    """The key, or the two of a plural."""
    return [message.id] if isinstance(message.id, str) else list(message.id)


def texts(message: Message) -> list[str]:
    """The translation, or its plural forms."""
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def placeholders(message: Message) -> set[str]:
    """Names of the values the texts want, in any of the forms."""
    fields = (field for text in texts(message) for _, field, _, _ in string.Formatter().parse(text))
    return {re.split(r"[.\[]", field)[0] for field in fields if field is not None}


def faults(text: str) -> list[str]:
    """What is wrong with the manner of a Vietnamese text."""
    found = {
        "says bạn": IMPOLITE.search(text),
        "shouts": "!" in text,
        "has a picture": EMOJI.search(text),
        "is not in the composed form of Unicode": not unicodedata.is_normalized("NFC", text),
    }
    return [fault for fault, present in found.items() if present]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_message_the_code_asks_for_is_translated(locale: str) -> None:
    found = catalogue(locale)
    missing = {f"{one.where} {one.key}" for one in spoken() if one.key not in found}
    empty = {key for key, message in found.items() if not all(texts(message))}
    assert not missing | empty


def test_both_catalogues_hold_the_same_keys() -> None:
    assert catalogue("vi").keys() ^ catalogue("en").keys() == set()


def test_no_message_is_unused() -> None:
    known, patterns = mentioned(), [pattern for source in product() for pattern in composed(source)]
    unused = {
        key
        for key in catalogue("vi")
        if key not in known and not any(pattern.fullmatch(key) for pattern in patterns)
    }
    assert not unused


def test_both_languages_want_the_same_values() -> None:
    vi, en = catalogue("vi"), catalogue("en")
    different = {
        key: (placeholders(vi[key]), placeholders(en[key]))
        for key in vi.keys() & en.keys()
        if placeholders(vi[key]) != placeholders(en[key])
    }
    assert not different


def test_every_value_a_message_wants_is_given_and_has_a_name() -> None:
    found = catalogue("vi")
    unnamed = {
        key
        for key, message in found.items()
        if any(not name.isidentifier() for name in placeholders(message))
    }
    lacking = {
        f"{one.where} {one.key}: {', '.join(sorted(wanted))}"
        for one in spoken()
        if one.key in found
        and one.values is not None
        and (wanted := placeholders(found[one.key]) - one.values)
    }
    assert not unnamed | lacking


@pytest.mark.parametrize("locale", LOCALES)
def test_keys_are_dotted_words_in_lower_case(locale: str) -> None:
    wrong = [key for message in catalogue(locale).values() for key in keys(message) if not KEY.fullmatch(key)]
    assert not wrong


@pytest.mark.parametrize("locale", LOCALES)
def test_no_translation_is_marked_uncertain_or_left_behind(locale: str) -> None:
    path = ROOT / "locales" / f"{locale}.po"
    assert not [key for key, message in catalogue(locale).items() if message.fuzzy]
    assert "\n#~ " not in path.read_text("utf-8")


def test_vietnamese_texts_keep_an_officials_manner() -> None:
    bad = {
        key: found
        for key, message in catalogue("vi").items()
        if (found := [fault for text in texts(message) for fault in faults(text)])
    }
    assert not bad


@pytest.mark.parametrize(
    "text", ["Bạn gửi báo cáo", "Xong rồi!", "Đã ghi nhận ✅", "Đã ghi nhận 🙂", "a\u0300"]
)
def test_bad_manners_would_be_seen(text: str) -> None:
    assert len(faults(text)) == 1


@pytest.mark.parametrize("text", ["Đã ghi nhận. 1 đúng, 2 không", "gửi ban, ngành", "Sở A → Sở B · (3/5)"])
def test_good_manners_are_left_alone(text: str) -> None:
    assert not faults(text)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('tr("a.b", n=1)', [("a.b", {"n"})]),
        ('self.tr.plural("a.b" if x else "a.c", n=n)', [("a.b", {"n"}), ("a.c", {"n"})]),
        ('tr("a.b", **values)', [("a.b", None)]),
        ("tr(key)", []),
        ('attr("a.b")', []),
    ],
)
def test_messages_are_found_where_they_are_asked_for(
    code: str, found: list[tuple[str, set[str] | None]]
) -> None:
    source = Source(ROOT / "sample.py", code)
    assert [(one.key, one.values) for one in spoken_in(source)] == found


def test_a_composed_key_covers_its_family_and_no_other() -> None:
    (pattern,) = composed(Source(ROOT / "sample.py", 'tr(f"send_error.{code}")'))
    assert pattern.fullmatch("send_error.no_answer")
    assert not pattern.fullmatch("due.before")
