"""Who speaks, who signs, who supplies figures, and who is somebody else."""

from language.lexicon.cues import Cue

PEOPLE: dict[Cue, str] = {
    Cue.SELF: """
        em | tôi | mình | tụi em | chúng em | bọn em | chúng tôi | bên em | bên mình | bên tôi | bên này
        bên chúng tôi | đơn vị em | đơn vị tôi | đơn vị mình | đơn vị chúng tôi | xã em | xã mình | xã nhà
        xã tôi | phường em | phường mình | phường tôi | sở em | sở mình | sở tôi | phòng em | phòng mình
        phòng tôi | nhà em | nhà mình | cơ quan em | cơ quan tôi | cơ quan mình | cơ quan chúng tôi
        tụi mình | bên xã em | ban em | ban mình | trung tâm em | cty em | chỗ em | chỗ mình | chỗ tôi
        bên ni | tụi tui | team em | team mình | xã chúng tôi | sở chúng tôi | phường nhà | xã ta
        ủy ban mình | ubnd xã em
    """,
    Cue.LEADER: """
        sếp | lãnh đạo | chủ tịch | phó chủ tịch | giám đốc | phó giám đốc | trưởng phòng | phó trưởng phòng
        thủ trưởng | chánh văn phòng | bí thư | phó chánh văn phòng | chỉ huy | trưởng ban | phó ban
        lãnh đạo sở | lãnh đạo xã | lãnh đạo phòng | lãnh đạo đơn vị | thủ tục ký | chủ tịch xã
        chủ tịch phường | người ký | các sếp | xếp lớn | anh trưởng | anh chủ tịch | chị giám đốc
        ban giám đốc | kế toán trưởng | cấp trên
    """,
    Cue.OTHERS: """
        xã khác | các xã khác | mấy xã khác | xã bạn | xã bên | xã bên cạnh | xã kia | sở khác | sở bạn
        các sở khác | phường khác | phường bên | phường bạn | đơn vị khác | các đơn vị khác | đơn vị bạn
        mấy đơn vị kia | cơ quan khác | bên khác | bên kia | bên đó | bên ấy | bên nớ | huyện khác
        chỗ khác | người ta | họ | bọn họ | các nơi | nơi khác | xã ngoài | mấy nơi | bên sở | bên phòng
        bên thuế | bên công an | bên y tế | bên tài chính | bên nội vụ | bên tư pháp | bên xây dựng
        bên giáo dục | bên công thương | bên nông nghiệp | bên thanh tra | bên văn hóa | bên huyện
        bên phường | bên xã | bên tỉnh | phòng bên | xã láng giềng | đơn vị kia | mấy bên | các bên
        mấy chỗ | ban khác | sở kia | phường kia | hàng xóm
    """,
    Cue.SUPPLIER: """
        các phòng | các thôn | các xã | các đơn vị | các trường | các ban | các khu | các tổ | các ấp
        các bộ phận | các trạm | các ngành | mấy phòng | mấy thôn | mấy xã | hai phòng | ba phòng
        phòng chuyên môn | các phòng ban | phòng ban | đơn vị trực thuộc | các đơn vị trực thuộc
        phòng trực thuộc | chủ đầu tư | nhà thầu | vendor | đối tác | bên cung cấp | kho bạc | viễn thông
        nhà mạng | vnpt | viettel | chi cục | cơ quan thuế | công an | thôn bản | thôn | ấp | một số phòng
        vài phòng | đơn vị phối hợp | chuyên gia | tư vấn | đơn vị tư vấn | phòng tài chính | phòng kinh tế
        phòng văn hóa | trưởng thôn | bên cung ứng | phòng giáo dục | phòng nội vụ | phòng tài nguyên
        cơ sở | hai thôn | ba thôn | mấy ấp | trạm y tế | nhà trường | các bên liên quan
    """,
    Cue.DRAFT: """
        dự thảo | bản dự thảo | bản nháp | bản thảo | xin ý kiến | lấy ý kiến | góp ý | tham gia ý kiến
        thẩm định | duyệt | ký duyệt | để ký | cho ý kiến | xem trước | bản mềm xem trước | đóng góp ý kiến
        xin chữ ký | để trình | phê duyệt | trình ký
    """,
    Cue.DATA: """
        số liệu | dữ liệu | phụ lục | thông tin | log | báo cáo thành phần | danh sách | biểu mẫu số liệu
        file số | kết quả đánh giá | ý kiến | hồ sơ gốc | file | bảng số | đầu vào | chứng từ
    """,
    Cue.REPORT: """
        báo cáo | văn bản | công văn | tờ trình | biểu | bản đăng ký | phiếu | bản báo cáo | bản chính thức
        bản ký số | bản giấy
    """,
}
