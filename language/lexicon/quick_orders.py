"""How officials set a deadline within the day and answer with a figure; folded words."""

# A deadline is made of these words and of numbers alone, so that "trước năm 2020 còn dùng" is none.
TIME_WORDS = (
    "truoc han chot cuoi cham muon nhat den het trong gui ve tra loi bao cao nop xong luc vao la thi ngay "
    "thu hai ba tu nam sau bay chu cn t sang trua chieu toi dem mai mot kia nay hom tuan thang dau h g gio "
    "tieng phut ruoi nua a nhe nha em anh chi giup cho"
)
# A part of the day without its hour says no moment.
PARTS_OF_DAY = "sang trua chieu toi dem"
NEXT_HOURS = r"(?<!\w)(?P<n>\d{1,2}|mot|hai|ba|nua) (?P<unit>gio|tieng|phut)(?: dong ho)? (?:nua|toi)(?!\w)"

# What people wrap a figure in; these words say nothing of their own.
FILLERS = (
    "da vang a ah oi e em anh chi minh ben don vi xa phuong so ban chung toi xin bao van phong vp hien nay "
    "dang co la duoc dc ok tong cong luong lieu tat ca gom con lai cai chiec bo nhe nha thoi roi het ket qua "
    "tra loi cho cua o tai thi mot moi tinh den diem gia tri"
)
CORRECTING = "nham sua dinh chinh thanh dung phai khong chu"
CORRECTS = r"(?<!\w)(?:nham|sua|dinh chinh|viet sai|ghi sai|bao sai)(?!\w)"
ABOUT = "khoang tam chung do gan hon tren duoi it nhat toi da uoc xap xi"
ABOUT_WORD = r"(?<!\w)(?:khoang|tam|chung|gan|hon|tren|duoi|it nhat|toi da|uoc|xap xi)(?!\w)"
# Words of reports and of days: with them a number is no figure unless the code stands beside it.
OTHER_MATTERS = (
    "gui nop trinh ky dau van ban thang ngay thu quy muc dieu khoan han gia mai chieu sang hom tuan bc cv"
)
NOT_YET = (
    r"(?<!\w)(?:(?:chua|khong|ko|k|chua the)(?: the)? (?:thong ke|dem|tong hop|ra soat|kiem|tinh|nam|"
    r"xac dinh|ro|biet|co so(?: lieu)?|co ket qua|xong)|"
    r"de (?:em|minh|toi|ben em) (?:hoi|kiem tra|ra soat|dem|xem)|"
    r"(?:dang|con) (?:dem|thong ke|tong hop|ra soat|cho))(?!\w)"
)
NIL = r"(?<!\w)(?:khong|ko|k|hong|chua)(?: he)?(?: (?:co|phat sinh|dung|su dung))?(?!\w)"
NIL_WORDS = "khong ko k hong chua he co phat sinh nao gi ca dung su"

# A rate or an average of several units is no sum.
NO_SUM = r"(?<!\w)(?:ty le|ti le|phan tram|binh quan|trung binh|muc do|diem)(?!\w)|%"

# Everybody at once, in words that name no class.
EVERYBODY = r"(?:tat ca|toan bo|toan tinh|ca tinh|moi don vi)(?: (?:cac )?(?:don vi|noi|tinh))?"
CALLED_OFF = r"(?:huy|huy bo|thoi|dung|bo|khong giao nua|khong gui nua)(?: di| nhe| nha| a| em| viec nay)*"
