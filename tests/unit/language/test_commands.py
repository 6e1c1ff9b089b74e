"""Commands with and without slash and diacritics, and sentences that only begin like one."""

import pytest

from language.commands import Command, CommandCall, parse_command


@pytest.mark.parametrize(
    ("text", "command", "argument"),
    [
        ("viec", Command.TASKS, ""),
        ("/viec", Command.TASKS, ""),
        ("Việc của tôi", Command.TASKS, ""),
        ("/viec@TinhBot", Command.TASKS, ""),
        ("quá hạn", Command.OVERDUE, ""),
        ("/quahan", Command.OVERDUE, ""),
        ("tiến độ 10", Command.PROGRESS, "10"),
        ("tien do 2026-10", Command.PROGRESS, "2026-10"),
        ("/tiendo 2026-Q4", Command.PROGRESS, "2026-Q4"),
        ("/baocao", Command.REPORTS, ""),
        ("nhắc", Command.NUDGE, ""),
        ("/nhac BC10", Command.NUDGE, "BC10"),
        ("/giahan BC10 đến thứ 6", Command.EXTEND, "BC10 đến thứ 6"),
        ("hướng dẫn", Command.HELP, ""),
        ("/help", Command.HELP, ""),
        ("hoàn tác", Command.UNDO, ""),
        ("sửa", Command.UNDO, ""),
        ("SUA.", Command.UNDO, ""),
        ("/ngonngu en", Command.LANGUAGE, "en"),
        ("ngôn ngữ en", Command.LANGUAGE, "en"),
        ("/start ABC-123", Command.START, "ABC-123"),
        ("/danhan BC10: Sở Y tế, Sở Nội vụ", Command.RECEIPTS, "BC10: Sở Y tế, Sở Nội vụ"),
        ("đã nhận bc10: SYT, SNV", Command.RECEIPTS, "bc10: SYT, SNV"),
        ("/duyet BC10", Command.CONFIRM, "BC10"),
        ("trả lại BC10 thiếu phụ lục", Command.RETURN, "BC10 thiếu phụ lục"),
        ("/dongy BC10", Command.AGREE, "BC10"),
        ("/tuchoi BC10", Command.REFUSE, "BC10"),
        ("giao nhanh các sở: số máy quét", Command.QUICK_TASK, "các sở: số máy quét"),
        ("/dagoi Sở Y tế 15:10", Command.CALLED, "Sở Y tế 15:10"),
    ],
)
def test_a_command_is_read_with_its_argument(text: str, command: Command, argument: str) -> None:
    assert parse_command(text) == CommandCall(command, argument)


@pytest.mark.parametrize(
    "text",
    [
        "việc này không phải của xã em",
        "quá hạn bao nhiêu hồ sơ",
        "tiến độ đang chậm",
        "báo cáo tháng 10 đã gửi",
        "nhắc ít thôi",
        "hướng dẫn em cách gửi",
        "sửa số 251 thành 215",
        "đã nhận thông tin",
        "đồng ý đến 12h",
        "xin gia hạn đến thứ 6",
        "/khongcolenh",
        "start",
        "",
    ],
)
def test_an_ordinary_sentence_is_no_command(text: str) -> None:
    assert parse_command(text) is None
