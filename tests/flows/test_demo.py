"""The demo does the main job, and says so only when it did."""

from bot.demo.headless import play
from domain import ladder
from tests.flows.readme import README, demo_lines, overdue_list, rewritten


async def test_the_demo_plays_to_its_end_and_the_readme_shows_what_it_prints() -> None:
    lines = await demo_lines()
    assert lines[-1].startswith("DEMO OK ")
    text = README.read_text(encoding="utf-8")
    assert "<!-- transcript -->\n```text" in text
    assert "<!-- overdue -->\n```text" in text
    assert rewritten(text, lines, await overdue_list()) == text, "run `python -m tests.flows.readme`"


async def test_without_the_reminder_step_there_is_no_demo_ok(monkeypatch) -> None:
    monkeypatch.setattr(ladder, "latest", lambda rungs, now: None)
    printed: list[str] = []
    assert not await play(printed.append)
    assert not any(line.startswith("DEMO OK") for line in printed)
    assert any("lời nhắc trước hạn" in line for line in printed)
