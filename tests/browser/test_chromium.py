"""Where Chromium is missing, its tests are skipped and say so, or fail where it is required."""

from pathlib import Path

import pytest

from tests.browser import chromium


@pytest.fixture
def _no_chromium(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(chromium, "EXECUTABLE", tmp_path / "chromium")


@pytest.mark.usefixtures("_no_chromium")
def test_without_chromium_its_tests_are_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DONDOC_TEST_REQUIRE", raising=False)
    with pytest.raises(pytest.skip.Exception, match="Chromium is missing"):
        chromium.require_chromium()


@pytest.mark.usefixtures("_no_chromium")
def test_a_required_chromium_that_is_missing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_TEST_REQUIRE", "postgres,chromium")
    with pytest.raises(pytest.fail.Exception, match="Chromium is missing"):
        chromium.require_chromium()
