"""Questions, acknowledgements and small talk."""

from language.lexicon.cues import Cue

TALK: dict[Cue, str] = {
    Cue.WHO: """
        ai | những ai | còn ai | đơn vị nào | những đơn vị nào | xã nào | những xã nào | các xã nào
        phường nào | sở nào | những sở nào | cơ quan nào | những cơ quan nào | phòng nào | chỗ nào | bên nào
        nơi nào | đơn vị mô | xã mô | sở mô | bao nhiêu đơn vị | bao nhiêu xã | mấy đơn vị | mấy xã | mấy sở
        bao nhiêu sở | bao nhiêu cơ quan | mấy nơi | mấy chỗ | bao nhiêu nơi | ban nào | huyện nào
        thằng nào | anh nào | nhà nào | ngành nào | chỗ mô | nơi mô | ai nữa | team nào | đứa nào | who
        những bên nào | bao nhiêu phường | mấy phường | mấy phòng | những phường nào
    """,
    Cue.LATE: """
        chậm nhất | trễ nhất | muộn nhất | trễ | trễ hạn | quá hạn | chậm | chậm trễ | muộn | nợ | còn nợ
        thiếu | còn thiếu | chưa có báo cáo | =tồn | bị trễ | nợ báo cáo | chưa thấy gửi | chưa thấy nộp
        chưa thấy | =đỏ | báo đỏ | bị nhắc | chậm nộp | chậm gửi | nộp muộn | nộp chậm | nợ bài | còn sót
        sót | late | overdue | =tụt | đọng | vướng | kẹt | =dính
    """,
    Cue.LIST: """
        báo cáo tôi | báo cáo anh | danh sách | liệt kê | thống kê | lập danh sách | điểm danh | list
        điểm tên | bảng tổng hợp | rà giúp | báo tôi | báo cho tôi | gửi tôi | cho tôi xin | cho xin
        xin danh sách | cung cấp danh sách
    """,
    Cue.WHEN: """
        khi nào | bao giờ | hôm nào | ngày nào | ngày mấy | ngày bao nhiêu | mấy giờ | lúc nào | chừng nào
        khi mô | bữa nào | thứ mấy | mồng mấy | mùng mấy | mấy tây | ngày mấy tây | bao lâu | mấy ngày
        bao nhiêu ngày | when | mấy hôm | mấy bữa | bao giờ thì | tháng mấy | ngày mô
    """,
    Cue.DUE: """
        hạn | hạn chót | hạn cuối | thời hạn | deadline | đến hạn | tới hạn | hết hạn | hạn nộp | hạn gửi
        hạn chốt | chốt sổ | khóa sổ | chốt | hạn định | phải nộp | phải gửi | phải xong | due
        chậm nhất là | mấy giờ chốt | kỳ hạn | cần nộp | ngày chốt | thời gian nộp | mốc
    """,
    Cue.INQUIRE: """
        cho hỏi | cho em hỏi | cho mình hỏi | cho tôi hỏi | em hỏi | xin hỏi | hỏi | hỏi chút | hỏi tí
        cho biết | cho em biết | cho mình biết | cho tôi biết | xin cho biết | đề nghị cho biết
        nhắc lại giúp | báo giúp | cho xem | xem giúp | cho em xem | cho xin thông tin | xin thông tin
        nhờ cho biết
    """,
    Cue.HOW: """
        làm sao | như thế nào | thế nào | làm thế nào | cách nào | bằng cách nào | sao | làm răng | kiểu gì
        cách | cách gửi | cách nộp | hướng dẫn em | hướng dẫn giúp | chỉ em | chỉ giúp | hướng dẫn với
        hướng dẫn tôi | hướng dẫn mình | hướng dẫn cách | thao tác | bấm vào đâu | bấm đâu | bấm gì
        nhấn vào đâu | gửi kiểu | cú pháp | dùng sao | sử dụng | how | how to | chỉ tôi | chỉ mình | bày em
        bày giúp | hướng dẫn lại | thế nào cho đúng | ra sao | kiểu chi | mần răng | hướng dẫn sử dụng
        trả lời sao | trả lời thế nào | nhắn gì | nhắn thế nào | quy trình | soạn tin
    """,
    Cue.WHERE: """
        đường nào | bằng đường nào | qua kênh nào | bằng gì | ở đâu | đâu | vào đâu | chỗ nào | địa chỉ
        địa chỉ nào | hòm thư | email nào | link nào | link | đường dẫn | kênh nào | qua đâu | về đâu
        cho ai | gửi ai | nộp ai | hộp thư nào | mail nào | số nào | phần mềm nào | hệ thống nào
        đường link | nộp cho ai | gửi cho ai | trang nào | đến đâu | where | ở mô
    """,
    Cue.WHAT: """
        báo cáo nào | những báo cáo nào | các báo cáo nào | gì | cái gì | nào | mấy | bao nhiêu | những gì
        cái nào | mấy cái | mục nào | khoản nào | việc gì | việc nào | chi | nhiệm vụ nào | nhiệm vụ gì
        bao nhiêu cái | mấy việc | mấy mục | mấy món | món nào | báo cáo gì | what | which | còn gì
    """,
    Cue.QUESTION: """
        hả | nhỉ | phải không | đúng không | hay chưa | được chưa | =à | =thế | vậy | hay sao | =hở | =hử
        ta | =hè | rứa | =ư | đúng hông | có phải
    """,
    Cue.RECORD: """
        xác nhận | được xác nhận | tình trạng | trạng thái | ghi nhận | hệ thống ghi | ghi nhận chưa
        được ghi nhận | đã ghi nhận | kiểm tra giúp | xem giúp | soát giúp | soát hộ | tra giúp | rà hộ
        kiểm tra hộ | xem hộ | coi giúp | coi giùm | xem lại giúp | nhận được chưa | thấy chưa | tra cứu
        lên chưa | check giúp | status
    """,
    Cue.TOOLS: """
        bot làm được gì | làm được gì | bot biết làm gì | bot giúp được gì | giúp được gì
        xin số điện thoại | có mẫu | có file mẫu | có biểu mẫu | có form | số điện thoại | sđt | số máy
        người phụ trách | help | trợ giúp | hdsd | hướng dẫn sử dụng | mẫu nào | biểu mẫu nào | mẫu số
        mẫu gì | xin mẫu | file mẫu | mẫu biểu | biểu mẫu | bot này | con bot | lệnh | lệnh nào | menu
        chức năng | form nào | form | template | mẫu báo cáo | xin file | xin form | xin lại mẫu
        cho em mẫu | cho xin mẫu | cho em xin mẫu | đề cương nào | số điện thoại hỗ trợ | hotline
        đầu mối nào | xin đề cương | cho xin đề cương | mẫu mới
    """,
    Cue.ACK: """
        ok | vâng | dạ | ừ | rõ | đã rõ | biết rồi | nhớ rồi | hiểu rồi | hiểu | noted | roger | đã hiểu
        tuân lệnh | rồi rồi | tiếp thu | em biết | em nhớ | em rõ | em hiểu | nhất trí | đồng ý | ghi nhận
        em ghi nhận | xin ghi nhận | xin tiếp thu | nắm rồi | nắm được | đã nắm | em nắm | thông suốt | copy
        got it | understood | fine | được rồi | được ạ | được em | được anh | dạ được | lĩnh hội | rõ rồi
        nghe rồi | thấy rồi | đã thấy | đã xem | đã đọc | tôi rõ | okela | oách | chốt nhé | yên tâm
        xin chấp hành | chấp hành | nhớ | để ý | sẽ lưu ý | lưu ý | sure | yup | =ậy | ừm | =ờ | =ừa | dạ dạ
        dạ vâng | vâng ạ | vâng dạ | dạ rõ | xin nhận | nhận lệnh | nhận nhiệm vụ | tiếp nhận thông tin
        cảm ơn đã nhắc | cảm ơn bot | cảm ơn nhắc | cảm ơn anh nhắc | cảm ơn chị nhắc | cảm ơn em nhắc
        cảm ơn vì đã nhắc | cảm ơn văn phòng đã nhắc | em biết rồi | xem rồi | đọc rồi | không quên
        sẽ thực hiện | sẽ chấp hành | nhất định
    """,
    Cue.PROMISE: """
        đúng hạn | kịp thời | sớm | làm ngay | gửi ngay | nộp ngay | gửi liền | nộp liền | làm liền
        gửi sớm | nộp sớm | trước hạn | ngay | =liền | ngay và luôn | sớm nhất có thể | sớm nhất | asap
        theo đúng thời gian | theo quy định | đúng thời hạn | đúng thời gian | hết sức | triển khai ngay
        thực hiện ngay | thực hiện nghiêm | đúng giờ | đúng ngày
    """,
    Cue.RECEIVED: """
        tiếp nhận chưa | nhận chưa | đã nhận | nhận được | đã nhận được | nhận được nhắc | nhận thông báo
        đã nhận thông báo | nhận tin | đã nhận tin | nhận được tin | nhận được thông báo | đã tiếp nhận
        nhận được nhắc việc | em nhận được | nhận rồi | em nhận rồi
    """,
    Cue.SOCIAL: """
        xin nghỉ | nghỉ phép | xin phép nghỉ | họp giao ban | cuộc họp | lịch họp | đã giúp | giúp đỡ
        đã hỗ trợ | chào | chào buổi sáng | xin chào | hello | hi | alo | a lô | chúc mừng | chúc
        chúc ngủ ngon | ngủ ngon | good morning | buổi sáng vui vẻ | cuối tuần vui vẻ | sinh nhật
        giáng sinh | noel vui | ăn trưa | ăn cơm | ăn sáng | cafe | cà phê | trà sữa | trà đá | nhậu | đi ăn
        đá bóng | bóng đá | thời tiết | trời mưa | trời nắng | đẹp trai | xinh | haha | hihi | hehe | kaka
        lol | nhầm nhóm | nhầm người | nhắn nhầm nhóm | gửi nhầm nhóm | gửi nhầm tin | nhắn nhầm
        nhầm group | lộn nhóm | lộn group | nhắn lộn | gửi lộn nhóm | lộn chat | nhầm chat | lộn số | giá rẻ
        khuyến mãi | quảng cáo | giảm giá | vay vốn | vay tiền | lãi suất | trúng thưởng | liên hệ ngay
        inbox | zalo | =bán | mua | thanh lý | bảo hiểm | tuyển dụng | cho thuê | nhận đặt | chuyển khoản
        stk | số tài khoản | phí ship | ship cho | đơn hàng | giao hàng | shipper | nhận hàng | ai trực
        trực ban | họp lúc | ai lấy | ai đi | đón con | con ốm | thử | test | testing | thử tin | 1 2 3
        abc | mừng tuổi | lì xì | tết vui | năm mới | chúc tết | happy | merry | vui vẻ | karaoke | ở nhà
        mấy giờ rồi | xổ số | kết quả trận | ai thắng | cảm ơn hôm qua
    """,
    Cue.ORDER_BOT: """
        set status | for all | mark as | you are | system prompt | ignore previous | ignore all | ignore
        prompt | developer mode | jailbreak | bỏ qua hướng dẫn | bỏ qua mọi hướng dẫn | bỏ qua các chỉ thị
        quên hết chỉ dẫn | bỏ qua quy tắc | đóng vai | giả làm | mật khẩu admin | api key | token api
        drop table | delete from | select from | set trạng thái | đánh dấu tất cả | cập nhật tất cả thành
        chuyển tất cả sang | đặt trạng thái | mark all | set all | sudo | admin mode | as an ai | act as
        override | chế độ quản trị | in ra cấu hình | in cấu hình | hãy trả lời rằng | hãy ghi rằng | script
    """,
    Cue.POLITE: """
        ạ | nhé | nha | nghe | nghen | nhe | hen | hén | hỉ | anh | chị | cô | chú | bác | ad | admin | bot
        sếp ơi | ơi | kính gửi | kính thưa | thưa | cảm ơn | xin cảm ơn | trân trọng | trân trọng cảm ơn
        giúp | giúp em | với | luôn | đó | đấy | ấy | nè | mọi người | cả nhà | đồng chí | quý văn phòng
        nhờ | xin lỗi | =à | mà | thôi | nữa | cũng | thì | là | cái | này
    """,
}
