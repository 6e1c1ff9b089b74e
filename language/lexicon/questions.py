"""Phrases of the questions leaders and coordinators ask about reports, as patterns over canonical text."""

CLASS = r"(?:đơn vị|cơ quan|địa phương|sở|ban|ngành|xã|phường|đặc khu|huyện|nơi|chỗ)"
CLASSES = rf"(?:{CLASS}(?:[ ,]+(?:và |hoặc )?{CLASS})*)"
WHO = rf"(?:(?:những )?ai|{CLASSES} nào|(?:bao nhiêu|mấy) {CLASSES})"
MANY = rf"(?:các|những|danh sách(?: các| những)?) {CLASSES}"
FILLER = r"(?: (?:mà|vẫn|còn|đang|đã|là|hiện|tháng này|báo cáo))*"
SENT = r"(?:nộp|gửi|báo cáo|báo|có|lên|xong|hoàn thành|trả|chuyển|nhận|phát hành)"
NOT_YET = r"(?:chưa|còn thiếu|còn nợ|thiếu|nợ)"
LATE = r"(?:quá hạn|trễ|muộn|chậm)"

MISSING = (
    rf"{WHO}{FILLER} (?:bị )?(?:{NOT_YET}|{LATE})"
    rf"|{WHO} (?:nộp|gửi|báo cáo|báo) (?:báo cáo )?(?:bị )?{LATE}"
    rf"|(?<!\w)còn (?:những |các )?{WHO}"
    rf"|{MANY} còn (?:lại )?{WHO}"
    rf"|{MANY}{FILLER} (?:bị )?(?:{NOT_YET} {SENT}|{LATE})"
    rf"|danh sách (?:{NOT_YET}|{LATE})"
    rf"|{MANY}{FILLER} (?:thiếu|nợ)"
    rf"|(?:thiếu|chưa nhận được)(?: báo cáo)?(?: của)? {WHO}"
    rf"|{MANY} (?:\w+ ){{0,2}}(?:đã )?{SENT}(?: báo cáo)?(?: đủ| hết)? chưa"
)
CLAIMED = (
    r"báo (?:là |rằng )?(?:đã )?gửi"
    r"|(?:chưa|đang|chờ)(?: được)? (?:kiểm tra|xác nhận|đối chiếu)"
)
EXTENDED = r"(?:được|có|cho) (?:\w+ )?(?:gia hạn|lùi hạn)|danh sách gia hạn"
SILENT = (
    r"chưa (?:từng|bao giờ|hề|lần nào) (?:\w+ )?(?:trả lời|phản hồi|hồi âm|nhắn|báo|liên hệ)"
    r"|chưa (?:trả lời|phản hồi|hồi âm)(?: \w+)? (?:lần nào|bao giờ)"
    r"|im lặng|(?:không|chẳng)(?: hề)? (?:trả lời|phản hồi|hồi âm)"
)
OFTEN_LATE = (
    r"(?:hay|thường|thường xuyên|liên tục|luôn|chuyên)(?: hay)?(?: bị)?(?: nộp| gửi| báo cáo)? "
    rf"{LATE}"
    rf"|{LATE} (?:nhiều|thường xuyên|liên tục|mấy kỳ liền|nhiều kỳ)"
)
RECEIVED = rf"{WHO}{FILLER} (?:nộp|gửi|báo cáo|xong)(?: báo cáo)?(?: rồi| xong)"
PROGRESS = (
    r"tiến độ"
    rf"|(?:được|nhận|nộp|gửi|đạt)(?: được)? (?:bao nhiêu|mấy)(?: {CLASSES}| báo cáo| phần trăm| %)?"
    rf"|(?:bao nhiêu|mấy) {CLASSES} (?:đã )?(?:nộp|gửi|báo cáo|xong)"
    r"|tỷ lệ (?:nộp|gửi|báo cáo|hoàn thành)"
    r"|tình hình (?:nộp|gửi|báo cáo|thực hiện)"
    r"|đến đâu rồi|tới đâu rồi|bao nhiêu rồi"
)
LATE_DOSSIERS = r"(?:quá hạn|trễ hạn|chậm|muộn|trễ)"
DOSSIERS = r"hồ sơ"
URGE = (
    r"^(?:\W*(?:hãy|đề nghị|anh|chị|em|giúp|cho|làm ơn|vui lòng|xin) )*"
    r"(?:nhắc|đôn đốc|giục|thúc)(?: lại| nhở| giúp)*"
)
# A class word that no name follows: "các sở" are all of them, "các sở Y tế, Nội vụ" are two.
ALL_OF_CLASS = (
    rf"(?:các|những) {CLASSES}"
    r"(?=\W*$| (?:ạ|đi|nhé|nha|ngay|với|giúp|gửi|nộp|báo cáo|phải|khẩn trương|sớm)(?!\w))"
)
# "Bên em", "đơn vị mình": who speaks of the own unit asks about no other.
OWN = r"(?:bên|đơn vị|cơ quan|phòng|sở|xã|phường|chỗ|của) (?:em|mình|tôi|tui|chúng tôi|chúng em)(?!\w)"

BODIES = r"(?:sở|ban|ngành|cơ quan chuyên môn|cấp tỉnh)"
PLACES = r"(?:xã|phường|đặc khu|huyện|cấp xã|cấp huyện|địa phương)"
# A class word asks for a block only where units are asked for in general.
OF_BLOCK = (
    rf"(?:các|những|bao nhiêu|mấy|danh sách|nhắc|nhắc lại|khối|trong|riêng) (?P<many>{CLASSES})"
    rf"|(?P<which>{CLASSES}) nào"
)

# A question about one unit: its name stands before the verb or after "tình hình".
_POLITE = r"(?: (?:ạ|vậy|nhỉ|thế|hả|em|anh|rồi|nhé|đấy)){0,2}\W*$"
_TAIL = rf"(?:chưa|rồi chưa|hay chưa|chưa vậy|không|đủ chưa|xong chưa){_POLITE}"
_DONE = rf"(?:đã |có |vẫn |đang )*(?:{SENT})(?: (?:báo cáo|gì|lại|về|lên|xong|được))*"
ONE_UNIT = (
    rf"^(?P<name>.+?) {_DONE}(?P<more>.*?) {_TAIL}"
    rf"|^(?P<owes>.+?) (?:còn|có) (?:báo cáo|việc)(?: gì| nào)? {NOT_YET} {SENT}(?: \w+){{0,2}}\W*$"
    rf"|^(?P<how>.+?) (?:thế nào|ra sao|làm sao|sao|đến đâu|tới đâu)(?: rồi)?{_POLITE}"
    r"|^(?:xem |cho xem |cho hỏi )*(?:tình hình|tình trạng)(?: (?:của|nộp|gửi|báo cáo))* (?P<about>.+?)\W*$"
)
LEADING = (
    r"^(?:\W*(?:cho hỏi|cho biết|cho tôi hỏi|cho tôi biết|cho xem|xem|thế|vậy|còn|ơi|này|anh|chị|em"
    r"|đồng chí|hỏi)(?!\w))*\W*"
)
LAST_PERIOD = r"(?P<kind>tháng|quý|kỳ) (?:trước|vừa rồi|vừa qua)"
