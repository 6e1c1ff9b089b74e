"""The intent of one statement, in every way of typing it."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.normalise import fold
from language.replies import Intent
from tests.unit.language.desk import heard
from tests.unit.language.sentences import NEVER_SENT, SENTENCES, split

CASES = [(text, Intent(intent)) for intent, block in SENTENCES.items() for text in split(block)]


@pytest.mark.parametrize(("text", "intent"), CASES)
def test_a_message_has_its_intent_with_and_without_diacritics(text: str, intent: Intent) -> None:
    assert heard(text).intent is intent
    assert heard(fold(text)).intent is intent


@given(
    case=st.sampled_from(CASES),
    typed=st.sampled_from([str, str.upper, str.capitalize, lambda t: unicodedata.normalize("NFD", t)]),
    blanks=st.sampled_from([" ", "  ", " \u00a0"]),
    bare=st.booleans(),
)
def test_the_way_of_typing_does_not_change_the_intent(
    case: tuple[str, Intent], typed: Callable[[str], str], blanks: str, bare: bool
) -> None:
    text, intent = case
    assert heard(typed(fold(text) if bare else text).replace(" ", blanks)).intent is intent


@pytest.mark.parametrize("text", split(NEVER_SENT))
def test_speaking_of_sending_is_not_having_sent(text: str) -> None:
    for typed in (text, fold(text)):
        said = heard(typed)
        assert all(part.intent is not Intent.SUBMITTED for part in (said, *said.also))


@pytest.mark.parametrize(
    ("sent", "not_sent"),
    [
        ("đã gửi ạ", "đã gửi chưa ạ"),
        ("em gửi rồi", "em gửi rồi à?"),
        ("báo cáo nộp rồi", "nếu báo cáo nộp rồi thì thôi"),
        ("đã gửi văn phòng", "đã gửi lãnh đạo ký"),
        ("xã em gửi rồi", "xã bên gửi rồi"),
        ("hôm qua em gửi", "mai em gửi"),
        ("đã phát hành", "chưa phát hành"),
        ("làm xong rồi", "làm xong mới gửi"),
        ("em nộp rồi mà", "tưởng nộp rồi mà chưa"),
        ("đã hoàn thành", "đã hoàn thành 90%"),
        ("gửi rồi đó", "đã gửi đâu"),
        ("em vừa gửi", "em sắp gửi"),
        ("em nhớ đã gửi", "hình như đã gửi"),
        ("văn thư gửi rồi", "sếp bảo đã gửi nhưng em chưa thấy"),
    ],
)
def test_one_word_decides_whether_it_was_sent(sent: str, not_sent: str) -> None:
    assert heard(sent).intent is Intent.SUBMITTED
    assert heard(not_sent).intent is not Intent.SUBMITTED


@given(st.text(max_size=120))
def test_any_text_is_understood_without_an_error(text: str) -> None:
    assert isinstance(heard(text).intent, Intent)
