"""How officials of an Office decide on what units ask, and how units ask for a person; folded forms."""

# Before the verb; they say nothing of their own.
OPENERS = r"(?:(?:da|vang|u|uh|duoc roi|ok|oke|okay|okie|em|anh|chi|anh chi|van phong|vp)[,.]? )*"

AGREES = (
    r"dong y|nhat tri|thong nhat|chap thuan|chap nhan|"
    r"cho phep|"
    r"cho (?!toi |em |minh |xin |biet |hoi |xem )(?:\S+ ){0,6}?(?:lui|gia han|gian han|den|toi|them)|"
    r"(?:duoc|ok|oke|okay) (?:lui|gia han|den|toi|het)|"
    r"duyet (?:cho )?(?:\S+ ){0,6}?(?:lui|gia han)"
)
REFUSES = (
    r"(?:khong|ko|k|hong) (?:the )?(?:dong y|nhat tri|chap thuan|chap nhan|cho|gia han|lui|duyet|duoc lui)|"
    r"tu choi|bac de nghi|"
    r"(?:van|giu)(?: theo| nguyen| dung| la)* (?:thoi )?han(?: cu| goc| ban dau| nhu cu)"
)
# What a refusal says anyway; it is no reason.
OLD_DEADLINE = (
    r"(?:van|giu)(?: theo| nguyen| dung| la)* (?:thoi )?han(?: cu| goc| ban dau| nhu cu)?"
    r"(?: nhe| nha| em| a)*"
)

# A duty stays with the unit that doubted it.
UPHOLDS = (
    r"van (?:la |phai |do )?(?:thuoc|cua|viec cua|trach nhiem|nhiem vu|thuc hien|bao cao|gui|lam)|"
    r"(?:dung|la|day la)(?: la)? (?:trach nhiem|nhiem vu|viec) cua"
)
# It does not: the unit is right.
RELEASES = (
    r"(?:dung|dung roi|chinh xac|dong y)[,.]? (?:viec|nhiem vu|cai|phan|bao cao) (?:nay|do) "
    r"(?:la )?(?:cua|do|thuoc)|"
    r"(?:khong|ko|k) (?:phai )?(?:la )?(?:thuoc|cua|viec|viec cua|trach nhiem|nhiem vu)|"
    r"(?:don vi|xa|phuong|so|ban) (?:noi |y kien |phan anh )?dung(?: roi)?|"
    r"(?:mien|bo)(?: viec| bao cao| nhiem vu)? (?:nay )?(?:cho|khoi) (?:don vi|xa|phuong|so|ban)"
)

# Less than what was asked, said after a refusal ("không đồng ý thứ 6, chỉ đến thứ 4").
LESS = r"(?:nhung )?(?:chi|toi da|muon nhat)(?: cho| dong y| duoc| la)*(?: lui| gia han)?(?: den| toi| het)"

# Whether it is asked rather than decided.
ASKS = (
    r"\?|(?:^| )(?:chua|khong|ko|phai khong|duoc khong|chu|nhi|sao|hay sao|the nao)"
    r"(?: a| em| anh| chi| nhe)*$"
)

# What parts the decision from its reason.
REASON_WORDS = r"(?:,|;|:|\.(?!\d)| vi | do | boi vi | boi | ly do(?: la)? | can cu )"

LASTING = (
    r"tu (?:nay|hom nay|ngay|tuan|thang|dau thang)|chuyen (?:cong tac|viec|don vi|phong|sang)|"
    r"nghi (?:huu|viec|thai san|sinh|che do)|"
    r"(?:khong|ko|k|thoi) (?:con )?(?:phu trach|lam dau moi|theo doi)|"
    r"ban giao|luan chuyen|dieu dong|doi dau moi|thay dau moi"
)
TITLES = r"(?:dong chi|d/c|dc|anh|chi|co|ong|ba|chuyen vien)"
REPLACES = (
    r"(?:lam|phu trach|theo doi|tiep nhan|nhan viec)? ?thay(?: the)?(?: em| anh| chi| toi| minh)?|"
    rf"(?:{TITLES} (?:\S+ ){{1,5}}?|nguoi (?:khac|moi) )(?:se )?"
    r"(?:phu trach|lam dau moi|nhan ban giao|tiep nhan|theo doi)|"
    r"dau moi (?:moi|la)|ban giao cho|doi dau moi|co nguoi (?:khac|moi)"
)

CALLS_BACK = (
    r"(?:xin |nho |de nghi |mong |lam on |anh chi |anh |chi |van phong |vp )*"
    r"(?:goi|goi dien|goi lai|dien lai|dien thoai lai|lien he lai|goi dien lai)"
    r"(?: (?:giup|ho|lai|cho|toi|den|em|minh|don vi|xa|phuong|so|ben em|nhe|nha|a|voi|ngay|gap|dien))*"
)
