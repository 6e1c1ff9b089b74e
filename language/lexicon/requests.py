"""Phrases that ask for time, name an obstacle, deny the duty or take back an earlier message."""

from language.lexicon.cues import Cue

REQUESTS: dict[Cue, str] = {
    Cue.EXTEND: """
        gia hạn | xin gia hạn | lùi hạn | lùi lại | lùi | xin lùi | =dời | dời lại | dời sang | dời qua
        dời đến | dời tới | cho dời | dời hạn | xin dời | khất | xin khất | cho khất | hoãn | xin hoãn
        hoãn lại | dịch | dịch sang | dịch lại | thư thư | thư thả | du di | châm chước | =nới | nới hạn
        nới thời gian | giãn | xin giãn | cho nợ | xin nợ | xin chậm | cho chậm | cho nộp chậm
        cho gửi chậm | cho nộp muộn | cho gửi muộn | nộp chậm | nộp muộn | nộp trễ | gửi chậm | gửi muộn
        gửi trễ | xin muộn | cho muộn | cho trễ | xin trễ | thêm thời gian | xin thêm thời gian | xin thêm
        cho thêm | cho em thêm | cho mình thêm | cho tôi thêm | thêm ít thời gian | thêm chút thời gian
        thêm vài ngày | thêm vài hôm | thêm mấy ngày | thêm mấy hôm | extend | extension | delay | nán
        nán lại | kéo dài thời hạn | kéo dài thời gian | chậm lại | trễ lại | đẩy lùi | lui | lui lại
        lùi thời hạn | rộng thời gian | lùi thời gian | điều chỉnh thời hạn | điều chỉnh hạn | xin thời hạn
        xin thời gian | cho em thời gian | nới cho | cho thư | xin vài hôm | xin ít hôm | xin mấy bữa
        xin mấy hôm | xin vài ngày | xin mấy ngày | xin ít ngày | cho vài hôm | cho vài ngày | cho mấy hôm
        cho em mấy bữa | cho em vài hôm | cho em vài ngày | thong thả | xin qua tuần | cho em qua | cho qua
        khoan hồng | xin được chậm | xin phép chậm | xin phép nộp chậm | xin phép gửi chậm | xin phép trễ
        trễ hạn xin | xin khất nợ | khất nợ | trễ đến | trễ tới | chậm đến | muộn đến | hẹn lại đến | ân hạn
        linh động thêm | linh động | co giãn | cho lui | bớt gấp | cho em khất | nới tay
    """,
    Cue.ASK_FOR: """
        xin | xin phép | cho phép | đề nghị cho | đề nghị cho phép | đề nghị | kính đề nghị | cho em
        cho mình | cho tôi | cho bên em | cho xã | cho đơn vị | cho phường | cho phòng | cho xã em
        cho đơn vị em | cho bọn em | cho tụi em | mong được | mong văn phòng | kính mong | nhờ anh cho
        xin được | xin được phép | cho con | cho cháu | cho chúng em | cho chúng tôi | cho cơ quan | cho nộp
        cho gửi | được không | được hong | được hông | đc không | được chăng | có được không
        nhé được không | cho tụi mình | cho nhà em | cho tui | kính xin | kính trình | trình cho phép
        cho bên mình | cho phòng em | cho ban em | cho trung tâm | cho team
    """,
    Cue.FAILED: """
        bị trả lại | trả về | bị trả về | chưa thành công | không thành công | thất bại | bị từ chối
        failed | không đi được
    """,
    Cue.SYSTEM: """
        hệ thống | phần mềm | cổng | cổng dịch vụ công | mạng | máy | máy tính | máy scan | máy in | wifi
        tài khoản | link | trang | web | website | server | đường truyền | token | chữ ký số | internet
        ioffice | máy chủ | trục | trục liên thông | app | ứng dụng | usb | máy quét | dữ liệu | đăng nhập
        mật khẩu | điện | kho dữ liệu | cơ sở dữ liệu | đường dây | modem | phần mềm báo cáo
    """,
    Cue.FAULT: """
        lỗi | hỏng | =hư | bị hư | chết | sập | treo | đơ | =cắt | đứt | =yếu | bảo trì | nâng cấp | hết hạn
        bị khóa | chập chờn | lag | giật | quá tải | quay mãi | quay hoài | xoay mãi | load mãi | không lên
        quay đều | tê liệt | down | die | trục trặc | =mất | không nhận | không chạy | không cho nhập
        không cho gửi | không cho | không vào | không mở | không phản hồi | bị đứt | bị cắt | bị treo
        bị sập | cháy | không hiện | trắng | không ra | đứng
    """,
    Cue.OBSTACLE: """
        báo sai mật khẩu | không có ai thay | không có ai thay thế | chưa có ai thay | chưa có ai thay thế
        chưa có người thay thế | không có người thay thế | không ai thay thế | không ai biết
        không có ai biết | không có ai làm | chưa ai hướng dẫn | chưa có ai hướng dẫn | chưa ai chỉ
        không cho nhập | không cho gửi | không cho đăng nhập | không cho nộp | cắt đường truyền
        không ai làm được | chờ hướng dẫn | đợi hướng dẫn | chờ mẫu | đợi mẫu | chờ văn bản hướng dẫn
        đợi văn bản hướng dẫn | chờ biểu mẫu | chờ đề cương | chờ cấp tài khoản | chờ sửa máy
        chờ khắc phục | chờ kỹ thuật | không gửi được | không nộp được | không gửi lên được
        không nộp lên được | gửi mãi không được | gửi hoài không được | nộp hoài không được
        nộp mãi không được | vào hoài không được | vào mãi không được | lỗi | bị lỗi | báo lỗi | lỗi mạng
        lỗi hệ thống | lỗi phần mềm | lỗi font | sập | bị sập | sập mạng | sập nguồn | treo | bị treo
        treo máy | =đơ | bị đơ | quay tròn | xoay tròn | mất mạng | rớt mạng | mất điện | cúp điện
        cắt điện | mất kết nối | mất nét | mất net | đứt cáp | nghẽn mạng | không vào được mạng
        không có mạng | không có điện | mất internet | mất sóng | hỏng | bị hỏng | máy hỏng | hỏng máy
        máy tính hư | máy tính hỏng | máy in hỏng | máy in hư | hư rồi | hư máy | =hư | bị hư | máy hư
        cháy máy | ổ cứng | virus | dính virus | mã độc tấn công | bảo trì | đang bảo trì
        nâng cấp hệ thống | không đăng nhập được | không truy cập được | không vào được | không mở được
        không đăng nhập | chưa đăng nhập được | không kết nối được | từ chối kết nối | không kết nối
        không login được | chưa vào được | chưa truy cập được | vào không được | đăng nhập không được
        mở không được | gửi không được | gửi không đi | nộp không được | tải không được | upload không được
        không up được | không tải được | không tải lên được | up không được | không ký số được
        ký số không được | không gửi đi được | không nhận được file | không lên được | không xuất ra được
        không kết xuất được | không load được | không load | chưa có tài khoản | mất tài khoản
        khóa tài khoản | bị khóa | quên mật khẩu | mất mật khẩu | sai mật khẩu | chưa được cấp tài khoản
        chưa cấp tài khoản | không có tài khoản | chưa được phân quyền | chưa phân quyền | chưa có quyền
        không có quyền | hết hạn chứng thư | chứng thư số hết hạn | chữ ký số hết hạn | ký số hết hạn
        chứng thư số hết | token hết hạn | mất token | hỏng token | usb ký số hỏng | mất usb | mất chữ ký số
        chứng thư hết hạn | hết hạn chữ ký số | hết hạn token | timeout | time out | server down
        down server | error | bị down | hệ thống down | not found | chưa có mẫu | không có mẫu
        chưa có biểu mẫu | không có biểu mẫu | chưa có hướng dẫn | không có hướng dẫn | chưa hướng dẫn
        chưa nhận được hướng dẫn | thiếu hướng dẫn | thiếu mẫu | mẫu chưa có | chưa nhận được mẫu
        chưa thấy mẫu | chưa có đề cương | không thấy mẫu | không tìm thấy mẫu | hướng dẫn chưa có
        chưa ban hành hướng dẫn | chưa nhận được công văn | chưa nhận được văn bản | không có file mẫu
        =bão | mưa bão | =lũ | lụt | ngập | mưa lũ | lũ lụt | sạt lở | ngập lụt | thiên tai | cô lập
        sơ tán | lốc | áp thấp | bão số | ốm | bị ốm | ốm nặng | nằm viện | nhập viện | =bệnh | bị bệnh
        thai sản | nghỉ sinh | nghỉ đẻ | nghỉ việc | chuyển công tác | không có người thay
        chưa có người thay | không ai thay | không ai làm thay | khuyết người | thiếu người
        không có người làm | thiếu nhân sự | chưa có người phụ trách | tai nạn | việc gia đình | có tang
        đám tang | không người thay | chưa bố trí người | không có cán bộ | bị cách ly | cấp cứu
        không phản hồi | không trả lời | không liên lạc được | không hợp tác | không cung cấp
        chưa cung cấp | chưa phản hồi | chưa trả lời | chưa trả | chưa trả kết quả | không chịu gửi
        không chịu cung cấp | không nghe máy | bặt tăm | im lặng | kinh phí | chưa có kinh phí
        chưa cấp kinh phí | chưa được cấp | không có kinh phí | chưa bố trí kinh phí | vướng | vướng mắc
        bị vướng | kẹt | bị kẹt | trục trặc | sự cố | bị sự cố | gặp sự cố | khó khăn | gặp khó khăn
        không có số liệu | chưa có số liệu | chưa có số | không có số | chưa có dữ liệu | không có dữ liệu
        chưa có log | chưa có mã | không có mã | mất dữ liệu | mất số liệu | mất file | hỏng file
        chưa đủ số liệu | số liệu chưa có | số liệu chưa về | dữ liệu chưa về | chưa nhận được số liệu
        chưa có kết quả | chưa có thông tin | chưa có báo cáo | không ra số | ra số không | lệch số
        dữ liệu sai | số liệu sai | bó tay | đứng hình | tê liệt | hoãn lịch | không đồng bộ | chưa đồng bộ
        không khớp | lệch số liệu | nhảy số | dữ liệu trống | trắng dữ liệu | mất hết dữ liệu | bị hack
        tấn công mạng
    """,
    Cue.HINDRANCE: """
        chưa gửi số liệu | chưa gửi số | chưa nộp số liệu | chưa báo số | chưa gửi phụ lục | chưa cung cấp
        chưa gửi về | chưa chốt số | chưa báo cáo lên | chưa gửi dữ liệu | thiếu số liệu | thiếu dữ liệu
        thiếu số | thiếu phụ lục | thiếu báo cáo | chưa chịu gửi | chậm gửi | gửi chậm số liệu | chưa nộp về
        còn thiếu số liệu | còn thiếu số | thiếu file | chưa gửi file
    """,
    Cue.NOT_OURS: """
        không làm mảng | không dành cho | không thuộc diện | không có cơ sở nào | không làm nhiệm vụ
        không làm lĩnh vực | không làm việc này | không làm nội dung | không đảm nhiệm | không còn làm
        chứ không phải sở em | chứ không phải xã em | chứ không phải bên em | chứ không phải của em
        chứ không phải bên mình | chứ không phải đơn vị em | chứ không phải phòng em | chứ không phải em
        không phải sở em | không phải phường em | không phải phòng em | chứ không phải phường em
        không phải của bên em | không phải của xã em | không phải của sở em | không phải đơn vị em
        chứ đâu phải | không dính tới | không dính gì | không thuộc | không thuộc thẩm quyền
        không thuộc trách nhiệm | không thuộc phạm vi | không thuộc đối tượng | không phải của
        không phải việc | không phải nhiệm vụ | không phải trách nhiệm | không phải đối tượng
        không phải đơn vị | không phải bên em | không phải bên mình | không phải xã em | không phải của em
        không phải phần | không phải mảng | không phải chức năng | không phải thực hiện | ngoài phạm vi
        ngoài thẩm quyền | trái thẩm quyền | không đúng thẩm quyền | không có chức năng | không có thủ tục
        không có tthc | không có lĩnh vực | không có nhiệm vụ | không có bộ phận | không có dự án
        không có vốn | không có công trình | không có hệ thống nào | không có tiếp nhận | không được giao
        chưa được giao | không giao | không quản lý | không còn quản lý | không phụ trách
        không còn phụ trách | không còn nhiệm vụ | không còn chức năng | không còn thực hiện | không áp dụng
        chưa áp dụng | không thực hiện | không triển khai | không liên quan | chẳng liên quan | đã sáp nhập
        sáp nhập | nhập vào | sát nhập | hợp nhất vào | đã giải thể | giải thể | chuyển về sở
        đã bàn giao cho | bàn giao về | bàn giao sang | chuyển sang sở | chuyển chức năng | đã chuyển giao
        chuyển giao | chuyển nhiệm vụ | điều chuyển | nhầm đơn vị | giao nhầm | gửi nhầm đơn vị | nhắc nhầm
        sai đơn vị | sai địa chỉ | gửi sai đơn vị | gửi nhầm địa chỉ | nhầm địa chỉ | phân nhầm | giao sai
        nhầm sở | nhầm xã | nhầm chỗ | sai chỗ | của đơn vị khác | của sở khác | là việc của | phải việc của
        là trách nhiệm của | là nhiệm vụ của | việc này của | thuộc trách nhiệm của | thuộc thẩm quyền của
        hết nhiệm vụ | không dính | không dính dáng | not our | không có khu | đâu có phải việc
        không tham gia | không nằm trong | không có tên trong | không trong danh sách
        không nằm trong danh sách | ngoài danh sách | không phải cơ quan | không có cơ chế | phải của bên
        đâu phải việc | đâu phải của | đâu phải nhiệm vụ | đâu thuộc | có phải việc của | đâu có thuộc
        huyện không còn | bỏ cấp huyện | đã bãi bỏ | bãi bỏ | không còn hiệu lực | hết hiệu lực
        không nằm trong phạm vi | không giải quyết thủ tục | không có chuyên mục | không vận hành
        không còn tồn tại
    """,
    Cue.NOT_NEEDED: """
        không phải báo | không cần báo | khỏi báo | khỏi phải báo | không phải báo cáo | không phải nộp
        không phải gửi | không cần báo cáo | không cần nộp | không cần gửi | không phải làm | không cần làm
        không phải đăng ký | không đăng ký | khỏi báo cáo | khỏi nộp | khỏi gửi | miễn báo cáo | được miễn
        miễn | không báo cáo | không gửi báo cáo | không lập báo cáo | không nộp báo cáo | không làm báo cáo
        khỏi làm | khỏi phải | không yêu cầu | không bắt buộc | không có nội dung báo cáo
        không có gì để báo cáo | không có nội dung để báo cáo | không có gì báo cáo | không phải lập
        không có số liệu để báo cáo | nên thôi | xin không | xin phép không | xin miễn | không cần phải
        khỏi cần | không có sáng kiến | không có mô hình | không đăng ký tham gia
    """,
    Cue.CORRECT: """
        hủy thông báo | hủy trạng thái | hủy xác nhận | xin hủy | cho hủy | bỏ trạng thái | cho mình sửa
        cho tôi sửa | gõ thiếu | viết thiếu | nhập thiếu | báo thiếu | chỉnh lại giúp | chỉnh giúp
        chỉnh lại số | chỉnh số | nhầm | báo nhầm | nói nhầm | ghi nhầm | gửi nhầm | nộp nhầm | nhắn nhầm
        gõ nhầm | nhập nhầm | bấm nhầm | đánh nhầm | nhầm số | nhầm ngày | nhầm file | nhầm bản | =lộn
        báo lộn | nói lộn | ghi lộn | gửi lộn | đưa lộn | nộp lộn | nhắn lộn | gõ lộn | lộn số | lộn ngày
        lộn file | bấm lộn | nhập lộn | đính chính | xin đính chính | cải chính | rút lại | xin rút
        cho rút | thu hồi | xin thu hồi | hủy báo cáo | hủy tin | hủy bản | hủy văn bản | hủy kết quả
        bỏ tin trước | bỏ bản | bỏ văn bản | bỏ số | sửa giúp | sửa lại giúp | sửa lại là | sửa lại thành
        sửa thành | sửa số | sửa lại số | sửa ngày | sửa lại ngày | xin sửa | cho em sửa | cho sửa
        điều chỉnh lại | điều chỉnh số | xin điều chỉnh số liệu | xin điều chỉnh lại | thay thế | thay bằng
        xin thay | thay bản | thay văn bản | thay file | ghi sai | báo sai | sai số | viết sai | gõ sai
        nhập sai | đánh sai | nói sai | gửi sai | sai ngày | là sai | bị sai | sai rồi | sai sót
        có sai sót | ghi thiếu | thiếu số 0 | typo | viết nhầm | mới đúng | mới phải | mới chuẩn | chuẩn là
        đúng là | đúng phải là | chính xác là | số đúng | ngày đúng | số chuẩn | cập nhật lại số
        cập nhật lại là | không phải là | chứ không phải | gửi lại bản | nộp lại bản | bản đúng | bản chuẩn
        bản sửa | xin lại | báo lại là | nói lại là | correction | corrected | bỏ qua tin
        bỏ qua báo cáo trước | tin trước sai | tin trước | không tính | đừng tính | bị nhầm | nhầm lẫn
        nhầm rồi | lộn rồi | hiệu đính | lấy lại bản | bản trước | văn bản trước | chốt lại là | chốt lại số
        nhìn nhầm | nhìn lộn | đọc nhầm | đọc lộn | xem nhầm | undo | revert | retract | cho em đính chính
        hoàn lại trạng thái
    """,
    Cue.MEASURE: """
        tỷ lệ | tỉ lệ | số hồ sơ | hồ sơ | đúng hạn | trước hạn | trễ hạn | quá hạn giải quyết
        mức độ hài lòng | hài lòng | trực tuyến | nộp qua mạng | qua mạng | thanh toán
        thanh toán trực tuyến | giải ngân | đã giải ngân | giải ngân được | vốn | số hóa | số hoá
        tái sử dụng | tiếp nhận | giải quyết | đã giải quyết | số đơn | đơn thư | đơn khiếu nại | đơn tố cáo
        khiếu nại | tố cáo | phản ánh | kiến nghị | lượt | lượt tiếp | vụ việc | số vụ | thủ tục cắt giảm
        thủ tục | máy trạm | máy tính | máy | hệ thống có | hộp thư | tài khoản | chữ ký số
        thành phần hồ sơ | kết quả số hóa | tổng số | số lượng | sáng kiến | mô hình | tiết kiệm được
        tiết kiệm | kinh phí tiết kiệm | tỷ đồng | triệu đồng | triệu | tỷ | phát sinh | đồng | người dân
        dịch vụ công | dịch vụ công trực tuyến | toàn trình | một phần | căn cước | định danh | chỉ số
        điểm | đạt | chiếm | bằng | cấp độ | phê duyệt cấp độ | sự cố mạng | lỗ hổng | cắt giảm được
        đơn giản hóa | dự án | công trình | lượt người | tin bài | văn bản điện tử | quá hạn | hs | tồn đọng
        =tồn | hộ | trường hợp | vụ | chỉ tiêu | kết quả đạt | văn bằng | chứng chỉ | số tiền | tổng
    """,
}
