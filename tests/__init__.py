"""Tests of Đôn Đốc, by cost: unit, storage, channels, flows, architecture, browser."""
