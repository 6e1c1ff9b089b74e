"""The date expressions of chat messages, in order of precedence."""

import re
from collections.abc import Callable
from datetime import date

from language.date_readers import (
    Reading,
    both_ways,
    day_of_month,
    days_ago,
    days_away,
    full_date,
    in_days,
    in_week,
    middle_of_month,
    month_end,
    named_month,
    next_month,
    quarter_end,
    tet_day,
    weekday,
)

_FRIDAY, _MONDAY, _WEDNESDAY = 4, 0, 2

_N = (
    r"\d{1,2}|(?:mười|hai mươi|ba mươi)(?: (?:một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|"
    r"chín))?|hai lăm|hai (?:mốt|hai|ba|bốn|tư|sáu|bảy|tám|chín)"
)

SMALL = rf"{_N}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín"

_MONTH = r"\d{1,2}|mười một|mười hai|mười|giêng|một|hai|ba|tư|năm(?! 20)|=sáu|bảy|tám|chín"

_LATER = r"sau|tới|kế|sau này|kế tiếp|tiếp theo"

_NOW = r"này|nay"

_DAY_WORD = r"ngày|mùng|mồng|hôm|bữa|hôm ngày|bữa ngày"

Rule = tuple[str, Callable[[re.Match[str], date], Reading | None]]

RULES: tuple[Rule, ...] = (
    (
        rf"(?:(?:{_DAY_WORD}) )?(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})(?:/(?P<y>20\d\d|\d\d))?(?![\d/%]|[.,]\d)",
        full_date,
    ),
    (r"(?:ngày )?(?P<d>\d{1,2})(?P<s>[-.])(?P<m>\d{1,2})(?P=s)(?P<y>20\d\d|\d\d)(?!\d)", full_date),
    (r"ngày (?P<d>\d{1,2})[-.](?P<m>\d{1,2})(?P<y>)(?![\d%]|[.,]\d)", full_date),
    (
        (
            rf"(?:(?:{_DAY_WORD}) )?(?P<d>\d{{1,2}}) ?(?:tháng |tháng|/t|t)(?P<m>{_MONTH})(?:(?: năm|/|"
            r" ) ?(?P<y>20\d\d))?(?!\d|/\d)"
        ),
        full_date,
    ),
    (rf"(?:{_DAY_WORD}) (?P<d>{SMALL}) tháng (?P<m>{_MONTH})(?: năm (?P<y>20\d\d))?(?!\d|/\d)", full_date),
    (rf"(?P<d>{SMALL}) (?:âm|tết|âm lịch|tháng chạp|chạp|giêng)", tet_day),
    (rf"(?:mùng|mồng|ngày) (?P<d>{SMALL}) tết", tet_day),
    (
        (
            rf"(?!(?:hôm|bữa) \D)(?:{_DAY_WORD}) (?P<d>{SMALL})(?! (?:hồ sơ|ngày|%))(?: (?:tây|"
            r"dương))?(?: tháng (?P<which>sau|tới|này|nay|trước))?(?! ?[%/.,]\d| ?%)"
        ),
        day_of_month,
    ),
    (r"(?P<d>\d{1,2}) tháng (?P<which>sau|tới|này|nay|trước)", day_of_month),
    (
        (
            r"(?:đến|tới|sang|qua|trước|hết|từ|vào|để) (?P<which>)(?P<d>\d{1,2})(?= (?:được|nhé|nha|ạ|"
            r"a|em|thì|mới|là|này|nghen|nhe|$)|[,.?!]? ?$|, )"
        ),
        day_of_month,
    ),
    (
        (
            r"(?:thứ|thu|t|hôm t|thứ t)(?: |(?=\d))(?P<w>hai|ba|tư|năm|sáu|bảy|[2-7])(?![\d/%]|[.,]\d|"
            r" ngày| tháng| hồ sơ)"
            r"(?: (?P<which>tuần (?:này|nay|sau|tới|trước|kế|rồi|qua|vừa rồi|vừa qua)|vừa rồi|vừa qua|"
            r"này|nay|tới|sau|trước))?"
        ),
        weekday,
    ),
    (
        (
            r"(?P<w>chủ nhật|cn)(?: (?P<which>tuần (?:này|nay|sau|tới|trước)|vừa rồi|vừa qua|này|nay|"
            r"tới|sau|trước))?"
        ),
        weekday,
    ),
    (r"(?:next )?(?P<which>)(?P<w>monday|tuesday|wednesday|thursday|friday|saturday|sunday)", weekday),
    (
        rf"(?:hết |cuối |trong |nội trong |nội )(?:cái )?tuần (?:{_LATER})",
        lambda _, t: both_ways(in_week(t, _FRIDAY, 1)),
    ),
    (rf"(?:đầu )tuần(?: (?:{_LATER}))?(?! {_NOW}| trước)", lambda _, t: (in_week(t, _MONDAY, 1), None)),
    (rf"giữa tuần(?: (?:{_LATER}))", lambda _, t: both_ways(in_week(t, _WEDNESDAY, 1))),
    (r"giữa tuần", lambda _, t: (in_week(t, _WEDNESDAY, 0 if t.weekday() < _WEDNESDAY else 1), None)),
    (rf"(?:đầu )tuần (?:{_NOW})", lambda _, t: both_ways(in_week(t, _MONDAY))),
    (
        (
            rf"(?:(?:hết|cuối|trong|nội trong|nội) )+tuần(?! trước| rồi| qua)(?: (?:{_NOW}))?|"
            rf"tuần (?:{_NOW})|weekend"
        ),
        lambda _, t: (in_week(t, _FRIDAY), None),
    ),
    (
        rf"(?:sang|qua|bước sang) tuần(?: (?:{_LATER}|mới))?|tuần (?:{_LATER})|next week",
        lambda _, t: (in_week(t, _FRIDAY, 1), None),
    ),
    (rf"(?:hết|cuối|trong|nội trong) tháng (?:{_LATER})", lambda _, t: (month_end(*next_month(t)), None)),
    (rf"đầu tháng (?:{_LATER})", lambda _, t: (date(*next_month(t), 1), None)),
    (rf"giữa tháng (?:{_LATER})", lambda _, t: (date(*next_month(t), 15), None)),
    (
        r"(?P<part>hết|cuối|trong|đầu|giữa) (?:tháng ?|t)(?P<m>\d{1,2}|mười một|mười hai|mười)(?![\d/])",
        named_month,
    ),
    (
        rf"(?:hết|cuối|trong|nội trong) tháng(?! \d| trước)(?: (?:{_NOW}))?",
        lambda _, t: (month_end(t.year, t.month), None),
    ),
    (rf"giữa tháng(?: (?:{_NOW}))?", lambda _, t: (middle_of_month(t), None)),
    (r"đầu tháng(?! \d| này| nay| trước)", lambda _, t: (date(*next_month(t), 1), None)),
    (r"(?:hết|cuối) quý(?: (?P<q>iv|iii|ii|i|[1-4]))?(?: này| nay)?", quarter_end),
    (r"(?:hết|cuối|trong) năm(?: này| nay)?(?! \d)", lambda _, t: (date(t.year, 12, 31), None)),
    (rf"(?P<n>{SMALL}|vài)? ?(?P<unit>tuần) nữa", lambda m, t: in_days(m, t) if m["n"] else days_away(t, 7)),
    (
        (
            rf"(?:sau |trong |trong vòng |khoảng |tầm )*(?P<n>{SMALL}) (?P<unit>ngày|hôm|bữa|"
            r"tuần)(?P<working> làm việc)? (?:nữa|tới)"
        ),
        in_days,
    ),
    (
        rf"(?:sau|trong|trong vòng) (?P<n>{SMALL}) (?P<unit>ngày|hôm|bữa|tuần)(?P<working> làm việc)?",
        in_days,
    ),
    (rf"(?P<n>{SMALL}) (?P<unit>ngày|hôm|bữa|tuần) (?:trước|rồi)", days_ago),
    (
        (
            r"(?:(?:sáng|trưa|chiều|tối|đêm|khuya|cuối|hết|trong|nội trong|nội|luôn trong|ngay trong|"
            r"đầu|từ|hồi) )*(?:(?:ngày|buổi) )?(?:hôm nay|bữa nay|today|(?:sáng|trưa|chiều|tối|đêm|"
            r"khuya) (?:hôm |bữa )?nay)"
        ),
        lambda _, t: days_away(t, 0),
    ),
    (
        (
            r"(?:trong|cuối|hết|nội|ngay trong|luôn trong) (?:ngày|buổi|giờ|chiều|sáng|giờ chiều|"
            r"giờ hành chính|giờ làm)(?! \d| tết| làm)"
            r"(?: (?:này|nay))?|cuối (?:giờ|buổi)(?: (?:sáng|chiều))?|đầu giờ chiều|eod"
        ),
        lambda _, t: days_away(t, 0),
    ),
    (
        (
            r"(?:(?:từ|hồi|ngày|chiều|sáng|trưa|tối|đêm|khuya) )*(?:hôm qua|bữa qua|ngày qua|"
            r"yesterday|(?:chiều|sáng|trưa|tối|đêm|khuya) qua)"
        ),
        lambda _, t: days_away(t, -1),
    ),
    (
        (
            r"(?:(?:tầm|khoảng|cỡ|đầu|cuối|lúc) )*(?:\d{1,2}(?:h|g)\d{0,2} )?(?:chiều|trưa|=tối|"
            r"=sáng)(?= (?:em|mình|tôi|xã|bên|gửi|nộp|là|sẽ|có|xong|trình|phát hành|đẩy|up)(?!\w))"
        ),
        lambda _, t: (t, None),
    ),
    (
        (
            r"(?:=nay|nay)(?= (?:(?:em|mình|tôi|xã em|bên em|chị|anh) )?(?:gửi|nộp|trình|phát hành|"
            r"xong|báo|đẩy)(?!\w))"
        ),
        lambda _, t: days_away(t, 0),
    ),
    (r"(?:(?:từ|hồi|chiều|sáng|trưa|tối) )*(?:hôm kia|bữa kia|hôm tê)", lambda _, t: days_away(t, -2)),
    (r"(?:(?:từ|hồi|chiều|sáng|trưa|tối) )*(?:hôm kìa)", lambda _, t: days_away(t, -3)),
    (r"(?:hồi|lúc) (?:sáng|trưa|chiều|tối|nãy)(?: (?:này|nay|giờ))?", lambda _, t: (None, t)),
    (
        (
            r"(?:(?:cuối|đầu|hết|trong|qua|sang|giờ) )*(?:(?:sáng|trưa|chiều|tối|ngày|bữa|"
            r"hôm) )*(?:ngày kia|ngày mốt|bữa mốt|hôm mốt|=mốt)(?! (?:là|thì) )"
        ),
        lambda _, t: days_away(t, 2),
    ),
    (
        (
            r"(?:(?:cuối|đầu|hết|trong|qua|sang) )*(?:giờ )?(?:(?:sáng|trưa|chiều|tối|ngày|bữa|"
            r"hôm) )*(?:=mai_|=mai(?! moi| gio)|tomorrow)(?! mốt| sau)"
        ),
        lambda _, t: days_away(t, 1),
    ),
)
