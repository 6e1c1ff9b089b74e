"""Words that must not travel through a messenger: state secrets and people's identity numbers.

The Law on Protection of State Secrets names three grades; a citizen's number has 12 digits, the older one 9.
"""

import re
from enum import StrEnum

from language.normalise import clean, fold_exact


class Secret(StrEnum):
    """What a message carries that it should not."""

    GRADED = "graded"
    IDENTITY = "identity"


# The grade stands behind a word for a document or for its grading, or means nothing else by itself.
_DOCUMENT = (
    r"(?:văn bản|vb|công văn|cv|tài liệu|báo cáo|bc|hồ sơ|tờ trình|quyết định|kế hoạch|thông tin|"
    r"số liệu|phụ lục)"
)
_GRADE = r"(?:tối mật|tuyệt mật|mật)"
_GRADED = re.compile(
    r"(?<!\w)(?:"
    r"(?:tối|tuyệt) mật"
    rf"|(?:đóng dấu|dấu|độ|chế độ|mức độ|mức độ là|loại|cấp độ) {_GRADE}"
    rf"|{_DOCUMENT} (?:(?!bảo|giữ)\S+ )?(?:là |có |thuộc (?:loại |danh mục |diện )?)?(?:độ )?mật"
    r"|bí mật nhà nước"
    r")(?! (?:khẩu|độ|ong|thiết|mã|danh))(?!\w)"
)
_PLAIN_GRADED = re.compile(
    r"(?<!\w)(?:toi mat|tuyet mat|bi mat nha nuoc|(?:do|dong dau|dau|che do) mat"
    r"|(?:van ban|vb|cong van|cv|tai lieu|to trinh|ho so) (?:do )?mat)"
    r"(?! (?:khau|do|ong|thiet|ma|danh|roi|het|dau|dien))(?!\w)"
)
# "Dấu mật" typed bare may also be "mất dấu", so a bare "mat" at other places is never taken for a grade.
_CITIZEN = re.compile(r"(?<![\w/.-])0\d{2}[ .]?\d{3}[ .]?\d{3}[ .]?\d{3}(?![\w/])")
_NAMED_NUMBER = re.compile(
    r"(?<!\w)(?:cccd|can cuoc(?: cong dan)?|cmnd|cmt|chung minh(?: nhan dan| thu)?|so dinh danh|"
    r"dinh danh ca nhan|ddcn)"
    r"\D{0,20}(?:\d[ .]?){8}(?:(?:\d[ .]?){3})?\d(?!\d)"
)


def secret_in(text: str) -> Secret | None:
    """What the text carries that must not be stored or repeated; None for ordinary texts.

    "Mật khẩu", "bảo mật", "mật độ" name no grade.
    """
    source = clean(text).casefold()
    folded = fold_exact(source)
    if _GRADED.search(source) or _PLAIN_GRADED.search(_bare(source, folded)):
        return Secret.GRADED
    if _CITIZEN.search(folded) or _NAMED_NUMBER.search(folded):
        return Secret.IDENTITY
    return None


def _bare(source: str, folded: str) -> str:
    """The folded text where it was typed without marks; marked words say themselves which word is meant."""
    return folded if source == folded or "mat" in source else ""
