"""What people say of their channels, and what coordinators ask about who is reached."""

import pytest

from language.contacts import ContactVerb, Reached, names_channel, read_contact_order, read_reached

FIRST, CUT = ContactVerb.FIRST, ContactVerb.CUT


@pytest.mark.parametrize(
    ("text", "verb", "which"),
    [
        ("kênh zalo trước", FIRST, "zalo"),
        ("kenh 2 truoc", FIRST, "2"),
        ("KÊNH SỐ 3 TRƯỚC", FIRST, "3"),
        ("đưa kênh 2 lên đầu nhé", FIRST, "2"),
        ("Cho telegram lên trước", FIRST, "telegram"),
        ("ưu tiên nhận tin qua Zalo ạ.", FIRST, "zalo"),
        ("gửi cho em qua zalo trước", FIRST, "zalo"),
        ("ngắt kênh 2", CUT, "2"),
        ("Ngat kenh telegram a", CUT, "telegram"),
        ("bỏ kênh web chat giúp em", CUT, "web chat"),
        ("hủy nhận tin qua kênh 1", CUT, "1"),
        ("ngừng nhận tin qua email", CUT, "email"),
        ("thôi nhắc qua trang web nữa", CUT, "trang web"),
        ("ngắt zalo", CUT, "zalo"),
        ("ngắt kênh", CUT, "kenh"),
    ],
)
def test_a_wish_about_a_channel_is_read(text: str, verb: ContactVerb, which: str) -> None:
    order = read_contact_order(text)
    assert order is not None
    assert (order.verb, order.which) == (verb, which)
    assert order.number == (int(which) if which.isdigit() else None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kênh",
        "1",
        "đã gửi qua zalo",
        "gửi báo cáo qua zalo trước ngày 20",
        "ưu tiên xử lý xong hồ sơ quá hạn đã",
        "ngắt kết nối mạng từ hôm qua nên chưa gửi được",
        "dừng tiếp nhận hồ sơ",
        "trước ngày 21",
        "đừng gửi nữa",
        "kênh mương thủy lợi đã báo cáo đầy đủ rồi ạ",
    ],
)
def test_other_sentences_are_no_wish_about_a_channel(text: str) -> None:
    assert read_contact_order(text) is None


@pytest.mark.parametrize(("text", "plain"), [("kênh zalo trước", True), ("ưu tiên zalo", False)])
def test_only_the_word_itself_makes_it_plain(text: str, plain: bool) -> None:
    order = read_contact_order(text)
    assert order is not None
    assert order.is_plain is plain


@pytest.mark.parametrize(
    ("which", "kind", "name", "means"),
    [
        ("zalo", "zalo_bot", "Zalo", True),
        ("zalo bot", "zalo_bot", "Zalo", True),
        ("tele", "telegram", "Telegram", True),
        ("web", "webchat", "hội thoại trên web", True),
        ("web chat", "webchat", "hội thoại trên web", True),
        ("thu dien tu", "email", "thư điện tử", True),
        ("mail", "email", "thư điện tử", True),
        ("fax", "fax", "fax", True),
        ("zalo", "telegram", "Telegram", False),
        ("tra", "webchat", "hội thoại trên web", False),
    ],
)
def test_a_channel_is_known_by_its_name_or_by_what_people_call_it(
    which: str, kind: str, name: str, means: bool
) -> None:
    assert names_channel(which, kind, name) is means


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("ai chưa liên kết", Reached.UNLINKED),
        ("Đơn vị nào chưa liên kết?", Reached.UNLINKED),
        ("nhung don vi chua co ai lien ket", Reached.UNLINKED),
        ("còn cơ quan nào chưa đăng ký hệ thống nhỉ", Reached.UNLINKED),
        ("cho em xem danh sách chưa liên kết ạ", Reached.UNLINKED),
        ("đơn vị không liên lạc được", Reached.UNREACHABLE),
        ("khong lien lac duoc don vi nao", Reached.UNREACHABLE),
        ("không liên lạc được với ai?", Reached.UNREACHABLE),
        ("các đơn vị nào không nhắn tin được", Reached.UNREACHABLE),
        ("ai đã chặn bot", Reached.UNREACHABLE),
    ],
)
def test_a_list_that_is_asked_for_is_read(text: str, asked: Reached) -> None:
    assert read_reached(text) is asked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ai chưa nộp",
        "ai chưa từng trả lời",
        "chưa liên lạc được với kế toán nên chưa có số liệu",
        "em chưa đăng ký được tài khoản trên phần mềm",
        "không liên hệ được với phòng tài chính",
        "đã liên kết",
    ],
)
def test_other_sentences_ask_for_no_list(text: str) -> None:
    assert read_reached(text) is None
