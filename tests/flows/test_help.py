"""/huongdan: what somebody may say and nothing else; the same list feeds the menus of messengers."""

import re
from zoneinfo import ZoneInfo

import pytest

from domain.units import Role
from handlers import help as help_
from handlers import subjects
from language.commands import Command, parse_command
from locales.catalogue import LOCALES
from locales.speech import speech
from tests.flows.stage import Stage

CAPITALS = ("giao nhanh:", "đã nhận:", "duyệt:", "liên lạc:", "thu hồi")


def test_every_command_has_a_place_in_the_help() -> None:
    listed = {item.command for item in help_.ENTRIES} | {Command.START}
    assert set(Command) - listed == set()
    assert len(help_.ENTRIES) == len(listed) - 1


def test_only_what_is_answered_is_offered() -> None:
    assert {item.command for item in help_.entries(Role)} <= subjects.COMMANDS.keys()


@pytest.mark.parametrize("locale", LOCALES)
def test_menus_keep_the_shape_messengers_want(locale: str) -> None:
    tr = speech(locale, ZoneInfo("Asia/Ho_Chi_Minh"))
    menu = help_.menu(tr, help_.ENTRIES)
    assert all(re.fullmatch(r"[a-z]{1,32}", name) for name in menu)
    assert all(3 <= len(text) <= 100 for text in menu.values())


@pytest.mark.parametrize(
    ("unit", "role", "offered", "withheld"),
    [
        ("STP", Role.FOCAL_POINT, ("việc:", "gia hạn:", "kênh:", "1 đã gửi"), ("quá hạn:", *CAPITALS)),
        ("STP", Role.UNIT_HEAD, ("việc:", "kênh:"), ("\nnhắc:", *CAPITALS)),
        ("VP", Role.LEADER, ("quá hạn:", "tiến độ:", "nhắc:", "kênh:"), ("việc:", "1 đã gửi", *CAPITALS)),
        ("VP", Role.COORDINATOR, ("việc:", "quá hạn:", *CAPITALS), ()),
        ("VP", Role.ADMIN, ("kênh:", "ngôn ngữ:"), ("việc:", "quá hạn:", *CAPITALS)),
    ],
)
async def test_help_is_what_the_role_may_do(
    stage: Stage, unit: str, role: Role, offered: tuple[str, ...], withheld: tuple[str, ...]
) -> None:
    answer = await (await stage.joins(unit, role)).says("/huongdan")
    assert [words for words in offered if words not in answer] == []
    assert [words for words in withheld if words in answer] == []


async def test_every_line_of_the_help_is_a_command_as_it_is_written(stage: Stage) -> None:
    answer = await (await stage.joins("VP", Role.COORDINATOR)).says("hướng dẫn")
    said = [line.partition(":")[0] for line in answer.split("\n")[2:]]
    assert len(said) > 15
    whole = {item.command for item in help_.ENTRIES}
    assert all((call := parse_command(text)) is None or call.command in whole for text in said)
    assert sum(parse_command(text) is not None for text in said) > 15
