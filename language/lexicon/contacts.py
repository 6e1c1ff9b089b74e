"""Words about one's own channels and about who can be reached, folded: no diacritics, no capitals."""

# What people call a messenger, where that is not how its own name begins.
SPOKEN_CHANNELS: dict[str, str] = {
    "tele": "telegram",
    "tg": "telegram",
    "mail": "email",
    "thu": "email",
    "trang web": "webchat",
    "trinh duyet": "webchat",
}

# `which` is a number or a channel's name of up to four words.
_WHICH = r"(?P<which>\d{1,2}|[a-z]+(?: [a-z]+){0,3}?)"
_TAIL = r"(?: (?:nhe|a|voi|giup(?: toi| em)?|cho (?:toi|em)))*"
_BY = r"(?:qua|vao|o|bang|tren)"
FIRST: tuple[str, ...] = (
    rf"(?:(?:cho|dat|dua|chuyen) )?kenh (?:so )?{_WHICH} (?:len )?(?:truoc|dau|dau tien|truoc tien){_TAIL}",
    rf"(?:cho|dat|dua|chuyen) {_WHICH} len (?:truoc|dau|dau tien){_TAIL}",
    rf"uu tien (?:nhan tin |nhan |nhac )?(?:{_BY} )?(?:kenh )?(?:so )?{_WHICH}{_TAIL}",
    rf"(?:gui|nhan|nhac)(?: tin)?(?: cho (?:toi|em))? {_BY} (?:kenh )?(?:so )?{_WHICH} truoc{_TAIL}",
)
CUT: tuple[str, ...] = (
    rf"(?:ngat|bo|huy|tat|ngung|dung|cat)(?: (?:nhan|gui)(?: tin)?)?(?: {_BY})? kenh (?:so )?{_WHICH}{_TAIL}",
    rf"(?:ngat|ngung|dung|thoi)(?: (?:nhan|gui|nhac))?(?: tin)? {_BY} {_WHICH}(?: nua)?{_TAIL}",
    rf"ngat {_WHICH}{_TAIL}",
)

_WHO = r"(?:(?:con |co )?(?:(?:nhung |cac )?(?:don vi|dau moi|can bo|nguoi|co quan)(?: nao)?|ai) )?"
_ASKS = r"(?: (?:nao|nhi|a|vay|the|khong))*"
_SOMEBODY = r"(?:ai|(?:don vi|dau moi|nguoi|co quan) nao)"
_LISTED = r"(?:(?:cho (?:toi |em )?)?(?:xem |liet ke |danh sach ))*"
_LINKED = r"(?:co ai |co nguoi |duoc )?(?:lien ket|dang ky|ket noi)(?: voi)?(?: he thong| bot)?"
UNLINKED: tuple[str, ...] = (rf"{_LISTED}{_WHO}(?:van |con )?chua {_LINKED}{_ASKS}",)
UNREACHABLE: tuple[str, ...] = (
    rf"{_LISTED}{_WHO}(?:khong|ko|k|chua) (?:the )?(?:lien lac|lien he|nhan tin)(?: voi)? duoc{_ASKS}",
    rf"{_LISTED}{_WHO}(?:da )?(?:mat lien lac|chan bot|chan he thong){_ASKS}",
    rf"{_LISTED}(?:khong|ko) (?:the )?(?:lien lac|lien he) duoc (?:voi )?{_SOMEBODY}{_ASKS}",
)
