"""A message as a letter: headers, text, where to answer, and the file that goes with it."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from domain.calendar import VIETNAM
from domain.messages import Document, Outbound
from locales.catalogue import DEFAULT
from locales.speech import Speech, speech

_LONGEST_ESSENCE = 70
_PLAIN_FILE = ("application", "octet-stream")
# Of the other two kinds a mail reader would open the content as a letter.
_TYPE = re.compile(r"(?!message/|multipart/)[a-z]+/[a-z0-9.+-]+")
# Every line is written in 7 bits, so that no server on the way needs to understand more.
_POLICY = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Stationery:
    """What all letters of an account share: who sends them, and where people answer."""

    sender: str
    account: str
    public_url: str | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready to leave: its envelope, its name in every mail log, and its bytes."""

    sender: str
    recipient: str
    message_id: str
    content: bytes


def write(message: Outbound, stationery: Stationery, now: datetime) -> Letter:
    """The letter of a message; `now` is its date, an aware instant of the real clock."""
    tr = speech(DEFAULT, VIETNAM)
    letter = EmailMessage(policy=_POLICY)
    letter["From"] = Address(tr("email.sender_name"), addr_spec=stationery.sender)
    letter["To"] = Address(addr_spec=message.address)
    letter["Subject"] = _subject(tr, message.text)
    letter["Date"] = format_datetime(now)
    letter["Message-ID"] = name = _message_id(message, stationery)
    # Both keep answering machines quiet (RFC 3834, and the vendor fact of Exchange).
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    letter.set_content(_body(tr, message.text, stationery), charset="utf-8")
    if message.document is not None:
        _attach(letter, message.document)
    return Letter(stationery.sender, message.address, name.strip("<>"), letter.as_bytes())


def _subject(tr: Speech, text: str) -> str:
    """The first line that says something, shortened at a word."""
    essence = next(filter(None, map(_one_line, text.splitlines())), "")
    if not essence:
        return tr("email.subject_plain")
    if len(essence) > _LONGEST_ESSENCE:
        kept = essence[:_LONGEST_ESSENCE]
        essence = (kept.rpartition(" ")[0] or kept).rstrip(" ,;:.-") + "…"
    return tr("email.subject", essence=essence)


def _one_line(text: str) -> str:
    """Fit for a header: composed, on one line, without control characters that could begin another header."""
    composed = unicodedata.normalize("NFC", text)
    shown = (" " if unicodedata.category(sign) == "Cc" else sign for sign in composed)
    return " ".join("".join(shown).split())


def _body(tr: Speech, text: str, stationery: Stationery) -> str:
    parts = [text.rstrip(), ""]
    if stationery.public_url is not None:
        parts.append(tr("email.link", link=f"{stationery.public_url.rstrip('/')}/chat"))
    parts.append(tr("email.unread"))
    return unicodedata.normalize("NFC", "\n".join(parts))


def _message_id(message: Outbound, stationery: Stationery) -> str:
    """The same for every try of one message, so that mail servers can drop a second copy."""
    domain = stationery.sender.rpartition("@")[2]
    if not message.reference:
        return make_msgid(domain=domain)
    named = f"{stationery.account}\n{message.address}\n{message.reference}"
    return f"<{hashlib.sha256(named.encode()).hexdigest()[:40]}@{domain}>"


def _attach(letter: EmailMessage, document: Document) -> None:
    main, sub = document.mime.split("/") if _TYPE.fullmatch(document.mime) else _PLAIN_FILE
    letter.add_attachment(document.content, maintype=main, subtype=sub, filename=_one_line(document.name))
