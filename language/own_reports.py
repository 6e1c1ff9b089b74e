"""Questions of a unit about its own report, and what it says of entering figures in a system."""

import re

from language.normalise import fold

_VERB = r"(?:gui|nop|nhan|ghi nhan|trinh|chuyen|den|toi|ve|thay|bao cao|bc)"
_ASKS = re.compile(
    rf"(?<!\w){_VERB}(?!\w).*(?<!\w)(?:chua|hay chua|r chua|duoc khong|dc khong|khong|ko)"
    r"(?: (?:a|ah|nhi|nhe|nha|vay|the|em|e|anh|chi|ac|van phong|vp|ta|hen|ha|hả))*\s*[?.! ]*$"
)
# "Còn việc gì chưa nộp" and "ai chưa nộp" ask for a list, not for one's own report.
_LISTS = re.compile(
    r"(?<!\w)(?:(?:con|co) (?:bao nhieu|may|viec|gi|nhung|bao cao)|viec gi|nhung gi|bao cao nao|cai nao|"
    r"cai gi|con gi|gi (?:nua|chua)|ai|(?:don vi|so|xa|phuong|dau moi) nao)(?!\w)"
)
_REMAINS = re.compile(
    r"(?<!\w)(?:con (?:\w+ ){0,2}(?:gi|nao|may|bao nhieu)(?: \w+){0,3} (?:chua|can|phai)|"
    r"(?:viec|bao cao|bc) (?:gi|nao)(?: \w+){0,2} chua)(?!\w)"
)
_SYSTEM = r"(?:he thong|phan mem|httt|csdl|co so du lieu|cong bao cao|truc lien thong)"
_ENTERS = r"(?:nhap|cap nhat|dua|day|khai|dien)"
_NOT_YET = re.compile(r"(?<!\w)(?:chua|dang|se|khong|ko|mai|lat|chieu nay|toi nay)(?!\w)")
_ENTERED = re.compile(
    rf"(?<!\w){_ENTERS}(?!\w).*(?<!\w)(?:{_SYSTEM}|so lieu)(?!\w)|"
    rf"(?<!\w)(?:{_SYSTEM})(?!\w).*(?<!\w){_ENTERS}(?!\w)"
)
_DONE = re.compile(r"(?<!\w)(?:da|xong|roi|r|day du)(?!\w)")
_NOT_SENT = re.compile(
    r"(?:(?:da|vang|em|e|ben em|don vi|minh|toi) )*chua(?: (?:gui|nop|co|bao cao|a|dau|em|duoc))*"
)
_THANKS = re.compile(
    r"(?:da |vang |xin |em |e |toi |chan thanh |tran trong |rat )*cam on(?: rat)?(?: nhieu)?"
    r"(?: (?:a|nhe|nha|nhieu|em|e|anh|chi|anh chi|ban|dong chi|van phong|vp|bot|he thong|da giup))*"
)
_PARTS = re.compile(r"[,.;\n]| nên | nen ")


def asks_whether_sent(text: str) -> bool:
    """Tell whether a unit asks if its own report was sent or has arrived."""
    folded = fold(text)
    return _ASKS.search(folded) is not None and _LISTS.search(folded) is None


def asks_what_remains(text: str) -> bool:
    """Tell whether a message asks for everything that is still owed ("còn việc gì chưa nộp")."""
    return _REMAINS.search(fold(text)) is not None


def says_entered(text: str) -> bool:
    """Tell whether a message says that figures have been entered in a reporting system."""
    folded = fold(text)
    return (
        _ENTERED.search(folded) is not None
        and _DONE.search(folded) is not None
        and _NOT_YET.search(folded) is None
        and not folded.endswith("?")
    )


def gives_thanks(text: str) -> bool:
    """Tell whether a message only says thank you, to whomever."""
    return _THANKS.fullmatch(fold(text).strip(" .!,")) is not None


def what_is_missing(text: str) -> str | None:
    """The words of "chưa đóng dấu, mai em gửi" that say why nothing was sent; None for a bare denial."""
    for part in _PARTS.split(text):
        folded = fold(part)
        if re.search(r"(?<!\w)chua(?!\w)", folded):
            return None if _NOT_SENT.fullmatch(folded) else part.strip()
    return None
