"""Files of ours: saved by the browser in whose chat they were sent, by no other."""

import httpx
import pytest
from fastapi import FastAPI

from channels.webchat.files import attached
from domain.messages import Document, Outbound
from services.webchat import Desk
from tests.channels.webchat.conftest import Stored
from tests.pages import browser

REPORT = Document("Danh sách chưa gửi.csv", "text/csv", "STP;muộn\n".encode())


async def send(desk: Desk, address: str, document: Document = REPORT) -> str:
    """A line with a file; the file's address."""
    await desk.show(Outbound(address, "Danh sách", reference=f"r:{document.name}", document=document))
    return f"/chat/files/{(await desk.lines(address, 0))[-1].file_id}"


async def test_a_line_tells_its_file_and_the_browser_saves_it(
    client: httpx.AsyncClient, desk: Desk, address: str
) -> None:
    path = await send(desk, address)
    (line,) = (await client.get("/chat/lines")).json()["lines"]
    answer = await client.get(path)

    assert path == f"/chat/files/{line['file']['id']}"
    assert line["file"]["name"] == REPORT.name
    assert answer.content == REPORT.content
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''Danh%20s%C3%A1ch%20ch%C6%B0a%20g%E1%BB%ADi.csv"
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


async def test_another_browser_finds_no_such_file(app: FastAPI, desk: Desk, address: str) -> None:
    path = await send(desk, address)
    async with browser(app) as other:
        assert (await other.get(path)).status_code == 404
        await other.get("/chat")
        answer = await other.get(path)

    assert answer.status_code == 404
    assert REPORT.content not in answer.content


async def test_an_ended_session_reads_no_file(
    client: httpx.AsyncClient, desk: Desk, address: str, stored: Stored
) -> None:
    path = await send(desk, address)
    await stored.end_sessions()

    assert (await client.get(path)).status_code == 404


async def test_another_seat_of_the_same_browser_finds_no_such_file(
    client: httpx.AsyncClient, desk: Desk, address: str
) -> None:
    path = await send(desk, address)
    await client.get("/chat", params={"seat": "lanhdao"})

    assert (await client.get(path, params={"seat": "lanhdao"})).status_code == 404
    assert (await client.get(path, params={"seat": "chinh"})).status_code == 200


@pytest.mark.parametrize("number", ["0", "999", "x", "-1", "1.5", "9" * 40, "١", "1%2F.."])
async def test_what_is_no_file_is_not_found(
    client: httpx.AsyncClient, desk: Desk, address: str, number: str
) -> None:
    await send(desk, address)

    assert (await client.get(f"/chat/files/{number}")).status_code == 404


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ('a"; filename="b.exe', "a%22%3B%20filename%3D%22b.exe"),
        ("a\r\nSet-Cookie: x=1", "a%0D%0ASet-Cookie%3A%20x%3D1"),
        ("../../etc/passwd", "..%2F..%2Fetc%2Fpasswd"),
        ("\ud800.csv", "%3F.csv"),
    ],
)
def test_a_name_stays_a_name(name: str, written: str) -> None:
    answer = attached(Document(name, "text/csv", b""))

    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{written}"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("mime", ["", "text", "text/csv\r\nX: y", "text/csv; charset=x", "Text/HTML"])
def test_a_type_that_is_none_is_bytes(mime: str) -> None:
    assert attached(Document("a", mime, b"")).headers["content-type"] == "application/octet-stream"


async def test_a_page_among_the_files_is_saved_and_never_opened(
    client: httpx.AsyncClient, desk: Desk, address: str
) -> None:
    page = Document("a.html", "text/html", b"<script>alert(1)</script>")
    answer = await client.get(await send(desk, address, page))

    assert answer.headers["content-disposition"].startswith("attachment;")
    assert "script-src 'self'" in answer.headers["content-security-policy"]
