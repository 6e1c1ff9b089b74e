"""The supervisor: a loop outlives a store that is away, nothing else, and silence does not go unnoticed."""

import asyncio

import pytest

from bot import supervisor
from bot.supervisor import Heartbeats, LoopHangs, keep, watch
from domain.errors import Conflict, StoreUnavailable


class Loop:
    """Raises what it is given, one error a start, then ends; it beats when it starts."""

    def __init__(self, beats: Heartbeats, *errors: Exception) -> None:
        self._beats, self._errors, self.starts = beats, list(errors), 0

    async def __call__(self) -> None:
        self.starts += 1
        self._beats.beat("loop")
        if self._errors:
            raise self._errors.pop(0)


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Pauses are noted instead of waited for."""
    seen: list[float] = []
    pause = asyncio.sleep

    async def noted(seconds: float) -> None:
        seen.append(seconds)
        await pause(0)

    monkeypatch.setattr(supervisor.asyncio, "sleep", noted)
    return seen


async def test_a_loop_is_started_again_whenever_the_store_goes_away(pauses: list[float]) -> None:
    beats = Heartbeats()
    loop = Loop(beats, *(StoreUnavailable("away") for _ in range(7)))
    await keep("loop", loop, beats)
    assert loop.starts == 8
    assert pauses == [1.0, 2.0, 4.0, 8.0, 16.0, 20.0, 20.0]


async def test_after_a_long_good_run_the_pause_is_short_again(
    pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "HANGS_AFTER", -1.0)
    beats = Heartbeats()
    await keep("loop", Loop(beats, *(StoreUnavailable("away") for _ in range(3))), beats)
    assert pauses == [1.0, 1.0, 1.0]


async def test_while_it_waits_for_the_store_it_does_not_count_as_hanging() -> None:
    beats, waiting = Heartbeats(), list[object]()

    async def loop() -> None:
        if waiting:
            return
        beats.beat("loop")
        waiting.append(beats.oldest())
        raise StoreUnavailable("away")

    await keep("loop", loop, beats)
    assert waiting
    assert beats.oldest() is None


@pytest.mark.parametrize("error", [Conflict("x"), ValueError("x"), LoopHangs("x"), ConnectionError("x")])
async def test_any_other_error_ends_the_loop_at_once(error: Exception, pauses: list[float]) -> None:
    beats = Heartbeats()
    loop = Loop(beats, error)
    with pytest.raises(type(error)):
        await keep("loop", loop, beats)
    assert (loop.starts, pauses) == (1, [])


async def test_a_cancelled_loop_is_not_started_again() -> None:
    started = asyncio.Event()

    async def loop() -> None:
        started.set()
        await asyncio.Event().wait()

    running = asyncio.ensure_future(keep("loop", loop, Heartbeats()))
    await started.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_the_loop_that_is_silent_longest_is_known() -> None:
    beats = Heartbeats()
    assert beats.oldest() is None
    for name in ("first", "second"):
        beats.beat(name)
    oldest = beats.oldest()
    assert oldest is not None
    assert oldest[0] == "first"
    beats.beat("first")
    assert (beats.oldest() or ("",))[0] == "second"
    beats.forget("second")
    assert (beats.oldest() or ("",))[0] == "first"
    beats.forget("never there")


async def test_a_silent_loop_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "HANGS_AFTER", 0.05)
    beats = Heartbeats()
    beats.beat("sender")
    async with asyncio.timeout(10):
        with pytest.raises(LoopHangs, match="sender"):
            await watch(beats)


async def test_loops_that_beat_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    beats, looks = Heartbeats(), list[int]()

    async def look(seconds: float) -> None:
        beats.beat("sender")
        looks.append(1)
        if len(looks) > 50:
            raise asyncio.CancelledError

    monkeypatch.setattr(supervisor.asyncio, "sleep", look)
    with pytest.raises(asyncio.CancelledError):
        await watch(beats)
    assert len(looks) == 51
