"""Words of lists of units: classes, verbs of an answer to a list, and what is said beside a name."""

from domain.units import Group

# "Xã" alone stands for the whole level, as officials write it; the other words below it only for themselves.
GROUPS: dict[str, tuple[Group, ...]] = {
    "so": (Group.DEPARTMENTS,),
    "ban": (Group.BOARDS,),
    "nganh": (Group.AGENCIES,),
    "co quan": (Group.AGENCIES,),
    "huyen": (Group.DISTRICTS,),
    "xa": (Group.COMMUNES,),
    "phuong": (Group.COMMUNES,),
    "dac khu": (Group.COMMUNES,),
    "thi tran": (Group.COMMUNES,),
    "don vi": (Group.DEPARTMENTS, Group.AGENCIES, Group.DISTRICTS, Group.COMMUNES),
}
# Class words that begin a name, as they are written; "thị xã" before "xã".
FIRST_WORDS = ("đặc khu", "thị trấn", "thị xã", "thành phố", "phường", "huyện", "quận", "xã", "sở")
NARROW = frozenset({"phuong", "dac khu", "thi tran"})
# The longest first, so that "thị xã" is no "xã".
CLASSES = "đặc khu|thị trấn|thị xã|thành phố|cơ quan|đơn vị|ban quản lý|ngành|phường|huyện|quận|sở|ban|xã"
EVERY = r"(?:tất cả|toàn bộ|toàn thể|toàn|hết)(?: (?:các|những|mọi))?|các|những|mọi|khối|cấp|ubnd cấp"
LEVEL = r"(?: đơn vị)?(?: (?:ubnd )?(?:khối|cấp))?"

_TAIL = r"(?: (?:nhé|nha|ạ|giúp|hộ|luôn|đi|rồi|em|anh|chị|cho tôi|cho anh|cho chị))*[ .!]*"
RECORD = r"(?:chỉ )?(?:ghi nhận|ghi|xác nhận|nhận|lưu|lấy|chốt)"
ALL = (
    r"(?:(?:ok|oke|okay|ừ|vâng|dạ|đúng rồi|đúng|được),? )*"
    rf"(?:{RECORD} (?:hết|tất cả|toàn bộ|cả|đủ)(?: \d{{1,3}})?(?: đơn vị)?|"
    r"(?:ghi nhận|ghi|xác nhận|lưu|chốt)|hết|tất cả|toàn bộ|"
    rf"đúng(?: hết)?|ok|oke|okay|đồng ý|được|all|yes){_TAIL}"
)
CANCEL = (
    r"(?:hủy|huỷ|hủy bỏ|hủy hết|thôi|không|không ghi(?: nữa| gì| nhận)?|đừng ghi|khoan(?: ghi)?|bỏ hết|"
    rf"=dừng|cancel|no){_TAIL}"
)
BOTH = rf"(?:{RECORD} )?cả (?:hai|2|đôi){_TAIL}"
DROP = r"(?:ngoại trừ|trừ ra|trừ|loại ra|loại|bỏ ra|bỏ|không tính|không ghi|không có)(?: số| mục)?"
ADD = r"(?:thêm|bổ sung)"
# "Nhận hôm qua" tells a day and picks nothing.
PICK = r"(?:(?:chỉ )?(?:ghi nhận|ghi|xác nhận|lưu|lấy|chốt)|chỉ nhận)"
RESOLVED = rf"(?:(?P<who>.+?)(?: là| thì|:| -|=)? )?(?:là )?(?P<kind>{CLASSES}){_TAIL}"
NUMBERS = r"(?:số |mục |dòng )?\d{1,2}(?:(?: ?- ?| đến | tới | và | ?& ?| ?\+ ?| )\d{1,2})*"
# Where a name ends and what is said of its document begins.
BESIDE = r" (?:(?:đã |có )?(?:gửi|nộp|ký|nhận)|công văn|văn bản|báo cáo|vb|cv|ngày|hôm|lúc|số(?= ?\d))(?!\w)"
SENT = r"(?:gửi|nộp|ký|phát hành)(?!\w)"
RECEIVED = r"(?:đã )?(?:nhận|đến)(?: (?:từ|ngày|hôm|lúc))?(?!\w)"
NEGATED = r"(?<!\w)(?:chưa|không phải|đừng)(?!\w)"
