"""Words of a coordinator's note of a telephone call."""

CALLED = (
    r"(?:(?:em|tôi|mình|anh|chị) )?(?:đã|vừa|mới|vừa mới) (?:gọi điện|điện thoại|gọi|điện|alo)"
    r"(?: (?:cho|tới|đến|sang|xuống))?"
)
# Where the name ends and what was said on the telephone begins.
TOLD = (
    r"(?<!\w)(?:hẹn|hứa|báo|nói|trả lời|cho biết|bận|máy bận|không|chưa|sẽ|đang|xin|đề nghị|về việc|về|nhắc|"
    r"yêu cầu|để)(?!\w)"
)
AT = r"(?:lúc|hồi|khoảng|tầm|vào) ?$"
PARTS = (
    r"(?<!\w)(?:đầu |cuối )?(?P<part>sáng|trưa|chiều|tối)(?!\w)(?! (?:nay|mai|qua|này|thứ|ngày|mốt|kia|hôm))"
)
PROMISES = r"(?<!\w)(?:hẹn|hứa|sẽ)(?!\w)"
