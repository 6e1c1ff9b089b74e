"""Plain forms of the commands; the first of each is the slash name."""

# Forms marked as whole only count when nothing follows, because a longer text is an ordinary sentence.
WHOLE_FORMS: dict[str, tuple[str, ...]] = {
    "viec": ("việc", "việc của tôi", "việc của em", "xem việc", "danh sách việc", "nhiệm vụ"),
    "quahan": ("quá hạn", "danh sách quá hạn", "xem quá hạn"),
    "tiendo": ("tiến độ", "xem tiến độ"),
    "baocao": ("báo cáo", "xem báo cáo", "xuất báo cáo"),
    "nhac": ("nhắc", "nhắc lại", "nhắc việc"),
    "giahan": ("gia hạn", "xin gia hạn"),
    "hoantac": ("hoàn tác", "sửa", "undo"),
    "huongdan": ("hướng dẫn", "trợ giúp", "help", "menu"),
    "ngonngu": ("ngôn ngữ", "language"),
    "danhan": ("đã nhận",),
    "duyet": ("duyệt",),
    "tralai": ("trả lại",),
    "dongy": ("đồng ý",),
    "tuchoi": ("từ chối",),
    "giaonhanh": ("giao nhanh",),
    "dagoi": ("đã gọi",),
    "start": ("start",),
}
