"""Classified documents and identity numbers in a message; words that only look like them."""

import pytest

from language.secrets import Secret, secret_in


@pytest.mark.parametrize(
    "text",
    [
        "văn bản mật số 12",
        "Công văn độ MẬT của tỉnh",
        "gửi báo cáo mật cho em",
        "tài liệu tối mật",
        "TUYỆT MẬT",
        "van ban mat so 12/BC",
        "tai lieu toi mat",
        "hồ sơ có dấu mật",
        "thuộc bí mật nhà nước",
    ],
)
def test_a_grade_of_secrecy_is_known(text: str) -> None:
    assert secret_in(text) is Secret.GRADED


@pytest.mark.parametrize(
    "text", ["cccd 001234567890", "001 234 567 890", "CMND số 123456789", "số định danh: 079123456789"]
)
def test_an_identity_number_is_known(text: str) -> None:
    assert secret_in(text) is Secret.IDENTITY


@pytest.mark.parametrize(
    "text",
    [
        "quên mật khẩu hệ thống",
        "doi mat khau",
        "thông tin bảo mật",
        "bảo mật số liệu",
        "mật độ dân số",
        "mất dấu, mai đóng",
        "mat dien tu sang",
        "van ban mat roi a",
        "đã mất hồ sơ",
        "báo cáo có mật khẩu",
        "số 251/BC-STP",
        "gọi em 0912345678",
        "123456789 đồng",
        "đạt 12,5%",
        "2",
    ],
)
def test_everyday_words_and_numbers_are_not(text: str) -> None:
    assert secret_in(text) is None
