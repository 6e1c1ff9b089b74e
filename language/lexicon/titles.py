"""Words that titles of duties share, and abbreviations people use for their subjects."""

# Words of a title that never tell one duty from another.
COMMON = frozenset(
    [
        "bao",
        "cao",
        "tinh",
        "hinh",
        "ket",
        "qua",
        "thuc",
        "hien",
        "cong",
        "tac",
        "nam",
        "thang",
        "ky",
        "quy",
        "ve",
        "va",
        "cua",
        "bieu",
        "so",
        "lieu",
        "theo",
        "tren",
        "dinh",
        "tong",
        "hop",
        "dang",
        "cac",
        "cho",
        "voi",
        "den",
        "tu",
        "trong",
        "nhung",
        "viec",
        "noi",
        "dung",
        "danh",
        "muc",
        "phai",
        "co",
        "duoc",
        "trien",
        "khai",
        "nhiem",
        "vu",
        "dau",
        "cuoi",
        "tuan",
        "ngay",
        "hang",
        "phuc",
        "phu",
        "luc",
        "tai",
        "tinh",
        "don",
        "vi",
        "co",
        "quan",
    ]
)
# Pairs of words that are also everyday words of a status message.
WEAK_PAIRS = """
    thông tin | hồ sơ | giải quyết | tiếp nhận | xử lý | thủ tục | hành chính | kiểm soát | dịch vụ
    trực tuyến | hệ thống | liên quan | thực hiện | cơ chế | văn bản | phần mềm | bảo đảm | quản lý
    đầu tư | dự án | đơn thư | tổ chức | cán bộ | nhân dân | công tác
"""
ABBREVIATIONS: dict[str, str] = {
    "tthc": "thủ tục hành chính",
    "cchc": "cải cách hành chính",
    "kstthc": "kiểm soát thủ tục hành chính",
    "attt": "an toàn thông tin",
    "antt": "an ninh trật tự",
    "pakn": "phản ánh kiến nghị",
    "tcd": "tiếp công dân",
    "kntc": "khiếu nại tố cáo",
    "dvc": "dịch vụ công",
    "dvctt": "dịch vụ công trực tuyến",
    "cds": "chuyển đổi số",
    "đtc": "đầu tư công",
    "dtc": "đầu tư công",
    "lltp": "lý lịch tư pháp",
    "tkcl": "tiết kiệm chống lãng phí",
    "pctn": "phòng chống tham nhũng",
    "pccc": "phòng cháy chữa cháy",
    "ntm": "nông thôn mới",
    "atgt": "an toàn giao thông",
    "atvstp": "an toàn vệ sinh thực phẩm",
    "qlvb": "quản lý văn bản",
    "mcđt": "một cửa điện tử",
    "btttt": "bộ thông tin truyền thông",
    "gn": "giải ngân",
    "csdl": "cơ sở dữ liệu",
    "ktxh": "kinh tế xã hội",
    "qpan": "quốc phòng an ninh",
    "tđkt": "thi đua khen thưởng",
    "tdkt": "thi đua khen thưởng",
}
# Subjects of reports that a message may name although the unit does not owe them.
SUBJECTS = """
    phòng cháy | pccc | dân tộc | tôn giáo | giải ngân | tiếp dân | tiếp công dân | khiếu nại tố cáo
    iso | đề án 06 | nghị quyết 02 | an toàn thông tin | chuyển đổi số | cải cách hành chính | sáng kiến
    lãng phí | tham nhũng | an toàn giao thông | nông thôn mới | dịch bệnh | hộ nghèo | giảm nghèo
    bầu cử | tuyển quân | thi đua | khen thưởng | bảo hiểm | môi trường | số hóa | phản ánh kiến nghị
    một cửa | lý lịch tư pháp | biểu 06a | thu chi | ngân sách | thuế | biên chế | tinh giản | hộ tịch
    hôn nhân | đất đai | quy hoạch | xây dựng | giáo dục | y tế | văn hóa | du lịch | thủy lợi
    phòng chống thiên tai | phòng chống bão | phòng chống dịch | dân số | trẻ em | bình đẳng giới
    thanh niên | dân vận | dân chủ | quốc phòng | an ninh | lao động | việc làm | cchc | attt | pakn
    cđs | kntc | ntm | pctn | đầu tư công | tuyên truyền | pháp luật | phổ biến pháp luật | hòa giải
    chứng thực | thi hành án | thanh tra | kiểm toán | tài sản công | đấu thầu | khoa học | công nghệ
    bưu chính | lưu trữ | văn thư | kiểm kê | thống kê
"""
