"""Commands in their plain forms, with or without the slash and the diacritics (CONTRACT, "Talking to it")."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from language.lexicon.commands import WHOLE_FORMS
from language.normalise import clean, fold

_SLASH = re.compile(r"/(?P<name>[a-z_]+)(?:@[a-z0-9_]+)?(?=\s|:|$)")
_PERIOD = r"(?:thang |t|quy |ky |q)?(?:\d{1,2}|\d{4}(?:-[a-z0-9]{1,3})?|i{1,3}|iv|\d{1,2}/\d{4})"
_CODE = r"[a-z]{1,6}-?\d{1,4}[a-z]?"


class Command(StrEnum):
    """What a person may ask the bot to do in one word."""

    TASKS = "viec"
    OVERDUE = "quahan"
    PROGRESS = "tiendo"
    REPORTS = "baocao"
    NUDGE = "nhac"
    EXTEND = "giahan"
    UNDO = "hoantac"
    HELP = "huongdan"
    LANGUAGE = "ngonngu"
    RECEIPTS = "danhan"
    CONFIRM = "duyet"
    RETURN = "tralai"
    AGREE = "dongy"
    REFUSE = "tuchoi"
    QUICK_TASK = "giaonhanh"
    CALLED = "dagoi"
    TABLE = "bang"
    END_QUICK = "ketthuc"
    CALL_SHEET = "phieugoi"
    OUTAGE = "suco"
    EXEMPT = "mien"
    REVOKE = "thuhoi"
    WORKLIST = "canxuly"
    GROUP_TEXT = "nhacnhom"
    GROUP_LINK = "nhom"
    GROUP_UNLINK = "bonhom"
    CONTACTS = "kenh"
    REACH = "lienlac"
    START = "start"


@dataclass(frozen=True, slots=True)
class CommandCall:
    """A command and what was typed after it, as typed."""

    command: Command
    argument: str = ""


# Without the slash a command takes only arguments of its own shape; any other text is a sentence.
_ARGUMENTS: dict[Command, str] = {
    Command.PROGRESS: _PERIOD,
    Command.REPORTS: _PERIOD,
    Command.LANGUAGE: r"(?:vi|en|tieng viet|tieng anh|english|vietnamese)",
    Command.RECEIPTS: rf"{_CODE}(?: [^:]{{1,20}})? ?:.+",
    Command.CONFIRM: rf"{_CODE}(?: \S.*)?",
    Command.RETURN: rf"{_CODE}(?: \S.*)?",
    Command.AGREE: rf"{_CODE}(?: \S.*)?",
    Command.REFUSE: rf"{_CODE}(?: \S.*)?",
    Command.EXTEND: rf"{_CODE}(?: \S.*)?",
    Command.NUDGE: _CODE,
    Command.CALL_SHEET: _CODE,
    Command.REVOKE: r"(?:so )?\d{1,9}",
    Command.GROUP_TEXT: _CODE,
    Command.QUICK_TASK: r".+",
    Command.TABLE: _CODE,
    Command.END_QUICK: _CODE,
}


@cache
def _plain_forms() -> tuple[tuple[str, Command], ...]:
    forms = [(fold(form), Command(name)) for name, spoken in WHOLE_FORMS.items() for form in (name, *spoken)]
    return tuple(sorted(forms, key=lambda pair: -len(pair[0])))


def parse_command(text: str) -> CommandCall | None:
    """Read a command with its argument; None when the message is an ordinary sentence."""
    source = re.sub(r"\s+", " ", clean(text)).strip()
    folded = fold(source)
    slash = _SLASH.match(folded)
    if slash:
        return _slash_call(slash["name"].replace("_", ""), source[slash.end() :])
    return _plain_call(source, folded.rstrip(" .!?"))


def _slash_call(name: str, rest: str) -> CommandCall | None:
    if name not in set(Command):
        return CommandCall(Command.HELP) if name == "help" else None
    return CommandCall(Command(name), rest.lstrip(": ").strip())


def _plain_call(source: str, folded: str) -> CommandCall | None:
    for form, command in _plain_forms():
        if folded == form:
            return None if command is Command.START else CommandCall(command)
        shape = _ARGUMENTS.get(command)
        if shape and folded.startswith(form + " ") and re.fullmatch(shape, folded[len(form) + 1 :]):
            return CommandCall(command, source[len(form) + 1 :].strip())
    return None
