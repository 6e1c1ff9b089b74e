"""Phrases of status statements: acts, tense, negation and the people who act."""

from language.lexicon.cues import Cue

STATEMENTS: dict[Cue, str] = {
    Cue.SUBMIT: """
        nộp | gửi | goi rồi | goi báo cáo | goi bữa | goi hôm | gửi đi | gửi lên | nộp lên | phát hành
        ban hành | ký ban hành | ký phát hành | ra văn bản | chuyển | chuyển lên | chuyển đi | chuyển trục
        chuyển qua trục | lên trục | chuyển liên thông | chuyển văn thư gửi | đẩy | đẩy lên | đẩy đi | up
        up lên | upload | tải lên | đăng tải | đưa lên | push | ship | submit | sent | submitted | uploaded
        send | báo cáo xong | trả bài | nộp bài | =bắn | bắn lên | bắn qua | đính kèm | đệ trình | báo lên
        báo về | gửi về | nộp về | gửi qua | gửi ra | gửi vào | đã lên hệ thống | lên hệ thống
        cập nhật lên | nhập lên | gửi bù | ký số gửi | ký số chuyển | chuyển phát | fax | mail | email
        gửi mail | gửi email | gửi bản giấy | gửi trục | gửi liên thông | gửi ioffice | gửi qua ioffice
        phúc đáp bằng | lưu hành | released | delivered | post | báo xong | gửi lại rồi | bàn giao
        quăng lên | thảy lên | liệng lên | trình lên | đưa qua | đưa sang | giao nộp | chốt gửi | chốt nộp
        ký gửi | gửi kèm | gửi hỏa tốc | đi công văn | đi văn bản | xuất văn bản | ra công văn
    """,
    Cue.DONE: """
        xong | hoàn thành | hoàn tất | hoàn thiện xong | done | completed | finish | finished | đâu vào đó
        đâu vào đấy | xong xuôi | xong hết | chốt | chốt xong | chốt sổ | hoàn thành nhiệm vụ | xong việc
        đủ | đủ cả | ok hết | tròn vai | xong phim | khép sổ | dứt điểm | xử lý xong | giải quyết xong
        làm xong | thực hiện xong | trọn vẹn | hoàn thành xong | clear | đã hoàn thành
    """,
    Cue.WORK: """
        làm | triển khai | thực hiện | bắt đầu | =động | động đến | động tới | động gì | bắt tay | khởi động
        =đụng | đụng tới | đụng vào | đụng đến | =rớ | =rờ | =sờ | sờ tới | sờ đến | =ngó | ngó tới | mở ra
        start | tiến hành | làm gì | sờ vào | =mó
    """,
    Cue.PREPARE: """
        soạn | soạn thảo | dự thảo | viết | gõ | tổng hợp | rà soát | gom | thu thập | xây dựng | chỉnh sửa
        biên tập | =rà | hoàn thiện | hoàn chỉnh | tiếp thu ý kiến | lấy ý kiến | xin ý kiến | thẩm định
        kiểm tra số | cộng số | soát | chạy số | đối chiếu | =dò | dò lại | nhập liệu | nhập số
        cập nhật số | chốt số | hợp nhất | chắp bút | phác thảo | làm phụ lục | làm biểu | lên khung
        lên đề cương | đề cương | bản nháp | nháp | sửa lại | chỉnh lại | biên soạn | rà lại | soát lại
        kiểm lại | đọc lại | đọc soát | trau chuốt | hiệu chỉnh | chạy dữ liệu | xuất dữ liệu | làm báo cáo
        draft | review | scan | =dựng | làm nội dung | cân số | khớp số | đối soát | cộng dồn | kết xuất
        tham mưu | dàn ý
    """,
    Cue.SIGN: """
        ký | ký số | ký duyệt | ký tắt | ký nháy | ký tá | duyệt | phê duyệt | trình | trình ký
        trình duyệt | đóng dấu | cho số | xin chữ ký | lấy số | vào số | cấp số | lấy dấu | đóng mộc | =phê
        thông qua | xin số | lên số | chữ ký | cho ý kiến | ký tên | có số | đánh số | vào sổ | =đọc
        xem lại | bút phê | kí | kí duyệt | trình lãnh đạo | trình sếp | trình chủ tịch
    """,
    Cue.PROGRESS: """
        mới có | mới xong khung | khung sườn | đã làm nhưng | làm nhưng | mới bắt đầu | mới nhập | mới gom
        mới soạn | mới viết | mới tổng hợp | gần gửi | gần nộp | gần gửi được | gần nộp được | working on
        working | đang tiếp thu | gần xong | sắp xong | gần như xong | xong phần lớn | xong một nửa
        được một nửa | nửa chặng | nửa đường | xong nửa | xong phần | được phần | xong cơ bản | cơ bản xong
        cơ bản hoàn thành | còn chút nữa | còn tí nữa | còn một chút | còn ít | gần đủ | dở dang | =dở
        đang dở | còn phần | còn mục | còn khúc | còn mỗi | chỉ còn | còn đoạn | còn lại mỗi | thiếu mỗi
        tiến độ | trong quá trình | làm dở | xong thô | bản thô | đang dang dở | còn biểu | còn phụ lục
        sắp hoàn thành | gần hoàn thành | sắp rồi | gần rồi | sắp đủ | đang triển khai | đang thực hiện
        đang làm | đã bắt đầu | xong khâu | đang tiến hành | in progress | mới xong | mới làm | mới được
        làm được | viết được | soạn được | còn thiếu | đang giục | giục | đôn đốc | đang hối | đang xử lý
        mới làm được | sắp nộp | sắp gửi | chuẩn bị gửi | chuẩn bị nộp | wip | đang thúc | còn đợi | còn chờ
        bước cuối | khâu cuối | ở khâu | đang trình | đang hoàn thiện | đang soạn | nằm bên | nằm trên bàn
        chưa ráo | sắp trình | chuẩn bị trình | đang gấp rút | gấp rút | vẫn đang | đang khẩn trương
        đang tích cực | đang chạy | kẹt ở khâu ký | bản dự thảo | đang nháp | xong dự thảo | xong bản thảo
    """,
    Cue.WAIT: """
        chờ | đợi | ngồi chờ | ngồi đợi | chờ đợi | =ngóng | =trông | =hóng
    """,
    Cue.NIL: """
        không phát sinh gì | không phát sinh | không có gì phát sinh | không có phát sinh | chưa phát sinh
        ko phát sinh | không ps | kps | phát sinh 0 | không có trường hợp nào | không có vụ việc nào
        không có vụ nào | không có đơn nào | bằng 0 hết | nil | báo cáo trắng | số liệu bằng 0
    """,
    Cue.NOT_BEGUN: """
        chưa có gì | chưa làm gì | chưa đâu vào đâu | quên mất | quên khuấy | quên béng | quên tiệt
        quên bẵng | chưa chữ nào | chưa biết gì | còn nguyên | trắng tinh | số 0 tròn | chưa =động
        chưa động gì | chưa động đến | chưa động tới | chưa động vào | chưa =đụng | chưa đụng gì
        chưa đụng tới | chưa đụng vào | chưa triển khai | chưa làm | chưa bắt đầu | chưa viết | chưa soạn
        chưa mở | chưa khởi động | chưa bắt tay | chưa thực hiện | chưa tiến hành | chưa sờ | chưa rớ
        chưa kịp làm | chưa kịp triển khai | chưa kịp soạn | chưa kịp viết | chưa kịp bắt đầu | chưa một chữ
        0% | chưa giao ai | chưa phân công | chưa có phân công | chưa động đậy | not yet | chưa ai làm
        chưa làm được | chưa làm tới | chưa làm đến | làm gì đã có | không kịp làm | chưa đả động | chưa ngó
        chưa nhúc nhích | chưa xây dựng | chưa dự thảo | chưa có chữ nào | chưa ra chữ nào | chưa tổng hợp
        chưa làm chi | chưa mần | chưa mần chi | chưa có chi | chưa có tiến độ | chưa rờ | chưa khởi tạo
        quên luôn | quên | đã làm đâu | có làm đâu | đã làm gì đâu | có làm gì đâu | làm gì đâu
        chưa tính tới | chưa nghĩ tới | để quên | not started | chưa start | chưa gì hết | chưa gì cả
        chưa gì | trắng trơn | chưa chuẩn bị | chưa tham mưu | bỏ quên | chưa đọc | chưa xem tới
    """,
    Cue.PAST: """
        đã | sent | submitted | delivered | released | uploaded | completed | finished | vừa | vừa mới
        mới vừa | vừa xong | mới nãy | ban nãy | lúc nãy | hồi nãy | khi nãy | vừa nãy | hồi hôm | từ lâu
        lâu rồi | từ đời nào
    """,
    Cue.JUST: """
        mới | mới vừa | vừa mới | mới xong
    """,
    Cue.ALREADY: """
        rồi | rồi mà | rồi đó | rồi đấy | rồi nhé | luôn rồi | từ lâu rồi | từ sớm
    """,
    Cue.ONGOING: """
        đang | vẫn còn đang | còn đang | hiện đang | =đương
    """,
    Cue.FUTURE: """
        sẽ | sắp | định | dự kiến | dự định | hẹn | xin hẹn | hứa | chuẩn bị | =cố | cố gắng | tranh thủ
        ráng | phấn đấu | kịp | cam kết | đảm bảo | bảo đảm gửi | chắc chắn | để em | để tôi | để mình
        chậm nhất | muộn nhất | trễ nhất | sớm nhất | nội trong | rồi em gửi | rồi em nộp | rồi gửi
        rồi nộp | là gửi | là nộp | là có | mới gửi được | mới nộp được | mới xong được | rồi sẽ | rồi mới
        xong em gửi | xong em nộp | xong gửi | xong nộp | xong sẽ | xong là | có ngay | bắt đầu làm từ
    """,
    Cue.SOON: """
        lát nữa | lát | chút nữa | tí nữa | tẹo nữa | chốc nữa | tý nữa | xíu nữa | lát em | tí em | lát gửi
        lát nộp | chút xíu nữa | lúc nữa
    """,
    Cue.LACK: """
        không có | không còn | chẳng có | không hề có
    """,
    Cue.NEG: """
        chưa | hong | không có | không còn | chẳng có | không | chẳng | chẳng hề | chưa hề | chưa từng
        không hề | chưa có ai | chưa ai
    """,
    Cue.DENIAL: """
        đâu | gì đâu | đâu mà | làm gì đã | nào đã | có đâu | đã đâu | làm gì có | đã gì | bao giờ đâu
        đâu có | đâu đã | đâu ra | gì đã | =mô
    """,
    Cue.IF: """
        lẽ ra | đáng lẽ | đáng lý | =đáng ra | nhẽ ra | đúng ra | suýt | suýt nữa | xém | nếu | =hễ | giả sử
        giả dụ | nhỡ | lỡ | trường hợp | ví như | mà nộp rồi thì | phải chi | khi nào xong | bao giờ xong
        chừng nào xong
    """,
    Cue.NEUTRAL: """
        hết | tất cả | cả hai | cả 2 | cả ba | cả 3 | cả bốn | cả 4 | toàn bộ | các báo cáo | mọi báo cáo
        cả loạt | hết thảy | hết ráo | hết trơn | hết sạch | mọi thứ | cả lô
        sạch sẽ | hết mọi | 2 cái | hai cái | 3 cái | ba cái | 4 cái | bốn cái | cả mấy cái | mấy cái
        tất tần tật | tuốt | hai báo cáo | cả hai báo cáo | cả hai cái | cả 2 cái | 2 báo cáo | 3 báo cáo
        ba báo cáo | all | mấy báo cáo | hai mục | 2 mục | ba mục | 3 mục | hai loại | 2 loại | nộp tiền
        nộp phạt | nộp thuế | nộp học phí | nộp đơn | gửi xe | gửi tiền | gửi quà | gửi con | gửi hàng
        chuyển khoản | ai lấy nhầm | nhận bàn giao | mới nhận | nhận việc | lấy nhầm | cầm nhầm | đi nhầm
        ký hợp đồng | hợp đồng | chuyển đổi | làm việc | trình độ | gửi lời | làm ơn | đang tin
        chương trình | quá trình | xong đời | kỳ này | kỳ trước | kỳ sau | tiếp nhận và | đi làm | đi họp
        đi công tác | đi học | đi tập huấn | tập huấn | họp | không sao | không có gì | không vấn đề
        đã nhắc | nhắc nữa | khỏi nhắc | đừng nhắc | không nhắc | ngừng nhắc | gỡ cảnh báo | xử lý phản ánh
        phản hồi lại | gửi nhắc | gửi thông báo | anh gửi | chị gửi | văn phòng gửi | bot gửi | anh nhắc
        chị nhắc | bot nhắc | văn phòng nhắc
    """,
    Cue.DOUBT: """
        tưởng | cứ tưởng | tưởng là | cứ nghĩ là | cứ ngỡ | hình như | chắc là | có lẽ | nghe nói | nghe đâu
        thấy bảo | nghe bảo | không nhớ | chẳng nhớ | không rõ | không biết | chả biết | có vẻ | hồ như
        ngỡ | không chắc | chưa chắc | chắc | dường như | thấy nói | nhớ mang máng | đâu như | ai bảo
        ai nói | thì phải | để em xem | để em hỏi | để kiểm tra | để em kiểm tra | để hỏi lại
    """,
    Cue.UNABLE: """
        không thể | chưa thể | không được | chưa được | không kịp | chưa kịp | không sao mà | chưa làm sao
        không tài nào
    """,
    Cue.CANNOT: """
        =chịu | em chịu | chịu luôn | chịu thua | bó tay | đành chịu | không có cách | không làm được
        không lập được | không tổng hợp được | chưa tổng hợp được | chưa lập được | không viết được
        không vào được | không ra được | không chủ động được | không làm nổi | không xong được | hết cách
        không xuất được | không chạy được | không triển khai được | không thực hiện được
        không hoàn thành được | không báo cáo được | sao mà báo | sao mà làm | sao làm được | sao làm
        sao mà gửi | sao mà nộp | lấy gì mà | lấy gì | lấy đâu ra | không biết lấy đâu | không biết làm sao
        =tắc | tắc nghẽn | đứng hình | đứng máy | bất khả thi | không có căn cứ | chưa có căn cứ
        chưa có cơ sở | không có cơ sở | chưa biết làm sao | không biết làm thế nào | không đủ điều kiện
        chưa đủ điều kiện
    """,
    Cue.CONTRAST: """
        ai dè | ai ngờ | hóa ra | té ra | nhưng | nhưng mà | mà | song | tuy nhiên | còn | chứ | cơ mà
        thế nhưng | trừ | ngoại trừ | riêng
    """,
    Cue.BECAUSE: """
        vì | do | bởi | bởi vì | =tại | tại vì | lý do | lí do | là do | nguyên nhân | nên | cho nên
        nên là | vì vậy | do đó | do vậy
    """,
}
