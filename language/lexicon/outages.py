"""Words by which a coordinator decides on an outage or an exemption."""

SYSTEM = (
    r"hệ thống|phần mềm|cổng dịch vụ công|cổng|trục liên thông|trục|đường truyền|mạng|internet|máy chủ|"
    r"trang web|cơ sở dữ liệu|điện lưới|điện"
)
DOWN = (
    r"bị lỗi|lỗi|gặp sự cố|sự cố|sập|hỏng|treo|gián đoạn|mất|ngừng|dừng|bảo trì|nâng cấp|nghẽn|"
    r"không truy cập được|không vào được|tê liệt"
)
MOVES = r"(?:cho )?(?:lùi|dời|hoãn|dịch|chuyển|gia hạn)(?: (?:thời )?hạn)?(?: (?:nộp|gửi|báo cáo))?"
EXEMPTS = r"(?:cho )?(?:miễn|không yêu cầu)(?: (?:nộp|gửi|báo cáo))*"
FOR = r"(?:cho|đối với|với|của)"
UNTIL = r"(?:đến|tới|sang|qua)(?: hết)?(?: ngày)?"
BASIS = r"(?:căn cứ(?: vào| theo)?|theo|cơ sở(?: là)?|lý do(?: là)?)"
BECAUSE = r"(?:vì|do|bởi|nhân dịp)"
DAYS = r"(?:trong |từ |vào |các )*(?:ngày|hôm)"
